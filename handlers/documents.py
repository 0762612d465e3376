"""Papers on the phone: minutes and resolutions of a record, the text to paste, the agenda before a meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from bot.domain.errors import Refused
from bot.domain.meetings import Kind, Meeting
from bot.domain.people import RECORDERS, Role
from bot.domain.periods import Month
from bot.domain.rules import Rules
from bot.domain.scores import Score
from bot.reports import agenda, document
from bot.reports.agenda import Plan
from bot.reports.document import Cell, Document, Followed, Record, Set
from bot.reports.pasting import pasted
from bot.reports.printing import printed, shipped
from bot.reports.wording import session_name
from bot.texts import Html, voice
from bot.texts.screen import Button, File, Rows, Screen
from handlers.context import Answer, Context
from handlers.task_texts import state_text
from storage import audit, meetings, obligations, people, resolutions, rules, scores, tasks, templates, units
from storage.resolutions import KeptResolution
from storage.tasks import KeptTask

ROUTE = "doc"
PAPER = "vi"
"""The papers are Vietnamese, whatever language their reader speaks."""
BUTTONS_AT_MOST = 4
"""Resolutions of one meeting that get a button of their own."""


def press(ctx: Context) -> Answer:
    """``doc:m:<meeting>``, ``doc:r:<resolution>``, ``doc:t:<meeting>`` (text), ``doc:a:<unit>:<month>``, ``doc:f:…`` (file)."""
    number = ctx.number(1)
    match ctx.args[0]:
        case "m":
            return _minutes(ctx, number)
        case "r":
            return _resolution(ctx, number)
        case "t":
            return _pasted(ctx, number)
        case "a":
            return agenda_screen(ctx, number, _month(ctx))
        case "f":
            return _agenda_file(ctx, number, _month(ctx))
        case _:
            raise Refused("not-found")


def _month(ctx: Context) -> Month:
    try:
        return Month.read(ctx.args[2])
    except (IndexError, ValueError):
        raise Refused("not-found") from None


def rows_for(ctx: Context, meeting_id: int) -> Rows:
    """[Biên bản .docx] [Nghị quyết .docx] [Nội dung để dán vào Sổ tay ĐV] of a record."""
    kept = resolutions.of_meeting(ctx.db, ctx.scope, meeting_id)
    minutes = Button(ctx.say.plain("document-button-minutes"), f"{ROUTE}:m:{meeting_id}")
    paste = Button(ctx.say.plain("document-button-paste"), f"{ROUTE}:t:{meeting_id}")
    if len(kept) == 1:
        return ((minutes, resolution_button(ctx, kept[0].id)), (paste,))
    numbered = [
        Button(ctx.say.plain("document-button-numbered", number=each.resolution.number)[:60], f"{ROUTE}:r:{each.id}")
        for each in kept[:BUTTONS_AT_MOST]
    ]
    return ((minutes,), *((button,) for button in numbered), (paste,))


def resolution_button(ctx: Context, resolution_id: int) -> Button:
    """[Nghị quyết .docx]"""
    return Button(ctx.say.plain("document-button-resolution"), f"{ROUTE}:r:{resolution_id}")


# --- minutes, resolution, text -----------------------------------------------------------------------------------------


def _minutes(ctx: Context, meeting_id: int) -> Screen:
    was = meetings.get(ctx.db, ctx.scope, meeting_id)
    told = document.minutes(voice(PAPER), _rules(ctx, was.meeting.unit_id), record_of(ctx, meeting_id, was.meeting))
    _note(ctx, told, was.meeting.unit_id, {"meeting": meeting_id, "version": was.version})
    caption = ctx.say(
        "document-minutes",
        session=session_name(ctx.say, was.meeting),
        unit=units.name_of(ctx.db, was.meeting.unit_id, ctx.today),
        version=was.version,
    )
    return _sent(ctx, caption, told, was.meeting.unit_id)


def _resolution(ctx: Context, resolution_id: int) -> Screen:
    kept = resolutions.get(ctx.db, ctx.scope, resolution_id)
    unit_id, day = kept.resolution.unit_id, kept.resolution.passed_on
    held = None if kept.meeting_id is None else meetings.get(ctx.db, ctx.scope, kept.meeting_id).meeting
    score = None if kept.meeting_id is None else _score(ctx, kept.meeting_id)
    cell = cell_of(ctx, unit_id, day)
    told = document.resolution(voice(PAPER), _rules(ctx, unit_id), cell, _set(ctx, kept), held, score)
    _note(ctx, told, unit_id, {"resolution": resolution_id})
    name = units.name_of(ctx.db, unit_id, ctx.today)
    return _sent(ctx, ctx.say("document-resolution", number=kept.resolution.number, unit=name), told, unit_id)


def _pasted(ctx: Context, meeting_id: int) -> Answer:
    was = meetings.get(ctx.db, ctx.scope, meeting_id)
    told = document.minutes(voice(PAPER), _rules(ctx, was.meeting.unit_id), record_of(ctx, meeting_id, was.meeting))
    parts = pasted(voice(PAPER), told)
    _note(ctx, told, was.meeting.unit_id, {"meeting": meeting_id, "version": was.version, "as": "text"})
    head = ctx.say("document-paste") if len(parts) == 1 else ctx.say("document-paste-parts", count=len(parts))
    return (Screen(head), *(Screen(ctx.say("document-to-copy", text=part)) for part in parts))


def _rules(ctx: Context, unit_id: int) -> Rules:
    """Those of the cell whose paper it is, whoever asks."""
    return rules.rules_for(ctx.db, unit_id)


def _note(ctx: Context, told: Document, unit_id: int, about: dict[str, object]) -> None:
    """Who had which paper, and the hash of what stood in it."""
    said = {"kind": told.kind.value, **about, "hash": told.digest}
    audit.note(ctx.db, ctx.now, ctx.person.id, unit_id, "document-made", said)


def _sent(ctx: Context, caption: str, told: Document, unit_id: int) -> Screen:
    """The file after the committee's template, or the shipped one; who does not record for the cell may only look at it."""
    own = templates.in_force(ctx.db, unit_id, told.kind)
    as_shipped = partial(printed, told, shipped(told.kind))
    keeps = any(post.unit_id == unit_id for post in ctx.holds(*RECORDERS))
    file = File(
        told.name,
        as_shipped if own is None else partial(printed, told, own.content),
        protect=not keeps,
        spare=None if own is None else as_shipped,
        spare_said=ctx.say("document-own-broken"),
    )
    return Screen(f"{caption}\n{ctx.say('document-check')}", file=file)


# --- what the records say ------------------------------------------------------------------------------------------------


def cell_of(ctx: Context, unit_id: int, day: date) -> Cell:
    """The cell as it stood on ``day`` (before it was opened: as it stands today)."""
    try:
        unit = units.get(ctx.db, ctx.scope, unit_id, day)
    except Refused:
        unit = units.get(ctx.db, ctx.scope, unit_id, ctx.today)
    holders = people.holders(ctx.db, ctx.scope, unit_id, day)
    return Cell(
        unit.name,
        units.name_of(ctx.db, unit.parent_id, day) if unit.parent_id is not None else "",
        units.profile(ctx.db, ctx.scope, unit_id, day),
        {who.name: post.role for post, who in reversed(holders) if post.role in RECORDERS},
    )


def record_of(ctx: Context, meeting_id: int, held: Meeting) -> Record:
    """The session with what it passed and what it carried over."""
    passed = tuple(_set(ctx, kept) for kept in resolutions.of_meeting(ctx.db, ctx.scope, meeting_id))
    return Record(cell_of(ctx, held.unit_id, held.held_on), held, passed, _score(ctx, meeting_id))


def _score(ctx: Context, meeting_id: int) -> Score | None:
    kept = scores.of_meeting(ctx.db, ctx.scope, meeting_id)
    return None if kept is None else kept.score


def _set(ctx: Context, kept: KeptResolution) -> Set:
    set_tasks = tasks.of_resolution(ctx.db, ctx.scope, kept.id)
    return Set(kept.resolution, tuple(each.task for each in set_tasks))


# --- before the meeting --------------------------------------------------------------------------------------------------


def plan_of(ctx: Context, unit_id: int, month: Month) -> Plan:
    """What is known of the cell's meeting of that month; Refused("not-found") outside the scope."""
    owed = obligations.of(ctx.db, ctx.scope, unit_id, month)
    cell = cell_of(ctx, unit_id, ctx.today)
    last = meetings.newest_regular(ctx.db, ctx.scope, unit_id, month)
    before = last.meeting if last is not None else None
    holders = people.holders(ctx.db, ctx.scope, unit_id, ctx.today)
    upper = next((who.name for post, who in holders if post.role is Role.UPPER_MEMBER), "")
    since = before.held_on if before is not None else month.first
    closed = tasks.closed_since(ctx.db, ctx.scope, unit_id, since)
    return Plan(
        cell,
        month,
        owed.day if owed is not None else None,
        (owed.hour if owed is not None else "") or cell.profile.starts_at,
        cell.profile.place or (before.place if before is not None else ""),
        (before.chair if before is not None else "") or cell.named_secretary,
        before.clerk if before is not None else "",
        upper,
        frozenset({Kind.REGULAR}),
        open=tuple(_as_followed(ctx, each) for each in tasks.open_of(ctx.db, ctx.scope, unit_id)),
        closed=tuple(_as_followed(ctx, each) for each in closed),
    )


def _as_followed(ctx: Context, each: KeptTask) -> Followed:
    return Followed(each.task, ctx.say.without_tags(state_text(ctx, each)))


def agenda_screen(ctx: Context, unit_id: int, month: Month) -> Screen:
    """The agenda and what is open, with the button to its document."""
    button = Button(ctx.say.plain("document-button-agenda"), f"{ROUTE}:f:{unit_id}:{month}")
    return Screen(agenda.agenda_text(ctx.say, plan_of(ctx, unit_id, month)), ((button,),))


def _agenda_file(ctx: Context, unit_id: int, month: Month) -> Screen:
    plan = plan_of(replace(ctx, say=voice(PAPER)), unit_id, month)
    told = agenda.agenda(voice(PAPER), _rules(ctx, unit_id), plan)
    _note(ctx, told, unit_id, {"period": str(month)})
    name = units.name_of(ctx.db, unit_id, ctx.today)
    return _sent(ctx, ctx.say("document-agenda", month=Html(str(month.month)), unit=name), told, unit_id)
