"""Which party group (tổ đảng) met, as typed: *tổ đảng số 3*, *tổ 3*, *tổ đảng xóm Đông*."""

from __future__ import annotations

import re

from bot.forms.reading.number_words import value_of
from bot.forms.reading.outcome import Found, Given, NotUnderstood, Reading, Understood, note
from bot.forms.reading.patterns import pattern
from bot.forms.reading.spelling import clean, flat, level, repair

LONGEST = 60
_GROUP = pattern(
    r"(?<!\w)tổ(?: đảng)?\s*(?:(?:số|thứ)\s*)?(?P<n>\d{1,2}|một|nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)(?!\w)"
    r"|(?<!\w)group\s*(?:no\.?\s*)?(?P<e>\d{1,2})(?!\w)"
)
_NAMED = pattern(r"(?<!\w)tổ đảng\s+(?P<w>(?:xóm|thôn|khu|ngõ|cụm|đội|ấp|bản)\s+\w+(?:\s+\d+)?)")
_BARE = pattern(r"(?:số\s*)?(?P<n>\d{1,2})[\s.]*")


def read_party_group(text: str, given: Given) -> Reading[str]:
    """The group's name: one of those the cell has (``given.usual["groups"]``), else as it was typed."""
    typed = clean(text).strip(" .,")
    known = tuple(given.usual.get("groups", ()))
    for name in known:
        if flat(typed) == flat(name):
            return Understood(name)
    for low in (level(typed), level(repair(typed))):
        match = _BARE.fullmatch(low) or _GROUP.fullmatch(low)
        if match is not None:
            return Understood(_numbered(match, known))
    if not re.search(r"[^\W\d_]{2,}", typed) or len(typed) > LONGEST:
        return NotUnderstood(note("reading-party-group"))
    return Understood(typed[0].upper() + typed[1:])


def find_party_group(text: str, given: Given) -> Found[str] | None:
    """The group named in a longer message: ``tổ đảng số 3``; work given to a group does not tell who met."""
    low, known = level(text), tuple(given.usual.get("groups", ()))
    match = _GROUP.search(low)
    if match is not None:
        return Found(Understood(_numbered(match, known)), match.start(), match.end())
    named = _NAMED.search(low)
    if named is None:
        return None
    return Found(Understood(f"Tổ đảng {text[named.start('w') : named.end('w')]}"), named.start(), named.end())


def _numbered(match: re.Match[str], known: tuple[str, ...]) -> str:
    typed = next(filter(None, match.groupdict().values()), "")
    number = 1 if flat(typed) == "nhat" else int(value_of(typed) or 0) if not typed.isdecimal() else int(typed)
    same = [name for name in known if re.search(rf"(?<!\d){number}(?!\d)", name)]
    return same[0] if len(same) == 1 else f"Tổ đảng số {number}"
