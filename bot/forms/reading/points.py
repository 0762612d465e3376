"""Points of a scoring table's line with the reason for those lost: ``8 tài liệu gửi muộn``, ``dòng 3: 8/10 vì …``."""

from __future__ import annotations

import re

from bot.forms.reading.number_words import value_of
from bot.forms.reading.outcome import Found, NotUnderstood, Reading, Understood, note
from bot.forms.reading.patterns import pattern
from bot.forms.reading.spelling import clean

Told = tuple[float, str]
"""Points, and the reason told with them (may be empty)."""

_POINTS = pattern(
    r"\s*(?:được|cho|còn|chấm|give)?\s*(?P<number>\d{1,3}(?:[.,]\d{1,2})?|đủ|tối đa|full|max|\w+)"
    r"\s*(?:/\s*\d{1,3})?\s*(?:điểm\b|points?\b|đ\b)?\s*[,:.;(\-–]*\s*(?:(?:vì|do|lý do|because)\b\s*:?)?\s*(?P<why>.*?)\s*[).]?\s*"
)
_FULL = pattern(r"đủ|tối đa|full|max")
SMALLEST = 0.5
"""Points are given in halves."""


def read_points(text: str, most: float) -> Reading[Told]:
    """Points from 0 to ``most``, and why some are lost."""
    match = _POINTS.fullmatch(" ".join(clean(text).split()))
    points = None if match is None else _number(match["number"], most)
    if match is None or points is None:
        return NotUnderstood(note("reading-points-example"))
    if not 0 <= points <= most or points % SMALLEST:
        return NotUnderstood(note("reading-points-within", most=most))
    why = match["why"]
    return Understood((points, why[:1].upper() + why[1:]))


def _number(word: str, most: float) -> float | None:
    if _FULL.fullmatch(word):
        return most
    if re.fullmatch(r"[\d.,]+", word):
        return float(word.replace(",", "."))
    return value_of(word)


def find_points(text: str, number: int, most: float) -> Found[Told] | None:
    """The points of line ``number`` in a message that names lines: ``3 8 tài liệu gửi muộn; 5: 9 …``."""
    head = pattern(
        rf"(?:^|(?<=[\n;]))[ \t]*(?:dòng|mục|line|item)?[ \t]*{number}[ \t]*(?:[:.)=\-–]|[ \t])[ \t]*(?P<told>[^\n;]+)"
    )
    for match in head.finditer(text):
        reading = read_points(match["told"], most)
        if isinstance(reading, Understood):
            return Found(reading, match.start(), match.end())
    return None
