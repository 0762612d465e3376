"""Tasks on the phone: /nhiemvu lists what is open, a press opens one, its form reports on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.tasks import Measure, Task, TaskState
from bot.forms.answers import shortened
from bot.forms.reading.outcome import Given
from bot.forms.task import TaskReport
from bot.texts import Html, Voice
from bot.texts.screen import Button, Screen, rows_of
from handlers.context import Answer, Context
from handlers.talk import Begun
from storage import task_updates, tasks, units
from storage.drafts import Draft
from storage.entry import Entry
from storage.tasks import KeptTask

PAGE = 6


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """The task itself is the only fact needed."""
    known = tasks.get(ctx.db, ctx.scope, int(about["task"]))
    measure = known.task.measure
    facts: dict[str, Any] = {
        "title": units.name_of(ctx.db, unit_id, ctx.today),
        "what": shortened(known.task.what, 120),
        "assignee": known.task.assignee,
        "due": f"{known.task.due_on:%d/%m/%Y}" if known.task.due_on else "–",
        "amount": "" if measure is None else repr(measure.amount),
        "measure_unit": "" if measure is None else measure.unit,
    }
    return Begun(Given(now=ctx.local, usual=facts))


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
    """The report moves the task; then the list again."""
    entry = Entry(ctx.person.id, ctx.now, draft.id, answers)
    known = task_updates.report(
        ctx.db, ctx.scope, int(draft.about["task"]), record.progress, entry, photos=record.photos, today=ctx.today
    )
    told = ctx.say("task-receipt", what=shortened(known.task.what, 120), state=Html(state_text(ctx, known)))
    return Screen(told, ((Button(ctx.say.plain("tasks-open"), f"tsk:u:{known.unit_id}"),),))


def state_text(ctx: Context, known: KeptTask) -> str:
    """``đang làm 75%`` · ``quá hạn`` · ``xong``."""
    match known.state:
        case TaskState.DONE:
            return ctx.say("task-done")
        case TaskState.DROPPED:
            return ctx.say("task-dropped")
        case TaskState.OPEN:
            parts = [ctx.say("task-share", share=ctx.say.percent(known.share, digits=0))] if known.share else []
            if known.overdue(ctx.today):
                parts.append(ctx.say("task-overdue"))
            return ", ".join(parts) or ctx.say("task-open")


def task_line(ctx: Context, known: KeptTask) -> str:
    """One task on one line: what, who, by when, how far."""
    return ctx.say(
        "task-line",
        what=shortened(known.task.what, 80),
        assignee=known.task.assignee or "–",
        due=f"{known.task.due_on:%d/%m/%Y}" if known.task.due_on else "–",
        state=Html(state_text(ctx, known)),
    )


def tasks_screen(ctx: Context, unit_id: int, page: int, *, replaced: bool) -> Screen:
    """The open tasks of a cell, numbered, six a page; each button opens its report."""
    known = tasks.open_of(ctx.db, ctx.scope, unit_id)
    name = units.get(ctx.db, ctx.scope, unit_id, ctx.today).name
    shown = known[page * PAGE : (page + 1) * PAGE]
    late = sum(each.overdue(ctx.today) for each in known)
    told = [
        ctx.say("tasks-head", unit=name, count=len(known), late=late) if known else ctx.say("tasks-none", unit=name)
    ]
    told += [f"{number}. {task_line(ctx, each)}" for number, each in enumerate(shown, page * PAGE + 1)]
    closed = tasks.closed_of(ctx.db, ctx.scope, unit_id, 3) if not page else ()
    if closed:
        told.append(ctx.say("tasks-closed"))
        told += [f"• {task_line(ctx, each)}" for each in closed]
    buttons = [Button(str(number), f"tsk:t:{each.id}") for number, each in enumerate(shown, page * PAGE + 1)]
    moves = []
    if page:
        moves.append(Button(ctx.say.plain("page-before"), f"tsk:u:{unit_id}:{page - 1}"))
    if len(known) > (page + 1) * PAGE:
        moves.append(Button(ctx.say.plain("page-after"), f"tsk:u:{unit_id}:{page + 1}"))
    return Screen("\n".join(told), (*rows_of(buttons, 6), *((tuple(moves),) if moves else ())), replace=replaced)
