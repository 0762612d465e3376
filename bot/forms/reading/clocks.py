"""Hours and durations as typed: 19h30, 7 rưỡi tối, 8h kém 15, từ 19h30 đến 21h15, tiếng rưỡi (domain.md 7.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.meetings import Hours
from bot.forms.reading.number_words import numbers_of, value_of
from bot.forms.reading.outcome import Ask, Found, Given, NotUnderstood, Reading, Understood, note
from bot.forms.reading.patterns import APPROXIMATELY, NOT_BUT, pattern
from bot.forms.reading.spelling import LONGEST_ANSWER, clean, flat, level, repair

_ONE = r"(?:một|hai|ba|bốn|năm|lăm|sáu|bảy|bẩy|tám|chín)"
_W = rf"(?:(?<!\w)(?:hai\s+mươi(?:\s+(?:mốt|{_ONE}))?|hăm\s+(?:mốt|{_ONE})|hai\s+mốt|mười(?:\s+{_ONE})?|{_ONE})(?!\w))"
_PART = r"(?:sáng|trưa|chiều|tối|đêm|am|pm)"
_HOUR = rf"(?:\d{{1,2}}|{_W})"
_KEM = rf"(?:\s*(?:kém|thiếu)\s*(?P<less>\d{{1,2}}|{_W}))"
_CLOCK = (
    rf"(?:(?P<before>{_PART})\s+(?:lúc\s+)?)?(?<![\d.,/:])"
    rf"(?:(?P<h>{_HOUR})\s*(?P<half>rưỡi)"
    rf"|(?P<h2>{_HOUR})\s*(?:h|g|giờ|gio)(?![^\W\d])\s*(?:(?P<half2>rưỡi)|(?P<m>\d{{1,2}})(?!\d|\s*/\s*\d|\s*h(?![^\W\d]))\s*(?:'|phút(?!\w)|p(?!\w))?)?{_KEM.replace('less', 'less2')}?"
    rf"|(?P<h3>\d{{1,2}})\s*:\s*(?P<m3>\d{{2}})(?!\d))"
    rf"(?:\s*(?P<after>{_PART})(?!\w))?"
)
_BARE_HOUR = rf"(?:(?P<before>{_PART})\s+)?(?P<h>\d{{1,2}})(?:\s*(?P<after>{_PART}))?"
_DAY_MINUTES = 24 * 60
_LONGEST = 12 * 60
_PLAUSIBLE = 6 * 60
"""No session lasts longer; of two readings of an hour the one that makes it longer is left out."""


@dataclass(frozen=True, slots=True)
class _Clock:
    """Minutes since midnight that a typed hour can mean, the likelier first; empty for an impossible one."""

    meanings: tuple[int, ...]
    start: int
    end: int
    part: str = ""
    bare: int = 0
    """Minutes as typed on a twelve-hour face, when the part of day was left out."""


def written(minutes: int) -> str:
    """Minutes since midnight as ``19:30``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _named(match: re.Match[str], name: str) -> str:
    """The first of the groups name, name2, name3 that matched."""
    groups = match.groupdict()
    return next((value for key in (name, f"{name}2", f"{name}3") if (value := groups.get(key))), "")


def _clock(match: re.Match[str]) -> _Clock:
    typed = _named(match, "h")
    hour = int(typed) if typed.isdecimal() else int(value_of(typed) or 0)
    minute = 30 if _named(match, "half") else int(_named(match, "m") or 0)
    less = _named(match, "less")
    part = flat(match["after"] or match["before"] or "")
    meanings: tuple[int, ...] = ()
    if hour <= 23 and minute <= 59:  # noqa: PLR2004
        minutes = hour * 60 + minute - int((value_of(less) or 0) if less else 0)
        exact = len(typed) == 2 and (typed.startswith("0") or bool(match.groupdict().get("h3")))  # noqa: PLR2004
        meanings = _meanings(minutes, hour, part, exact=exact)
    return _Clock(tuple(value for value in meanings if 0 <= value < _DAY_MINUTES), match.start(), match.end(), part)


def _meanings(minutes: int, hour: int, part: str, *, exact: bool) -> tuple[int, ...]:
    """What an hour can mean with that part of the day (none: both halves of it)."""
    if hour > 12 or hour == 0:  # noqa: PLR2004
        return () if part in {"sang", "am"} and hour > 12 else (minutes,)  # noqa: PLR2004
    late = minutes + 12 * 60 if hour < 12 else minutes  # noqa: PLR2004
    match part:
        case "":
            return (minutes,) if exact or hour == 12 else (late, minutes)  # noqa: PLR2004
        case "sang" | "am":
            return (minutes % (12 * 60),)
        case "dem":
            return (late,) if 6 <= hour < 12 else (minutes % (12 * 60),)  # noqa: PLR2004
        case "trua":
            return (minutes,) if hour >= 10 else (late,)  # noqa: PLR2004
        case _:
            return (late,)


_CLOCK_RE = pattern(_CLOCK)
_CLOCK_WHOLE = pattern(rf"(?:{_CLOCK})")
_BARE_RE = pattern(_BARE_HOUR)
_CLOCK_FILLER = pattern(
    r"^(?:(?:họp|lúc|vào|hồi|bắt đầu|từ|khoảng|tầm|độ|at|là|dạ|khai mạc)(?!\w)[\s:]*)+|(?:[\s,.!]+(?:ạ|nhé|đúng|rồi))+$|[\s.,!]+$"
)


def read_clock(text: str, given: Given) -> Reading[str]:  # noqa: ARG001  # one signature for all readers
    """One hour of the day as ``19:30``; without sáng or tối a small hour is asked about, the evening first."""
    for low in _spellings(text):
        bare = _CLOCK_FILLER.sub("", _CLOCK_FILLER.sub("", low))
        match = _CLOCK_WHOLE.fullmatch(bare) or _BARE_RE.fullmatch(bare)
        if match is None:
            found = list(_CLOCK_RE.finditer(low))
            match = found[0] if len(found) == 1 else None
        if match is not None:
            return _told(_clock(match))
    return NotUnderstood(note("reading-clock"))


def _spellings(text: str) -> tuple[str, ...]:
    cleaned = clean(text)[:LONGEST_ANSWER]
    forms = (level(cleaned), flat(cleaned), level(repair(cleaned)))
    return tuple(dict.fromkeys(" ".join(form.split()) for form in forms))


def _told(clock: _Clock) -> Reading[str]:
    match clock.meanings:
        case ():
            return NotUnderstood(note("reading-clock-none-such"))
        case (one,):
            return Understood(written(one))
        case several:
            return Ask(note("reading-clock-part"), tuple(map(written, several)))


_AMOUNT = rf"(?:\d{{1,3}}(?:[.,]\d{{1,2}})?|{_W}|nửa)"
_DURATION = (
    rf"(?:(?P<approx>{APPROXIMATELY})\s+)?(?:"
    rf"(?P<min>\d{{1,3}}|{_W}(?:\s+mươi(?:\s+(?:lăm|nhăm))?)?)\s*(?:'|phút|ph|p|minutes?|mins?)(?!\w)"
    rf"|(?:(?P<hours>{_AMOUNT})\s*)?(?:tiếng(?:\s+đồng hồ)?|hours?)(?!\w)\s*(?:(?P<half>rưỡi)|kém\s*(?P<less>\d{{1,2}}|{_W})\s*(?:'|phút|p)?(?!\w)"
    rf"|(?P<more>\d{{1,2}})\s*(?:'|phút|p)?(?![\w/.]))?)"
)
_HOURS_AS_CLOCK = (
    rf"(?:(?P<approx>{APPROXIMATELY})\s+)?(?P<hours>\d{{1,2}}(?:[.,]\d)?|{_W})\s*(?:h|g|giờ)(?![^\W\d])\s*"
    rf"(?:(?P<half>rưỡi)|kém\s*(?P<less>\d{{1,2}})|(?P<more>\d{{1,2}}))?\s*(?:'|phút|p)?"
)
_COLON = r"(?P<hours>\d{1,2}):(?P<more>\d{2})"
_DURATION_RE, _DURATION_CLOCK, _DURATION_COLON = pattern(_DURATION), pattern(_HOURS_AS_CLOCK), re.compile(_COLON)
_DURATION_FILLER = pattern(
    r"^(?:(?:họp|trong|hết|mất|kéo dài|thời lượng|thời gian|là|dạ|for)(?!\w)[\s:]*)+|(?:[\s,.!]+(?:ạ|nhé|thôi))+$|[\s.,!]+$"
)


def _minutes(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    if groups.get("min"):
        return _whole(groups["min"])
    hours = _hours_amount(groups.get("hours") or "1")
    if hours is None or (groups.get("hours") is None and not (groups.get("half") or groups.get("less"))):
        return None
    total = hours * 60 + (30 if groups.get("half") else 0)
    return round(total) + (_whole(groups.get("more") or "0") or 0) - (_whole(groups.get("less") or "0") or 0)


def _whole(text: str) -> int | None:
    value = int(text) if text.isdecimal() else value_of(text)
    return int(value) if value is not None else None


def _hours_amount(text: str) -> float | None:
    if flat(text) == "nua":
        return 0.5
    values = numbers_of(text)
    return values[0] if values else value_of(text)


def read_minutes(text: str, given: Given) -> Reading[int]:  # noqa: ARG001  # one signature for all readers
    """A duration in minutes; *gần 2 tiếng* must be confirmed, a bare small number may be hours."""
    for low in _spellings(text):
        bare = _DURATION_FILLER.sub("", _DURATION_FILLER.sub("", low))
        match = _DURATION_RE.fullmatch(bare) or _DURATION_CLOCK.fullmatch(bare) or _DURATION_COLON.fullmatch(bare)
        if match is not None and (minutes := _minutes(match)) is not None:
            return _told_minutes(minutes, approximate=bool(match.groupdict().get("approx")))
        loose = pattern(rf"(?:(?P<approx>{APPROXIMATELY})\s+)?(?P<n>\d{{1,3}}|{_W}(?:\s+mươi)?)").fullmatch(bare)
        if loose is not None and (number := _whole(loose["n"])) is not None:
            if 1 <= number <= 6:  # noqa: PLR2004
                return Ask(note("reading-minutes-unit", number=number), (number * 60, number))
            return _told_minutes(number, approximate=loose["approx"] is not None)
    return NotUnderstood(note("reading-minutes"))


def _told_minutes(minutes: int, *, approximate: bool) -> Reading[int]:
    if not 1 <= minutes <= _LONGEST:
        return NotUnderstood(note("reading-minutes-range"))
    if approximate:
        return Ask(note("reading-minutes-about", minutes=minutes), (minutes,))
    return Understood(minutes)


_TO = r"\s*(?:-+>?|~|đến|tới|cho đến|cho tới|to|until|→)\s*(?:lúc\s*|hồi\s*)?"
_SECOND = re.sub(r"\?P<(\w+)>", r"?P<e_\1>", _CLOCK)
_FROM = r"(?:(?:từ|lúc|vào lúc|hồi|bắt đầu(?: lúc| từ)?|khai mạc(?: lúc)?|from|at)\s*:?\s*)?"
_ENDING = r"(?:tan|kết thúc|bế mạc|họp xong|xong|nghỉ|giải tán|ends?(?: at)?|finished(?: at)?|đến|tới|until)(?: họp)?(?: lúc| vào| hồi| khoảng| at)?\s*:?\s*"
_RANGE = pattern(rf"{_FROM}{_CLOCK}{_TO}(?:{_SECOND})")
_LOOSE_RANGE = pattern(
    rf"(?:từ\s+)?(?P<h>\d{{1,2}})\s*(?:-|đến|tới)\s*(?P<e_h2>\d{{1,2}})\s*(?:h|giờ|g)(?![^\W\d])\s*(?P<e_m>\d{{1,2}})?(?:\s*(?P<e_after>{_PART})(?!\w))?"
)
_START_END = pattern(rf"{_FROM}{_CLOCK}[\s,;]*{_ENDING}(?:{_SECOND})")
_START_FOR = pattern(
    rf"{_FROM}{_CLOCK}[\s,;]*\(?(?:(?:họp|sinh hoạt|trong|hết|kéo dài|mất|thời lượng|thời gian|khoảng|for)\s*(?::\s*)?)*(?P<dur>{re.sub(r'[?]P<[a-z]+>', '?:', _DURATION)})\)?"
)
_END_ONLY = pattern(rf"(?<!\w){_ENDING}(?:{_CLOCK})")
_FOR_ONLY = pattern(
    rf"(?<!\w)(?:trong|hết|mất|kéo dài|thời lượng|thời gian(?: họp)?|họp)\s*:?\s*(?:là\s*)?(?:{_DURATION})",
    signs="trong|hết|mất|kéo|thời|họp",
)
_START_ONLY = pattern(rf"{_FROM}{_CLOCK}")
_LATE_AFTER = pattern(r"^\s*(?:mới đến|đến muộn|muộn)")


def find_hours(text: str, given: Given, usual: Hours | None) -> Found[Hours] | None:  # noqa: ARG001
    """Start, end or duration told in a longer message, put together with the ``usual`` ones."""
    found = _hours_in(level(text), usual)
    if found is None:
        return None
    reading, match = found
    if isinstance(reading, NotUnderstood):
        return None
    return Found(reading, match.start() + len(match[0]) - len(match[0].lstrip()), match.end())


_ANY_CLOCK = pattern(r"(?:(?<=[\d\s])|^)(?:(?:h|g)(?![^\W\d])|giờ|gio)|rưỡi|\d\s*:\s*\d")
"""Stands in every text that names an hour of the day: looked for before the long patterns are."""


def _hours_in(low: str, usual: Hours | None) -> tuple[Reading[Hours], re.Match[str]] | None:
    return (_with_clock(low, usual) if _ANY_CLOCK.search(low) else None) or _lasting_only(low, usual)


def _with_clock(low: str, usual: Hours | None) -> tuple[Reading[Hours], re.Match[str]] | None:
    for regex in (_RANGE, _LOOSE_RANGE, _START_END):
        if (match := regex.search(low)) is not None:
            return _range(match), match
    if (match := _START_FOR.search(low)) is not None:
        return _start_for(match), match
    if (match := _END_ONLY.search(low)) is not None:
        return _end_only(_clock(match), usual), match
    if (match := _START_ONLY.search(low)) is not None and not _LATE_AFTER.match(low[match.end() :]):
        return _start_only(_clock(match), usual), match
    return None


def _lasting_only(low: str, usual: Hours | None) -> tuple[Reading[Hours], re.Match[str]] | None:
    if (match := _FOR_ONLY.search(low)) is not None and (minutes := _minutes(match)) is not None:
        return _lasting(minutes, usual, approximate=match["approx"] is not None), match
    return None


def _end_clock(match: re.Match[str]) -> _Clock:
    """The clock in the groups of the range's second half."""
    groups = {name.removeprefix("e_"): value for name, value in match.groupdict().items() if name.startswith("e_")}
    return _from_groups(groups, match)


def _from_groups(groups: dict[str, str | None], match: re.Match[str]) -> _Clock:
    typed = groups.get("h") or groups.get("h2") or groups.get("h3") or "0"
    half = groups.get("half") or groups.get("half2")
    minute = 30 if half else int(groups.get("m") or groups.get("m3") or 0)
    part = groups.get("after") or groups.get("before") or ""
    less = groups.get("less2") or ""
    face = f"{typed}:{minute:02d}" if groups.get("h3") else f"{typed} giờ {minute:02d}"
    shown = face + (f" kém {less}" if less else "") + (f" {part}" if part else "")
    again = _CLOCK_WHOLE.fullmatch(shown)
    return _clock(again) if again else _Clock((), match.start(), match.end())


def _range(match: re.Match[str]) -> Reading[Hours]:
    """Both ends; of two meanings of an hour those are kept that make a session of a plausible length."""
    end = _end_clock(match)
    first = {name: value for name, value in match.groupdict().items() if not name.startswith("e_")}
    start = _from_groups(first, match)
    if end.part and not start.part and len(start.meanings) > 1:
        start = _from_groups({**first, "after": end.part}, match) if end.part != "pm" else start
    if not start.meanings or not end.meanings:
        return NotUnderstood(note("reading-clock-none-such"))
    spans = [(a, b) for a in start.meanings for b in end.meanings if 0 < b - a <= _PLAUSIBLE]
    exact = [(a, b) for a in start.meanings for b in end.meanings if 0 < b - a <= _LONGEST]
    return _spans(spans or exact)


def _spans(spans: list[tuple[int, int]]) -> Reading[Hours]:
    made = tuple(Hours(written(a), written(b), b - a) for a, b in dict.fromkeys(spans))
    match made:
        case ():
            return NotUnderstood(note("reading-hours-end-first"))
        case (one,):
            return Understood(one)
        case several:
            return Ask(note("reading-clock-part"), several[:3])


def _of(clock: str) -> int | None:
    """Minutes since midnight of a stored clock."""
    match = re.fullmatch(r"(\d\d):(\d\d)", clock)
    return int(match[1]) * 60 + int(match[2]) if match else None


def _start_for(match: re.Match[str]) -> Reading[Hours]:
    clock = _clock(match)
    lasting = _DURATION_RE.fullmatch(match["dur"].strip())
    minutes = _minutes(lasting) if lasting else None
    if minutes is None or not clock.meanings:
        return NotUnderstood(note("reading-clock-none-such"))
    reading = _spans([(start, start + minutes) for start in clock.meanings if start + minutes < _DAY_MINUTES])
    return _approximate(reading, approximate=bool(lasting and lasting["approx"]))


def _approximate(reading: Reading[Hours], *, approximate: bool) -> Reading[Hours]:
    match reading:
        case Understood(value, warnings) if approximate:
            return Understood(replace(value, approximate=True), warnings, approximate=True)
        case _:
            return reading


def _start_only(clock: _Clock, usual: Hours | None) -> Reading[Hours]:
    minutes = usual.minutes if usual else None
    if not clock.meanings:
        return NotUnderstood(note("reading-clock-none-such"))
    made = tuple(
        Hours(written(start), written(start + minutes) if minutes and start + minutes < _DAY_MINUTES else "", minutes)
        for start in clock.meanings
    )
    return Understood(made[0]) if len(made) == 1 else Ask(note("reading-clock-part"), made)


def _end_only(clock: _Clock, usual: Hours | None) -> Reading[Hours]:
    start = _of(usual.starts_at) if usual else None
    if not clock.meanings:
        return NotUnderstood(note("reading-clock-none-such"))
    if start is not None:
        return _spans([(start, end) for end in clock.meanings if 0 < end - start <= _LONGEST])
    made = tuple(Hours("", written(end)) for end in clock.meanings)
    return Understood(made[0]) if len(made) == 1 else Ask(note("reading-clock-part"), made)


def _lasting(minutes: int, usual: Hours | None, *, approximate: bool) -> Reading[Hours]:
    start = _of(usual.starts_at) if usual else None
    if not 1 <= minutes <= _LONGEST:
        return NotUnderstood(note("reading-minutes-range"))
    if start is None or start + minutes >= _DAY_MINUTES:
        return Understood(Hours("", "", minutes, approximate), approximate=approximate)
    return Understood(Hours(written(start), written(start + minutes), minutes, approximate), approximate=approximate)


def read_hours(text: str, given: Given, usual: Hours | None) -> Reading[Hours]:
    """Both ends, or a start with its duration, or one of them put together with the ``usual`` hours."""
    why = note("reading-hours")
    for spelling in _spellings(text):
        low = NOT_BUT.sub("", spelling)
        found = _hours_in(low, usual)
        if found is not None:
            return found[0]
        match_minutes = read_minutes(low, given)
        if not isinstance(match_minutes, NotUnderstood):
            return _from_minutes(match_minutes, usual)
        if match_minutes.why.key != "reading-minutes":
            why = match_minutes.why
    return NotUnderstood(why)


def _from_minutes(reading: Understood[int] | Ask[int], usual: Hours | None) -> Reading[Hours]:
    match reading:
        case Understood(minutes):
            return _lasting(minutes, usual, approximate=False)
        case Ask(why, choices):
            made = [_lasting(minutes, usual, approximate=False) for minutes in choices]
            return Ask(why, tuple(each.value for each in made if isinstance(each, Understood)))
