"""The single statements about attendance in a message: ratios, counts, absent people with reasons, late, exempt."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.forms.reading.names import Name, name_at, name_before
from bot.forms.reading.number_words import numbers_of, value_of
from bot.forms.reading.patterns import APPROXIMATELY, TITLE, blanked, pattern
from bot.forms.reading.reasons import reason_of, starts_a_reason
from bot.forms.reading.spelling import level

_PEOPLE = r"(?:đ/c|đồng chí|đc|đ/v|đảng viên|đv|người|members?)(?!\w)"
_WORD = r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|hăm)(?:\s+(?:mươi|mốt|một|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|tám|chín)){0,2}"
_N = r"(?:\d{1,4}|W(?!\w))".replace("W", _WORD)
_UNEXCUSED = r"(?:(?:không|ko|k|kg|0)\s*(?:có\s*)?(?:xin\s*)?(?:phép|lý do|lí do|ld)|kp|kld|vô lý do|unexcused)(?!\w)"
_EXCUSED = r"(?:(?:có|đều có)\s*(?:xin\s*)?(?:phép|lý do|lí do|ld)|xin phép|phép|cp|cld|excused)(?!\w)"
_ALL_OF_THEM = r"(?:(?:đều|cả|tất cả|toàn bộ)\s*(?:\d+|hai|ba|bốn)?\s*(?:P)?\s*(?:đều)?\s*)?".replace("P", _PEOPLE)


@dataclass(frozen=True, slots=True)
class Missing:
    """One absent person as told."""

    name: Name
    excused: bool | None
    reason: str


@dataclass(slots=True)
class Parts:
    """What a message says about attendance; None and empty where it says nothing."""

    present: int | None = None
    of: int | None = None
    everybody: bool = False
    percent: float | None = None
    absent: int | None = None
    excused: int | None = None
    unexcused: int | None = None
    all_excused: bool | None = None
    missing: list[Missing] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    left_early: list[Name] = field(default_factory=list)
    exempt: list[Name] = field(default_factory=list)
    exempt_came: list[Name] = field(default_factory=list)
    temporary_in: int | None = None
    approximate: bool = False
    doubtful: str = ""
    """A word typed without accents that clashes (``muon``: muộn, muốn)."""
    spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def counted(self) -> bool:
        """True when the message says, in some way, how many came."""
        return (
            self.present is not None
            or self.everybody
            or self.percent is not None
            or self.absent is not None
            or bool(self.missing)
            or self.excused is not None
            or self.unexcused is not None
        )


@dataclass(slots=True)
class _Work:
    """The text while statements are taken out of it; what is taken becomes spaces, so that offsets stay."""

    text: str
    roster: tuple[str, ...]
    parts: Parts = field(default_factory=Parts)

    def take(self, start: int, end: int) -> None:
        typed = self.text[start:end]
        start += len(typed) - len(typed.lstrip())
        end -= len(typed) - len(typed.rstrip())
        if start < end:
            self.parts.spans.append((start, end))
            self.text = blanked(self.text, start, end)


LONGEST = 1500
"""Characters looked at; a whole cell's names fit."""
_MANY = 60


def parts_of(text: str, roster: tuple[str, ...], *, asked: bool, who: bool = False) -> Parts:
    """The statements in the cleaned text; ``asked``: the whole message is about attendance, so mere numbers count too;
    ``who``: it is about who was absent, so names need no *vắng*.
    """
    work = _Work(text[:LONGEST], roster)
    for step in (_temporary, _nobody_absent, _late, _left_early, _exempt):
        step(work)
    _ratio(work, asked=asked)
    starts = _absent(work)
    _excuses(work)
    _missing(work, starts or ([0] if who else []), who=who)
    if work.parts.present is None:
        _everybody(work, asked=asked)
        _present(work, asked=asked and not who)
    return work.parts


_TEMPORARY = pattern(
    rf"(?:sht|sinh hoạt tạm thời|tạm thời)(?!\w)\s*:?\s*(?P<n>{_N})(?:\s*{_PEOPLE})?|(?P<n2>{_N})\s*(?:{_PEOPLE}\s*)?(?:sht|sinh hoạt tạm thời)(?!\w)"
)


def _whole(text: str) -> int:
    value = int(text) if text.isdecimal() else value_of(text)
    return int(value or 0)


def _temporary(work: _Work) -> None:
    match = _TEMPORARY.search(level(work.text))
    if match is not None:
        work.parts.temporary_in = _whole(match["n"] or match["n2"])
        work.take(*match.span())


_NOBODY = pattern(
    r"(?<!\w)(?:(?:không|ko|k|kg)\s+(?:có\s+)?(?:(?:ai|đ/c nào|đồng chí nào|người nào)\s+vắng|vắng(?:\s+mặt)?(?:\s+(?:ai|đ/c nào|đồng chí nào|người nào|một ai))?)(?:\s+mặt)?|vắng(?:\s+mặt)?\s*:?\s*(?:không(?!\s*(?:có|phép|lý|lí|ld|xin))|ko(?!\s*(?:có|phép|lý|lí|ld|xin))|0(?![\d/])|không ai)|none absent|nobody absent)(?!\w)"
)


def _nobody_absent(work: _Work) -> None:
    match = _NOBODY.search(level(work.text))
    if match is not None:
        work.parts.everybody = True
        work.take(*match.span())


_LATE = pattern(
    r"(?<!\w)(?:(?P<sure>(?:đến|đi|vào|tới)\s+(?:họp\s+)?(?:muộn|trễ|chậm)|late)|(?P<bare>muộn))(?!\w)\s*:?\s*(?:khoảng\s+)?(?:(?P<m>\d{1,3})\s*(?:'|phút|ph|p)(?!\w))?"
)
_EARLY = pattern(r"(?<!\w)(?:(?:xin\s+)?(?:phép\s+)?(?:ra\s+)?(?:về|nghỉ)\s+(?:sớm|trước)|left early)(?!\w)\s*:?\s*")


def _beside(work: _Work, match: re.Match[str]) -> tuple[Name, int, int] | None:
    """The name before the words, or after them."""
    before = name_before(work.text, match.start(), work.roster)
    if before is not None:
        return before, before.start, match.end()
    follows = name_at(work.text, match.end(), work.roster, loose=match[0].rstrip().endswith(":"))
    return (follows, match.start(), follows.end) if follows is not None else None


def _each(work: _Work, regex: re.Pattern[str], told: Callable[[Name, re.Match[str]], None]) -> None:
    """Take every statement of that shape that has a name beside it."""
    at = 0
    while len(work.parts.spans) < _MANY and (match := regex.search(level(work.text), at)) is not None:
        at = match.end()
        found = _beside(work, match)
        if found is not None:
            name, start, end = found
            told(name, match)
            work.take(start, end)


def _late(work: _Work) -> None:
    def told(name: Name, match: re.Match[str]) -> None:
        minutes = f" ({match['m']} phút)" if match["m"] else ""
        work.parts.late.append(f"{name.shown}{minutes}")
        if match["bare"] == "muon":
            work.parts.doubtful = "muon"

    _each(work, _LATE, told)


def _left_early(work: _Work) -> None:
    _each(work, _EARLY, lambda name, _: work.parts.left_early.append(name))


_EXEMPT = pattern(
    r"(?<!\w)(?:[(-]\s*)?(?:được\s+|diện\s+)?(?:miễn\s*(?:sinh hoạt|công tác|sh(?!\w)|họp)(?:\s*(?:đảng|và sinh hoạt|và công tác))*|exempt)(?!\w)\)?(?P<came>\s*(?:có mặt|vẫn dự|có dự|vẫn đến|có đến|dự|đến dự))?"
)


def _exempt(work: _Work) -> None:
    def told(name: Name, match: re.Match[str]) -> None:
        (work.parts.exempt_came if match["came"] else work.parts.exempt).append(name)

    _each(work, _EXEMPT, told)


_CAME = r"(?:có mặt|hiện diện|tham dự|tham gia|dự họp|dự(?!\s*bị)|quân số|đi họp|đến họp|số dự|present|attended)(?!\w)"
_OF = r"\s*(?:/|trên(?:\s+tổng(?:\s+số)?)?(?!\w)|trong(?:\s+tổng)?(?:\s+số)?(?!\w)|of\b)\s*"
_RATIO = pattern(
    rf"(?P<came>{_CAME}\s*:?\s*(?:là\s*)?(?:đủ\s*)?)?(?P<about>{APPROXIMATELY}\s+)?(?<![\d.,/])(?P<a>{_N})(?:\s*{_PEOPLE})?{_OF}(?P<b>{_N})(?![\d/]|[.,]\d)"
    rf"(?P<people>\s*{_PEOPLE})?(?P<after>\s*{_CAME})?"
)
_NO_RATIO_BEFORE = pattern(
    r"(?:biểu quyết|tán thành|đồng ý|nhất trí|được|đạt|xong|số|ngày|mùng|hôm|tối|trước|hạn|nghị quyết|tiến độ)[\s:]*$"
)
_NO_RATIO_AFTER = pattern(
    r"^\s*(?:tán thành|đồng ý|nhất trí|phiếu|biểu quyết|không tán thành|ý kiến|hộ|km|m2|m3|m(?!\w)|ha|cây|triệu|%|sào|tấn|đề)"
)


def _ratio(work: _Work, *, asked: bool) -> None:
    low = level(work.text)
    for match in _RATIO.finditer(low):
        named = any(match[name] for name in ("came", "people", "after"))
        if not asked and _NO_RATIO_AFTER.match(low[match.end() :]):
            continue
        if not asked and not named and _NO_RATIO_BEFORE.search(low[: match.start()]):
            continue
        present, of = _whole(match["a"]), _whole(match["b"])
        if not asked and not named and of <= 12:  # noqa: PLR2004  # a date as likely (domain.md 7.4)
            continue
        work.parts.present, work.parts.of = present, of
        work.parts.approximate = match["about"] is not None
        work.take(*match.span())
        return


_ABSENT = pattern(
    rf"(?<!\w)(?:vắng(?:\s+mặt)?|absent)(?!\w)\s*:?\s*(?:(?P<n>{_N})(?![/\d]|\s*[a-z]\w*\s*/)\s*(?:{_PEOPLE})?)?(?:\s*,?\s*{_ALL_OF_THEM}(?:(?P<un>{_UNEXCUSED})|(?P<ex>{_EXCUSED})))?"
    rf"|(?<![\d/.,])(?P<n2>{_N})\s*(?:{_PEOPLE}\s*)?(?:vắng(?:\s+mặt)?|absent)(?!\w)(?:\s*,?\s*{_ALL_OF_THEM}(?:(?P<un2>{_UNEXCUSED})|(?P<ex2>{_EXCUSED})))?"
)


def _absent(work: _Work) -> list[int]:
    """Take *vắng 3*; the places after which absent people may be listed."""
    starts: list[int] = []
    for match in list(_ABSENT.finditer(level(work.text)))[:10]:
        if _is_name(work, match, "n2"):
            starts.append(_listed_from(work, match, named=False, at=match.end("n2")))
            work.take(match.end("n2"), match.end())
            work.parts.all_excused = None if not (match["un2"] or match["ex2"]) else not match["un2"]
            continue
        typed = None if _is_name(work, match, "n") else match["n"] or match["n2"]
        number = _whole(typed) if typed else None
        unexcused, excused = match["un"] or match["un2"], match["ex"] or match["ex2"]
        if number is not None:
            work.parts.absent = (work.parts.absent or 0) + number
            if unexcused:
                work.parts.unexcused = (work.parts.unexcused or 0) + number
            elif excused:
                work.parts.excused = (work.parts.excused or 0) + number
        elif (unexcused or excused) and not match["n"]:
            work.parts.all_excused = not unexcused
        starts.append(_listed_from(work, match, named=number is None and match["n"] is not None))
        work.take(match.start(), match.start("n") if number is None and match["n"] else match.end())
    return starts


def _is_name(work: _Work, match: re.Match[str], group: str) -> bool:
    """True for *vắng Nam*, *Ba vắng*: a number word that is written, or stands on the roster, as a name."""
    typed = match[group]
    if not typed or typed.isdecimal():
        return False
    given_names = {level(full.rsplit(" ", 1)[-1]) for full in work.roster}
    return (work.text[match.start(group)].isupper() and not work.text.isupper()) or typed in given_names


def _listed_from(work: _Work, match: re.Match[str], *, named: bool, at: int | None = None) -> int:
    """Where the list of absent people begins: after the words, or at the name before them (``đ/c Lan vắng``)."""
    if named:
        return match.start("n")
    before = name_before(work.text, match.start() if at is None else at + 1, work.roster)
    rest = level(work.text)[match.end() :].lstrip(" :(")
    if before is None or not (before.titled or before.candidates) or _title(rest):
        return match.end()
    return _first_of_list(work, before.start)


_JOIN_BEFORE = pattern(r"(?:,|;|(?<!\w)và)\s*$")


def _first_of_list(work: _Work, at: int) -> int:
    """Where a list of bare names that ends at ``at`` begins: ``đ/c Lan, đ/c Hùng vắng``."""
    joined = _JOIN_BEFORE.search(level(work.text), 0, at)
    before = name_before(work.text, joined.start(), work.roster) if joined else None
    if joined is None or before is None or before.end != len(work.text[: joined.start()].rstrip()):
        return at
    return _first_of_list(work, before.start)


def _title(low: str) -> bool:
    return _TITLE.match(low) is not None


_TITLE = pattern(TITLE)
_COUNTS = tuple(
    (pattern(source), unexcused)
    for source, unexcused in (
        (rf"(?<![\d/.,])(?P<n>{_N})\s*(?:{_PEOPLE}\s*)?(?:vắng\s*)?{_UNEXCUSED}", True),
        (rf"(?<!\w){_UNEXCUSED}\s*:?\s*(?P<n>\d{{1,3}})(?![\d/])", True),
        (rf"(?<![\d/.,])(?P<n>{_N})\s*(?:{_PEOPLE}\s*)?(?:vắng\s*)?{_EXCUSED}", False),
        (rf"(?<!\w){_EXCUSED}\s*:?\s*(?P<n>\d{{1,3}})(?![\d/])", False),
    )
)


def _excuses(work: _Work) -> None:
    """Take *1 có phép*, *1 ko phép*."""
    for regex, unexcused in _COUNTS:
        for match in list(regex.finditer(level(work.text)))[:10]:
            if _is_name(work, match, "n"):
                continue
            number = _whole(match["n"])
            if unexcused:
                work.parts.unexcused = (work.parts.unexcused or 0) + number
            else:
                work.parts.excused = (work.parts.excused or 0) + number
            work.take(*match.span())


_SEGMENT = re.compile(r"(?:[^,;()\n+&:.]|\.(?!\s|$))+")
_AND = pattern(r"(?<!\w)(?:và|với|and)(?!\w)")
_STOP = pattern(
    r"(?:\d|có mặt|chủ trì|chủ tọa|thư ký|ghi biên bản|đuv|đảng ủy viên|về dự|họp|sinh hoạt|tại|ở|lúc|từ|đến|tối|ngày|mùng|biểu quyết|nghị quyết|giao|phân công"
    r"|nội dung|tán thành|nhất trí|kết luận|đủ|tổng số|còn lại|quân số)(?!\w)"
)
_ROLE = pattern(r"(?<!\w)(?:chủ trì|chủ tọa|thư ký|ghi biên bản|về dự|đuv|đảng ủy viên|có mặt|dự họp)(?!\w)")
_UN, _EX = pattern(rf"(?<!\w){_UNEXCUSED}"), pattern(rf"(?<!\w){_EXCUSED}")
_FILLER = pattern(r"^(?:(?:vắng(?:\s+mặt)?|gồm|là|trong đó|có|do|vì|và|ai|các)(?!\w)[\s:]*)+")


def _segments(text: str, at: int) -> list[tuple[int, int]]:
    """The pieces between commas, brackets and *và*, from there on; a full stop ends the list."""
    found: list[tuple[int, int]] = []
    last = at
    for match in _SEGMENT.finditer(text, at):
        if "." in text[last : match.start()]:
            break
        last = match.end()
        start = match.start()
        for cut in _AND.finditer(level(text), match.start(), match.end()):
            found.append((start, cut.start()))
            start = cut.end()
        found.append((start, match.end()))
    return [(start, end) for start, end in found if text[start:end].strip()]


def _missing(work: _Work, starts: list[int], *, who: bool) -> None:
    """Take the people listed as absent."""
    for start in starts:
        for begin, end in _segments(work.text, start)[:_MANY]:
            if not _one_missing(work, begin, end, first=begin <= start + 2 or (who and not work.parts.missing)):
                break


def _one_missing(work: _Work, begin: int, end: int, *, first: bool) -> bool:
    """Take one piece of the list; False when the list is over."""
    at = begin + len(work.text[begin:end]) - len(work.text[begin:end].lstrip())
    low = level(work.text)
    if filler := _FILLER.match(low[at:end]):
        at += filler.end()
    if at >= end:
        return True
    if _STOP.match(low, at) or _ROLE.search(low, at, end):
        return False
    name = _person(work, at, end, first=first)
    whole = name is not None and name.candidates and not work.text[name.end : end].strip()
    if starts_a_reason(low[at:]) and not (whole or _title(low[at:]) or _capital(work, at)):
        name = None
    if name is None:
        return _continued(work, at, end)
    excused, reason = _why(work.text[name.end : end])
    if excused is None:
        excused = work.parts.all_excused
    elif not reason:
        work.parts.missing = [_like(each, excused=excused) for each in work.parts.missing]
    work.parts.missing.append(Missing(name, excused, reason))
    work.take(at, end)
    return True


def _like(each: Missing, *, excused: bool) -> Missing:
    """*Lan và Hùng có phép*: what is said last holds for those of whom nothing was said."""
    return Missing(each.name, excused, each.reason) if each.excused is None else each


def _capital(work: _Work, at: int) -> bool:
    return work.text[at].isupper() and not work.text.isupper()


def _person(work: _Work, at: int, end: int, *, first: bool) -> Name | None:
    text = work.text[:end]
    name = name_at(text, at, work.roster)
    if name is None:
        lowercase = name_at(text, at, work.roster, loose=True)
        if lowercase is not None and (lowercase.candidates or (first and len(text[at:].split()) <= 6)):  # noqa: PLR2004
            return lowercase
    return name


def _continued(work: _Work, at: int, end: int) -> bool:
    """A reason or *có phép* of the person named before."""
    if not work.parts.missing:
        excused, reason = _why(work.text[at:end])
        if excused is not None and not reason:
            work.parts.all_excused = excused
            work.take(at, end)
            return True
        return False
    excused, reason = _why(work.text[at:end])
    if excused is None:
        return False
    last = work.parts.missing[-1]
    known = last.excused if reason and last.excused is not None else excused
    work.parts.missing[-1] = Missing(last.name, known, ", ".join(filter(None, (last.reason, reason))))
    work.take(at, end)
    return True


def _why(text: str) -> tuple[bool | None, str]:
    """Excused or not, and the reason; a reason alone proposes *có lý do* (domain.md 7.5)."""
    low = level(text)
    excused: bool | None = None
    for regex, value in ((_UN, False), (_EX, True)):
        match = regex.search(low)
        if match is not None:
            excused = value
            text = text[: match.start()] + text[match.end() :]
            break
    reason = reason_of(_tail(text))
    if excused is None and reason:
        excused = True
    return excused, reason


_LEAD = pattern(r"^\s*(?:(?:vắng(?:\s+mặt)?|xin nghỉ|nghỉ)(?!\w))?[\s:-]*")


def _tail(text: str) -> str:
    """The text without a leading *vắng*."""
    match = _LEAD.match(level(text))
    return text[match.end() :] if match else text


_EVERYBODY = pattern(
    r"(?<!\w)(?:(?:(?:có mặt|họp|dự|tham dự)\s*)?(?:đông đủ|đầy đủ|đủ cả|đủ mặt|đủ quân số|đủ 100\s*%)|toàn thể(?:\s+(?:đảng viên|chi bộ|đ/c))*(?:\s+(?:có mặt|dự(?: họp)?|tham dự))?|(?:có mặt|họp|dự họp)\s+đủ|100\s*%\s*(?:đảng viên|đv|đ/c|quân số)?\s*(?:có mặt|dự họp|tham dự|dự)|all present|everybody)(?!\w)"
)
_EVERYBODY_ASKED = pattern(
    r"(?:(?:dạ|vâng|họp|có mặt|quân số|chi bộ|tất cả|cả)\s+)*(?:đủ|đủ hết|đủ rồi|có đủ|hết|tất cả|cả chi bộ|đông đủ cả|đầy đủ cả|100\s*%|all|full)(?:[\s.,!]+(?:ạ|nhé|rồi|cả))*[\s.!]*"
)
_PERCENT = pattern(rf"(?P<about>{APPROXIMATELY}\s+)?(?<![\d.,])(?P<n>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s*(?:%|phần trăm)")


def _everybody(work: _Work, *, asked: bool) -> None:
    low = level(work.text)
    match = _EVERYBODY.search(low) or (_EVERYBODY_ASKED.fullmatch(low.strip()) if asked else None)
    if match is not None:
        work.parts.everybody = True
        span = match.span() if match.re is _EVERYBODY else (0, len(low))
        work.take(*span)
        return
    percent = _PERCENT.search(low) if asked else None
    if percent is not None:
        value = numbers_of(percent["n"])[0]
        work.parts.everybody = value == 100  # noqa: PLR2004
        work.parts.percent = None if value == 100 else value  # noqa: PLR2004
        work.take(*percent.span())


_PRESENT = pattern(
    rf"(?:{_CAME}\s*:?\s*(?:là\s*)?(?:đủ\s*)?(?:cả\s*)?(?P<about>{APPROXIMATELY}\s+)?(?P<n>{_N})(?![\d/]|[.,]\d)(?:\s*{_PEOPLE})?"
    rf"|(?P<about2>{APPROXIMATELY}\s+)?(?<![\d.,/])(?P<n2>{_N})\s*(?:{_PEOPLE}\s*)?{_CAME})"
)
_PRESENT_ASKED = pattern(
    rf"(?:(?:dạ|vâng|có|được|tổng|đủ|là)\s+)*(?P<about>{APPROXIMATELY}\s+)?(?P<n>{_N})\s*(?:{_PEOPLE})?(?:[\s.,!]+(?:ạ|nhé|thôi))*[\s.!]*"
)


def _present(work: _Work, *, asked: bool) -> None:
    low = level(work.text)
    match = _PRESENT.search(low)
    if match is None and asked and work.parts.absent is None and not work.parts.missing:
        match = _PRESENT_ASKED.fullmatch(low.strip(" .,;:()"))
        if match is not None:
            work.parts.present = _whole(match["n"])
            work.parts.approximate = match["about"] is not None
            work.take(0, len(low))
        return
    if match is not None:
        work.parts.present = _whole(match["n"] or match["n2"])
        work.parts.approximate = (match["about"] or match["about2"]) is not None
        work.take(*match.span())
