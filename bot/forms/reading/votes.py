"""Votes as typed: 25/25, nhất trí 100%, 25 đồng ý, 2 không, 26/27, 1 ý kiến khác (domain.md 7.4)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.domain.resolutions import Vote
from bot.forms.reading.outcome import Ask, Found, Given, Note, NotUnderstood, Reading, Understood, note
from bot.forms.reading.patterns import NOT_BUT, blanked, pattern
from bot.forms.reading.spelling import LONGEST_ANSWER, clean, flat, level, repair

_PEOPLE = r"(?:đ/c|đồng chí|đc|đv|đảng viên|phiếu|người|votes?)(?!\w)"
_YES = r"(?:biểu quyết\s+)?(?:nhất trí|tán thành|đồng ý|thông qua|thuận|in favou?r|agreed?|for)(?!\w)(?:\s+(?:thông qua|tán thành))?"
_SIGNS_OF_YES = "nhất|tán|đồng|thông|thuận|favo|agree|for"
_NO = r"(?:không\s+(?:đồng ý|tán thành|nhất trí)|ko\s+(?:đồng ý|tán thành|nhất trí)|k\s+đồng ý|phản đối|chống|against|không(?!\s+(?:có|ý))|ko(?!\s+(?:có|ý)))(?!\w)"
_OTHER = r"(?:ý kiến khác|ý khác|khác|không ý kiến|ko ý kiến|phiếu trắng|trắng|abstain(?:ed)?|other)(?!\w)"
_OF = r"\s*(?:/|trên(?:\s+tổng\s+số)?(?!\w)|of\b)\s*"
_RATIO = pattern(
    rf"(?P<before>(?:biểu quyết|{_YES})\s*(?:thông qua\s*)?(?:với\s*)?:?\s*(?:với\s*)?(?:đạt\s*)?)?(?<![\d.,/])(?P<a>\d{{1,4}})(?:\s*{_PEOPLE})?{_OF}(?P<b>\d{{1,4}})(?![\d/]|[.,]\d)"
    rf"(?:\s*{_PEOPLE})?(?P<after>\s*(?:dự họp\s*)?{_YES})?(?:\s*,?\s*\(?(?:đạt\s*)?(?:tỷ lệ\s*)?100\s*%\)?)?",
    signs="/|trên|of",
)
_AGREE = pattern(
    rf"(?<![\d.,/])(?P<n>\d{{1,4}})\s*(?:{_PEOPLE}\s*)?{_YES}|{_YES}\s*:?\s*(?P<n2>\d{{1,4}})(?![\d/%]|[.,]\d|\s*%)(?:\s*{_PEOPLE})?",
    signs=_SIGNS_OF_YES,
)
_AGAINST = pattern(
    rf"(?<![\d.,/])(?P<n>\d{{1,4}}|một|hai|ba)\s*(?:{_PEOPLE}\s*)?{_NO}|(?:không (?:đồng ý|tán thành)|against)\s*:?\s*(?P<n2>\d{{1,4}})(?![\d/%])",
    signs="không|ko|đồng|phản|chống|against",
)
_OTHERS = pattern(
    rf"(?<![\d.,/])(?P<n>\d{{1,4}}|một|hai|ba)\s*(?:{_PEOPLE}\s*)?{_OTHER}|(?:ý kiến khác|other)\s*:?\s*(?P<n2>\d{{1,4}})(?![\d/%])",
    signs="khác|ý|trắng|abstain|other",
)
_NONE_AGAINST = pattern(
    r"(?<!\w)(?:không có (?:ai|đ/c nào|ý kiến nào|ý kiến)|không ai|ko ai)\s*(?:không đồng ý|không tán thành|phản đối|khác)?(?!\w)",
    signs="không|ko",
)
_ALL = pattern(
    rf"(?<!\w)(?:{_YES}\s*(?:với tỷ lệ\s*|đạt\s*|tỷ lệ\s*)?(?:100\s*%|tuyệt đối|hoàn toàn|tất cả|cả)|100\s*%\s*(?:{_PEOPLE}\s*|dự họp\s*|có mặt\s*)*(?:{_YES})?|tất cả (?:đều )?{_YES}|toàn thể {_YES}|unanimous(?:ly)?)",
    signs=f"{_SIGNS_OF_YES}|100|unanimous",
)
_ALL_ASKED = pattern(rf"(?:dạ\s+)?(?:{_YES}(?:\s*(?:hết|cả|ạ))*|đủ|đủ cả|tất cả|toàn thể|hết|cả chi bộ|all)[\s.!]*")
_VAGUE = pattern(rf"(?:đa số|phần lớn|hầu hết|(?:{_YES})\s*cao|quá nửa|most)(?!\w)(?:\s*{_YES})?")
_PERCENT = pattern(r"(?<![\d.,])(?P<n>\d{1,3}(?:[.,]\d{1,2})?)\s*%")
_BARE = pattern(rf"(?:dạ|vâng|có)?\s*(?P<n>\d{{1,4}})\s*(?:{_PEOPLE})?[\s.!]*(?:ạ)?")


@dataclass(slots=True)
class _Told:
    """What the message says, and the characters that say it."""

    text: str
    agree: int | None = None
    voters: int | None = None
    against: int | None = None
    other: int | None = None
    everybody: bool = False
    spans: list[tuple[int, int]] = field(default_factory=list)

    def take(self, start: int, end: int) -> None:
        self.spans.append((start, end))
        self.text = blanked(self.text, start, end)


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() else {"mot": 1, "hai": 2, "ba": 3}[flat(typed)]


def _told(text: str, *, asked: bool) -> _Told:
    told = _Told(level(text))
    for match in _RATIO.finditer(told.text):
        if asked or match["before"] or match["after"]:
            told.agree, told.voters = int(match["a"]), int(match["b"])
            told.take(*match.span())
            break
    if match_against := _AGAINST.search(told.text):
        told.against = _number(match_against["n"] or match_against["n2"])
        told.take(*match_against.span())
    elif none := _NONE_AGAINST.search(told.text):
        told.take(*none.span())
    if match_other := _OTHERS.search(told.text):
        told.other = _number(match_other["n"] or match_other["n2"])
        told.take(*match_other.span())
    if told.agree is None and (match_agree := _AGREE.search(told.text)):
        told.agree = int(match_agree["n"] or match_agree["n2"])
        told.take(*match_agree.span())
    if told.agree is None and (everybody := _ALL.search(told.text)):
        told.everybody = True
        told.take(*everybody.span())
    return told


def read_vote(text: str, given: Given) -> Reading[Vote]:
    """The answer to *how was the vote*; the voters are those present, when that is known."""
    cleaned = clean(text)[:LONGEST_ANSWER]
    for spelling in dict.fromkeys((level(cleaned), level(repair(cleaned)))):
        low = NOT_BUT.sub("", spelling).strip()
        if _VAGUE.search(low) and not any(char.isdecimal() for char in low):
            return _vague(given)
        told = _told(low, asked=True)
        if not told.spans and (bare := _BARE.fullmatch(low)):
            told.agree = int(bare["n"])
            told.take(0, len(low))
        if not told.spans and _ALL_ASKED.fullmatch(low):
            told.everybody = True
            told.take(0, len(low))
        if told.spans and (told.agree is not None or told.everybody or told.against or told.other):
            return _decided(told, given)
        if percent := _PERCENT.search(low):
            return _share(float(percent["n"].replace(",", ".")), given)
    return NotUnderstood(_example(given))


def _example(given: Given) -> Note:
    return note("reading-vote", voters=given.present or given.official or 25)


def _vague(given: Given) -> Reading[Vote]:
    """*nhất trí cao* has no number; all of the voters are offered when their number is known."""
    if given.present:
        return Ask(note("reading-vote-vague", voters=given.present), (Vote(given.present, voters=given.present),))
    return NotUnderstood(_example(given))


def _share(percent: float, given: Given) -> Reading[Vote]:
    voters = given.present
    if not voters or percent > 100:  # noqa: PLR2004
        return NotUnderstood(_example(given))
    agree = round(voters * percent / 100)
    made = Vote(agree, other=voters - agree, voters=voters)
    return Ask(note("reading-vote-percent", percent=percent), (Vote(agree, voters - agree, 0, voters), made))


def _decided(told: _Told, given: Given) -> Reading[Vote]:
    against, other = told.against or 0, told.other or 0
    voters = told.voters or given.present
    if told.everybody:
        if voters is None:
            return NotUnderstood(_example(given))
        return Understood(Vote(voters - against - other, against, other, voters))
    if told.agree is None:
        if voters is None:
            return NotUnderstood(_example(given))
        why = note("reading-vote-rest", against=against, other=other)
        return Ask(why, (Vote(max(0, voters - against - other), against, other, voters),))
    return _checked(Vote(told.agree, against, other, voters), told, given)


def _checked(vote: Vote, told: _Told, given: Given) -> Reading[Vote]:
    """Refuse what cannot be, warn of what does not add up."""
    voters = vote.voters
    if told.voters is not None and vote.agree > told.voters:
        choices = (replace(vote, agree=told.voters, voters=vote.agree), replace(vote, agree=told.voters))
        return Ask(note("reading-vote-over", agree=vote.agree, voters=told.voters), choices)
    if voters is not None and vote.counted > voters:
        choice = replace(vote, voters=vote.counted)
        return Ask(note("reading-vote-over", agree=vote.counted, voters=voters), (choice,))
    warnings: tuple[Note, ...] = ()
    if told.voters is not None and vote.counted < told.voters:
        warnings += (note("reading-vote-missing", missing=told.voters - vote.counted),)
    if told.voters is not None and given.present is not None and told.voters > given.present:
        warnings += (note("reading-vote-voters", voters=told.voters, present=given.present),)
    return Understood(vote, warnings)


_JOINT = pattern(r"(?:[\s,;.:()-]|(?<!\w)(?:và|có|đạt)(?!\w))*")


def find_vote(text: str, given: Given) -> Found[Vote] | None:
    """A vote in a longer message; it must be called one (tán thành, nhất trí …)."""
    told = _told(text, asked=False)
    if not told.spans or (told.agree is None and not told.everybody):
        return None
    low = level(text)
    spans = sorted(told.spans)
    start, end = spans[0]
    for begin, until in spans[1:]:
        if not _JOINT.fullmatch(low, end, begin):
            return None if told.voters is None else _alone(text, given)
        end = until
    return _found(told, given, start, end, text)


def _alone(text: str, given: Given) -> Found[Vote] | None:
    """Only the ratio, when other numbers stand far from it."""
    match = next((each for each in _RATIO.finditer(level(text)) if each["before"] or each["after"]), None)
    if match is None:
        return None
    told = _Told("", agree=int(match["a"]), voters=int(match["b"]))
    return _found(told, given, match.start(), match.end(), text)


def _found(told: _Told, given: Given, start: int, end: int, text: str) -> Found[Vote] | None:
    reading = _decided(told, given)
    if isinstance(reading, NotUnderstood):
        return None
    used = text[start:end]
    return Found(reading, start + len(used) - len(used.lstrip()), end - (len(used) - len(used.rstrip())))
