"""`python -m campaign …`: works on the file, or through the server when it holds the file open."""

import argparse
import sys
from pathlib import Path

from campaign.commands import DONE, REFUSED, Outcome, run_command
from campaign.intake import building
from campaign.settings import settings
from campaign.store import Store
from campaign.words import LANGUAGES, Refusal, Words


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit status: 0 done, 1 problems found, 2 refused."""
    asked = _parser().parse_args(arguments)
    words = Words(asked.lang)
    try:
        outcome = _init(asked, words) if asked.command == "init" else _on_file(asked, words)
        _write(outcome, getattr(asked, "out", None))
    except Refusal as refusal:
        outcome = Outcome.said(REFUSED, refusal.said(words))
        _write(outcome, None)
    return outcome.status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m campaign", description="三创一争 progress board")
    parser.add_argument("--lang", choices=LANGUAGES, default="zh", help="语言 / language")
    commands = parser.add_subparsers(dest="command", required=True)

    init = commands.add_parser("init", help="新建空的活动文件 / make an empty campaign file")
    init.add_argument("path", type=Path)
    init.add_argument("--reference", type=Path, required=True, help="参考数据文件夹 / folder of CSVs")

    export = commands.add_parser("export", help="导出一张表 / export a table")
    export.add_argument("table")
    export.add_argument("--format", default="csv", help="csv, json, parquet")
    export.add_argument("--known-on", default="", help="历史时点：日期或事件号 / a day or an event number")
    export.add_argument("--out", type=Path, help="输出文件 / file to write (default: standard output)")

    doctor = commands.add_parser("doctor", help="检查活动文件 / examine a campaign file")
    doctor.add_argument("--repair", action="store_true", help="按日志重建 / make spans anew from the log")

    for command in (export, doctor):
        command.add_argument("--campaign", type=Path, help="活动文件 / campaign file")
    return parser


def _init(asked: argparse.Namespace, words: Words) -> Outcome:
    if not asked.reference.is_dir():
        raise Refusal("build.no_reference", folder=asked.reference)
    building.build(asked.path, asked.reference)
    return Outcome.said(DONE, words("build.done", file=asked.path))


def _on_file(asked: argparse.Namespace, words: Words) -> Outcome:
    path = (asked.campaign or settings().campaign_file).resolve()
    arguments = {
        "table": getattr(asked, "table", ""),
        "format": getattr(asked, "format", ""),
        "known_on": getattr(asked, "known_on", ""),
        "repair": "yes" if getattr(asked, "repair", False) else "no",
    }
    from campaign.server.admin import ask_server

    answered = ask_server(path, asked.command, arguments, words)
    if answered is not None:
        return answered
    store = Store(path)
    try:
        return run_command(store, asked.command, arguments, words)
    finally:
        store.close()


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
