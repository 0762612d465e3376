"""Members of a cell: the roster of a day, and every change of it from a day on, with who entered it and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from bot.domain.errors import Refused
from bot.domain.members import Joined, Left, Member, Standing
from bot.domain.names import cleaned, folded
from bot.domain.people import Scope, family_last
from storage import audit, units
from storage.new_rows import portions
from storage.tables import Day, member, member_standing, person, post, unit
from storage.tables import audit as audit_table

_DAY = bindparam("day", type_=Day())
_MEMBERS: units.AnySelect = select(
    member.c.id,
    member.c.unit_id,
    member.c.name,
    member.c.party_group,
    member.c.person_id,
    member_standing.c.standing,
    member_standing.c.valid_from,
).join(member_standing, and_(member_standing.c.member_id == member.c.id, units.valid(member_standing, _DAY)))
"""Who is on a roster on ``:day``."""
_OF_UNIT = _MEMBERS.where(member.c.unit_id == bindparam("unit_id"))
_NEWEST: units.AnySelect = select(
    member.c.id, member.c.unit_id, member.c.name, member.c.left_on, member.c.left_how
).where(member.c.id == bindparam("member_id"))
_LOCK = select(member.c.id).where(member.c.id == bindparam("member_id")).with_for_update(key_share=True)
_LEFT: units.AnySelect = (
    select(member.c.id, member.c.name, member.c.left_on, member.c.left_how)
    .where(member.c.unit_id == bindparam("unit_id"), member.c.left_on.is_not(None), member.c.left_how != Left.MISTAKE)
    .order_by(member.c.left_on.desc(), member.c.id.desc())
    .limit(bindparam("most"))
)
_STANDINGS: units.AnySelect = (
    select(member_standing)
    .where(member_standing.c.member_id == bindparam("member_id"))
    .order_by(member_standing.c.valid_from.desc(), member_standing.c.id.desc())
)
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who has left a roster."""

    id: int
    name: str
    left_on: date
    left_how: Left


@dataclass(frozen=True, slots=True)
class Act:
    """Who changes a roster, and when he says it; ``by`` None: the command line."""

    by: int | None
    now: datetime
    """Aware UTC."""


def _member(row: units.AnyRow) -> Member:
    return Member(row.id, row.unit_id, row.name, Standing(row.standing), row.valid_from, row.party_group, row.person_id)


def roster(db: Connection, scope: Scope, unit_id: int, day: date) -> tuple[Member, ...]:
    """The cell's members on ``day`` by given name; empty for a cell that keeps no roster, or outside the scope."""
    rows = units.run_within(db, _OF_UNIT, member.c.unit_id, scope, {"unit_id": unit_id, "day": day})
    return tuple(sorted(map(_member, rows), key=lambda each: (family_last(each.name), each.id)))


def rosters(db: Connection, scope: Scope, day: date, among: units.Range | None = None) -> dict[int, tuple[Member, ...]]:
    """Every roster within the scope on ``day``, by cell; for files, never for a screen."""
    found: dict[int, list[Member]] = {}
    statement = _MEMBERS.where(*units.in_range(member.c.unit_id, among))
    for row in units.run_within(db, statement, member.c.unit_id, scope, {"day": day}):
        found.setdefault(row.unit_id, []).append(_member(row))
    return {key: tuple(sorted(each, key=lambda one: (family_last(one.name), one.id))) for key, each in found.items()}


def get(db: Connection, scope: Scope, member_id: int, day: date) -> Member:
    """The member as he stands on ``day``; Refused("not-found") when he is on no roster then, or outside the scope."""
    statement = _MEMBERS.where(member.c.id == bindparam("member_id"))
    row = units.run_within(db, statement, member.c.unit_id, scope, {"member_id": member_id, "day": day}).first()
    if row is None:
        raise Refused("not-found")
    return _member(row)


def unit_of(db: Connection, scope: Scope, member_id: int) -> int:
    """The cell on whose roster he is or was; Refused("not-found") outside the scope."""
    return int(_seen(db, scope, member_id).unit_id)


def gone(db: Connection, scope: Scope, unit_id: int, most: int = 10) -> tuple[Gone, ...]:
    """Who has left the cell's roster, the newest first; entries by mistake left out."""
    rows = units.run_within(db, _LEFT, member.c.unit_id, scope, {"unit_id": unit_id, "most": most})
    return tuple(Gone(row.id, row.name, row.left_on, Left(row.left_how)) for row in rows)


def _locked(db: Connection, scope: Scope, member_id: int) -> units.AnyRow:
    """The same, to be changed: whoever else changes him waits until our transaction has ended, or we for his."""
    db.execute(_LOCK, {"member_id": member_id})
    return _seen(db, scope, member_id)


def _seen(db: Connection, scope: Scope, member_id: int) -> units.AnyRow:
    """The member whether still on the roster or not; Refused("not-found") outside the scope."""
    row = units.run_within(db, _NEWEST, member.c.unit_id, scope, {"member_id": member_id}).first()
    if row is None:
        raise Refused("not-found")
    return row


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who comes onto a roster from a day; ``person_id`` None: whoever bears the name and holds a post there."""

    unit_id: int
    name: str
    standing: Standing
    on: date
    party_group: str = ""
    how: Joined = Joined.LISTED
    person_id: int | None = None


def add(  # noqa: PLR0913
    db: Connection,
    scope: Scope,
    unit_id: int,
    name: str,
    standing: Standing,
    on: date,
    act: Act,
    *,
    party_group: str = "",
    how: Joined = Joined.LISTED,
    person_id: int | None = None,
) -> int:
    """Somebody new on the cell's roster from ``on``; his id. A person of that name who holds a post there is linked."""
    return add_many(db, scope, [Newcomer(unit_id, name, standing, on, party_group, how, person_id)], act)[0]


def add_many(db: Connection, scope: Scope, newcomers: Sequence[Newcomer], act: Act) -> list[int]:
    """All of them in a handful of statements; their ids. Refused("not-found") when a cell lies outside the scope."""
    cells = sorted({each.unit_id for each in newcomers})
    named: dict[tuple[int, str], list[Held]] = {}
    for some in portions(cells):
        statement = units.within(select(unit.c.id).where(unit.c.id.in_(some)), unit.c.id, scope)
        if len(db.execute(statement).all()) < len(some):
            raise Refused("not-found")
        named |= _holders_by_name(db, scope, some)
    rows = [_new_row(each, named, act) for each in newcomers]
    if not all(row["name"] for row in rows):
        raise Refused("member-no-name")
    if not rows:
        return []
    ids = list(db.execute(insert(member).returning(member.c.id, sort_by_parameter_order=True), rows).scalars())
    pairs = list(zip(ids, newcomers, strict=True))
    standings = [{"member_id": key, "standing": each.standing.value, "valid_from": each.on} for key, each in pairs]
    db.execute(insert(member_standing), standings)
    told = [
        (each.unit_id, {"member": key, "standing": each.standing.value, "on": each.on.isoformat()})
        for key, each in pairs
    ]
    audit.note_many(db, act.now, act.by, "member-added", told)
    return ids


def _new_row(each: Newcomer, named: Mapping[tuple[int, str], Sequence[Held]], act: Act) -> dict[str, Any]:
    called = cleaned(each.name, LONGEST_NAME)
    day = max(each.on, act.now.date())
    held = named.get((each.unit_id, folded(called)), ())
    fitting = {who for who, first, last in held if first <= day and (last is None or day < last)}
    return {
        "unit_id": each.unit_id,
        "name": called,
        "search_name": folded(called),
        "party_group": cleaned(each.party_group, LONGEST_NAME),
        "person_id": each.person_id or (fitting.pop() if len(fitting) == 1 else None),
        "joined_on": each.on,
        "joined_how": each.how.value,
    }


Held = tuple[int, date, date | None]
"""A person's id and the days of his post."""


def _holders_by_name(db: Connection, scope: Scope, cells: Sequence[int]) -> dict[tuple[int, str], list[Held]]:
    """Everybody's posts in these cells, by cell and name."""
    columns = (post.c.unit_id, person.c.name, person.c.id, post.c.valid_from, post.c.valid_to)
    of_cells = select(*columns).join(person, person.c.id == post.c.person_id).where(post.c.unit_id.in_(cells))
    found: dict[tuple[int, str], list[Held]] = defaultdict(list)
    for unit_id, name, who, first, last in db.execute(units.within(of_cells, post.c.unit_id, scope)):
        found[unit_id, folded(name)].append((who, first, last))
    return found


def stand(db: Connection, scope: Scope, member_id: int, standing: Standing, on: date, act: Act) -> bool:
    """Another standing from ``on``; False when he has it already. Refused when a later change is there, or he has left."""
    was = _locked(db, scope, member_id)
    newest = db.execute(_STANDINGS, {"member_id": member_id}).first()
    if was.left_on is not None or newest is None:
        raise Refused("member-left", name=was.name)
    if newest.standing == standing.value:
        return False
    if newest.valid_from > on:
        raise Refused("member-change-too-early", name=was.name, day=newest.valid_from)
    this = member_standing.c.id == newest.id
    if newest.valid_from == on:
        db.execute(update(member_standing).where(this).values(standing=standing.value))
    else:
        db.execute(update(member_standing).where(this).values(valid_to=on))
        db.execute(insert(member_standing).values(member_id=member_id, standing=standing.value, valid_from=on))
    about = {"member": member_id, "from": newest.standing, "to": standing.value, "on": on.isoformat()}
    _note(db, act, was.unit_id, "member-standing", about)
    return True


def remove(db: Connection, scope: Scope, member_id: int, how: Left, on: date, act: Act) -> None:
    """Off the roster from ``on``; what was recorded of him stays. Refused when he has left, or came or changed later."""
    was = _locked(db, scope, member_id)
    newest = db.execute(_STANDINGS, {"member_id": member_id}).first()
    if was.left_on is not None or newest is None:
        raise Refused("member-left", name=was.name)
    if newest.valid_from > on:
        raise Refused("member-change-too-early", name=was.name, day=newest.valid_from)
    db.execute(update(member_standing).where(member_standing.c.id == newest.id).values(valid_to=on))
    db.execute(update(member).where(member.c.id == member_id).values(left_on=on, left_how=how.value))
    about = {"member": member_id, "how": how.value, "on": on.isoformat()}
    _note(db, act, was.unit_id, "member-removed", about)


def restore(db: Connection, scope: Scope, member_id: int, act: Act) -> None:
    """A removal taken back: he has the standing he had, as if he had never left. Refused when he has not left."""
    was = _locked(db, scope, member_id)
    if was.left_on is None:
        raise Refused("member-not-left", name=was.name)
    newest = db.execute(_STANDINGS, {"member_id": member_id}).first()
    if newest is not None:
        db.execute(update(member_standing).where(member_standing.c.id == newest.id).values(valid_to=None))
    db.execute(update(member).where(member.c.id == member_id).values(left_on=None, left_how=""))
    _note(db, act, was.unit_id, "member-restored", {"member": member_id})


def put_in_group(db: Connection, scope: Scope, member_id: int, party_group: str, act: Act) -> None:
    """Which party group of the cell he belongs to; empty: none."""
    was = _locked(db, scope, member_id)
    group = cleaned(party_group, LONGEST_NAME)
    db.execute(update(member).where(member.c.id == member_id).values(party_group=group))
    _note(db, act, was.unit_id, "member-group", {"member": member_id})


def rename(db: Connection, scope: Scope, member_id: int, name: str, act: Act) -> None:
    """His name as it ought to have been written; records keep it as it stood in them."""
    was = _locked(db, scope, member_id)
    called = cleaned(name, LONGEST_NAME)
    if not called:
        raise Refused("member-no-name")
    db.execute(update(member).where(member.c.id == member_id).values(name=called, search_name=folded(called)))
    _note(db, act, was.unit_id, "member-renamed", {"member": member_id})


def link(db: Connection, scope: Scope, member_id: int, person_id: int | None, act: Act) -> None:
    """Which person of the bot he is (None: none known)."""
    was = _locked(db, scope, member_id)
    if person_id is not None and db.execute(select(person.c.id).where(person.c.id == person_id)).first() is None:
        raise Refused("not-found")
    db.execute(update(member).where(member.c.id == member_id).values(person_id=person_id))
    _note(db, act, was.unit_id, "member-linked", {"member": member_id})


def standings(db: Connection, scope: Scope, member_id: int) -> tuple[tuple[Standing, date, date | None], ...]:
    """All he has been, the newest first: standing, from, to (excluded; None: still)."""
    _seen(db, scope, member_id)
    rows = db.execute(_STANDINGS, {"member_id": member_id})
    return tuple((Standing(row.standing), row.valid_from, row.valid_to) for row in rows)


def added_at(db: Connection, scope: Scope, unit_id: int, at: datetime) -> tuple[int, ...]:
    """Who was put on the cell's roster in one act at that moment, for undoing it."""
    statement = select(audit_table.c.about).where(
        audit_table.c.unit_id == unit_id, audit_table.c.act == "member-added", audit_table.c.at == at
    )
    found = db.execute(units.within(statement, audit_table.c.unit_id, scope)).scalars()
    return tuple(int(about["member"]) for about in found)


def kept_by(db: Connection, scope: Scope, unit_id: int, day: date) -> int:
    """How many members the cell's roster has on ``day``; 0: it keeps none."""
    statement = (
        select(func.count())
        .select_from(member)
        .join(member_standing, and_(member_standing.c.member_id == member.c.id, units.valid(member_standing, _DAY)))
        .where(member.c.unit_id == unit_id)
    )
    return int(db.execute(units.within(statement, member.c.unit_id, scope), {"day": day}).scalar() or 0)


def _note(db: Connection, act: Act, unit_id: int, what: str, about: Mapping[str, object]) -> None:
    audit.note(db, act.now, act.by, unit_id, what, about)
