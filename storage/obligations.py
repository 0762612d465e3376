"""Obligations: that each active cell meets once a month, and what its people say about it.

Every change is a compare-and-set on the state and leaves ``next_at`` empty, so that the next sweep looks at the
obligation at once and works out its moments anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, bindparam, exists, insert, select, update

from bot.domain.errors import Refused
from bot.domain.people import Scope
from bot.domain.periods import Month, local
from bot.domain.reminders import REGULAR, Obligation, State, codes, deadlines, rungs
from bot.domain.rules import Rules
from bot.domain.units import CellProfile, DayMode, MeetingDay, UnitKind, planned_day, read_meeting_day
from storage import audit, notices, people, rules, units
from storage.new_rows import insert_new
from storage.tables import (
    MonthText,
    cell_profile,
    event,
    meeting,
    meeting_version,
    obligation,
    postponement,
    setting,
    unit,
)

COLUMNS = tuple(obligation.c[name] for name in Obligation.__dataclass_fields__)
DEFAULTS = Rules()
USUAL_MINUTES = 90
UNSETTLED = (State.OPEN.value, State.MISSED.value)
_PERIOD = bindparam("period", type_=MonthText())
_OF: units.AnySelect = select(*COLUMNS).where(
    obligation.c.unit_id == bindparam("unit_id"), obligation.c.period == _PERIOD, obligation.c.kind == REGULAR
)
_LOCK = (
    select(obligation.c.id)
    .where(obligation.c.unit_id == bindparam("unit_id"), obligation.c.period == _PERIOD)
    .with_for_update(key_share=True)
)
_UNSETTLED = and_(obligation.c.id == bindparam("key"), obligation.c.state.in_(UNSETTLED))


def obligation_from(row: Any) -> Obligation:
    """The obligation in a mapping that has its columns."""
    values = {name: row[name] for name in Obligation.__dataclass_fields__}
    return Obligation(**{**values, "state": State(values["state"])})


def of(db: Connection, scope: Scope, unit_id: int, month: Month) -> Obligation | None:
    """The cell's obligation of that month; None when there is none and, no different, when it is outside the scope."""
    values = {"unit_id": unit_id, "period": month}
    row = units.run_within(db, _OF, obligation.c.unit_id, scope, values).mappings().first()
    return None if row is None else obligation_from(row)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the regular record of a month says, in short."""

    held_on: date
    present: int
    base: int
    recorded_at: datetime


def recorded(db: Connection, scope: Scope, unit_id: int, month: Month) -> Recorded | None:
    """The cell's regular record of that month, if there is one within the scope."""
    statement: units.AnySelect = (
        select(meeting_version.c.held_on, meeting_version.c.present, meeting_version.c.base, meeting.c.recorded_at)
        .join(
            meeting, and_(meeting.c.id == meeting_version.c.meeting_id, meeting.c.version == meeting_version.c.version)
        )
        .where(meeting.c.unit_id == unit_id, meeting.c.period == month, meeting.c.regular == 1)
    )
    row = db.execute(units.within(statement, meeting.c.unit_id, scope)).first()
    return None if row is None else Recorded(row.held_on, row.present, row.base, row.recorded_at)


# --- opening a month -------------------------------------------------------------------------------------------------


def _unopened(month: Month, today: date) -> units.AnySelect:
    """The active cells without an obligation of the month, with what they told about their day."""
    has = exists().where(obligation.c.unit_id == unit.c.id, obligation.c.period == month, obligation.c.kind == REGULAR)
    met = exists().where(meeting.c.unit_id == unit.c.id, meeting.c.period == month, meeting.c.regular == 1)
    day = max(today, month.first)
    return (
        select(
            unit.c.id,
            unit.c.opened_on,
            cell_profile.c.meeting_day,
            cell_profile.c.starts_at,
            cell_profile.c.usual_minutes,
            met.label("met"),
        )
        .outerjoin(cell_profile, and_(cell_profile.c.unit_id == unit.c.id, units.valid(cell_profile, day)))
        .where(
            unit.c.kind == UnitKind.CELL.value,
            unit.c.opened_on <= month.last,
            units.still_open(day),
            ~has,
        )
    )


def unopened(db: Connection, month: Month, today: date) -> bool:
    """Whether some active cell has no obligation of the month yet."""
    return db.execute(_unopened(month, today).limit(1)).first() is not None


def open_period(db: Connection, month: Month, now: datetime, zone: ZoneInfo, limit: int = 5000) -> int:
    """Give every active cell its obligation of the month, at most ``limit`` at a time; how many it was. Idempotent.

    A cell founded after its planned day has no planned day in that month; one that has recorded already has met.
    """
    read: dict[str, MeetingDay] = {}
    rows = []
    usual = db.execute(select(setting.c.id).limit(1)).first() is None
    for cell in db.execute(_unopened(month, local(now, zone).date()).limit(limit)):
        said = cell.meeting_day or ""
        day = planned_day(read.setdefault(said, _told_day(said)), month)
        planned = None if day is not None and day < cell.opened_on else day
        minutes = cell.usual_minutes or USUAL_MINUTES
        owed = Obligation(0, cell.id, month, REGULAR, planned, cell.starts_at or "", minutes)
        due_at, grace_until = deadlines(owed, DEFAULTS, zone)
        rows.append(
            {
                "unit_id": cell.id,
                "period": month,
                "kind": REGULAR,
                "planned_on": planned,
                "planned_at": owed.planned_at,
                "planned_minutes": minutes,
                "state": (State.MET if cell.met else State.OPEN).value,
                "due_at": due_at,
                "grace_until": grace_until,
                "next_at": _first_look(owed, zone) if usual else None,
                "changed_at": now,
            }
        )
    insert_new(db, obligation, rows)
    return len(rows)


def _first_look(owed: Obligation, zone: ZoneInfo) -> datetime | None:
    """The first moment of the ladder; None, which the sweep looks into, when the hour makes no sense."""
    try:
        return rungs(owed, DEFAULTS, zone)[0].due_at
    except ValueError:
        return None


def _told_day(text: str) -> MeetingDay:
    """The meeting day as told; what cannot be read is any day."""
    try:
        return read_meeting_day(text)
    except ValueError:
        return MeetingDay(DayMode.ANY)


def replan(db: Connection, scope: Scope, profile: CellProfile, now: datetime, zone: ZoneInfo) -> None:
    """After the cell told another day or hour: its open, not postponed obligations from this month on follow."""
    units.seen(db, scope, profile.unit_id)
    told = _told_day(profile.meeting_day)
    this = Month.of(local(now, zone).date())
    for month in (this, this.plus(1)):
        values: dict[str, Any] = {
            "planned_at": profile.starts_at,
            "planned_minutes": profile.usual_minutes,
            "next_at": None,
            "changed_at": now,
        }
        if told.mode is not DayMode.REGISTERED:
            values["planned_on"] = planned_day(told, month)
        db.execute(
            update(obligation)
            .where(
                obligation.c.unit_id == profile.unit_id,
                obligation.c.period == month,
                obligation.c.kind == REGULAR,
                obligation.c.state == State.OPEN.value,
                obligation.c.postponed_to.is_(None),
            )
            .values(values)
        )


# --- what befalls it -------------------------------------------------------------------------------------------------


def meet(db: Connection, scope: Scope, unit_id: int, month: Month, held_on: date, now: datetime) -> None:
    """The month's meeting, held on ``held_on``, is recorded: its reminders stop. Twice changes nothing."""
    found = (
        units.run_within(db, _OF, obligation.c.unit_id, scope, {"unit_id": unit_id, "period": month}).mappings().first()
    )
    if found is None:  # not opened yet: open_period sees the record
        return
    if db.execute(
        update(obligation)
        .where(obligation.c.id == found["id"], obligation.c.state.in_(UNSETTLED))
        .values(state=State.MET.value, changed_at=now, next_at=None)
    ).rowcount:
        insert_new(db, event, [{"obligation_id": found["id"], "type": f"met:{held_on}", "occurred_at": now}])


def unmeet(db: Connection, scope: Scope, unit_id: int, month: Month, now: datetime) -> None:
    """The month's record has moved to another month or is no regular one any more: it owes one again, unless one stands."""
    if recorded(db, scope, unit_id, month) is not None:
        return
    found = of(db, scope, unit_id, month)
    if found is None or found.state is not State.MET or found.paper_at is not None:
        return
    db.execute(
        update(obligation)
        .where(obligation.c.id == found.id, obligation.c.state == State.MET.value)
        .values(state=State.OPEN.value, changed_at=now, next_at=None)
    )
    audit.note(db, now, None, unit_id, "month-owed-again", {"period": str(month)})


def _unsettled(db: Connection, scope: Scope, unit_id: int, month: Month) -> Obligation:
    db.execute(_LOCK, {"unit_id": unit_id, "period": month})
    found = of(db, scope, unit_id, month)
    if found is None:
        raise Refused("not-found")
    if found.state is State.MET or found.paper_at is not None:
        raise Refused("reminder-settled-met", period=f"{month.month}/{month.year}")
    if found.state is State.EXCUSED:
        raise Refused("reminder-settled-excused", period=f"{month.month}/{month.year}")
    return found


def _change(db: Connection, scope: Scope, found: Obligation, now: datetime, **values: Any) -> Obligation:
    """The obligation with new values if nobody settled it meanwhile, to be looked at by the next sweep."""
    changed = {"changed_at": now, "next_at": None, **values}
    if db.execute(update(obligation).where(_UNSETTLED).values(changed), {"key": found.id}).rowcount != 1:
        raise Refused("reminder-settled-met", period=f"{found.period.month}/{found.period.year}")
    again = of(db, scope, found.unit_id, found.period)
    return again if again is not None else found


def postpone(  # noqa: PLR0913, PLR0917
    db: Connection,
    scope: Scope,
    unit_id: int,
    month: Month,
    to_day: date,
    to_clock: str,
    reason: str,
    person_id: int,
    now: datetime,
    draft_id: int | None = None,
) -> Obligation:
    """The meeting moves to ``to_day`` (``to_clock`` empty: the usual hour) for a reason, and its reminders with it.

    The committee above is told. The same draft twice changes nothing. Refused once it met, or for a day outside the
    month and the one after.
    """
    if draft_id is not None and db.execute(select(exists().where(postponement.c.draft_id == draft_id))).scalar():
        known = of(db, scope, unit_id, month)
        if known is not None:
            return known
    found = _unsettled(db, scope, unit_id, month)
    if not month.first <= to_day <= month.plus(1).last:
        raise Refused("reminder-day-too-far", day=to_day, period=f"{month.month}/{month.year}")
    moved = _change(
        db,
        scope,
        found,
        now,
        postponed_to=to_day,
        postponed_at=to_clock,
        postponed_reason=reason,
        said_held_on=None,
        state=State.OPEN.value,
    )
    values = {"to_day": to_day, "to_clock": to_clock, "reason": reason, "person_id": person_id}
    made = db.execute(
        insert(postponement).values(obligation_id=found.id, from_day=found.day, at=now, draft_id=draft_id, **values)
    ).inserted_primary_key
    audit.note(db, now, person_id, unit_id, "postponed", {"period": str(month), "to": str(to_day), "reason": reason})
    notices.tell_admins(
        db,
        unit_id,
        "reminder-notice-postponed" if reason else "reminder-notice-postponed-no-reason",
        {"period": month, "day": to_day, "reason": reason},
        f"postponed:{draft_id}" if draft_id is not None else f"postponed:row:{made[0] if made else found.id}",
        now,
    )
    _tell_who_follows(db, moved, "visit-moved-notice", {"reason": reason or "–"}, now)
    return moved


def _tell_who_follows(db: Connection, moved: Obligation, key: str, values: dict[str, object], now: datetime) -> None:
    """The upper members learn of the new day; within the days before it the ladder's own word to them does."""
    ahead = dict(rules.rules_for(db, moved.unit_id).ladder).get("visit")
    if ahead is None or moved.day is None or moved.day + timedelta(days=ahead) <= now.date():
        return
    notices.tell(
        db,
        people.upper_members(db, moved.unit_id, now.date()),
        moved.unit_id,
        key,
        {"period": moved.period, "day": moved.day, **values},
        f"{key}:{moved.id}:{moved.day}:{now.isoformat()}",
        now,
        checked=f"moved:{moved.period}:{moved.day}",
        buttons=[(f"reminder-do-{action}", code) for action, code in codes("visit", moved.unit_id, moved.period)],
    )


def withdraw_postponement(
    db: Connection, scope: Scope, unit_id: int, month: Month, person_id: int, now: datetime
) -> Obligation:
    """The meeting is on its planned day again; the committee above is told."""
    found = _unsettled(db, scope, unit_id, month)
    if found.postponed_to is None:
        raise Refused("reminder-not-postponed", period=f"{month.month}/{month.year}")
    back = _change(db, scope, found, now, postponed_to=None, postponed_at="", postponed_reason="")
    running = and_(postponement.c.obligation_id == found.id, postponement.c.withdrawn_at.is_(None))
    newest = db.execute(select(postponement.c.id).where(running).order_by(postponement.c.id.desc())).scalar()
    db.execute(update(postponement).where(running).values(withdrawn_at=now))
    audit.note(db, now, person_id, unit_id, "postponement-withdrawn", {"period": str(month)})
    notices.tell_admins(
        db,
        unit_id,
        "reminder-notice-postponement-withdrawn" if back.day else "reminder-notice-postponement-withdrawn-no-day",
        {"period": month, **({"day": back.day} if back.day else {})},
        f"withdrawn:{newest}",
        now,
    )
    _tell_who_follows(db, back, "visit-back-notice", {}, now)
    return back


def register_day(
    db: Connection, scope: Scope, unit_id: int, month: Month, day: date, person_id: int, now: datetime
) -> Obligation:
    """A cell that registers its day monthly tells it; it may tell another until it met."""
    found = _unsettled(db, scope, unit_id, month)
    if Month.of(day) != month:
        raise Refused("reminder-day-too-far", day=day, period=f"{month.month}/{month.year}")
    audit.note(db, now, person_id, unit_id, "day-registered", {"period": str(month), "day": str(day)})
    return _change(db, scope, found, now, planned_on=day)


def say_held(
    db: Connection, scope: Scope, unit_id: int, month: Month, on: date, person_id: int, now: datetime
) -> Obligation:
    """The cell says (on local day ``on``) that it met and will record later: one gentle request, no more questions."""
    found = _unsettled(db, scope, unit_id, month)
    if found.said_held_on is not None:
        return found
    audit.note(db, now, person_id, unit_id, "said-held", {"period": str(month)})
    return _change(db, scope, found, now, said_held_on=on, state=State.OPEN.value)


def file_on_paper(
    db: Connection, scope: Scope, unit_id: int, month: Month, person_id: int, now: datetime
) -> Obligation:
    """The minutes were handed in on paper: the cell met, and is reminded no more."""
    found = _unsettled(db, scope, unit_id, month)
    audit.note(db, now, person_id, unit_id, "filed-on-paper", {"period": str(month)})
    return _change(db, scope, found, now, paper_at=now, state=State.MET.value)


def withdraw_paper(
    db: Connection, scope: Scope, unit_id: int, month: Month, person_id: int, now: datetime
) -> Obligation:
    """Not handed in on paper after all; Refused once the month is recorded."""
    found = of(db, scope, unit_id, month)
    if found is None or found.paper_at is None:
        raise Refused("not-found")
    if recorded(db, scope, unit_id, month) is not None:
        raise Refused("reminder-settled-met", period=f"{month.month}/{month.year}")
    db.execute(
        update(obligation)
        .where(obligation.c.id == found.id, obligation.c.paper_at.is_not(None))
        .values(paper_at=None, state=State.OPEN.value, changed_at=now, next_at=None)
    )
    audit.note(db, now, person_id, unit_id, "paper-withdrawn", {"period": str(month)})
    return of(db, scope, unit_id, month) or found


def excuse(
    db: Connection, scope: Scope, unit_id: int, month: Month, reason: str, person_id: int | None, now: datetime
) -> Obligation:
    """The committee above lets the cell off for that month."""
    found = _unsettled(db, scope, unit_id, month)
    audit.note(db, now, person_id, unit_id, "excused", {"period": str(month), "reason": reason})
    return _change(db, scope, found, now, state=State.EXCUSED.value)
