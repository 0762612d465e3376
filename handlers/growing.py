"""Presses and sentences that record how a cell grows."""

from __future__ import annotations

from bot.domain.errors import Refused
from bot.texts.screen import Screen
from handlers import forms, growth
from handlers.choices import choose
from handlers.context import Answer, Context
from storage import growth as kept_growth
from storage import meetings
from storage.entry import Entry


def told(ctx: Context) -> Answer | None:
    """A sentence such as *kết nạp đ/c Lê Văn Nam ngày 3/11* begins the form with all it says; None for any other."""
    cells = forms.cells_of(ctx)
    said = growth.told_by(ctx, ctx.incoming.text) if len(cells) == 1 else None
    return None if said is None else forms.start(ctx, "growth", cells[0], growth.about(said))


def press(ctx: Context) -> Answer:
    """``gro:u:<unit>`` lists, ``gro:n:<unit>`` records, ``gro:m:<meeting>:<n>`` what a record tells, ``gro:w:<id>`` takes back."""
    match ctx.args[:1]:
        case ("u",):
            return growth.list_screen(ctx, ctx.number(1))
        case ("n",):
            return forms.start(ctx, "growth", ctx.number(1))
        case ("m",):
            return _of_meeting(ctx)
        case ("w",):
            return _withdrawn(ctx, sure=ctx.args[2:] == ("y",))
        case _:
            raise Refused("not-found")


def _of_meeting(ctx: Context) -> Answer:
    was = meetings.get(ctx.db, ctx.scope, ctx.number(1))
    said = growth.told_in(was.meeting)
    if ctx.number(2) >= len(said):
        raise Refused("not-found")
    return forms.start(ctx, "growth", was.meeting.unit_id, growth.about(said[ctx.number(2)]))


def _withdrawn(ctx: Context, *, sure: bool) -> Screen:
    was = kept_growth.get(ctx.db, ctx.scope, ctx.number(1))
    if not growth.may(ctx, was.growth.unit_id):
        raise Refused("no-right")
    if not sure:
        options = [
            (ctx.say("growth-undo-yes"), f"{growth.ROUTE}:w:{was.id}:y"),
            (ctx.say("growth-undo-no"), f"{growth.ROUTE}:u:{was.growth.unit_id}"),
        ]
        return choose(ctx.say("growth-undo-ask", what=growth.line(ctx, was.growth)), options, width=2)
    gone = kept_growth.withdraw(ctx.db, ctx.scope, was.id, Entry(ctx.person.id, ctx.now))
    return Screen(ctx.say("growth-undone", what=growth.line(ctx, gone)))
