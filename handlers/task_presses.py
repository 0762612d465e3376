"""/nhiemvu and what follows from it: the buttons of a list, of one task and of a reminder, and words that report on them."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.domain.errors import Refused
from bot.domain.tasks import Progress, ReportedState, Task
from bot.forms.answers import shortened
from bot.forms.reading.outcome import Given, NotUnderstood, Understood
from bot.forms.reading.progress import read_numbered, read_progress
from bot.forms.reading.spelling import level
from bot.texts import Html
from bot.texts.screen import Screen
from handlers import forms
from handlers.choices import choose
from handlers.context import Answer, Context
from handlers.forms import cells_of
from handlers.task_texts import closed_screen, evidence_screen, state_text, task_screen, tasks_screen
from handlers.tasks import receipt, said, undoable
from storage import offers, outbox, task_updates, tasks
from storage.entry import Entry
from storage.tasks import KeptTask

OF_TASK = re.compile(r"tsk:[tdplxh]:(\d+)")
TELLS = re.compile(
    r"\d\s*(?:/|%)|(?<!\w)(?:xong|hoàn thành|hoan thanh|được|duoc|đạt|dc|đc|đang|dang|chậm|cham|vướng|thôi|dừng|done|finished|late|dropped|in progress)(?!\w)"
)
"""Words that tell how a task stands; *ok* alone never closes one."""


MANY = 20
"""Numbers that a message may name."""


def pressed(ctx: Context) -> Answer:
    """``tsk:u:<unit>[:<page>]`` and ``tsk:k:…`` list; ``tsk:t:<task>`` opens one, ``tsk:e:<task>`` shows what
    was kept with its reports; the others change it.
    """
    what = ctx.args[0] if ctx.args else ""
    page = ctx.number(2) if len(ctx.args) > 2 else 0  # noqa: PLR2004
    match what:
        case "u":
            return tasks_screen(ctx, ctx.number(1), page, replaced=True)
        case "k":
            return closed_screen(ctx, ctx.number(1), page)
    known = tasks.get(ctx.db, ctx.scope, ctx.number(1))
    if known.unit_id not in cells_of(ctx):
        raise Refused("not-found")
    return _act(ctx, known, what)


def _act(ctx: Context, known: KeptTask, what: str) -> Answer:
    entry = Entry(ctx.person.id, ctx.now)
    match what:
        case "t":
            return task_screen(ctx, known)
        case "e":
            return evidence_screen(ctx, known)
        case "d":
            return _report(ctx, known, Progress(ReportedState.DONE))
        case "p":
            return _form(ctx, known, "task")
        case "l" | "x":
            state = ReportedState.LATE if what == "l" else ReportedState.DROPPED
            return _form(ctx, known, "task", state)
        case "h":
            return _form(ctx, known, "due")
        case "o":
            within = timedelta(days=ctx.rules.task_reopen_days)
            opened = task_updates.reopen(ctx.db, ctx.scope, known.id, entry, today=ctx.today, within=within)
            return undoable(ctx, opened, ctx.say("task-reopened-done", what=shortened(known.task.what, 120)))
        case "z":
            within = timedelta(hours=ctx.rules.task_undo_hours)
            undone = task_updates.undo(
                ctx.db, ctx.scope, known.id, ctx.number(2), entry, today=ctx.today, within=within
            )
            stands = Html(state_text(ctx, undone))
            text = ctx.say("task-undone", what=shortened(known.task.what, 120), state=stands)
            return choose(
                text,
                [(ctx.say("task-look"), f"tsk:t:{known.id}"), (ctx.say("tasks-open"), f"tsk:u:{known.unit_id}")],
                width=2,
            )
        case _:
            raise Refused("not-found")


def _report(ctx: Context, known: KeptTask, told: Progress) -> Screen:
    """An old button on a task that is closed already changes nothing and shows it."""
    try:
        moved = task_updates.report(ctx.db, ctx.scope, known.id, told, Entry(ctx.person.id, ctx.now), today=ctx.today)
    except Refused as why:
        if why.key != "task-closed":
            raise
        shown = task_screen(ctx, known)
        return Screen(f"{ctx.say('task-closed')}\n{shown.text}", shown.rows)
    return receipt(ctx, moved, told)


def _form(ctx: Context, known: KeptTask, name: str, said: ReportedState | None = None) -> Answer:
    if known.closed_on is not None:
        return _report(ctx, known, Progress(ReportedState.IN_PROGRESS))
    about = {"task": known.id} | ({} if said is None else {"said": said.value})
    return forms.start(ctx, name, known.unit_id, about)


# --- words -----------------------------------------------------------------------------------------------------------


def told(ctx: Context) -> Answer | None:
    """Words under a task, a list of tasks or a reminder of tasks: *được 9/12*, *1 xong, 2 chậm vì mưa*; None for others."""
    text = ctx.incoming.text
    if not (TELLS.search(level(text)) or (ctx.incoming.photos and not text)):
        return None
    shown = _shown(ctx)
    if not shown:
        return None
    if len(set(shown.values())) == 1:
        return _of_one(ctx, next(iter(shown.values())), text)
    return _of_several(ctx, shown, text)


def _shown(ctx: Context) -> dict[int, int]:
    """Number → task, of the newest screen or reminder if it is about tasks."""
    offered = offers.newest(ctx.db, ctx.incoming.chat_id)
    since = ctx.now - outbox.ANSWERABLE_FOR
    codes = {} if offered is None or offered[1] < since else offered[0]
    reminded = outbox.offered(ctx.db, ctx.person.id, since if offered is None else max(since, offered[1]))
    codes = dict(enumerate(reminded, 1)) or codes
    return {number: int(match[1]) for number, code in codes.items() if (match := OF_TASK.fullmatch(code))}


def _of_one(ctx: Context, task_id: int, text: str) -> Answer | None:
    known = _mine(ctx, task_id)
    if known is None:
        return None
    if text and (isinstance(_read(ctx, text, known.task), NotUnderstood) or len(read_numbered(text, MANY)) > 1):
        return None
    return forms.begun_with(ctx, "task", known.unit_id, {"task": known.id})


def _of_several(ctx: Context, shown: dict[int, int], text: str) -> Answer | None:
    lines = []
    for number, words in read_numbered(text, max(shown)):
        known = _mine(ctx, shown.get(number, 0))
        reading = None if known is None else _read(ctx, words, known.task)
        if known is None or not isinstance(reading, Understood):
            continue
        entry = Entry(ctx.person.id, ctx.now)
        moved = task_updates.report(
            ctx.db, ctx.scope, known.id, reading.value, entry, photos=ctx.incoming.evidence, today=ctx.today
        )
        lines.append(f"{number}. {said(ctx, moved, reading.value, 80)}")
        unit_id = known.unit_id
    return choose("\n".join(lines), [(ctx.say("tasks-open"), f"tsk:u:{unit_id}")]) if lines else None


def _mine(ctx: Context, task_id: int) -> KeptTask | None:
    """The task, while it is open and its cell the person's."""
    try:
        known = tasks.get(ctx.db, ctx.scope, task_id)
    except Refused:
        return None
    return known if known.unit_id in cells_of(ctx) and known.closed_on is None else None


def _read(ctx: Context, text: str, task: Task) -> object:
    return read_progress(text, Given(now=ctx.local), task)
