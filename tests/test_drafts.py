"""A draft is kept between visits, belongs to one person, and is never half-written."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from campaign.intake import answers, drafts
from campaign.intake.checked import Grid, Said
from campaign.intake.drafts import Draft

GRID = Grid(("单位", "指标", "数值"), ((2, ("市发展改革委", "谋划重大项目数", "19个")), (7, ("", "", ""))))
DRAFT = Draft("observation", "9月.csv", "t1", original="u1", grid=GRID, ticked=("fall:2",))


def test_a_draft_is_there_again_as_it_was(tmp_path: Path) -> None:
    drafts.keep(tmp_path, "fgw-zhang", DRAFT)
    assert drafts.kept(tmp_path, "fgw-zhang") == DRAFT


def test_nobody_is_given_another_persons_draft(tmp_path: Path) -> None:
    drafts.keep(tmp_path, "fgw-zhang", DRAFT)
    for login in ("fgw", "gxj-li", "../fgw-zhang", "FGW-ZHANG", ""):
        assert drafts.kept(tmp_path, login) is None


def test_a_dropped_draft_is_gone(tmp_path: Path) -> None:
    drafts.keep(tmp_path, "a", DRAFT)
    drafts.drop(tmp_path, "a")
    drafts.drop(tmp_path, "a")
    assert drafts.kept(tmp_path, "a") is None


def test_a_damaged_draft_is_no_draft(tmp_path: Path) -> None:
    drafts.keep(tmp_path, "a", DRAFT)
    (file,) = tmp_path.glob("*.json")
    file.write_bytes(file.read_bytes()[:-20])
    assert drafts.kept(tmp_path, "a") is None


def test_only_the_owner_of_the_server_may_read_the_file(tmp_path: Path) -> None:
    drafts.keep(tmp_path, "a", DRAFT)
    (file,) = tmp_path.glob("*.json")
    assert file.stat().st_mode & 0o077 == 0


@given(login=st.text(max_size=40), cells=st.lists(st.text(max_size=20), max_size=4))
def test_any_login_and_any_cells_come_back(tmp_path_factory, login: str, cells: list[str]) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("drafts")
    draft = Draft("observation", "x", "t", grid=Grid(tuple(cells), ((1, tuple(cells)),)))
    drafts.keep(folder, login, draft)
    assert drafts.kept(folder, login) == draft


# What a unit has said of its own tables

HEADER, SAID = ("单位", "时间", "办件"), (("办件", "transactions_handled"),)


def test_an_answer_is_there_again_for_its_unit_and_kind_alone(tmp_path: Path) -> None:
    answers.remember(tmp_path, "fgw", "observation", Said(HEADER, SAID))
    assert answers.remembered(tmp_path, "fgw", "observation") == (Said(HEADER, SAID),)
    for unit, kind in (
        ("gxj", "observation"),
        ("fgw", "record"),
        ("../fgw", "observation"),
        ("*", "observation"),
    ):
        assert answers.remembered(tmp_path, unit, kind) == ()


def test_a_header_has_one_answer_and_is_asked_about_again_once_it_is_forgotten(tmp_path: Path) -> None:
    other = Said(("单位", "件"), (("件", "value"),))
    for said in (Said(HEADER, SAID), other, Said(HEADER, (("办件", "value"),))):
        answers.remember(tmp_path, "fgw", "observation", said)
    assert dict(answers.remembered(tmp_path, "fgw", "observation")[0].columns) in (
        {"办件": "value"},
        {"件": "value"},
    )
    assert len(answers.remembered(tmp_path, "fgw", "observation")) == 2
    answers.forget(tmp_path, "fgw", "observation", HEADER, None)
    assert answers.remembered(tmp_path, "fgw", "observation") == (other,)


def test_a_damaged_answer_is_no_answer(tmp_path: Path) -> None:
    answers.remember(tmp_path, "fgw", "observation", Said(HEADER, SAID))
    (file,) = tmp_path.rglob("*.json")
    assert file.stat().st_mode & 0o077 == 0
    file.write_bytes(file.read_bytes()[:-9])
    assert answers.remembered(tmp_path, "fgw", "observation") == ()
