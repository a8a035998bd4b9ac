"""What a command does to an open campaign file: the same code at the terminal and in the running server."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from campaign import backup, doctor
from campaign.accounts import commands as account_commands
from campaign.ask import ask, event_of
from campaign.filters import Filters
from campaign.intake import commands as intake_commands
from campaign.intake.handing_in import Tell
from campaign.options import value_of
from campaign.output.export import export
from campaign.store import Store
from campaign.words import Refusal, Words

DONE, FOUND_PROBLEMS, REFUSED = 0, 1, 2  # exit statuses


@dataclass(frozen=True)
class Outcome:
    status: int
    body: bytes  # a file for export, lines of text otherwise

    @staticmethod
    def said(status: int, *lines: str) -> "Outcome":
        return Outcome(status, "".join(f"{line}\n" for line in lines).encode())


def run_command(
    store: Store,
    name: str,
    arguments: dict[str, str],
    words: Words,
    tell: Tell = lambda step, seconds: None,
) -> Outcome:
    """Runs one command on an open file. A Refusal becomes an outcome with its sentence.

    tell: called with the name of each longer step, and again while it lasts.
    """
    try:
        if name in intake_commands.COMMANDS:
            status, lines = intake_commands.COMMANDS[name](store, arguments, words, tell)
            return Outcome.said(status, *lines)
        if name not in COMMANDS:
            raise Refusal("command.unknown", found=name)
        return COMMANDS[name](store, arguments, words)
    except Refusal as refusal:
        return Outcome.said(REFUSED, refusal.said(words))


def run_account(arguments: dict[str, str], words: Words, store: Store | None = None) -> Outcome:
    """Runs account add, list, reset or close. A scope of units needs the campaign that knows them."""
    known: set[str] = set()
    if store is not None:
        now = Filters(store.last_event)
        known = {*ask(store, "units", now)["unit_id"], *ask(store, "divisions", now)["division_code"]}
    return Outcome.said(DONE, *account_commands.run(arguments, words, known))


def _export(store: Store, arguments: dict[str, str], _words: Words) -> Outcome:
    known_on = event_of(store, arguments.get("known_on"))
    return Outcome(DONE, export(store, arguments["table"], arguments["format"], known_on))


def _doctor(store: Store, arguments: dict[str, str], words: Words) -> Outcome:
    report = doctor.examine(store, repair=arguments.get("repair") == "yes")
    lines = [words("doctor.looked_at", file=store.path, events=report.events, tables=report.tables)]
    lines += [words("doctor.repaired", table=table) for table in report.repaired]
    lines += [words(key, detail=detail) for key, detail in report.findings]
    if report.findings:
        return Outcome.said(FOUND_PROBLEMS, *lines, words("doctor.not_sound", count=len(report.findings)))
    return Outcome.said(DONE, *lines, words("doctor.sound"))


def _backup(store: Store, arguments: dict[str, str], words: Words) -> Outcome:
    out = Path(arguments["out"]) if arguments.get("out") else None
    made = backup.make(store, out)
    backup.drop_old(store.path, int(value_of(store, "backups_kept")))
    said = words(
        "backup.made",
        folder=out / made.folder.parent.name / made.folder.name if out else made.folder,
        size=words.size(made.size),
        event=made.last_event,
    )
    more = [words("backup.findings", count=made.findings)] if made.findings else []
    return Outcome.said(DONE, said, *more)


def list_backups(campaign_file: Path, words: Words) -> Outcome:
    """The backups kept, latest first; those that cannot be restored are a problem found."""
    backups, broken = backup.kept(campaign_file)
    lines = [
        words("backup.line", name=b.folder.name, at=b.made_at, event=b.last_event, size=words.size(b.size))
        for b in backups
    ]
    lines += [words("backup.broken", name=folder.name) for folder in broken]
    if not lines:
        lines = [words("backup.none", place=backup.place_of(campaign_file))]
    return Outcome.said(FOUND_PROBLEMS if broken else DONE, *lines)


def _restore(store: Store, arguments: dict[str, str], words: Words) -> Outcome:
    chosen = confirmed(store.path, arguments)
    aside = backup.restore(store, chosen, with_accounts=arguments.get("accounts") == "yes")
    return restored(chosen, aside, words)


def confirmed(campaign_file: Path, arguments: dict[str, str]) -> backup.Backup:
    """The backup asked for. Raises Refusal, having looked through it, unless the person said yes."""
    chosen = backup.find(campaign_file, arguments["backup"])
    if arguments.get("yes") != "yes":
        backup.check(chosen)
        raise Refusal("backup.say_yes", name=chosen.folder.name, event=chosen.last_event, at=chosen.made_at)
    return chosen


def restored(chosen: backup.Backup, aside: Path, words: Words) -> Outcome:
    said = words("backup.restored", name=chosen.folder.name, event=chosen.last_event, aside=aside)
    return Outcome.said(DONE, said)


COMMANDS: dict[str, Callable[[Store, dict[str, str], Words], Outcome]] = {
    "export": _export,
    "doctor": _doctor,
    "account": lambda store, arguments, words: run_account(arguments, words, store),
    "backup": _backup,
    "backups": lambda store, _arguments, words: list_backups(store.path, words),
    "restore": _restore,
}
