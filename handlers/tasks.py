"""The forms of one task at the edge: the facts they begin with, how a report or another due day is kept, the receipt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.errors import Refused
from bot.domain.tasks import Measure, Progress, ReportedState, Task
from bot.forms.answers import progress_text, shortened
from bot.forms.reading.days import Postponed
from bot.forms.reading.outcome import Given
from bot.forms.task import TaskReport
from bot.texts import Html, Voice
from bot.texts.screen import Screen
from handlers.choices import choose
from handlers.context import Answer, Context
from handlers.talk import Begun
from storage import task_updates, tasks, units
from storage.drafts import Draft
from storage.entry import Entry
from storage.tasks import KeptTask


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """The task is the fact; a state that a button told already is an answer."""
    known = tasks.get(ctx.db, ctx.scope, int(about["task"]))
    if known.unit_id != unit_id:
        raise Refused("not-found")
    measure = known.task.measure
    facts: dict[str, Any] = {
        "title": units.name_of(ctx.db, unit_id, ctx.today),
        "what": shortened(known.task.what, 120),
        "assignee": known.task.assignee,
        "due": f"{known.task.due_on:%d/%m/%Y}" if known.task.due_on else "–",
        "amount": "" if measure is None else repr(measure.amount),
        "measure_unit": "" if measure is None else measure.unit,
    }
    said = about.get("said")
    answers = {} if said is None else {"progress": Progress(ReportedState(said))}
    return Begun(Given(now=ctx.local, planned_on=known.task.due_on, usual=facts), answers)


def facts(given: Given) -> Given:
    """The task as a value, for reading ``9/12`` by its measure."""
    amount = given.usual.get("amount")
    measure = Measure(float(amount), str(given.usual.get("measure_unit", ""))) if amount else None
    told = Task(str(given.usual.get("what", "")), str(given.usual.get("assignee", "")), None, measure)
    return replace(given, usual={**given.usual, "task": told})


def title(given: Given, say: Voice) -> str:
    """``Chi bộ thôn Muối · nhiệm vụ``."""
    return say("task-title", unit=given.usual.get("title", ""))


def keep(ctx: Context, draft: Draft, record: TaskReport, answers: dict[str, Any]) -> Answer:
    """The report moves the task."""
    entry = Entry(ctx.person.id, ctx.now, draft.id, answers)
    known = task_updates.report(
        ctx.db, ctx.scope, int(draft.about["task"]), record.progress, entry, photos=record.photos, today=ctx.today
    )
    return receipt(ctx, known, record.progress)


def keep_due(ctx: Context, draft: Draft, record: Postponed, answers: dict[str, Any]) -> Answer:
    """The due day moves, with the reason."""
    entry = Entry(ctx.person.id, ctx.now, draft.id, answers)
    task_id = int(draft.about["task"])
    known = task_updates.move_due(ctx.db, ctx.scope, task_id, record.day, record.reason, entry, today=ctx.today)
    what = shortened(known.task.what, 120)
    day = ctx.say.day(known.task.due_on) if known.task.due_on else "–"
    return undoable(ctx, known, ctx.say("due-receipt", what=what, day=day, reason=record.reason))


def receipt(ctx: Context, known: KeptTask, told: Progress) -> Screen:
    """What was kept, with the way to take it back."""
    return undoable(ctx, known, said(ctx, known, told, 120))


def said(ctx: Context, known: KeptTask, told: Progress, longest: int) -> str:
    """``✅ Đã ghi: vận động 12 hộ – đang làm 9/12 hộ (75%).``"""
    unit = known.task.measure.unit if known.task.measure else told.unit
    state = Html(progress_text(replace(told, unit=unit), ctx.say))
    return ctx.say("task-receipt", what=shortened(known.task.what, longest), state=state)


def undoable(ctx: Context, known: KeptTask, text: str) -> Screen:
    """``text`` with [Hoàn tác] and [Nhiệm vụ]."""
    newest = task_updates.newest_id(ctx.db, ctx.scope, known.id)
    options = [
        (ctx.say("task-undo"), f"tsk:z:{known.id}:{newest}"),
        (ctx.say("tasks-open"), f"tsk:u:{known.unit_id}"),
    ]
    return choose(text, options, width=2)
