"""Members' counts by year of any unit the asker sees, and this year's of each right below it; reached by buttons."""

from __future__ import annotations

from bot.domain.growth import beside
from bot.domain.people import Scope
from bot.domain.periods import Month, Span
from bot.domain.units import Unit, UnitKind
from bot.reports.growth import figures_text, year_line
from bot.reports.summary import PAGE
from bot.reports.text import clipped, unit_name
from bot.texts import Html
from bot.texts.screen import Button, Screen
from handlers.context import Answer, Context
from handlers.places import CARD, Place, back_row, kept, number_rows, page_buttons, scope_of
from storage import units
from storage.growth_years import growth_years

ROUTE = "yea"


def button(ctx: Context, unit_id: int | None) -> Button:
    """[Đảng viên theo năm]"""
    return Button(ctx.say.plain("growth-button-years"), code(unit_id))


def code(unit_id: int | None, page: int = 0) -> str:
    """``yea:<unit>:<page>``: 0 stands for all the asker's own."""
    return f"{ROUTE}:{unit_id or 0}:{page}"


def press(ctx: Context) -> Answer:
    """The years of the unit, the oldest first, and each unit below with a number that opens its own."""
    unit_id, page = ctx.number(0) or None, ctx.number(1)
    scope = scope_of(ctx)
    unit = None if unit_id is None else units.get(ctx.db, scope, unit_id, ctx.today)
    told = beside(growth_years(ctx.db, scope, unit_id, ctx.local, ctx.rules))
    lines = [ctx.say("growth-years-head", unit=unit_name(ctx.say, unit.name if unit else ""))]
    lines += [year_line(ctx.say, year, change) for year, change in told]
    if any(not year.whole for year, _ in told if year.counted):
        lines.append(ctx.say("growth-years-partial"))
    below = _below(ctx, scope, unit)
    page = page if page * PAGE < len(below) else 0
    first = page * PAGE + 1
    shown = below[page * PAGE : (page + 1) * PAGE]
    if shown:
        lines.append(ctx.say("growth-years-below", year=str(ctx.today.year)))
        lines += [_line(ctx, scope, each, number) for number, each in enumerate(shown, first)]
    pages = -(-len(below) // PAGE)
    rows = kept(
        *number_rows([code(each.id) for each in shown], first),
        page_buttons(ctx, [code(unit_id, number) for number in range(pages)], page),
        _up(ctx, scope, unit),
        back_row(ctx, _back(ctx, unit)),
    )
    return Screen("\n".join(lines), rows, replace=True)


def _below(ctx: Context, scope: Scope, unit: Unit | None) -> tuple[Unit, ...]:
    if unit is None:
        return tuple(units.get(ctx.db, scope, root, ctx.today) for root in scope.roots)
    return () if unit.kind is UnitKind.CELL else units.children(ctx.db, scope, unit.id, ctx.today)


def _line(ctx: Context, scope: Scope, unit: Unit, number: int) -> str:
    *_, (year, change) = beside(growth_years(ctx.db, scope, unit.id, ctx.local, ctx.rules))
    figures = Html(figures_text(ctx.say, year, change))
    return ctx.say("growth-years-unit", number=number, unit=clipped(unit.name), figures=figures)


def _up(ctx: Context, scope: Scope, unit: Unit | None) -> tuple[Button, ...]:
    if unit is None or (unit.id in scope.roots and len(scope.roots) == 1):
        return ()
    above = None if unit.id in scope.roots else unit.parent_id
    return (Button(ctx.say.plain("files-unit-up"), code(above)),)


def _back(ctx: Context, unit: Unit | None) -> str:
    if unit is not None and unit.kind is UnitKind.CELL:
        return f"{CARD}:{unit.id}"
    return Place(unit.id if unit else None, Span(Month.of(ctx.today), 1)).code
