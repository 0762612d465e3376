"""What the made-up cells did: months that are over, and the month that runs, as obligations and records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.periods import Month
from bot.domain.reminders import Decision, Facts, Obligation, State, deadlines, due
from bot.domain.rules import Rules
from bot.domain.units import CellProfile, DayMode, MeetingDay, planned_day
from demo import errands, words
from demo.chance import Weighted, happens, pick
from demo.errands import Errand
from demo.minutes import keep_meeting, keep_others
from demo.rosters import SeededRoster
from demo.rows import Rows
from storage.tables import event, obligation, outbox, postponement

RULES = Rules()
LATE_EVENING = time(22)


@dataclass(slots=True)
class SeededCell:
    """A cell as its records need it: what it is, who sits in its committee, and how many resolutions it has passed."""

    profile: CellProfile
    meeting_day: MeetingDay
    secretary_id: int
    names: tuple[str, ...]
    """The committee's names, the secretary's first, then other members'."""
    upper_member: str = ""
    upper_id: int = 0
    roster: SeededRoster | None = None
    """Its members by name; None for a cell that counts by numbers."""
    weak: bool = False
    """One that often fails to meet."""
    secretary_joined: bool = False
    resolutions: int = field(default=0)
    errands: list[Errand] = field(default_factory=list)
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """How one month of one cell went."""

    planned_on: date | None
    held_on: date | None = None
    state: State = State.OPEN
    postponed_to: date | None = None
    said_held_on: date | None = None
    paper_on: date | None = None


def record(rows: Rows, rng: Random, cell: SeededCell, months: int, now: datetime, *, keep_open: bool) -> None:
    """The months before that of ``now`` (local), and the month itself; ``keep_open``: nothing is told in that one."""
    this = Month.of(now.date())
    for month in (this.plus(-back) for back in range(months, 0, -1)):
        _keep(rows, rng, cell, month, past(rng, cell, month), now)
    planned = _planned(rng, cell, this)
    course = Course(planned) if keep_open else present(rng, cell, this, planned, now)
    _keep(rows, rng, cell, this, course, now, told=not keep_open)
    if keep_open:
        errands.give_usual(rows, cell, cell.profile.unit_id, now)
    errands.keep(rows, rng, cell, now)


def _planned(rng: Random, cell: SeededCell, month: Month) -> date | None:
    """The planned day; nine in ten cells that register one have done so."""
    if cell.meeting_day.mode is DayMode.REGISTERED and happens(rng, 0.9):
        return month.day(rng.randint(1, 12))
    return planned_day(cell.meeting_day, month)


PAST: Weighted[str] = (
    ("on_time", 83.5),
    ("a_bit_late", 5.5),
    ("late", 4),
    ("postponed", 5),
    ("paper", 0.9),
    ("missed", 0.8),
    ("excused", 0.3),
)
PAST_OF_WEAK: Weighted[str] = (("on_time", 55), ("late", 20), ("postponed", 10), ("missed", 15))
PRESENT: Weighted[str] = (
    ("on_time", 78),
    ("a_bit_late", 9),
    ("postponed", 4.5),
    ("said_held", 1.5),
    ("paper", 1),
    ("open", 6),
)
PRESENT_OF_WEAK: Weighted[str] = (("on_time", 50), ("postponed", 10), ("open", 40))


def past(rng: Random, cell: SeededCell, month: Month) -> Course:
    """A month that is over: 96 to 100 of a hundred cells met, a few of them late or on a postponed day."""
    planned, last = _planned(rng, cell, month), month.last
    usual = planned or month.day(rng.randint(1, 25))
    match pick(rng, PAST_OF_WEAK if cell.weak else PAST):
        case "missed":
            return Course(planned, state=State.MISSED)
        case "excused":
            return Course(planned, state=State.EXCUSED)
        case "paper":
            return Course(planned, state=State.MET, paper_on=min(last, usual + timedelta(rng.randint(0, 3))))
        case "postponed" if planned is not None and planned < last:
            later = min(last, planned + timedelta(rng.randint(2, 9)))
            return Course(planned, later, State.MET, postponed_to=later)
        case "late":
            return Course(planned, min(last, usual + timedelta(rng.randint(3, 9))), State.MET)
        case "a_bit_late":
            return Course(planned, min(last, usual + timedelta(rng.randint(1, 2))), State.MET)
        case _:
            return Course(planned, usual, State.MET)


def present(rng: Random, cell: SeededCell, month: Month, planned: date | None, now: datetime) -> Course:
    """The month that runs: cells whose day is over have mostly met, the others not yet."""
    today = now.date()
    usual = planned or month.day(rng.randint(1, 28))
    if usual > today or (usual == today and (now.time() < LATE_EVENING or happens(rng, 0.5))):
        if planned is None or planned >= month.last or happens(rng, 0.97):
            return Course(planned)
        return Course(planned, postponed_to=min(month.last, planned + timedelta(rng.randint(2, 6))))
    match pick(rng, PRESENT_OF_WEAK if cell.weak else PRESENT):
        case "on_time":
            return Course(planned, usual, State.MET)
        case "a_bit_late":
            return Course(planned, min(today, usual + timedelta(rng.randint(1, 5))), State.MET)
        case "postponed" if planned is not None and today < month.last:
            return Course(planned, postponed_to=min(month.last, today + timedelta(rng.randint(1, 5))))
        case "said_held":
            return Course(planned, said_held_on=usual)
        case "paper":
            return Course(planned, state=State.MET, paper_on=usual)
        case _:
            return Course(planned)


def _keep(
    rows: Rows, rng: Random, cell: SeededCell, month: Month, course: Course, now: datetime, *, told: bool = True
) -> None:
    profile = cell.profile
    reason = rng.choice(words.PUT_OFF) if course.postponed_to else ""
    zone = now.tzinfo if isinstance(now.tzinfo, ZoneInfo) else ZoneInfo("UTC")
    paper_at = None if course.paper_on is None else _evening(course.paper_on, now)
    owed = Obligation(
        0,
        profile.unit_id,
        month,
        planned_on=course.planned_on,
        planned_at=profile.starts_at,
        planned_minutes=profile.usual_minutes,
        postponed_to=course.postponed_to,
        postponed_reason=reason,
        said_held_on=course.said_held_on,
        paper_at=paper_at,
        state=course.state,
    )
    due_at, grace_until = deadlines(owed, RULES, zone)
    decision = _decided(owed, now, zone) if course.state in {State.OPEN, State.MISSED} else Decision()
    owed_id = rows.add(
        obligation,
        unit_id=owed.unit_id,
        period=month,
        kind=owed.kind,
        planned_on=owed.planned_on,
        planned_at=owed.planned_at,
        planned_minutes=owed.planned_minutes,
        postponed_to=owed.postponed_to,
        postponed_at=profile.starts_at if owed.postponed_to else "",
        postponed_reason=reason,
        said_held_on=owed.said_held_on,
        paper_at=paper_at,
        state=owed.state.value,
        due_at=due_at,
        grace_until=grace_until,
        next_at=decision.next_at if told or decision.next_at is None else now,
        changed_at=min(now, due_at),
    )
    if course.postponed_to is not None and course.planned_on is not None:
        asked = min(now, _evening(course.planned_on - timedelta(1), now))
        rows.add(
            postponement,
            obligation_id=owed_id,
            from_day=course.planned_on,
            to_day=course.postponed_to,
            to_clock=profile.starts_at,
            reason=reason,
            at=asked,
            person_id=cell.secretary_id,
        )
    if told:
        _told(rows, cell, owed_id, owed, decision)
    if course.state is State.MISSED:
        rows.add(event, obligation_id=owed_id, type="missed", occurred_at=grace_until)
    if course.held_on is not None:
        keep_meeting(rows, rng, cell, month, course.held_on, now)
        keep_others(rows, cell, month, course.held_on, now)


def _decided(owed: Obligation, now: datetime, zone: ZoneInfo) -> Decision:
    return due(owed, Facts(), now, RULES, zone)


def _told(rows: Rows, cell: SeededCell, owed_id: int, owed: Obligation, decision: Decision) -> None:
    """What the ladder has said by now counts as said, so that a fresh demo does not begin with a flood."""
    for rung in (*decision.tell, *decision.superseded):
        rows.add(event, obligation_id=owed_id, type=f"rung:{rung.key}", occurred_at=rung.due_at)
        if owed.state is State.OPEN and cell.secretary_joined and rung.to.value == "cell":
            rows.add(
                outbox,
                dedupe_key=f"remind:{owed.unit_id}:{owed.period}:{owed.kind}:{rung.key}:{cell.secretary_id}",
                recipient_id=cell.secretary_id,
                unit_id=owed.unit_id,
                kind="reminder",
                payload={"period": str(owed.period), "rung": rung.name, "key": rung.key},
                not_before=rung.due_at,
                expires_at=rung.due_at + timedelta(days=10),
                state="sent",
                attempts=1,
                sent_at=rung.due_at,
                created_at=rung.due_at,
            )


def _evening(day: date, now: datetime) -> datetime:
    return min(now, datetime.combine(day, time(21, 10), now.tzinfo))
