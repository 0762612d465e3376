"""Units: the nodes of the dated organisation tree, and the day a cell means to meet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.names import folded
from bot.domain.periods import Month


class UnitKind(StrEnum):
    """Kinds are data to the tree (never read the level from the name); only cells meet (domain.md 1, 2.2)."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    PARTY_BODY = "party_body"
    CELL = "cell"
    PARTY_GROUP = "party_group"
    PRACTICE = "practice"
    """A made-up cell for one person's practice: below no committee, owed nothing, counted nowhere."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as it stands on one day."""

    id: int
    kind: UnitKind
    code: str
    name: str
    parent_id: int | None
    opened_on: date
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CellProfile:
    """What a cell has told about itself, from ``valid_from`` on: its usual meeting and its members by category."""

    unit_id: int
    valid_from: date
    meeting_day: str = ""
    """As typed in the import and read by :func:`planned_day`: ``3``, ``cuối tháng``, ``thứ bảy đầu tháng``, ``đăng ký``, empty."""
    starts_at: str = ""
    """``19:30`` or empty."""
    usual_minutes: int = 90
    place: str = ""
    official: int = 0
    probationary: int = 0
    exempt: int = 0
    special_duty: int = 0
    temporary_in: int = 0
    temporary_out: int = 0

    @property
    def base(self) -> int:
        """Members who ought to attend: all less exempt, special duty and those elsewhere (domain.md 3.4, [O] 2018 and [A])."""
        return max(0, self.official + self.probationary - self.special_duty - self.temporary_out)


class DayMode(StrEnum):
    """How a cell comes to its meeting day (domain.md 3.1)."""

    FIXED = "fixed_day"
    REGISTERED = "registered"
    ANY = "any_day"


LAST_DAY = 31
"""The day number of *cuối tháng*: every month's last (domain.md 3.1)."""
LAST_WEEK = -1
WEEKS = (1, 2, 3, 4, LAST_WEEK)
"""Weeks a weekday may be counted by; a fifth one does not come every month."""


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """When a cell means to meet each month: a day's number, or a weekday of a week, or neither (registered, any day)."""

    mode: DayMode
    day: int = 0
    """1 to 31; in a short month the last day stands for those it has not."""
    weekday: int = 0
    """1 Monday to 7 Sunday, with ``week``."""
    week: int = 0
    """1 to 4, or LAST_WEEK."""


def read_meeting_day(text: str) -> MeetingDay:
    """The meeting day as typed, Vietnamese (accents or not) or English; empty is any day; ValueError for anything else."""
    said = re.sub(rf" ?\b({_EVERY_MONTH})$", "", folded(text).rstrip("."))
    said = re.sub(r"^(toi|sang|chieu|the|on the) ", "", said)
    if said in _ANY:
        return MeetingDay(DayMode.ANY)
    if said in _REGISTERED:
        return MeetingDay(DayMode.REGISTERED)
    if (day := _day_number(said)) is not None:
        return MeetingDay(DayMode.FIXED, day=day)
    if (found := _weekday_of_week(said)) is not None:
        return MeetingDay(DayMode.FIXED, weekday=found[0], week=found[1])
    raise ValueError(text)


def planned_day(meeting_day: MeetingDay, month: Month) -> date | None:
    """The day in that month; None when the cell registers its day or meets on any."""
    match meeting_day:
        case MeetingDay(mode=DayMode.FIXED, day=day) if day:
            return month.day(day)
        case MeetingDay(mode=DayMode.FIXED, weekday=weekday, week=week) if week == LAST_WEEK:
            return month.last - timedelta(days=(month.last.isoweekday() - weekday) % 7)
        case MeetingDay(mode=DayMode.FIXED, weekday=weekday, week=week):
            return month.first + timedelta(days=(weekday - month.first.isoweekday()) % 7 + 7 * (week - 1))
        case _:
            return None


_EVERY_MONTH = "(hang|moi|cua|trong) thang|monthly|(of|in) (the|each|every) month|each month|every month"
_ANY = frozenset({"", "-", "bat ky", "bat ki", "ngay bat ky", "ngay bat ki", "khong co dinh", "tuy", "any", "any day"})
_REGISTERED = frozenset({"dang ky", "dang ki", "dk", "theo dang ky", "theo dang ki", "registered", "register"})
_MONTH_ENDS = {
    "cuoi": LAST_DAY,
    "cuoi thang": LAST_DAY,
    "ngay cuoi": LAST_DAY,
    "ngay cuoi thang": LAST_DAY,
    "last day": LAST_DAY,
    "end": LAST_DAY,
    "end of month": LAST_DAY,
    "end of the month": LAST_DAY,
    "month end": LAST_DAY,
    "dau thang": 1,
    "ngay dau": 1,
    "ngay dau thang": 1,
    "first day": 1,
    "start of month": 1,
    "start of the month": 1,
    "beginning of month": 1,
    "beginning of the month": 1,
}
_DIGITS = ("", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")
_AFTER_TEN = {1: ("mot",), 4: ("bon", "tu"), 5: ("lam", "nam", "nham")}


def _words_of(number: int) -> set[str]:
    tens, ones = divmod(number, 10)
    if not tens:
        return {_DIGITS[ones]}
    heads = {1: ("muoi",), 2: ("hai muoi", "hai", "ham"), 3: ("ba muoi", "ba")}[tens]
    if not ones:
        return {head for head in heads if head.endswith("muoi")}
    return {f"{head} {tail}" for head in heads for tail in _AFTER_TEN.get(ones, (_DIGITS[ones],))}


_NUMBERS = {word: number for number in range(1, LAST_DAY + 1) for word in _words_of(number)}
_WEEKDAYS = {
    **{
        f"{head}{word}": number - 1
        for head in ("thu ", "thu", "t")
        for number in range(2, 8)
        for word in (str(number), _DIGITS[number])
    },
    **dict.fromkeys(("thu tu", "thu bon"), 3),
    **dict.fromkeys(("chu nhat", "chua nhat", "cn"), 7),
    **{
        name: number
        for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), 1)
    },
}
_COUNTED = {
    **dict.fromkeys(("dau", "dau tien", "dau thang", "nhat", "1", "mot", "first", "1st"), 1),
    **dict.fromkeys(("2", "hai", "nhi", "second", "2nd"), 2),
    **dict.fromkeys(("3", "ba", "third", "3rd"), 3),
    **dict.fromkeys(("4", "tu", "bon", "fourth", "4th"), 4),
    **dict.fromkeys(("cuoi", "cuoi cung", "cuoi thang", "last"), LAST_WEEK),
}
_ONE_WEEKDAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_ONE_COUNT = "|".join(sorted(_COUNTED, key=len, reverse=True))


def _day_number(said: str) -> int | None:
    if said in _MONTH_ENDS:
        return _MONTH_ENDS[said]
    bare = re.sub(r"^(ngay mung|ngay mong|ngay|mung|mong|day) ?", "", said)
    if (match := re.fullmatch(r"0?(\d{1,2})(st|nd|rd|th)?", bare)) is not None:
        return int(match[1]) if 1 <= int(match[1]) <= LAST_DAY else None
    return _NUMBERS.get(bare)


def _weekday_of_week(said: str) -> tuple[int, int] | None:
    vietnamese = re.fullmatch(rf"({_ONE_WEEKDAY}) (?:cua )?(?:tuan )?(?:thu )?({_ONE_COUNT})(?: thang)?", said)
    if vietnamese is not None:
        return _WEEKDAYS[vietnamese[1]], _COUNTED[vietnamese[2]]
    english = re.fullmatch(rf"({_ONE_COUNT}) ({_ONE_WEEKDAY})", said)
    return (_WEEKDAYS[english[2]], _COUNTED[english[1]]) if english is not None else None
