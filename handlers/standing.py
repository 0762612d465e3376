"""How a record stands: who may still change it, and why a month is closed; asked wherever a record is shown or told."""

from __future__ import annotations

from bot.domain.corrections import Standing, closes_on, locked, standing
from bot.domain.periods import Month
from bot.texts.screen import Screen
from handlers.choices import choose
from handlers.context import Context
from storage import corrections, reviews, rules
from storage.meetings import Recorded


def standing_of(ctx: Context, was: Recorded) -> Standing:
    """How that record can be changed today, by the rules of its cell."""
    held = was.meeting
    found = corrections.unlocked(ctx.db, ctx.scope, held.unit_id, ctx.now).get((held.period, was.id))
    until = found.astimezone(ctx.zone).date() if found else None
    in_force = rules.rules_for(ctx.db, held.unit_id)
    recorded_on = was.recorded_at.astimezone(ctx.zone).date()
    returned = bool(reviews.returned(ctx.db, ctx.scope, was))
    return standing(held.period, recorded_on, ctx.today, in_force, unlocked_until=until, returned=returned)


def closed(ctx: Context, unit_id: int, month: Month) -> bool:
    """Whether the month can no longer be told, and the committee has not opened it for the telling."""
    if not locked(month, ctx.today, rules.rules_for(ctx.db, unit_id)):
        return False
    return (month, None) not in corrections.unlocked(ctx.db, ctx.scope, unit_id, ctx.now)


def closed_screen(ctx: Context, unit_id: int, month: Month, meeting_id: int = 0) -> Screen:
    """Why the month is closed, since when, and the way on: to ask the committee."""
    since = closes_on(month, rules.rules_for(ctx.db, unit_id))
    told = ctx.say("month-closed", month=month.written, day=ctx.say.day(since))
    waits = [
        each
        for each in corrections.waiting(ctx.db, ctx.scope, unit_id)
        if each.answers is None and (each.period, each.meeting_id or 0) == (month, meeting_id)
    ]
    if waits:
        return Screen(f"{told}\n{ctx.say('unlocking-waits')}")
    return choose(told, [(ctx.say("unlocking-ask"), f"ask:{unit_id}:{month}:{meeting_id}")])
