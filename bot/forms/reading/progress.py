"""How far tasks have come, as typed: được 9/12, 1,1/1,5 km, 70%, xong, chậm vì mưa, thôi vì …; several at once by number."""

from __future__ import annotations

import re

from bot.domain.tasks import Progress, ReportedState, Task
from bot.forms.reading.number_words import numbers_of, value_of
from bot.forms.reading.numbers import UNITS, unit_named
from bot.forms.reading.outcome import Ask, Given, Note, NotUnderstood, Reading, Understood, note
from bot.forms.reading.patterns import NOT_BUT, REASON, pattern
from bot.forms.reading.reasons import cause_in, reason_of
from bot.forms.reading.spelling import LONGEST_ANSWER, clean, level, repair

_N = r"\d[\d.,]*\d|\d"
_RATIO = pattern(
    rf"(?<![\d.,/])(?P<a>{_N})\s*(?:(?:{UNITS})\s*)?(?:/|trên(?!\w)|of\b)\s*(?P<b>{_N})(?!\d|/)\s*(?P<u>{UNITS})?(?!\w)"
)
_PERCENT = pattern(rf"(?<![\d.,/])(?P<n>{_N})\s*(?:%|phần trăm)")
_AMOUNT = pattern(rf"(?<![\d.,/])(?P<n>{_N}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s*(?P<u>{UNITS})(?!\w)")
_BARE = pattern(rf"(?:dạ\s+)?(?:mới\s+)?(?:được|đạt|đc|done)?\s*(?P<n>{_N})(?:\s+(?:rồi|ạ))*[\s.!]*")
_NOT_DONE = pattern(
    r"(?<!\w)(?:chưa\s+(?:xong|hoàn thành|làm xong|đạt)|đang(?:\s+(?:làm|triển khai|thực hiện|tiến hành|vận động))?|tiếp tục|mới|in progress|ongoing)(?!\w)"
)
_NOT_BEGUN = pattern(
    r"(?:dạ\s+)?(?:chưa(?:\s+(?:làm|có gì|triển khai|bắt đầu|thực hiện))?|not (?:started|yet))(?:[\s.!]+(?:ạ|được))*[\s.!]*"
)
_DONE = pattern(
    r"(?<!\w)(?:xong|đã xong|hoàn thành|đã hoàn thành|hoàn tất|đủ|đạt 100\s*%|done|finished|complete(?:d)?|ok|r)(?!\w)"
)
_LATE = pattern(r"(?<!\w)(?:chậm(?:\s+tiến độ)?|trễ|quá hạn|vướng|kẹt|late|delayed)(?!\w)")
_DROPPED = pattern(r"(?<!\w)(?:thôi|dừng(?:\s+lại)?|bỏ(?!\s+qua)|không làm(?:\s+nữa)?|hủy|ngừng|dropped|stopped)(?!\w)")


def read_progress(text: str, given: Given, task: Task) -> Reading[Progress]:  # noqa: ARG001
    """One report on ``task``; a plain number is in its measure."""
    cleaned = clean(text)[:LONGEST_ANSWER]
    for spelling in dict.fromkeys((cleaned, clean(repair(cleaned)))):
        match = NOT_BUT.match(level(spelling))
        reading = _progress(spelling[match.end() :] if match else spelling, task)
        if reading is not None:
            return reading
    return NotUnderstood(note("reading-progress"))


def _progress(text: str, task: Task) -> Reading[Progress] | None:
    low = level(text)
    numbers = _numbers(low, task)
    if isinstance(numbers, NotUnderstood | Ask):
        return numbers
    state = _state(low)
    if numbers is None and state is None:
        if _NOT_BEGUN.fullmatch(low.strip()):
            return Understood(Progress(ReportedState.IN_PROGRESS, unit=_unit_of(task)))
        return None
    done, total, percent, unit = numbers or (None, None, None, "")
    full = (done is not None and total is not None and done >= total) or percent == 100  # noqa: PLR2004
    state = state or (ReportedState.DONE if full else ReportedState.IN_PROGRESS)
    if state is ReportedState.DONE and numbers is not None and not full:
        return _half_done(done, total, percent, unit)
    return Understood(Progress(state, done, total, percent, unit, _note(text, state)), _warnings(done, total, task))


def _unit_of(task: Task) -> str:
    return task.measure.unit if task.measure else ""


def _half_done(done: float | None, total: float | None, percent: float | None, unit: str) -> Reading[Progress]:
    """*xong 9/12*: done, or nine done?"""
    running = Progress(ReportedState.IN_PROGRESS, done, total, percent, unit)
    finished = Progress(ReportedState.DONE, total, total, None, unit)
    return Ask(note("reading-progress-done"), (running, finished))


def _state(low: str) -> ReportedState | None:
    """The state in so many words; *chưa xong* is not done."""
    if _DROPPED.search(low):
        return ReportedState.DROPPED
    if _LATE.search(low):
        return ReportedState.LATE
    if _NOT_DONE.search(low):
        return ReportedState.IN_PROGRESS
    return ReportedState.DONE if _DONE.search(low) else None


Numbers = tuple[float | None, float | None, float | None, str]


def _numbers(low: str, task: Task) -> Numbers | NotUnderstood | Ask[Progress] | None:
    if match := _RATIO.search(low):
        done, total = numbers_of(match["a"]), numbers_of(match["b"])
        if not done or not total or not total[-1]:
            return NotUnderstood(note("reading-progress"))
        return done[-1], total[-1], None, unit_named(match["u"] or "") or _unit_of(task)
    if match := _PERCENT.search(low):
        values = numbers_of(match["n"])
        if not values or values[-1] > 100:  # noqa: PLR2004
            return NotUnderstood(note("reading-percent"))
        return None, None, values[-1], ""
    match = _AMOUNT.search(low) or _BARE.fullmatch(low.strip())
    if match is None:
        return None
    values = numbers_of(match["n"]) if match["n"][0].isdecimal() else (value_of(match["n"]) or 0.0,)
    if not values:
        return NotUnderstood(note("reading-progress"))
    unit = unit_named(match.groupdict().get("u") or "") or _unit_of(task)
    measured = task.measure is not None and unit in {task.measure.unit, ""}
    if "u" not in match.groupdict() and task.measure is None:
        return NotUnderstood(note("reading-progress"))
    return values[-1], task.measure.amount if measured and task.measure else None, None, unit


def _warnings(done: float | None, total: float | None, task: Task) -> tuple[Note, ...]:
    """What does not agree with the task: another total, or more than all."""
    if done is None or total is None:
        return ()
    if task.measure is not None and total != task.measure.amount:
        return (note("reading-progress-total", typed=total, known=task.measure.amount),)
    return (note("reading-progress-over", done=done, total=total),) if done > total else ()


_TAIL = pattern(
    rf"(?:chậm(?:\s+tiến độ)?|trễ|vướng|kẹt|thôi|dừng(?:\s+lại)?|không làm(?:\s+nữa)?|late|dropped)(?!\w)\s*[,:-]?\s*(?:{REASON}\s*)?"
)


def _note(text: str, state: ReportedState) -> str:
    """The reason of a late or dropped task."""
    cause = cause_in(text)
    if cause is not None:
        return cause.value
    if state not in {ReportedState.LATE, ReportedState.DROPPED}:
        return ""
    match = _TAIL.search(level(text))
    return reason_of(text[match.end() :]) if match else ""


_START = re.compile(
    r"(?:^|(?<=[;\n])|(?<!\d),(?=\s*\d)|(?<=\d),(?=\s)|\.(?=\s)|(?=\b(?:viec|việc|task)\s+\d))\s*,?\s*(?:(?:việc|viec|số|so|task)\s*)?(?P<list>\d{1,2}(?:\s*(?:,|và|va|and|&)\s*\d{1,2})*)\s*(?:[.):]\s*|\s+)(?=[^\s\d]|\d+(?:[.,]\d+)?\s*(?:/|%|hộ|km))"
)
_AFTER_STATE = re.compile(r"(?<=xong)\s+(?=\d{1,2}\s+[^\W\d])")
_EVERY = pattern(
    r"(?:dạ\s+)?(?:(?:đã\s+)?(?:xong|hoàn thành)\s*(?:hết|cả|tất cả|toàn bộ)|(?:tất cả|cả|đều)\s*(?:\w+\s+)?(?:đều\s+)?(?:xong|hoàn thành)|all done)[\s.!]*(?:ạ|rồi)?[\s.!]*"
)


def read_numbered(text: str, count: int) -> tuple[tuple[int, str], ...]:
    """Reports on several listed tasks: ``1 dc 9/12, 2 xong`` gives ((1, "dc 9/12"), (2, "xong")); () when it is none."""
    cleaned = _AFTER_STATE.sub(", ", clean(text)[:LONGEST_ANSWER])
    if _EVERY.fullmatch(level(cleaned)):
        return tuple((number, "xong") for number in range(1, count + 1))
    starts = [
        match for match in _START.finditer(level(cleaned)) if all(1 <= number <= count for number in _listed(match))
    ]
    found: dict[int, str] = {}
    for at, match in enumerate(starts):
        end = starts[at + 1].start() if at + 1 < len(starts) else len(cleaned)
        report = cleaned[match.end() : end].strip(" ,.;\n")
        for number in _listed(match):
            if report and number not in found:
                found[number] = report
    if not found and count == 1 and cleaned:
        return ((1, cleaned),)
    return tuple(sorted(found.items()))


def _listed(match: re.Match[str]) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", match["list"])]
