"""Admissions and recognitions as people tell them: ``kết nạp đ/c Lê Văn Nam ngày 3/11``, ``công nhận chính thức đ/c Sơn``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.growth import GrowthKind
from bot.forms.reading.days import find_day
from bot.forms.reading.outcome import Given, NotUnderstood, Reading, Tense, Understood, note
from bot.forms.reading.patterns import blanked, pattern
from bot.forms.reading.people import read_person
from bot.forms.reading.spelling import clean, fold, level

_KIND = pattern(
    r"(?P<admission>kết nạp|admit(?:ted)?)|(?P<recognition>công nhận(?: (?:đảng viên|đ/?v))?(?: (?:là|trở thành))?(?: (?:đảng viên|đ/?v))?"
    r" chính thức|chuyển (?:đảng viên )?(?:thành )?chính thức|made official)"
)
_OPENING = pattern(r"(?:dạ|thưa|chi bộ|hôm nay|đã|vừa|mới|tổ chức|lễ|ghi|buổi|we|[\s,:.])*")
_NOT_YET = pattern(
    r"(?:đề nghị|đề xuất|xét|xem xét|chuẩn bị|sẽ|dự kiến|hồ sơ|kế hoạch|bồi dưỡng|chưa|không|nguồn|phấn đấu|nghị quyết về)"
    r"[\s\w]{0,20}$"
)
_WHO = pattern(
    r"^[\s:,\-–]*(?:(?:đảng viên|đ/?v|mới|dự bị|quần chúng|cho|là|đối với|new member|member)(?!\w)[\s:,\-–]*)*"
)
_NAMED = re.compile(r"(?:[A-ZÀ-ỸĐ][a-zà-ỹđ]*)(?:\s+[A-ZÀ-ỸĐ][a-zà-ỹđ]*){1,5}")
_TITLE = pattern(r"(?:đ/c|đồng chí|đc|ông|bà|comrade)(?!\w)[\s:.]*")
LONGEST = 140
MOST = 3


@dataclass(frozen=True, slots=True)
class Grown:
    """What was told; ``name`` empty and ``day`` None: not said."""

    kind: GrowthKind
    name: str = ""
    day: date | None = None


def read_growth(text: str, given: Given) -> Grown | None:
    """The whole message as one admission or recognition; None for a wish, a plan, or anything else."""
    words = " ".join(clean(text).split())
    match = _KIND.search(level(words))
    if match is None or len(words) > LONGEST or not _OPENING.fullmatch(level(words[: match.start()])):
        return None
    rest = words[match.end() :]
    found = find_day(rest, given, Tense.HELD)
    day = found.reading.value if found is not None and isinstance(found.reading, Understood) else None
    if found is not None:
        rest = blanked(rest, found.start, found.end)
    return Grown(_kind(match), _name(rest, given), day)


def _kind(match: re.Match[str]) -> GrowthKind:
    return GrowthKind.ADMISSION if match["admission"] else GrowthKind.RECOGNITION


def _name(rest: str, given: Given) -> str:
    who = _WHO.match(level(rest))
    told = rest[who.end() if who else 0 :]
    told = re.sub(r"[\s,;.:]*(?:vào|ngày|hôm|on)?[\s,;.:]*$", "", told, flags=re.IGNORECASE)
    reading = read_person(told, given) if told else None
    return reading.value if isinstance(reading, Understood) and len(reading.value.split()) > 1 else ""


def find_growth(text: str, held_on: date) -> tuple[Grown, ...]:
    """Admissions and recognitions of named people in the words of a meeting, held on that day; wishes and plans left out."""
    found: dict[tuple[GrowthKind, str], Grown] = {}
    for sentence in re.split(r"[.;\n]+", clean(text)):
        low = level(sentence)
        for match in _KIND.finditer(low):
            if _NOT_YET.search(low[: match.start()]):
                continue
            rest = sentence[match.end() :]
            who = _WHO.match(level(rest))
            rest = rest[who.end() if who else 0 :]
            title = _TITLE.match(level(rest))
            name = _NAMED.match(rest[title.end() if title else 0 :])
            if name is not None:
                told = Grown(_kind(match), name[0], held_on)
                found.setdefault((told.kind, fold(told.name)), told)
    return tuple(found.values())[:MOST]


def read_kind(text: str) -> Reading[GrowthKind]:
    """Which of the two it was."""
    match = _KIND.search(level(clean(text)))
    if match is None and fold(text).strip() in {"chinh thuc", "official"}:
        return Understood(GrowthKind.RECOGNITION)
    return NotUnderstood(note("reading-growth")) if match is None else Understood(_kind(match))
