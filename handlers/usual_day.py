"""When a cell usually meets: chosen by two presses, the day and the hour, by its secretary or an admin above."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refused
from bot.domain.people import may_tell_profile
from bot.domain.units import UnitKind
from bot.texts import Html
from bot.texts.screen import Button, Screen, rows_of
from handlers.choices import choose
from handlers.context import Answer, Context
from handlers.units import day_words
from storage import audit, obligations, units

ROUTE = "day"
DAYS = 31
OTHER_DAYS = {"32": "đăng ký", "33": ""}
"""Numbers behind the days of the month, and what they stand for in the profile."""
HOURS = ("07:30", "08:00", "14:00", "15:00", "19:00", "19:30", "20:00", "20:30", "")
A_WEEK = 7


def press(ctx: Context) -> Answer:
    """``day:<unit>`` asks the day, ``day:<unit>:<number>`` the hour, ``day:<unit>:<number>:<hour>`` keeps both."""
    match ctx.args:
        case (unit,) if unit.isdecimal():
            return _ask_day(ctx, int(unit))
        case (unit, number) if unit.isdecimal() and _day_of(number) is not None:
            return _ask_hour(ctx, int(unit), number)
        case (unit, number, place) if unit.isdecimal() and _day_of(number) is not None and place.isdecimal():
            return _keep(ctx, int(unit), number, int(place))
        case _:
            raise Refused("not-found")


def _day_of(number: str) -> str | None:
    """The meeting day behind the number, as profiles write it; None when there is none."""
    if number.isdecimal() and number.isascii() and 1 <= int(number) <= DAYS:
        return str(int(number))
    return OTHER_DAYS.get(number)


def _named(ctx: Context, unit_id: int) -> str:
    """The cell's name; Refused when the asker may not tell its day."""
    unit = units.get(ctx.db, ctx.scope, unit_id, ctx.today)
    if unit.kind is not UnitKind.CELL or not may_tell_profile(ctx.posts, unit_id, units.above(ctx.db, unit_id)):
        raise Refused("no-right")
    return unit.name


def _ask_day(ctx: Context, unit_id: int) -> Screen:
    text = ctx.say("usual-day-ask", unit=_named(ctx, unit_id))
    days = [Button(str(day), f"{ROUTE}:{unit_id}:{day}") for day in range(1, DAYS + 1)]
    others = choose(
        text,
        [
            (ctx.say("usual-day-registered"), f"{ROUTE}:{unit_id}:32"),
            (ctx.say("usual-day-any"), f"{ROUTE}:{unit_id}:33"),
        ],
        first=DAYS + 1,
    )
    return replace(others, rows=(*rows_of(days, A_WEEK), *others.rows))


def _ask_hour(ctx: Context, unit_id: int, number: str) -> Screen:
    text = ctx.say("usual-hour-ask", unit=_named(ctx, unit_id), day=Html(day_words(ctx.say, _day_of(number) or "")))
    options = [
        (hour or ctx.say("usual-hour-unknown"), f"{ROUTE}:{unit_id}:{number}:{place}")
        for place, hour in enumerate(HOURS)
    ]
    return choose(text, options, width=3)


def _keep(ctx: Context, unit_id: int, number: str, place: int) -> Screen:
    name, day = _named(ctx, unit_id), _day_of(number) or ""
    if place >= len(HOURS):
        raise Refused("not-found")
    before = units.profile(ctx.db, ctx.scope, unit_id, ctx.today)
    told = replace(before, valid_from=ctx.today, meeting_day=day, starts_at=HOURS[place])
    if units.set_profile(ctx.db, ctx.scope, told):
        about = {"meeting_day": [before.meeting_day, day], "starts_at": [before.starts_at, told.starts_at]}
        audit.note(ctx.db, ctx.now, ctx.person.id, unit_id, "usual-day", about)
        obligations.replan(ctx.db, ctx.scope, told, ctx.now, ctx.zone)
    words = Html(day_words(ctx.say, day))
    return Screen(ctx.say("usual-day-kept", unit=name, day=words, hour=told.starts_at or "none"))
