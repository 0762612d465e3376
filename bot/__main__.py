"""The command line: ``python -m bot <command>``. The one place where a clock is made.

Whatever cannot be started says so in one line on stderr and exits with 2. Libraries are imported by the command that
needs them, so that each starts fast.
"""

from __future__ import annotations

import argparse
import asyncio
import faulthandler
import gc
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain.errors import BadSetting

Clock = Callable[[], datetime]


def real_time() -> datetime:
    """Now, aware UTC."""
    return datetime.now(UTC)


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    made = argparse.ArgumentParser(prog="python -m bot", description="The cell secretaries' bot.")
    commands = made.add_subparsers(dest="command", metavar="command")

    run = commands.add_parser("run", help="the bot (needs BOT_TOKEN)")
    run.add_argument(
        "--role", choices=("all", "web", "worker"), default="all", help="with PostgreSQL: a part of the work"
    )
    run.add_argument("--clock", type=Path, help=argparse.SUPPRESS)
    run.add_argument("--steady", action="store_true", help=argparse.SUPPRESS)  # nobody moves that clock (the bench)

    demo = commands.add_parser("demo", help="the whole bot with a made-up Telegram and district; needs nothing")
    _demo_options(demo)

    units = commands.add_parser("units", help="cells and committees from and to a file")
    acts = units.add_subparsers(dest="act", metavar="import|export", required=True)
    bring = acts.add_parser("import", help="from .xlsx, .csv or .xls: all or nothing")
    bring.add_argument("file", type=Path)
    bring.add_argument("--dry-run", action="store_true", help="only print what would change")
    acts.add_parser("export", help="the same columns back").add_argument("file", type=Path)

    members = commands.add_parser("members", help="rosters of cells from and to a file")
    acts = members.add_subparsers(dest="act", metavar="import|export", required=True)
    bring = acts.add_parser("import", help="from .xlsx, .csv or .xls: all or nothing")
    bring.add_argument("file", type=Path)
    bring.add_argument("--dry-run", action="store_true", help="only print what would change")
    acts.add_parser("export", help="the same columns back").add_argument("file", type=Path)

    invite = commands.add_parser("invite", help="a single-use link to join a unit")
    invite.add_argument("unit", metavar="UNIT_CODE")
    invite.add_argument("--role", required=True, help="secretary, deputy, committee_member, upper_member or admin")
    invite.add_argument("--days", type=_positive, help="3 unless told otherwise, 14 for a sheet")
    invite.add_argument(
        "--sheet", metavar="FILE", type=Path, help="a printable .docx for all below who have not joined"
    )

    seed = commands.add_parser("seed", help="a made-up district with history, for demos and benchmarks")
    seed.add_argument("--cells", type=_positive, default=471)
    seed.add_argument("--months", type=_positive, default=24)

    _keeping_options(commands)
    commands.add_parser("check", help="settings, token, database, migrations, clock, SQLite: one line each")
    return made


def _keeping_options(commands: Any) -> None:
    backup = commands.add_parser("backup", help="a verified snapshot while the bot runs")
    backup.add_argument("file", type=Path)
    restore = commands.add_parser("restore", help="a snapshot in the database's place; nothing is sent until released")
    restore.add_argument("file", type=Path)
    copy = commands.add_parser("copy", help="all records from one database into an empty other one, compared")
    copy.add_argument("urls", nargs="*", metavar=("FROM_URL", "TO_URL"), help="sqlite:///… or postgresql+asyncpg://…")
    commands.add_parser("hold", help="send nothing of its own accord from now on")
    release = commands.add_parser("release", help="send what a restore or hold has held")
    release.add_argument("--discard", action="store_true", help="but not what was perhaps sent before the restore")
    export = commands.add_parser("export-all", help="everything in open formats, one noun a file")
    export.add_argument("folder", metavar="DIR", type=Path)
    export.add_argument("--unit", metavar="UNIT_CODE", help="only this unit and all below it")


def _demo_options(demo: argparse.ArgumentParser) -> None:
    demo.add_argument("--port", type=int, default=8081)
    demo.add_argument("--cells", type=_positive, default=471)
    demo.add_argument("--months", type=_positive, default=24)
    demo.add_argument("--no-browser", action="store_true")


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a number from 1")
    return int(text)


def main(words: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 with one line on stderr."""
    asked = parser().parse_args(words)
    try:
        if asked.command is None:
            asked = parser().parse_args(["run" if _has_token() else "demo"])
        if asked.command not in {"run", "demo"}:
            from bot import logs  # noqa: PLC0415

            logs.configure("WARNING")
        return COMMANDS[asked.command](asked)
    except BadSetting as exc:
        print(exc, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _has_token() -> bool:
    from bot import settings  # noqa: PLC0415

    return bool(settings.load().bot_token.get_secret_value())


def run(asked: argparse.Namespace) -> int:
    """The bot, until it is told to stop."""
    faulthandler.enable()  # where it hung, when systemd's watchdog ends it: files and lines, never content
    gc.disable()  # nothing made while importing is garbage: a seventh of the start
    from bot import logs, settings  # noqa: PLC0415

    chosen = settings.load()
    _ = chosen.token  # refused at once when it is none
    logs.configure(chosen.log_level)
    if settings.exposed(chosen):
        raise BadSetting("Other users of this machine can read BOT_TOKEN in .env; run: chmod 600 .env")
    from bot import duties, running  # noqa: PLC0415
    from storage import instance, migrations, store  # noqa: PLC0415

    clock = real_time
    if asked.clock is not None:
        from demo.clock import DemoClock  # noqa: PLC0415

        moved = DemoClock(asked.clock)
        clock = moved.going_on() if asked.steady else moved.now
    path = store.sqlite_path(chosen.database_url)
    duties.duties(chosen, asked.role)  # refused before anything is made
    migrations.upgrade(chosen.database_url)
    gc.freeze()
    gc.enable()
    with instance.only_one(path):
        asyncio.run(running.run(chosen, clock, movable=asked.clock is not None and not asked.steady, share=asked.role))
    return 0


def demo(asked: argparse.Namespace) -> int:
    """The made-up Telegram with its phones page, and the bot beside it."""
    from demo.running import run_demo  # noqa: PLC0415

    return run_demo(asked.port, asked.cells, asked.months, not asked.no_browser)


def seed(asked: argparse.Namespace) -> int:
    """A made-up district in the database of the settings, which must hold no units yet."""
    from bot import settings  # noqa: PLC0415
    from demo.district import seed as make  # noqa: PLC0415

    make(settings.load().database_url, asked.cells, asked.months, real_time())
    return 0


def table(asked: argparse.Namespace) -> int:
    """Units or rosters from a file, all or nothing, or to one; 2 when the file has faults."""
    from bot import settings  # noqa: PLC0415
    from storage import importing, member_import, migrations, unit_import  # noqa: PLC0415
    from storage.store import once  # noqa: PLC0415

    chosen = settings.load()
    migrations.upgrade(chosen.database_url)
    now = real_time().astimezone(chosen.zone)
    if asked.act == "export":
        kept = unit_import if asked.command == "units" else member_import
        print(asyncio.run(once(chosen.database_url, kept.export_file, asked.file, now.date())))
        return 0
    said, well = asyncio.run(
        importing.bring(chosen.database_url, asked.command, asked.file, now, dry_run=asked.dry_run)
    )
    print(said, file=sys.stdout if well else sys.stderr)
    return 0 if well else 2


def invite(asked: argparse.Namespace) -> int:
    """One single-use link for a post in a unit, and its QR code on the terminal; or a sheet of them for all below."""
    from bot import inviting, settings  # noqa: PLC0415

    chosen, now = settings.load(), real_time()
    if asked.sheet is None:
        print(inviting.link(chosen, asked.unit, asked.role, asked.days or 3, now))
    else:
        print(inviting.sheet(chosen, asked.unit, asked.role, asked.days or 14, asked.sheet, now))
    return 0


def keep(asked: argparse.Namespace) -> int:
    """Backup, restore, copy, hold, release, export-all."""
    from bot import keeping, settings  # noqa: PLC0415

    if asked.command == "copy":
        print(keeping.copy(asked.urls, real_time(), lambda said: print(said, file=sys.stderr)))
        return 0
    chosen, now = settings.load(), real_time()
    match asked.command:
        case "backup":
            print(keeping.take(chosen, asked.file))
        case "restore":
            print(keeping.put_back(chosen, asked.file, now))
        case "hold":
            print(keeping.hold(chosen, now))
        case "release":
            print(keeping.release(chosen, now, discard=asked.discard))
        case _:
            print(keeping.export_all(chosen, asked.folder, asked.unit, now))
    return 0


def check(_: argparse.Namespace) -> int:
    """One line for each thing that must be right; 1 when one is not."""
    from bot.checking import check as look  # noqa: PLC0415

    return look(real_time(), print)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": run,
    "demo": demo,
    "invite": invite,
    "seed": seed,
    **dict.fromkeys(("units", "members"), table),
    **dict.fromkeys(("backup", "restore", "copy", "hold", "release", "export-all"), keep),
    "check": check,
}


if __name__ == "__main__":
    sys.exit(main())
