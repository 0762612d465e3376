"""Tasks: work for one named owner, with a due date, a measure and its progress; where one stands follows its updates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
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


class Act(StrEnum):
    """What an update does: reports, takes back another one, opens a closed task again, moves the due day."""

    REPORT = "report"
    UNDO = "undo"
    REOPEN = "reopen"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Update:
    """One update as kept, never changed: who said what when; ``said_on`` is the local day it speaks of."""

    id: int
    act: Act
    progress: Progress
    at: datetime
    said_on: date
    by: int | None = None
    by_name: str = ""
    meeting_id: int | None = None
    """The meeting that said it."""
    replaces: int | None = None
    """The update that this one corrects (it counts in that one's place) or takes back."""
    due_on: date | None = None
    """The new due day of a move (None: no day any more)."""
    due_was: date | None = None
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a task stands: ``share`` done, 0 to 1."""

    state: TaskState
    share: float
    due_on: date | None
    closed_on: date | None = None
    told: Progress | None = None
    """What was reported last while it counts; None: nothing yet."""


def in_force(updates: Iterable[Update]) -> tuple[Update, ...]:
    """The updates that count, in the order in which they count.

    What was corrected or taken back counts no more; a correction counts in the place of what it corrects, so that a
    meeting corrected today does not overrule what was reported after the meeting.
    """
    place: dict[int, int] = {}
    gone: set[int] = set()
    ordered = sorted(updates, key=lambda each: each.id)
    for each in ordered:
        place[each.id] = each.id if each.replaces is None else place.get(each.replaces, each.id)
        if each.replaces is not None:
            gone.add(each.replaces)
    counted = [each for each in ordered if each.id not in gone and each.act is not Act.UNDO]
    return tuple(sorted(counted, key=lambda each: (place[each.id], each.id)))


def share_after(progress: Progress, measure: Measure | None, before: float) -> float:
    """How much of the task is done, 0 to 1, after the report."""
    if progress.state is ReportedState.DONE:
        return 1.0
    total = progress.total or (measure.amount if measure else None)
    if progress.done is not None and total:
        return max(0.0, min(1.0, progress.done / total))
    if progress.percent is not None:
        return max(0.0, min(1.0, progress.percent / 100))
    return before


CLOSING = {ReportedState.DONE: TaskState.DONE, ReportedState.DROPPED: TaskState.DROPPED}


def standing(told: Task, updates: Sequence[Update]) -> Standing:
    """Where the task stands after its updates; ``told`` is the task with its due day as of now."""
    moves = [each for each in sorted(updates, key=lambda each: each.id) if each.act is Act.DUE]
    now = Standing(TaskState.OPEN, 0.0, moves[0].due_was if moves else told.due_on)
    open_share = 0.0
    for each in in_force(updates):
        match each.act:
            case Act.REPORT:
                share = share_after(each.progress, told.measure, now.share)
                state = CLOSING.get(each.progress.state, TaskState.OPEN)
                closed_on = None if state is TaskState.OPEN else each.said_on
                now = replace(now, state=state, share=share, closed_on=closed_on, told=each.progress)
            case Act.REOPEN:
                now = replace(now, state=TaskState.OPEN, share=open_share, closed_on=None, told=each.progress)
            case Act.DUE:
                now = replace(now, due_on=each.due_on)
            case Act.UNDO:
                continue
        open_share = now.share if now.state is TaskState.OPEN else open_share
    return now
