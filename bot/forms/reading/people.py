"""People as typed: one person, or who chaired, who wrote, who came from the committee above."""

from __future__ import annotations

import re

from bot.forms.reading.names import Name, name_at, name_before, on_roster
from bot.forms.reading.outcome import Ask, Found, Given, NotUnderstood, Reading, Understood, note
from bot.forms.reading.patterns import pattern
from bot.forms.reading.spelling import LONGEST_ANSWER, clean, level, repair

_POLITE = pattern(r"(?:[\s,.]+(?:ạ|nhé|nha))*[\s.,!]*$")
_PLEASE = pattern(r"^(?:dạ|vâng|là|cử|giao|thư ký|chủ trì|chủ tọa)(?!\w)[\s:,-]*")
_POST_FIRST = pattern(
    r"^(?:(?:đ/c|đồng chí|đc|bt|pbt|btcb|bí thư|phó bí thư|chi bộ|chi ủy viên|cuv|đảng ủy viên|đuv|ông|bác|cụ)(?!\w)[\s:.,-]*)+(?=\w)"
)
_NOBODY = pattern(r"(?:tôi|mình|em|không|ko|k|có|ai|không biết|\W*)")


def read_person(text: str, given: Given) -> Reading[str]:
    """The full name from the roster, or the name as typed without titles; of several that fit one is asked for."""
    cleaned = clean(text)[:LONGEST_ANSWER]
    for spelling in dict.fromkeys((cleaned, clean(repair(cleaned)))):
        name = _bare_name(spelling)
        candidates = on_roster(name, given.roster)
        if candidates:
            return _one_of(name, candidates)
    name = _bare_name(cleaned)
    words = name.split()
    if not 1 <= len(words) <= 6 or _NOBODY.fullmatch(level(name)) or re.search(r"[\d<>/@]|[^\w\s.'-]", name):  # noqa: PLR2004
        return NotUnderstood(note("reading-person"))
    return Understood(name)


def _bare_name(text: str) -> str:
    """The text without politeness, titles and posts."""
    name = " ".join(text.split())
    name = name[: _POLITE.search(level(name)).start()]  # type: ignore[union-attr]  # matches the empty end
    for regex in (_PLEASE, _POST_FIRST):
        match = regex.match(level(name))
        name = name[match.end() :] if match else name
    titled = name_at(name, 0, ())
    if titled is not None and titled.titled and titled.end == len(name):
        return titled.typed
    return name.strip(" .,;:-")


def _one_of(typed: str, candidates: tuple[str, ...]) -> Reading[str]:
    distinct = tuple(dict.fromkeys(candidates))
    if len(distinct) == 1:
        return Understood(distinct[0])
    return Ask(note("reading-person-two", name=typed, names=", ".join(distinct)), distinct[:3])


_CHAIR = pattern(
    r"(?<!\w)(?:người |đã |điều hành và )?(?:chủ trì|chủ tọa|chair(?:ed)?)(?: (?:cuộc họp|hội nghị|buổi họp|họp|by))?(?!\w)",
    signs="chủ|chair",
)
_CLERK = pattern(
    r"(?<!\w)(?:làm |là |cử )?(?:thư ký|ghi biên bản|người ghi biên bản|clerk)(?: (?:cuộc họp|hội nghị))?(?!\w)",
    signs="thư|ghi|clerk",
)
_UPPER = pattern(
    r"(?<!\w)(?:[,(-]\s*)?(?:(?:đảng ủy viên|đuv|cấp trên|cấp ủy cấp trên|đảng ủy xã|đảng ủy|bí thư đảng ủy|phó bí thư đảng ủy)(?: (?:phụ trách|theo dõi)(?: chi bộ)?)?\)?"
    r"(?:[\s,-]*(?:về |đến |xuống )?(?:dự|tham dự|chỉ đạo)(?: họp| và chỉ đạo| chỉ đạo)*)?|(?:về|xuống)\s+dự(?: họp| và chỉ đạo| chỉ đạo)*)(?!\w)",
    signs="đảng|đuv|cấp|dự",
)
_AFTER = re.compile(
    r"\s*(?:[:=-]|là(?!\w)|la(?!\w)|do(?!\w)|có(?!\w)|co(?!\w)|by\b)?\s*(?:[:=-]|là(?!\w)|la(?!\w))?\s*"
)


def find_chair(text: str, given: Given) -> Found[str] | None:
    """Who chaired: ``đ/c An chủ trì``, ``chủ trì: An``."""
    return _in_role(text, given, _CHAIR)


def find_clerk(text: str, given: Given) -> Found[str] | None:
    """Who wrote the minutes: ``thư ký đ/c Bình``, ``đ/c Bình ghi biên bản``."""
    return _in_role(text, given, _CLERK)


def find_upper_member(text: str, given: Given) -> Found[str] | None:
    """Who of the committee above came: ``đ/c Mai ĐUV về dự``."""
    return _in_role(text, given, _UPPER)


def _in_role(text: str, given: Given, role: re.Pattern[str]) -> Found[str] | None:
    """The name beside the role's words: after a colon, else before them, else after them."""
    low = level(text)
    for match in role.finditer(low):
        after = _AFTER.match(low, match.end())
        pointing = after is not None and after[0].strip() != ""
        follows = name_at(text, after.end() if after else match.end(), given.roster, loose=pointing)
        before = name_before(text, match.start(), given.roster)
        if before is not None and follows is not None and (pointing or _ANY_ROLE.search(low[: before.start])):
            before = None
        if before is None and follows is None and role is _UPPER:
            before = name_before(text, match.start(), given.roster, clauses=2)
        if before is not None:
            return _role_found(before, before.start, match.end())
        if follows is not None:
            return _role_found(follows, match.start(), follows.end)
    return None


_ANY_ROLE = pattern(r"(?:chủ trì|chủ tọa|thư ký|ghi biên bản)\s*(?:là|:)?\s*$")


def _role_found(name: Name, start: int, end: int) -> Found[str]:
    match _one_of(name.typed, name.candidates or (name.typed,)):
        case Understood() | Ask() as reading:
            return Found(reading, start, end)
        case _:  # pragma: no cover  # a name always reads
            return Found(Understood(name.typed), start, end)
