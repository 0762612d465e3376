"""Resolutions as passed, with the tasks they set; a correction supersedes the row and adds another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.domain.errors import Refused
from bot.domain.names import folded
from bot.domain.people import Scope
from bot.domain.periods import Month
from bot.domain.resolutions import Resolution, Vote, own_series, term_begun
from bot.domain.rules import Rules
from bot.domain.tasks import Measure, Task
from storage import audit, search, tasks, units
from storage.entry import Entry
from storage.tables import resolution, task


@dataclass(frozen=True, slots=True)
class KeptResolution:
    """A resolution with its row's id, and the meeting that passed it (None: recorded by itself)."""

    id: int
    resolution: Resolution
    meeting_id: int | None = None


_INSERT = insert(resolution)
_NUMBERS: units.AnySelect = (
    select(resolution.c.number)
    .where(
        resolution.c.unit_id == bindparam("unit_id"),
        resolution.c.superseded_at.is_(None),
        resolution.c.passed_on >= bindparam("since", type_=resolution.c.passed_on.type),
    )
    .order_by(resolution.c.passed_on.desc(), resolution.c.id.desc())
    .limit(1)
)
_SUFFIX = resolution.c.number.ilike(bindparam("suffix"), escape="!")
_OF_SERIES = {True: _NUMBERS.where(_SUFFIX), False: _NUMBERS.where(~_SUFFIX), None: _NUMBERS}
"""By whether the resolutions of thematic sessions are meant; None: all of them."""
_OF_UNIT = (
    select(resolution)
    .where(resolution.c.unit_id == bindparam("unit_id"), resolution.c.superseded_at.is_(None))
    .order_by(resolution.c.passed_on.desc(), resolution.c.id.desc())
    .limit(bindparam("most"))
)
_ONE = select(resolution).where(resolution.c.id == bindparam("resolution_id"), resolution.c.superseded_at.is_(None))
_OF_MEETING = (
    select(resolution)
    .where(resolution.c.meeting_id == bindparam("meeting_id"), resolution.c.superseded_at.is_(None))
    .order_by(resolution.c.position)
)


def next_number(
    db: Connection, scope: Scope, unit_id: int, rules: Rules, today: date, *, thematic: bool = False
) -> int:
    """The number that the term's series proposes: one more than its newest resolution's (domain.md 5.1).

    ``numbering`` ``month``: the month's own number. A term that has begun by ``today`` begins with 01. ``thematic``: of
    the series of thematic sessions, where they have one of their own; it is known by its suffix.
    """
    if rules.numbering == "month":
        return today.month
    values: dict[str, Any] = {"unit_id": unit_id, "since": term_begun(rules, today)}
    own = own_series(rules)
    if own:
        values["suffix"] = "%-" + re.sub(r"([!%_])", r"!\1", rules.thematic_suffix)
    statement = _OF_SERIES[thematic if own else None]
    last = units.run_within(db, statement, resolution.c.unit_id, scope, values).scalar() or ""
    digits = re.match(r"\d+", last)
    return int(digits[0]) + 1 if digits else 1


def newest(db: Connection, scope: Scope, unit_id: int, most: int = 5) -> tuple[KeptResolution, ...]:
    """The unit's resolutions, the latest first."""
    rows = units.run_within(db, _OF_UNIT, resolution.c.unit_id, scope, {"unit_id": unit_id, "most": most})
    return tuple(map(_kept, rows))


def of_meeting(db: Connection, scope: Scope, meeting_id: int) -> tuple[KeptResolution, ...]:
    """What the meeting passed."""
    rows = units.run_within(db, _OF_MEETING, resolution.c.unit_id, scope, {"meeting_id": meeting_id})
    return tuple(map(_kept, rows))


def with_tasks(db: Connection, scope: Scope, meeting_id: int) -> tuple[tuple[Resolution, tuple[Task, ...]], ...]:
    """What the meeting passed, each resolution with the tasks it set."""
    kept = of_meeting(db, scope, meeting_id)
    statement = (
        select(task)
        .where(task.c.resolution_id.in_([each.id for each in kept]), task.c.superseded_at.is_(None))
        .order_by(task.c.id)
    )
    found: dict[int, list[Task]] = {}
    for row in db.execute(units.within(statement, task.c.unit_id, scope)):
        measure = Measure(row.amount, row.measure_unit) if row.amount is not None else None
        found.setdefault(row.resolution_id, []).append(Task(row.what, row.assignee, row.due_on, measure, row.area))
    return tuple((each.resolution, tuple(found.get(each.id, ()))) for each in kept)


def get(db: Connection, scope: Scope, resolution_id: int) -> KeptResolution:
    """The resolution in force; Refused("not-found") when absent, superseded or outside the scope."""
    row = units.run_within(db, _ONE, resolution.c.unit_id, scope, {"resolution_id": resolution_id}).first()
    if row is None:
        raise Refused("not-found")
    return _kept(row)


def _kept(row: object) -> KeptResolution:
    values = row._mapping  # type: ignore[attr-defined]  # noqa: SLF001 - SQLAlchemy's documented way
    vote = (
        None if values["agree"] is None else Vote(values["agree"], values["against"], values["other"], values["voters"])
    )
    told = Resolution(values["unit_id"], values["number"], values["passed_on"], values["subject"], values["text"], vote)
    return KeptResolution(values["id"], told, values["meeting_id"])


def record(
    db: Connection,
    scope: Scope,
    passed: Iterable[tuple[Resolution, tuple[Task, ...]]],
    entry: Entry,
    *,
    meeting_id: int | None,
) -> tuple[int, ...]:
    """Keep resolutions with their tasks; their ids. Run it once a draft: the draft's own state guards that."""
    ids: list[int] = []
    for position, (passed_one, set_tasks) in enumerate(passed):
        units.seen(db, scope, passed_one.unit_id)
        result = db.execute(_INSERT, _row(passed_one, position, entry, meeting_id))
        key = result.inserted_primary_key
        ids.append(int(key[0]) if key else 0)
        search.note_resolution(db, scope, ids[-1], passed_one)
        for set_task in set_tasks:
            if meeting_id is None or not tasks.taken_up(
                db, scope, set_task, meeting_id=meeting_id, resolution_id=ids[-1], now=entry.now
            ):
                tasks.add(db, scope, passed_one.unit_id, set_task, resolution_id=ids[-1], now=entry.now)
        audit.note(db, entry.now, entry.by, passed_one.unit_id, "resolution-recorded", {"resolution": ids[-1]})
    return tuple(ids)


def supersede(db: Connection, scope: Scope, meeting_id: int, now: datetime) -> None:
    """Set the meeting's resolutions and their tasks aside: a correction records them anew (nothing is deleted).

    A task that the correction sets again goes on with its updates (:func:`storage.tasks.taken_up`).
    """
    ids = [kept.id for kept in of_meeting(db, scope, meeting_id)]
    if ids:
        db.execute(update(resolution).where(resolution.c.id.in_(ids)).values(superseded_at=now))
        set_by = list(db.execute(select(task.c.id).where(task.c.resolution_id.in_(ids))).scalars())
        db.execute(update(task).where(task.c.id.in_(set_by)).values(superseded_at=now))
        search.forget(db, "resolution", ids)
        search.forget(db, "task", set_by)


def _row(told: Resolution, position: int, entry: Entry, meeting_id: int | None) -> dict[str, object]:
    vote = told.vote
    passed_on: date = told.passed_on
    return {
        "unit_id": told.unit_id,
        "meeting_id": meeting_id,
        "position": position,
        "draft_id": entry.draft_id,
        "number": told.number,
        "passed_on": passed_on,
        "period": Month.of(passed_on),
        "subject": told.subject,
        "search_subject": folded(told.subject),
        "text": told.text,
        "agree": vote.agree if vote else None,
        "against": vote.against if vote else 0,
        "other": vote.other if vote else 0,
        "voters": vote.voters if vote else None,
        "entered_by": entry.by,
        "entered_at": entry.now,
    }
