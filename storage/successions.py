"""Which unit came out of which: read for the cards, written when units are reorganised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Column, Connection, bindparam, insert, select

from bot.domain.people import Scope
from bot.domain.reorganising import ActKind
from storage import units
from storage.ordering import by_bytes
from storage.tables import succession, unit, unit_name


@dataclass(frozen=True, slots=True)
class Came:
    """A unit from which another came, or into which it went, by its newest name."""

    unit_id: int
    name: str
    kind: ActKind
    since: date
    cell: bool


def note(db: Connection, predecessor: int, successor: int, since: date, kind: ActKind, *, heir: bool) -> None:
    """Keep that ``successor`` came out of ``predecessor`` on that day; ``heir``: it took over what was open."""
    values = {"predecessor_id": predecessor, "successor_id": successor, "since": since, "kind": kind.value}
    db.execute(insert(succession).values(heir=int(heir), **values))


def before(db: Connection, scope: Scope, unit_id: int) -> tuple[Came, ...]:
    """The units out of which it came, those within the scope, the newest first."""
    return _found(db, scope, succession.c.predecessor_id, succession.c.successor_id, unit_id)


def after(db: Connection, scope: Scope, unit_id: int) -> tuple[Came, ...]:
    """The units into which it went, those within the scope."""
    return _found(db, scope, succession.c.successor_id, succession.c.predecessor_id, unit_id)


@cache
def _statement(wanted: Column[int], known: Column[int]) -> units.AnySelect:
    return (
        select(
            wanted.label("unit_id"),
            unit_name.c.name,
            succession.c.kind,
            succession.c.since,
            unit.c.kind.label("of_kind"),
        )
        .join(unit, unit.c.id == wanted)
        .join(unit_name, (unit_name.c.unit_id == wanted) & unit_name.c.valid_to.is_(None))
        .where(known == bindparam("unit_id"))
        .order_by(succession.c.since.desc(), by_bytes(unit.c.code))
    )


def _found(db: Connection, scope: Scope, wanted: Column[int], known: Column[int], unit_id: int) -> tuple[Came, ...]:
    rows = units.run_within(db, _statement(wanted, known), wanted, scope, {"unit_id": unit_id})
    return tuple(Came(row.unit_id, row.name, ActKind(row.kind), row.since, row.of_kind == "cell") for row in rows)
