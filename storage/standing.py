"""How each cell stands in each period, as SQL: the rules of ``bot.reports.summary`` word for word, for counting.

``standing(scope.whole)`` is the CTE that every summary and list selects from: one row an obligation below ``:units``
within ``:roots``, with the state as column ``stands``. :func:`asked` gives the values of its parameters.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import IntEnum
from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Float,
    FromClause,
    Integer,
    RowMapping,
    Select,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
)

from bot.domain.people import Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.domain.scores import Band
from bot.domain.visits import Word
from bot.reports.summary import CellState, Facts
from storage.dates import days_after, local_day
from storage.tables import (
    NEWEST_VERSION,
    Day,
    MonthText,
    meeting,
    meeting_version,
    obligation,
    score,
    score_version,
    unit,
    unit_past,
    unit_tree,
    visit,
)

TODAY = bindparam("today", type_=Day())
FIRST = bindparam("first", type_=MonthText())
LAST = bindparam("last", type_=MonthText())
OFFSET = bindparam("offset", type_=Integer())
_BUILDING = Lock()


class Sight(IntEnum):
    """Which units a statement counts: those below ``:units`` that the scope sees, all below them, or named ones alone."""

    SCOPED = 0
    """``False`` where a statement is chosen by ``scope.whole``."""
    WHOLE = 1
    SOME_SCOPED = 2
    """Of those only ``:among``."""
    SOME_WHOLE = 3
    ALONE = 4
    """``:among``, wherever they lie or lay; for the program itself."""
    EACH_SCOPED = 5
    """As ``SCOPED``, looked up for each row found by something else: where few rows of very many units are wanted."""
    EACH_WHOLE = 6

    @property
    def some(self) -> Sight:
        """The same kept to ``:among``."""
        return Sight.SOME_WHOLE if self is Sight.WHOLE else Sight.SOME_SCOPED

    @property
    def each(self) -> Sight:
        """The same looked up row by row."""
        return Sight.EACH_WHOLE if self is Sight.WHOLE else Sight.EACH_SCOPED


EACH = frozenset({Sight.EACH_SCOPED, Sight.EACH_WHOLE})


def among(sight: int, unit_id: ColumnElement[int]) -> ColumnElement[bool]:
    """That the unit is one of ``:among``, where the statement is kept to them."""
    if sight not in {Sight.SOME_SCOPED, Sight.SOME_WHOLE, Sight.ALONE}:
        return true()
    named: BindParameter[Any] = bindparam("among", expanding=True)
    return unit_id.in_(named)


def _everywhere(sight: int) -> bool:
    return sight in {Sight.WHOLE, Sight.SOME_WHOLE, Sight.EACH_WHOLE}


def below(sight: int) -> Select[tuple[int]]:
    """Ids of the units in the subtrees of ``:units``, each of which must lie within the scope's ``:roots``."""
    units: BindParameter[Any] = bindparam("units", expanding=True)
    if sight == Sight.ALONE:
        return select(unit.c.id).where(among(sight, unit.c.id))
    here = select(unit_tree.c.descendant_id).where(among(sight, unit_tree.c.descendant_id))
    if _everywhere(sight):
        return here.where(unit_tree.c.ancestor_id.in_(units))
    above = unit_tree.alias("above")
    seen = select(above.c.descendant_id).where(
        above.c.ancestor_id.in_(bindparam("roots", expanding=True)), above.c.descendant_id.in_(units)
    )
    return here.where(unit_tree.c.ancestor_id.in_(seen))


def placed(sight: int, unit_id: ColumnElement[int], period: ColumnElement[Month]) -> ColumnElement[bool]:
    """That what belongs to the unit and period counts below ``:units``: where the unit lay at the period's end.

    What it was before it was moved, the units that had it then count, for those who see it now (reliability.md, row 79).
    """
    if sight == Sight.ALONE:
        return among(sight, unit_id)
    if sight in EACH:
        return _placed_each(sight, unit_id, period)
    asked_for: BindParameter[Any] = bindparam("units", expanding=True)
    roots: BindParameter[Any] = bindparam("roots", expanding=True)
    then, lay = _lay(unit_id, period)
    once_below = select(unit_past.c.descendant_id).where(
        unit_past.c.ancestor_id.in_(asked_for), among(sight, unit_past.c.descendant_id)
    )
    if not _everywhere(sight):
        seen = select(unit_tree.c.descendant_id).where(unit_tree.c.ancestor_id.in_(roots))
        lay.append(then.c.ancestor_id.in_(seen))
        once_below = once_below.where(unit_past.c.descendant_id.in_(seen))
    return and_(
        unit_id.in_(below(sight).union_all(once_below)),
        or_(
            and_(unit_id.in_(below(sight)), ~_moved_since(unit_id, period)),
            and_(unit_id.in_(once_below), exists().where(*lay)),
        ),
    )


def _moved_since(unit_id: ColumnElement[int], period: ColumnElement[Month]) -> ColumnElement[bool]:
    later = unit_past.alias("later")
    return exists().where(later.c.descendant_id == unit_id, later.c.until > period)


def _lay(unit_id: ColumnElement[int], period: ColumnElement[Month]) -> tuple[FromClause, list[ColumnElement[bool]]]:
    """Where the unit lay at the period's end before it was moved: the line, and that it is one below ``:units``."""
    then = unit_past.alias("then")
    return then, [
        then.c.descendant_id == unit_id,
        then.c.until > period,
        or_(then.c.first.is_(None), then.c.first <= period),
        then.c.ancestor_id.in_(bindparam("units", expanding=True)),
    ]


def _placed_each(sight: int, unit_id: ColumnElement[int], period: ColumnElement[Month]) -> ColumnElement[bool]:
    """The same, looked up for each row."""
    now = unit_tree.alias("lies")
    asked_for: BindParameter[Any] = bindparam("units", expanding=True)
    lies = [now.c.descendant_id == unit_id, now.c.ancestor_id.in_(asked_for)]
    then, lay = _lay(unit_id, period)
    lay_there: ColumnElement[bool] = exists().where(*lay)
    if not _everywhere(sight):
        lies.append(_seen(now.c.ancestor_id))
        lay_there = and_(exists().where(*lay, _seen(then.c.ancestor_id)), _seen(unit_id))
    return or_(and_(exists().where(*lies), ~_moved_since(unit_id, period)), lay_there)


def _seen(unit_id: ColumnElement[int]) -> ColumnElement[bool]:
    """That the unit lies within the scope's ``:roots``."""
    sight = unit_tree.alias("sight")
    return exists().where(sight.c.ancestor_id.in_(bindparam("roots", expanding=True)), sight.c.descendant_id == unit_id)


def chains(whole: bool) -> CTE:  # noqa: FBT001
    """The lines of ancestors of all that is or once was below ``:units``: (ancestor, descendant, depth, first, until)."""
    asked_for: BindParameter[Any] = bindparam("units", expanding=True)
    once_below = select(unit_past.c.descendant_id).where(unit_past.c.ancestor_id.in_(asked_for))
    concerned = below(whole).union_all(once_below)
    known = unit_past.alias("known")
    since = select(func.max(known.c.until)).where(known.c.descendant_id == unit_tree.c.descendant_id).scalar_subquery()
    now = select(
        unit_tree.c.ancestor_id,
        unit_tree.c.descendant_id,
        unit_tree.c.depth,
        since.label("first"),
        null().label("until"),
    ).where(unit_tree.c.descendant_id.in_(concerned))
    past = select(
        unit_past.c.ancestor_id, unit_past.c.descendant_id, unit_past.c.depth, unit_past.c.first, unit_past.c.until
    ).where(unit_past.c.descendant_id.in_(concerned))
    return now.union_all(past).cte("chains")


def _stands() -> ColumnElement[str]:
    """:func:`bot.reports.summary.cell_state`, the same order of questions."""
    due = func.coalesce(obligation.c.postponed_to, obligation.c.planned_on, type_=Day())
    less_grace = days_after(meeting_version.c.held_on, -bindparam("grace", type_=Integer()))
    in_time = or_(less_grace <= due, and_(due.is_(None), func.substr(less_grace, 1, 7) <= obligation.c.period))
    grace_runs = or_(
        due >= bindparam("grace_day", type_=Day()),
        and_(due.is_(None), obligation.c.period >= bindparam("grace_month", type_=MonthText())),
    )
    return case(
        (meeting_version.c.held_on.is_not(None), case((in_time, CellState.ON_TIME.value), else_=CellState.LATE.value)),
        (obligation.c.paper_at.is_not(None), CellState.PAPER.value),
        (obligation.c.state == "excused", CellState.EXCUSED.value),
        (obligation.c.state == "missed", CellState.MISSED.value),
        (or_(obligation.c.state == "met", obligation.c.said_held_on.is_not(None)), CellState.SAID_HELD.value),
        (and_(grace_runs, obligation.c.postponed_to.is_(None)), CellState.NOT_DUE.value),
        (grace_runs, CellState.POSTPONED.value),
        (obligation.c.period >= bindparam("this_month", type_=MonthText()), CellState.OVERDUE.value),
        else_=CellState.MISSED.value,
    )


def came() -> ColumnElement[bool]:
    """That a row of ``visit`` says its person came, and no later one of his takes it back."""
    later = visit.alias("later")
    taken_back = exists().where(
        later.c.unit_id == visit.c.unit_id,
        later.c.period == visit.c.period,
        later.c.person_id == visit.c.person_id,
        later.c.word == Word.DID_NOT.value,
        later.c.id > visit.c.id,
    )
    return and_(visit.c.word == Word.CAME.value, ~taken_back)


def _visited() -> ColumnElement[bool]:
    """By the minutes or by his own word."""
    said = exists().where(visit.c.unit_id == obligation.c.unit_id, visit.c.period == obligation.c.period, came())
    return or_(func.coalesce(meeting_version.c.upper_member, "") != "", said)


THEMATIC = meeting_version.c.kinds.like(literal_column("'%thematic%'"))
"""Written out: the partial index is not used for a parameter."""


def _wanted() -> ColumnElement[int]:
    """:func:`bot.domain.warnings.minutes_wanted` of a regular record."""
    both = and_(THEMATIC, meeting_version.c.base >= bindparam("small_cell", type_=Integer()))
    return case((both, bindparam("minutes_both", type_=Integer())), else_=bindparam("minutes_regular", type_=Integer()))


def standing(sight: int) -> CTE:
    """The CTE by :class:`Sight`, put together when first asked for; the same for all threads, or a statement would hold two."""
    with _BUILDING:
        return _standing(sight)


@cache
def _standing(sight: int) -> CTE:
    late_entry = local_day(meeting.c.recorded_at, OFFSET) > days_after(
        meeting_version.c.held_on, bindparam("entry_days", type_=Integer())
    )
    return (
        select(
            obligation.c.unit_id,
            obligation.c.period,
            obligation.c.state,
            obligation.c.planned_on,
            obligation.c.postponed_to,
            obligation.c.postponed_reason,
            obligation.c.said_held_on,
            obligation.c.paper_at,
            meeting.c.recorded_at,
            meeting_version.c.held_on,
            meeting_version.c.present,
            meeting_version.c.base,
            meeting_version.c.unexcused,
            meeting_version.c.minutes,
            meeting_version.c.speakers,
            case((meeting_version.c.speakers.is_not(None), meeting_version.c.present)).label("listeners"),
            case((THEMATIC, 1), else_=0).label("thematic"),
            case((meeting_version.c.conclusion != "", 1), else_=0).label("concluded"),
            case((meeting_version.c.minutes < _wanted(), 1), else_=0).label("short"),
            score_version.c.band,
            score_version.c.total.label("points"),
            case((_visited(), 1), else_=0).label("visited"),
            (cast(meeting_version.c.present, Float) / func.nullif(meeting_version.c.base, 0)).label("share"),
            case((late_entry, 1), else_=0).label("late_entry"),
            func.coalesce(meeting_version.c.held_on, local_day(obligation.c.paper_at, OFFSET), type_=Day()).label(
                "met_on"
            ),
            _stands().label("stands"),
        )
        .select_from(obligation)
        .outerjoin(
            meeting,
            and_(
                meeting.c.unit_id == obligation.c.unit_id,
                meeting.c.period == obligation.c.period,
                meeting.c.regular == literal_column("1"),  # written out: the partial index is not used for a parameter
            ),
        )
        .outerjoin(
            meeting_version,
            NEWEST_VERSION,
        )
        .outerjoin(score, score.c.meeting_id == meeting.c.id)
        .outerjoin(
            score_version, and_(score_version.c.score_id == score.c.id, score_version.c.version == score.c.version)
        )
        .where(
            obligation.c.kind == "regular",
            placed(sight, obligation.c.unit_id, obligation.c.period),
            obligation.c.period.in_(bindparam("periods", type_=MonthText(), expanding=True)),
        )
        .cte("standing")
    )


def months(*spans: Span) -> tuple[Month, ...]:
    """All months of the spans, each once."""
    return tuple(sorted({span.first.plus(index) for span in spans for index in range(span.months)}))


def asked(scope: Scope, unit_id: int | None, span: Span, now: datetime, rules: Rules) -> dict[str, Any]:
    """The values of the parameters; ``now`` is local. ``unit_id`` None stands for all roots of the scope."""
    today = now.date()
    grace_day = today - timedelta(days=rules.grace_days)
    shift = now.utcoffset()
    if shift is None:
        raise ValueError("a moment without zone")
    return {
        "units": scope.roots if unit_id is None else (unit_id,),
        "roots": scope.roots,
        "periods": months(span),
        "first": span.first,
        "last": span.last,
        "today": today,
        "this_month": Month.of(today),
        "grace": rules.grace_days,
        "grace_day": grace_day,
        "grace_month": Month.of(grace_day),
        "entry_days": rules.entry_days,
        "minutes_regular": rules.minutes_regular,
        "minutes_both": rules.minutes_with_thematic,
        "small_cell": rules.small_cell,
        "offset": int(shift.total_seconds() // 60),
    }


def facts_of(row: RowMapping, now: datetime) -> Facts:
    """The facts in a mapping with the columns of :func:`standing`."""
    paper, recorded = row["paper_at"], row["recorded_at"]
    return Facts(
        period=row["period"],
        state=row["state"],
        planned_on=row["planned_on"],
        postponed_to=row["postponed_to"],
        postponed_reason=row["postponed_reason"],
        said_held_on=row["said_held_on"],
        paper_on=paper and paper.astimezone(now.tzinfo).date(),
        held_on=row["held_on"],
        recorded_on=recorded and recorded.astimezone(now.tzinfo).date(),
        present=row["present"] or 0,
        base=row["base"] or 0,
        band=Band(row["band"]) if row["band"] else None,
        points=row["points"],
        visited=bool(row["visited"]),
        unexcused=row["unexcused"] or 0,
        minutes=row["minutes"],
        speakers=row["speakers"],
        thematic=bool(row["thematic"]),
        concluded=bool(row["concluded"]),
    )
