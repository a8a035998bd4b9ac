"""`python -m campaign …`: works on the file, or through the server when it holds the file open."""

import argparse
import sys
import time
from pathlib import Path

from campaign import backup as backups
from campaign.arguments import parser
from campaign.commands import (
    DONE,
    REFUSED,
    Outcome,
    confirmed,
    list_backups,
    restored,
    run_account,
    run_command,
)
from campaign.intake import building, worker
from campaign.settings import settings
from campaign.store import Store
from campaign.words import Refusal, Words


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit status: 0 done, 1 problems found, 2 refused."""
    asked = parser().parse_args(arguments)
    words = Words(asked.lang)
    try:
        outcome = _outcome(asked, words)
        _write(outcome, asked.out if asked.command == "export" else None)
    except Refusal as refusal:
        outcome = Outcome.said(REFUSED, refusal.said(words))
        _write(outcome, None)
    return outcome.status


def _outcome(asked: argparse.Namespace, words: Words) -> Outcome:
    if asked.command == "init":
        return _init(asked, words)
    if asked.command == "demo":
        return _demo(asked, words)
    if asked.command == "account":
        return _account(asked, words)
    return _on_file(asked, words)


def _account(asked: argparse.Namespace, words: Words) -> Outcome:
    arguments = {
        "act": asked.act,
        "login": getattr(asked, "login", "").strip().casefold(),
        "name": getattr(asked, "name", ""),
        "phone": getattr(asked, "phone", ""),
        "successor": getattr(asked, "to", ""),
        "password": sys.stdin.readline().rstrip("\r\n") if getattr(asked, "password_stdin", False) else "",
        **{name: " ".join(getattr(asked, name, [])) for name in ("role", "unit", "division")},
    }
    if arguments["unit"] or arguments["division"]:
        return _sent(settings().campaign_file, "account", arguments, words)
    return run_account(arguments, words)


def _init(asked: argparse.Namespace, words: Words) -> Outcome:
    if not asked.reference.is_dir():
        raise Refusal("build.no_reference", folder=asked.reference)
    building.build(asked.path, asked.reference)
    return Outcome.said(DONE, words("build.done", file=asked.path))


def _demo(asked: argparse.Namespace, words: Words) -> Outcome:
    path = (asked.out or settings().demo_file).resolve()
    if path == settings().campaign_file:
        raise Refusal("demo.is_the_real_one", file=path)
    from campaign.demo import building as demo_building  # no other command waits for it

    demo_building.build(path)
    return Outcome.said(DONE, words("demo.built", file=path))


def _on_file(asked: argparse.Namespace, words: Words) -> Outcome:
    path = (asked.campaign or settings().campaign_file).resolve()
    return _sent(path, asked.command, _arguments(asked), words)


def _arguments(asked: argparse.Namespace) -> dict[str, str]:
    """What was asked as text, as it goes to a running server: a flag is yes or empty, a path is whole."""
    not_sent = {"command", "campaign", *(["out"] if asked.command == "export" else [])}
    given = {name: value for name, value in vars(asked).items() if name not in not_sent}
    if asked.command == "restore":
        given["backup"] = _place(asked.backup)
    return {("as" if name == "signature" else name): _as_text(value) for name, value in given.items()}


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if value is None:
        return ""
    return str(value.resolve()) if isinstance(value, Path) else str(value)


def _sent(path: Path, command: str, arguments: dict[str, str], words: Words) -> Outcome:
    """To the server that holds the file, or done here when none does."""
    from campaign.server.admin import ask_server

    with Progress(words) as progress:
        answered = ask_server(path, command, arguments, words, progress.tell)
        if answered is not None:
            return answered
        if command == "restore":
            return _restore(path, arguments, words)
        if command == "backups":
            return list_backups(path, words)
        store = Store(path)
        try:
            return run_command(store, command, arguments, words, progress.tell)
        finally:
            worker.shared().close()
            store.close()


class Progress:
    """Says on standard error how far a command is: one line rewritten at a terminal, else a line a step."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._width = 0
        self._quiet_until = time.monotonic() + 1.0  # a short command has nothing to tell

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._width:
            sys.stderr.write("\n")

    def tell(self, step: str, seconds: float | None) -> None:
        if time.monotonic() < self._quiet_until:
            return
        said = self._words(f"progress.{step}")
        if sys.stderr.isatty():
            said = f"{said} {seconds:.0f} s" if seconds is not None else said
            sys.stderr.write(f"\r{said.ljust(self._width)}")
            self._width = max(self._width, len(said) * 2)  # a Chinese character is two cells wide
        elif seconds is None:
            sys.stderr.write(f"{said}\n")
        sys.stderr.flush()


def _restore(path: Path, arguments: dict[str, str], words: Words) -> Outcome:
    """Without a server the campaign file may be damaged or gone: that is when a backup is needed."""
    chosen = confirmed(path, arguments)
    aside = backups.restore_closed(path, chosen, with_accounts=arguments["accounts"] == "yes")
    return restored(chosen, aside, words)


def _place(name: str) -> str:
    return str(Path(name).resolve()) if Path(name).is_dir() else name


def _write(outcome: Outcome, out: Path | None) -> None:
    if outcome.status == REFUSED:
        sys.stderr.write(outcome.body.decode())
    elif out is None:
        sys.stdout.buffer.write(outcome.body)
    else:
        try:
            out.write_bytes(outcome.body)
        except OSError as error:
            raise Refusal("export.not_written", file=out, why=error.strerror) from None
