"""The single statements about attendance in a message: ratios, counts, everybody, late, left early, exempt, members from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.forms.reading.absent_people import absent_counts, absent_people, excuses
from bot.forms.reading.attendance_parts import LONGEST, MANY, PEOPLE, N, Parts, Work, whole
from bot.forms.reading.names import Name, name_at, name_before
from bot.forms.reading.number_words import numbers_of
from bot.forms.reading.patterns import APPROXIMATELY, pattern
from bot.forms.reading.spelling import level


def parts_of(text: str, roster: tuple[str, ...], *, asked: bool, who: bool = False, bare: bool = False) -> Parts:
    """The statements in the cleaned text; ``asked``: the whole message is about attendance, so mere numbers count too;
    ``who``: it is about who was absent, so names need no *vắng*; ``bare``: a *đủ* between commas means that all came.
    """
    work = Work(text[:LONGEST], roster)
    for step in (_temporary, _nobody_absent, _late, _left_early, _exempt):
        step(work)
    _ratio(work, asked=asked)
    starts = absent_counts(work)
    excuses(work)
    absent_people(work, starts or ([0] if who else []), who=who)
    if work.parts.present is None:
        _everybody(work, asked=asked)
        if bare and not work.parts.everybody:
            _clause(work)
        _present(work, asked=asked and not who)
    return work.parts


_TEMPORARY = pattern(
    rf"(?:sht|sinh hoạt tạm thời|tạm thời)(?!\w)\s*:?\s*(?P<n>{N})(?:\s*{PEOPLE})?|(?P<n2>{N})\s*(?:{PEOPLE}\s*)?(?:sht|sinh hoạt tạm thời)(?!\w)",
    signs="sht|tạm",
)


def _temporary(work: Work) -> None:
    match = _TEMPORARY.search(level(work.text))
    if match is not None:
        work.parts.temporary_in = whole(match["n"] or match["n2"])
        work.take(*match.span())


_NOBODY = pattern(
    r"(?<!\w)(?:(?:không|ko|k|kg)\s+(?:có\s+)?(?:(?:ai|đ/c nào|đồng chí nào|người nào)\s+vắng|vắng(?:\s+mặt)?(?:\s+(?:ai|đ/c nào|đồng chí nào|người nào|một ai))?)(?:\s+mặt)?|vắng(?:\s+mặt)?\s*:?\s*(?:không(?!\s*(?:có|phép|lý|lí|ld|xin))|ko(?!\s*(?:có|phép|lý|lí|ld|xin))|0(?![\d/])|không ai)|none absent|nobody absent)(?!\w)",
    signs="vắng|absent",
)


def _nobody_absent(work: Work) -> None:
    match = _NOBODY.search(level(work.text))
    if match is not None:
        work.parts.everybody = True
        work.take(*match.span())


_LATE = pattern(
    r"(?<!\w)(?:(?P<sure>(?:đến|đi|vào|tới)\s+(?:họp\s+)?(?:muộn|trễ|chậm)|late)|(?P<bare>muộn))(?!\w)\s*:?\s*(?:khoảng\s+)?(?:(?P<m>\d{1,3})\s*(?:'|phút|ph|p)(?!\w))?",
    signs="muộn|trễ|chậm|late",
)
_EARLY = pattern(
    r"(?<!\w)(?:(?:xin\s+)?(?:phép\s+)?(?:ra\s+)?(?:về|nghỉ)\s+(?:sớm|trước)|left early)(?!\w)\s*:?\s*",
    signs="sớm|trước|left",
)


def _beside(work: Work, match: re.Match[str]) -> tuple[Name, int, int] | None:
    """The name before the words, or after them."""
    before = name_before(work.text, match.start(), work.roster)
    if before is not None:
        return before, before.start, match.end()
    follows = name_at(work.text, match.end(), work.roster, loose=match[0].rstrip().endswith(":"))
    return (follows, match.start(), follows.end) if follows is not None else None


def _each(work: Work, regex: re.Pattern[str], told: Callable[[Name, re.Match[str]], None]) -> None:
    """Take every statement of that shape that has a name beside it."""
    at = 0
    while len(work.parts.spans) < MANY and (match := regex.search(level(work.text), at)) is not None:
        at = match.end()
        found = _beside(work, match)
        if found is not None:
            name, start, end = found
            told(name, match)
            work.take(start, end)


def _late(work: Work) -> None:
    def told(name: Name, match: re.Match[str]) -> None:
        minutes = f" ({match['m']} phút)" if match["m"] else ""
        work.parts.late.append(f"{name.shown}{minutes}")
        if match["bare"] == "muon":
            work.parts.doubtful = "muon"

    _each(work, _LATE, told)


def _left_early(work: Work) -> None:
    _each(work, _EARLY, lambda name, _: work.parts.left_early.append(name))


_EXEMPT = pattern(
    r"(?<!\w)(?:[(-]\s*)?(?:được\s+|diện\s+)?(?:miễn\s*(?:sinh hoạt|công tác|sh(?!\w)|họp)(?:\s*(?:đảng|và sinh hoạt|và công tác))*|exempt)(?!\w)\)?(?P<came>\s*(?:có mặt|vẫn dự|có dự|vẫn đến|có đến|dự|đến dự))?",
    signs="miễn|exempt",
)


def _exempt(work: Work) -> None:
    def told(name: Name, match: re.Match[str]) -> None:
        (work.parts.exempt_came if match["came"] else work.parts.exempt).append(name)

    _each(work, _EXEMPT, told)


_CAME = r"(?:có mặt|hiện diện|tham dự|tham gia|dự họp|dự(?!\s*bị)|quân số|đi họp|đến họp|số dự|present|attended)(?!\w)"
_OF = r"\s*(?:/|trên(?:\s+tổng(?:\s+số)?)?(?!\w)|trong(?:\s+tổng)?(?:\s+số)?(?!\w)|of\b)\s*"
_RATIO = pattern(
    rf"(?P<came>{_CAME}\s*:?\s*(?:là\s*)?(?:đủ\s*)?)?(?P<about>{APPROXIMATELY}\s+)?(?<![\d.,/])(?P<a>{N})(?:\s*{PEOPLE})?{_OF}(?P<b>{N})(?![\d/]|[.,]\d)"
    rf"(?P<people>\s*{PEOPLE})?(?P<after>\s*{_CAME})?",
    signs="/|trên|trong|of",
)
_NO_RATIO_BEFORE = pattern(
    r"(?:biểu quyết|tán thành|đồng ý|nhất trí|được|đạt|xong|số|ngày|mùng|hôm|tối|trước|hạn|nghị quyết|tiến độ)[\s:]*$"
)
_NO_RATIO_AFTER = pattern(
    r"^\s*(?:tán thành|đồng ý|nhất trí|phiếu|biểu quyết|không tán thành|ý kiến|hộ|km|m2|m3|m(?!\w)|ha|cây|triệu|%|sào|tấn|đề)"
)


def _ratio(work: Work, *, asked: bool) -> None:
    low = level(work.text)
    for match in _RATIO.finditer(low):
        named = any(match[name] for name in ("came", "people", "after"))
        if not asked and _NO_RATIO_AFTER.match(low[match.end() :]):
            continue
        if not asked and not named and _NO_RATIO_BEFORE.search(low[: match.start()]):
            continue
        present, of = whole(match["a"]), whole(match["b"])
        if not asked and not named and of <= 12:  # noqa: PLR2004  # a date as likely (domain.md 7.4)
            continue
        work.parts.present, work.parts.of = present, of
        work.parts.approximate = match["about"] is not None
        work.take(*match.span())
        return


_EVERYBODY = pattern(
    r"(?<!\w)(?:(?:(?:có mặt|họp|dự|tham dự)\s*)?(?:đông đủ|đầy đủ|đủ cả|đủ mặt|đủ quân số|đủ 100\s*%)|toàn thể(?:\s+(?:đảng viên|chi bộ|đ/c))*(?:\s+(?:có mặt|dự(?: họp)?|tham dự))?|(?:có mặt|họp|dự họp)\s+đủ|100\s*%\s*(?:đảng viên|đv|đ/c|quân số)?\s*(?:có mặt|dự họp|tham dự|dự)|all present|everybody)(?!\w)",
    signs="đủ|toàn|100|all|everybody",
)
_EVERYBODY_ASKED = pattern(
    r"(?:(?:dạ|vâng|họp|có mặt|quân số|chi bộ|tất cả|cả)\s+)*(?:đủ|đủ hết|đủ rồi|có đủ|hết|tất cả|cả chi bộ|đông đủ cả|đầy đủ cả|100\s*%|all|full)(?:[\s.,!]+(?:ạ|nhé|rồi|cả))*[\s.!]*"
)
_PERCENT = pattern(rf"(?P<about>{APPROXIMATELY}\s+)?(?<![\d.,])(?P<n>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s*(?:%|phần trăm)")


def _everybody(work: Work, *, asked: bool) -> None:
    low = level(work.text)
    match = _EVERYBODY.search(low)
    if match is not None or (asked and _EVERYBODY_ASKED.fullmatch(low.strip())):
        work.parts.everybody = True
        work.take(*(match.span() if match is not None else (0, len(low))))
        return
    percent = _PERCENT.search(low) if asked else None
    if percent is not None:
        value = numbers_of(percent["n"])[0]
        work.parts.everybody = value == 100  # noqa: PLR2004
        work.parts.percent = None if value == 100 else value  # noqa: PLR2004
        work.take(*percent.span())


_CLAUSE = pattern(
    rf"(?:^|[.,;!?()\n])\s*(?P<all>(?:(?:và|thì|họp|có mặt|quân số|tất cả|cả|có|mọi người|chi bộ)\s+)*(?P<word>đủ)(?:\s+(?:cả\s+)?(?P<n>{N})(?:\s*{PEOPLE})?)?"
    r"(?:\s+(?:cả|hết|rồi|ạ|nhé|mọi người|người|đảng viên|đv|đ/c|đồng chí|thành phần))*)\s*(?=$|[.,;!?()\n])",
    signs="đủ",
)


def _clause(work: Work) -> None:
    """*…, đủ, …* in a longer message: a clause of its own; *Dự* and *Dư* are people."""
    match = _CLAUSE.search(level(work.text))
    if match is None or work.text[slice(*match.span("word"))].casefold() not in {"đủ", "du"}:
        return
    if match["n"]:
        work.parts.present = whole(match["n"])
    else:
        work.parts.everybody = True
    work.take(*match.span("all"))


_PRESENT = pattern(
    rf"(?:{_CAME}\s*:?\s*(?:là\s*)?(?:đủ\s*)?(?:cả\s*)?(?P<about>{APPROXIMATELY}\s+)?(?P<n>{N})(?![\d/]|[.,]\d)(?:\s*{PEOPLE})?"
    rf"|(?P<about2>{APPROXIMATELY}\s+)?(?<![\d.,/])(?P<n2>{N})\s*(?:{PEOPLE}\s*)?{_CAME})",
    signs="mặt|diện|dự|tham|quân|họp|present|attended",
)
_PRESENT_ASKED = pattern(
    rf"(?:(?:dạ|vâng|có|được|tổng|đủ|là)\s+)*(?P<about>{APPROXIMATELY}\s+)?(?P<n>{N})\s*(?:{PEOPLE})?(?:[\s.,!]+(?:ạ|nhé|thôi))*[\s.!]*"
)


def _present(work: Work, *, asked: bool) -> None:
    if work.parts.present is not None:
        return
    low = level(work.text)
    match = _PRESENT.search(low)
    if match is None and asked and work.parts.absent is None and not work.parts.missing:
        match = _PRESENT_ASKED.fullmatch(low.strip(" .,;:()"))
        if match is not None:
            work.parts.present = whole(match["n"])
            work.parts.approximate = match["about"] is not None
            work.take(0, len(low))
        return
    if match is not None:
        work.parts.present = whole(match["n"] or match["n2"])
        work.parts.approximate = (match["about"] or match["about2"]) is not None
        work.take(*match.span())
