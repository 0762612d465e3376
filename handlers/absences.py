"""Who keeps being absent: told to the cell's secretary alone, never to the committee, never acted upon (domain.md 3.4)."""

from __future__ import annotations

from datetime import date

from bot.domain.members import Window, often_absent
from bot.domain.people import Role
from handlers.context import Context
from storage import attendance, members, rules

LOOKED_BACK = 12
SHOWN = 5


def lines(ctx: Context, unit_id: int, until: date) -> list[str]:
    """A line a member who was absent as often as the rules name, up to the last regular meeting held by ``until``."""
    if not any(post.unit_id == unit_id for post in ctx.holds(Role.SECRETARY)):
        return []
    seen = attendance.regular(ctx.db, ctx.scope, unit_id, until, LOOKED_BACK)
    decided = rules.rules_for(ctx.db, unit_id)
    window = Window.YEAR if decided.absences_window == Window.YEAR else Window.ROW
    found = often_absent(seen, decided.absences_told, window)
    names = {each.id: each.name for each in members.roster(ctx.db, ctx.scope, unit_id, ctx.today)}
    told = [each for each in found if each.member_id in names]
    if not told:
        return []
    key = "absences-in-year" if window is Window.YEAR else "absences-in-row"
    shown = [
        ctx.say(key, name=names[each.member_id], times=each.times, unexcused=each.unexcused) for each in told[:SHOWN]
    ]
    more = [ctx.say("absences-more", count=len(told) - SHOWN)] if len(told) > SHOWN else []
    return [ctx.say("absences-private"), *shown, *more]
