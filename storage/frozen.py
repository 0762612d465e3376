"""Figures of locked months: what is kept of them, which are to be frozen now, and whether anything was told since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, insert, select, union_all

from bot.domain.corrections import closes_on
from bot.domain.people import Scope
from bot.domain.periods import Month
from bot.domain.units import UnitKind
from bot.reports.freezing import VERSION, Kept
from storage import units
from storage.rules import rules_for
from storage.standing import placed
from storage.tables import (
    Day,
    Moment,
    MonthText,
    frozen,
    growth,
    meeting,
    meeting_version,
    obligation,
    resolution,
    score,
    score_version,
    unit,
)

WITHIN = timedelta(days=62)
"""Months locked longer ago are not frozen any more: what they were on that day nobody can say."""
AT_ONCE = 10
"""Snapshots a run, so that it stays short."""
COMMITTEES = (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE, UnitKind.PARTY_BODY)
_PERIOD = bindparam("period", type_=MonthText())
_SINCE = bindparam("since", type_=Moment())
_OF: units.AnySelect = select(frozen.c.unit_id, frozen.c.period, frozen.c.figures, frozen.c.frozen_at).where(
    frozen.c.unit_id.in_(bindparam("unit_ids", expanding=True)),
    frozen.c.period.in_(bindparam("periods", type_=MonthText(), expanding=True)),
    frozen.c.version == VERSION,
)
_KNOWN: units.AnySelect = select(frozen.c.unit_id, frozen.c.period).where(frozen.c.period >= _PERIOD)
_COMMITTEES: units.AnySelect = (
    select(unit.c.id, unit.c.opened_on, unit.c.closed_on)
    .where(unit.c.kind.in_([kind.value for kind in COMMITTEES]))
    .order_by(unit.c.id)
)


def of(
    db: Connection, scope: Scope, unit_ids: Iterable[int], periods: Iterable[Month], now: datetime
) -> dict[tuple[int, Month], Kept]:
    """What is kept of those units and months within the scope. A month that owed no meeting then is passed over."""
    values = {"unit_ids": tuple(unit_ids), "periods": tuple(periods)}
    rows = units.run_within(db, _OF, frozen.c.unit_id, scope, values)
    found = {
        (row.unit_id, row.period): Kept(row.figures, row.frozen_at, row.frozen_at.astimezone(now.tzinfo).date())
        for row in rows
    }
    return {key: kept for key, kept in found.items() if kept.expected}


@cache
def _told(whole: bool) -> units.AnySelect:  # noqa: FBT001
    """By cell of the subtree: when its last record of that month was told, corrected, scored or taken back since."""

    def last(moment: ColumnElement[Any], statement: Select[Any], unit_id: ColumnElement[int]) -> units.AnySelect:
        asked: units.AnySelect = statement.with_only_columns(
            unit_id.label("unit_id"), func.max(moment, type_=Moment()).label("at")
        )
        return asked.where(moment > _SINCE, placed(whole, unit_id, _PERIOD)).group_by(unit_id)

    versions = (
        select(meeting.c.id)
        .join(meeting_version, meeting_version.c.meeting_id == meeting.c.id)
        .where(meeting.c.period == _PERIOD)
    )
    scored = (
        select(score.c.id).join(score_version, score_version.c.score_id == score.c.id).where(score.c.period == _PERIOD)
    )
    passed = select(resolution.c.id).where(resolution.c.period == _PERIOD)
    grown = select(growth.c.id).where(
        growth.c.happened_on.between(bindparam("from_day", type_=Day()), bindparam("to_day", type_=Day()))
    )
    owed = select(obligation.c.id).where(obligation.c.period == _PERIOD, obligation.c.kind == "regular")
    parts = union_all(
        last(meeting_version.c.entered_at, versions, meeting.c.unit_id),
        last(score_version.c.entered_at, scored, score.c.unit_id),
        last(resolution.c.entered_at, passed, resolution.c.unit_id),
        last(resolution.c.superseded_at, passed, resolution.c.unit_id),
        last(growth.c.entered_at, grown, growth.c.unit_id),
        last(growth.c.withdrawn_at, grown, growth.c.unit_id),
        last(obligation.c.paper_at, owed, obligation.c.unit_id),
    ).subquery("told")
    by_cell: units.AnySelect = select(parts.c.unit_id, func.max(parts.c.at, type_=Moment()).label("at"))
    return by_cell.group_by(parts.c.unit_id)


def cells_told_since(db: Connection, scope: Scope, unit_id: int, period: Month, since: datetime) -> dict[int, datetime]:
    """The cells below the unit of which a record of that month was told since that moment, each with when the last was."""
    units.seen(db, scope, unit_id)
    values = {
        "units": (unit_id,),
        "roots": scope.roots,
        "period": period,
        "since": since,
        "from_day": period.first,
        "to_day": period.last,
    }
    return {row.unit_id: row.at for row in db.execute(_told(scope.whole), values)}


def told_since(
    db: Connection, scope: Scope, unit_id: int, period: Month, since: datetime, now: datetime
) -> date | None:
    """The local day of the last record of that month told since that moment, below the unit; None when none was."""
    last = max(cells_told_since(db, scope, unit_id, period, since).values(), default=None)
    return None if last is None else last.astimezone(now.tzinfo).date()


def due(db: Connection, now: datetime, zone: ZoneInfo, most: int = AT_ONCE) -> tuple[tuple[int, Month], ...]:
    """Committees and months that are locked and not frozen yet, the oldest first."""
    today = now.astimezone(zone).date()
    months = [Month.of(today).plus(-back) for back in (3, 2, 1)]
    known = {(row.unit_id, row.period) for row in db.execute(_KNOWN, {"period": months[0]})}
    found: list[tuple[int, Month]] = []
    for row in db.execute(_COMMITTEES).all():
        wanted = [month for month in months if (row.id, month) not in known and row.opened_on <= month.last]
        if not wanted:
            continue
        rules = rules_for(db, row.id)
        for month in wanted:
            there = row.closed_on is None or row.closed_on > month.last
            if there and closes_on(month, rules) < today <= closes_on(month, rules) + WITHIN:
                found.append((row.id, month))
    return tuple(sorted(found, key=lambda each: (each[1], each[0]))[:most])


def keep(db: Connection, unit_id: int, period: Month, figures: dict[str, Any], now: datetime) -> None:
    """Freeze the month once; a second time changes nothing."""
    there = select(frozen.c.id).where(frozen.c.unit_id == unit_id, frozen.c.period == period)
    if db.execute(there).first() is None:
        values = {"unit_id": unit_id, "period": period, "version": VERSION, "figures": figures, "frozen_at": now}
        db.execute(insert(frozen).values(values))
