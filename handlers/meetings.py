"""The meeting form at the edge: what is usual for the cell, the record, the receipt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.corrections import Way
from bot.domain.errors import Refused
from bot.domain.meetings import Kind, principal
from bot.domain.people import may_tell_profile
from bot.domain.periods import Month
from bot.forms.carrying import Carryover
from bot.forms.leading import leading_form, told_meeting
from bot.forms.meeting import Session
from bot.forms.progress import Progress, values_of
from bot.forms.reading.outcome import Given, note
from bot.texts import Html, Voice
from bot.texts.screen import Button, Screen
from handlers import absences, documents, growth, scores, visits
from handlers.context import Answer, Context
from handlers.meeting_facts import given_of
from handlers.standing import closed, standing_of
from handlers.talk import Begun, Turned
from storage import carried, drafts, lateness, meetings, obligations, resolutions, units
from storage.drafts import Draft
from storage.entry import Entry
from storage.meetings import Recorded


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """What is usual: from last month, from the cell's profile, and from the planned day; for the kind asked for."""
    if "led" in about:
        return _led(ctx, unit_id, int(about["led"]))
    kinds = frozenset(map(Kind, about["kinds"])) if about.get("kinds") else None
    period = Month.read(about["period"]) if "period" in about else None
    if about.get("kind") == "other":
        given = given_of(ctx, unit_id, period, frozenset())
        return Begun(given, carried_into(ctx, unit_id, given))
    given = given_of(ctx, unit_id, period, kinds)
    return Begun(given, ({"kinds": kinds} if kinds else {}) | carried_into(ctx, unit_id, given))


def carried_into(ctx: Context, unit_id: int, given: Given) -> dict[str, Any]:
    """The tasks that the meeting opens with, as an answer to be filled; none for a month before the last one recorded."""
    last = meetings.newest_regular(ctx.db, ctx.scope, unit_id, Month.of(ctx.today).plus(1))
    if last is not None and str(last.meeting.period) > given.usual["period"]:
        return {}
    found = Carryover(carried.of_unit(ctx.db, ctx.scope, unit_id, last.meeting.held_on if last else None))
    given.usual["carried_count"] = len(found.open)
    return {"carried": found} if found.lines else {}


def _led(ctx: Context, unit_id: int, draft_id: int) -> Begun:
    """The meeting that was led through its agenda: what was noted there is answered here."""
    led = drafts.by_id(ctx.db, ctx.person.id, draft_id)
    if led is None or led.unit_id != unit_id:
        raise Refused("not-found")
    progress = Progress.load(led.data)
    noted = values_of(leading_form(ctx.rules), progress)
    given = given_of(ctx, unit_id, Month.of(noted["held_on"]) if "held_on" in noted else None)
    told = told_meeting(noted, tuple(each.called for each in given.members))
    count = {"resolutions": progress.answers.get("resolutions", 0)}
    return Begun(given, told | count, frozenset({"usual"}))


def title(given: Given, say: Voice) -> str:
    """``Chi bộ thôn Muối · sinh hoạt tháng 11/2026``; another kind by its name."""
    return say(
        "meeting-title",
        unit=given.usual.get("title", ""),
        month=given.usual.get("month", ""),
        session=Html(say("meeting-session", session=given.usual.get("session", "regular"))),
    )


def keep(ctx: Context, draft: Draft, record: Session, answers: dict[str, Any]) -> Answer | Turned:
    """The meeting, its resolutions and tasks, the obligation met: all or nothing; then the receipt.

    When the month has its record meanwhile, what was told goes on as a correction of that one.
    """
    held = record.meeting
    if closed(ctx, held.unit_id, held.period):
        raise Refused("month-closed-now", month=held.period.written)
    if Kind.REGULAR in held.kinds:
        was = meetings.of_period(ctx.db, ctx.scope, held.unit_id, held.period)
        if was is not None:
            return turned(ctx, was)
    entry = Entry(ctx.person.id, ctx.now, draft.id, answers)
    meeting_id = meetings.record(ctx.db, ctx.scope, held, entry)
    passed = [(each.resolution, each.tasks) for each in record.passed]
    resolutions.record(ctx.db, ctx.scope, passed, entry, meeting_id=meeting_id)
    left = carried.keep(ctx.db, ctx.scope, held.unit_id, meeting_id, held.held_on, held.carried, entry)
    if Kind.REGULAR in held.kinds:
        obligations.meet(ctx.db, ctx.scope, held.unit_id, held.period, held.held_on, ctx.now)
    visits.ask_who_follows(ctx, meeting_id)
    said = receipt(ctx, meeting_id, corrected=False, left=len(left))
    more = [*often_absent(ctx, record), *thanks(ctx, record)]
    if held.roll is None and _first(ctx, held.unit_id):
        more.append(ctx.say("roster-offer"))
        said = replace(said, rows=(*said.rows, (Button(ctx.say.plain("roster-add"), f"mem:a:{held.unit_id}"),)))
    return replace(said, text="\n".join([said.text, *more]))


def often_absent(ctx: Context, record: Session) -> list[str]:
    """Who keeps being absent, after a regular meeting taken by roster: for the secretary alone."""
    held = record.meeting
    return absences.lines(ctx, held.unit_id, held.held_on) if Kind.REGULAR in held.kinds and held.roll else []


MILESTONES = frozenset({3, 6, 9, 12})
"""Months in time, running, after which the cell is thanked; nobody else is told, and nobody is ranked."""


def thanks(ctx: Context, record: Session) -> list[str]:
    """Said to who recorded the month: for how many months running the cell has met in time."""
    held = record.meeting
    if Kind.REGULAR not in held.kinds:
        return []
    found = lateness.of_cells(ctx.db, ctx.scope, [held.unit_id], held.period, ctx.local, ctx.rules)
    running = found[held.unit_id].on_time if held.unit_id in found else 0
    return [ctx.say("meeting-streak", count=running)] if running in MILESTONES else []


def _first(ctx: Context, unit_id: int) -> bool:
    """Whether this is the cell's first record and the recorder may write its roster: offered then, and never again."""
    may = may_tell_profile(ctx.posts, unit_id, units.above(ctx.db, unit_id))
    return may and len(meetings.newest(ctx.db, ctx.scope, unit_id, 2)) == 1


def turned(ctx: Context, was: Recorded) -> Turned:
    """Somebody else's record stands meanwhile: what was told goes on as a correction of it, beside it."""
    version = meetings.versions(ctx.db, ctx.scope, was.id)[-1]
    said = note(
        "meeting-met-another",
        month=was.meeting.period.written,
        name=version.by or ctx.say.plain("form-none"),
        clock=f"{was.entered_at.astimezone(ctx.zone):%H:%M %d/%m}",
    )
    reason = ctx.say.plain("correction-adds", name=ctx.person.name)
    return Turned("correction", {"correct": was.id}, {"reason": reason}, said)


def amend(ctx: Context, was: Recorded, record: Session, entry: Entry, before: dict[str, Any]) -> int:
    """The next version of a record (``before``: the answers of the last one); how many tasks were left as they were.

    A month whose regular record moves elsewhere owes one again.
    """
    held = record.meeting
    meetings.correct(ctx.db, ctx.scope, was, held, entry)
    if _passed_changed(before, entry.answers):
        resolutions.supersede(ctx.db, ctx.scope, was.id, ctx.now)
        passed = [(each.resolution, each.tasks) for each in record.passed]
        resolutions.record(ctx.db, ctx.scope, passed, entry, meeting_id=was.id)
    gone = was.meeting.carried
    left = carried.keep(ctx.db, ctx.scope, held.unit_id, was.id, held.held_on, held.carried, entry, gone)
    if Kind.REGULAR in was.meeting.kinds:
        obligations.unmeet(ctx.db, ctx.scope, held.unit_id, was.meeting.period, ctx.now)
    if Kind.REGULAR in held.kinds:
        obligations.meet(ctx.db, ctx.scope, held.unit_id, held.period, held.held_on, ctx.now)
    return len(left)


def _passed_changed(before: dict[str, Any], after: dict[str, Any]) -> bool:
    def only(answers: dict[str, Any]) -> dict[str, Any]:
        return {path: raw for path, raw in answers.items() if path.startswith("resolutions.")}

    return only(before) != only(after)


def receipt(ctx: Context, meeting_id: int, *, corrected: bool, left: int = 0) -> Screen:
    """``Đã chốt sinh hoạt tháng 11 của Chi bộ thôn Muối lúc 21:40. Cảm ơn đồng chí.``"""
    was = meetings.get(ctx.db, ctx.scope, meeting_id)
    name = units.name_of(ctx.db, was.meeting.unit_id, ctx.today)
    told = ctx.say(
        "meeting-receipt-corrected" if corrected else "meeting-receipt",
        unit=name,
        month=f"{was.meeting.period.month}",
        **session_said(ctx.say, was.meeting.kinds),
        clock=f"{ctx.local:%H:%M}",
        version=was.version,
    )
    now = standing_of(ctx, was)
    until = [ctx.say("meeting-correct-until", day=ctx.say.day(now.until))] if now.way is Way.OWN else []
    kept = resolutions.of_meeting(ctx.db, ctx.scope, meeting_id)
    numbers = (
        [ctx.say("meeting-receipt-resolutions", numbers=", ".join(each.resolution.number for each in kept))]
        if kept
        else []
    )
    others = [ctx.say("carried-left", count=left)] if left else []
    rows = (
        *documents.rows_for(ctx, meeting_id),
        (look_button(ctx, meeting_id), correct_button(ctx, meeting_id)),
        scores.buttons_of(ctx, was),
        growth.offers_of(ctx, meeting_id, was.meeting),
    )
    return Screen("\n".join([told, *numbers, *until, *others]), tuple(row for row in rows if row))


def session_said(say: Voice, kinds: frozenset[Kind]) -> dict[str, str | Html]:
    """The kind whose habits a session follows, and its name: ``họp chi ủy``."""
    kind = (principal(kinds) or Kind.REGULAR).value
    return {"kind": kind, "session": Html(say("meeting-session", session=kind))}


def look_button(ctx: Context, meeting_id: int) -> Button:
    """[Xem lại]"""
    return Button(ctx.say.plain("meeting-look"), f"his:m:{meeting_id}")


def correct_button(ctx: Context, meeting_id: int) -> Button:
    """[Sửa]"""
    return Button(ctx.say.plain("meeting-correct"), f"cor:{meeting_id}")


def kinds_text(kinds: frozenset[Kind], say: Voice) -> Html:
    """The kinds by name."""
    return Html(", ".join(say(f"kind-{kind}") for kind in Kind if kind in kinds))
