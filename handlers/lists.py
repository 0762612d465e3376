"""The list behind a number, page by page, as both /tonghop and /chuahop open it; each line opens the cell's card."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refused
from bot.domain.people import Scope
from bot.domain.units import UnitKind
from bot.reports.freezing import Kept
from bot.reports.lines import line_text
from bot.reports.summary import OF_CELLS, OF_GROWTH, OF_PEOPLE, PAGE, ListName
from bot.reports.text import list_name, near_day, span_name, unit_name
from bot.texts import Html
from bot.texts.screen import Screen
from handlers import growth_years
from handlers.context import Context
from handlers.nudging import nudge_button
from handlers.places import CARD, Place, back_row, card_code, kept, number_rows, page_row, paged, scope_of
from storage import frozen, units
from storage.lists import lines

NAMED = 3
"""Cells named of those whose month was told of after its lock."""


def list_screen(ctx: Context, place: Place) -> Screen:
    """One page of the list behind a number; each line opens the cell's card."""
    if place.view not in {name.value for name in ListName}:
        raise Refused("not-found")
    name = ListName(place.view)
    scope = scope_of(ctx)
    unit = None if place.unit is None else units.get(ctx.db, scope, place.unit, ctx.today)
    was = _frozen(ctx, scope, place)
    rules = ctx.rules if was is None else was.rules(ctx.rules)
    page = lines(ctx.db, scope, place.unit, place.span, name, ctx.local, rules, place.page)
    here = replace(place, page=page.page)
    first = page.page * PAGE + 1
    key = "lines-title-today" if name in OF_PEOPLE or name is ListName.TASKS_OPEN else "lines-title"
    head = ctx.say(
        key,
        list=Html(list_name(ctx.say, name, rules)),
        count=page.total,
        span=Html(span_name(ctx.say, place.span)),
        unit=unit_name(ctx.say, unit.name if unit else ""),
    )
    text = [
        line_text(ctx.say, number, line, name, place.span, ctx.today) for number, line in enumerate(page.lines, first)
    ]
    if not text:
        text = [ctx.say("lines-empty" if name in OF_CELLS else "lines-empty-work")]
    is_cell = unit is not None and unit.kind is UnitKind.CELL
    back = f"{CARD}:{place.unit}" if is_cell else Place(place.unit, place.span, route=place.route).code
    rows = number_rows([card_code(line.unit_id, here) for line in page.lines], first)
    title = paged(ctx, head, page.page, page.total)
    said = "" if was is None else _since(ctx, scope, place, was, name, page.total)
    nudge = nudge_button(ctx, here, name, page.total)
    years = (growth_years.button(ctx, place.unit),) if name in OF_GROWTH | {ListName.NO_ADMISSION} else ()
    moves = page_row(ctx, here, page.total)
    return Screen("\n".join(filter(None, [title, said, *text])), kept(*rows, moves, nudge, years, back_row(ctx, back)))


def _frozen(ctx: Context, scope: Scope, place: Place) -> Kept | None:
    """What is kept of a committee's locked month: by its rules the list is made, as its figure was."""
    if place.unit is None or place.span.months > 1:
        return None
    month = place.span.first
    return frozen.of(ctx.db, scope, (place.unit,), (month,), ctx.local).get((place.unit, month))


def _since(ctx: Context, scope: Scope, place: Place, was: Kept, name: ListName, now: int) -> str:
    """That the figure is the one of the lock and the names are today's; empty where nothing has been told since."""
    count = was.count(name)
    if count is None or place.unit is None:
        return ""
    told = frozen.cells_told_since(ctx.db, scope, place.unit, place.span.first, was.at)
    if not told and count == now:
        return ""
    names = [units.name_of(ctx.db, cell, ctx.today) for cell in list(told)[:NAMED]]
    return ctx.say(
        "lines-frozen-told" if told else "lines-frozen",
        day=near_day(ctx.say, was.on, ctx.today),
        count=count,
        cells=", ".join(names),
        more=len(told) - len(names),
    )
