"""How documents write days, hours, names and sentences; ``say`` is always the Vietnamese voice: the papers are Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.domain.meetings import Hours, Kind, Meeting
from bot.domain.periods import Month
from bot.domain.resolutions import Vote
from bot.domain.tasks import Measure, Progress
from bot.texts import Voice

LAST_PADDED_MONTH = 2
"""Months up to this one are written with a leading zero (domain.md 5.1)."""
DOTS = "……"
"""Room to write by hand."""


def long_day(say: Voice, day: date) -> str:
    """``ngày 05 tháng 02 năm 2026`` · ``ngày 27 tháng 5 năm 2026``."""
    return say.plain("document-day", day=f"{day.day:02d}", month=month_number(day.month), year=str(day.year))


def month_number(month: int) -> str:
    """``02`` · ``11``."""
    return f"{month:02d}" if month <= LAST_PADDED_MONTH else str(month)


def clock(say: Voice, time: str) -> str:
    """``19 giờ 30 phút``; dots for an hour that nobody told."""
    hours, _, minutes = time.partition(":")
    return say.plain("document-clock", hours=hours or DOTS, minutes=minutes or DOTS)


def lasted(hours: Hours) -> str:
    """The minutes as a number, empty when unknown."""
    return "" if hours.minutes is None else str(hours.minutes)


def sentence(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """With a mark at its end."""
    return text if not text or text.endswith((".", "!", "?", "…", ":", ";")) else f"{text}."


def paragraphs(text: str) -> list[str]:
    """The lines that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def measured(say: Voice, measure: Measure | None) -> str:
    """``40 hộ`` · ``1,5 km``; empty without a measure."""
    if measure is None:
        return ""
    return f"{amount(say, measure.amount)} {measure.unit}".strip()


def voted(say: Voice, vote: Vote | None) -> str:
    """``26/26 đồng chí tán thành, đạt tỷ lệ 100%``; room to write by hand when nobody told."""
    if vote is None:
        return say.plain("document-vote-open", dots=DOTS)
    asked = vote.voters or vote.counted
    told = [say.plain("document-vote", agree=str(vote.agree), asked=str(asked), share=say.percent(vote.share))]
    if vote.against:
        told.append(say.plain("document-vote-against", count=str(vote.against)))
    if vote.other:
        told.append(say.plain("document-vote-other", count=str(vote.other)))
    return "; ".join(told)


def progressed(say: Voice, told: Progress) -> str:
    """How much of a task is done, and what was noted: ``9/12 hộ; chờ hai hộ``."""
    parts = []
    if told.done is not None:
        of = f"/{amount(say, told.total)}" if told.total else ""
        parts.append(f"{amount(say, told.done)}{of} {told.unit}".strip())
    elif told.percent is not None:
        parts.append(say.percent(told.percent / 100, digits=0))
    return "; ".join([*parts, *([told.note] if told.note else [])])


def amount(say: Voice, number: float) -> str:
    """``40`` · ``1,5``."""
    return say.number(int(number) if number == int(number) else number)


def session_name(say: Voice, held: Meeting) -> str:
    """``sinh hoạt chi bộ thường kỳ tháng 11 năm 2026``; of several kinds all, joined."""
    return session_of(say, held.kinds, held.period, held.held_on, held.topic, held.party_group)


def session_of(
    say: Voice, kinds: Iterable[Kind], month: Month, day: date, topic: str = "", party_group: str = ""
) -> str:
    """The same out of its parts."""
    values = {
        "month": month_number(month.month),
        "year": str(month.year),
        "quarter": month.quarter_name,
        "day": long_day(say, day),
        "topic": topic,
        "group": party_group or say.plain("document-group"),
    }
    held = frozenset(kinds)
    return say.plain("document-and").join(
        say.plain(f"document-session-{kind}{'-topic' if kind is Kind.THEMATIC and topic else ''}", **values)
        for kind in Kind
        if kind in held
    )
