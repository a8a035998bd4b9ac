"""What a command does to an open campaign file: the same code at the terminal and in the running server."""

from dataclasses import dataclass

from campaign import doctor
from campaign.ask import event_of
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


def run_command(store: Store, name: str, arguments: dict[str, str], words: Words) -> Outcome:
    """Runs export or doctor. A Refusal becomes an outcome with its sentence."""
    try:
        if name == "export":
            return _export(store, arguments)
        if name == "doctor":
            return _doctor(store, words, repair=arguments.get("repair") == "yes")
        raise Refusal("command.unknown", found=name)
    except Refusal as refusal:
        return Outcome.said(REFUSED, refusal.said(words))


def _export(store: Store, arguments: dict[str, str]) -> Outcome:
    known_on = event_of(store, arguments.get("known_on"))
    return Outcome(DONE, export(store, arguments["table"], arguments["format"], known_on))


def _doctor(store: Store, words: Words, *, repair: bool) -> Outcome:
    report = doctor.examine(store, repair=repair)
    lines = [words("doctor.looked_at", file=store.path, events=report.events, tables=report.tables)]
    lines += [words("doctor.repaired", table=table) for table in report.repaired]
    lines += [words(key, detail=detail) for key, detail in report.findings]
    if report.findings:
        return Outcome.said(FOUND_PROBLEMS, *lines, words("doctor.not_sound", count=len(report.findings)))
    return Outcome.said(DONE, *lines, words("doctor.sound"))
