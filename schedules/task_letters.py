"""What a message about tasks says: one task with its choices, or several with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.people import Role
from bot.forms.answers import shortened
from bot.forms.carrying import assignee_text
from bot.texts import Html, Voice
from bot.texts.screen import Button, Rows
from storage.outbox import Nudged

LINES = 12
"""Tasks named in one message; the rest is counted."""
BUTTONS = 5
"""Tasks with buttons of their own; the others by their numbers."""
UNBROKEN = "\u00a0"


def task_letter(say: Voice, parts: Sequence[Nudged], person: str, today: date) -> tuple[str, Rows, tuple[str, ...]]:
    """Text, buttons, and what each number stands for: under one task its choices, under several the tasks."""
    ordered = sorted(parts, key=lambda part: (part.task.task.due_on or date.max, part.task.id))
    head = _greeting(say, ordered, person)
    if len(ordered) == 1:
        (part,) = ordered
        buttons = [
            Button(f"1. {say.plain('task-do-done')}", f"tsk:d:{part.task.id}"),
            Button(f"2. {say.plain('task-do-progress')}", f"tsk:p:{part.task.id}"),
            Button(f"3. {say.plain('task-do-late')}", f"tsk:l:{part.task.id}"),
        ]
        numbered = "   ".join(button.label.replace(" ", UNBROKEN) for button in buttons)
        told = say("task-reminder-one", when=Html(when_said(say, part, today)), task=Html(_line(say, part)))
        return f"{head}\n{told}\n{numbered}", (tuple(buttons),), tuple(button.code for button in buttons)
    return _several(say, ordered, head, today)


def _several(say: Voice, parts: Sequence[Nudged], head: str, today: date) -> tuple[str, Rows, tuple[str, ...]]:
    apart = len({part.unit for part in parts}) > 1
    lines = [head, say("task-reminder-many", count=len(parts))]
    for number, part in enumerate(parts[:LINES], 1):
        line = say("task-reminder-line", task=Html(_line(say, part)), when=Html(when_said(say, part, today)))
        of_unit = say("task-reminder-unit", unit=part.unit) if apart else ""
        lines.append(f"{number}. {of_unit}{line}")
    if len(parts) > LINES:
        lines.append(say("task-reminder-more", count=len(parts) - LINES))
    lines.append(say("task-reminder-foot"))
    rows = tuple(
        (
            Button(f"{number} {say.plain('progress-done')}", f"tsk:d:{part.task.id}"),
            Button(f"{number} {say.plain('progress-in_progress')}", f"tsk:p:{part.task.id}"),
            Button(f"{number} {say.plain('progress-late')}", f"tsk:l:{part.task.id}"),
        )
        for number, part in enumerate(parts[:BUTTONS], 1)
    )
    return "\n".join(lines), rows, tuple(f"tsk:t:{part.task.id}" for part in parts[:LINES])


def _greeting(say: Voice, parts: Sequence[Nudged], person: str) -> str:
    first = parts[0]
    heads = {Role.SECRETARY.value, Role.DEPUTY.value}
    if first.role in heads and len({part.unit for part in parts}) == 1:
        return say("reminder-greeting", role=say(f"reminder-role-{first.role}"), unit=first.unit)
    return say("reminder-greeting-name", person=person)


def when_said(say: Voice, part: Nudged, today: date) -> str:
    """``còn 3 ngày đến hạn`` · ``hôm nay đến hạn`` · ``quá hạn 2 ngày``."""
    due_on = part.task.task.due_on
    days = 0 if due_on is None else (due_on - today).days
    if days == 0:
        return say("task-reminder-today")
    return say("task-reminder-ahead", days=days) if days > 0 else say("task-reminder-over", days=-days)


def _line(say: Voice, part: Nudged) -> str:
    """``Vận động 12 hộ ngõ 2 hiến đất, đ/c Trần Thị Bình, hạn 30/11, được 58%``."""
    told = part.task.task
    parts = [say("carried-what", what=shortened(told.what, 100))]
    parts += [assignee_text(told, say)] if told.assignee else []
    parts += [say("carried-due", day=say.short_day(told.due_on))] if told.due_on else []
    parts += [say("task-share", share=say.percent(part.task.share, digits=0))] if part.task.share else []
    return ", ".join(parts)
