"""Cells to be cared for: a list from /tonghop, and a line on a cell's card, each with one step that helps."""

from __future__ import annotations

from bot.domain.care import Cared, Risk
from bot.domain.periods import Month, Span
from bot.reports.summary import PAGE
from bot.reports.text import clipped, unit_name
from bot.texts import Html
from bot.texts.screen import Button, Screen
from handlers import growth_years
from handlers.commands import ABOVE
from handlers.context import Answer, Context
from handlers.places import CARD, Place, back_row, kept, number_rows, page_buttons, scope_of
from storage import care, units

ROUTE = "car"


def button(ctx: Context, unit_id: int | None) -> tuple[Button, ...]:
    """[Chi bộ cần quan tâm], for those who look from above."""
    if not ctx.holds(*ABOVE):
        return ()
    return (Button(ctx.say.plain("care-button"), f"{ROUTE}:{unit_id or 0}:0"),)


def press(ctx: Context) -> Answer:
    """``car:<unit>:<page>``: 0 stands for all the asker's own."""
    unit_id, page = ctx.number(0) or None, ctx.number(1)
    scope = scope_of(ctx)
    name = "" if unit_id is None else units.get(ctx.db, scope, unit_id, ctx.today).name
    found = care.cared_for(ctx.db, scope, unit_id, ctx.local, ctx.rules)
    pages = max(1, -(-len(found) // PAGE))
    page = min(page, pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    first = page * PAGE + 1
    head = ctx.say("care-head", unit=unit_name(ctx.say, name), count=len(found), page=page + 1, pages=pages)
    lines = [line(ctx, each, number) for number, each in enumerate(shown, first)]
    if not found:
        lines = [ctx.say("care-none")]
    rows = number_rows([f"{CARD}:{each.unit_id}" for each in shown], first)
    moves = page_buttons(ctx, [f"{ROUTE}:{unit_id or 0}:{number}" for number in range(pages)], page)
    back = back_row(ctx, Place(unit_id, Span(Month.of(ctx.today), 1)).code)
    return Screen(
        "\n".join([head, *lines]), kept(*rows, moves, (growth_years.button(ctx, unit_id),), back), replace=True
    )


def line(ctx: Context, each: Cared, number: int) -> str:
    """``1. Chi bộ thôn Muối: 3 tháng liền chưa đúng hạn``, and what would help."""
    return ctx.say(
        "care-line", number=number, unit=clipped(each.name), signs=Html(_signs(ctx, each)), step=Html(_step(ctx, each))
    )


def card_lines(ctx: Context, cell: int) -> list[str]:
    """The same on the cell's card, for those above it alone."""
    if not ctx.holds(*ABOVE):
        return []
    found = care.cared_for(ctx.db, ctx.scope, cell, ctx.local, ctx.rules)
    return [
        ctx.say("care-card", signs=Html(_signs(ctx, each)), step=Html(_step(ctx, each)))
        for each in found
        if each.unit_id == cell
    ]


def _step(ctx: Context, each: Cared) -> str:
    return ctx.say(f"care-step-{each.risks[0].value}")


def _signs(ctx: Context, each: Cared) -> str:
    return "; ".join(_sign(ctx, each, risk) for risk in each.risks)


def _sign(ctx: Context, each: Cared, risk: Risk) -> str:
    match risk:
        case Risk.LATE:
            return ctx.say("care-late", count=each.signs.late)
        case Risk.FALLING:
            before, now = (
                ctx.say.percent(share or 0.0, digits=0) for share in (each.signs.share_before, each.signs.share_now)
            )
            return ctx.say("care-falling", before=before, now=now, months=ctx.rules.care_fall_months)
        case _:
            return ctx.say("care-overdue", count=each.signs.overdue)
