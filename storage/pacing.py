"""The pace of all senders together on PostgreSQL: each claim reserves the next place in one even row, by the server's clock.

It is one statement at the end of the claim's transaction: a row of ``pulse`` says when the next place is. A pause that
Telegram asked one of them for moves that moment on for all.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, text

from storage import claims
from storage.outbox import Claimed
from storage.tables import Moment

LONGEST = 2.0
"""Seconds that a claimed message waits for its place; for a longer pause it is left to a later claim."""
CATCHES_UP = 0.25
"""Seconds of delay that the next messages make up for, as a sender alone does."""
PACE = "pace"
_CLOCK = "extract(epoch FROM clock_timestamp())::float8"
_NEXT = "CAST(pulse.detail AS float8)"
_RESERVE = text(f"""
INSERT INTO pulse (name, at, detail) VALUES ('{PACE}', :at, CAST({_CLOCK} + :step AS text))
ON CONFLICT (name) DO UPDATE SET at = excluded.at, detail = CAST(
  CASE WHEN {_CLOCK} - {_NEXT} <= :catches_up THEN {_NEXT} ELSE {_CLOCK} END + CAST(:step AS float8) AS text)
RETURNING {_NEXT} - CAST(:step AS float8) - {_CLOCK}
""").bindparams(bindparam("at", type_=Moment()))  # noqa: S608 - constants
_PAUSE = text(f"""
INSERT INTO pulse (name, at, detail) VALUES ('{PACE}', :at, CAST({_CLOCK} + :seconds AS text))
ON CONFLICT (name) DO UPDATE SET at = excluded.at,
  detail = CAST(greatest({_NEXT}, {_CLOCK} + CAST(:seconds AS float8)) AS text)
""").bindparams(bindparam("at", type_=Moment()))  # noqa: S608 - constants


class Paused(Exception):
    """Nobody may send for so many seconds; what was claimed is let go."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def claim(
    db: Connection, worker: str, now: datetime, lease: timedelta, zone: ZoneInfo, rate: float
) -> tuple[Claimed | None, float]:
    """The next message, as ``claims.claim`` takes it, and in how many seconds its place in the row of all comes (below 0: came)."""
    claimed = claims.claim(db, worker, now, lease, zone)
    if claimed is None:
        return None, 0.0
    values = {"at": now, "step": 1 / rate, "catches_up": CATCHES_UP}
    wait = float(db.execute(_RESERVE, values).scalar_one())
    if wait > LONGEST:
        raise Paused(wait)
    return claimed, wait


def pause(db: Connection, seconds: float, now: datetime) -> None:
    """Telegram asked one of them to wait: nobody gets a place before that is over."""
    db.execute(_PAUSE, {"at": now, "seconds": seconds})
