"""What stands behind each number of a summary: pages of cells, of tasks, of resolutions, with names.

A list and its number come from one condition (``storage.summaries.listed``, ``TASKS``, ``RESOLVED``), so they agree.
Each page is one statement, built once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal,
    literal_column,
    null,
    nulls_first,
    select,
    text,
    type_coerce,
)

from bot.domain.people import Role, Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.reports.summary import (
    OF_GROWTH,
    OF_PEOPLE,
    OF_QUARTERS,
    OF_TASKS,
    PAGE,
    CellLine,
    CellState,
    GrowthLine,
    Line,
    Lines,
    ListName,
    ResolutionLine,
    TaskLine,
    masked,
)
from storage import units
from storage.ordering import by_bytes
from storage.standing import EACH, TODAY, Sight, below, facts_of, placed, standing
from storage.summaries import (
    GROWN,
    GROWN_IN,
    RESOLVED,
    STATES,
    TASKS,
    listed,
    recorders,
    values_of,
    without_admission,
    without_visit,
)
from storage.tables import growth, outbox, person, post, resolution, task, unit_name
from storage.thematic import thematic

AnySelect = Select[*tuple[Any, ...]]
ALL = 1_000_000
"""Lines of a list told as a whole."""
SENT = ("sent", "uncertain", "unconfirmed")
"""States of an outbox row whose message has gone out, or may have."""


def _named(statement: AnySelect, unit_id: Any) -> AnySelect:
    return statement.join(unit_name, and_(unit_name.c.unit_id == unit_id, units.valid(unit_name, TODAY)))


def _page(statement: AnySelect) -> AnySelect:
    counted = statement.add_columns(func.count().over().label("total"))
    return counted.limit(bindparam("limit")).offset(bindparam("offset_rows"))


def _obligations(name: ListName, sight: Sight) -> AnySelect:
    rows = standing(sight).c
    due = func.coalesce(rows.postponed_to, rows.planned_on)
    by_share = name in {ListName.BELOW_GOOD, ListName.BELOW_LOW}
    first = rows.share if by_share else func.coalesce(due, cast(rows.period, Text) + "-32", type_=Text())
    statement: AnySelect = select(standing(sight), unit_name.c.name, unit_name.c.search_name, first.label("first"))
    return _named(statement, rows.unit_id).where(listed(name, sight))


def _of_people(name: ListName, whole: int) -> AnySelect:
    if name in {ListName.NO_ADMISSION, ListName.UNVISITED}:
        of_visits = name is ListName.UNVISITED
        without = (without_visit(whole) if of_visits else without_admission(whole)).subquery("without")
        last = without.c.last_visit if of_visits else without.c.last_admission
        alone: AnySelect = select(
            without.c.id.label("unit_id"),
            null().label("period"),
            unit_name.c.name,
            unit_name.c.search_name,
            cast(last, Text).label("first"),
        )
        return _named(alone, without.c.id)
    if name in OF_QUARTERS:
        return _of_quarters(name, whole)
    reached = recorders(whole).subquery("reached")
    wanted = (
        reached.c.joined == 0 if name is ListName.NOT_JOINED else and_(reached.c.joined > 0, reached.c.reachable == 0)
    )
    statement: AnySelect = select(
        reached.c.id.label("unit_id"),
        null().label("period"),
        unit_name.c.name,
        unit_name.c.search_name,
        null().label("first"),
    )
    return _named(statement, reached.c.id).where(wanted)


def _of_quarters(name: ListName, whole: int) -> AnySelect:
    rows = thematic(whole)
    statement: AnySelect = select(
        rows.c.unit_id,
        rows.c.quarter.label("period"),
        rows.c.last_on,
        unit_name.c.name,
        unit_name.c.search_name,
        null().label("first"),
    )
    return _named(statement, rows.c.unit_id).where(rows.c.enough == int(name is ListName.WITH_THEMATIC))


@cache
def cells_statement(name: ListName, sight: Sight) -> AnySelect:
    """One page of a list of cells, each with its secretary and the reminders sent to him for that period."""
    inner = _of_people(name, sight) if name in OF_PEOPLE | OF_QUARTERS else _obligations(name, sight)
    page = _page(
        inner.order_by(nulls_first(literal_column("first")), by_bytes(unit_name.c.search_name), "unit_id", "period")
    ).subquery("page")
    holder = post.alias("holder")
    newest = (
        select(func.max(holder.c.id))
        .where(
            holder.c.unit_id == page.c.unit_id,
            holder.c.role == Role.SECRETARY.value,
            units.valid(holder, TODAY),  # type: ignore[arg-type]
        )
        .scalar_subquery()
    )
    about = literal("remind:") + cast(page.c.unit_id, Text) + ":" + type_coerce(page.c.period, Text) + ":%"
    reminders = (
        select(func.count())
        .select_from(outbox)
        .where(
            outbox.c.recipient_id == person.c.id,
            outbox.c.unit_id == page.c.unit_id,
            outbox.c.dedupe_key.like(about),
            outbox.c.state.in_(SENT),
        )
        .scalar_subquery()
    )
    return (
        select(
            page,
            person.c.name.label("secretary"),
            person.c.phone,
            person.c.telegram_id,
            reminders.label("reminders"),
        )
        .select_from(page)
        .outerjoin(post, post.c.id == newest)
        .outerjoin(person, person.c.id == post.c.person_id)
        .order_by(page.c.first.nulls_first(), by_bytes(page.c.search_name), page.c.unit_id, page.c.period)
    )


@cache
def tasks_statement(name: ListName, whole: bool) -> AnySelect:  # noqa: FBT001
    """One page of a list of tasks, the earliest due first."""
    statement: AnySelect = select(
        task.c.id,
        task.c.unit_id,
        unit_name.c.name,
        task.c.what,
        task.c.assignee,
        task.c.due_on,
        task.c.progress,
        task.c.closed_on,
    )
    chosen = _named(statement, task.c.unit_id).where(TASKS[name], task.c.unit_id.in_(below(whole)))
    return _page(chosen.order_by(func.coalesce(task.c.due_on, "9999"), task.c.id))


@cache
def growth_statement(name: ListName, whole: bool) -> AnySelect:  # noqa: FBT001
    """One page of the admissions or recognitions, the newest first."""
    statement: AnySelect = select(
        growth.c.id, growth.c.unit_id, unit_name.c.name.label("cell"), growth.c.name, growth.c.happened_on
    )
    chosen = _named(statement, growth.c.unit_id).where(GROWN[name], placed(whole, growth.c.unit_id, GROWN_IN))
    return _page(chosen.order_by(growth.c.happened_on.desc(), growth.c.id.desc()))


@cache
def resolutions_statement(whole: bool) -> AnySelect:  # noqa: FBT001
    """One page of the resolutions, the newest first."""
    statement: AnySelect = select(
        resolution.c.id,
        resolution.c.unit_id,
        unit_name.c.name,
        resolution.c.number,
        resolution.c.subject,
        resolution.c.passed_on,
    )
    chosen = _named(statement, resolution.c.unit_id).where(
        RESOLVED, placed(whole, resolution.c.unit_id, resolution.c.period)
    )
    return _page(chosen.order_by(resolution.c.passed_on.desc(), resolution.c.id.desc()))


def lines(
    db: Connection,
    scope: Scope,
    unit_id: int | None,
    span: Span,
    name: ListName,
    now: datetime,
    rules: Rules,
    page: int | None = 0,
) -> Lines:
    """One page of the list behind a number of the summary, None for all; a page past the end gives the first.

    ``now`` is local. Refused("not-found") when the unit lies outside the scope.
    """
    if unit_id is not None:
        units.seen(db, scope, unit_id)
    sight = Sight(scope.whole)
    if name in OF_TASKS:
        statement = tasks_statement(name, scope.whole)
    elif name in OF_GROWTH:
        statement = growth_statement(name, scope.whole)
    elif name is ListName.RESOLUTIONS:
        statement = resolutions_statement(scope.whole)
    else:
        sight = _sight(db, scope, unit_id, name)
        statement = cells_statement(name, sight)
    values = values_of(scope, unit_id, span, now, rules) | {
        "limit": ALL if page is None else PAGE,
        "offset_rows": (page or 0) * PAGE,
    }
    with _by_indexes(db) if sight in EACH else nullcontext():
        rows = db.execute(statement, values).mappings().all()
    if not rows and page:
        return lines(db, scope, unit_id, span, name, now, rules)
    return Lines(tuple(_line(row, name, now) for row in rows), page or 0, rows[0]["total"] if rows else 0)


@contextmanager
def _by_indexes(db: Connection) -> Iterator[None]:
    """PostgreSQL takes such a list for a row or two and reads whole tables for each of thousands: 45 s of 50,000 cells."""
    if db.dialect.name != "postgresql":
        yield
        return
    db.execute(_WHOLE_TABLES, {"read": "off"})
    yield
    db.execute(_WHOLE_TABLES, {"read": "on"})


_WHOLE_TABLES = text("SELECT set_config('enable_seqscan', :read, true)")


def _sight(db: Connection, scope: Scope, unit_id: int | None, name: ListName) -> Sight:
    """Of the topmost unit a list that holds open months alone begins with those months, not with all its cells."""
    sight = Sight(scope.whole)
    if name.value in STATES and unit_id is not None and not units.above(db, unit_id):
        return sight.each
    return sight


def _line(row: RowMapping, name: ListName, now: datetime) -> Line:
    if name in OF_TASKS:
        return TaskLine(
            row["id"],
            row["unit_id"],
            row["name"],
            row["what"],
            row["assignee"],
            row["due_on"],
            row["progress"],
            row["closed_on"],
        )
    if name in OF_GROWTH:
        return GrowthLine(row["id"], row["unit_id"], row["cell"], row["name"], row["happened_on"])
    if name is ListName.RESOLUTIONS:
        return ResolutionLine(row["id"], row["unit_id"], row["name"], row["number"], row["subject"], row["passed_on"])
    owed = name not in OF_PEOPLE | OF_QUARTERS
    return CellLine(
        unit_id=row["unit_id"],
        name=row["name"],
        facts=facts_of(row, now) if owed else None,
        state=CellState(row["stands"]) if owed else None,
        reminders=row["reminders"] if owed else 0,
        secretary=row["secretary"] or "",
        last_visit=date.fromisoformat(row["first"]) if name is ListName.UNVISITED and row["first"] else None,
        last_admission=date.fromisoformat(row["first"]) if name is ListName.NO_ADMISSION else None,
        late_entry=owed and bool(row["late_entry"]),
        quarter=Month.read(row["period"]) if name in OF_QUARTERS else None,
        thematic_on=row["last_on"] if name in OF_QUARTERS else None,
        joined=row["telegram_id"] is not None,
        phone=masked(row["phone"] or ""),
    )
