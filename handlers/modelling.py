"""Presses around a model meeting: mark it, invite, take back; and the guest's answer."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refused
from bot.domain.people import Role
from bot.reports.summary import PAGE
from bot.reports.text import clipped
from bot.texts.screen import Screen
from handlers import forms
from handlers.choices import Option
from handlers.context import Answer, Context
from handlers.models import ROUTE, may_mark, page, tell_invited, tell_withdrawn
from handlers.places import administers, back_row, choice_page
from handlers.recording import month_in
from storage import models, obligations, units
from storage.entry import Entry
from storage.models import Model


def press(ctx: Context) -> Answer:
    """``mod:o:<unit>:<period>`` opens or marks, ``mod:p:<model>`` shows, ``mod:g:<model>:<page>`` whom to invite,
    ``mod:i:<model>:<unit>:<page>`` invites or takes back, ``mod:w:<model>`` ends it; ``mod:y|x:<guest>`` answers.
    """
    match ctx.args:
        case ("o", _, _):
            return _opened(ctx, ctx.number(1))
        case ("y" | "x" as word, _):
            return _answered(ctx, "come" if word == "y" else "not")
        case ("p", _):
            return page(ctx, _model(ctx))
        case ("g", _, _):
            return replace(_choice(ctx, _model(ctx), ctx.number(2)), replace=True)
        case ("i", _, _, _):
            return replace(_invited(ctx, _model(ctx), ctx.number(2)), replace=True)
        case ("w", _):
            model = _model(ctx)
            tell_withdrawn(ctx, model)
            models.withdraw(ctx.db, ctx.scope, model, Entry(ctx.person.id, ctx.now))
            return Screen(ctx.say("model-withdrawn"))
        case _:
            raise Refused("not-found")


def _model(ctx: Context) -> Model:
    model = models.get(ctx.db, ctx.scope, ctx.number(1))
    if not may_mark(ctx, model.unit_id):
        raise Refused("no-right")
    return model


def _opened(ctx: Context, unit_id: int) -> Answer:
    month = month_in(ctx, 2)
    if not may_mark(ctx, unit_id) or obligations.of(ctx.db, ctx.scope, unit_id, month) is None:
        raise Refused("not-found")
    known = models.of(ctx.db, ctx.scope, unit_id, month)
    return forms.start(ctx, "model", unit_id, {"period": str(month)}) if known is None else page(ctx, known)


def _below(ctx: Context, model: Model) -> list[tuple[int, str]]:
    """The cells that the asker may invite: of his subtree, but for the host."""
    above = set(units.above(ctx.db, model.unit_id))
    found: dict[int, str] = {}
    for post in ctx.holds(Role.ADMIN):
        if post.unit_id in above:
            found |= {each.id: each.name for each in units.cells_under(ctx.db, ctx.scope, post.unit_id, ctx.today)}
    found.pop(model.unit_id, None)
    return list(found.items())


def _choice(ctx: Context, model: Model, number: int) -> Screen:
    if not administers(ctx, model.unit_id):
        raise Refused("no-right")
    invited = {each.unit_id: each for each in models.guests(ctx.db, ctx.scope, model.id)}
    cells = _below(ctx, model)
    number = number if number * PAGE < len(cells) else 0
    options: list[Option] = [
        (
            ctx.say("follow-on" if cell in invited else "follow-off", unit=clipped(name)),
            f"{ROUTE}:i:{model.id}:{cell}:{number}",
        )
        for cell, name in cells
    ]
    head, back = ctx.say("model-choose", count=len(invited)), back_row(ctx, f"{ROUTE}:p:{model.id}")
    return choice_page(ctx, head, options, number, f"{ROUTE}:g:{model.id}", back)


def _invited(ctx: Context, model: Model, cell: int) -> Screen:
    """One press invites the cell, another takes it back while it has not answered."""
    if not administers(ctx, model.unit_id) or cell not in dict(_below(ctx, model)):
        raise Refused("no-right")
    guest = models.invite(ctx.db, ctx.scope, model, cell, Entry(ctx.person.id, ctx.now))
    if guest is not None:
        tell_invited(ctx, model, guest)
    return _choice(ctx, model, ctx.number(3))


def _answered(ctx: Context, answer: str) -> Screen:
    guest = models.answered(ctx.db, ctx.scope, ctx.number(1), answer, Entry(ctx.person.id, ctx.now))
    return Screen(ctx.say(f"model-answered-{guest.answer}"))
