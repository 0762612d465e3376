"""Carry-over: the tasks of earlier resolutions that lead the next meeting, what was said of each, and the follow-up share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bot.domain.tasks import Measure, Progress, ReportedState, Task


@dataclass(frozen=True, slots=True)
class Carried:
    """One task as a meeting found it, and what the meeting said of it: a line of the result table (domain.md 5.3)."""

    task_id: int
    task: Task
    resolution: str = ""
    """Number of the resolution that set it."""
    share: float = 0.0
    """How much was done when the meeting began, 0 to 1."""
    before: Progress | None = None
    """The last report before the meeting; None: none yet."""
    told: Progress | None = None
    """What the meeting said; None: nothing."""
    closed_on: date | None = None
    """Closed between the meeting before and this one: its last report is ``before``, nothing was asked."""

    @property
    def asked(self) -> bool:
        """True for a task that was still open."""
        return self.closed_on is None

    @property
    def result(self) -> Progress | None:
        """How it stands after the meeting; None: nobody has said anything."""
        return self.told or self.before

    def overdue(self, day: date) -> bool:
        """Still open on ``day``, past its due date."""
        return self.asked and self.task.due_on is not None and self.task.due_on < day


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How many of the tasks due by a day were done by then (criterion 7 of domain.md section 4)."""

    done: int
    due: int

    @property
    def share(self) -> float | None:
        """Done of due, 0 to 1; None when nothing was due."""
        return self.done / self.due if self.due else None


def follow_up(carried: Iterable[Carried], by: date) -> FollowUp:
    """Done of due by that day (the meeting's).

    Done ahead of time counts on both sides; a task that was dropped with its reason, or that has no day, is no target [A].
    """
    done = due = 0
    for each in carried:
        state = None if each.result is None else each.result.state
        finished = state is ReportedState.DONE
        expected = each.task.due_on is not None and each.task.due_on <= by and state is not ReportedState.DROPPED
        done += finished
        due += finished or expected
    return FollowUp(done, due)


def to_json(each: Carried) -> dict[str, Any]:
    """The line as it is kept with the answers and with the version of the record."""
    return {
        "task_id": each.task_id,
        "what": each.task.what,
        "assignee": each.task.assignee,
        "due_on": None if each.task.due_on is None else each.task.due_on.isoformat(),
        "measure": None if each.task.measure is None else asdict(each.task.measure),
        "area": each.task.area,
        "resolution": each.resolution,
        "share": each.share,
        "before": _progress_to_json(each.before),
        "told": _progress_to_json(each.told),
        "closed_on": None if each.closed_on is None else each.closed_on.isoformat(),
    }


def from_json(raw: Mapping[str, Any]) -> Carried:
    """The line back; ValueError, KeyError or TypeError when it is none."""
    task = Task(
        str(raw["what"]),
        str(raw["assignee"]),
        _day(raw["due_on"]),
        None if raw["measure"] is None else Measure(**raw["measure"]),
        str(raw["area"]),
    )
    return Carried(
        int(raw["task_id"]),
        task,
        str(raw["resolution"]),
        float(raw["share"]),
        _progress(raw["before"]),
        _progress(raw["told"]),
        _day(raw["closed_on"]),
    )


def _day(raw: str | None) -> date | None:
    return None if raw is None else date.fromisoformat(raw)


def _progress_to_json(told: Progress | None) -> dict[str, Any] | None:
    return None if told is None else {**asdict(told), "state": told.state.value}


def _progress(raw: Mapping[str, Any] | None) -> Progress | None:
    return None if raw is None else Progress(**{**raw, "state": ReportedState(raw["state"])})
