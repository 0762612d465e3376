"""``python -m bot backup | restore | copy | hold | release | export-all``: what an operator does with the records as a whole."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.domain.errors import BadSetting
from bot.settings import Settings
from storage import backup, copying, export, migrations, moved, quarantine
from storage.backup import Snapshot
from storage.store import once, sqlite_path


def take(settings: Settings, file: Path) -> str:
    """A verified snapshot under that name, while the bot runs."""
    return f"Backup {_told(backup.take(_sqlite(settings), file), settings)}"


def put_back(settings: Settings, file: Path, now: datetime) -> str:
    """The snapshot in the database's place; what was there stays beside it, and nothing is sent until ``release``."""
    path = _sqlite(settings)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    done = asyncio.run(backup.restore(file, path, now))
    return "\n".join(
        (
            f"Restored {_told(done.snapshot, settings)}",
            f"The replaced database is {done.replaced}." if done.replaced else "There was no database to replace.",
            f"Nothing is sent: {done.held} messages are held, and new ones will be, until: python -m bot release",
        )
    )


def copy(urls: list[str], now: datetime, tell: Callable[[str], None]) -> str:
    """All records from the first database into the empty second one; one line a table, after each was compared."""
    if len(urls) != 2:  # noqa: PLR2004 - argparse would repeat a third address, password and all
        raise BadSetting("Two addresses are wanted: python -m bot copy FROM_URL TO_URL")
    source, target = urls
    copying.prepare(source, target)
    done = asyncio.run(copying.move(source, target, now, tell))
    lines = [copying.told(each) for each in done.tables]
    lines.append(f"{sum(each.source.rows for each in done.tables)} rows copied, counted and compared: all the same.")
    if done.held is None:
        lines.append(f"No bot starts on {copying.named(source)} any more; set DATABASE_URL to the new one.")
    else:
        lines.append(
            f"No bot ever ran on {copying.named(source)}: taken for a backup. Nothing is sent from the new one: "
            f"{done.held} messages are held, and new ones will be, until: python -m bot release"
        )
    return "\n".join(lines)


def hold(settings: Settings, now: datetime) -> str:
    """Nothing is sent of its own accord any more, from this moment on."""
    migrations.upgrade(settings.database_url)
    held = asyncio.run(once(settings.database_url, quarantine.begin, now))
    return f"{held} messages are held, and new ones will be, until: python -m bot release"


def release(settings: Settings, now: datetime, *, discard: bool) -> str:
    """What was held goes out; a database whose records were moved is in use again."""
    migrations.upgrade(settings.database_url)
    again = asyncio.run(once(settings.database_url, moved.lift))
    done = asyncio.run(once(settings.database_url, quarantine.release, now, discard=discard))
    said = (
        f"{done.pending} messages go out, {done.labelled} of them labelled as perhaps sent before; "
        f"{done.expired} discarded, {done.held} stay held."
    )
    if again:
        said += " This database is in use again: let no bot run on the copy, or all is sent twice."
    return said


def export_all(settings: Settings, folder: Path, unit_code: str | None, now: datetime) -> str:
    """Everything of the tree, or below one unit, in open formats."""
    migrations.upgrade(settings.database_url)
    written = asyncio.run(export.export_all(settings.database_url, folder, unit_code, now))
    lines = [f"{rows:>8}  {name}.csv, {name}.jsonl" for name, rows in written.items()]
    return "\n".join([*lines, f"Written to {folder}; it holds people's names and phones."])


def _sqlite(settings: Settings) -> Path:
    path = sqlite_path(settings.database_url)
    if path is None:
        raise BadSetting(
            "PostgreSQL is backed up and restored with its own pg_dump and pg_restore (docs/operations.md)."
        )
    return path


def _told(found: Snapshot, settings: Settings) -> str:
    as_of = "" if found.as_of is None else f", as of {found.as_of.astimezone(settings.zone):%Y-%m-%d %H:%M:%S %Z}"
    rows = f"{sum(found.rows.values())} rows ({found.rows['meeting']} meetings, {found.rows['person']} people)"
    return f"{found.path}: {found.size / 1e6:.1f} MB, step {found.step}, {rows}{as_of}; read back whole."
