"""Snapshots of the SQLite file: taken while the bot runs, verified before they get their name, kept for a while, put back.

A snapshot is one finished file: a database of this program without a journal beside it (reliability.md 3.6).
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.errors import BadSetting
from storage import instance, migrations, quarantine
from storage.store import once
from storage.tables import APPEND_ONLY

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database in use: a file with one of them is no finished snapshot."""
HOURLY, DAILY, MONTHLY = timedelta(hours=48), timedelta(days=35), 13
NAME = re.compile(r"bot-(\d{8}T\d{6})Z\.db")
STAMP = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a sound file holds: its bytes, its step, the last moment it knows of, its rows by table."""

    path: Path
    size: int
    step: str
    as_of: datetime | None
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Restored:
    """The snapshot that was put in place, where the replaced database lies now, and how many messages are held."""

    snapshot: Snapshot
    replaced: Path | None
    held: int


def take(source: Path, target: Path) -> Snapshot:
    """A verified copy of the database as ``target``, also while it is written to; BadSetting leaves nothing behind.

    The file gets its name only when it was read back whole; it is never readable by others.
    """
    if target.exists():
        raise BadSetting(f"{target} is there already; name a new file.")
    migrations.stored(source)  # refuses what is not ours
    part = target.with_name(f"{target.name}.part")
    try:
        _room_for(source, part)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        before, after = _copy(source, part)
        found = verified(part)
        if not all(before[name] <= found.rows[name] <= after[name] for name in APPEND_ONLY):
            raise BadSetting(f"The copy of {source} does not hold the rows that the database holds.")  # noqa: TRY301
        _durable(part)
        part.rename(target)
        _durable(target.parent)
    except (sqlite3.Error, OSError) as exc:
        part.unlink(missing_ok=True)
        raise BadSetting(f"The backup {target} cannot be made: {getattr(exc, 'strerror', None) or exc}.") from exc
    except BadSetting:
        part.unlink(missing_ok=True)
        raise
    return Snapshot(target, found.size, found.step, found.as_of, found.rows)


def _room_for(source: Path, part: Path) -> None:
    """A backup must not be what fills the disk under the bot."""
    part.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(part.parent).free < 2 * source.stat().st_size:
        raise BadSetting(f"There is too little room in {part.parent} for a backup.")


def _copy(source: Path, part: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Rows of the tables that only grow, before and after the copying."""
    with _opened(source) as raw:
        before = _rows(raw, APPEND_ONLY)
        raw.execute("VACUUM INTO ?", (str(part),))
        return before, _rows(raw, APPEND_ONLY)


def verified(path: Path) -> Snapshot:
    """The file read through; BadSetting unless it is a finished, sound snapshot of this program's."""
    _refuse_beside(path, "it is not a finished snapshot")
    step = migrations.stored(path)
    with _opened(path) as raw:
        try:
            pages = raw.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()[0]
            wrong = raw.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]
            if wrong or pages != path.stat().st_size or raw.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise BadSetting(f"{path} is damaged: it was cut off or changed.")
            last = raw.execute("SELECT max(at) FROM pulse").fetchone()[0]
            names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = _rows(raw, [name for name in names if not name.startswith("sqlite_")])
        except sqlite3.Error as exc:
            raise BadSetting(f"{path} is damaged: {exc}.") from exc
    as_of = None if last is None else datetime.fromisoformat(last).replace(tzinfo=UTC)
    return Snapshot(path, path.stat().st_size, step, as_of, rows)


def _rows(raw: sqlite3.Connection, names: Collection[str]) -> dict[str, int]:
    return {name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """For reading only."""
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=20, isolation_level=None)) as raw:
        yield raw


def _durable(path: Path) -> None:
    """On the disk, not only in its cache."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- putting one back ------------------------------------------------------------------------------------------------


async def restore(source: Path, path: Path, now: datetime) -> Restored:
    """Put the snapshot in the database's place, with its outbox in quarantine; the replaced file stays beside it.

    BadSetting, and nothing changed, while a bot runs on the database, when SQLite's leftovers lie beside it, and for a
    file that is no sound snapshot, another program's or newer than this program.
    """
    fresh = path.with_name(f"{path.name}.restoring")
    with instance.only_one(path):
        found = verified(source)
        _refuse_beside(path, "it belongs to the database that is to be replaced; move both aside first")
        try:
            _private_copy(source, fresh)
            migrations.upgrade_file(fresh)
            held = await once(f"sqlite:///{fresh}", quarantine.begin, now, restored=True)
            return Restored(found, _put_in_place(fresh, path, now), held)
        except OSError as exc:
            raise BadSetting(f"{source} cannot be put back: {exc.strerror}.") from exc
        finally:
            fresh.unlink(missing_ok=True)


def _private_copy(source: Path, fresh: Path) -> None:
    fresh.unlink(missing_ok=True)
    fresh.touch(0o600)
    shutil.copyfile(source, fresh)


def _put_in_place(fresh: Path, path: Path, now: datetime) -> Path | None:
    """Where the replaced file lies now. Killed between the two renames, the next start says that the database is gone."""
    _durable(fresh)
    replaced = path.with_name(f"{path.name}.replaced-{now.astimezone(UTC):{STAMP}}Z") if path.exists() else None
    if replaced is not None:
        path.rename(replaced)
    fresh.rename(path)
    _durable(path.parent)
    return replaced


def _refuse_beside(path: Path, why: str) -> None:
    for end in BESIDE:
        if (beside := path.with_name(path.name + end)).exists() and not _settled(beside):
            raise BadSetting(f"{beside} lies beside {path.name}: {why}.")


def _settled(beside: Path) -> bool:
    """True for a rollback journal that waits for the next commit: its header is zeroed, nothing is to be rolled back."""
    if not beside.name.endswith("-journal"):
        return False
    with beside.open("rb") as file:
        return not any(file.read(8))


# --- the hourly ones -------------------------------------------------------------------------------------------------


def folder_of(path: Path) -> Path:
    """Where the hourly backups of that database lie."""
    return path.parent / "backups"


def taken(folder: Path) -> dict[datetime, Path]:
    """The folder's backups by their moment, oldest first."""
    found = ((NAME.fullmatch(each.name), each) for each in folder.glob("bot-*.db"))
    made = {datetime.strptime(name[1], STAMP).replace(tzinfo=UTC): each for name, each in found if name is not None}
    return dict(sorted(made.items()))


def keep_one(path: Path, now: datetime, zone: ZoneInfo) -> Snapshot:
    """One more backup in the folder; only when it is there and sound do those go whose time is over."""
    folder = folder_of(path)
    made = take(path, folder / f"bot-{now.astimezone(UTC):{STAMP}}Z.db")
    there = taken(folder)
    for moment in set(there) - worth_keeping(there, now, zone):
        there[moment].unlink(missing_ok=True)
    for left in folder.glob("bot-*.db.part"):  # of a program that was killed
        left.unlink(missing_ok=True)
    return made


def worth_keeping(moments: Collection[datetime], now: datetime, zone: ZoneInfo) -> set[datetime]:
    """All of the last 48 hours, the last one of each day for 35 days and of each month for 13 months (local days)."""
    days: dict[date, datetime] = {}
    months: dict[tuple[int, int], datetime] = {}
    for moment in sorted(moments):
        local = moment.astimezone(zone)
        days[local.date()] = months[local.year, local.month] = moment
    kept = {moment for moment in moments if now - moment <= HOURLY}
    kept |= {moment for moment in days.values() if now - moment <= DAILY}
    kept |= {months[month] for month in sorted(months)[-MONTHLY:]}
    return kept
