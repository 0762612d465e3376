"""The tasks that a meeting carries over: read when it is opened, reported when it is signed off or corrected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from bot.domain.carrying import Carried
from bot.domain.errors import Refused
from bot.domain.people import Scope
from bot.domain.tasks import Act, Progress, ReportedState, TaskState, in_force
from storage import task_updates, tasks
from storage.entry import Entry
from storage.task_updates import Change, last_told
from storage.tasks import KeptTask


def of_unit(db: Connection, scope: Scope, unit_id: int, since: date | None) -> tuple[Carried, ...]:
    """What the next meeting finds: the open tasks, the soonest due first, and those closed after ``since`` (the last one's day)."""
    opened = tasks.open_of(db, scope, unit_id)
    closed = tasks.closed_since(db, scope, unit_id, since) if since is not None else ()
    updates = task_updates.of_tasks(db, scope, [each.id for each in (*opened, *closed)])
    return tuple(_carried(each, last_told(updates.get(each.id, ()))[0]) for each in (*opened, *closed))


def _carried(known: KeptTask, before: Progress | None) -> Carried:
    closed_on = None if known.state is TaskState.OPEN else known.closed_on
    unit = known.task.measure.unit if known.task.measure else ""
    told = None if before is None else replace(before, unit=unit if before.done is not None else "")
    if known.state is not TaskState.OPEN and told is None:
        told = Progress(ReportedState.DONE if known.state is TaskState.DONE else ReportedState.DROPPED)
    return Carried(known.id, known.task, known.resolution_number, known.share, told, None, closed_on)


def keep(
    db: Connection,
    scope: Scope,
    unit_id: int,
    meeting_id: int,
    held_on: date,
    lines: Iterable[Carried],
    entry: Entry,
    was: Iterable[Carried] = (),
) -> tuple[Carried, ...]:
    """Report what the meeting said of each task; ``was``: what its version before said, of which only changes count.

    Gives back the lines that moved nothing, because the task was closed by somebody else after the meeting was opened.
    """
    before = {each.task_id: each.told for each in was}
    update = replace(entry, draft_id=None)
    left = []
    for line in lines:
        if line.told == before.get(line.task_id) or not line.asked:
            continue
        if not _keep_one(db, scope, unit_id, meeting_id, held_on, line, update):
            left.append(line)
    return tuple(left)


def _keep_one(
    db: Connection, scope: Scope, unit_id: int, meeting_id: int, held_on: date, line: Carried, entry: Entry
) -> bool:
    try:
        known = tasks.get(db, scope, line.task_id)
    except Refused:
        return False  # its resolution was corrected meanwhile
    counted = in_force(task_updates.history(db, scope, line.task_id))
    mine = next((each for each in counted if each.meeting_id == meeting_id), None)
    if known.unit_id != unit_id or (mine is None and known.state is not TaskState.OPEN):
        return False
    replaces = None if mine is None else mine.id
    if line.told is not None:
        change = Change(Act.REPORT, line.told, held_on, meeting_id=meeting_id, replaces=replaces)
    elif mine is not None:
        change = Change(Act.UNDO, mine.progress, held_on, meeting_id=meeting_id, replaces=replaces)
    else:
        return True
    task_updates.keep(db, scope, line.task_id, change, entry)
    return True
