"""Presses that hand over a post or let somebody stand in."""

from __future__ import annotations

from bot.domain.errors import Refused
from handlers import forms
from handlers.context import Answer, Context
from handlers.handover import ask, link, whom


def press(ctx: Context) -> Answer:
    """``han:g:<unit>`` hand over?, ``han:m:<unit>`` the link, ``han:w:<unit>`` who stands in, ``han:p:<unit>:<person>`` when."""
    if ctx.practising:
        raise Refused("practice-not-here")
    match ctx.args[:1]:
        case ("g",):
            return ask(ctx, ctx.number(1))
        case ("m",):
            return link(ctx, ctx.number(1))
        case ("w",):
            return whom(ctx, ctx.number(1))
        case ("p",):
            return forms.start(ctx, "stand_in", ctx.number(1), {"person": ctx.number(2)})
        case _:
            raise Refused("not-found")
