"""The house, held: who imports whom, where SQL and words live, what leaves the machine."""

import ast
import re
import string
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import duckdb
import pytest

from campaign import contract
from campaign.intake.publishing import STEPS
from campaign.methods import chart, funnel, small
from campaign.methods.refused import REASONS
from campaign.settings import QUERIES, ROOT
from campaign.statements import files
from campaign.words import LANGUAGES, catalogue

EVERYTHING = {
    *("acts", "accounts", "arguments", "ask", "awards", "backup", "board", "cli", "commands", "comparison"),
    *("contract", "demo", "doctor", "duties", "figures", "filters", "intake", "loop", "meeting", "methods"),
    *(
        "opening",
        "options",
        "output",
        "pace",
        "panels",
        "screen",
        "server",
        "settings",
        "shelf",
        "statements",
    ),
    *("store", "supervision", "words"),
}


def all_but(*left_out: str) -> set[str]:
    return EVERYTHING - set(left_out)


# what a part of the campaign's work may be made of: the rules of one page, and what they say and draw
A_PART = {
    "acts",
    "ask",
    "contract",
    "figures",
    "filters",
    "methods",
    "options",
    "statements",
    "store",
    "words",
}
BEYOND_PANELS = A_PART | {"awards", "comparison", "duties", "loop", "pace", "panels", "supervision"}
# part -> the parts it may import besides itself
ARROWS: dict[str, set[str]] = {
    "settings": set(),
    "words": set(),
    "filters": set(),
    "methods": set(),
    "statements": {"settings"},
    "contract": {"settings", "words"},
    "shelf": {"statements"},
    "store": {"contract", "settings", "shelf", "statements", "words"},
    "ask": {"contract", "store", "statements", "filters", "methods", "words"},
    "figures": {"methods", "words"},
    "loop": {"figures", "methods", "words"},
    "awards": A_PART,
    "comparison": A_PART,
    "duties": A_PART,
    "pace": A_PART,
    "supervision": A_PART | {"loop", "pace"},
    "panels": BEYOND_PANELS,
    "meeting": BEYOND_PANELS | {"settings"},
    "opening": A_PART | {"intake", "settings"},
    "intake": {"accounts", "ask", "contract", "filters", "statements", "store", "words", "settings"},
    "acts": {"contract", "intake", "store"},
    "options": {"acts", "ask", "figures", "filters", "store", "words"},
    "accounts": {"settings", "statements", "words"},
    "backup": {"contract", "doctor", "settings", "statements", "store", "words"},
    "output": BEYOND_PANELS | {"intake", "meeting", "settings"},
    "doctor": {"contract", "store", "statements"},
    "commands": all_but("cli", "commands", "screen", "server"),
    "demo": A_PART | {"awards", "duties", "intake", "meeting", "settings", "supervision"},
    "board": {"demo", "intake", "settings", "store", "words"},
    "server": all_but("screen", "cli"),
    "screen": all_but("server", "cli"),
    "arguments": {"accounts", "words"},
    "cli": all_but("screen"),
    "pages": {"panels", "screen"},
    "app": {"screen", "server"},
}
MAY_IMPORT_STREAMLIT = {"app", "pages", "screen"}
LONGEST_PAGE = 60


def sources() -> list[Path]:
    """Every Python file of the program, tests left out."""
    folders = [ROOT / "campaign", ROOT / "pages"]
    return [ROOT / "app.py", *(path for folder in folders for path in sorted(folder.rglob("*.py")))]


EVERY_SOURCE = pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def part_of(path: Path) -> str:
    """campaign/intake/building.py -> intake; pages/unit.py -> pages; app.py -> app."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    part = parts[1] if parts[0] == "campaign" else parts[0]
    return "cli" if part == "__main__" else part


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Each imported module by its full name, and file and line; the members of our packages as modules."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"a relative import: {where(path, node)}"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from ((name, where(path, node)) for name in names)


def where(path: Path, node: ast.stmt | ast.expr) -> str:
    line = path.read_text(encoding="utf-8").splitlines()[node.lineno - 1].strip()
    return f"{path.relative_to(ROOT).as_posix()}:{node.lineno}: {line}"


# Who imports whom


@EVERY_SOURCE
def test_a_module_imports_only_what_the_house_allows(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return
    allowed = ARROWS[part] | {part}
    against = [
        line
        for name, line in imports(path)
        if name.startswith("campaign.") and name.split(".")[1] not in allowed
    ]
    assert against == []


@EVERY_SOURCE
def test_only_app_pages_and_screen_import_streamlit(path: Path) -> None:
    if part_of(path) not in MAY_IMPORT_STREAMLIT:
        assert [line for name, line in imports(path) if name.split(".")[0] == "streamlit"] == []


@EVERY_SOURCE
def test_nothing_imports_a_page_or_the_app(path: Path) -> None:
    assert [line for name, line in imports(path) if name.split(".")[0] in ("pages", "app")] == []


@pytest.mark.parametrize("part", ["words", "filters", "settings"])
def test_the_lowest_modules_need_only_the_standard_library(part: str) -> None:
    assert [name for name, _ in imports(ROOT / "campaign" / f"{part}.py") if name.startswith("pandas")] == []


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda path: path.name)
def test_a_page_is_short_and_says_what_it_is(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_PAGE
    assert ast.get_docstring(tree(path))


# Where SQL lives

SQL = re.compile(
    r"\s*(select|with|from|insert|update|delete|create|drop|alter|merge|copy|attach|pragma|install|load|set|call)"
    r"\s+[\w*\"'(]",
    re.IGNORECASE,
)


def texts(path: Path) -> Iterator[tuple[str, ast.expr]]:
    """Every string in the code that is no docstring, an f-string by its fixed parts."""
    inner = {
        id(part) for node in ast.walk(tree(path)) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    docstrings = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr):
            fixed = [part.value if isinstance(part, ast.Constant) else "\0" for part in node.values]
            yield "".join(map(str, fixed)), node
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in inner | docstrings
        ):
            yield node.value, node


@EVERY_SOURCE
def test_no_sql_is_written_outside_queries(path: Path) -> None:
    lock_down = ("set allowed_directories", "set enable_external_access", "set lock_configuration")
    found = [
        where(path, node)
        for text, node in texts(path)
        if SQL.match(text) and not (path.name == "store.py" and text.startswith(lock_down))
    ]
    assert found == []


EVERY_STATEMENT = pytest.mark.parametrize(
    "path", sorted(QUERIES.rglob("*.sql")), ids=lambda path: path.relative_to(QUERIES).as_posix()
)


def header(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    comments = lines[: next(n for n, line in enumerate(lines) if not line.startswith("--"))]
    return " ".join(line.removeprefix("--").strip() for line in comments)


@EVERY_STATEMENT
def test_every_sql_file_parses_and_names_its_parameters_in_its_header(path: Path) -> None:
    found = duckdb.extract_statements(path.read_text(encoding="utf-8"))
    assert found and header(path)
    named = re.sub(r"\(.*?\)", "", header(path).partition("Parameters:")[2].partition(".")[0])
    stated = {name.strip() for name in named.split(",")} - {"", "none"}
    assert stated == {name for statement in found for name in statement.named_parameters}


def test_every_check_is_named_for_a_message_of_the_doctor() -> None:
    assert [name for name in files("checks") if f"doctor.{name.split('/')[1]}" not in catalogue()] == []


# The contract and the tables

SQL_TYPES = {
    "string": {"VARCHAR"},
    "integer": {"INTEGER", "BIGINT"},
    "number": {"DECIMAL(18,4)"},
    "date": {"DATE"},
    "boolean": {"BOOLEAN"},
}


@pytest.fixture(scope="module")
def tables(built: Path) -> dict[str, dict[str, str]]:
    """Each table's columns in order, with their types."""
    with duckdb.connect(str(built), read_only=True) as opened:
        rows = opened.execute(
            "select table_name, column_name, data_type from information_schema.columns"
            " order by table_name, ordinal_position"
        ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        found.setdefault(table, {})[column] = kind
    return found


@pytest.mark.parametrize("name", contract.tables())
def test_a_table_has_the_columns_of_the_contract_in_order(
    tables: dict[str, dict[str, str]], name: str
) -> None:
    assert list(tables[name]) == [*contract.tables()[name].columns, "batch_id", "row_no"]
    assert list(tables[f"{name}_span"]) == [*tables[name], "known_from", "known_to"]


@pytest.mark.parametrize("name", contract.tables())
def test_a_column_has_the_type_of_the_contract(tables: dict[str, dict[str, str]], name: str) -> None:
    wrong = {
        field.name: tables[name][field.name]
        for field in contract.tables()[name].fields
        if tables[name][field.name] not in SQL_TYPES[field.type]
    }
    assert wrong == {}


# Messages

SECTIONS = {key.split(".")[0] for key in catalogue()}
FILE_NAME = re.compile(
    r".*\.(py|sql|csv|json|log|toml|css|js|html|png|duckdb|sqlite3|xlsx|parquet|pptx|docx)"
)


def keys_in_code() -> Iterator[tuple[str, str]]:
    """Each string that has the form of a message key, as a pattern (built ones have .+ where filled in)."""
    for path in sources():
        for text, node in texts(path):
            section = text.partition(".")[0]
            is_key = re.fullmatch(r"[a-z_\0]+(\.[a-z0-9_\0]+)+", text) and section in SECTIONS
            if is_key and (text in catalogue() or not FILE_NAME.fullmatch(text)):
                yield re.escape(text).replace("\0", ".+"), where(path, node)


def prefixes_in_code() -> set[str]:
    """Names of groups of messages handed to code that fills in both parts, as in f"{prefix}.{value}"."""
    groups = {key.rpartition(".")[0] for key in catalogue()}
    fill_in = {
        path.parent for path in sources() if any(re.fullmatch("\0\\.\0", text) for text, _ in texts(path))
    }
    return {text for path in sources() if path.parent in fill_in for text, _ in texts(path) if text in groups}


def test_every_message_asked_for_is_in_the_catalogue() -> None:
    missing = [
        line for key, line in keys_in_code() if not any(re.fullmatch(key, known) for known in catalogue())
    ]
    assert missing == []


def test_no_message_is_left_unused() -> None:
    patterns = {key for key, _ in keys_in_code()} | {f"{prefix}\\..+" for prefix in prefixes_in_code()}
    anything = re.compile("|".join(sorted(patterns)))
    assert [key for key in catalogue() if not anything.fullmatch(key)] == []


def test_every_message_is_said_in_both_languages_with_the_same_blanks() -> None:
    told = catalogue().items()
    unsaid = [key for key, said in told if {lang for lang in said if said[lang].strip()} != set(LANGUAGES)]
    assert unsaid == []
    assert [key for key, said in told if blanks(said["zh"]) != blanks(said["en"])] == []


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_a_message_is_given_every_value_it_has_a_blank_for() -> None:
    short = []
    for path in sources():
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            key, given = node.args[0].value, {keyword.arg for keyword in node.keywords}
            is_filled = isinstance(node.func, ast.Name) and node.func.id in ("Refusal", "words")
            if is_filled and key in catalogue() and None not in given:
                short += [where(path, node)] if not blanks(catalogue()[key]["zh"]) <= given else []
    assert short == []


@pytest.mark.parametrize(
    "key",
    [f"batch.is_{state}" for state in STEPS]
    + [f"contract.not_{kind}" for kind in contract.ARROW_TYPES if kind != "string"]
    + [f"method.refused.{reason}" for reason in REASONS]
    + [f"chart.{kind}" for kind in get_args(chart.Kind)]
    + [f"variation.{code}" for code in get_args(chart.Variation)]
    + [f"assurance.{code}" for code in get_args(chart.Assurance)]
    + [f"assurance.text.{code}" for code in get_args(chart.Assurance)]
    + [f"funnel.{place}" for place in get_args(funnel.Place)]
    + [f"rate.{form}" for form in get_args(small.Form)],
)
def test_a_message_whose_key_is_filled_in_exists_for_every_value(key: str) -> None:
    assert key in catalogue()


# Nothing of this machine in the repository

MACHINE = re.compile(r"(?<![\w.\])}-])/(?:work|tmp|root|home|Users|var/folders)/\w|[A-Z]:\\Users\\")
REGISTRY = re.compile(
    r"pypi\.(?:org|python)|pythonhosted\.org|registry\.npmjs|registry\.yarnpkg|crates\.io|docker\.io"
    r"|proxy\.golang|conda\.anaconda|tuna\.tsinghua|mirrors\.aliyun"
)


def kept_files() -> list[Path]:
    """Every file git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True
    )
    if listed.returncode:
        pytest.skip("not a git work tree")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRY], ids=["machine path", "registry"])
def test_no_file_names_this_machine_or_a_registry(pattern: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()[:100]}"
        for path in kept_files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []
