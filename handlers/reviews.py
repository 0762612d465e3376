"""The committee's review of a recorded meeting: passed, or returned for one line of it, which the cell then corrects."""

from __future__ import annotations

from typing import Any

from bot.domain.errors import Refused
from bot.domain.people import RECORDERS, Role
from bot.domain.periods import local
from bot.domain.reviews import Review, Verdict, may_review, still_open, unanswered
from bot.forms.correction import correction_form
from bot.forms.progress import Progress
from bot.forms.reading.outcome import Given
from bot.forms.review import reviewed_lines
from bot.reports.summary import PAGE
from bot.reports.text import clipped
from bot.texts import Voice
from bot.texts.screen import Button, Screen
from handlers.context import Answer, Context
from handlers.corrections import answers_told
from handlers.talk import Begun
from storage import meetings, notices, people, reviews, rules, units
from storage.drafts import Draft
from storage.entry import Entry
from storage.meetings import Recorded

ROUTE = "rev"


def may(ctx: Context, unit_id: int) -> bool:
    """Whether the asker reviews that cell's records."""
    return may_review(ctx.posts, unit_id, units.above(ctx.db, unit_id))


def month_of(was: Recorded) -> str:
    """``11/2026``."""
    return was.meeting.period.written


def lines_in(ctx: Context, was: Recorded) -> list[tuple[str, str]]:
    """(place, HTML) of each line of the record that a comment can be about."""
    form = correction_form(rules.rules_for(ctx.db, was.meeting.unit_id))
    return reviewed_lines(form, Progress(answers=answers_told(ctx, was)), ctx.say)


def _named(ctx: Context, was: Recorded, line: str) -> str:
    """The line as it stands now; a line that is gone by what it was called."""
    return ctx.say.without_tags(dict(lines_in(ctx, was)).get(line, ctx.say.plain("review-line-gone")))


# --- the comment -----------------------------------------------------------------------------------------------------


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """Which record and line the comment is about."""
    was = meetings.get(ctx.db, ctx.scope, int(about["review"]))
    if was.meeting.unit_id != unit_id:
        raise Refused("not-found")
    name = units.name_of(ctx.db, unit_id, ctx.today)
    line = clipped(_named(ctx, was, str(about["line"])), 80)
    usual = {"title": name, "unit_id": unit_id, "month": month_of(was), "line": line}
    return Begun(Given(now=ctx.local, usual=usual))


def title(given: Given, say: Voice) -> str:
    """``Chi bộ thôn Muối · 11/2026 · Điểm danh: 28/30``."""
    usual = given.usual
    return say("review-title", unit=usual.get("title", ""), month=usual.get("month", ""), line=usual.get("line", ""))


def keep(ctx: Context, draft: Draft, record: str, answers: dict[str, Any]) -> Answer:  # noqa: ARG001
    """The record is returned for that line; the cell gets one notice that opens the form there."""
    about = draft.about or {}
    was = meetings.get(ctx.db, ctx.scope, int(about["review"]))
    line = str(about["line"])
    entry = Entry(ctx.person.id, ctx.now, draft.id, reason=record)
    review_id = reviews.keep(ctx.db, ctx.scope, was, Verdict.RETURNED, line, entry)
    held = was.meeting
    values: dict[str, object] = {
        "period": held.period,
        "line": clipped(_named(ctx, was, line), 120),
        "comment": record,
    }
    count = notices.tell(
        ctx.db,
        people.to_be_told(ctx.db, ctx.scope, held.unit_id, ctx.today),
        held.unit_id,
        "review-returned-notice",
        values,
        f"review:{review_id}",
        ctx.now,
        checked=f"review:{review_id}",
        buttons=(("review-go", f"cor:{was.id}:{review_id}"),),
    )
    return Screen(ctx.say("review-kept" if count else "review-kept-nobody"))


# --- where it is shown -----------------------------------------------------------------------------------------------


def lines_of(ctx: Context, was: Recorded) -> list[str]:
    """How the record stands with its committee: what is open line by line, else whether it was passed."""
    said = reviews.of_meeting(ctx.db, ctx.scope, was.id)
    if not said:
        return []
    if not (waits := still_open(said)):
        last = said[-1]
        day = ctx.say.short_day(local(last.at, ctx.zone).date())
        key = "review-stands-passed" if last.version == was.version else "review-stands-passed-before"
        return [ctx.say(key, day=day, version=last.version)]
    return [_line_said(ctx, was, each) for each in waits]


def _line_said(ctx: Context, was: Recorded, each: Review) -> str:
    key = "review-stands-open" if each.version == was.version else "review-stands-corrected"
    return ctx.say(key, line=clipped(_named(ctx, was, each.line), 80), comment=each.comment)


def buttons_of(ctx: Context, was: Recorded) -> tuple[Button, ...]:
    """What the asker may do about it: the reviewer passes or returns, the cell corrects what was returned."""
    if may(ctx, was.meeting.unit_id):
        return (
            Button(ctx.say.plain("review-pass"), f"{ROUTE}:ok:{was.id}"),
            Button(ctx.say.plain("review-return"), f"{ROUTE}:f:{was.id}"),
        )
    if not any(post.unit_id == was.meeting.unit_id for post in ctx.holds(*RECORDERS)):
        return ()
    waits = unanswered(still_open(reviews.of_meeting(ctx.db, ctx.scope, was.id)), was.version)
    return tuple(Button(ctx.say.plain("review-go"), f"cor:{was.id}:{each.id}") for each in waits)


def waiting_in(ctx: Context, unit_id: int) -> tuple[list[str], tuple[tuple[Button, ...], ...]]:
    """What the committee waits for from that cell, for its /lichsu: a line and a button each."""
    found = [each for each, answered in reviews.open_below(ctx.db, ctx.scope, unit_id) if not answered]
    told: list[str] = []
    buttons: list[tuple[Button, ...]] = []
    for each in found[:PAGE]:
        was = meetings.get(ctx.db, ctx.scope, each.meeting_id)
        line = clipped(_named(ctx, was, each.line), 80)
        told.append(ctx.say("review-waits", month=month_of(was), line=line, comment=each.comment))
        label = ctx.say.plain("review-go-month", month=month_of(was))
        buttons.append((Button(label, f"cor:{was.id}:{each.id}"),))
    return told, tuple(buttons)


def button(ctx: Context, unit_id: int) -> tuple[Button, ...]:
    """[Biên bản cần bổ sung (3)] for those above, while something below the unit is open."""
    if not ctx.holds(Role.ADMIN, Role.UPPER_MEMBER):
        return ()
    count = reviews.count_below(ctx.db, ctx.scope, unit_id)
    return (Button(ctx.say.plain("reviews-button", count=count), f"{ROUTE}:l:{unit_id}:0"),) if count else ()
