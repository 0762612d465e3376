"""Searching as people type: with diacritics or without, đ included, by the beginnings of words, newest first."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.names import folded

_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
"""Grave, hook, tilde, acute, dot: the tone as a digit before its word (1: level), wherever it was placed (``hòa``, ``hoà``)."""
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"20\d\d")
MOST_WORDS = 8
LONGEST = 20_000
"""Characters of one record that can be found."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: beginnings of words, all of which must be there."""

    plain: tuple[str, ...] = ()
    """Typed without diacritics: any accent will do."""
    exact: tuple[str, ...] = ()
    """Typed with diacritics: only these."""
    year: int | None = None
    """Only of that year, when a year was named among other words."""

    @property
    def empty(self) -> bool:
        """Nothing to look for."""
        return not self.plain and not self.exact


def plain_words(text: str) -> str:
    """The words of a text without accents, as they are kept for searching: ``Đường ngõ 2`` → ``duong ngo 2``."""
    return " ".join(map(_plain, _words(text)))


def exact_words(text: str) -> str:
    """The words with accents, each tone as a digit before: ``Đường ngõ 2`` → ``2đương 4ngo 12``."""
    return " ".join(map(_exact, _words(text)))


def _words(text: str) -> list[str]:
    """Runs of letters and digits; composed first, for a combining mark by itself is no letter."""
    return _WORD.findall(unicodedata.normalize("NFC", text[:LONGEST]).lower())


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    return folded(word)


@lru_cache(maxsize=8192)
def _exact(word: str) -> str:
    tone, bare = "1", []
    for char in unicodedata.normalize("NFD", word.replace("ð", "đ")):
        if char in _TONES:
            tone = _TONES[char]
        else:
            bare.append(char)
    return tone + unicodedata.normalize("NFC", "".join(bare))


def sought(text: str) -> Sought:
    """What somebody typed, as words to be found; a lone year is a word, among others it narrows."""
    words = _words(text)[:MOST_WORDS]
    years = [word for word in words if _YEAR.fullmatch(word)] if len(words) > 1 else []
    year = int(years[-1]) if years else None
    words = [word for word in words if year is None or word != str(year)]
    plain = tuple(word for word in words if _plain(word) == word)
    exact = tuple(_exact(word) for word in words if _plain(word) != word)
    return Sought(plain, exact, year)
