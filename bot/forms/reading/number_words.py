"""Numbers written in Vietnamese words or digits: hai mươi mốt, hăm mốt, ba nhăm, 1.130, 1,5."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.forms.reading.spelling import flat, level

_DIGITS = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "nhăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
_SCALES = {"nghìn": 1000, "ngàn": 1000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}
_WORDS = (*_DIGITS, *_SCALES, "mười", "mươi", "hăm", "trăm", "lẻ", "linh", "rưỡi")
_EXACT = {word: word for word in _WORDS}
_BARE = {flat(word): word for word in reversed(_WORDS)}
_UNITS_AFTER_TENS = {"mốt", "tư", "lăm", "nhăm"}


@dataclass(slots=True)
class _Sum:
    """What has been read so far: whole thousands, the group under a thousand, and what the last word was."""

    whole: float = 0
    group: float = 0
    digit: float = 0
    last: str = ""
    scale: float = 1
    seen: list[str] = field(default_factory=list)


def value_of(text: str) -> float | None:
    """The number that the words (and digits) say, or None: ``hai mươi mốt`` 21, ``hai rưỡi`` 2.5, ``ba tư`` 34."""
    words = level(text).split()
    if not words or len(words) > 12:  # noqa: PLR2004
        return None
    total = _Sum()
    for typed in words:
        word = _EXACT.get(typed) or (_BARE.get(typed) if typed.isascii() else None)
        if not _taken(total, typed, word):
            return None
    return total.whole + total.group if total.last != "and" else None


def _taken(total: _Sum, typed: str, word: str | None) -> bool:
    """Add one word; False when it cannot stand here."""
    if word is None:
        if not typed.isdecimal() or len(typed) > 6 or total.last not in {"", "scale"}:  # noqa: PLR2004
            return False
        total.group, total.digit, total.last = total.group + int(typed), int(typed), "digit"
        return True
    if word in _DIGITS:
        return _digit(total, word)
    if word in _SCALES:
        return _scale(total, _SCALES[word])
    return _ten_or_more(total, word)


def _digit(total: _Sum, word: str) -> bool:
    number = _DIGITS[word]
    if total.last == "digit":
        if word not in _UNITS_AFTER_TENS or not 1 <= total.digit <= 9:  # noqa: PLR2004
            return False
        total.group += total.digit * 9 + number
        total.last = "unit"
        return True
    if total.last in {"unit", "half"}:
        return False
    total.group += number
    total.digit = number
    total.last = "unit" if total.last == "ten" else "digit"
    return True


def _scale(total: _Sum, scale: int) -> bool:
    if total.last in {"", "and", "scale", "half"}:
        return False
    total.whole += total.group * scale
    total.group, total.last, total.scale = 0, "scale", scale
    return True


def _ten_or_more(total: _Sum, word: str) -> bool:
    match word:
        case "mười" | "mươi" if total.last == "digit":
            total.group += total.digit * 9
            total.last = "ten"
        case "mười" | "mươi" if total.last in {"", "hundred", "and", "scale"}:
            total.group += 10
            total.last = "ten"
        case "hăm" if total.last in {"", "hundred", "scale"}:
            total.group += 20
            total.last = "ten"
        case "trăm" if total.last == "digit":
            total.group += total.digit * 99
            total.last, total.scale = "hundred", 100
        case "lẻ" | "linh" if total.last in {"hundred", "scale"}:
            total.last = "and"
        case "rưỡi" if total.last in {"digit", "ten", "unit", "hundred", "scale"}:
            total.group += 0.5 if total.last in {"digit", "ten", "unit"} else 0
            total.whole += total.scale / 2 if total.last in {"hundred", "scale"} else 0
            total.last = "half"
        case _:
            return False
    return True


def numbers_of(written: str) -> tuple[float, ...]:
    """What digits can mean: one value, two (``1,130``: 1130 or 1.13), or none. Dot and three digits: thousands."""
    if re.fullmatch(r"\d{1,15}", written):
        return (float(written),)
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,6})?", written):
        return (float(written.replace(".", "").replace(",", ".")),)
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+\.\d{1,6}|[1-9]\d{0,2}(?:,\d{3}){2,}", written):
        return (float(written.replace(",", "")),)
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", written):
        return float(written.replace(",", "")), float(written.replace(",", "."))
    if re.fullmatch(r"\d{1,9}[.,]\d{1,6}", written):
        return (float(written.replace(",", ".")),)
    return ()
