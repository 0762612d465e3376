"""/chibo: find a cell, by words or going down the tree, and its card at a glance."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refused
from bot.domain.people import Scope
from bot.domain.periods import Month, Span
from bot.domain.units import Unit, UnitKind
from bot.reports.card import card_text, phones_text
from bot.reports.summary import PAGE, Card, ListName
from bot.reports.text import clipped, list_name, unit_name
from bot.texts.screen import Button, Screen
from handlers import caring, growth_years, models, reorganising, visits
from handlers.context import Answer, Context
from handlers.growth import ROUTE as GROWTH
from handlers.places import (
    CARD,
    Place,
    back_row,
    choose_unit,
    kept,
    number_rows,
    numbered,
    page_buttons,
    scope_of,
)
from storage import units
from storage.cards import card

DOWN = "in"


def chibo(ctx: Context) -> Answer:
    """/chibo [words]: the card of the cell they name, or a choice."""
    scope = scope_of(ctx)
    words = " ".join(ctx.args)
    if not words:
        return card_or_choice(ctx, scope, scope.roots[0] if len(scope.roots) == 1 else 0, 0)
    found = units.find(ctx.db, scope, words)
    found = tuple(unit for unit in found if unit.kind is UnitKind.CELL) or found
    match found:
        case ():
            return Screen(ctx.say("cells-unknown", words=clipped(words)))
        case (only,):
            return card_or_choice(ctx, scope, only.id, 0)
        case _:
            return choose_unit(ctx, words, len(found), [(unit.name, _code(unit)) for unit in found[:PAGE]])


def pressed(ctx: Context) -> Answer:
    """A press on the card, on a line that opens it, or on the way down the tree."""
    scope = scope_of(ctx)
    match ctx.args:
        case (cell, "n") if cell.isdecimal():  # below a digest, which stays
            return card_screen(ctx, scope, int(cell), "")
        case ("in", unit, page) if unit.isdecimal() and page.isdecimal():
            screen = card_or_choice(ctx, scope, int(unit), int(page))
        case (cell, "p", *origin) if cell.isdecimal():
            told = card(ctx.db, scope, int(cell), ctx.local, ctx.rules)
            back = ":".join((CARD, cell, "c", *origin)) if origin else f"{CARD}:{cell}"
            screen = Screen(phones_text(ctx.say, told), (back_row(ctx, back),))
        case (cell,) | (cell, "c", *_) if cell.isdecimal():
            screen = card_screen(ctx, scope, int(cell), ":".join(ctx.args[2:]))
        case _:
            raise Refused("not-found")
    return replace(screen, replace=True)


def card_screen(ctx: Context, scope: Scope, cell: int, origin: str) -> Screen:
    """The card; ``origin`` is the code of the list from which it was opened, if any."""
    told = card(ctx.db, scope, cell, ctx.local, ctx.rules)
    year = Span.year_of(Month.of(ctx.today))
    onward = f":{origin}" if origin else ""
    phones = Button(ctx.say.plain("summary-button-phones"), f"{CARD}:{cell}:p{onward}")
    figures = Button(ctx.say.plain("summary-button-cell-summary"), Place(cell, year).code)
    grown = Button(ctx.say.plain("growth-button-list-of"), f"{GROWTH}:u:{cell}")
    records = Button(ctx.say.plain("cell-button-records"), f"his:u:{cell}:0")
    rows = [
        (*visits.button(ctx, cell), *models.button(ctx, cell)),
        _work(ctx, told, year),
        (records,),
        (phones, figures),
        (grown, growth_years.button(ctx, cell)),
    ]
    rows += reorganising.before_buttons(ctx, cell)
    if origin:
        rows.append(back_row(ctx, origin))
    elif cell not in scope.roots:
        above = units.get(ctx.db, scope, cell, ctx.today).parent_id
        rows.append(back_row(ctx, f"{CARD}:{DOWN}:{above or 0}:0"))
    text = "\n".join(
        [card_text(ctx.say, told, ctx.today), *caring.card_lines(ctx, cell), *reorganising.before_lines(ctx, cell)]
    )
    return Screen(text, kept(*rows))


def _work(ctx: Context, told: Card, year: Span) -> tuple[Button, ...]:
    counts = (
        (ListName.TASKS_OPEN, told.tasks_open),
        (ListName.TASKS_OVERDUE, told.tasks_overdue),
        (ListName.RESOLUTIONS, told.resolutions_year),
    )
    return tuple(
        Button(
            ctx.say.plain("summary-button-list", list=list_name(ctx.say, name, ctx.rules), count=count),
            Place(told.unit_id, year, name.value).code,
        )
        for name, count in counts
        if count
    )


def card_or_choice(ctx: Context, scope: Scope, unit_id: int, page: int) -> Screen:
    """The card of a cell; for a committee (0: all roots) the units right below to choose from."""
    if unit_id:
        unit = units.get(ctx.db, scope, unit_id, ctx.today)
        if unit.kind is UnitKind.CELL:
            return card_screen(ctx, scope, unit_id, "")
        below = units.children(ctx.db, scope, unit_id, ctx.today)
        above = unit.parent_id if unit_id not in scope.roots else (0 if len(scope.roots) > 1 else None)
        return _choice(ctx, unit, below, page, above)
    return _choice(ctx, None, tuple(units.get(ctx.db, scope, root, ctx.today) for root in scope.roots), page, None)


def _choice(ctx: Context, unit: Unit | None, below: tuple[Unit, ...], page: int, above: int | None) -> Screen:
    here = unit.id if unit else 0
    page = page if page * PAGE < len(below) else 0
    shown, first = below[page * PAGE : (page + 1) * PAGE], page * PAGE + 1
    pages = -(-len(below) // PAGE)
    key = "cells-none" if not below else "cells-choose" if pages == 1 else "cells-choose-page"
    head = ctx.say(key, unit=unit_name(ctx.say, unit.name if unit else ""), page=page + 1, pages=pages)
    rows = [
        *number_rows([_code(each) for each in shown], first),
        page_buttons(ctx, [f"{CARD}:{DOWN}:{here}:{number}" for number in range(pages)], page),
    ]
    if above is not None:
        rows.append(back_row(ctx, f"{CARD}:{DOWN}:{above}:0"))
    return Screen("\n".join([head, *numbered(ctx, [each.name for each in shown], first)]), kept(*rows))


def _code(unit: Unit) -> str:
    return f"{CARD}:{unit.id}" if unit.kind is UnitKind.CELL else f"{CARD}:{DOWN}:{unit.id}:0"
