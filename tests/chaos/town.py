"""The town of the chaos: cells with a secretary each, every one with a word of its own in all that it writes."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine

from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.units import CellProfile, UnitKind
from storage import migrations, obligations, people, units
from storage.store import once
from tests.conftest import ZONE
from tests.small_district import OPENED, add_unit

BEGINS = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)
ADMIN = 7_000_000
CANARY = re.compile(r"hoa(\d{3})x")


COUNTED = (
    "CREATE TABLE gone (update_id INTEGER, state TEXT)",
    "CREATE TRIGGER gone AFTER DELETE ON inbox BEGIN INSERT INTO gone VALUES (old.update_id, old.state); END",
    "CREATE TABLE turned (draft_id INTEGER)",
    (
        "CREATE TRIGGER turned AFTER UPDATE ON draft WHEN old.state <> new.state AND new.state <> 'submitted'"
        " BEGIN INSERT INTO turned VALUES (new.id); END"
    ),
)
COUNTED_THERE = (
    "CREATE TABLE gone (update_id bigint, state text)",
    "CREATE TABLE turned (draft_id bigint)",
    (
        "CREATE FUNCTION gone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " INSERT INTO gone VALUES (old.update_id, old.state); RETURN old; END $$"
    ),
    (
        "CREATE FUNCTION turned() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " INSERT INTO turned VALUES (new.id); RETURN new; END $$"
    ),
    "CREATE TRIGGER gone AFTER DELETE ON inbox FOR EACH ROW EXECUTE FUNCTION gone()",
    (
        "CREATE TRIGGER turned AFTER UPDATE ON draft FOR EACH ROW"
        " WHEN (old.state <> new.state AND new.state <> 'submitted') EXECUTE FUNCTION turned()"
    ),
)
"""Updates that the bot drops after a month (a long run is longer than that by the town's clock), and drafts put aside
or gone on with: a revision more each, and no answer."""


def canary(cell: int) -> str:
    """The word that only this cell's people may read."""
    return f"hoa{cell:03d}x"


def secretary(cell: int) -> int:
    """The Telegram id of the cell's secretary; cells are numbered from 1."""
    return ADMIN + cell


def lay(path: Path, cells: int) -> None:
    """A fresh database with the town in it."""
    migrations.upgrade(f"sqlite:///{path}")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as db:
        _build(db, cells)
        for statement in COUNTED:
            db.exec_driver_sql(statement)
    engine.dispose()


async def lay_shared(url: str, cells: int) -> None:
    """The town in a fresh database of PostgreSQL that has today's tables."""
    await once(url, _build, cells)
    for statement in COUNTED_THERE:
        await once(url, _run, statement)


def _run(db: Connection, statement: str) -> None:
    db.exec_driver_sql(statement)


def _build(db: Connection, cells: int) -> None:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    _join(db, commune, "Vũ Thị Hoa", Role.ADMIN, ADMIN)
    for number in range(1, cells + 1):
        cell = add_unit(db, UnitKind.CELL, f"Chi bộ thôn {canary(number)}", commune)
        day, place = str(2 + number % 12), f"Nhà văn hóa {canary(number)}"
        units.set_profile(db, SWEEP, CellProfile(cell, OPENED, day, "19:30", 90, place, official=30))
        _join(db, cell, f"Nguyễn Văn {canary(number)}", Role.SECRETARY, secretary(number))
    obligations.open_period(db, Month.of(BEGINS.date()), BEGINS, ZONE)


def _join(db: Connection, unit_id: int, name: str, role: Role, telegram_id: int) -> None:
    person_id = people.create(db, name)
    people.join(db, person_id, telegram_id, BEGINS)
    people.begin_post(db, person_id, unit_id, role, OPENED)
