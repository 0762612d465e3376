"""Regular expressions written in Vietnamese: every accented word also matches as typed without accents."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import cast

from bot.forms.reading.spelling import flat, level

_PART = re.compile(r"\\.|\(\?P<\w+>|\(\?<?[=!:]|[^\W\d_]+")


@cache
def pattern(source: str, signs: str = "") -> re.Pattern[str]:
    """``source`` for searching in :func:`spelling.level` text, whose offsets are those of the cleaned text.

    ``mùng`` matches *mùng* and *mung*, but not *mừng*: accents that are there must be right. Compiled when first used:
    all of them together take a third of a second that a start need not wait for. ``signs`` (``vắng|absent``): one of
    these stands in every text in which it is found, so that other texts are not searched (property-tested).
    """
    if not signs:
        return cast("re.Pattern[str]", _Uncompiled(source))
    words = [spelling for sign in signs.split("|") for spelling in (level(sign), flat(sign))]
    return cast("re.Pattern[str]", Signed(source, tuple(dict.fromkeys(words))))


class _Uncompiled:
    """A pattern that compiles itself when first asked for anything, and from then on is as fast as any."""

    def __init__(self, source: str) -> None:
        self._source = source

    def __getattr__(self, name: str) -> object:
        found = getattr(_compiled(self._source), name)
        setattr(self, name, found)
        return found


class Signed:
    """A pattern that is searched only where one of its signs stands: to look for those takes a twentieth of the time."""

    def __init__(self, source: str, signs: tuple[str, ...]) -> None:
        self.source = source
        self.signs = signs

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As the pattern itself."""
        for sign in self.signs:
            if sign in text:
                return _compiled(self.source).search(text, start, end)
        return None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As the pattern itself."""
        for sign in self.signs:
            if sign in text:
                return _compiled(self.source).finditer(text)
        return iter(())

    def __getattr__(self, name: str) -> object:
        return getattr(_compiled(self.source), name)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(_PART.sub(_either, source))


def _either(match: re.Match[str]) -> str:
    word = match[0]
    if word[0] in "\\(":
        return word
    exact, bare = level(word), flat(word)
    return word if word.isascii() else f"(?:{exact}|{bare})"


TITLE = r"(?:đ/c|đ\.c|đ/ch[íi]|đ/|đc|đồng chí)(?!\w)\.?"
"""How a comrade is announced."""

APPROXIMATELY = r"(?:gần|khoảng|hơn|độ|chừng|tầm|xấp xỉ|áng|ước|about|around)"

REASON = r"(?:vì|do|bởi|tại vì|lý do|lí do|because of|because)(?!\w)"

NUMBER_WORD = r"(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín|mười|mươi|hăm|trăm|lẻ|linh|nghìn|ngàn|triệu|rưỡi)(?!\w)"


def blanked(text: str, start: int, end: int) -> str:
    """The text with those characters made spaces, so that offsets stay."""
    return text[:start] + " " * (end - start) + text[end:]


NOT_BUT = pattern(r"^.*(?:không|ko|k|kg) phải.+?\bmà(?: là)?\s+")
"""*không phải 27 mà 28*: everything before the correction."""
