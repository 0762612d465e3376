"""A cell's card: twelve months in four rows of words, its people, its last attendance, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.periods import Span
from bot.domain.score_years import YearScore
from bot.domain.scores import Band
from bot.reports.summary import HELD, Card, CellState, Holder, MonthLine
from bot.reports.text import clipped, near_day, short_span
from bot.texts import Html, Voice

A_ROW = 3
SHOWN = 4
"""People named on the card itself; the rest is counted."""
SCORES = 3
"""Months whose score stands on the card by itself."""
MARKS = dict.fromkeys(HELD, "✓") | {CellState.OVERDUE: "!", CellState.MISSED: "✗"}
"""Marks stand beside words, never instead of them."""


def card_text(say: Voice, card: Card, today: date) -> str:
    """The whole card."""
    months = [_month(say, line) for line in card.months]
    rows = [" · ".join(months[start : start + A_ROW]) for start in range(0, len(months), A_ROW)]
    expected = sum(line.state is not None for line in card.months)
    held = sum(line.state in HELD for line in card.months)
    return "\n".join(
        (
            _title(say, card),
            say("card-months", held=held, expected=expected),
            *rows,
            *_streak(say, card),
            _last(say, card, today),
            *_entered_late(say, card),
            *_thematic(say, card),
            *_corrected(say, card, today),
            _people(say, card),
            *_scores(say, card),
            *year_lines(say, card.years[:1]),
            _growth(say, card, today),
            say("card-work", open=card.tasks_open, overdue=card.tasks_overdue, resolutions=card.resolutions_year),
        )
    )


def _title(say: Voice, card: Card) -> str:
    key = "card-title" if card.above else "card-title-alone"
    return say(key, name=clipped(card.name), above=clipped(card.above))


def _month(say: Voice, line: MonthLine) -> str:
    month = str(line.period.month)
    if line.state is None:
        return say("card-month-none", month=month)
    state = say(f"card-state-{line.state.value}")
    mark = MARKS.get(line.state)
    return (
        say("card-month-marked", month=month, mark=mark, state=state)
        if mark
        else say("card-month", month=month, state=state)
    )


STREAK = 3
"""Months running from which on they are told."""


def _streak(say: Voice, card: Card) -> list[str]:
    """For how many months running it has been in time, or has not."""
    often = card.lateness
    if often.on_time >= STREAK:
        return [say("card-streak", count=often.on_time)]
    return [say("card-late", count=often.row)] if often.row >= STREAK else []


def _last(say: Voice, card: Card, today: date) -> str:
    facts = card.last_held
    if facts is None or facts.held_on is None:
        return say("card-last-none")
    if not facts.base:
        return say("card-last-bare", day=near_day(say, facts.held_on, today))
    share = say.percent(facts.present / facts.base)
    day = near_day(say, facts.held_on, today)
    told = [say("card-last", day=day, present=facts.present, base=facts.base, share=share)]
    if facts.unexcused:
        told.append(say("lines-unexcused", count=facts.unexcused))
    if facts.minutes is not None:
        told.append(say("lines-minutes", minutes=facts.minutes))
    return ", ".join(told)


def _entered_late(say: Voice, card: Card) -> list[str]:
    """``Ghi muộn: T9 · T10``: the second clock; a month's own word says only when the cell met."""
    months = [short_span(say, Span(line.period, 1)) for line in card.months if line.late_entry]
    return [say("card-late-entry", months=" · ".join(months))] if months else []


def _thematic(say: Voice, card: Card) -> list[str]:
    if card.quarter is None:
        return []
    name = card.quarter.quarter_name
    return [say("meeting-thematic-counter", quarter=name, held=card.thematic, wanted=card.thematic_wanted)]


def _corrected(say: Voice, card: Card, today: date) -> list[str]:
    if not card.corrected:
        return []
    told = ", ".join(
        say(
            "card-corrected-one",
            month=str(each.period.month),
            version=each.version,
            day=near_day(say, each.on, today),
        )
        for each in card.corrected[:A_ROW]
    )
    return [say("card-corrected", months=Html(told))]


def _scores(say: Voice, card: Card) -> list[str]:
    """``Chấm điểm: T9 Tốt 92 · T10 Khá 85``, the newest months."""
    scored = [line for line in card.months if line.facts is not None and line.facts.band is not None]
    if not scored:
        return []
    told = [
        say(
            "card-score",
            month=str(line.period.month),
            band=say(f"band-{line.facts.band.value}"),
            points=line.facts.points or 0,
        )
        for line in scored[-SCORES:]
        if line.facts is not None and line.facts.band is not None
    ]
    bands = [line.facts.band for line in scored if line.facts is not None]
    counts = _counted(say, [band for band in bands if band is not None])
    return [say("card-scores", months=Html(" · ".join(told)), bands=Html(counts))]


def _counted(say: Voice, bands: Sequence[Band]) -> str:
    """``Tốt 8 · Khá 4``"""
    return " · ".join(f"{say(f'band-{band.value}')} {bands.count(band)}" for band in Band if band in bands)


def year_lines(say: Voice, years: Sequence[YearScore]) -> list[str]:
    """What each year's months make of it, or what they lack for the least that the rule knows."""
    return [_year(say, each) for each in years]


def _year(say: Voice, told: YearScore) -> str:
    values = {"year": str(told.year), "months": Html(_counted(say, told.bands))}
    if told.band is not None:
        issuer = told.rule.issuer.get(say.language, next(iter(told.rule.issuer.values())))
        return say("year-band", band=say(f"band-{told.band.value}"), issuer=issuer[:1].lower() + issuer[1:], **values)
    if not told.rule.bands:
        return say("year-band-unknown", **values)
    wanted = told.rule.bands[-1]
    counts = ", ".join(
        say("year-band-count", count=number, band=say(f"band-{band.value}")) for band, number in wanted.counts
    )
    least, band = say(f"band-{wanted.least.value}"), say(f"band-{wanted.band.value}")
    return say("year-band-none", least=least, band=band, counts=Html(counts), **values)


def _growth(say: Voice, card: Card, today: date) -> str:
    """Admissions and recognitions of the year, and for how many years there was no new member."""
    told, years = card.growth, card.growth.years_without(today)
    values = {"year": str(today.year), "admissions": told.admissions_year, "recognitions": told.recognitions_year}
    if told.last_admission is None:
        return say("card-growth-never", **values)
    line = say("card-growth", **values)
    last = say("card-growth-years", years=years, day=f"{told.last_admission:%d/%m/%Y}")
    return f"{line}. {last}" if years else line


def _people(say: Voice, card: Card) -> str:
    if not card.holders:
        return say("card-nobody")
    shown = [_holder(say, holder) for holder in card.holders[:SHOWN]]
    if more := len(card.holders) - len(shown):
        shown.append(say("card-holders-more", count=more))
    return "; ".join(shown)


def _holder(say: Voice, holder: Holder) -> str:
    state = "card-stranger" if not holder.joined else "card-blocked" if holder.blocked else "card-joined"
    return say("card-holder", role=say(f"card-post-{holder.role}"), name=clipped(holder.name, 40), state=say(state))


def phones_text(say: Voice, card: Card) -> str:
    """The phone numbers of the cell's people, for who asked to see them."""
    lines = [say("card-phones-title", name=clipped(card.name))]
    for holder in card.holders:
        values = {"role": say(f"card-post-{holder.role}"), "name": clipped(holder.name, 40), "phone": holder.phone}
        lines.append(say("card-phone" if holder.phone else "card-phone-none", **values))
    return "\n".join(lines if card.holders else (*lines, say("card-nobody")))
