"""Members as a secretary types them: one name a line, with what he is behind it (*dự bị*, *miễn SH*, *SHT*, *tổ 2*)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.members import Left, Standing
from bot.domain.names import folded
from bot.forms.reading.outcome import NotUnderstood, Reading, Understood, note
from bot.forms.reading.patterns import TITLE, pattern
from bot.forms.reading.spelling import clean, level

T = TypeVar("T")
MOST = 200
"""Members told at once."""
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class NewMember:
    """Somebody to be put on a roster."""

    name: str
    standing: Standing = Standing.OFFICIAL
    party_group: str = ""


_STANDINGS: tuple[tuple[Standing, str], ...] = (
    (
        Standing.TEMPORARY_OUT,
        r"(?:sinh hoạt|sh)\s*tạm thời\s*(?:ở\s*)?nơi khác|(?:sht\s*)?nơi khác|temporary out|elsewhere temporarily",
    ),
    (
        Standing.TEMPORARY_IN,
        r"(?:sinh hoạt|sh)\s*tạm thời(?:\s*(?:đến|tại đây|tại chi bộ))?|sht|(?:here )?temporarily|temporary in|temporary",
    ),
    (Standing.SPECIAL_DUTY, r"(?:làm\s*)?nhiệm vụ đặc biệt|nvđb|(?:on )?special duty"),
    (
        Standing.EXEMPT,
        r"(?:được\s*)?miễn(?:\s*(?:sinh hoạt|công tác|sh)(?:\s*(?:đảng|và sinh hoạt(?: đảng)?))?)?|exempt",
    ),
    (Standing.PROBATIONARY, r"(?:đảng viên\s*)?dự bị|đvdb|db|probationary"),
    (Standing.OFFICIAL, r"(?:đảng viên\s*)?chính thức|đvct|ct|official"),
)
_GROUP = r"(?:tổ(?:\s*đảng)?|group)\s*(?:số\s*)?(?P<group>\d{1,2})"
_SEPARATOR = r"[\s,;:()\-–|\t]*"
_BEHIND = tuple(
    (standing, pattern(rf"{_SEPARATOR}(?<!\w)(?:{words})(?!\w){_SEPARATOR}$")) for standing, words in _STANDINGS
)
_GROUP_BEHIND = pattern(rf"{_SEPARATOR}(?<!\w){_GROUP}(?!\w){_SEPARATOR}$")
_BEFORE = re.compile(r"^\s*(?:\d{1,3}\s*[.):\-]?\s+|\d{1,3}[.):]\s*|[-•*+]\s*)")
_TITLED = pattern(rf"^(?:{TITLE}|(?:ông|bà)(?=\s))\s*")
_NAME = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?(?: [^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?){1,6}")


def read_members(text: str) -> Reading[tuple[NewMember, ...]]:
    """The names told, in their order; the first line that is no name is named."""
    found: list[NewMember] = []
    for number, line in enumerate((each for each in clean(text).splitlines() if each.strip()), 1):
        told = _line(line)
        if told is None:
            return NotUnderstood(note("reading-member-line", number=number, line=line.strip()[:60]))
        found += told
    if not found:
        return NotUnderstood(note("reading-members"))
    if len(found) > MOST:
        return NotUnderstood(note("reading-members-many", most=MOST))
    return Understood(tuple(found))


def _line(line: str) -> list[NewMember] | None:
    """One or several members of one line; None when a piece of it is no name."""
    told: list[NewMember] = []
    for piece in re.split(r"\s*[,;|\t]\s*", _BEFORE.sub("", line)):
        if not piece.strip():
            continue
        name, standing, group = _apart(piece)
        if not name and told:
            last = told[-1]
            told[-1] = NewMember(last.name, standing or last.standing, group or last.party_group)
        elif _NAME.fullmatch(name) and len(name) <= LONGEST_NAME:
            told.append(NewMember(_written(name), standing or Standing.OFFICIAL, group))
        else:
            return None
    return told or None


def _apart(piece: str) -> tuple[str, Standing | None, str]:
    """The name, and what stands behind it."""
    text, standing, group = piece.strip(), None, ""
    while text:
        low = level(text)
        if match := _GROUP_BEHIND.search(low):
            text, group = text[: match.start()], f"tổ {int(match['group'])}"
            continue
        behind = next(((each, match) for each, words in _BEHIND if (match := words.search(low))), None)
        if behind is None or behind[1][0].strip() == "mien":
            break  # without its accent it is a given name, too
        standing, text = behind[0], text[: behind[1].start()]
    return _TITLED.sub("", text.strip(" \t-–:()")), standing, group


def _written(name: str) -> str:
    """A name typed all in capitals or all in small letters gets a capital each word."""
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() or name.islower() else name


def read_standing(text: str) -> Reading[Standing]:
    """What a member is: *dự bị*, *miễn SH*, *SHT*."""
    return _named(text, _STANDINGS)


def _named(text: str, known: Sequence[tuple[T, str]]) -> Reading[T]:
    """The first of the known things whose words the whole text is."""
    low = level(clean(text)).strip(" .!")
    for value, words in known:
        if pattern(rf"(?:{words})").fullmatch(low):
            return Understood(value)
    return NotUnderstood(note("form-choose-number"))


_LEFT: tuple[tuple[Left, str], ...] = (
    (Left.TRANSFER, r"chuyển(?:\s*(?:đi|sinh hoạt|sh|nơi khác))*|transfer(?:red)?"),
    (Left.REMOVAL, r"(?:bị\s*)?xóa tên|ra khỏi đảng|removal|removed"),
    (Left.DEATH, r"từ trần|mất|chết|qua đời|tạ thế|death|died"),
    (Left.MISTAKE, r"(?:ghi\s*)?nhầm|sai|(?:entered by\s*)?mistake"),
)


def read_left(text: str) -> Reading[Left]:
    """How a member left: *chuyển đi*, *xóa tên*, *từ trần*, *ghi nhầm*."""
    return _named(text, _LEFT)


def read_group(text: str) -> Reading[str]:
    """A party group: *tổ 2*, *2*, or *không* for none."""
    low = level(clean(text)).strip(" .")
    if pattern(r"(?:không|ko|k|none|no)(?:\s*(?:có|thuộc)(?:\s*tổ(?:\s*nào)?)?)?").fullmatch(low):
        return Understood("")
    match = pattern(rf"(?:{_GROUP}|(?P<bare>\d{{1,2}}))").fullmatch(low)
    if match is None:
        return NotUnderstood(note("reading-group"))
    return Understood(f"tổ {int(match['group'] or match['bare'])}")


def same_member(one: NewMember, other: NewMember) -> bool:
    """The same name in the same group: surely told twice."""
    return folded(one.name) == folded(other.name) and one.party_group == other.party_group
