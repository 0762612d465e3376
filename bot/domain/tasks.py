"""Tasks: work for one named owner, with a due date, a measure and its progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TaskState(StrEnum):
    """Where a task stands; *overdue* is not a state but open past its due date."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ReportedState(StrEnum):
    """What an update says: xong, đang làm, chậm (vì), thôi (vì)."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    LATE = "late"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Measure:
    """How much is to be done: ``12 hộ``, ``1.5 km``."""

    amount: float
    unit: str
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """What one owner (a person or a party group) is to do by when."""

    what: str
    assignee: str
    due_on: date | None = None
    measure: Measure | None = None
    area: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """One report on a task: ``done`` of ``total`` in the measure's unit, or a percentage (0 to 100), or neither."""

    state: ReportedState
    done: float | None = None
    total: float | None = None
    percent: float | None = None
    unit: str = ""
    note: str = ""
