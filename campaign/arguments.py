"""What `python -m campaign` may be asked: every command and its options."""

import argparse
from pathlib import Path

from campaign.accounts import ROLES
from campaign.words import LANGUAGES


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="python -m campaign", description="三创一争 progress board")
    whole.add_argument("--lang", choices=LANGUAGES, default="zh", help="语言 / language")
    commands = whole.add_subparsers(dest="command", required=True)

    init = commands.add_parser("init", help="新建空的活动文件 / make an empty campaign file")
    init.add_argument("path", type=Path)
    init.add_argument("--reference", type=Path, required=True, help="参考数据文件夹 / folder of CSVs")

    demo = commands.add_parser("demo", help="新建演示活动文件 / make the demo campaign, all of it synthetic")
    demo.add_argument("--out", type=Path, help="位置 / where (default: beside the real campaign file)")

    export = commands.add_parser("export", help="导出一张表 / export a table")
    export.add_argument("table")
    export.add_argument("--format", default="csv", help="csv, json, parquet")
    export.add_argument("--known-on", default="", help="历史时点：日期或事件号 / a day or an event number")
    export.add_argument("--out", type=Path, help="输出文件 / file to write (default: standard output)")

    doctor = commands.add_parser("doctor", help="检查活动文件 / examine a campaign file")
    doctor.add_argument("--repair", action="store_true", help="按日志重建 / make spans anew from the log")

    _account_parser(commands)
    for command in (export, doctor, *_intake_parsers(commands), *_backup_parsers(commands)):
        command.add_argument("--campaign", type=Path, help="活动文件 / campaign file")
    return whole


def _account_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    account = commands.add_parser("account", help="账户 / accounts")
    acts = account.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help="列出账户 / list them")
    add = acts.add_parser("add", help="新增账户 / open one")
    add.add_argument("login")
    add.add_argument("--name", required=True, help="姓名，签在每一步操作上 / signs every step")
    add.add_argument("--role", nargs="+", action="extend", required=True, choices=ROLES)
    for kind in ("unit", "division"):
        add.add_argument(f"--{kind}", nargs="+", action="extend", default=[], help="默认全部 / default: all")
    add.add_argument("--phone", default="")
    add.add_argument("--password-stdin", action="store_true", help="从标准输入读密码 / read it from stdin")
    reset = acts.add_parser("reset", help="重置密码 / give a one-time password")
    close = acts.add_parser("close", help="停用账户 / close one")
    close.add_argument("--to", default="", help="接手人的登录名 / login of who takes over")
    for act in (reset, close):
        act.add_argument("login")


def _intake_parsers(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> list[argparse.ArgumentParser]:
    check = commands.add_parser("check", help="检查一个文件 / check a file, changing nothing")
    hand_in = commands.add_parser("import", help="报送一个文件 / hand in a file")
    publish = commands.add_parser("publish", help="审核入库 / publish a batch")
    for command in (check, hand_in):
        command.add_argument("file", type=Path)
        command.add_argument("--kind", default="observation", help="哪种表 / which table")
        command.add_argument("--json", action="store_true", help="给程序看的结果 / the answer for programs")
    hand_in.add_argument("--confirm", action="store_true", help="都已核实 / what is doubtful is right")
    publish.add_argument("batch", help="回执号 / receipt")
    for command in (hand_in, publish):
        command.add_argument("--as", dest="signature", required=True, help="签名 / who signs")
        command.add_argument("--note", default="", help="理由或说明 / reason or note")
    return [check, hand_in, publish]


def _backup_parsers(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> list[argparse.ArgumentParser]:
    backup = commands.add_parser("backup", help="备份并核对，看板不用停 / back up and verify, while in use")
    backup.add_argument("--out", type=Path, help="另存一份到此文件夹 / put a second copy into this folder")
    listed = commands.add_parser("backups", help="列出备份 / list the backups")
    restore = commands.add_parser("restore", help="恢复备份 / put a backup back")
    restore.add_argument("backup", help="备份名或文件夹 / a backup's name or folder")
    restore.add_argument("--yes", action="store_true", help="确定替换 / yes, replace what is there")
    restore.add_argument("--accounts", action="store_true", help="账号也恢复 / the accounts too")
    return [backup, listed, restore]
