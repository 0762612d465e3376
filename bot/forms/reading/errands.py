"""What somebody wants to record, said in a few words: *họp*, *họp tháng 9*, *họp chi ủy*, *chuyên đề tháng 10*."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.meetings import Kind
from bot.domain.periods import Month
from bot.forms.reading.days import read_period
from bot.forms.reading.kinds import find_kinds
from bot.forms.reading.outcome import Given, Understood
from bot.forms.reading.party_groups import find_party_group
from bot.forms.reading.patterns import blanked, pattern
from bot.forms.reading.spelling import clean, level, repair

LONGEST = 60
_BARE_GROUP = pattern(r"(?<!\w)tổ đảng(?!\w)")
_OPENING = pattern(
    r"^(?:dạ\s+|cho tôi\s+|tôi muốn\s+|đề nghị\s+)*"
    r"(?:(?P<verb>ghi bù|ghi|nhập|báo cáo|record)\s*)?(?P<noun>(?:biên bản|bb|cuộc|buổi|họp|sinh hoạt|chi bộ|meeting|shcb)\s*)*"
)
_POLITE = pattern(r"[\s,.!]*(?:(?:ạ|nhé|nha|giúp|với)[\s,.!]*)*$")
_MONTH = pattern(r"(?:của\s+)?(?:tháng|t|month)\.?\s*\S.*|(?:this|last) month|\d{1,2}|\d{1,2}\s*[/.-]\s*20\d\d")


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be recorded, as far as it was said."""

    month: Month | None = None
    kinds: frozenset[Kind] | None = None
    party_group: str = ""


def read_errand(text: str, given: Given, *, asked: bool = False) -> Errand | None:
    """The errand that the whole message is, or None; ``asked``: the words after a command, where a bare month will do."""
    cleaned = clean(text).strip()
    if len(cleaned) > LONGEST:
        return None
    for spelling in dict.fromkeys((cleaned, clean(repair(cleaned)))):
        found = _read(spelling, given, asked=asked)
        if found is not None:
            return found
    return None


def _read(text: str, given: Given, *, asked: bool) -> Errand | None:
    words = text[: _POLITE.search(level(text)).start()]  # type: ignore[union-attr]  # matches the empty end
    found = find_kinds(words, given)
    kinds = found.reading.value if found is not None and isinstance(found.reading, Understood) else None
    rest = blanked(words, found.start, found.end) if found is not None else words
    group, rest = _group(rest, given) if kinds == frozenset({Kind.GROUP}) else ("", rest)
    opening = _OPENING.match(level(rest))
    opened = opening is not None and bool(opening["verb"] or opening["noun"])
    left = " ".join(rest[opening.end() if opening else 0 :].split()).strip(" .,;:")
    if not (asked or opened or kinds):
        return None
    if not left:
        return Errand(None, kinds, group)
    if not _MONTH.fullmatch(level(left)):
        return None
    if not asked and left[0].isdigit():
        return None
    reading = read_period(left, given)
    if not isinstance(reading, Understood) or reading.value.months != 1:
        return None
    return Errand(reading.value.first, kinds, group)


def _group(text: str, given: Given) -> tuple[str, str]:
    """The party group named, and the text without it."""
    found = find_party_group(text, given)
    if found is not None and isinstance(found.reading, Understood):
        return found.reading.value, blanked(text, found.start, found.end)
    bare = _BARE_GROUP.search(level(text))
    return "", blanked(text, bare.start(), bare.end()) if bare else text
