"""The mark on a database whose records were moved into another: no bot starts on it, or each would send what both hold."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete

from bot.domain.errors import BadSetting
from storage import pulse
from storage.tables import pulse as pulses

MOVED = "moved"


def mark(db: Connection, now: datetime, target: str) -> None:
    """The records are at ``target`` from now on (its name, without any password)."""
    pulse.beat(db, MOVED, now, {"to": target})


def lift(db: Connection) -> bool:
    """An operator wants the database in use again; False when it was not marked."""
    return bool(db.execute(delete(pulses).where(pulses.c.name == MOVED)).rowcount)


def refuse(db: Connection) -> None:
    """BadSetting when the records were moved from here."""
    if (found := pulse.last(db, MOVED)) is not None:
        raise BadSetting(
            f"The records were moved from this database to {found.detail['to']} on {found.at:%Y-%m-%d %H:%M} UTC: set "
            "DATABASE_URL to that one. If the copy did not end well, copy again; to use this one after all: "
            "python -m bot release"
        )
