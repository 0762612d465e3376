"""Presses of a review: which line is to be completed, passed, and the list of what is open."""

from __future__ import annotations

from bot.domain.errors import Refused
from bot.domain.reviews import Review, Verdict, still_open
from bot.reports.summary import PAGE
from bot.reports.text import clipped
from bot.texts import Html
from bot.texts.screen import Screen
from handlers import forms
from handlers.choices import choose
from handlers.context import Answer, Context
from handlers.places import kept, number_rows, page_buttons, paged
from handlers.reviews import ROUTE, lines_in, may, month_of
from storage import meetings, notices, people, reviews, units
from storage.entry import Entry
from storage.meetings import Recorded


def press(ctx: Context) -> Answer:
    """``rev:ok:<meeting>`` passes, ``rev:f:<meeting>`` asks for which line, ``rev:c:<meeting>:<place>`` for the comment;
    ``rev:l:<unit>:<page>`` lists what is open.
    """
    match ctx.args:
        case ("l", _, _):
            return _listed(ctx, ctx.number(1), ctx.number(2))
        case ("ok", _):
            return _passed(ctx, _reviewed(ctx))
        case ("f", _):
            return _which_line(ctx, _reviewed(ctx))
        case ("c", _, *place):
            was = _reviewed(ctx)
            line = ":".join(place)
            if line not in dict(lines_in(ctx, was)):
                raise Refused("not-found")
            about = {"review": was.id, "line": line}
            return forms.start(ctx, "review", was.meeting.unit_id, about)
        case _:
            raise Refused("not-found")


def _reviewed(ctx: Context) -> Recorded:
    was = meetings.get(ctx.db, ctx.scope, ctx.number(1))
    if not may(ctx, was.meeting.unit_id):
        raise Refused("no-right")
    return was


def _which_line(ctx: Context, was: Recorded) -> Screen:
    name = units.name_of(ctx.db, was.meeting.unit_id, ctx.today)
    options = [(line, f"{ROUTE}:c:{was.id}:{place}") for place, line in lines_in(ctx, was)]
    return choose(ctx.say("review-which-line", unit=name, month=month_of(was)), options)


def _passed(ctx: Context, was: Recorded) -> Screen:
    said = reviews.of_meeting(ctx.db, ctx.scope, was.id)
    if said and said[-1].verdict is Verdict.PASSED and said[-1].version == was.version:
        return Screen(ctx.say("review-passed-already", month=month_of(was)))
    reviews.keep(ctx.db, ctx.scope, was, Verdict.PASSED, "", Entry(ctx.person.id, ctx.now))
    if still_open(said):
        notices.tell(
            ctx.db,
            people.to_be_told(ctx.db, ctx.scope, was.meeting.unit_id, ctx.today),
            was.meeting.unit_id,
            "review-passed-notice",
            {"period": was.meeting.period},
            f"review-passed:{was.id}:{was.version}:{said[-1].id}",
            ctx.now,
            checked="holder",
        )
    name = units.name_of(ctx.db, was.meeting.unit_id, ctx.today)
    return Screen(ctx.say("review-passed", unit=name, month=month_of(was)))


def _listed(ctx: Context, unit_id: int, page: int) -> Screen:
    unit = units.get(ctx.db, ctx.scope, unit_id, ctx.today)
    found = reviews.open_below(ctx.db, ctx.scope, unit_id)
    page = page if page * PAGE < len(found) else 0
    shown, first = found[page * PAGE : (page + 1) * PAGE], page * PAGE + 1
    head = ctx.say("reviews-head" if found else "reviews-none", unit=clipped(unit.name), count=len(found))
    lines = [_listed_line(ctx, number, each, answered=answered) for number, (each, answered) in enumerate(shown, first)]
    numbers = number_rows([f"his:m:{each.meeting_id}" for each, _ in shown], first)
    pages = [f"{ROUTE}:l:{unit_id}:{number}" for number in range(-(-len(found) // PAGE))]
    title = paged(ctx, head, page, len(found))
    return Screen("\n".join([title, *lines]), kept(*numbers, page_buttons(ctx, pages, page)), replace=True)


def _listed_line(ctx: Context, number: int, each: Review, *, answered: bool) -> str:
    was = meetings.get(ctx.db, ctx.scope, each.meeting_id)
    state = ctx.say("reviews-state-corrected" if answered else "reviews-state-waits")
    return ctx.say(
        "reviews-line",
        number=number,
        unit=clipped(units.name_of(ctx.db, each.unit_id, ctx.today)),
        month=month_of(was),
        comment=clipped(each.comment, 80),
        state=Html(state),
    )
