"""Members' counts by year: admissions and recognitions of each year, and all members at its end, of any subtree."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    select,
    union_all,
)

from bot.domain.growth import YEARS, GrowthKind, GrowthYear, known_years
from bot.domain.members import Standing
from bot.domain.people import Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from storage import units
from storage.standing import asked, below, placed
from storage.summaries import CLOSED_FROM, CLOSED_TO, GROWN_IN, AnySelect
from storage.tables import Day, MonthText, cell_profile, growth, member, member_standing, unit

OWN = tuple(standing for standing in Standing if standing is not Standing.TEMPORARY_IN)
"""Who is a member of the cell, wherever he attends (:attr:`bot.domain.members.Strength.total`)."""


def members_on(day: ColumnElement[date], *wanted: ColumnElement[bool]) -> Select[tuple[int, int | None]]:
    """Cells and their members on ``day``: those on the roster, else those its profile counts; None: nobody told."""
    rostered = (
        select(func.count())
        .select_from(member)
        .join(member_standing, and_(member_standing.c.member_id == member.c.id, units.valid(member_standing, day)))
        .where(member.c.unit_id == unit.c.id, member_standing.c.standing.in_([standing.value for standing in OWN]))
        .scalar_subquery()
    )
    profiled: ColumnElement[int] = sum((cell_profile.c[standing.value] for standing in OWN), literal_column("0"))
    number = func.coalesce(func.nullif(rostered, 0), func.nullif(profiled, 0)).label("number")
    return (
        select(unit.c.id, number)
        .select_from(unit)
        .outerjoin(cell_profile, and_(cell_profile.c.unit_id == unit.c.id, units.valid(cell_profile, day)))
        .where(unit.c.kind == UnitKind.CELL.value, *wanted)
    )


@cache
def _today(whole: bool) -> AnySelect:  # noqa: FBT001
    return members_on(bindparam("today", type_=Day()), unit.c.id.in_(below(whole)))


def members_today(
    db: Connection, scope: Scope, unit_id: int | None, span: Span, now: datetime, rules: Rules
) -> dict[int, int]:
    """How many members each cell below has today, where that is known."""
    rows = db.execute(_today(scope.whole), asked(scope, unit_id, span, now, rules))
    return {row.id: row.number for row in rows if row.number}


@cache
def _grown(whole: bool) -> AnySelect:  # noqa: FBT001
    """Admissions and recognitions by year, where the cell lay when they happened."""
    year = func.substr(GROWN_IN, 1, 4)
    counts = (func.sum(case((growth.c.kind == kind.value, 1), else_=0)).label(kind.value) for kind in GrowthKind)
    return (
        select(year.label("year"), *counts)
        .where(
            growth.c.withdrawn_at.is_(None),
            growth.c.happened_on.between(CLOSED_FROM, CLOSED_TO),
            placed(whole, growth.c.unit_id, GROWN_IN),
        )
        .group_by(year)
    )


@cache
def _ends(whole: bool) -> AnySelect:  # noqa: FBT001
    """At the end of each year: the cells open then, where they lay then, and their members."""
    return select(union_all(*(_end(whole, place) for place in range(YEARS))).subquery("ends"))


def _end(whole: bool, place: int) -> Select[Any]:  # noqa: FBT001
    day: ColumnElement[date] = bindparam(f"day_{place}", type_=Day())
    month: ColumnElement[Month] = bindparam(f"month_{place}", type_=MonthText())
    there = (unit.c.opened_on <= day, units.still_open(day), placed(whole, unit.c.id, month))
    known = members_on(day, *there).subquery(f"known_{place}")
    return select(
        literal_column(str(place)).label("place"),
        func.count(known.c.id).label("cells"),
        func.count(known.c.number).label("counted"),
        func.coalesce(func.sum(known.c.number), 0).label("members"),
    )


def growth_years(
    db: Connection, scope: Scope, unit_id: int | None, now: datetime, rules: Rules
) -> tuple[GrowthYear, ...]:
    """The running year and those before it of which anything is recorded, the oldest first; ``now`` is local.

    None: all roots of the scope together. Refused("not-found") when the unit lies outside the scope.
    """
    if unit_id is not None:
        units.seen(db, scope, unit_id)
    today = now.date()
    years = range(today.year - YEARS + 1, today.year + 1)
    ends = [min(date(year, 12, 31), today) for year in years]
    values = asked(scope, unit_id, Span.year_of(Month.of(today)), now, rules)
    values |= {"closed_from": date.min, "closed_to": today}
    values |= {f"day_{place}": day for place, day in enumerate(ends)}
    values |= {f"month_{place}": Month.of(day) for place, day in enumerate(ends)}
    grown = {row.year: row for row in db.execute(_grown(scope.whole), values)}
    first = min((int(year) for year in grown), default=today.year + 1)
    last = {row.place: row for row in db.execute(_ends(scope.whole), values)}
    return known_years(
        [
            GrowthYear(
                year,
                ends[place],
                *(
                    (int(grown[str(year)].admission), int(grown[str(year)].recognition))
                    if str(year) in grown
                    else (0, 0)
                ),
                members=int(last[place].members),
                cells=last[place].cells,
                counted=last[place].counted,
                recorded=first <= year,
            )
            for place, year in enumerate(years)
        ]
    )
