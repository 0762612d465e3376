"""What is open in a unit that ends, and what becomes of it: tasks, obligations, drafts, posts, members; nothing is deleted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, update

from bot.domain.members import Joined, Left, Member
from bot.domain.people import RECORDERS, SWEEP, Person, Post, Role
from bot.domain.periods import Month
from bot.domain.reminders import State
from bot.domain.reorganising import Act, Holders
from bot.domain.units import CellProfile, UnitKind
from storage import audit, members, notices, people, units
from storage.drafts import PERSONAL
from storage.new_rows import insert_new
from storage.tables import (
    NEWEST_VERSION,
    draft,
    event,
    meeting,
    meeting_version,
    obligation,
    search_entry,
    setting,
    task,
)
from storage.units import AnySelect

COUNTED = ("official", "probationary", "exempt", "special_duty", "temporary_in", "temporary_out")


@dataclass(frozen=True, slots=True)
class Change:
    """One reorganisation being carried out: on which day, when it is told, by whom (None: the command line)."""

    on: date
    now: datetime
    """Aware UTC."""
    by: int | None


def _task(unit_id: int) -> tuple[ColumnElement[bool], ...]:
    return (task.c.unit_id == unit_id, task.c.state == "open", task.c.superseded_at.is_(None))


def _owed(unit_id: int, on: date) -> tuple[ColumnElement[bool], ...]:
    """Months that are no more asked for: those open, and those that would have been missed since that day."""
    since = (obligation.c.state == State.MISSED.value) & (obligation.c.period >= Month.of(on))
    unsettled = (obligation.c.state == State.OPEN.value) | since
    return (obligation.c.unit_id == unit_id, obligation.c.paper_at.is_(None), unsettled)


def _begun(unit_id: int) -> tuple[ColumnElement[bool], ...]:
    return (draft.c.unit_id == unit_id, draft.c.state.in_(("open", "paused")), draft.c.form.not_in(PERSONAL))


def open_in(db: Connection, unit_id: int, on: date) -> dict[str, int]:
    """How many tasks, obligations and drafts are open in the unit, and how many settings are its own."""
    asked = {
        "tasks": select(func.count()).select_from(task).where(*_task(unit_id)),
        "obligations": select(func.count()).select_from(obligation).where(*_owed(unit_id, on)),
        "drafts": select(func.count()).select_from(draft).where(*_begun(unit_id)),
        "settings": select(func.count()).select_from(setting).where(setting.c.unit_id == unit_id),
    }
    return {name: int(db.execute(statement).scalar() or 0) for name, statement in asked.items()}


_MET_SINCE: AnySelect = (
    select(func.min(meeting_version.c.held_on))
    .join(meeting, NEWEST_VERSION)
    .where(meeting.c.unit_id == bindparam("unit_id"), meeting_version.c.held_on >= bindparam("on"))
)


def met_since(db: Connection, unit_id: int, on: date) -> date | None:
    """The first day on or after ``on`` of which the unit has recorded a meeting: it cannot have ended before."""
    return db.execute(_MET_SINCE, {"unit_id": unit_id, "on": on}).scalar()


def goes_over(held: Post, act: Act, secretary_there: bool) -> Role | None:  # noqa: FBT001
    """Which post the holder has in the unit that comes after; None: his ends. A cell has one secretary."""
    if act.holders is not Holders.GO_OVER or not act.heir or held.for_a_while:
        return None
    return Role.COMMITTEE_MEMBER if held.role is Role.SECRETARY and secretary_there else held.role


def holders_after(
    db: Connection, unit_id: int, act: Act, heir_id: int | None, day: date
) -> list[tuple[Post, Person, Role | None]]:
    """Everybody who holds a post in the unit, with the post he has afterwards."""
    there = people.holders(db, SWEEP, heir_id, day) if heir_id else ()
    secretary = any(held.role is Role.SECRETARY for held, _ in there)
    found = []
    for held, who in people.holders(db, SWEEP, unit_id, day):
        becomes = goes_over(held, act, secretary)
        secretary = secretary or becomes is Role.SECRETARY
        found.append((held, who, becomes))
    return found


def takes_roster(db: Connection, heir_id: int | None, day: date, *, new: bool) -> bool:
    """Whether the unit that comes after can take over a roster: it keeps one itself, or is new."""
    return new or (heir_id is not None and members.kept_by(db, SWEEP, heir_id, day) > 0)


# --- carried out -----------------------------------------------------------------------------------------------------


def end(
    db: Connection, unit_id: int, kind: UnitKind, act: Act, heir_id: int | None, change: Change, *, new: bool
) -> None:
    """Everything open in the unit goes its way, then the unit is closed; ``new``: the heir begins with this day."""
    day = max(change.on, change.now.date())
    _tasks(db, unit_id, heir_id, change)
    _obligations(db, unit_id, act, change)
    _drafts(db, unit_id, change)
    if kind is UnitKind.CELL and heir_id is not None:
        roster = members.roster(db, SWEEP, unit_id, change.on)
        if roster and takes_roster(db, heir_id, change.on, new=new):
            _members(db, roster, heir_id, change)
        _profile(db, unit_id, heir_id, change)
    holders = holders_after(db, unit_id, act, heir_id, day)
    for _, who, becomes in holders:
        if becomes is not None and heir_id is not None:
            people.begin_post(db, who.id, heir_id, becomes, day, change.by)
            audit.note(db, change.now, change.by, heir_id, "post-begun", {"role": becomes.value, "person": who.id})
    units.close(db, unit_id, change.on, heir_id)
    into = "" if heir_id is None else units.name_of(db, heir_id, day)
    _tell(db, unit_id, holders, into, change)


def _tasks(db: Connection, unit_id: int, heir_id: int | None, change: Change) -> None:
    ids = tuple(db.execute(select(task.c.id).where(*_task(unit_id))).scalars())
    if heir_id is None or not ids:
        return
    db.execute(update(task).where(task.c.id.in_(ids)).values(unit_id=heir_id, next_at=None))
    found = (search_entry.c.kind == "task", search_entry.c.ref_id.in_(ids))
    db.execute(update(search_entry).where(*found).values(unit_id=heir_id))
    audit.note(db, change.now, change.by, heir_id, "tasks-taken-over", {"from": unit_id, "tasks": list(ids)})


def _obligations(db: Connection, unit_id: int, act: Act, change: Change) -> None:
    """The reason is kept beside each: nobody is reminded, and nobody wonders why (matrix row 54)."""
    rows = db.execute(select(obligation.c.id, obligation.c.period).where(*_owed(unit_id, change.on))).all()
    if not rows:
        return
    gone = {"state": State.EXCUSED.value, "next_at": None, "changed_at": change.now}
    db.execute(update(obligation).where(obligation.c.id.in_([row.id for row in rows])).values(gone))
    reason = f"excused:unit {act.kind.value}"
    insert_new(db, event, [{"obligation_id": row.id, "type": reason, "occurred_at": change.now} for row in rows])
    about = {"periods": sorted(str(row.period) for row in rows), "reason": act.kind.value}
    audit.note(db, change.now, change.by, unit_id, "excused", about)


def _drafts(db: Connection, unit_id: int, change: Change) -> None:
    left = {"state": "abandoned", "left_at": change.now, "revision": draft.c.revision + 1}
    done = db.execute(update(draft).where(*_begun(unit_id)).values(left)).rowcount
    if done:
        audit.note(db, change.now, change.by, unit_id, "drafts-left", {"count": done})


def _members(db: Connection, roster: tuple[Member, ...], heir_id: int, change: Change) -> None:
    act = members.Act(change.by, change.now)
    for each in roster:
        members.remove(db, SWEEP, each.id, Left.TRANSFER, change.on, act)
    arriving = [
        members.Newcomer(
            heir_id, each.name, each.standing, change.on, each.party_group, Joined.TRANSFER, each.person_id
        )
        for each in roster
    ]
    members.add_many(db, SWEEP, arriving, act)


def _profile(db: Connection, unit_id: int, heir_id: int, change: Change) -> None:
    """The numbers of both together; a new cell meets as the first that it came out of did."""
    was, there = (units.profile(db, SWEEP, each, change.on) for each in (unit_id, heir_id))
    counted = Counter({name: getattr(was, name) + getattr(there, name) for name in COUNTED})
    usual = there if there.meeting_day or there.starts_at or there.place or there.base else was
    told = CellProfile(
        heir_id, change.on, usual.meeting_day, usual.starts_at, usual.usual_minutes, usual.place, **counted
    )
    if units.set_profile(db, SWEEP, told):
        about = {name: [getattr(there, name), counted[name]] for name in COUNTED}
        audit.note(db, change.now, change.by, heir_id, "profile-changed", about)


def _tell(
    db: Connection, unit_id: int, holders: list[tuple[Post, Person, Role | None]], into: str, change: Change
) -> None:
    for held, who, becomes in holders:
        goes = becomes is not None
        key = "reorg-notice-goes" if goes else "reorg-notice-into" if into else "reorg-notice-ended"
        values = {"on": change.on, "role": becomes.value if becomes else held.role.value, "into": into}
        moment = change.now.astimezone(UTC)
        notices.tell(db, (who,), unit_id, key, values, f"unit-ended:{unit_id}:{held.id}", moment)
    recorders = sum(held.role in RECORDERS for held, _, _ in holders)
    audit.note(db, change.now, change.by, unit_id, "posts-ended", {"posts": len(holders), "recorders": recorders})
