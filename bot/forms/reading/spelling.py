"""How Vietnamese is typed: one spelling for comparing, one for showing, and repair of Telex and VNI residue (domain.md 7.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from bot.forms.reading import telex

_ONE_FOR_ONE = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019\u201b\u2032\u00b4\u02bc\u02b9\uff07\u0060", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u2033\u00ab\u00bb\uff02", '"'),
    "Ð": "Đ",
    "ð": "đ",
    "\t": " ",
    "\r": "\n",
    "\v": "\n",
    "\f": "\n",
    "\x85": "\n",
}
_DROPPED = {"Cc", "Cf", "Cs", "Cn"}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LEGACY = re.compile(r"[a-z][®µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË§¬Ý×ØÜÞ]|[®µ¸¹»¾¼½][a-zåäæëìïîðòóô]")
"""Letters of TCVN3 (.VnTime) beside Latin ones: ``®ång chÝ``, ``ngµy``."""


KNOWN_LETTERS = 2048
LONGEST_ANSWER = 500
"""Characters that a reader of one short answer looks at; nothing more is read of a longer message."""
_DIGIT_AFTER_LETTER = re.compile(r"[^\W\d_]\d")
"""Without one nothing was typed as VNI."""
_SPACES, _LINES = re.compile(r" {2,}"), re.compile(r" *\n *(?:\n\s*)?")


class _Letters(dict[int, str]):
    """A table for ``str.translate`` that fills itself, up to a bound: a letter is looked at once."""

    def __init__(self, turn: Callable[[str], str]) -> None:
        super().__init__()
        self._turn = turn

    def __missing__(self, code: int) -> str:
        turned = self._turn(chr(code))
        if len(self) < KNOWN_LETTERS:
            self[code] = turned
        return turned


@lru_cache(maxsize=128)
def clean(text: str) -> str:
    """The text in NFC without invisible characters, with plain dashes, primes and single spaces; case and line ends are kept."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    kept = composed.translate(_KEPT)
    whole = unicodedata.normalize("NFC", kept).strip()
    return _LINES.sub(_one_line_end, _SPACES.sub(" ", whole)) if "  " in whole or "\n" in whole else whole


def _one_line_end(match: re.Match[str]) -> str:
    return "\n" * min(2, match[0].count("\n"))


def _kept(char: str) -> str:
    if " " <= char <= "~" and char != "`":
        return char
    known = _ONE_FOR_ONE.get(char)
    if known is not None:
        return known
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category in {"Zl", "Zp"} or char == "\n":
        return "\n"
    invisible = category in _DROPPED or "\ufe00" <= char <= "\ufe0f" or char == "\u20e3"
    return "" if invisible else char


@lru_cache(maxsize=128)
def level(text: str) -> str:
    """Lower case with the tone in one place, accents kept; as long as ``text``, so that offsets stay."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(lower if len(lower := char.lower()) == 1 else char for char in text)
    return _tone_in_one_place(low, new_style=False) if not low.isascii() else low


@lru_cache(maxsize=128)
def flat(text: str) -> str:
    """Lower case without accents, đ as d; as long as ``text``, so that offsets stay."""
    return text.lower() if text.isascii() else text.translate(_BARE)


def _bare(char: str) -> str:
    if char.isascii():
        return char.lower()
    if char in "đĐðÐ":
        return "d"
    first = unicodedata.normalize("NFD", char)[0]
    lower = first.lower()
    return lower if len(lower) == 1 else first


_KEPT, _BARE = _Letters(_kept), _Letters(_bare)


def fold(text: str) -> str:
    """The text for comparing: cleaned, lower case, no accents, single spaces."""
    return " ".join(flat(clean(text)).split())


def has_accents(text: str) -> bool:
    """True when a letter carries an accent or is đ."""
    return not text.isascii() and flat(text) != "".join(char.lower() for char in text)


@lru_cache(maxsize=4096)
def same(a: str, b: str) -> bool:
    """Word for word alike; a word typed without accents is like any that folds to it (Hung: Hùng, Hưng; Hùng: not Hưng)."""
    left, right = level(clean(a)).split(), level(clean(b)).split()
    return len(left) == len(right) and all(map(_same_word, left, right))


def _same_word(a: str, b: str) -> bool:
    return a == b or (flat(a) == flat(b) and not (has_accents(a) and has_accents(b)))


def spelled(text: str, style: str = "ủy") -> str:
    """The text with tones placed as in ``style``: ``ủy`` (hòa, thủy) or ``uỷ`` (hoà, thuỷ)."""
    return _tone_in_one_place(text, new_style=clean(style) == "uỷ")


def _moved(match: re.Match[str]) -> str:
    """The two vowels with the tone on the other one."""
    return _toned_pair(match[1], match[2])


def _toned_pair(first: str, second: str) -> str:
    parts = [unicodedata.normalize("NFD", vowel) for vowel in (first, second)]
    tone = next((mark for part in parts for mark in part if mark in _TONES), "")
    bare = ["".join(mark for mark in part if mark not in _TONES) for part in parts]
    on_first = any(mark in _TONES for mark in parts[0])
    marked = (bare[0], bare[1] + tone) if on_first else (bare[0] + tone, bare[1])
    return "".join(unicodedata.normalize("NFC", part) for part in marked)


_END = r"(?![^\W\d_])"
_SECOND = tuple(re.compile(source + _END, re.IGNORECASE) for source in (r"(o)([àáảãạèéẻẽẹ])", r"(?<!q)(u)([ỳýỷỹỵ])"))
_FIRST = tuple(re.compile(source + _END, re.IGNORECASE) for source in (r"([òóỏõọ])([ae])", r"(?<!q)([ùúủũụ])(y)"))
_ALWAYS = (
    re.compile(r"([òóỏõọ])([ae])(?=[^\W\d_])", re.IGNORECASE),
    re.compile(r"(?<=q)([ùúủũụ])([yae])", re.IGNORECASE),
    re.compile(rf"(?<!q)(u)([àáảãạ]){_END}", re.IGNORECASE),
)


def _tone_in_one_place(text: str, *, new_style: bool) -> str:
    for pattern in (*_ALWAYS, *(_FIRST if new_style else _SECOND)):
        text = pattern.sub(_moved, text)
    return text


@lru_cache(maxsize=128)
def repair(text: str) -> str:
    """Telex or VNI residue as Vietnamese (``ddoongf chis``, ``d9o62ng chi1``: đồng chí); anything else unchanged."""
    by_digits = _DIGIT_AFTER_LETTER.search(text) is not None
    return _by_word(text, telex.from_telex) or (by_digits and _by_word(text, telex.from_vni)) or text


def _by_word(text: str, turned: Callable[[str], str | None]) -> str | None:
    """The text with each residue word turned; None when too little of it is residue."""
    words = re.split(r"(\s+|[,.;:()]+)", text)
    results = [turned(word) if word else None for word in words]
    found = [(word, result) for word, result in zip(words, results, strict=True) if result is not None]
    if not found or (len(found) == 1 and not telex.convincing(found[0][0])):
        return None
    return "".join(word if result is None else result for word, result in zip(words, results, strict=True))


def is_legacy_font(text: str) -> bool:
    """True for text of an old font encoding (TCVN3), which must be typed again."""
    return _LEGACY.search(text) is not None
