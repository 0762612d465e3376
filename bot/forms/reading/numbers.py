"""Numbers, counts, percentages, money and measures as typed: 1.130, hăm mốt, 95,5%, 1tr2, 1km5, 5 sào (domain.md 7.4)."""

from __future__ import annotations

import re

from bot.domain.tasks import Measure
from bot.forms.reading.number_words import numbers_of, value_of
from bot.forms.reading.outcome import Ask, Given, NotUnderstood, Reading, Understood, note
from bot.forms.reading.patterns import APPROXIMATELY, NOT_BUT, NUMBER_WORD, pattern
from bot.forms.reading.spelling import LONGEST_ANSWER, clean, flat, level, repair

_DIGITS = r"\d[\d.,]*\d|\d"
_WORDS = rf"{NUMBER_WORD}(?:\s+{NUMBER_WORD}){{0,7}}"
_N = rf"(?:{_DIGITS}|{_WORDS})"
_POLITE = pattern(r"^(?:(?:dạ|vâng|có|là|được|tổng|số|tất cả)(?!\w)[\s:]*)+(?=\S)|(?:[\s,]+(?:ạ|nhé|thôi))*[\s.!]*$")
_NONE = pattern(r"(?:không|ko|k|kg|không có|ko có|không ai|không có ai|chưa có|none|no|zero)")
_ABOUT = pattern(rf"(?P<about>{APPROXIMATELY})\s+")


def _typed(text: str) -> tuple[tuple[str, ...], bool]:
    """The spellings to try without politeness and *khoảng*, and whether it was there."""
    cleaned = clean(text)[:LONGEST_ANSWER]
    spellings = []
    about = False
    for form in (level(cleaned), level(repair(cleaned))):
        low = " ".join(NOT_BUT.sub("", form).split())
        low = _POLITE.sub("", low) or low
        match = _ABOUT.match(low)
        about = about or match is not None
        spellings.append(low[match.end() :] if match else low)
    return tuple(dict.fromkeys(spellings)), about


def _values(typed: str) -> tuple[float, ...]:
    """What digits or words can mean."""
    if typed[:1].isdecimal() and (values := numbers_of(typed)):
        return values
    value = value_of(typed)
    return () if value is None else (float(value),)


def read_number(text: str, given: Given) -> Reading[float]:  # noqa: ARG001  # one signature for all readers
    """Any number; ``1,130`` is asked about, *không* is 0."""
    spellings, about = _typed(text)
    for low in spellings:
        if _NONE.fullmatch(low):
            return Understood(0.0)
        match _values(low):
            case (one,):
                return Understood(one, approximate=about)
            case (one, two):
                return Ask(note("reading-number-two", one=one, two=two), (one, two))
    return NotUnderstood(note("reading-number"))


def read_count(text: str, given: Given) -> Reading[int]:
    """A whole number of people, households, copies; a unit word after it is passed over."""
    without = pattern(
        r"\s*(?:đ/c|đồng chí|đảng viên|người|hộ|lượt|cuộc|buổi|bản|cái|ý kiến|việc|members?|people)(?!\w)\.?\s*$"
    )
    match read_number(without.sub("", level(clean(text)[:LONGEST_ANSWER])), given):
        case Understood(value, _, about) if value == int(value):
            return Understood(int(value), approximate=about)
        case Ask(why, choices):
            return Ask(why, tuple(int(choice) for choice in choices if choice == int(choice)))
        case _:
            return NotUnderstood(note("reading-count"))


_PERCENT = re.compile(r"(\d[\d.,]*)\s*(?:%|phan tram|percent)?")


def read_percent(text: str, given: Given) -> Reading[float]:  # noqa: ARG001  # one signature for all readers
    """A percentage, 0 to 100."""
    spellings, about = _typed(text)
    for low in spellings:
        match = _PERCENT.fullmatch(flat(low))
        values = numbers_of(match[1]) if match else _values(re.sub(r"\s*(?:%|phần trăm|phan tram)$", "", low))
        if values and 0 <= values[-1] <= 100:  # noqa: PLR2004
            return Understood(values[-1], approximate=about)
    return NotUnderstood(note("reading-percent"))


_MONEY = pattern(
    rf"(?P<n>{_DIGITS})\s*(?:(?P<k>k|nghìn|ngàn|ng)|(?P<tr>triệu|tr|củ)|(?P<ty>tỷ|tỉ))?\s*(?:(?P<half>rưỡi)|(?P<more>\d{{1,3}})(?!\d))?\s*(?P<d>đồng|đ|d|vnd|vnđ)?"
)
_MONEY_WORDS = pattern(rf"(?P<n>{_WORDS}|\d+\s+{_WORDS})\s*(?:đồng|đ|vnd)?")


def read_money(text: str, given: Given) -> Reading[int]:  # noqa: ARG001  # one signature for all readers
    """An amount in đồng: ``500k``, ``1tr2``, ``2 triệu rưỡi``; a bare small number may be thousands and is asked about."""
    spellings, about = _typed(text)
    for low in spellings:
        match = _MONEY.fullmatch(low)
        if match is not None:
            return _money(match, about=about)
        words = _MONEY_WORDS.fullmatch(low)
        value = value_of(words["n"]) if words else None
        if value is not None:
            return Understood(round(value), approximate=about)
    return NotUnderstood(note("reading-money"))


def _money(match: re.Match[str], *, about: bool) -> Reading[int]:
    values = numbers_of(match["n"])
    scale = 1000 if match["k"] else 1_000_000 if match["tr"] else 1_000_000_000 if match["ty"] else 1
    if not values or (scale == 1 and (match["half"] or match["more"])):
        return NotUnderstood(note("reading-money"))
    if len(values) > 1 and scale == 1:
        return Understood(round(values[0]), approximate=about)
    amount = values[-1] * scale
    if match["half"]:
        amount += scale / 2
    if match["more"]:
        amount += int(match["more"]) * scale / 10 ** len(match["more"])
    if scale == 1 and amount < 1000 and not match["d"]:  # noqa: PLR2004
        return Ask(note("reading-money-thousands", amount=round(amount)), (round(amount) * 1000, round(amount)))
    return Understood(round(amount), approximate=about)


UNITS = (
    r"(?:hộ gia đình|hộ|km|ki-?lô-?mét|cây số|m2|m²|m3|m³|mét vuông|mét khối|mét|m|ha|héc-?ta|sào|mẫu|người|cây|con|tấn|tạ|yến|kg|ki-?lô-?gam|triệu đồng|tr đồng|triệu"
    r"|lượt người|lượt|buổi|suất|căn nhà|căn|nhà|điểm|bóng đèn|bóng|đèn|ngày công|công|bộ|thùng|hố|cột|tuyến|%)"
)
"""Units that a task is measured in."""
_SAO, _MAU = 360.0, 3600.0
"""Square metres of a northern sào and mẫu."""
_SAME_UNIT = (
    {"m²": "m2", "m³": "m3", "mét vuông": "m2", "met vuong": "m2", "mét khối": "m3", "met khoi": "m3"}
    | {
        "mét": "m",
        "met": "m",
        "cây số": "km",
        "cay so": "km",
        "hộ gia đình": "hộ",
        "ho gia dinh": "hộ",
        "tr đồng": "triệu đồng",
        "tr dong": "triệu đồng",
    }
    | {
        "ho": "hộ",
        "nguoi": "người",
        "cay": "cây",
        "tan": "tấn",
        "ta": "tạ",
        "luot": "lượt",
        "trieu dong": "triệu đồng",
        "trieu": "triệu",
        "sao": "sào",
        "mau": "mẫu",
    }
    | {
        "ki-lô-mét": "km",
        "héc-ta": "ha",
        "hecta": "ha",
        "héc ta": "ha",
        "buoi": "buổi",
        "diem": "điểm",
        "suat": "suất",
        "can": "căn",
        "nha": "nhà",
    }
)
MEASURE = rf"(?:(?P<about>{APPROXIMATELY})\s+)?(?<![\d.,/])(?P<n>{_DIGITS}|{_WORDS})\s*(?P<u>{UNITS})(?!\w)(?P<half>\s*rưỡi(?!\w))?|(?<![\d.,/])(?P<n2>\d{{1,4}})(?P<u2>km|m|ha)(?P<tail>\d{{1,2}})(?!\w)"
_MEASURE = pattern(rf"(?:{MEASURE})")


def read_measure(text: str, given: Given) -> Reading[Measure]:  # noqa: ARG001  # one signature for all readers
    """A number with its unit; sào and mẫu become square metres."""
    spellings, about = _typed(text)
    for low in spellings:
        match = _MEASURE.fullmatch(low)
        if match is None:
            continue
        made = measure_of(match)
        if made is not None:
            return Understood(Measure(made.amount, made.unit, about), approximate=about)
        values = numbers_of(match["n"] or "")
        if len(values) == 2:  # noqa: PLR2004
            unit = unit_named(match["u"])
            choices = tuple(Measure(value, unit) for value in values)
            return Ask(note("reading-number-two", one=values[0], two=values[1]), choices)
    return NotUnderstood(note("reading-measure"))


def unit_named(typed: str) -> str:
    """The unit as it is always written: with its accents, m2, km."""
    return _SAME_UNIT.get(typed, typed)


def measure_of(match: re.Match[str]) -> Measure | None:
    """The measure in a match of :data:`MEASURE`; None when the number has two meanings or none."""
    if match["n2"]:
        return Measure(float(f"{match['n2']}.{match['tail']}"), unit_named(match["u2"]))
    values = _values(match["n"])
    if len(values) != 1:
        return None
    amount = values[0] + (0.5 if match["half"] else 0)
    unit = unit_named(match["u"])
    about = match["about"] is not None
    if unit in {"sào", "mẫu"}:
        return Measure(amount * (_SAO if unit == "sào" else _MAU), "m2", about)
    return Measure(amount, unit, about)
