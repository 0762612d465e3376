"""When a task is reminded of, and who is told: before its due day, on it, when it is overdue, then weekly a few times.

A *nudge* is one moment at which somebody is told of one task. Far tasks sleep; only the latest nudge that is due is told,
and none that is stale.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import clock, decent
from bot.domain.names import folded
from bot.domain.people import Role
from bot.domain.rules import Rules
from bot.domain.tasks import TaskState

STALE = timedelta(days=6)
"""A nudge that could not be told for so long is not told any more."""
LOOK_AGAIN = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Nudge:
    """One moment; ``key`` is its name with the due day it is about, so that another due day has its own."""

    name: str
    """``before``, ``due``, ``over``, ``again1`` …"""
    key: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Ripe:
    """What is told now (None: nothing), and when the task is looked at again."""

    tell: Nudge | None
    next_at: datetime


def nudges(due_on: date, rules: Rules, zone: ZoneInfo) -> tuple[Nudge, ...]:
    """All moments of a task due on that day, in order, in the morning; quiet hours and holidays passed over."""
    days = [("before", -rules.task_before_days)] if rules.task_before_days > 0 else []
    days += [("due", 0), ("over", 1)]
    if rules.task_again_days > 0:
        days += [(f"again{n}", 1 + n * rules.task_again_days) for n in range(1, rules.task_again_times + 1)]
    morning = clock(rules.morning_hour)
    return tuple(
        Nudge(
            name, f"{name}@{due_on}", decent(datetime.combine(due_on + timedelta(days=by), morning, zone), rules, zone)
        )
        for name, by in days
    )


def due(due_on: date | None, since: datetime, now: datetime, rules: Rules, zone: ZoneInfo) -> Ripe:
    """The latest nudge after ``since`` (when the task was made, or last looked at) that is due by now and not stale."""
    if due_on is None:
        return Ripe(None, now + LOOK_AGAIN)
    ladder = nudges(due_on, rules, zone)
    latest = max((each for each in ladder if each.due_at <= now), key=lambda each: each.due_at, default=None)
    ahead = min((each.due_at for each in ladder if each.due_at > now), default=now + LOOK_AGAIN)
    fresh = latest is not None and since < latest.due_at and now - latest.due_at < STALE
    return Ripe(latest if fresh else None, ahead)


def fallen(state: TaskState, due_on: date | None, key: str, now: datetime, rules: Rules, zone: ZoneInfo) -> str:
    """Why a message queued for the nudge ``key`` no longer stands at ``now``; empty while it does."""
    if state is not TaskState.OPEN:
        return str(state)
    mine = next((each for each in nudges(due_on, rules, zone) if each.key == key), None) if due_on else None
    if mine is None or due_on is None:
        return "moved"
    later = [each for each in nudges(due_on, rules, zone) if mine.due_at < each.due_at <= now]
    return "superseded" if later else ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post in the task's cell, and whether he can be written to."""

    person_id: int
    name: str
    role: Role
    reachable: bool


def told(assignee: str, holders: Iterable[Holder]) -> dict[int, Role]:
    """Who is told of a task, each with his post: the secretary (the deputy where none can be reached), and its owner."""
    known = [each for each in holders if each.reachable]
    heads = [each for each in known if each.role is Role.SECRETARY] or [
        each for each in known if each.role is Role.DEPUTY
    ]
    name = folded(assignee)
    owners = [each for each in known if name and folded(each.name) == name and each.role is not Role.UPPER_MEMBER]
    return {each.person_id: each.role for each in (*owners, *heads)}
