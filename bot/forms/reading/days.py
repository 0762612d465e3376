"""Days, months and postponements as typed: mùng 3, 3/11, thứ 7 tuần trước, quý 4, lùi sang mùng 6 (domain.md 7.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.periods import Month, Span
from bot.forms.reading import dating, day_patterns
from bot.forms.reading.clocks import find_hours
from bot.forms.reading.outcome import Ask, Found, Given, Note, NotUnderstood, Reading, Tense, Understood, note
from bot.forms.reading.patterns import NOT_BUT, blanked, pattern
from bot.forms.reading.reasons import cause_in, reason_of
from bot.forms.reading.spelling import LONGEST_ANSWER, clean, flat, level, repair

_FILLER = pattern(
    r"(?:(?:chi bộ|họp|đã|sinh hoạt|tổ chức|ngày|vào|lúc|là|dự kiến|xong|hoàn thành|hạn|trước|trong|đến|từ|rồi|ạ|nhé|dạ|vâng|thôi|hôm|tầm|đồng chí"
    r"|dương|dương lịch|dl|năm|nay|chậm nhất|kỳ|buổi|held|on|by|before|due|sáng|chiều|tối|trưa|đêm|này)(?!\w)|[\s.,;:()!-])*"
)


def read_day(text: str, given: Given, tense: Tense) -> Reading[date]:
    """One day; without a year the nearest in the direction of ``tense``, and asked about when far or in doubt."""
    cleaned = clean(text)[:LONGEST_ANSWER]
    result: Reading[date] = NotUnderstood(note("reading-day"))
    for spelling in dict.fromkeys((level(cleaned), flat(cleaned), level(repair(cleaned)))):
        result = _day_in(NOT_BUT.sub("", spelling), given, tense)
        if not isinstance(result, NotUnderstood) or result.why.key != "reading-day":
            return result
    return result


def _day_in(low: str, given: Given, tense: Tense) -> Reading[date]:
    hits = day_patterns.hits(low, given, tense)
    if not hits:
        return _bare(low, given, tense)
    first = hits[0].reading
    others = [hit.reading for hit in hits[1:] if hit.reading != first]
    if not others:
        return first
    days = [hit.reading.value for hit in hits if isinstance(hit.reading, Understood)]
    weekdays = [hit for hit in hits if hit.weekday is not None]
    if len(hits) == 2 and len(weekdays) == 1 and hits[0] is not hits[1]:  # noqa: PLR2004
        return _agreeing(next(hit for hit in hits if hit is not weekdays[0]).reading, weekdays[0].weekday)
    return Ask(note("reading-day-two"), tuple(dict.fromkeys(days))[:3]) if days else first


def _agreeing(reading: Reading[date], weekday: int | None) -> Reading[date]:
    """A date with its weekday beside it: ``thứ ba 3/11``; asked about when they disagree."""
    match reading:
        case Understood(day) if day.isoweekday() != weekday:
            return Ask(note("reading-day-weekday", day=day), (day,))
        case _:
            return reading


_BARE = pattern(rf"(?P<d>\d{{1,2}}|{day_patterns.NUMBER})")


_WORDS = {"mai": 1, "qua": -1}
"""Days as a bare word; in a longer text they are names or other words as well (Mai)."""


def _bare(low: str, given: Given, tense: Tense) -> Reading[date]:
    start = _FILLER.match(low)
    rest = low[start.end() if start else 0 :].strip(" .,;:()!")
    if rest in _WORDS:
        return dating.of_shift(_WORDS[rest], given, tense)
    match = _BARE.fullmatch(rest)
    if match is None:
        return NotUnderstood(note("reading-day"))
    number = day_patterns.whole(match["d"])
    return dating.of_number(number, given, tense) if number is not None else NotUnderstood(note("reading-day"))


_TAKEN_BEFORE = pattern(
    r"(?:có mặt|tham dự|dự|quân số|đủ|vắng|biểu quyết|tán thành|đạt|được|số|nghị quyết|tỷ lệ|tổng|trên|kết quả|kỷ niệm|đã)[\s:]*$"
)
_TAKEN_AFTER = pattern(
    r"^\s*(?:đ/c|đồng chí|đảng viên|đv|người|phiếu|tán thành|đồng ý|nhất trí|có mặt|ý kiến|hộ|km|m2|m|ha|cây|%|đại biểu|đề)(?!\w)"
)
_DEADLINE_BEFORE = pattern(
    r"(?:trước|hạn|xong|hoàn thành|chậm nhất|đến hết|đến ngày|đến|hết)[\s:]*(?:ngày|mùng|vào)?[\s:]*$"
)


def find_day(text: str, given: Given, tense: Tense) -> Found[date] | None:
    """The first day named in a longer message; never a ratio, a vote, or (for a meeting held) a deadline."""
    low = level(text)
    for hit in day_patterns.hits(low, given, tense):
        before, after = low[: hit.start], low[hit.end :]
        if hit.loose and (_TAKEN_BEFORE.search(before) or _TAKEN_AFTER.match(after)):
            continue
        if hit.vague or (tense is Tense.HELD and _DEADLINE_BEFORE.search(before)):
            continue
        if isinstance(hit.reading, NotUnderstood):
            continue
        return Found(hit.reading, hit.start, hit.end)
    return None


_YEAR = r"(?:\s*(?:/|-|năm|của năm)?\s*(?P<y>20\d\d|\d\d(?=\s*$)))?"
_MONTH = pattern(rf"(?:tháng|t|month)\.?\s*(?P<m>\d{{1,2}}|{day_patterns.NUMBER}|giêng|chạp)(?!\d){_YEAR}")
_NUMERIC = re.compile(
    r"(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>20\d\d|\d\d)|(?P<y2>20\d\d)\s*-\s*(?P<m2>\d{1,2})|(?P<m3>\d{1,2})"
)
_QUARTER = pattern(rf"(?:quý|q|quarter)\.?\s*(?P<q>[1-4]|iv|i{{1,3}}|một|hai|ba|bốn|tư|nhất|nhì){_YEAR}(?!\w)")
_HALF = pattern(
    rf"(?:(?:6|sáu) tháng|nửa năm|half(?: year)?|bán niên)\s*(?P<h>đầu|cuối|1|2|first|second)(?: năm)?{_YEAR}"
    rf"|(?P<h2>first|second) half{_YEAR.replace('<y>', '<y2>')}"
)
_WHOLE_YEAR = pattern(
    r"(?:cả |trọn )?(?:năm|year)\s*(?P<y>20\d\d|nay|này|ngoái|trước|ngoai)|(?P<y2>20\d\d)|(?P<y3>this year|last year|cả năm)"
)
_RELATIVE = pattern(
    r"(?P<u>tháng|quý|month|quarter)\s+(?P<r>này|nay|trước|vừa rồi|vừa qua|rồi|qua)|(?P<e>this|last) (?P<eu>month|quarter)"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "nhất": 1, "nhì": 2, "nhat": 1, "nhi": 2}


def read_period(text: str, given: Given) -> Reading[Span]:
    """A month, quarter, half-year or year; without a year the nearest that has begun (``T3`` is a month here)."""
    cleaned = clean(text)[:LONGEST_ANSWER]
    for spelling in dict.fromkeys((level(cleaned), flat(cleaned), level(repair(cleaned)))):
        low = re.sub(r"\s+", " ", spelling).strip(" .,;:!?")
        low = pattern(r"^(?:(?:xem|của|cho|trong|báo cáo|tổng hợp|kỳ|họp) )+").sub("", low)
        result = _period_in(low, given)
        if result is not None:
            return result
    return NotUnderstood(note("reading-period"))


def _period_in(low: str, given: Given) -> Reading[Span] | None:
    this = Month.of(given.today)
    if match := _RELATIVE.fullmatch(low):
        return Understood(_relative(match, this))
    if match := _QUARTER.fullmatch(low):
        return _begun(_quarter(match, this), this, match["y"])
    if match := _HALF.fullmatch(low):
        second = (match["h"] or match["h2"]) in {"cuối", "cuoi", "2", "second"}
        year = _year(match["y"] or match["y2"], this.year)
        return _begun(Span(Month(year, 7 if second else 1), 6), this, match["y"] or match["y2"])
    if match := _WHOLE_YEAR.fullmatch(low):
        return _whole_year(match, this)
    if match := _MONTH.fullmatch(low):
        return _month(_month_number(match["m"]), match["y"], this)
    if match := _NUMERIC.fullmatch(low):
        return _month(int(match["m"] or match["m2"] or match["m3"]), match["y"] or match["y2"], this)
    return None


def _relative(match: re.Match[str], this: Month) -> Span:
    quarter = (match["u"] or match["eu"]) not in {"tháng", "thang", "month"}
    span = Span.quarter_of(this) if quarter else Span(this, 1)
    return span if (match["r"] or match["e"]) in {"này", "nay", "this"} else span.before


def _quarter(match: re.Match[str], this: Month) -> Span:
    typed = match["q"]
    number = _ROMAN.get(typed) or day_patterns.whole(typed) or 1
    return Span(Month(_year(match["y"], this.year), number * 3 - 2), 3)


def _whole_year(match: re.Match[str], this: Month) -> Reading[Span]:
    typed = match["y"] or match["y2"] or match["y3"]
    last = typed in {"ngoái", "ngoai", "trước", "truoc", "last year"}
    year = int(typed) if typed.isdecimal() else this.year - last
    return Understood(Span(Month(year, 1), 12))


def _year(typed: str | None, usual: int) -> int:
    return int(typed) % 100 + 2000 if typed else usual


def _month_number(typed: str) -> int:
    return day_patterns.MONTH_NAMES.get(typed) or day_patterns.whole(typed) or 0


def _month(number: int, year: str | None, this: Month) -> Reading[Span]:
    if not 1 <= number <= 12:  # noqa: PLR2004
        return NotUnderstood(note("reading-month-none-such", month=number))
    return _begun(Span(Month(_year(year, this.year), number), 1), this, year)


def _begun(span: Span, this: Month, year: str | None) -> Reading[Span]:
    """Last year's when no year was typed and this year's has not begun."""
    if year is None and span.first > this:
        return Understood(Span(span.first.plus(-12), span.months))
    return Understood(span)


@dataclass(frozen=True, slots=True)
class Postponed:
    """A meeting put off: to which day and hour, and why; empty where nothing was said."""

    day: date | None
    clock: str
    reason: str


_SHIFT = pattern(
    rf"(?:lùi|dời|hoãn|chuyển|thêm|lùi lại|postpone(?:d)?)\s+(?:lại\s+|thêm\s+)?(?P<n>\d{{1,2}}|{day_patterns.NUMBER})\s*(?P<u>ngày|hôm|tuần|days?|weeks?)"
)
_NEXT_WEEK = pattern(r"tuần (?:sau|tới)|next week")
_BARE_HOAN = re.compile(r"\bhoan\b")
_WRONG_HOAN = re.compile(r"\bhoàn\b")


def read_postponement(text: str, given: Given) -> Reading[Postponed]:
    """The new day, hour and reason; ``given.usual["reason"]`` fills a reason that was typed before the day."""
    cleaned = clean(text)[:LONGEST_ANSWER]
    for spelling in dict.fromkeys((cleaned, repair(cleaned))):
        result = _postponement(spelling, given)
        if not isinstance(result, NotUnderstood):
            return result
    return NotUnderstood(note("reading-postponed"))


def _postponement(text: str, given: Given) -> Reading[Postponed]:
    cause = cause_in(text)
    reason = cause.value if cause else ""
    rest = blanked(text, cause.start, cause.end) if cause else text
    clock = ""
    hours = find_hours(rest, given, None)
    if hours is not None and isinstance(hours.reading, Understood):
        clock = hours.reading.value.starts_at
        rest = blanked(rest, hours.start, hours.end)
    day, end = _new_day(rest, given)
    if not reason and end is not None:
        reason = reason_of(rest[end:].strip(" ,.;:-()"))
    reason = reason or str(given.usual.get("reason", ""))
    return _postponed(day, clock, reason, level(text), given)


def _new_day(text: str, given: Given) -> tuple[Reading[date], int | None]:
    low = level(text)
    if (match := _SHIFT.search(low)) and given.planned_on and (number := day_patterns.whole(match["n"])):
        days = number * (7 if match["u"] in {"tuần", "tuan", "week", "weeks"} else 1)
        return Understood(given.planned_on + timedelta(days=days)), match.end()
    hits = [hit for hit in day_patterns.hits(low, given, Tense.DUE) if not hit.vague]
    if hits:
        return hits[0].reading, hits[0].end
    return _bare(pattern(r"^\s*(?:lùi|dời|hoãn|chuyển)?\s*(?:sang|đến|tới|vào)?").sub("", low), given, Tense.DUE), None


def _postponed(day: Reading[date], clock: str, reason: str, low: str, given: Given) -> Reading[Postponed]:
    match day:
        case Understood(value, warnings):
            made = Postponed(value, clock, reason)
            if _BARE_HOAN.search(low) or _WRONG_HOAN.search(low):
                return Ask(note("reading-postponed-hoan", day=value), (made,))
            return _if_future(made, given, warnings)
        case Ask(why, choices):
            return Ask(why, tuple(Postponed(choice, clock, reason) for choice in choices))
        case NotUnderstood(why) if why.key != "reading-day":
            return NotUnderstood(why)
    if not reason and not _POSTPONING.search(low):
        return NotUnderstood(note("reading-postponed"))
    offered = tuple(Postponed(each, clock, reason) for each in _offered(low, given))
    why = note("reading-postponed-day-because", reason=reason) if reason else note("reading-postponed-day")
    return Ask(why, offered)


def _if_future(made: Postponed, given: Given, warnings: tuple[Note, ...]) -> Reading[Postponed]:
    if made.day is not None and made.day < given.today:
        return Ask(note("reading-day-past", day=made.day), (Postponed(made.day, made.clock, made.reason),))
    return Understood(made, warnings)


_POSTPONING = pattern(r"(?:lùi|dời|hoãn|chuyển|để|postpone|move)(?!\w)|tuần sau|tuần tới|cuối tháng|đầu tháng")


def _offered(low: str, given: Given) -> tuple[date, ...]:
    """Days to choose from: next week's usual weekday, Saturday and Sunday; or the next three days."""
    today = given.today
    if _NEXT_WEEK.search(low):
        monday = today + timedelta(days=7 - today.weekday())
        usual = given.planned_on.weekday() if given.planned_on else 1
        return tuple(dict.fromkeys(monday + timedelta(days=shift) for shift in (usual, 5, 6)))
    first = max(today, given.planned_on or today)
    return tuple(first + timedelta(days=shift) for shift in (1, 3, 7))
