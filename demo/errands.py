"""Made-up tasks: given by resolutions, told of at the next meetings and between them, done, late, dropped or overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Protocol

from bot.domain.carrying import Carried, to_json
from bot.domain.tasks import Act, Measure, Progress, ReportedState, Task, TaskState, Update, share_after, standing
from demo import words
from demo.chance import Weighted, happens, pick
from demo.rows import Rows
from storage.tables import task, task_update


@dataclass(slots=True)
class Errand:
    """A task on its way: what is told of it so far, and what will become of it."""

    id: int
    unit_id: int
    task: Task
    resolution_id: int | None
    resolution: str
    created_at: datetime
    ends: ReportedState | None
    """How it will be closed; None: it stays open."""
    ends_on: date
    updates: list[Update] = field(default_factory=list)
    closed: bool = False

    @property
    def last(self) -> Progress | None:
        """What was told last."""
        return self.updates[-1].progress if self.updates else None

    @property
    def share(self) -> float:
        """How much is done."""
        share = 0.0
        for each in self.updates:
            share = share_after(each.progress, self.task.measure, share)
        return share


class Busy(Protocol):
    """What errands need of a cell."""

    errands: list[Errand]
    """Those that are not kept yet, the oldest first."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its members, the secretary's first."""

    @property
    def secretary_id(self) -> int:
        """Who records."""


# --- given out -------------------------------------------------------------------------------------------------------

FATES: Weighted[ReportedState | None] = (
    (ReportedState.DONE, 92),
    (ReportedState.DROPPED, 5),
    (None, 3),
)
GROUPS = ("Tổ đảng số 1", "Tổ đảng số 2", "Tổ đảng số 3")


def give(
    rows: Rows, rng: Random, cell: Busy, unit_id: int, resolution: tuple[int, str], day: date, at: datetime
) -> None:
    """One task more of the cell; one in seven to a party group, one in twelve a standing one without a day."""
    what, amount, measure_unit = rng.choice(words.TASKS)
    if amount is not None and happens(rng, 0.5):
        amount = round(amount * rng.choice((0.5, 2, 3)), 1)
    due_on = None if happens(rng, 0.08) else day + timedelta(rng.randint(15, 55))
    told = Task(
        what,
        rng.choice(GROUPS) if happens(rng, 0.15) else rng.choice(cell.names),
        due_on,
        None if amount is None else Measure(amount, measure_unit),
        rng.choice(words.AREAS),
    )
    ends = pick(rng, FATES) if due_on is not None else None
    ends_on = (due_on or day) + timedelta(rng.randint(-14, 8))
    number, name = resolution
    cell.errands.append(
        Errand(rows.number(task), unit_id, told, number, name, at, ends, max(day + timedelta(1), ends_on))
    )


def give_usual(rows: Rows, cell: Busy, unit_id: int, now: datetime) -> None:
    """The two open tasks of the model talks: one half done and due next week, one a party group's and overdue."""
    today, last = now.date(), cell.errands[-1] if cell.errands else None
    of = (None, "") if last is None else (last.resolution_id, last.resolution)
    given_at = min(now - timedelta(days=38), now) if last is None else max(last.created_at, now - timedelta(days=38))
    land = Task("Vận động 12 hộ ngõ 2 hiến đất", cell.names[1], today + timedelta(6), Measure(12, "hộ"), "ngõ 2")
    canal = Task("Dọn vệ sinh kênh mương", GROUPS[2], today - timedelta(9))
    for each in (land, canal):
        cell.errands.append(Errand(rows.number(task), unit_id, each, *of, given_at, None, today))
    half = Progress(ReportedState.IN_PROGRESS, 7, 12, unit="hộ")
    day = max(given_at.date(), today - timedelta(12))
    at = max(given_at, datetime.combine(day, time(20, 15), now.tzinfo))
    _update(cell.errands[-2], half, day, min(now, at), cell.secretary_id, None)


# --- told of ---------------------------------------------------------------------------------------------------------


def carried_into(rng: Random, cell: Busy, held_on: date, since: date | None, today: date) -> list[Carried]:
    """The tasks that a meeting finds, each with what it says of it; those closed since ``since`` come with their result."""
    found = []
    for each in cell.errands:
        _between(rng, cell, each, held_on)
        if each.closed:
            closed_on = each.updates[-1].said_on
            if since is not None and closed_on > since:
                found.append(_line(each, None, closed_on))
        else:
            found.append(_line(each, _said(rng, each, held_on, today), None))
    return sorted(found, key=lambda line: (line.closed_on is not None, line.task.due_on or date.max, line.task_id))


def _line(each: Errand, said: Progress | None, closed_on: date | None) -> Carried:
    return Carried(each.id, each.task, each.resolution, each.share, each.last, said, closed_on)


def tell(cell: Busy, carried: Sequence[Carried], meeting_id: int, held_on: date, at: datetime) -> None:
    """What the meeting said becomes updates of the tasks."""
    said = {line.task_id: line.told for line in carried}
    for each in cell.errands:
        told = said.get(each.id)
        if told is not None:
            _update(each, told, held_on, at, cell.secretary_id, meeting_id)


def _said(rng: Random, each: Errand, day: date, today: date) -> Progress | None:
    """What is said on that day: its end once that is due, else how far it is; one in eight is passed over."""
    if each.ends is not None and each.ends_on <= day < today:
        return _end(rng, each)
    if happens(rng, 0.12):
        return None
    return _under_way(rng, each, day)


def _end(rng: Random, each: Errand) -> Progress:
    if each.ends is ReportedState.DROPPED:
        return Progress(ReportedState.DROPPED, note=rng.choice(words.DROP_NOTES))
    amount = each.task.measure.amount if each.task.measure else None
    return Progress(ReportedState.DONE, amount, amount, unit=_unit(each))


def _under_way(rng: Random, each: Errand, day: date) -> Progress:
    late = each.task.due_on is not None and each.task.due_on < day
    state = ReportedState.LATE if late else ReportedState.IN_PROGRESS
    note = rng.choice(words.LATE_NOTES) if late else ""
    share = min(0.95, each.share + rng.choice((0.0, 0.15, 0.25, 0.4)))
    if each.task.measure is None:
        return Progress(state, percent=round(share * 20) * 5.0 or None, note=note)
    amount = each.task.measure.amount
    done = round(amount * share, 1 if amount < 10 else 0)  # noqa: PLR2004 - kilometres have decimals, households none
    return Progress(state, done, amount, unit=_unit(each), note=note) if done else Progress(state, note=note)


def _unit(each: Errand) -> str:
    return each.task.measure.unit if each.task.measure else ""


def _between(rng: Random, cell: Busy, each: Errand, until: date) -> None:
    """Every third end is reported on its own day, between two meetings."""
    before = each.updates[-1].said_on if each.updates else each.created_at.date()
    if each.closed or each.ends is None or not before < each.ends_on < until or happens(rng, 0.66):
        return
    at = datetime.combine(each.ends_on, time(20, 15), each.created_at.tzinfo)
    _update(each, _end(rng, each), each.ends_on, at, cell.secretary_id, None)


def _update(each: Errand, told: Progress, day: date, at: datetime, by: int, meeting_id: int | None) -> None:
    number = len(each.updates) + 1
    each.updates.append(Update(number, Act.REPORT, told, at, day, by, meeting_id=meeting_id))
    each.closed = told.state in {ReportedState.DONE, ReportedState.DROPPED}


# --- kept ------------------------------------------------------------------------------------------------------------


def keep(rows: Rows, rng: Random, cell: Busy, now: datetime) -> None:
    """Every task of the cell as it stands at ``now``, with its updates; what ended since the last meeting is told first."""
    for each in cell.errands:
        if not each.closed and each.ends is not None and each.ends_on < now.date() and happens(rng, 0.5):
            before = each.updates[-1].said_on if each.updates else each.created_at.date()
            day = max(each.ends_on, before + timedelta(1))
            if day < now.date():
                at = datetime.combine(day, time(20, 15), now.tzinfo)
                _update(each, _end(rng, each), day, at, cell.secretary_id, None)
        _keep(rows, each, now)
    cell.errands.clear()


def _keep(rows: Rows, each: Errand, now: datetime) -> None:
    stands = standing(each.task, each.updates)
    measure = each.task.measure
    rows.add(
        task,
        id=each.id,
        unit_id=each.unit_id,
        resolution_id=each.resolution_id,
        what=each.task.what,
        assignee=each.task.assignee,
        due_on=each.task.due_on,
        area=each.task.area,
        amount=None if measure is None else measure.amount,
        measure_unit="" if measure is None else measure.unit,
        state=stands.state.value,
        progress=stands.share,
        closed_on=stands.closed_on,
        created_at=each.created_at,
        reminded_until=now if stands.state is TaskState.OPEN else None,
    )
    for told in each.updates:
        rows.add(
            task_update,
            task_id=each.id,
            state=told.progress.state.value,
            done=told.progress.done,
            total=told.progress.total,
            percent=told.progress.percent,
            note=told.progress.note,
            photos=[],
            at=min(now, told.at),
            said_on=told.said_on,
            person_id=told.by,
            meeting_id=told.meeting_id,
        )


def shown(carried: Sequence[Carried]) -> list[dict[str, Any]]:
    """The lines as the meeting's version keeps them."""
    return [to_json(line) for line in carried]
