"""The list behind a number, page by page, as both /tonghop and /chuahop open it; each line opens the cell's card."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refused
from bot.domain.units import UnitKind
from bot.reports.lines import line_text
from bot.reports.summary import OF_CELLS, OF_GROWTH, OF_PEOPLE, PAGE, ListName
from bot.reports.text import list_name, span_name, unit_name
from bot.texts import Html
from bot.texts.screen import Screen
from handlers import growth_years
from handlers.context import Context
from handlers.nudging import nudge_button
from handlers.places import CARD, Place, back_row, card_code, kept, number_rows, page_row, paged, scope_of
from storage import units
from storage.lists import lines


def list_screen(ctx: Context, place: Place) -> Screen:
    """One page of the list behind a number; each line opens the cell's card."""
    if place.view not in {name.value for name in ListName}:
        raise Refused("not-found")
    name = ListName(place.view)
    scope = scope_of(ctx)
    unit = None if place.unit is None else units.get(ctx.db, scope, place.unit, ctx.today)
    page = lines(ctx.db, scope, place.unit, place.span, name, ctx.local, ctx.rules, place.page)
    here = replace(place, page=page.page)
    first = page.page * PAGE + 1
    key = "lines-title-today" if name in OF_PEOPLE or name is ListName.TASKS_OPEN else "lines-title"
    head = ctx.say(
        key,
        list=Html(list_name(ctx.say, name, ctx.rules)),
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
    nudge = nudge_button(ctx, here, name, page.total)
    years = (growth_years.button(ctx, place.unit),) if name in OF_GROWTH | {ListName.NO_ADMISSION} else ()
    moves = page_row(ctx, here, page.total)
    return Screen("\n".join([title, *text]), kept(*rows, moves, nudge, years, back_row(ctx, back)))
