"""Names of people in a message: with a title, from the roster by given name or more, or as typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.forms.reading.patterns import TITLE, pattern
from bot.forms.reading.reasons import starts_a_reason
from bot.forms.reading.spelling import clean, flat, level, same

_WORD = re.compile(r"[^\W\d_]+(?:['.-][^\W\d_]+)?")
_POST = r"(?:bí thư chi bộ|phó bí thư|bí thư|chi ủy viên|đảng ủy viên|btcb|bt|pbt|cuv|đuv|tổ trưởng|trưởng thôn)"
_TITLED = pattern(
    rf"(?:{TITLE}|(?:ông|bà|anh|chị|bác|cụ|cô|chú|thầy)(?=\s+\w))\s*(?:{_POST}\s+)?|{_POST}(?=\s+\w)\s+(?:{TITLE}\s*)?"
)
_NO_NAME = pattern(
    r"(?:chủ trì|chủ tọa|thư ký|về|dự|đến|đi|vắng|có|không|ko|miễn|được|xin|muộn|sớm|là|làm|và|cùng|chỉ đạo|đã|sẽ|nào|khác|trong|họp|giao|vận động"
    r"|phụ trách|theo dõi|tại|ở|lúc|từ|hôm|tối|ngày|sht|cp|kp|phép|lý do|đảng viên|đảng ủy|đuv|chi bộ|trưởng|tổ|đều|cả|hai|toàn)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody named: the roster's full names that fit (none: unknown, two: ask), and what was typed, at start to end."""

    candidates: tuple[str, ...]
    typed: str
    start: int
    end: int
    titled: bool

    @property
    def shown(self) -> str:
        """The full name when exactly one fits, else as typed."""
        return self.candidates[0] if len(self.candidates) == 1 else self.typed


def on_roster(typed: str, roster: tuple[str, ...]) -> tuple[str, ...]:
    """Full names whose last words are those typed; the same name twice counts twice, a whole name once.

    What stands in brackets behind a name tells namesakes apart: ``Phạm Văn Hùng (tổ 2)``.
    """
    words = _flat_words(typed)
    size = len(words)
    return tuple(
        full
        for full in (_by_last_word(roster).get(words[-1], ()) if words else ())
        if same(" ".join(full.partition(" (")[0].split()[-size:]), typed)
    )


def _flat_words(text: str) -> list[str]:
    return flat(level(clean(text))).split()


@lru_cache(maxsize=1024)
def _by_last_word(roster: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The names by their last word without accents: only these can be meant by a name that ends so."""
    found: dict[str, tuple[str, ...]] = {}
    for full in roster:
        if words := _flat_words(full.partition(" (")[0]):
            found[words[-1]] = (*found.get(words[-1], ()), full)
    return found


def title_at(text: str, at: int) -> int:
    """The end of a title that stands there, or ``at``."""
    match = _TITLED.match(level(text), at)
    return match.end() if match else at


def name_at(text: str, at: int, roster: tuple[str, ...], *, loose: bool = False, longest: int = 5) -> Name | None:
    """The name that begins at ``at``, title included; ``loose``: also an unknown or lower-case one without title."""
    start = title_at(text, at)
    titled = start > at
    words = _words(text, start)[:longest]
    if not words:
        return None
    for count in range(len(words), 0, -1):
        typed = text[words[0][0] : words[count - 1][1]]
        candidates = on_roster(typed, roster)
        if candidates and (titled or loose or count > 1 or typed[0].isupper()):
            return Name(candidates, typed, at, words[count - 1][1], titled)
    count = _unknown(text, words, titled=titled, loose=loose)
    return Name((), text[words[0][0] : words[count - 1][1]], at, words[count - 1][1], titled) if count else None


def _words(text: str, at: int) -> list[tuple[int, int]]:
    """The words from there on that only spaces part."""
    spans: list[tuple[int, int]] = []
    match = _WORD.match(text, at)
    while match is not None:
        spans.append(match.span())
        end = match.end()
        after = end + (len(text[end : end + 3]) - len(text[end : end + 3].lstrip(" ")))
        match = _WORD.match(text, after) if after > end else None
    return spans


def _unknown(text: str, words: list[tuple[int, int]], *, titled: bool, loose: bool) -> int:
    """How many of the words make up a name that no roster knows."""
    low = level(text)
    capitals = not text.isupper() and text[words[0][0]].isupper()
    if capitals and not titled and text[words[0][0] : words[0][1]].isupper() and words[0][1] - words[0][0] <= 5:  # noqa: PLR2004
        return 0  # an abbreviation: NQ, UBND
    count = 0
    for start, end in words:
        if _NO_NAME.match(low, start) or (count and starts_a_reason(low[start:])):
            break
        if capitals and not text[start:end][0].isupper():
            break
        count += 1
        if not capitals and (not loose or count == 4):  # noqa: PLR2004
            break
    return count if (titled or loose or capitals) else 0


_BOUNDARY = re.compile(r"[,;:\n()]|\.(?=\s)|(?<!\w)(?:và|va)(?!\w)")
_BETWEEN = pattern(
    r"[\s,-]*(?:(?:bí thư|phó bí thư|btcb|bt|pbt|chi bộ|chi ủy viên|cuv|đảng ủy viên|đuv|làm|là|được cử|cử|người|có|xin|phải|đã)(?!\w)\s*)*"
)


def name_before(text: str, end: int, roster: tuple[str, ...], *, clauses: int = 1) -> Name | None:
    """The name that stands right before ``end``, in the same clause or (``clauses`` 2) the one before."""
    low = level(text)
    for start in _clause_starts(low, end)[:clauses]:
        titles = [match.start() for match in _TITLED.finditer(low, start, end) if _begins_word(low, match.start())]
        for at in (*reversed(titles), *(span[0] for span in _spans(text, start, end))):
            name = name_at(text[:end], at, roster)
            if name is not None and _BETWEEN.fullmatch(low, name.end, end):
                return name
    return None


def _begins_word(low: str, at: int) -> bool:
    return at == 0 or not low[at - 1].isalnum()


def _clause_starts(low: str, end: int) -> tuple[int, ...]:
    """Where the clause that holds ``end`` begins, then the clause before it (``đ/c Mai, ĐUV, về dự``)."""
    starts = [0, *(match.end() for match in _BOUNDARY.finditer(low, 0, end))]
    return tuple(reversed(starts[-2:]))


def _spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(text, start, end)][-6:]
