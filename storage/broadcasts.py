"""Broadcasts: whom they are for, sent once to each by the outbox, and how it stands with every one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, exists, insert, literal, select, update

from bot.domain.broadcasts import Broadcast, Only, Part, Reader, Words, meant, state_of, to_remind
from bot.domain.calendar import decent
from bot.domain.errors import Refused
from bot.domain.names import alphabetical
from bot.domain.people import Role, Scope, family_last
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from storage import audit, pulse, units
from storage.new_rows import insert_new
from storage.outbox import QUARANTINE, Announced, Row, put
from storage.tables import broadcast, broadcast_reader, outbox, person, post, unit, unit_tree

KIND = "broadcast"
STANDS_FOR = timedelta(days=10)
PRIORITY = 6
"""After reminders: a thousand messages must not keep the evening's question waiting."""
LISTED = 8
"""Broadcasts in the list of the newest ones."""
_ORDER = {role.value: place for place, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Kept:
    """A broadcast as it is kept."""

    id: int
    unit_id: int
    told: Broadcast
    state: str
    created_at: datetime
    sent_at: datetime | None


def _kept(row: units.AnyRow) -> Kept:
    only, chosen = row.part
    part = Part(Only(only), tuple((int(key), str(name)) for key, name in chosen))
    words = Words(row.text, (row.file,) if row.file else ())
    told = Broadcast(part, frozenset(map(Role, row.roles)), words)
    return Kept(row.id, row.unit_id, told, row.state, row.created_at, row.sent_at)


def keep(
    db: Connection, scope: Scope, unit_id: int, told: Broadcast, by: int, now: datetime, draft_id: int | None = None
) -> int:
    """What was written, to be looked at before it is sent; its id."""
    units.seen(db, scope, unit_id)
    row = {
        "unit_id": unit_id,
        "entered_by": by,
        "draft_id": draft_id,
        "part": [told.part.only.value, [list(each) for each in told.part.units]],
        "roles": [role.value for role in Role if role in told.roles],
        "text": told.words.text,
        "file": "".join(told.words.photos[-1:]),
        "created_at": now,
    }
    made = db.execute(insert(broadcast).values(row)).inserted_primary_key
    return int(made[0]) if made else 0


def find(db: Connection, scope: Scope, broadcast_id: int) -> Kept:
    """The broadcast; Refused("not-found") when absent and, no different, when its committee is outside the scope."""
    statement = units.within(select(broadcast).where(broadcast.c.id == broadcast_id), broadcast.c.unit_id, scope)
    row = db.execute(statement).first()
    if row is None:
        raise Refused("not-found")
    return _kept(row)


def newest(db: Connection, scope: Scope, unit_ids: Sequence[int]) -> tuple[Kept, ...]:
    """The newest that those committees have sent."""
    statement = (
        select(broadcast)
        .where(broadcast.c.unit_id.in_(unit_ids), broadcast.c.state == "sent")
        .order_by(broadcast.c.sent_at.desc())
        .limit(LISTED)
    )
    return tuple(map(_kept, db.execute(units.within(statement, broadcast.c.unit_id, scope))))


def drop(db: Connection, scope: Scope, broadcast_id: int) -> bool:
    """It is not sent after all; False when it was, or dropped before."""
    kept = find(db, scope, broadcast_id)
    statement = update(broadcast).where(broadcast.c.id == kept.id, broadcast.c.state == "made")
    return db.execute(statement.values(state="dropped")).rowcount == 1


# --- whom it is for --------------------------------------------------------------------------------------------------


def _meant(unit_id: int, part: Part, roles: frozenset[Role], day: date) -> units.AnySelect:
    """Posts of that part below the unit, never the unit's own."""
    below, chosen = unit_tree.alias(), unit_tree.alias()
    kinds = [kind.value for kind in UnitKind if meant(part.only, kind)]
    statement: units.AnySelect = (
        select(post.c.unit_id, post.c.role, post.c.id, person.c.id.label("person_id"), person.c.name)
        .add_columns(person.c.telegram_id, person.c.blocked, unit.c.code)
        .join(person, person.c.id == post.c.person_id)
        .join(unit, unit.c.id == post.c.unit_id)
        .join(below, and_(below.c.descendant_id == post.c.unit_id, below.c.ancestor_id == unit_id, below.c.depth > 0))
        .where(
            units.valid(post, day),
            post.c.role.in_([role.value for role in roles]),
            unit.c.kind.in_(kinds),
            units.still_open(day),
        )
    )
    if not part.units:
        return statement
    under = exists().where(chosen.c.descendant_id == post.c.unit_id, chosen.c.ancestor_id.in_(part.ids))
    return statement.where(under)


def readers(
    db: Connection, scope: Scope, unit_id: int, told: Broadcast, day: date, but: int
) -> tuple[tuple[Reader, bool], ...]:
    """Whom it is for on ``day``, each once, and whether a message reaches him; ``but``: who sends it."""
    statement = units.within(_meant(unit_id, told.part, told.roles, day), post.c.unit_id, scope)
    rows = sorted(db.execute(statement).all(), key=lambda row: (_ORDER[row.role], row.id))
    first = {row.person_id: row for row in reversed(rows) if row.person_id != but}
    names = units.names(db, scope, {row.unit_id for row in first.values()}, day)
    found = [
        (
            Reader(
                row.person_id,
                row.name,
                row.unit_id,
                names.get(row.unit_id, ""),
                Role(row.role),
                state_of(None, "", joined=row.telegram_id is not None, blocked=bool(row.blocked)),
            ),
            row.telegram_id is not None and not row.blocked,
        )
        for row in first.values()
    ]
    return tuple(sorted(found, key=lambda each: _by_unit(each[0])))


def _by_unit(reader: Reader) -> tuple[str, str, tuple[str, str]]:
    return alphabetical(reader.unit), str(_ORDER[reader.role.value]), family_last(reader.name)


# --- sending ---------------------------------------------------------------------------------------------------------


def send(
    db: Connection, scope: Scope, broadcast_id: int, by: int, now: datetime, rules: Rules, zone: ZoneInfo
) -> tuple[int, datetime] | None:
    """Queue it for everybody it is for, as the records stand now: to how many, and when it goes out; None when it was sent.

    ``now`` is local. Pressed twice, it is sent once: the state turns by compare-and-set, and the keys are unique.
    """
    kept = find(db, scope, broadcast_id)
    turn = update(broadcast).where(broadcast.c.id == kept.id, broadcast.c.state == "made")
    if db.execute(turn.values(state="sent", sent_at=now)).rowcount != 1:
        return None
    found = readers(db, scope, kept.unit_id, kept.told, now.date(), by)
    listed = [
        {"broadcast_id": kept.id, "person_id": each.person_id, "unit_id": each.unit_id, "role": each.role.value}
        for each, _ in found
    ]
    insert_new(db, broadcast_reader, listed)
    goes_out = decent(now, rules, zone)
    reached = [each for each, reachable in found if reachable]
    put(db, [_letter(kept.id, each, goes_out) for each in reached], now)
    audit.note(db, now, by, kept.unit_id, "broadcast-sent", {"broadcast": kept.id, "people": len(reached)})
    return len(reached), goes_out


def _key(broadcast_id: int, person_id: int) -> str:
    return f"broadcast:{broadcast_id}:{person_id}"


def _letter(broadcast_id: int, reader: Reader, at: datetime, again: str = "") -> Row:
    return Row(
        dedupe_key=_key(broadcast_id, reader.person_id) + (f":{again}" if again else ""),
        recipient_id=reader.person_id,
        unit_id=reader.unit_id,
        kind=KIND,
        payload={"broadcast": broadcast_id, **({"again": True} if again else {})},
        not_before=at,
        expires_at=at + STANDS_FOR,
        priority=PRIORITY,
    )


def standing_with(db: Connection, broadcast_id: int, person_id: int, day: date) -> Announced | str:
    """What the reader is to get; or why not any more.

    His post has ended, or it lies no longer below the sender's unit, or the sender administers that no longer.
    """
    row = db.execute(
        select(broadcast, broadcast_reader.c.unit_id.label("meant_in"), broadcast_reader.c.role)
        .join(broadcast_reader, broadcast_reader.c.broadcast_id == broadcast.c.id)
        .where(broadcast.c.id == broadcast_id, broadcast_reader.c.person_id == person_id, broadcast.c.state == "sent")
    ).first()
    if row is None:
        return "gone"
    above, below = unit_tree.alias(), unit_tree.alias()
    holds = exists().where(
        post.c.person_id == person_id,
        post.c.unit_id == row.meant_in,
        post.c.role == row.role,
        units.valid(post, day),
        below.c.descendant_id == post.c.unit_id,
        below.c.ancestor_id == row.unit_id,
        below.c.depth > 0,
        unit.c.id == post.c.unit_id,
        units.still_open(day),
    )
    sends = exists().where(
        post.c.person_id == row.entered_by,
        post.c.role == Role.ADMIN.value,
        units.valid(post, day),
        above.c.descendant_id == row.unit_id,
        above.c.ancestor_id == post.c.unit_id,
    )
    held, sent = db.execute(select(holds, sends)).one()
    if not held:
        return "no longer holds the post"
    if not sent:
        return "its sender no longer administers the unit"
    return Announced(row.id, units.name_of(db, row.unit_id, day), row.text, row.file)


def has_seen(db: Connection, broadcast_id: int, person_id: int) -> bool:
    """Whether the reader has pressed *Đã xem*."""
    return bool(db.execute(select(exists().where(_of(broadcast_id, person_id), _SEEN))).scalar())


_SEEN = broadcast_reader.c.seen_at.is_not(None)


def _of(broadcast_id: int, person_id: int) -> ColumnElement[bool]:
    return and_(broadcast_reader.c.broadcast_id == broadcast_id, broadcast_reader.c.person_id == person_id)


def seen(db: Connection, broadcast_id: int, person_id: int, now: datetime) -> None:
    """The reader says that he has read it; the first time counts. Refused("not-found") when it was not for him."""
    mine = _of(broadcast_id, person_id)
    if db.execute(update(broadcast_reader).where(mine, ~_SEEN).values(seen_at=now)).rowcount:
        return
    if not db.execute(select(exists().where(mine))).scalar():
        raise Refused("not-found")


# --- what became of it -----------------------------------------------------------------------------------------------


def standing(db: Connection, scope: Scope, broadcast_id: int, day: date) -> tuple[Reader, ...]:
    """Everybody it was for and how it stands with him, by unit."""
    kept = find(db, scope, broadcast_id)
    mine = literal(f"broadcast:{kept.id}:") + broadcast_reader.c.person_id.cast(outbox.c.dedupe_key.type)
    rows = db.execute(
        select(broadcast_reader, person.c.name, person.c.telegram_id, person.c.blocked)
        .add_columns(outbox.c.state, outbox.c.last_error)
        .join(person, person.c.id == broadcast_reader.c.person_id)
        .outerjoin(outbox, outbox.c.dedupe_key == mine)
        .where(broadcast_reader.c.broadcast_id == kept.id)
    ).all()
    names = units.names(db, scope, {row.unit_id for row in rows}, day)
    found = [
        Reader(
            row.person_id,
            row.name,
            row.unit_id,
            names.get(row.unit_id) or units.name_of(db, row.unit_id, day),
            Role(row.role),
            state_of(row.state, row.last_error or "", joined=row.telegram_id is not None, blocked=bool(row.blocked)),
            row.seen_at is not None,
            row.reminded_on is not None and row.reminded_on >= day,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=_by_unit))


def release(db: Connection, scope: Scope, broadcast_id: int, person_id: int, by: int, now: datetime) -> bool:
    """Send a held message to one reader once more, labelled; False when it is held no longer, or everything is (quarantine)."""
    kept = find(db, scope, broadcast_id)
    if pulse.last(db, QUARANTINE) is not None:
        return False
    held = update(outbox).where(outbox.c.dedupe_key == _key(kept.id, person_id), outbox.c.state == "held")
    freed = held.values(state="pending", ambiguous=1, not_before=now, expires_at=now + STANDS_FOR, last_error="")
    if db.execute(freed).rowcount != 1:
        return False
    audit.note(db, now, by, kept.unit_id, "broadcast-released", {"broadcast": kept.id, "person": person_id})
    return True


def remind(
    db: Connection, scope: Scope, broadcast_id: int, by: int, now: datetime, rules: Rules, zone: ZoneInfo
) -> tuple[int, datetime]:
    """Queue it again for those who have not seen it, each at most once a day: how many, and when it goes out; ``now`` is local."""
    kept = find(db, scope, broadcast_id)
    goes_out = decent(now, rules, zone)
    day = goes_out.date()
    again = to_remind(standing(db, scope, kept.id, day))
    put(db, [_letter(kept.id, each, goes_out, str(day)) for each in again], now)
    ids = [each.person_id for each in again]
    told = update(broadcast_reader).where(broadcast_reader.c.broadcast_id == kept.id)
    db.execute(told.where(broadcast_reader.c.person_id.in_(ids)).values(reminded_on=day))
    if again:
        audit.note(db, now, by, kept.unit_id, "broadcast-reminded", {"broadcast": kept.id, "people": len(again)})
    return len(again), goes_out
