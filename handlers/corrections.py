"""Correcting what was signed off: the form again, the committee's leave when the window is over, closed months unlocked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.corrections import Way
from bot.domain.errors import Refused
from bot.domain.meetings import Kind, principal
from bot.domain.people import RECORDERS
from bot.domain.periods import Month
from bot.domain.reviews import Review
from bot.forms.comparing import difference_line, differences
from bot.forms.correction import answers_of, correction_form
from bot.forms.meeting import Passed, Session
from bot.forms.progress import Progress, values_of
from bot.forms.reading.outcome import Given, note
from bot.texts import Voice
from bot.texts.screen import Button, Screen, rows_of
from handlers.choices import choose
from handlers.context import Answer, Context
from handlers.meeting_facts import given_of
from handlers.meetings import amend, often_absent, receipt, session_said, turned
from handlers.places import administers
from handlers.standing import standing_of
from handlers.talk import Begun, Turned
from storage import corrections, meetings, notices, people, resolutions, reviews, units
from storage.corrections import Asked
from storage.drafts import Draft
from storage.entry import Entry
from storage.meetings import Recorded

REASONS = ("wrong", "more", "asked")
"""Why a committee unlocks a month of its own accord: texts ``unlock-<reason>``."""
FOR = timedelta(days=1)
"""How long a month stays unlocked."""
SHOWN = 8
"""Differences named in a notice before the rest is counted."""


# --- the recorder's side ---------------------------------------------------------------------------------------------


def answers_told(ctx: Context, was: Recorded) -> dict[str, Any]:
    """The answers the record was told with, or would have been (for one that was entered otherwise)."""
    if was.answers:
        return was.answers
    passed = [Passed(*each) for each in resolutions.with_tasks(ctx.db, ctx.scope, was.id)]
    return answers_of(correction_form(ctx.rules), was.meeting, passed)


def answers_of_version(ctx: Context, was: Recorded) -> dict[str, Any]:
    """The answers of any version, as far as it keeps them."""
    return was.answers or answers_of(correction_form(ctx.rules), was.meeting, ())


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """The record's answers, beside which the review shows what is told otherwise."""
    was = meetings.get(ctx.db, ctx.scope, int(about["correct"]))
    if was.meeting.unit_id != unit_id:
        raise Refused("not-found")
    told = answers_told(ctx, was)
    given = _facts(ctx, was, told)
    given.usual["was"] = told
    given.usual["asks"] = standing_of(ctx, was).way is Way.ASKED
    form = correction_form(ctx.rules)
    known = {**told, **values_of(form, Progress(answers=told))}
    if "review" not in about:
        return Begun(given, known, frozenset({"usual"}), {"version": was.version}, "review:")
    asked = reviews.get(ctx.db, ctx.scope, int(about["review"]))
    if asked.meeting_id != was.id:
        raise Refused("not-found")
    said = note("review-asked", comment=asked.comment)
    return Begun(given, known, frozenset({"usual"}), {"version": was.version}, asked.line, (said,))


def _facts(ctx: Context, was: Recorded, told: dict[str, Any]) -> Given:
    held = was.meeting
    given = given_of(ctx, held.unit_id, held.period, held.kinds, on=held.held_on, without=was.id)
    given.usual["taken"] = [month for month in given.usual["taken"] if month != str(held.period)]
    series = f"{Kind.THEMATIC}/next_number"
    key = series if principal(held.kinds) is Kind.THEMATIC and series in given.usual else "next_number"
    numbers = given.usual[key] - sum(path.endswith(".subject") for path in told)
    given.usual[key] = max(1, numbers)
    given.usual["carried_count"] = sum(each.asked for each in held.carried)
    given.usual["unlocked"] = [*given.usual.get("unlocked", ()), str(held.period)]
    return given


def keep(ctx: Context, draft: Draft, record: Session, answers: dict[str, Any]) -> Answer | Turned:
    """The next version, or within the committee's reach only: the request for it."""
    about = draft.about or {}
    was = meetings.get(ctx.db, ctx.scope, int(about["correct"]))
    if was.version != about.get("version"):
        return turned(ctx, was)
    told = {path: raw for path, raw in answers.items() if path != "reason"}
    if not differences(correction_form(ctx.rules), answers_told(ctx, was), told, ctx.say):
        raise Refused("correction-nothing")
    entry = Entry(ctx.person.id, ctx.now, draft.id, told, str(answers["reason"]))
    match standing_of(ctx, was).way:
        case Way.OWN | Way.RETURNED:
            asked = reviews.returned(ctx.db, ctx.scope, was)
            left = amend(ctx, was, record, entry, answers_told(ctx, was))
            tell_reviewers(ctx, was, asked)
            said = receipt(ctx, was.id, corrected=True, left=left)
            return replace(said, text="\n".join([said.text, *often_absent(ctx, record)]))
        case Way.ASKED:
            return _asked(ctx, was, entry)
        case Way.LOCKED:
            raise Refused(
                "month-closed-now",
                month=was.meeting.period.written,
            )


def tell_reviewers(ctx: Context, was: Recorded, asked: tuple[Review, ...]) -> None:
    """The cell has corrected what was returned of the version ``was``: each reviewer who waited is told once."""
    for who in sorted({each.reviewed_by for each in asked}):
        notices.tell(
            ctx.db,
            (people.get(ctx.db, who),),
            was.meeting.unit_id,
            "review-corrected-notice",
            {"period": was.meeting.period, "who": ctx.person.name},
            f"review-corrected:{was.id}:{was.version + 1}",
            ctx.now,
            checked="holder",
            buttons=(("review-look", f"his:m:{was.id}"),),
        )


def changes(ctx: Context, before: dict[str, Any], after: dict[str, Any], say: Voice) -> list[str]:
    """What was told otherwise, a line each (HTML)."""
    told = differences(correction_form(ctx.rules), before, after, say)
    return [f"• {difference_line(each, say)}" for each in told]


def _asked(ctx: Context, was: Recorded, entry: Entry) -> Screen:
    """The request is kept and told to the committee's admins, with the reason and the difference."""
    held = was.meeting
    asked_id = corrections.ask(
        ctx.db, ctx.scope, held.unit_id, held.period, entry, meeting_id=was.id, version=was.version
    )
    told = changes(ctx, answers_told(ctx, was), entry.answers, ctx.say)
    more = [ctx.say("correction-more", count=len(told) - SHOWN)] if len(told) > SHOWN else []
    said = ctx.say.without_tags("\n".join([*told[:SHOWN], *more]))
    kind = session_said(ctx.say, held.kinds)["kind"]
    values = {"period": held.period, "session": kind, "who": ctx.person.name, "reason": entry.reason, "changes": said}
    buttons = (("request-allow", f"req:y:{asked_id}"), ("request-refuse", f"req:n:{asked_id}"))
    return _told_above(ctx, held.unit_id, "correction-asked-notice", values, asked_id, buttons)


def _told_above(
    ctx: Context,
    unit_id: int,
    key: str,
    values: dict[str, object],
    asked_id: int,
    buttons: tuple[tuple[str, str], ...],
) -> Screen:
    count = notices.tell_admins(ctx.db, unit_id, key, values, f"asked:{asked_id}", ctx.now, buttons=buttons)
    return Screen(ctx.say("request-kept" if count else "request-kept-nobody"))


def session_asked(ctx: Context, asked: Asked) -> str:
    """The kind of the session asked about, by which the texts choose its name; a month without a record: regular."""
    if asked.meeting_id is None:
        return Kind.REGULAR.value
    return str(session_said(ctx.say, meetings.get(ctx.db, ctx.scope, asked.meeting_id).meeting.kinds)["kind"])


# --- asking to unlock ------------------------------------------------------------------------------------------------


def begin_plea(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """Which month is to be unlocked."""
    month = Month.read(about["period"])
    name = units.get(ctx.db, ctx.scope, unit_id, ctx.today).name
    usual = {"title": name, "unit_id": unit_id, "month": month.written}
    return Begun(Given(now=ctx.local, usual=usual))


def plea_title(given: Given, say: Voice) -> str:
    """``Chi bộ thôn Muối · đề nghị mở khóa tháng 09/2026``."""
    return say("plea-title", unit=given.usual.get("title", ""), month=given.usual.get("month", ""))


def keep_plea(ctx: Context, draft: Draft, record: str, answers: dict[str, Any]) -> Answer:
    """The request is kept and told to the committee's admins."""
    about = draft.about or {}
    month, meeting_id = Month.read(about["period"]), int(about["meeting"]) or None
    entry = Entry(ctx.person.id, ctx.now, draft.id, answers, record)
    asked_id = corrections.ask(ctx.db, ctx.scope, draft.unit_id, month, entry, meeting_id=meeting_id, corrects=False)
    values: dict[str, object] = {"period": month, "who": ctx.person.name, "reason": record}
    buttons = (("unlock-allow", f"req:y:{asked_id}"), ("request-refuse", f"req:n:{asked_id}"))
    return _told_above(ctx, draft.unit_id, "unlocking-asked-notice", values, asked_id, buttons)


# --- the committee's side --------------------------------------------------------------------------------------------


def press_request(ctx: Context) -> Answer:
    """``req:y:<request>`` allows, ``req:n:<request>`` refuses, ``req:u:<meeting>[:<reason>]`` unlocks a record unasked."""
    match ctx.args:
        case ("y", _):
            return _allowed(ctx, corrections.get(ctx.db, ctx.scope, ctx.number(1)))
        case ("n", _):
            return _refused(ctx, corrections.get(ctx.db, ctx.scope, ctx.number(1)))
        case ("u", _):
            return _why(ctx, meetings.get(ctx.db, ctx.scope, ctx.number(1)))
        case ("u", _, reason) if reason in REASONS:
            return _unlocked(ctx, meetings.get(ctx.db, ctx.scope, ctx.number(1)), reason)
        case _:
            raise Refused("not-found")


def _admin_of(ctx: Context, unit_id: int) -> None:
    """Refused unless the asker is an admin of a committee above that cell."""
    if not administers(ctx, unit_id):
        raise Refused("no-right")


def _allowed(ctx: Context, asked: Asked) -> Answer:
    _admin_of(ctx, asked.unit_id)
    corrections.decide(ctx.db, ctx.scope, asked, ctx.person.id, ctx.now, allowed=True)
    if asked.answers is None or asked.meeting_id is None:
        entry = Entry(ctx.person.id, ctx.now, reason=asked.reason)
        until = ctx.now + FOR
        corrections.unlock(
            ctx.db, ctx.scope, asked.unit_id, asked.period, entry, meeting_id=asked.meeting_id, until=until
        )
        code = f"cor:{asked.meeting_id}" if asked.meeting_id else f"rec:p:{asked.unit_id}:{asked.period}"
        clock = f"{until.astimezone(ctx.zone):%H:%M %d/%m}"
        _tell_asker(ctx, asked, "unlocking-allowed-notice", {"clock": clock}, (("unlocked-go", code),))
        return Screen(ctx.say("unlocking-allowed", clock=clock))
    was = meetings.get(ctx.db, ctx.scope, asked.meeting_id)
    if was.version != asked.version:
        raise Refused("request-overtaken")
    form = correction_form(ctx.rules)
    before = answers_told(ctx, was)
    given = _facts(ctx, was, before)
    values = values_of(form, Progress(answers=asked.answers))
    record = form.build(values, form.know(given, values))
    entry = Entry(asked.asked_by, ctx.now, None, asked.answers, asked.reason)
    amend(ctx, was, record, entry, before)
    _tell_asker(ctx, asked, "correction-allowed-notice", {}, (("meeting-look", f"his:m:{was.id}"),))
    return Screen(ctx.say("correction-allowed", version=was.version + 1))


def _refused(ctx: Context, asked: Asked) -> Answer:
    _admin_of(ctx, asked.unit_id)
    corrections.decide(ctx.db, ctx.scope, asked, ctx.person.id, ctx.now, allowed=False)
    _tell_asker(ctx, asked, "request-refused-notice", {}, ())
    return Screen(ctx.say("request-refused"))


def _tell_asker(
    ctx: Context, asked: Asked, key: str, values: dict[str, object], buttons: tuple[tuple[str, str], ...]
) -> None:
    who = people.get(ctx.db, asked.asked_by)
    said = {"period": asked.period, "session": session_asked(ctx, asked), **values}
    dedupe = f"decided:{asked.id}"
    notices.tell(ctx.db, (who,), asked.unit_id, key, said, dedupe, ctx.now, checked="holder", buttons=buttons)


def _why(ctx: Context, was: Recorded) -> Screen:
    _admin_of(ctx, was.meeting.unit_id)
    options = [(ctx.say(f"unlock-{reason}"), f"req:u:{was.id}:{reason}") for reason in REASONS]
    return choose(ctx.say("unlock-why"), options)


def _unlocked(ctx: Context, was: Recorded, reason: str) -> Screen:
    held = was.meeting
    _admin_of(ctx, held.unit_id)
    until = ctx.now + FOR
    entry = Entry(ctx.person.id, ctx.now, reason=ctx.say.plain(f"unlock-{reason}"))
    corrections.unlock(ctx.db, ctx.scope, held.unit_id, held.period, entry, meeting_id=was.id, until=until)
    clock = f"{until.astimezone(ctx.zone):%H:%M %d/%m}"
    recorders = [
        who for post, who in people.holders(ctx.db, ctx.scope, held.unit_id, ctx.today) if post.role in RECORDERS
    ]
    values: dict[str, object] = {"period": held.period, "clock": clock}
    dedupe = f"unlocked:{was.id}:{ctx.now.isoformat()}"
    notices.tell(
        ctx.db,
        recorders,
        held.unit_id,
        "unlocking-allowed-notice",
        values,
        dedupe,
        ctx.now,
        checked="holder",
        buttons=(("unlocked-go", f"cor:{was.id}"),),
    )
    return Screen(ctx.say("unlocking-allowed", clock=clock))


def waiting_rows(ctx: Context, was: Recorded) -> tuple[list[str], tuple[tuple[Button, ...], ...]]:
    """What waits for the admin's word about that record: the lines that tell it, and the buttons that settle it."""
    lines: list[str] = []
    buttons: list[Button] = []
    for each in corrections.waiting(ctx.db, ctx.scope, was.meeting.unit_id):
        if each.meeting_id != was.id:
            continue
        lines.append(ctx.say("request-waits", reason=each.reason))
        if each.answers is not None:
            lines += changes(ctx, answers_told(ctx, was), each.answers, ctx.say)
        allow = "request-allow" if each.answers is not None else "unlock-allow"
        buttons.append(Button(ctx.say.plain(allow), f"req:y:{each.id}"))
        buttons.append(Button(ctx.say.plain("request-refuse"), f"req:n:{each.id}"))
    return lines, rows_of(buttons, 2)
