"""What a claimed message says, in the reader's language, with its numbered choices: pure, from what the claim read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from bot.domain.periods import Month
from bot.domain.reminders import Obligation, codes
from bot.reports.announcement import announcement, seen_button
from bot.texts import Html, Voice, voice
from bot.texts.screen import Button, Rows, rows_of
from schedules.digest_letters import LINES, digest_letter, planned_said
from schedules.task_letters import task_letter
from storage.outbox import Announced, Claimed, Digest, Notice, Nudged, Reminder, Unfinished

UNBROKEN = "\u00a0"
"""A space at which no phone breaks the line: a choice stays with its number."""
Placed = Callable[[Unfinished, Voice], tuple[str, int, int]]
"""Title (HTML) of what was left, and its present step of how many: the forms know, whom this edge does not."""


@dataclass(frozen=True, slots=True)
class Letter:
    """HTML text and buttons; ``choices`` are the codes of the numbers 1, 2, … in the text."""

    text: str
    rows: Rows = ()
    numbers: tuple[str, ...] = ()
    """What the numbers stand for where they are not simply those of the buttons."""
    file: str = ""
    """What goes with the text, as bot.domain.evidence writes it."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The code behind each number."""
        return self.numbers or tuple(button.code for row in self.rows for button in row)


def letter(claimed: Claimed, today: date, placed: Placed | None = None) -> Letter:
    """What the message says on local day ``today``; ``placed`` tells where a draft stands."""
    say = voice(claimed.language)
    match claimed.parts:
        case (Digest() as digest,):
            made = Letter(*digest_letter(say, digest, claimed.person, today))
        case (Notice() as notice,):
            made = _notice(say, notice)
        case (Announced() as told,):
            text = announcement(say, told.unit, told.text, told.since)
            made = Letter(text, seen_button(say, told.broadcast_id), file=told.file)
        case (Unfinished() as left,) if placed is not None:
            made = _unfinished(say, left, claimed.person, *placed(left, say))
        case (Nudged(), *_):
            nudged = [part for part in claimed.parts if isinstance(part, Nudged)]
            made = Letter(*task_letter(say, nudged, claimed.person, today))
        case (Reminder() as reminder,):
            made = _one(say, reminder, claimed.person, today)
        case reminders:
            made = _many(say, [part for part in reminders if isinstance(part, Reminder)], claimed.person, today)
    text = f"{say('reminder-again')}\n{made.text}" if claimed.again else made.text
    plain = escape(say.without_tags(text), quote=False) if claimed.plain else text
    return Letter(plain, made.rows, made.numbers, made.file)


def when_said(say: Voice, owed: Obligation) -> str:
    """The day that counts in full, with its hour if known; or that no day was told."""
    if owed.day is None:
        return say("digest-no-day")
    return f"{say.day(owed.day)}, {owed.hour}" if owed.hour else say.day(owed.day)


def _one(say: Voice, part: Reminder, person: str, today: date) -> Letter:
    owed = part.obligation
    buttons = choices(say, part.rung, part.unit_id, owed.period)
    if part.rung == "visit":
        lines = [say("reminder-greeting-name", person=person), _to_come(say, part, today), _numbered(buttons)]
        return Letter("\n".join(lines), rows_of(buttons, 2))
    lines = [
        say("reminder-greeting", role=say(f"reminder-role-{part.role}"), unit=part.unit),
        said(say, part, today),
        _numbered(buttons),
    ]
    return Letter("\n".join(lines), rows_of(buttons, 2))


def _numbered(buttons: Sequence[Button]) -> str:
    return "   ".join(button.label.replace(" ", UNBROKEN) for button in buttons)


def _to_come(say: Voice, part: Reminder, today: date) -> str:
    """When and where the cell meets and about what, to who follows it from above."""
    owed = part.obligation
    values: dict[str, object] = {"unit": part.unit, "when": when_said(say, owed), "place": part.place or "–"}
    told = say("reminder-visit", **values, period=owed.period.short(today), tasks=part.open_tasks)
    return f"{told}\n{say('reminder-visit-moved', reason=owed.postponed_reason or '–')}" if owed.postponed_to else told


def choices(say: Voice, rung: str, unit_id: int, period: Month) -> list[Button]:
    """The numbered choices under a rung's message."""
    return [
        Button(f"{number}. {say.plain(f'reminder-do-{action}')}", code)
        for number, (action, code) in enumerate(codes(rung, unit_id, period), 1)
    ]


def said(say: Voice, part: Reminder, today: date) -> str:
    """The sentence of a rung to the cell."""
    owed = part.obligation
    period = owed.period.short(today)
    match part.rung:
        case "before":
            text = _before(say, part, today)
            tasks = say("reminder-before-tasks", count=part.open_tasks) if part.open_tasks else ""
            return f"{text} {tasks}".strip()
        case "evening" if owed.day is not None:
            key = "reminder-evening" if owed.day == today else "reminder-evening-past"
            return say(key, day=owed.day, period=period)
        case rung:
            key = f"reminder-{rung}" if say.knows(f"reminder-{rung}") else "reminder-after"
            return say(key, period=period, day=when_said(say, owed))


def _before(say: Voice, part: Reminder, today: date) -> str:
    owed = part.obligation
    days = (owed.day - today).days if owed.day is not None else 0
    key = {0: "reminder-before-today", 1: "reminder-before-tomorrow"}.get(days, "reminder-before")
    return say(key, days=days, period=owed.period.short(today), when=when_said(say, owed))


def _many(say: Voice, parts: Sequence[Reminder], person: str, today: date) -> Letter:
    """Several reminders to one person: a line each, and its number records (or prepares) that one."""
    shown = sorted(parts, key=lambda part: not codes(part.rung, part.unit_id, part.obligation.period))[:LINES]
    lines = [say("reminder-greeting-name", person=person), say("reminder-many", count=len(parts))]
    alone = len({part.unit for part in shown}) == len(shown)
    buttons = []
    for number, part in enumerate(shown, 1):
        line = _line(say, part, today)
        lines.append(f"{number}. {line}")
        if found := codes(part.rung, part.unit_id, part.obligation.period):
            name = part.unit if alone else _with_month(say, part, today)
            code = f"vis:open:{part.unit_id}:{part.obligation.period}" if part.rung == "visit" else found[0][1]
            buttons.append(Button(f"{number}. {name}"[:60], code))
    if len(parts) > len(shown):
        lines.append(say("reminder-more", count=len(parts) - len(shown)))
    if buttons:
        coming = all(part.rung == "visit" for part in parts)
        lines.append(say("reminder-many-foot-visit" if coming else "reminder-many-foot"))
    return Letter("\n".join(lines), rows_of(buttons, 2))


def _with_month(say: Voice, part: Reminder, today: date) -> str:
    """The cell's name with the month: two months of one cell are told apart."""
    return say.plain("reminder-many-button", unit=part.unit, period=part.obligation.period.short(today))


def _line(say: Voice, part: Reminder, today: date) -> str:
    owed = part.obligation
    key = f"reminder-line-{part.rung}"
    return say(
        key if say.knows(key) else "reminder-line-after",
        unit=part.unit,
        period=owed.period.short(today),
        when=when_said(say, owed),
        planned=planned_said(say, owed),
    )


def _unfinished(say: Voice, part: Unfinished, person: str, title: str, number: int, of: int) -> Letter:
    held = part.draft
    last = held.updated_at.astimezone(part.now.tzinfo).date()
    told = say("draft-left", title=Html(title), number=number, of=of, day=say.short_day(last))
    buttons = [
        Button(f"1. {say.plain('form-resume')}", f"f:{held.id}:{held.revision}:resume"),
        Button(f"2. {say.plain('form-drop')}", f"f:{held.id}:{held.revision}:drop"),
    ]
    numbered = "   ".join(button.label.replace(" ", UNBROKEN) for button in buttons)
    return Letter("\n".join([say("reminder-greeting-name", person=person), told, numbered]), rows_of(buttons, 2))


def _notice(say: Voice, part: Notice) -> Letter:
    values = {
        name: f"{value.month}/{value.year}" if isinstance(value, Month) else value
        for name, value in part.values.items()
    }
    buttons = [Button(f"{number}. {say.plain(label)}", code) for number, (label, code) in enumerate(part.buttons, 1)]
    text = say(part.key, **values)
    if buttons:
        text += "\n" + "   ".join(button.label for button in buttons)
    return Letter(text, rows_of(buttons, 2))
