"""The sweep: what befell the obligations by now, in one transaction, as a function of the database and the moment.

A job never knows who must be told; it asks. Catching up after downtime is the same code: only the latest rung goes
out. Nobody's month is booked as missed while something that was said in time may be unheard, or because we were down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, bindparam, exists, select, text, update

from bot.domain.liveness import HEARD_WITHIN
from bot.domain.periods import local
from bot.domain.reminders import (
    DIGESTED,
    Decision,
    Facts,
    Obligation,
    Rung,
    State,
    deadlines,
    due,
    pointless_after,
)
from bot.domain.rules import Rules
from storage import digests, outbox, pulse, reach, units
from storage.new_rows import insert_new, portions
from storage.obligations import COLUMNS, obligation_from
from storage.tables import Moment, event, inbox, obligation, unit

PUT_OFF = timedelta(hours=1)
AT_ONCE = 2000
DEFAULTS = Rules()

AnyRow = Row[*tuple[Any, ...]]
_LOOKED_AT: units.AnySelect = (
    select(*COLUMNS, unit.c.closed_on)
    .join(unit, unit.c.id == obligation.c.unit_id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=obligation)
)
_UNPLANNED = _LOOKED_AT.where(obligation.c.state == "open", obligation.c.next_at.is_(None))
_RIPE = {
    state: _LOOKED_AT.where(
        obligation.c.state == state.value, obligation.c.next_at <= bindparam("now", type_=Moment())
    ).order_by(obligation.c.next_at)
    for state in (State.OPEN, State.MISSED)
}
_THESE = obligation.c.id.in_(bindparam("ids", expanding=True))
_KEEP = (
    update(obligation)
    .where(_THESE, obligation.c.state == bindparam("was"))
    .values(next_at=bindparam("next"), due_at=bindparam("due"), grace_until=bindparam("grace"))
)
_TURN = (
    update(obligation)
    .where(_THESE, obligation.c.state == State.OPEN.value)
    .values(state=bindparam("state_"), changed_at=bindparam("at"))
    .returning(obligation.c.id)
)
_TOLD = select(event.c.obligation_id, event.c.type).where(event.c.obligation_id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What one sweep did; ``more``: it stopped at its limit and is to be called again."""

    looked_at: int = 0
    missed: int = 0
    excused: int = 0
    queued: int = 0
    superseded: int = 0
    unreachable: int = 0
    """Rungs for which nobody can be written to: no fault of the cell's; the unit above has the list."""
    failed: tuple[tuple[int, str], ...] = ()
    """(obligation, error): put off for an hour, to be told to the operator."""
    more: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """One obligation with the rules it stands under and what befalls it."""

    obligation: Obligation
    rules: Rules
    decision: Decision
    due_at: datetime
    grace_until: datetime
    told: frozenset[str] = frozenset()
    """Keys of the rungs told or superseded before."""


def sweep(db: Connection, now: datetime, zone: ZoneInfo, *, limit: int = AT_ONCE, jumped: bool = False) -> SweepReport:
    """Book what is missed, queue what is due, and say when to look again; ``jumped``: the clock was moved by hand.

    Idempotent: events and messages have unique keys. Looks at ``limit`` obligations at most.
    """
    settled = _heard(db, now, jumped=jumped)
    rows = _ripe(db, now, limit)
    if not rows:
        return SweepReport(queued=digests.correct(db, now, zone))
    in_force = reach.rules_of(db, [row.unit_id for row in rows])
    told = _told(db, [row.id for row in rows])
    today = local(now, zone).date()
    decided: list[Decided] = []
    failed: list[tuple[int, str]] = []
    for row in rows:
        rules = in_force.get(row.unit_id, DEFAULTS)
        facts = Facts(frozenset(told[row.id]), row.closed_on is None or row.closed_on > today, settled)
        try:
            decided.append(_decided(row, facts, now, rules, zone))
        except Exception as exc:  # noqa: BLE001 - one cell must not stop the others; told to the operator
            failed.append((row.id, type(exc).__name__))
    _keep(db, decided)
    _put_off(db, [key for key, _ in failed], now)
    missed, excused = _turned(db, decided, now)
    more = len(rows) >= limit
    queued, unreachable = _queue(db, decided, now, zone, more=more)
    queued += 0 if more else digests.correct(db, now, zone)  # beside what is due, in one message with it
    return SweepReport(
        looked_at=len(rows),
        missed=missed,
        excused=excused,
        queued=queued,
        superseded=sum(len(each.decision.superseded) for each in decided),
        unreachable=unreachable,
        failed=tuple(failed),
        more=more,
    )


def _ripe(db: Connection, now: datetime, limit: int) -> Sequence[AnyRow]:
    rows = list(db.execute(_UNPLANNED, {"limit": limit}))
    for statement in _RIPE.values():
        if len(rows) < limit:
            rows += db.execute(statement, {"now": now, "limit": limit - len(rows)}).all()
    return rows


def _told(db: Connection, ids: Sequence[int]) -> dict[int, set[str]]:
    told: dict[int, set[str]] = defaultdict(set)
    for some in portions(ids):
        for obligation_id, type_ in db.execute(_TOLD, {"ids": some}):
            head, _, key = type_.partition(":")
            if head in {"rung", "superseded"}:
                told[obligation_id].add(key)
    return told


def _decided(row: AnyRow, facts: Facts, now: datetime, rules: Rules, zone: ZoneInfo) -> Decided:
    """What befalls it; a grace lengthened by our downtime is never shortened."""
    found = obligation_from(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
    due_at, grace_until = deadlines(found, rules, zone)
    if found.grace_until is not None:
        grace_until = max(grace_until, found.grace_until)
    known = found if found.grace_until == grace_until else replace(found, grace_until=grace_until)
    return Decided(known, rules, due(known, facts, now, rules, zone), due_at, grace_until, facts.told)


def _keep(db: Connection, decided: Sequence[Decided]) -> None:
    """When each is looked at again, and its moments as its rules and its day have them now."""
    alike: dict[tuple[State, datetime | None, datetime, datetime], list[int]] = defaultdict(list)
    for each in decided:
        owed = each.obligation
        alike[owed.state, each.decision.next_at, each.due_at, each.grace_until].append(owed.id)
    for (was, next_at, due_at, grace_until), ids in alike.items():
        values = {"was": was.value, "next": next_at, "due": due_at, "grace": grace_until}
        for some in portions(ids):
            db.execute(_KEEP, {"ids": some, **values})


def _put_off(db: Connection, ids: Sequence[int], now: datetime) -> None:
    for some in portions(ids):
        db.execute(update(obligation).where(obligation.c.id.in_(some)).values(next_at=now + PUT_OFF))


def _turned(db: Connection, decided: Sequence[Decided], now: datetime) -> tuple[int, int]:
    """Mark missed and excused by compare-and-set, with their events at the true moment; how many of each."""
    missed = {each.obligation.id: each.grace_until for each in decided if each.decision.missed}
    excused = {each.obligation.id: now for each in decided if each.decision.excused}
    return (
        _turn(db, missed, State.MISSED, "missed", now),
        _turn(db, excused, State.EXCUSED, "excused:unit closed", now),
    )


def _turn(db: Connection, moments: dict[int, datetime], state: State, type_: str, now: datetime) -> int:
    turned: list[int] = []
    for some in portions(list(moments)):
        turned += db.execute(_TURN, {"ids": some, "state_": state.value, "at": now}).scalars()
    rows = [{"obligation_id": key, "type": type_, "occurred_at": moments[key]} for key in turned]
    insert_new(db, event, rows)
    return len(turned)


def _queue(db: Connection, decided: Sequence[Decided], now: datetime, zone: ZoneInfo, *, more: bool) -> tuple[int, int]:
    """Events of the rungs told and superseded, and the messages; how many messages, and rungs that reach nobody."""
    telling = [(each, rung) for each in decided for rung in each.decision.tell]
    events = [_event(each, "superseded", rung) for each in decided for rung in each.decision.superseded]
    own = [(each, rung) for each, rung in telling if rung.name not in DIGESTED]
    cells = reach.of_cells(db, [each.obligation.unit_id for each, _ in own], local(now, zone).date())
    rows: dict[str, outbox.Row] = {}
    unreachable = 0
    for each, rung in own:
        letters = _reminders(each, rung, cells.of_cell[each.obligation.unit_id, rung.to], now, zone)
        if not letters and rung.name != "visit":  # a cell need not be followed by anybody
            unreachable += 1
            events.append(_event(each, "unreachable", rung))
        rows.update((letter.dedupe_key, letter) for letter in letters)
    rising = [
        digests.Rising(each.obligation, rung, each.rules, each.told) for each, rung in telling if rung.name in DIGESTED
    ]
    above = digests.queue(db, rising, now, zone, more=more)
    events += [_event(each, "rung", rung) for each, rung in telling]
    events += [_happened(*known, "rung") for known in above.passed]
    events += [_happened(*known, "unreachable") for known in above.nobody]
    insert_new(db, event, events)
    outbox.put(db, list(rows.values()), now)
    return len(rows) + above.rows, unreachable + len(above.nobody)


def _event(each: Decided, head: str, rung: Rung) -> dict[str, Any]:
    return _happened(each.obligation.id, rung.key, rung.due_at, head)


def _happened(obligation_id: int, key: str, at: datetime, head: str) -> dict[str, Any]:
    return {"obligation_id": obligation_id, "type": f"{head}:{key}", "occurred_at": at}


def _reminders(each: Decided, rung: Rung, people: set[int], now: datetime, zone: ZoneInfo) -> list[outbox.Row]:
    owed = each.obligation
    payload = {"period": str(owed.period), "rung": rung.name, "key": rung.key}
    return [
        outbox.Row(
            dedupe_key=f"remind:{owed.unit_id}:{owed.period}:{owed.kind}:{rung.key}:{who}",
            recipient_id=who,
            unit_id=owed.unit_id,
            kind="reminder",
            payload=payload,
            not_before=now,
            expires_at=max(pointless_after(owed, rung, each.rules, zone), now + timedelta(minutes=1)),
            due_at=rung.due_at,
        )
        for who in sorted(people)
    ]


# --- our own outage --------------------------------------------------------------------------------------------------

_BACKLOG = select(exists().where(inbox.c.state == text("'new'")))
_OPEN_GRACES = (
    select(obligation.c.due_at, obligation.c.grace_until)
    .where(text("state = 'open'"), obligation.c.due_at < bindparam("latest", type_=Moment()))
    .where(obligation.c.grace_until > bindparam("down", type_=Moment()))
    .distinct()
)


def _heard(db: Connection, now: datetime, *, jumped: bool) -> bool:
    """Whether everything said so far is heard; lengthens the grace of those whom an outage of ours cost time."""
    poll = pulse.last(db, "poll")
    tick = pulse.last(db, "tick")
    heard = None if poll is None else poll.at
    before = datetime.fromisoformat(tick.detail) if tick is not None and tick.detail else None
    if heard is not None and before is not None and not jumped and heard - before > HEARD_WITHIN:
        lengthen_grace(db, before, heard)
    kept = max((moment for moment in (heard, before) if moment is not None), default=None)
    if jumped and kept is not None:
        kept = now
    pulse.beat(db, "tick", now, None if kept is None else kept.isoformat())
    return heard is not None and now - heard <= HEARD_WITHIN and not db.execute(_BACKLOG).scalar()


def lengthen_grace(db: Connection, down: datetime, up: datetime) -> None:
    """We were down from ``down`` to ``up``: whoever was in the last days of a month then has that much longer.

    The days that count are as many before the end as a late cell usually has (``grace_days``), up to the grace.
    """
    window = timedelta(days=DEFAULTS.grace_days)
    graces = db.execute(_OPEN_GRACES, {"latest": up + window, "down": down}).all()
    for due_at, grace_until in graces:
        lost = up - max(down, due_at - window)
        db.execute(
            update(obligation)
            .where(
                obligation.c.state == State.OPEN.value,
                obligation.c.due_at == due_at,
                obligation.c.grace_until == grace_until,
            )
            .values(grace_until=grace_until + lost)
        )
