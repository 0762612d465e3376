"""Presses that score a meeting: begin, look, confirm, score otherwise."""

from __future__ import annotations

from bot.domain.errors import Refused
from handlers import forms
from handlers.context import Answer, Context
from handlers.scores import judged, score_screen, waiting
from storage import meetings, scores
from storage.entry import Entry


def press(ctx: Context) -> Answer:
    """``sco:n:<meeting>`` scores it, ``sco:v:<score>`` shows, ``sco:y:…`` confirms and ``sco:d:…`` differs from a version."""
    match ctx.args[:1]:
        case ("n",):
            was = meetings.get(ctx.db, ctx.scope, ctx.number(1))
            return forms.start(ctx, "score", was.meeting.unit_id, {"meeting": was.id})
        case ("v",):
            return score_screen(ctx, scores.get(ctx.db, ctx.scope, ctx.number(1)))
        case ("y",):
            kept = waiting(ctx, ctx.number(1), ctx.number(2))
            return judged(ctx, kept, None, Entry(ctx.person.id, ctx.now))
        case ("d",):
            kept = waiting(ctx, ctx.number(1), ctx.number(2))
            return forms.start(ctx, "verdict", kept.unit_id, {"score": kept.id, "version": kept.version})
        case _:
            raise Refused("not-found")
