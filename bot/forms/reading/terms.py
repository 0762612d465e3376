"""How long something lasts that begins soon: ``từ 5/11 đến hết 20/11``, ``đến 20/11``, ``2 tuần``, ``một tháng``."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.domain.periods import Month
from bot.forms.reading.days import read_day
from bot.forms.reading.number_words import value_of
from bot.forms.reading.outcome import Given, NotUnderstood, Reading, Tense, Understood, note
from bot.forms.reading.patterns import pattern
from bot.forms.reading.spelling import clean, fold, level

Term = tuple[date, date]
"""First and last day."""

LONGEST_DAYS = 366
_LASTS = pattern(
    r"(?:trong|khoảng|for)?\s*(?P<number>\d{1,3}|[^\W\d_]+)\s*(?P<unit>ngày|hôm|tuần|tháng|days?|weeks?|months?)(?:\s+(?:nữa|tới))?"
)
_BETWEEN = pattern(
    r"(?:(?:(?:từ|from|bắt đầu)\s+)?(?:ngày\s+)?(?P<first>\S.*?)\s*)?(?:[-–]|đến hết|cho đến|đến|tới|until|till|to)\s*(?:hết\s+)?(?:ngày\s+)?(?P<last>.+)"
)


def read_term(text: str, given: Given) -> Reading[Term]:
    """The first and the last day; without a first one it begins today."""
    words = " ".join(clean(text).split()).strip(" .,;!")
    if match := _LASTS.fullmatch(level(words)):
        return _checked(given.today, _after(match, given.today), given)
    match = _BETWEEN.fullmatch(words)
    if match is None:
        return NotUnderstood(note("reading-term"))
    first = _day(match["first"], given) if match["first"] else given.today
    last = _day(match["last"], given)
    if first is None or last is None:
        return NotUnderstood(note("reading-term"))
    return _checked(first, last, given)


def _day(words: str, given: Given) -> date | None:
    reading = read_day(words, given, Tense.DUE)
    return reading.value if isinstance(reading, Understood) else None


def _after(match: re.Match[str], first: date) -> date | None:
    number = float(match["number"]) if match["number"].isdecimal() else value_of(match["number"])
    if number is None or not 1 <= number <= LONGEST_DAYS:
        return None
    unit = fold(match["unit"])
    if unit in {"tuan", "week", "weeks"}:
        return first + timedelta(days=7 * int(number) - 1)
    if unit in {"thang", "month", "months"}:
        return Month.of(first).plus(int(number)).day(first.day) - timedelta(days=1)
    return first + timedelta(days=int(number) - 1)


def _checked(first: date, last: date | None, given: Given) -> Reading[Term]:
    if last is None:
        return NotUnderstood(note("reading-term"))
    if last < first or last < given.today or (last - first).days > LONGEST_DAYS:
        return NotUnderstood(note("reading-term-order"))
    return Understood((max(first, given.today), last))
