"""Units and divisions by name: what a scope is chosen from, and how one is told."""

from campaign.accounts import EVERYTHING, ROLES, Role, Scope
from campaign.ask import ask
from campaign.screen.url import Reader
from campaign.words import LANGUAGES, Words

ALL = "*"  # among the choices: every unit


def choices(reader: Reader) -> dict[str, str]:
    """What an account may reach -> its name: all units, each division, each unit, in official order."""
    words = reader.words
    divisions = ask(reader.store, "divisions", reader.filters)
    units = ask(reader.store, "units", reader.filters)
    named = {
        row["division_code"]: words.either(row["name"], row["name_en"]) for _, row in divisions.iterrows()
    }
    own = {
        row["unit_id"]: words.either(row["short_name"], row["short_name_en"]) for _, row in units.iterrows()
    }
    return {
        ALL: words("choice.all_units"),
        **{code: words("accounts.whole_division", name=name) for code, name in named.items()},
        **own,
    }


def scope_of(chosen: list[str], reader: Reader) -> Scope:
    if ALL in chosen:
        return EVERYTHING
    codes = set(ask(reader.store, "divisions", reader.filters)["division_code"])
    return Scope(divisions=frozenset(codes & set(chosen)), units=frozenset(set(chosen) - codes))


def chosen_of(scope: Scope, known: dict[str, str]) -> list[str]:
    """The choices that make this scope; what is no unit any more cannot be chosen again."""
    return [ALL] if scope.is_everything else [code for code in known if code in scope.divisions | scope.units]


def told(scope: Scope, known: dict[str, str], words: Words) -> str:
    codes = [ALL] if scope.is_everything else sorted(scope.divisions | scope.units)
    return words("list.comma").join(known.get(code, code) for code in codes)


def scopes_by_name(reader: Reader) -> dict[str, Scope]:
    """Every name a list may use, in small letters: of all units, of divisions, of units and their aliases."""
    found = {Words(lang)("choice.all_units").casefold(): EVERYTHING for lang in LANGUAGES}
    for _, row in ask(reader.store, "divisions", reader.filters).iterrows():
        scope = Scope(divisions=frozenset({row["division_code"]}))
        found |= {str(name).casefold(): scope for name in (row["name"], row["name_en"], row["division_code"])}
    names = ask(reader.store, "findable", reader.filters)
    for _, row in names[names["kind"] == "unit"].iterrows():
        scope = Scope(units=frozenset({row["id"]}))
        found |= {str(name).casefold(): scope for name in (row["name"], row["name_en"], row["id"]) if name}
    for _, row in ask(reader.store, "units", reader.filters).iterrows():
        scope = Scope(units=frozenset({row["unit_id"]}))
        found |= {str(row[name]).casefold(): scope for name in ("short_name", "short_name_en")}
    return found


def roles_by_name() -> dict[str, Role]:
    named: dict[str, Role] = {role: role for role in ROLES}
    return {Words(lang)(f"role.{role}").casefold(): role for lang in LANGUAGES for role in ROLES} | named
