"""Tasks on the phone, in words: one on a line, one with its history, a cell's list."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.tasks import Act, Progress, TaskState, Update, in_force
from bot.forms.answers import progress_text, shortened
from bot.forms.carrying import assignee_text
from bot.forms.evidence import evidence_texts
from bot.texts import Html
from bot.texts.screen import Button, Screen, rows_of
from handlers import evidence
from handlers.choices import Option, choose
from handlers.context import Context
from handlers.places import turning
from storage import task_updates, tasks, units
from storage.tasks import KeptTask

PAGE = 6
UPDATES = 4
"""Updates shown with a task, the newest last."""


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


def task_screen(ctx: Context, known: KeptTask) -> Screen:
    """One task: who, where, until when, how far; what was reported; what can be done with it, by number."""
    say, told = ctx.say, known.task
    facts = [say("task-who", who=Html(assignee_text(told, say)))] if told.assignee else []
    facts += [say("task-where", area=told.area)] if told.area and told.area not in told.what else []
    facts.append(say("task-until", due=say.day(told.due_on)) if told.due_on else say("task-no-due"))
    facts += [say("task-set-by", number=known.resolution_number)] if known.resolution_number else []
    lines = [
        say("task-head", what=shortened(told.what, 300)),
        "; ".join(facts),
        say("task-stands", state=Html(state_text(ctx, known))),
    ]
    updates = in_force(task_updates.history(ctx.db, ctx.scope, known.id))
    lines += [f"• {update_line(ctx, known, each)}" for each in updates[-UPDATES:]]
    open_ = known.state is TaskState.OPEN
    if open_ and say.knows("task-head.hint"):
        lines.append(f"<i>{say('task-head.hint')}</i>")
    count = sum(len(each.photos) for each in updates)
    looks = [(say("history-evidence-button", count=count), f"tsk:e:{known.id}")] if count else []
    back = (say("tasks-open"), f"tsk:u:{known.unit_id}")
    acts = _open_options(ctx, known) if open_ else _closed_options(ctx, known)
    return choose("\n".join(lines), [*acts, *looks, back], width=2)


def evidence_screen(ctx: Context, known: KeptTask) -> Screen:
    """Photos and voice messages kept with the reports on one task, the oldest first, each with its day and reporter."""
    updates = in_force(task_updates.history(ctx.db, ctx.scope, known.id))
    kept = [(stored, _day_and_who(ctx, each)) for each in updates for stored in each.photos]
    about = ctx.say("history-evidence-task", what=shortened(known.task.what, 120))
    return evidence.shown(
        ctx, kept, about, f"tsk:e:{known.id}", Button(ctx.say.plain("task-look"), f"tsk:t:{known.id}")
    )


def _day_and_who(ctx: Context, each: Update) -> str:
    return f"{ctx.say.short_day(each.said_on)}, {ctx.say('answer-name', name=each.by_name or '–')}"


def _open_options(ctx: Context, known: KeptTask) -> list[Option]:
    return [
        (ctx.say("task-do-done"), f"tsk:d:{known.id}"),
        (ctx.say("task-do-progress"), f"tsk:p:{known.id}"),
        (ctx.say("task-do-late"), f"tsk:l:{known.id}"),
        (ctx.say("task-do-drop"), f"tsk:x:{known.id}"),
        (ctx.say("task-do-due"), f"tsk:h:{known.id}"),
    ]


def _closed_options(ctx: Context, known: KeptTask) -> list[Option]:
    lately = known.closed_on is None or (ctx.today - known.closed_on).days <= ctx.rules.task_reopen_days
    return [(ctx.say("task-do-reopen"), f"tsk:o:{known.id}")] if lately else []


def update_line(ctx: Context, known: KeptTask, each: Update) -> str:
    """``20/10, Nguyễn Văn An: đang làm 7/12 hộ (58%), 1 ảnh`` · ``03/11, kỳ sinh hoạt: xong``."""
    say = ctx.say
    who = say("task-by-meeting") if each.meeting_id else say("answer-name", name=each.by_name or "–")
    return say("task-update", day=say.short_day(each.said_on), who=Html(who), told=Html(_told(ctx, known, each)))


def _told(ctx: Context, known: KeptTask, each: Update) -> str:
    say = ctx.say
    match each.act:
        case Act.DUE:
            day = say.short_day(each.due_on) if each.due_on else say("task-no-due")
            return say("task-due-moved", day=Html(day), reason=shortened(each.progress.note, 80))
        case Act.REOPEN:
            return say("task-reopened")
        case _:
            unit = known.task.measure.unit if known.task.measure else ""
            told: Progress = replace(each.progress, unit=unit, note=shortened(each.progress.note, 80))
            return ", ".join((progress_text(told, say), *evidence_texts(each.photos, say)))


def tasks_screen(ctx: Context, unit_id: int, page: int, *, replaced: bool) -> Screen:
    """The open tasks of a cell, the overdue first, numbered, six a page; then those closed last."""
    known = tasks.open_of(ctx.db, ctx.scope, unit_id)
    name = units.get(ctx.db, ctx.scope, unit_id, ctx.today).name
    late = sum(each.overdue(ctx.today) for each in known)
    head = ctx.say("tasks-head", unit=name, count=len(known), late=late) if known else ctx.say("tasks-none", unit=name)
    told, rows = _page(ctx, known, page, f"tsk:u:{unit_id}")
    closed = tasks.closed_of(ctx.db, ctx.scope, unit_id, 4) if not page else ()
    if closed:
        told += [ctx.say("tasks-closed"), *(f"• {task_line(ctx, each)}" for each in closed[:3])]
        rows = (*rows, (Button(ctx.say.plain("tasks-closed-all"), f"tsk:k:{unit_id}:0"),))
    return Screen("\n".join([head, *told]), rows, replace=replaced)


def closed_screen(ctx: Context, unit_id: int, page: int) -> Screen:
    """The tasks closed last, six a page, each to be looked at and opened again."""
    name = units.get(ctx.db, ctx.scope, unit_id, ctx.today).name
    known = tasks.closed_of(ctx.db, ctx.scope, unit_id, (page + 1) * PAGE + 1)
    told, rows = _page(ctx, known, page, f"tsk:k:{unit_id}")
    back = (Button(ctx.say.plain("tasks-open"), f"tsk:u:{unit_id}"),)
    return Screen("\n".join([ctx.say("tasks-closed-head", unit=name), *told]), (*rows, back), replace=True)


def _page(
    ctx: Context, known: tuple[KeptTask, ...], page: int, route: str
) -> tuple[list[str], tuple[tuple[Button, ...], ...]]:
    shown = list(enumerate(known, 1))[page * PAGE : (page + 1) * PAGE]
    told = [f"{number}. {task_line(ctx, each)}" for number, each in shown]
    moves = turning(ctx, lambda number: f"{route}:{number}", page, more=len(known) > (page + 1) * PAGE)
    buttons = [Button(str(number), f"tsk:t:{each.id}") for number, each in shown]
    return told, (*rows_of(buttons, 6), *((moves,) if moves else ()))
