"""What the records tell of their own condition, one fact a line of ``check``; BadSetting when it needs somebody."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, bindparam, text

from bot.domain.errors import BadSetting
from storage import backup, fence, inbox, instance, moved, outbox, parts, pulse
from storage.store import Store
from storage.tables import metadata

BACKUP_WITHIN = timedelta(hours=3)
"""A bot that runs makes one each hour."""
LATELY = timedelta(days=7)
WAITING_AT_MOST = timedelta(minutes=10)


def sound(path: Path, _: datetime) -> str:
    """SQLite's quick look at its own file."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=20)) as raw:
            found = str(raw.execute("PRAGMA quick_check(1)").fetchone()[0])
            mode = raw.execute("PRAGMA journal_mode").fetchone()[0]
    except sqlite3.Error as exc:
        found, mode = str(exc), ""
    if found != "ok":
        raise BadSetting(f"the database is damaged, restore a backup ({found})")
    return f"quick_check ok, journal {mode}"


def backups(path: Path, now: datetime) -> str:
    """The newest of the hourly ones; that it is old is a fault only while a bot runs, which should make them."""
    there = backup.taken(backup.folder_of(path))
    age = now - max(there) if there else None
    said = "there is none yet" if age is None else f"{there[max(there)].name}, {_lasting(age)} old; {len(there)} kept"
    if (age is None or age > BACKUP_WITHIN) and instance.is_held(path):
        raise BadSetting(f"{said}, though a bot runs: see its log")
    return said


def lock(path: Path, _: datetime) -> str:
    """Whether a bot runs on the database."""
    return "a bot runs" if instance.is_held(path) else "no bot runs"


def messages(db: Connection, now: datetime) -> str:
    """What waits to be sent, and what waits for a person."""
    moved.refuse(db)
    counts = outbox.counts(db, now)
    said = ", ".join(
        f"{counts.get(each, 0)} {each}" for each in ("pending", "uncertain", "unconfirmed", "held", "dead")
    )
    if (quarantine := pulse.last(db, outbox.QUARANTINE)) is not None:
        raise BadSetting(f"nothing is sent since {quarantine.at:%Y-%m-%d %H:%M} UTC ({said}): python -m bot release")
    return said


def updates(db: Connection, now: datetime) -> str:
    """What came in and waits, or was given up."""
    waiting, oldest = inbox.backlog(db)
    dead = inbox.dead_since(db, now - LATELY)
    said = f"{waiting} wait, {dead} given up in the last {LATELY.days} days"
    if dead or (oldest is not None and now - oldest > WAITING_AT_MOST):
        raise BadSetting(f"{said}: see the log for update.dead and update.failed")
    return said


def imports(db: Connection, _: datetime) -> str:
    """Whether a long file came in to its end."""
    for noun in parts.NOUNS:
        last = pulse.last(db, parts.mark_of(noun))
        if last is not None and last.detail["left"]:
            begun = f"{last.at:%Y-%m-%d %H:%M} UTC"
            raise BadSetting(
                f"an import of {noun}, begun {begun}, has {last.detail['left']} changes left: unless it still runs, "
                "import the file again, and the rest comes in"
            )
    return "none was cut off"


_ROLE = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
_POLICIES = text(
    "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
    "AND relrowsecurity AND relforcerowsecurity AND relname IN :names"
).bindparams(bindparam("names", expanding=True))


def second_fence(db: Connection, _: datetime) -> str:
    """Whether row-level security holds for the role that the address names."""
    fenced = metadata.tables.keys() - fence.LEFT_OUT.keys()
    found = db.execute(_POLICIES, {"names": sorted(fenced)}).scalar_one()
    if found != len(fenced):
        raise BadSetting(f"{len(fenced) - found} tables have no row-level security: migrate as their owner")
    if db.execute(_ROLE).scalar_one():
        return "not up: this role passes row-level security; give the bot an ordinary one (docs/operations.md)"
    return f"up, row-level security on {found} tables"


OF_FILE = {"integrity": sound, "backup": backups, "lock": lock}
OF_RECORDS = {"outbox": messages, "inbox": updates, "imports": imports}
OF_SERVER = {"fence": second_fence}


def facts(url: str, path: Path | None, now: datetime) -> dict[str, Callable[[], str]]:
    """Every fact by its name, to be asked; ``path`` None: PostgreSQL, which looks after its files itself."""
    told: dict[str, Callable[[], str]] = {}
    for name, of_file in OF_FILE.items():
        if path is not None:
            told[name] = lambda fact=of_file, at=path: fact(at, now)  # type: ignore[misc]
    for name, of_records in (OF_RECORDS if path is not None else OF_RECORDS | OF_SERVER).items():
        told[name] = lambda fact=of_records: asyncio.run(_read(url, fact, now))  # type: ignore[misc]
    return told


async def _read(url: str, fact: Callable[[Connection, datetime], str], now: datetime) -> str:
    store = Store(url)
    await store.open()
    try:
        return await store.read(fact, now)
    finally:
        await store.close()


def _lasting(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"  # noqa: PLR2004 - two hours
