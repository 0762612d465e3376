"""The answer how the tasks of earlier resolutions stand: told together by number (*1 dc 9/12, 2 xong*), or one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.carrying import Carried, from_json, to_json
from bot.domain.tasks import Progress, ReportedState, Task
from bot.forms.answers import progress_text, shortened
from bot.forms.form import Reply, Values, Worded
from bot.forms.reading.outcome import Ask, Found, Given, Note, NotUnderstood, Reading, Understood, note
from bot.forms.reading.progress import read_numbered, read_progress
from bot.forms.reading.reasons import reason_of
from bot.forms.reading.spelling import clean, level
from bot.texts import Html, Voice

SHOWN = 8
"""Tasks on one screen; those behind them come when these are told."""
NAMED = 3
"""Results shown with their names; more are counted."""
STATES = (ReportedState.DONE, ReportedState.IN_PROGRESS, ReportedState.LATE, ReportedState.DROPPED)
"""In the order of their numbers."""
NEED_REASON = frozenset({ReportedState.LATE, ReportedState.DROPPED})
NO_REASON = re.compile(
    r"\s*(?:[-–1]|không(?: rõ| có)?(?: lý do)?|khong(?: ro| co)?|ko|k|none|no)\s*\.?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Carryover:
    """The tasks that the meeting found, with what was said of them so far; kept whole, so that it is frozen with the draft."""

    lines: tuple[Carried, ...]
    about: int = 0
    """The task asked about by itself (its number, from 1); 0: all of them."""
    why: bool = False
    """Of that task the reason is asked for, not how it stands."""

    @property
    def open(self) -> tuple[Carried, ...]:
        """Those that are asked about; the others were closed since the last meeting."""
        return tuple(each for each in self.lines if each.asked)

    @property
    def untold(self) -> tuple[int, ...]:
        """Numbers of the tasks of which nothing was said."""
        return tuple(number for number, each in enumerate(self.open, 1) if each.told is None)

    def with_told(self, number: int, told: Progress | None) -> Carryover:
        """The same with one task's result; None: nothing is told of it."""
        chosen = self.open[number - 1].task_id
        lines = tuple(replace(each, told=told) if each.task_id == chosen else each for each in self.lines)
        return replace(self, lines=lines)

    @property
    def asks_why(self) -> Carried | None:
        """The task whose reason is asked for."""
        return self.open[self.about - 1] if self.about and self.why else None


def carried_over(values: Values) -> bool:
    """True when earlier resolutions left tasks open; the step is left out otherwise."""
    told = values.get("carried")
    return isinstance(told, Carryover) and any(each.asked for each in told.lines)


def unfinished(value: Any) -> bool:
    """True while a task is untold, or a reason is asked for."""
    return isinstance(value, Carryover) and bool(value.untold or value.about)


@dataclass(frozen=True, slots=True)
class CarriedAnswer:
    """Done, in progress with a number or percent, late because, dropped because: of each open task."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: D102
        if not isinstance(known, Carryover) or not known.open:
            return NotUnderstood(note("carried-unread"))
        text = clean(reply.text).strip()
        if known.asks_why is not None and (why := _reason(text, known)) is not None:
            return why
        alone = known.about and known.asks_why is None and not _of_another(text, known)
        if alone and (one := _one(text, given, known)) is not None:
            return one
        return _by_number(text, given, known)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: D102
        return find_reports(text, given, known) if isinstance(known, Carryover) and known.open else None

    def dump(self, value: Carryover) -> Any:  # noqa: D102
        return {"lines": [to_json(each) for each in value.lines], "about": value.about, "why": value.why}

    def load(self, raw: Any) -> Carryover:  # noqa: D102
        value = Carryover(tuple(map(from_json, raw["lines"])), int(raw["about"]), bool(raw.get("why")))
        if not 0 <= value.about <= len(value.open) or (value.asks_why is not None and value.asks_why.told is None):
            raise ValueError(raw)
        return value

    def show(self, value: Carryover, say: Voice) -> str:  # noqa: D102
        told = [each for each in value.open if each.told is not None]
        if not told:
            return say("carried-none-told", count=len(value.open))
        parts = [_result(each, say) for each in told] if len(told) <= NAMED else _counts(told, say)
        if value.untold:
            parts.append(say("carried-untold", count=len(value.untold)))
        return "; ".join(parts)

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return ()

    def lines(self, known: Any, given: Given, say: Voice) -> tuple[str, ...]:
        """The tasks with their numbers; or the one that is asked about, with its own choices."""
        if not isinstance(known, Carryover):
            return ()
        if known.about:
            return _about_one(known, given.today, say)
        numbers = known.untold or tuple(range(1, len(known.open) + 1))
        shown = [f"{number}. {carried_line(known.open[number - 1], given.today, say)}" for number in numbers[:SHOWN]]
        if len(numbers) > SHOWN:
            shown.append(say("carried-more", count=len(numbers) - SHOWN))
        closed = len(known.lines) - len(known.open)
        return (*shown, *((say("carried-closed", count=closed),) if closed else ()), *_hint("meeting-carried", say))

    def buttons(self, known: Any, given: Given, say: Voice) -> tuple[tuple[Worded, ...], ...]:
        """[1 xong] [1 đang làm]; [2 xong] [2 chậm] of an overdue one."""
        if not isinstance(known, Carryover):
            return ()
        if known.asks_why is not None:
            return ((Worded(f"1. {say.plain('carried-no-reason')}", "-"),),)
        if known.about:
            words = [
                Worded(f"{number}. {say.plain(f'progress-{state}')}", str(number))
                for number, state in enumerate(STATES, 1)
            ]
            return tuple(words[:2]), tuple(words[2:])
        numbers = known.untold or tuple(range(1, len(known.open) + 1))
        return tuple(_pair(known, number, given.today, say) for number in numbers[:SHOWN])

    def back(self, known: Any) -> Carryover | None:
        """From one task by itself to all of them; what was told of it without the reason asked for is asked again."""
        if not isinstance(known, Carryover) or not known.about:
            return None
        return replace(known.with_told(known.about, None) if known.why else known, about=0, why=False)

    def goes_on(self, before: Any, now: Any) -> bool:
        """*2 xong* means the same whatever was told of task 1, until one task is asked about by itself."""
        told = isinstance(before, Carryover) and isinstance(now, Carryover)
        return told and not before.about and not now.about and bool(now.untold)


def _pair(known: Carryover, number: int, today: date, say: Voice) -> tuple[Worded, ...]:
    second = ReportedState.LATE if known.open[number - 1].overdue(today) else ReportedState.IN_PROGRESS
    return tuple(
        Worded(f"{number} {say.plain(f'progress-{state}')}", f"{number} {WORDS[state]}")
        for state in (ReportedState.DONE, second)
    )


WORDS = {
    ReportedState.DONE: "xong",
    ReportedState.IN_PROGRESS: "đang làm",
    ReportedState.LATE: "chậm",
    ReportedState.DROPPED: "thôi",
}
"""What the buttons type."""


# --- reading ---------------------------------------------------------------------------------------------------------


_REPORTS = re.compile(
    r"\s*\d{1,2}\s*[.:)]?\s+(?:\d|(?:xong|đã|được|đạt|dc|đc|đang|chậm|thôi|done|in progress|late|dropped)(?!\w))"
)
"""*2 xong*, *1 được 9/12*: a report by number, and no reason that begins with one (*2 hộ chưa xong thủ tục*)."""

_NUMBER = re.compile(r"\s*(\d{1,2})\s*[.:)]?\s+")


def _reason(text: str, known: Carryover) -> Reading[Carryover] | None:
    """The words as the reason asked for; None when they report on tasks by number."""
    each = known.asks_why
    if each is None or each.told is None:
        return None
    behind = range(known.about + 1, len(known.open) + 1)
    if NO_REASON.fullmatch(text):
        return Understood(_settled(known, behind))
    if _REPORTS.match(level(text)):
        return None
    if not re.search(r"[^\W\d_]{2,}", text):
        return NotUnderstood(note("form-say-words"))
    told = replace(each.told, note=reason_of(text)[:500] or text[:500])
    return Understood(_settled(known.with_told(known.about, told), behind))


def _of_another(text: str, known: Carryover) -> bool:
    """*4 chậm vì mưa* while task 1 is asked about: not *3 chậm*, which is that choice in its own words."""
    match = _NUMBER.match(text)
    if match is None or not _REPORTS.match(level(text)) or not 1 <= int(match[1]) <= len(known.open):
        return False
    choice = WORDS[STATES[int(match[1]) - 1]] if int(match[1]) <= len(STATES) else ""
    return int(match[1]) != known.about and not (choice and level(text[match.end() :]).startswith(choice))


def _one(text: str, given: Given, known: Carryover) -> Reading[Carryover] | None:
    """How the task asked about stands: a number of the four, or words; None for anything else."""
    if re.fullmatch(r"[1-4]\.?", text):
        told = Progress(STATES[int(text[0]) - 1])
        return Understood(_settled(known.with_told(known.about, told), [known.about]))
    reading = read_progress(text, given, known.open[known.about - 1].task)
    return None if isinstance(reading, NotUnderstood) else _as_whole(known, known.about, reading)


def _by_number(text: str, given: Given, known: Carryover) -> Reading[Carryover]:
    """Reports on tasks named by number; a bare number asks about that task by itself."""
    count = len(known.open)
    if re.fullmatch(r"\d{1,2}\.?", text) and count > 1:
        number = int(text.rstrip("."))
        if not 1 <= number <= count:
            return NotUnderstood(note("carried-no-such", number=number))
        return Understood(replace(known, about=number, why=False), silent=True)
    value, warnings, reported = known, list[Note](), list[int]()
    for number, words in read_numbered(text, count):
        match read_progress(words, given, known.open[number - 1].task):
            case Understood(told, notes):
                value = value.with_told(number, told)
                reported.append(number)
                warnings += notes
            case Ask(why, choices):
                return Ask(why, tuple(_settled(value.with_told(number, each), [number]) for each in choices))
            case NotUnderstood():
                warnings.append(note("carried-one-unread", number=number, text=shortened(words, 60)))
    if not reported:
        return NotUnderstood(note("carried-unread"))
    return Understood(_settled(value, reported), tuple(warnings))


def _as_whole(known: Carryover, number: int, reading: Reading[Progress]) -> Reading[Carryover]:
    match reading:
        case Understood(told, warnings):
            return Understood(_settled(known.with_told(number, told), [number]), warnings)
        case Ask(why, choices):
            return Ask(why, tuple(_settled(known.with_told(number, each), [number]) for each in choices))
        case NotUnderstood():
            return reading


def _settled(known: Carryover, numbers: Iterable[int]) -> Carryover:
    """The first of these tasks that was told as late or dropped without a reason is asked about next; else none by itself."""
    lacking = [number for number in numbers if _lacks_reason(known.open[number - 1])]
    return replace(known, about=lacking[0] if lacking else 0, why=bool(lacking))


def _lacks_reason(each: Carried) -> bool:
    return each.told is not None and each.told.state in NEED_REASON and not each.told.note


_HEAD = re.compile(
    r"(?<!\w)(?:việc|viec|nhiệm vụ|nhiem vu|nv)\s+(?:số\s+|so\s+)?(?P<n>\d{1,2})\s*[:.)]?\s+(?=\S)", re.IGNORECASE
)
_END = re.compile(r"[;\n]|\.(?=\s|$)|,(?!\d)|(?<!\d),")


def find_reports(text: str, given: Given, known: Carryover) -> Found[Carryover] | None:
    """*việc 1 được 9/12, việc 2 xong* within a longer message, from the first to the last of them."""
    heads = [match for match in _HEAD.finditer(level(text)) if 1 <= int(match["n"]) <= len(known.open)]
    value, end, warnings = known, 0, list[Note]()
    for match in heads:
        stop = _END.search(text, match.end())
        until = stop.start() if stop else len(text)
        reading = read_progress(text[match.end() : until], given, known.open[int(match["n"]) - 1].task)
        if isinstance(reading, Understood):
            value, end = value.with_told(int(match["n"]), reading.value), until
            warnings += reading.warnings
    if value == known:
        return None
    start = next(match.start() for match in heads)
    return Found(Understood(replace(value, about=0, why=False), tuple(warnings)), start, end)


# --- showing ---------------------------------------------------------------------------------------------------------


def _about_one(known: Carryover, today: date, say: Voice) -> tuple[str, ...]:
    each = known.open[known.about - 1]
    line = f"{known.about}. {carried_line(each, today, say)}"
    if known.why:
        return line, say("carried-why"), f"1. {say('carried-no-reason')}", *_hint("carried-why", say)
    choices = (f"{number}. {say(f'progress-{state}')}" for number, state in enumerate(STATES, 1))
    return line, say("carried-how"), *choices, *_hint("carried-how", say)


def _hint(key: str, say: Voice) -> tuple[str, ...]:
    return (f"<i>{say(f'{key}.hint')}</i>",) if say.knows(f"{key}.hint") else ()


def carried_line(each: Carried, today: date, say: Voice) -> str:
    """``Vận động 12 hộ ngõ 2 hiến đất, đ/c Bình, hạn 30/11, đã 7/12`` · ``…, quá hạn``."""
    parts = [say("carried-what", what=shortened(each.task.what, 80))]
    if each.task.assignee:
        parts.append(assignee_text(each.task, say))
    parts.append(say("carried-due", day=say.short_day(each.task.due_on)) if each.task.due_on else say("carried-no-due"))
    if each.told is not None:
        parts.append(progress_text(each.told, say))
    else:
        so_far = before_text(each, say)
        parts += [so_far] if so_far else []
        parts += [f"<b>{say('carried-overdue')}</b>"] if each.overdue(today) else []
    return ", ".join(parts)


def assignee_text(task: Task, say: Voice) -> str:
    """``đ/c Trần Thị Bình``; a party group by its own name."""
    group = re.match(
        r"(?:các\s+)?tổ|nhóm|chi|hội|ban|đoàn|mặt trận|toàn|mttq|ccb|hpn|hnd|đtn|group", level(task.assignee)
    )
    return say("carried-group" if group else "carried-owner", name=task.assignee)


def before_text(each: Carried, say: Voice) -> str:
    """``đã 7/12`` · ``đã 60%``; empty when nothing was reported."""
    measure = each.task.measure
    if measure is not None and each.share:
        return say("carried-so-far", done=round(each.share * measure.amount, 2), total=measure.amount)
    return say("carried-so-far-share", share=say.percent(each.share, digits=0)) if each.share else ""


def _result(each: Carried, say: Voice) -> str:
    told = each.told or Progress(ReportedState.IN_PROGRESS)
    return say("carried-result", what=shortened(each.task.what, 48), state=Html(progress_text(told, say)))


def _counts(told: Iterable[Carried], say: Voice) -> list[str]:
    states = [each.told.state for each in told if each.told is not None]
    return [
        say("carried-count", count=states.count(state), state=Html(say(f"progress-{state}")))
        for state in STATES
        if state in states
    ]
