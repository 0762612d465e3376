"""Words of upper members on their coming to cells' meetings: rows that are only ever added."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Text, and_, bindparam, cast, func, insert, or_, select

from bot.domain.people import SWEEP, Role, Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.domain.visits import Visit, Word
from bot.reports.visits import Follower, Key
from storage import audit, people, units
from storage.entry import Entry
from storage.standing import FIRST, LAST, asked, placed, standing
from storage.tables import MonthText, person, post, visit

_COLUMNS = [visit.c[name] for name in Visit.__dataclass_fields__]
_OF: units.AnySelect = (
    select(*_COLUMNS)
    .where(visit.c.unit_id == bindparam("unit_id"), visit.c.period == bindparam("period", type_=MonthText()))
    .order_by(visit.c.id)
)
_OF_DRAFT: units.AnySelect = select(visit.c.id).where(visit.c.draft_id == bindparam("draft_id"))


def _visit(row: Any) -> Visit:
    values = {name: row[name] for name in Visit.__dataclass_fields__}
    return Visit(**{**values, "word": Word(values["word"])})


def keep(db: Connection, scope: Scope, unit_id: int, period: Month, word: Word, day: date | None, entry: Entry) -> int:
    """Keep a word with the entry's reason as its remark; the same draft twice gives the same id."""
    units.seen(db, scope, unit_id)
    if entry.draft_id is not None:
        known = units.run_within(db, _OF_DRAFT, visit.c.unit_id, scope, {"draft_id": entry.draft_id}).scalar()
        if known is not None:
            return int(known)
    values = {"unit_id": unit_id, "period": period, "person_id": entry.by, "word": word.value, "day": day}
    more = {"remark": entry.reason, "at": entry.now, "draft_id": entry.draft_id}
    made = db.execute(insert(visit).values(**values, **more)).inserted_primary_key
    audit.note(db, entry.now, entry.by, unit_id, "visit-said", {"period": str(period), "word": word.value})
    return int(made[0]) if made else 0


def of(db: Connection, scope: Scope, unit_id: int, period: Month) -> tuple[Visit, ...]:
    """All that was said of that month's meeting, the first first."""
    rows = units.run_within(db, _OF, visit.c.unit_id, scope, {"unit_id": unit_id, "period": period})
    return tuple(_visit(row) for row in rows.mappings())


def last_word(db: Connection, unit_id: int, period: Month, visit_id: int) -> bool:
    """Whether that word is the last of who said it: a notice of it still makes sense."""
    words = of(db, SWEEP, unit_id, period)
    mine = next((each for each in words if each.id == visit_id), None)
    return mine is not None and not any(each.id > mine.id and each.person_id == mine.person_id for each in words)


def to_be_asked(db: Connection, unit_id: int, period: Month, person_id: int, day: date) -> bool:
    """Whether he follows the cell still and has not said whether he came."""
    follows = any(
        held.person_id == person_id and held.role is Role.UPPER_MEMBER
        for held, _ in people.holders(db, SWEEP, unit_id, day)
    )
    words = of(db, SWEEP, unit_id, period)
    return follows and not any(each.person_id == person_id and not each.word.plan for each in words)


# --- of a whole subtree ------------------------------------------------------------------------------------------------


@cache
def _followers(whole: bool) -> units.AnySelect:  # noqa: FBT001
    """Who followed a cell at some time of a month in which it owes a meeting."""
    rows = standing(whole).c
    since, until = (
        func.substr(cast(day, Text), 1, 7, type_=MonthText()) for day in (post.c.valid_from, post.c.valid_to)
    )
    held = and_(
        post.c.unit_id == rows.unit_id,
        post.c.role == Role.UPPER_MEMBER.value,
        since <= rows.period,
        or_(post.c.valid_to.is_(None), until >= rows.period),
    )
    return (
        select(rows.unit_id, rows.period, post.c.person_id, person.c.name, post.c.valid_from, post.c.valid_to)
        .select_from(standing(whole))
        .join(post, held)
        .join(person, person.c.id == post.c.person_id)
        .order_by(rows.unit_id, rows.period, post.c.valid_from, post.c.id)
    )


def followers(
    db: Connection, scope: Scope, unit_id: int | None, span: Span, now: datetime, rules: Rules
) -> dict[Key, list[Follower]]:
    """By cell and month, who of the committee above followed it; None: below all the scope's roots."""
    if unit_id is not None:
        units.seen(db, scope, unit_id)
    found: dict[Key, list[Follower]] = defaultdict(list)
    for row in db.execute(_followers(scope.whole), asked(scope, unit_id, span, now, rules)):
        found[row.unit_id, row.period].append(
            Follower(row.unit_id, row.person_id, row.name, row.valid_from, row.valid_to)
        )
    return dict(found)


@cache
def _said(whole: bool) -> units.AnySelect:  # noqa: FBT001
    return (
        select(*_COLUMNS, person.c.name)
        .join(person, person.c.id == visit.c.person_id)
        .where(placed(whole, visit.c.unit_id, visit.c.period), visit.c.period.between(FIRST, LAST))
        .order_by(visit.c.id)
    )


def said_below(
    db: Connection, scope: Scope, unit_id: int | None, span: Span, now: datetime, rules: Rules
) -> tuple[dict[Key, list[Visit]], dict[int, str]]:
    """By cell and month all that was said, the first first; and the names of who said it."""
    if unit_id is not None:
        units.seen(db, scope, unit_id)
    words: dict[Key, list[Visit]] = defaultdict(list)
    names: dict[int, str] = {}
    for row in db.execute(_said(scope.whole), asked(scope, unit_id, span, now, rules)).mappings():
        told = _visit(row)
        words[told.unit_id, told.period].append(told)
        names[told.person_id] = row["name"]
    return dict(words), names
