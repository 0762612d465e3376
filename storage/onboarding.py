"""Who has not joined, by the unit above; and a whole subtree's links at once, for a printable sheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, func, select

from bot.domain.people import RECORDERS, Role, Scope, roles_in
from bot.domain.units import UnitKind
from storage import invitations, units
from storage.ordering import by_bytes
from storage.tables import person, post, unit, unit_name, unit_parent, unit_tree

ASKED_FIRST = (Role.SECRETARY, Role.DEPUTY)
"""Posts that get a slip: the other ones of a cell are invited by its secretary."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A post whose holder has not joined; ``person_id`` None: nobody is named for it."""

    unit_id: int
    unit: str
    above_id: int
    above: str
    role: Role
    person_id: int | None = None
    name: str = ""
    phone: str = ""


def awaited(
    db: Connection, scope: Scope, unit_id: int, day: date, roles: Collection[Role] = ASKED_FIRST
) -> tuple[Awaited, ...]:
    """The posts of the subtree whose holders have not joined, by commune and unit; a secretary's (an admin's) that nobody holds, too.

    Refused("not-found") outside the scope.
    """
    units.seen(db, scope, unit_id)
    held = and_(post.c.unit_id == unit.c.id, post.c.role.in_([role.value for role in roles]), units.valid(post, day))
    above = unit_name.alias("above")
    statement: units.AnySelect = (
        select(
            unit.c.id,
            unit.c.kind,
            unit_name.c.name,
            unit_parent.c.parent_id,
            above.c.name.label("above"),
            post.c.role,
            person.c.id.label("person_id"),
            person.c.name.label("person"),
            person.c.phone,
            person.c.telegram_id,
        )
        .join(unit_tree, unit_tree.c.descendant_id == unit.c.id)
        .join(unit_name, and_(unit_name.c.unit_id == unit.c.id, units.valid(unit_name, day)))
        .outerjoin(unit_parent, and_(unit_parent.c.unit_id == unit.c.id, units.valid(unit_parent, day)))
        .outerjoin(above, and_(above.c.unit_id == unit_parent.c.parent_id, units.valid(above, day)))  # type: ignore[arg-type]
        .outerjoin(post, held)
        .outerjoin(person, person.c.id == post.c.person_id)
        .where(
            unit_tree.c.ancestor_id == unit_id,
            unit.c.kind != UnitKind.PRACTICE.value,
            unit.c.opened_on <= day,
            units.still_open(day),
        )
        .order_by(by_bytes(unit.c.code), post.c.id)
    )
    found: dict[int, list[units.AnyRow]] = {}
    for row in db.execute(units.within(statement, unit.c.id, scope)):
        found.setdefault(row.id, []).append(row)
    listed = [each for rows in found.values() for each in _of_unit(rows, roles, unit_id)]
    order = {above_id: place for place, above_id in enumerate(dict.fromkeys(each.above_id for each in listed))}
    return tuple(sorted(listed, key=lambda each: order[each.above_id]))


def _of_unit(rows: list[units.AnyRow], roles: Collection[Role], top: int) -> list[Awaited]:
    first, told = rows[0], []
    wanted = [role for role in roles_in(UnitKind(first.kind)) if role in roles]
    for role in wanted:
        if role is Role.ADMIN and first.id == top:
            continue
        holding = [row for row in rows if row.role == role.value]
        place = (first.id, first.name, first.parent_id or first.id, first.above or first.name, role)
        told += [Awaited(*place, row.person_id, row.person, row.phone) for row in holding if row.telegram_id is None]
        if not holding and role in {Role.SECRETARY, Role.ADMIN}:
            told.append(Awaited(*place))
    return told


def joined_counts(db: Connection, scope: Scope, unit_id: int, day: date) -> dict[int, tuple[int, int]]:
    """By unit right below: how many open cells it has, and in how many of them somebody who records has joined."""
    below = units.children(db, scope, unit_id, day)
    ids = [each.id for each in below]
    cells = units.cell_counts(db, scope, ids, day)
    statement = (
        select(unit_tree.c.ancestor_id, func.count(post.c.unit_id.distinct()).label("joined"))
        .join(post, post.c.unit_id == unit_tree.c.descendant_id)
        .join(person, person.c.id == post.c.person_id)
        .join(unit, unit.c.id == post.c.unit_id)
        .where(
            unit_tree.c.ancestor_id.in_(ids),
            units.still_open(day),
            post.c.role.in_([role.value for role in RECORDERS]),
            person.c.telegram_id.is_not(None),
            units.valid(post, day),
        )
        .group_by(unit_tree.c.ancestor_id)
    )
    rows = db.execute(units.within(statement, unit_tree.c.ancestor_id, scope))
    joined = {row.ancestor_id: int(row.joined) for row in rows}
    return {each: (cells.get(each, 0), joined.get(each, 0)) for each in ids}


def links(
    db: Connection, scope: Scope, waiting: Collection[Awaited], by: int | None, now: datetime, hours: int
) -> tuple[tuple[Awaited, str], ...]:
    """A fresh token for each, valid ``hours``; older open links to the same posts lead nowhere any more. ``now`` is local."""
    return tuple(
        (each, invitations.invite(db, scope, each.unit_id, each.role, each.person_id, by, now, hours))
        for each in waiting
    )
