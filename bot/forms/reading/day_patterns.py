"""The shapes in which days are typed, found anywhere in a message."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.periods import Month
from bot.forms.reading import dating
from bot.forms.reading.number_words import value_of
from bot.forms.reading.outcome import Ask, Given, NotUnderstood, Reading, Tense, note
from bot.forms.reading.patterns import pattern

_ONE = r"(?:một|hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín)"
_TAIL = r"(?:\s+(?:một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín))?(?!\w)"
NUMBER = rf"(?:(?:hai|ba)\s+mươi{_TAIL}|hăm{_TAIL}|mười{_TAIL}|{_ONE}(?!\w))"
"""Day and month numbers in words."""
_N = rf"(?:\d{{1,2}}(?!\d)|{NUMBER})"
MONTH_NAMES = {"giêng": 1, "gieng": 1, "chạp": 12, "chap": 12}
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
)
_ENGLISH_DAY = (
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_ENGLISH_MONTH})(?:,?\s*(?P<y>20\d\d))?"
    rf"|\b(?P<m2>{_ENGLISH_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s*(?P<y2>20\d\d))?"
)
_YEAR = r"(?:\s*(?:/|-|\.|,|năm)?\s*(?P<y>20\d\d|(?<=[/.-])\d\d)(?!\d))?"
_WHEN = r"(?:(?:sáng|trưa|chiều|tối|đêm|hôm)\s+)?"
_DAY = r"(?:ngày|mùng|mồng|hôm)\s*"
_LUNAR = r"(?:\s*(?:âm lịch|âm|al))(?!\w)"
_WEEKDAYS = {
    **{name: number for number, name in enumerate(("hai", "ba", "tư", "năm", "sáu", "bảy"), 1)},
    **{name: number for number, name in enumerate(("nam", "sau", "bay"), 4)},
    **{str(number + 1): number for number in range(1, 7)},
    "tu": 3,
    "bẩy": 6,
    **{
        name: n
        for n, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), 1)
    },
}
_LAST_WEEK = r"(?:tuần trước|tuần rồi|tuần qua|tuần vừa rồi|tuần vừa qua|last week)"
_NEXT_WEEK = r"(?:tuần sau|tuần tới|next week)"
_WEEKDAY = (
    rf"{_WHEN}(?:\bthứ\s*(?P<w>[2-7]|hai|ba|tư|năm|sáu|bảy|bẩy)(?!\w)|\bt(?P<t>[2-7])(?![\w/.-])|\b(?P<sun>cn|chủ nhật|chúa nhật|sunday)(?!\w)"
    r"|\b(?:(?P<before>last|this|next)\s+)?(?P<en>monday|tuesday|wednesday|thursday|friday|saturday)\b)"
    rf"(?:\s+(?:của\s+)?(?:(?P<last>{_LAST_WEEK})|(?P<next>{_NEXT_WEEK}|tới)(?!\w)|(?P<this>tuần này|này)(?!\w)|(?P<past>vừa rồi|vừa qua|rồi|trước|last)(?!\w)))?"
)
_SHIFTS = {
    **dict.fromkeys(("nay", "này", "today", "tonight"), 0),
    **dict.fromkeys(("qua", "yesterday"), -1),
    "kia": -2,
    **dict.fromkeys(("mai", "tomorrow"), 1),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One day found: where, what it means, and how sure its shape is."""

    start: int
    end: int
    reading: Reading[date]
    loose: bool = False
    """Mere digits such as ``3/11``, which can also be a ratio."""
    vague: bool = False
    """*cuối tháng*: no day at all."""
    weekday: int | None = None


Shape = Callable[[re.Match[str], Given, Tense], Reading[date] | None]


def whole(text: str) -> int | None:
    """The whole number that digits or words say."""
    value = int(text) if text.isdecimal() else value_of(text)
    return int(value) if value is not None and value == int(value) else None


def _number(match: re.Match[str], given: Given, tense: Tense) -> Reading[date] | None:
    number = whole(match["d"])
    return None if number is None else dating.of_number(number, given, tense)


def _parts(match: re.Match[str], given: Given, tense: Tense) -> Reading[date] | None:
    number, month = whole(match["d"]), MONTH_NAMES.get(match["m"]) or whole(match["m"])
    if number is None or month is None:
        return None
    year = int(match["y"]) if match["y"] else None
    if match["m"] in MONTH_NAMES:
        return dating.of_lunar(number, month, year, given, tense)
    return dating.of_parts(number, month, year, given, tense)


def _english(match: re.Match[str], given: Given, tense: Tense) -> Reading[date]:
    month = _ENGLISH.index((match["m"] or match["m2"])[:3]) + 1
    year = match["y"] or match["y2"]
    return dating.of_parts(int(match["d"] or match["d2"]), month, int(year) if year else None, given, tense)


def _iso(match: re.Match[str], given: Given, tense: Tense) -> Reading[date]:
    return dating.of_parts(int(match["d"]), int(match["m"]), int(match["y"]), given, tense)


def _lunar(match: re.Match[str], given: Given, tense: Tense) -> Reading[date] | None:
    parts = match.groupdict()
    number = whole(parts["d"]) if parts.get("d") else 15
    month = MONTH_NAMES.get(parts["m"]) or whole(parts["m"]) if parts.get("m") else None
    year = int(parts["y"]) if parts.get("y") else None
    return None if number is None else dating.of_lunar(number, month, year, given, tense)


def _tet(match: re.Match[str], given: Given, tense: Tense) -> Reading[date] | None:
    number = whole(match["d"])
    year = int(match["y"]) if match["y"] else None
    if number is None:
        return None
    if number in {29, 30}:
        return dating.of_tet_eve(year, given, tense)
    return dating.of_lunar(number, 1, year, given, tense)


def _shift(match: re.Match[str], given: Given, tense: Tense) -> Reading[date]:
    return dating.of_shift(_SHIFTS[match["r"]], given, tense)


def _far_shift(match: re.Match[str], given: Given, tense: Tense) -> Reading[date] | None:
    number = whole(match["n"])
    if number is None:
        return None
    days = number * (7 if match["u"] in {"tuần", "tuan", "weeks", "week"} else 1)
    past = match["way"] in {"trước", "truoc", "ago"}
    return dating.of_shift(-days if past else days, given, tense)


def _weekday(match: re.Match[str], given: Given, tense: Tense) -> Reading[date] | None:
    weekday = weekday_of(match)
    if weekday is None:
        return None
    week = -1 if match["last"] else 1 if match["next"] else 0 if match["this"] else None
    return dating.of_weekday(weekday, week, given, tense, past=match["past"] is not None or match["before"] == "last")


def weekday_of(match: re.Match[str]) -> int | None:
    """Monday 1 to Sunday 7, of a match of the weekday shape."""
    return 7 if match["sun"] else _WEEKDAYS.get(match["w"] or match["t"] or match["en"])


def _vague(match: re.Match[str], given: Given, tense: Tense) -> Reading[date]:
    """*cuối tháng (12)*: which day must be asked; three are offered."""
    month = Month.of(given.today)
    if match["m"] and (number := whole(match["m"])) and 1 <= number <= 12:  # noqa: PLR2004
        month = Month(month.year, number)
        if tense is Tense.DUE and month.last < given.today:
            month = month.plus(12)
    offered = _offered(match["part"], month)
    if tense is Tense.HELD and not any(day <= given.today for day in offered):
        offered = _offered(match["part"], month.plus(-1))
    fitting = [day for day in offered if (day <= given.today) is (tense is Tense.HELD) or day == given.today]
    if tense is Tense.DUE and not fitting:
        fitting = _offered(match["part"], month.plus(1))
    return Ask(note("reading-day-vague"), tuple(fitting[:3]))


def _vague_week(match: re.Match[str], given: Given, tense: Tense) -> Reading[date]:  # noqa: ARG001
    """*tuần sau*: its Friday, Saturday and Sunday are offered."""
    monday = given.today + timedelta(days=7 - given.today.weekday())
    return Ask(note("reading-day-vague"), tuple(monday + timedelta(days=shift) for shift in (4, 5, 6)))


def _offered(part: str, month: Month) -> list[date]:
    if part in {"đầu", "dau"}:
        return [month.day(number) for number in (1, 2, 3)]
    if part in {"giữa", "giua"}:
        return [month.day(number) for number in (14, 15, 16)]
    return [month.last - timedelta(days=back) for back in (0, 1, 2)]


def _month_only(match: re.Match[str], given: Given, tense: Tense) -> Reading[date]:  # noqa: ARG001
    return NotUnderstood(note("reading-day-month-only", month=match["m"]))


_SHAPES: tuple[tuple[re.Pattern[str], Shape, str], ...] = tuple(
    (pattern(source, signs), shape, how)
    for source, shape, how, signs in (
        (r"(?<![\d/.-])(?P<y>20\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)", _iso, "", "20"),
        (
            rf"{_WHEN}(?:{_DAY})?(?P<d>\b{_N})\s*(?:tháng|/)\s*(?P<m>{_N}|giêng|chạp){_LUNAR}(?:\s*năm)?(?:\s*(?P<y>20\d\d))?",
            _lunar,
            "",
            "âm|al",
        ),
        (rf"{_WHEN}(?:{_DAY})?(?P<d>\b{_N}){_LUNAR}", _lunar, "", "âm|al"),
        (
            rf"(?:{_DAY})?\brằm(?:\s+tháng\s+(?P<m>giêng|chạp|{_N}))?(?:{_LUNAR})?(?:\s*(?:năm|/)?\s*(?P<y>20\d\d))?",
            _lunar,
            "",
            "rằm",
        ),
        (rf"(?:(?:mùng|mồng|ngày)\s*)?(?P<d>\b{_N})\s+tết(?!\w)(?:\s*(?:năm)?\s*(?P<y>20\d\d))?", _tet, "", "tết"),
        (rf"{_WHEN}(?:{_DAY})?(?P<d>\b{_N})\s*tháng\s*(?P<m>giêng|chạp|{_N}){_YEAR}", _parts, "", "tháng"),
        (
            _ENGLISH_DAY,
            _english,
            "english",
            "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
        ),
        (
            rf"{_WHEN}{_DAY}(?P<d>\d{{1,2}})\s*[/.-]\s*(?P<m>\d{{1,2}})(?!\d){_YEAR}(?!\d)",
            _parts,
            "",
            "ngày|mùng|mồng|hôm",
        ),
        (
            rf"\b(?:sáng|trưa|chiều|tối|đêm|{_DAY}m)\s*(?P<d>\d{{1,2}})\s*[/.-]\s*(?P<m>\d{{1,2}})(?!\d){_YEAR}(?!\d)",
            _parts,
            "",
            "sáng|trưa|chiều|tối|đêm|ngày|mùng|mồng|hôm",
        ),
        (rf"(?<![\d/.,-])(?P<d>\d{{1,2}})\s*/\s*(?P<m>\d{{1,2}})(?![\d])(?!,\d){_YEAR}(?![/\d])", _parts, "loose", "/"),
        (
            r"(?<![\d/.,-])(?P<d>\d{1,2})([.-])(?P<m>\d{1,2})(?:\2(?P<y>20\d\d|\d\d))?(?![\d/.-])(?!\s*[hg](?![^\W\d])|\s*[%:]|,\d)",
            _parts,
            "dashed",
            ".|-",
        ),
        (rf"{_WHEN}{_DAY}(?P<d>{_N})(?!\s*[/%]|\s*h(?![^\W\d]))", _number, "", "ngày|mùng|mồng|hôm"),
        (r"(?:(?:^|(?:sáng|trưa|chiều|tối|đêm|hôm|họp|ngày)\s+))m(?P<d>\d{1,2})(?!\w)(?!\s*[/.,]\d)", _number, "", "m"),
        (
            r"\b(?:hôm|tối|sáng|chiều|trưa|đêm)\s+(?P<r>nay|này|qua|kia)(?!\w)",
            _shift,
            "",
            "hôm|tối|sáng|chiều|trưa|đêm",
        ),
        (r"\b(?:ngày|sáng|chiều|hôm|trưa)\s+(?P<r>mai)(?!\w)|\btối (?P<r2>mai)(?!\w)", _shift, "mai", "mai"),
        (r"\b(?P<r>today|tonight|yesterday|tomorrow)\b", _shift, "", "today|tonight|yesterday|tomorrow"),
        (r"\bngày (?:kia|mốt)(?!\w)", lambda _, given, tense: dating.of_shift(2, given, tense), "", "ngày"),
        (
            _WEEKDAY,
            _weekday,
            "weekday",
            "thứ|t2|t3|t4|t5|t6|t7|cn|nhật|day",
        ),
        (
            rf"(?:sau\s+)?(?P<n>{_N})\s*(?P<u>ngày|hôm|tuần|days?|weeks?)\s+(?P<way>nữa|tới|sau|trước|ago)(?!\w)",
            _far_shift,
            "",
            "nữa|tới|sau|trước|ago",
        ),
        (r"\b(?:trong\s+)?(?:tuần\s+(?:sau|tới)|next\s+week)(?!\w)", _vague_week, "vague", "tuần|week"),
        (rf"\b(?P<part>đầu|giữa|cuối|hết|trong)\s+tháng(?:\s*(?P<m>{_N}))?(?!\w)", _vague, "vague", "tháng"),
        (r"\b(?:tháng\s*|t)(?P<m>\d{1,2})(?:\s*[/-]\s*(?:20)?\d\d)?(?![\w/])", _month_only, "month", "t"),
    )
)
_ORDINAL_BEFORE = pattern(r"(?:lần|kỳ|buổi|khóa|người|việc|cuộc|nhiệm kỳ|đảng viên|chuyên đề|ý|nội dung|vấn đề)\s+$")
_DASHED_BEFORE = pattern(
    r"(?:^|ngày|mùng|hôm|tối|sáng|chiều|trưa|đêm|họp|thứ \w+|chủ nhật|cn|trước|hạn|xong|đến|sang)[\s,]*$"
)


_MANY = 40
"""Days of one message that are looked at."""


def hits(low: str, given: Given, tense: Tense) -> list[Hit]:
    """The days in the text, in order, no two overlapping; of overlapping ones the surest shape."""
    taken: list[Hit] = []
    for regex, shape, how in _SHAPES:
        for match in regex.finditer(low):
            if len(taken) == _MANY:
                break
            if any(match.start() < hit.end and hit.start < match.end() for hit in taken):
                continue
            hit = _hit(match, shape, how, low, given, tense)
            if hit is not None:
                taken.append(hit)
    found = sorted(taken, key=lambda hit: hit.start)
    months = [hit for hit in found if isinstance(hit.reading, NotUnderstood) and hit.reading.why.key == _ONLY]
    return [hit for hit in found if hit not in months] or months


_ONLY = "reading-day-month-only"


def _hit(match: re.Match[str], shape: Shape, how: str, low: str, given: Given, tense: Tense) -> Hit | None:
    before = low[: match.start()]
    if how == "weekday" and _ORDINAL_BEFORE.search(before):
        return None
    if how == "dashed" and not _DASHED_BEFORE.search(before):
        return None
    if how == "month" and before.endswith(("/", "-", ".")):
        return None
    if how == "mai":
        reading: Reading[date] | None = dating.of_shift(1, given, tense)
    else:
        reading = shape(match, given, tense)
    if reading is None:
        return None
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return Hit(
        start,
        match.end(),
        reading,
        loose=how == "loose",
        vague=how in {"vague", "month"},
        weekday=weekday_of(match) if how == "weekday" else None,
    )
