"""Admissions and recognitions: each a row with its day; on a roster the member comes or becomes official with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.domain.errors import Refused
from bot.domain.growth import Growth, GrowthFigures, GrowthKind, figures
from bot.domain.members import Joined, Left, Member, Standing
from bot.domain.names import folded
from bot.domain.people import Scope
from storage import audit, members, units
from storage.entry import Entry
from storage.tables import growth


@dataclass(frozen=True, slots=True)
class KeptGrowth:
    """A row with its id."""

    id: int
    growth: Growth
    member_id: int | None


_INSERT = insert(growth)
_STANDING: units.AnySelect = select(growth).where(growth.c.withdrawn_at.is_(None))
_OF_UNIT = _STANDING.where(growth.c.unit_id == bindparam("unit_id")).order_by(
    growth.c.happened_on.desc(), growth.c.id.desc()
)
_ONE = _STANDING.where(growth.c.id == bindparam("growth_id"))
_OF_DRAFT = select(growth.c.id).where(growth.c.draft_id == bindparam("draft_id"))


def _kept(row: Any) -> KeptGrowth:
    told = Growth(row.unit_id, GrowthKind(row.kind), row.name, row.happened_on)
    return KeptGrowth(row.id, told, row.member_id)


def of_unit(db: Connection, scope: Scope, unit_id: int) -> tuple[KeptGrowth, ...]:
    """The cell's admissions and recognitions, the latest first; nothing for a cell outside the scope."""
    return tuple(map(_kept, units.run_within(db, _OF_UNIT, growth.c.unit_id, scope, {"unit_id": unit_id})))


def get(db: Connection, scope: Scope, growth_id: int) -> KeptGrowth:
    """The row; Refused("not-found") when absent, withdrawn or outside the scope."""
    row = units.run_within(db, _ONE, growth.c.unit_id, scope, {"growth_id": growth_id}).first()
    if row is None:
        raise Refused("not-found")
    return _kept(row)


def record(db: Connection, scope: Scope, told: Growth, entry: Entry) -> int:
    """Keep an admission or recognition; its id. On a roster it makes a probationary member, or an official one of him.

    The same draft twice gives the same id; the same person, kind and day again is Refused("growth-known").
    """
    units.seen(db, scope, told.unit_id)
    known = None if entry.draft_id is None else db.execute(_OF_DRAFT, {"draft_id": entry.draft_id}).scalar()
    if known is not None:
        return int(known)
    if any(_same(each.growth, told) for each in of_unit(db, scope, told.unit_id)):
        raise Refused("growth-known", name=told.name, day=told.happened_on)
    values = {
        "unit_id": told.unit_id,
        "kind": told.kind.value,
        "name": told.name,
        "happened_on": told.happened_on,
        "member_id": _on_roster(db, scope, told, entry),
        "entered_by": entry.by,
        "entered_at": entry.now,
        "draft_id": entry.draft_id,
    }
    key = db.execute(_INSERT, values).inserted_primary_key
    growth_id = int(key[0]) if key else 0
    audit.note(db, entry.now, entry.by, told.unit_id, f"{told.kind.value}-recorded", {"growth": growth_id})
    return growth_id


def _same(one: Growth, other: Growth) -> bool:
    return (one.kind, folded(one.name), one.happened_on) == (other.kind, folded(other.name), other.happened_on)


def _on_roster(db: Connection, scope: Scope, told: Growth, entry: Entry) -> int | None:
    """The member on the roster, come or changed; None for a cell that keeps no roster (or when nobody bears the name)."""
    roster = members.roster(db, scope, told.unit_id, told.happened_on)
    if not roster:
        return None
    act = members.Act(entry.by, entry.now)
    found = _named(roster, told.name)
    if told.kind is GrowthKind.ADMISSION:
        if found is not None:
            return found.id
        day = told.happened_on
        return members.add(db, scope, told.unit_id, told.name, Standing.PROBATIONARY, day, act, how=Joined.ADMISSION)
    if found is not None and found.standing is Standing.PROBATIONARY:
        members.stand(db, scope, found.id, Standing.OFFICIAL, told.happened_on, act)
    return None if found is None else found.id


def _named(roster: tuple[Member, ...], name: str) -> Member | None:
    bearing = [each for each in roster if folded(each.name) == folded(name)]
    return bearing[0] if len(bearing) == 1 else None


def withdraw(db: Connection, scope: Scope, growth_id: int, entry: Entry) -> Growth:
    """Take back what was entered wrongly: the member goes, or is probationary again."""
    was = get(db, scope, growth_id)
    change = update(growth).where(growth.c.id == growth_id, growth.c.withdrawn_at.is_(None))
    if db.execute(change.values(withdrawn_at=entry.now)).rowcount != 1:
        raise Refused("not-found")
    if was.member_id is not None:
        act, day = members.Act(entry.by, entry.now), was.growth.happened_on
        if was.growth.kind is GrowthKind.ADMISSION:
            members.remove(db, scope, was.member_id, Left.MISTAKE, day, act)
        else:
            members.stand(db, scope, was.member_id, Standing.PROBATIONARY, day, act)
    audit.note(db, entry.now, entry.by, was.growth.unit_id, "growth-withdrawn", {"growth": growth_id})
    return was.growth


def figures_of(db: Connection, scope: Scope, unit_id: int, today: date) -> GrowthFigures:
    """How the cell has grown, for its card."""
    units.seen(db, scope, unit_id)
    return figures((each.growth for each in of_unit(db, scope, unit_id)), today)
