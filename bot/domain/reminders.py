"""What is due: a pure function of an obligation, what has been told already, and now.

An *obligation* is that one active cell meets in one month; a *rung* is one moment of the ladder at which somebody is
told. Only the latest rung due for an audience is told; after downtime the older ones are superseded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.calendar import clock, decent, quiet
from bot.domain.levels import LEVELS, level_days
from bot.domain.periods import Month
from bot.domain.rules import Rules

REGULAR = "regular"


class State(StrEnum):
    """Where an obligation stands."""

    OPEN = "open"
    MET = "met"
    MISSED = "missed"
    EXCUSED = "excused"


class Audience(StrEnum):
    """Who is told: the cell's secretary and deputy, its upper member, the admins of the committee above, or of the next one."""

    CELL = "cell"
    UPPER = "upper"
    COMMITTEE = "committee"
    NEXT_COMMITTEE = "next_committee"


@dataclass(frozen=True, slots=True)
class Obligation:
    """That a cell is to meet in a month, as its row says; ``planned_on`` None: no day is known."""

    id: int
    unit_id: int
    period: Month
    kind: str = REGULAR
    planned_on: date | None = None
    planned_at: str = ""
    """``19:30`` or empty."""
    planned_minutes: int = 90
    """How long the cell usually sits: the evening question waits for it."""
    postponed_to: date | None = None
    postponed_at: str = ""
    postponed_reason: str = ""
    said_held_on: date | None = None
    paper_at: datetime | None = None
    state: State = State.OPEN
    due_at: datetime | None = None
    grace_until: datetime | None = None
    """When it counts as missed; grows by our own downtime."""

    @property
    def day(self) -> date | None:
        """The day that counts: the postponed one, else the planned one."""
        return self.postponed_to or self.planned_on

    @property
    def hour(self) -> str:
        """The hour of that day, or empty."""
        return (self.postponed_at or self.planned_at) if self.postponed_to else self.planned_at


@dataclass(frozen=True, slots=True)
class Rung:
    """One moment of the ladder; ``key`` is its name, with the new day when the meeting was postponed."""

    name: str
    key: str
    to: Audience
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What else bears on an obligation: the rungs told already, whether the cell still exists, and whether we heard everybody."""

    told: frozenset[str] = frozenset()
    """Keys of rungs told or superseded."""
    active: bool = True
    settled: bool = True
    """The inbox is empty and Telegram was asked within the last minutes: nothing that was said in time is unheard."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What befalls the obligation now, and when it is to be looked at again (None: never)."""

    tell: tuple[Rung, ...] = ()
    superseded: tuple[Rung, ...] = ()
    missed: bool = False
    excused: bool = False
    next_at: datetime | None = None


DIGESTED = frozenset({*LEVELS, "month_end"})
"""Rungs that are told above, a digest a day and not a message a cell."""
NUDGE = "nudge"
"""The name of a reminder that an admin sends by hand; its key carries the day."""
OF_COMING = frozenset({"before", "visit"})
"""Rungs that tell of a meeting to come: no use once it has begun."""
BEFORE_QUIET = timedelta(minutes=5)
"""The evening question goes out this long before the quiet hours at the latest, so that the sender gets it through."""
LOOK_AGAIN = timedelta(days=28)
SOON = timedelta(seconds=30)
"""Until the next tick asks again whether everything that was said is heard."""


def planned_moment(obligation: Obligation, rules: Rules, zone: ZoneInfo) -> datetime | None:
    """When the cell means to begin (at ``ask_hour`` when its hour is unknown); None when no day is known."""
    if obligation.day is None:
        return None
    return datetime.combine(obligation.day, clock(obligation.hour or rules.ask_hour), zone)


def late_after(obligation: Obligation, rules: Rules) -> date:
    """The last day on which the meeting is not *late*: the day that counts, or the month's last, and the grace [A]."""
    return (obligation.day or obligation.period.last) + timedelta(days=rules.grace_days)


def deadlines(obligation: Obligation, rules: Rules, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """(due_at, grace_until): the end of the month, or of a later day that counts; and when it counts as missed.

    *Missed* only after the month's end, and not before the grace of a day late in the month is over [A] (domain.md 3.1).
    """
    return _deadlines(obligation.period.last, obligation.day, rules.grace_days, zone)


@lru_cache(maxsize=65536)
def _deadlines(last: date, day: date | None, grace_days: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    due_on = max(last, day or last)
    grace_on = due_on if day is None else max(due_on, day + timedelta(days=grace_days))
    return _midnight_after(due_on, zone), _midnight_after(grace_on, zone)


def rungs(obligation: Obligation, rules: Rules, zone: ZoneInfo) -> tuple[Rung, ...]:
    """The ladder with its true moments, in order of time: quiet hours and holidays passed over.

    Without a day that counts it is the middle and the near end of the month; once the cell has said that it met, one
    gentle request to record. Then the levels above, one after the other; the month's end always tells the committee.
    """
    return _rungs(
        obligation.period,
        obligation.day,
        obligation.hour,
        obligation.planned_minutes,
        obligation.postponed_to is not None,
        obligation.said_held_on,
        rules,
        zone,
    )


@lru_cache(maxsize=65536)
def _rungs(
    period: Month,
    day: date | None,
    hour: str,
    minutes: int,
    moved: bool,  # noqa: FBT001
    said_held_on: date | None,
    rules: Rules,
    zone: ZoneInfo,
) -> tuple[Rung, ...]:
    morning = clock(rules.morning_hour)
    wanted: list[tuple[str, str, datetime]] = []
    if said_held_on is not None:
        asked_on = said_held_on + timedelta(days=rules.entry_days)
        wanted.append(("record", "record", datetime.combine(asked_on, morning, zone)))
    elif day is None:
        for name, number in rules.without_day:
            wanted.append((name, name, datetime.combine(_day_of(period, number), morning, zone)))
    else:
        for name, days in rules.ladder:
            if name in LEVELS:  # a ladder that a committee set when the upper member's rung stood in it
                continue
            key = f"{name}@{day}" if moved else name
            at = datetime.combine(day + timedelta(days=days), morning, zone)
            wanted.append((name, key, _evening(day, hour, minutes, rules, zone) if name == "evening" else at))
    if said_held_on is None:
        for level, days in level_days(rules):
            at = datetime.combine((day or period.last) + timedelta(days=days), morning, zone)
            wanted.append((level, f"{level}@{day}" if moved else level, at))
    wanted.append(("month_end", "month_end", datetime.combine(period.plus(1).first, morning, zone)))
    ladder = [Rung(name, key, _audience(name), decent(at, rules, zone)) for name, key, at in wanted]
    if day is not None:
        begins = datetime.combine(day, clock(hour or rules.ask_hour), zone)
        ladder = [rung for rung in ladder if rung.name not in OF_COMING or rung.due_at < begins]
    if (day or period.last) <= period.last:  # the month's end tells the committee of it as silent already
        ended = ladder[-1].due_at
        ladder = [rung for rung in ladder if rung.name != "committee" or rung.due_at < ended]
    return tuple(sorted(ladder, key=lambda rung: rung.due_at))


def _audience(name: str) -> Audience:
    match name:
        case "upper" | "visit":
            return Audience.UPPER
        case "committee" | "month_end":
            return Audience.COMMITTEE
        case "next_committee":
            return Audience.NEXT_COMMITTEE
        case _:
            return Audience.CELL


def _day_of(period: Month, number: int) -> date:
    """Day ``number`` of the month; negative: so many days before its last."""
    return period.day(number) if number > 0 else period.last + timedelta(days=number)


def _evening(day: date, hour: str, minutes: int, rules: Rules, zone: ZoneInfo) -> datetime:
    """When the meeting is probably over, drawn forward to just before the quiet hours if need be and possible."""
    if not hour:
        return datetime.combine(day, clock(rules.ask_hour), zone)
    begins = datetime.combine(day, clock(hour), zone)
    over = begins + timedelta(minutes=minutes)
    latest = datetime.combine(day, clock(rules.quiet_from), zone) - BEFORE_QUIET
    asleep = quiet(over.time(), rules) or over.date() > day
    return latest if asleep and begins < latest < over else over


def _midnight_after(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), clock("00:00"), zone)


def due(obligation: Obligation, facts: Facts, now: datetime, rules: Rules, zone: ZoneInfo) -> Decision:
    """What is to be told now, what was superseded, and whether the month is missed.

    Nothing once the cell met, reported on paper, is excused or exists no more. Who said that it met is not *missed*.
    """
    if obligation.state in {State.MET, State.EXCUSED}:
        return Decision()
    if obligation.paper_at is not None:
        return Decision(next_at=now + LOOK_AGAIN)
    if not facts.active:
        return Decision(excused=True)
    ladder = rungs(obligation, rules, zone)
    ripe = [rung for rung in ladder if rung.due_at <= now]
    latest = {rung.to: rung for rung in ripe}
    untold = [rung for rung in ripe if rung.key not in facts.told]
    stand = [rung for rung in untold if latest[rung.to] is rung and _in_time(obligation, rung, now, rules, zone)]
    tell = tuple(stand)
    superseded = tuple(rung for rung in untold if rung not in stand)
    ahead = [rung.due_at for rung in ladder if rung.due_at > now]
    if obligation.state is State.MISSED:
        return Decision(tell, superseded, next_at=min(ahead, default=None))
    if obligation.said_held_on is not None:
        return Decision(tell, superseded, next_at=min(ahead, default=now + LOOK_AGAIN))
    grace_until = obligation.grace_until or deadlines(obligation, rules, zone)[1]
    missed = now >= grace_until and facts.settled
    if not missed:
        ahead.append(max(grace_until, now + SOON))
    return Decision(tell, superseded, missed, next_at=min(ahead, default=None))


def _in_time(obligation: Obligation, rung: Rung, now: datetime, rules: Rules, zone: ZoneInfo) -> bool:
    """Whether a rung that tells of a meeting to come is told before it begins."""
    begins = planned_moment(obligation, rules, zone)
    return rung.name not in OF_COMING or begins is None or now < begins


def fallen(obligation: Obligation, key: str, now: datetime, rules: Rules, zone: ZoneInfo) -> str:
    """Why a reminder queued for the rung ``key`` no longer stands at ``now``; empty while it does."""
    if obligation.state in {State.MET, State.EXCUSED}:
        return str(obligation.state)
    if obligation.paper_at is not None:
        return "paper"
    if key.startswith(f"{NUDGE}@"):
        return ""
    ladder = rungs(obligation, rules, zone)
    mine = next((rung for rung in ladder if rung.key == key), None)
    if mine is None:
        return "said_held" if obligation.said_held_on is not None else "moved"
    ripe = [rung for rung in ladder if rung.to is mine.to and rung.due_at <= now]
    return "superseded" if ripe and ripe[-1] is not mine else ""


def pointless_after(obligation: Obligation, rung: Rung, rules: Rules, zone: ZoneInfo) -> datetime:
    """When the rung's message loses its sense unsent: *before* once the meeting begins, others after ten days."""
    begins = planned_moment(obligation, rules, zone)
    if rung.name in OF_COMING and begins is not None:
        return begins
    return rung.due_at + timedelta(days=10)


ACTIONS: dict[str, tuple[str, ...]] = {
    "before": ("prep", "lui"),
    "visit": ("come", "away"),
    "evening": ("now", "held", "lui"),
    "after": ("now", "held", "lui", "paper"),
    "record": ("now", "paper"),
    "middle": ("now", "held", "day", "paper"),
    "near_end": ("now", "held", "day", "paper"),
}
"""The numbered choices under each rung's message to the cell; a press is ``rem:<action>:<unit>:<period>``, on the way to a visit ``vis:…``."""


def codes(name: str, unit_id: int, period: Month) -> tuple[tuple[str, str], ...]:
    """(action, code) of each choice under the rung's message, in the order of their numbers."""
    actions = ACTIONS["after"] if name not in ACTIONS and _audience(name) is Audience.CELL else ACTIONS.get(name, ())
    route = "vis" if name == "visit" else "rem"
    return tuple((action, f"{route}:{action}:{unit_id}:{period}") for action in actions)
