"""What cells ask of their committee and wait for: the list of it, one request with its difference, and the word on it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refused
from bot.domain.people import Role, Scope, scope_of
from bot.domain.periods import local
from bot.reports.summary import PAGE
from bot.reports.text import clipped
from bot.texts import Html
from bot.texts.screen import Button, Screen, rows_of
from handlers.context import Answer, Context, screens_of
from handlers.corrections import answers_told, changes, press_request, session_asked
from handlers.places import back_row, kept, number_rows, page_buttons, paged
from storage import corrections, meetings, people, units
from storage.corrections import Asked

ROUTE = "req"


def press(ctx: Context) -> Answer:
    """``req:l:<unit>:<page>`` lists what waits below a unit, ``req:o:<request>`` opens one; the others settle it."""
    match ctx.args:
        case ("l", _, _):
            return _listed(ctx, ctx.number(1), ctx.number(2))
        case ("o", _):
            return _opened(ctx, corrections.get(ctx.db, _scope(ctx), ctx.number(1)))
        case ("y" | "n", _):
            asked = corrections.get(ctx.db, ctx.scope, ctx.number(1))
            *before, last = screens_of(press_request(ctx))
            rest = button(ctx, next(iter(_committees(ctx, asked.unit_id)), 0))
            return (*before, replace(last, rows=kept(*last.rows, rest)))
        case _:
            return press_request(ctx)


def button(ctx: Context, unit_id: int) -> tuple[Button, ...]:
    """[Đề nghị của chi bộ (3)] for an admin, while something waits for his word below the unit."""
    if not ctx.holds(Role.ADMIN):
        return ()
    count = corrections.count_below(ctx.db, _scope(ctx), unit_id)
    return (Button(ctx.say.plain("requests-button", count=count), f"{ROUTE}:l:{unit_id}:0"),) if count else ()


def _scope(ctx: Context) -> Scope:
    """Where the asker's word counts: below the units that he administers."""
    return scope_of(ctx.person.id, ctx.holds(Role.ADMIN))


def _committees(ctx: Context, cell: int) -> list[int]:
    """The units above the cell that the asker administers."""
    above = set(units.above(ctx.db, cell))
    return [post.unit_id for post in ctx.holds(Role.ADMIN) if post.unit_id in above]


def _listed(ctx: Context, unit_id: int, page: int) -> Screen:
    unit = units.get(ctx.db, _scope(ctx), unit_id, ctx.today)
    waiting = corrections.waiting_below(ctx.db, _scope(ctx), unit_id)
    page = page if page * PAGE < len(waiting) else 0
    shown, first = waiting[page * PAGE : (page + 1) * PAGE], page * PAGE + 1
    head = ctx.say("requests-head" if waiting else "requests-none", unit=clipped(unit.name), count=len(waiting))
    lines = [_line(ctx, number, each) for number, each in enumerate(shown, first)]
    numbers = number_rows([f"{ROUTE}:o:{each.id}" for each in shown], first)
    pages = [f"{ROUTE}:l:{unit_id}:{number}" for number in range(-(-len(waiting) // PAGE))]
    title = paged(ctx, head, page, len(waiting))
    return Screen("\n".join([title, *lines]), kept(*numbers, page_buttons(ctx, pages, page)), replace=True)


def _line(ctx: Context, number: int, asked: Asked) -> str:
    key = "requests-line-unlock" if asked.answers is None else "requests-line"
    name = clipped(units.name_of(ctx.db, asked.unit_id, ctx.today))
    values = {"month": _month(asked), "day": _day(ctx, asked), "session": session_asked(ctx, asked)}
    return ctx.say(key, number=number, unit=name, **values)


def _month(asked: Asked) -> str:
    return asked.period.written


def _day(ctx: Context, asked: Asked) -> str:
    return ctx.say.short_day(local(asked.asked_at, ctx.zone).date())


def _opened(ctx: Context, asked: Asked) -> Screen:
    """Who asks for what and why, what would differ, and the two answers."""
    if asked.state != "waiting":
        raise Refused("request-settled")
    key = "request-head-unlock" if asked.answers is None else "request-head"
    name = units.name_of(ctx.db, asked.unit_id, ctx.today)
    who = people.get(ctx.db, asked.asked_by).name
    lines = [
        ctx.say(key, unit=name, month=_month(asked), session=session_asked(ctx, asked)),
        ctx.say("request-asked", who=who, day=_day(ctx, asked), reason=asked.reason),
    ]
    buttons = []
    if asked.meeting_id is not None:
        was = meetings.get(ctx.db, ctx.scope, asked.meeting_id)
        if asked.answers is not None:
            lines += changes(ctx, answers_told(ctx, was), asked.answers, ctx.say)
        buttons.append(Button(ctx.say.plain("meeting-look"), f"his:m:{was.id}"))
    allow = "request-allow" if asked.answers is not None else "unlock-allow"
    settle = (
        Button(f"1. {ctx.say.plain(allow)}", f"{ROUTE}:y:{asked.id}"),
        Button(f"2. {ctx.say.plain('request-refuse')}", f"{ROUTE}:n:{asked.id}"),
    )
    choices = ctx.say("request-choices", allow=Html(settle[0].label), refuse=Html(settle[1].label))
    committee = next(iter(_committees(ctx, asked.unit_id)), 0)
    back = back_row(ctx, f"{ROUTE}:l:{committee}:0") if committee else ()
    return Screen("\n".join([*lines, choices]), kept(settle, *rows_of(buttons, 2), back))
