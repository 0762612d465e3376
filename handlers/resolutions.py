"""The resolution form at the edge, for a resolution told outside a meeting's record."""

from __future__ import annotations

from typing import Any

from bot.domain.periods import Month
from bot.forms.meeting import Passed
from bot.forms.reading.outcome import Given
from bot.texts import Voice
from bot.texts.screen import Button, Screen
from handlers import documents
from handlers.context import Answer, Context
from handlers.meeting_facts import given_of
from handlers.talk import Begun
from storage import meetings, resolutions, search, units
from storage.drafts import Draft
from storage.entry import Entry


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """The day is the last meeting's when it is near, else today's; ``copy``: another cell's words to begin with."""
    given = given_of(ctx, unit_id, None)
    last = meetings.newest_regular(ctx.db, ctx.scope, unit_id, Month.of(ctx.today).plus(1))
    near = last is not None and 0 <= (ctx.today - last.meeting.held_on).days <= ctx.rules.far_days
    given.usual["passed_on"] = last.meeting.held_on if last is not None and near else ctx.today
    if "copy" not in about:
        return Begun(given)
    copied = search.resolution_shown(ctx.db, ctx.scope, int(about["copy"])).resolution
    return Begun(given, {"subject": copied.subject, **({"text": copied.text} if copied.text else {})})


def title(given: Given, say: Voice) -> str:
    """``Chi bộ thôn Muối · nghị quyết``."""
    return say("resolution-title", unit=given.usual.get("title", ""))


def keep(ctx: Context, draft: Draft, record: Passed, answers: dict[str, Any]) -> Answer:
    """The resolution and its tasks, joined to the meeting held that day when there is one."""
    held = meetings.newest(ctx.db, ctx.scope, draft.unit_id, 6)
    of_day = next((each.id for each in held if each.meeting.held_on == record.resolution.passed_on), None)
    entry = Entry(ctx.person.id, ctx.now, draft.id, answers)
    kept, *_ = resolutions.record(ctx.db, ctx.scope, [(record.resolution, record.tasks)], entry, meeting_id=of_day)
    told = ctx.say(
        "resolution-receipt",
        number=record.resolution.number,
        unit=units.name_of(ctx.db, draft.unit_id, ctx.today),
        clock=f"{ctx.local:%H:%M}",
        tasks=len(record.tasks),
    )
    open_tasks = Button(ctx.say.plain("tasks-open"), f"tsk:u:{draft.unit_id}")
    return Screen(told, ((documents.resolution_button(ctx, kept), open_tasks),))
