"""The seeded district of the bench, at a quiet hour of a month in which nearly every cell has met."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, text

from demo.clock import DemoClock
from demo.district import seed
from storage import freezing, frozen, pulse, recounting
from tests.conftest import ZONE

CELLS, MONTHS = 471, 24
NOW = datetime(2026, 11, 25, 22, 30, tzinfo=ZONE)
"""In quiet hours: no reminder goes out among the answers that are counted."""

_TALKERS = text(
    """
    SELECT p.telegram_id FROM person p JOIN post o ON o.person_id = p.id
    WHERE p.telegram_id IS NOT NULL AND p.blocked = 0 AND o.valid_to IS NULL
      AND o.role IN ('secretary', 'deputy', 'committee_member')
      AND EXISTS (SELECT 1 FROM meeting m WHERE m.unit_id = o.unit_id AND m.period = :period AND m.regular = 1)
    GROUP BY p.id HAVING count(*) = 1 ORDER BY min(o.role) DESC, p.id
    """
)
_ADMIN = text(
    "SELECT p.telegram_id FROM person p JOIN post o ON o.person_id = p.id JOIN unit u ON u.id = o.unit_id"
    " WHERE o.role = 'admin' AND u.kind = 'district'"
)


def lay(folder: Path, cells: int = CELLS, months: int = MONTHS) -> None:
    """The district's database and its clock, as it stands after months of running: what is locked is frozen."""
    seed(f"sqlite:///{folder}/bot.db", cells, months, NOW)
    DemoClock(folder / "clock").set(NOW)
    engine = create_engine(f"sqlite:///{folder}/bot.db")
    with engine.begin() as db:
        _settle(db, NOW.astimezone(UTC))
    engine.dispose()


def _settle(db: Connection, moment: datetime) -> None:
    """The hourly and monthly jobs have done what they had to do."""
    for unit_id, month in frozen.due(db, moment, ZONE, most=1_000_000):
        frozen.keep(db, unit_id, month, freezing.figures(db, unit_id, month, moment, ZONE), moment)
    keep_pieces(db, moment)
    pulse.beat(db, "backup", moment)


def keep_pieces(db: Connection, moment: datetime) -> None:
    """The figures that summaries are added up from are kept, as the job does after midnight."""
    while recounting.recount(db, moment, ZONE, most=100):
        pass


@contextmanager
def opened(folder: Path, *, writing: bool = False) -> Iterator[Connection]:
    """A connection to it; what is written is rolled back."""
    engine = create_engine(f"sqlite:///{folder}/bot.db")
    try:
        with engine.connect() as db:
            db.exec_driver_sql(f"PRAGMA query_only={int(not writing)}")
            yield db
            db.rollback()
    finally:
        engine.dispose()


def talkers(db: Connection) -> tuple[int, ...]:
    """Telegram ids of those who record for one cell that has met this month, secretaries first."""
    return tuple(db.execute(_TALKERS, {"period": f"{NOW:%Y-%m}"}).scalars())


def admin(db: Connection) -> int:
    """The Telegram id of the district's admin."""
    return int(db.execute(_ADMIN).scalars().first() or 0)
