"""Kinds of session as typed, and the topic of a thematic one."""

from __future__ import annotations

from bot.domain.meetings import REGULAR_AND_THEMATIC, Kind, one_session
from bot.forms.reading.outcome import Ask, Found, Given, NotUnderstood, Reading, Understood, note
from bot.forms.reading.patterns import pattern
from bot.forms.reading.spelling import LONGEST_ANSWER, clean, flat, level, repair

_WORDS = (
    (
        Kind.REGULAR,
        r"(?:thường kỳ|thường kì|định kỳ|định kì|thường lệ|sinh hoạt lệ|hàng tháng|hằng tháng|shtk|regular)",
    ),
    (Kind.THEMATIC, r"(?:chuyên đề|shcđ|cđ|thematic)"),
    (Kind.EXTRAORDINARY, r"(?:bất thường|đột xuất|extraordinary)"),
    (Kind.COMMITTEE, r"(?:(?:họp |sinh hoạt )?chi ủy(?! viên)|committee)"),
    (Kind.GROUP, r"(?:họp tổ đảng|sinh hoạt tổ đảng|group)"),
)
_ALL = tuple((kind, pattern(rf"(?<!\w){words}(?!\w)")) for kind, words in _WORDS)
_AS_USUAL = pattern(r"(?:như|theo)\s+$")
_BOTH = pattern(r"(?:cả hai|cả 2|both)")
_ADDED = pattern(r"(?:có|thêm|kèm|cả|with)\s+(?:sinh hoạt\s+|phần\s+)?(?:chuyên đề|cđ|thematic)")
_GROUP = pattern(r"(?:tổ đảng)")
_ANY = "(?:" + "|".join(words for _, words in _WORDS) + ")"
_FIND = pattern(
    rf"(?<!\w)(?:(?:sinh hoạt|họp|kỳ sinh hoạt|buổi|loại)\s*(?:chi bộ\s+)?:?\s*)?(?:có\s+|kết hợp\s+|gồm\s+)?{_ANY}(?!\w)(?:\s*(?:và|,|\+|kết hợp|cả|lẫn|có|có cả|and)\s*(?:sinh hoạt\s+)?(?:{_ANY})(?!\w))*",
    signs="thường|định|hoạt|tháng|shtk|regular|chuyên|cđ|thematic|đột|extraordinary|ủy|committee|đảng|group",
)


def read_kinds(text: str, given: Given) -> Reading[frozenset[Kind]]:
    """The set of kinds; *có chuyên đề* adds the thematic part to the usual kinds (``given.usual["kinds"]``)."""
    cleaned = clean(text)[:LONGEST_ANSWER]
    for low in dict.fromkeys((level(cleaned), level(repair(cleaned)), flat(cleaned))):
        kinds = _kinds_in(low, given) or ({Kind.GROUP} if _GROUP.search(low) else set())
        if _BOTH.search(low):
            kinds |= {Kind.REGULAR, Kind.THEMATIC}
        if kinds:
            return _session(frozenset(kinds))
    return NotUnderstood(note("reading-kinds"))


def _session(kinds: frozenset[Kind]) -> Understood[frozenset[Kind]] | Ask[frozenset[Kind]]:
    """The kinds as one session; several that cannot share one are asked about, each by itself."""
    if one_session(kinds):
        return Understood(kinds)
    both = (REGULAR_AND_THEMATIC,) if kinds >= REGULAR_AND_THEMATIC else ()
    alone = tuple(
        frozenset({kind}) for kind in Kind if kind in kinds and (not both or kind not in REGULAR_AND_THEMATIC)
    )
    return Ask(note("reading-kinds-apart"), (*both, *alone)[:3])


def _kinds_in(low: str, given: Given) -> set[Kind]:
    kinds = {
        kind for kind, regex in _ALL if any(not _AS_USUAL.search(low[: match.start()]) for match in regex.finditer(low))
    }
    if kinds == {Kind.THEMATIC} and _ADDED.search(low):
        usual = given.usual.get("kinds")
        kinds |= set(usual) if isinstance(usual, frozenset | set) else {Kind.REGULAR}
    return kinds


def find_kinds(text: str, given: Given) -> Found[frozenset[Kind]] | None:
    """The kinds named in a longer message; abbreviations that clash (CĐ) and *như thường lệ* do not count."""
    low = level(text)
    for match in _FIND.finditer(low):
        typed = text[match.start() : match.end()]
        if _AS_USUAL.search(low[: match.start()]) or typed.strip().lower() in {
            "cđ",
            "cd",
            "group",
            "committee",
            "regular",
        }:
            continue
        kinds = _kinds_in(match[0], given)
        if kinds:
            end = _end_of(low, match.start(), match.end(), kinds)
            return Found(_session(frozenset(kinds)), match.start(), end)
    return None


def _end_of(low: str, start: int, end: int, kinds: set[Kind]) -> int:
    """Where the words of the kinds end: the topic after *chuyên đề* and the group after *họp* are other questions'."""
    if Kind.GROUP in kinds and (named := _GROUP.search(low, start, end)):
        return named.start()
    topic = _TOPIC.search(low, start) if Kind.THEMATIC in kinds else None
    return topic.start() if topic and start < topic.start() < end and (topic["q"] or topic["mark"]) else end


_TOPIC = pattern(
    r'(?:chuyên đề|thematic)(?:\s+(?:quý|tháng)\s*[\w/]+(?:\s*(?:năm|/)\s*\d{4})?)?\s*(?:(?P<mark>:|về|là|với nội dung|about)\s*)?(?:"(?P<q>[^"\n]{3,300})"|(?P<t>(?<=[:\s])[^\n",;.][^\n;.]{2,300}))'
)
_QUIET_END = pattern(
    r",\s*(?:có mặt|vắng|họp|từ|lúc|tại|chủ trì|thư ký|đ/c|quân số|nghị quyết|biểu quyết)(?!\w)|\s+(?:từ \d|lúc \d|có mặt \d)"
)


def find_topic(text: str) -> Found[str] | None:
    """The topic after *chuyên đề*, in quotes or after a colon or *về*."""
    low = level(text)
    for match in _TOPIC.finditer(low):
        if match["q"]:
            return Found(
                Understood(text[match.start("q") : match.end("q")].strip()), match.start("q") - 1, match.end("q") + 1
            )
        if match["mark"]:
            stop = _QUIET_END.search(low, match.start("t"), match.end("t"))
            start, end = match.start("t"), stop.start() if stop else match.end("t")
            topic = text[start:end].strip()
            if topic:
                return Found(Understood(topic), start, start + len(text[start:end].rstrip()))
    return None
