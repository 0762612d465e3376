"""A summary as short text for a phone: names beside numbers, about seven lines. ``lines.py`` and ``card.py`` say the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.reports.summary import OF_BANDS, CellState, ChildSummary, ListName, Summary
from bot.texts import Html, Voice

NAMED = 3
"""How many names stand beside a number before the rest is counted."""
LONGEST = 80
TROUBLE = (ListName.OVERDUE, ListName.MISSED)
"""Lists whose first names stand in the summary itself, the first that has any."""


def clipped(text: str, limit: int = LONGEST) -> str:
    """The text, cut with … when it is longer than ``limit``."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def near_day(say: Voice, day: date, today: date) -> str:
    """``03/11``, with the year when it is another one."""
    return say.short_day(day) if day.year == today.year else f"{day:%d/%m/%Y}"


def _span_kind(span: Span) -> str:
    match span.months, span.first.month:
        case 1, _:
            return "month"
        case 3, 1 | 4 | 7 | 10:
            return "quarter"
        case 6, 1 | 7:
            return "half"
        case 12, 1:
            return "year"
        case _:
            return "months"


def _span_values(span: Span) -> dict[str, object]:
    return {
        "month": f"{span.first.month:02d}",
        "year": str(span.first.year),
        "quarter": span.first.quarter_name,
        "half": 1 if span.first.month == 1 else 2,
        "first": f"{span.first.month:02d}/{span.first.year}",
        "last": f"{span.last.month:02d}/{span.last.year}",
    }


def span_name(say: Voice, span: Span) -> str:
    """``tháng 11/2026`` · ``quý IV/2026`` · ``năm 2026``."""
    return say(f"span-{_span_kind(span)}", **_span_values(span))


def short_span(say: Voice, span: Span) -> str:
    """``T10`` · ``Quý III`` · ``2025``, for a button."""
    values = _span_values(span) | {"month": str(span.first.month)}
    return say.plain(f"span-short-{_span_kind(span)}", **values)


def list_name(say: Voice, name: ListName, rules: Rules) -> str:
    """What the list is called: ``Quá hạn``, ``Dưới 90%``."""
    mark = rules.attendance_low if name is ListName.BELOW_LOW else rules.attendance_good
    return say(
        f"summary-list-{name.value}",
        mark=say.percent(mark),
        years=rules.years_without_admission,
        months=rules.months_without_visit,
    )


def unit_name(say: Voice, name: str) -> str:
    """The unit's name as plain text, or what several roots together are called."""
    return clipped(name) if name else say.plain("summary-roots")


def running(span: Span, today: date) -> bool:
    """Whether ``today`` lies within the span."""
    return Month.of(today) in span


def headed(say: Voice, key: str, summary: Summary, now: datetime) -> str:
    """The first line: unit, span, and while the span runs the moment up to which it counts."""
    values: dict[str, object] = {"unit": unit_name(say, summary.unit), "span": Html(span_name(say, summary.span))}
    if not running(summary.span, now.date()):
        return say(key, **values)
    return say(f"{key}-running", **values, clock=f"{now:%H:%M}", day=say.short_day(now.date()))


def summary_text(say: Voice, summary: Summary, named: Sequence[str], now: datetime, rules: Rules) -> str:
    """The whole summary; ``named`` are the first names of the list :func:`troubled` gives."""
    head = headed(say, "summary-head", summary, now)
    if not summary.expected:
        rest = [say("summary-nothing", span=Html(span_name(say, summary.span)))]
    else:
        rest = [_held(say, summary, now.date()), _states(say, summary, rules)]
    rest += [_attendance(say, summary, rules), _work(say, summary, rules), _named(say, summary, named, rules)]
    if summary.count(ListName.VISITED) or summary.count(ListName.UNVISITED):
        rest.append(_visits(say, summary, rules))
    rest.append(_shares(say, summary, rules, (ListName.NOT_JOINED, ListName.UNREACHABLE, ListName.LATE_ENTRY)))
    return "\n".join(line for line in (head, *rest) if line)


def _visits(say: Voice, summary: Summary, rules: Rules) -> str:
    """``Đảng ủy viên về dự 12/41 kỳ; 3 chi bộ 6 tháng chưa có ai về dự``."""
    text = say("summary-visited", count=summary.count(ListName.VISITED), held=summary.held)
    if without := summary.count(ListName.UNVISITED):
        text += "; " + say("summary-unvisited", count=without, months=rules.months_without_visit)
    return text


def troubled(summary: Summary) -> ListName | None:
    """The list whose first names stand in the summary."""
    return next((name for name in TROUBLE if summary.count(name)), None)


def _held(say: Voice, summary: Summary, today: date) -> str:
    one_each = summary.cells == summary.expected
    cells = say(
        "summary-cells" if one_each else "summary-cells-periods", cells=summary.cells, expected=summary.expected
    )
    values: dict[str, object] = {
        "cells": Html(cells),
        "held": summary.held,
        "share": say.percent(summary.share, digits=0),
    }
    if not summary.expected_before:
        return say("summary-held", **values)
    key = "summary-held-same-day" if running(summary.span, today) else "summary-held-before"
    before = say(f"span-before-{_span_kind(summary.span)}")
    return say(key, **values, before=Html(before), number=summary.held_before)


def _shares(say: Voice, summary: Summary, rules: Rules, names: Iterable[ListName]) -> str:
    parts = [
        f"{list_name(say, name, rules)} {say.number(summary.count(name))}" for name in names if summary.count(name)
    ]
    return " · ".join(part if index == 0 else part[:1].lower() + part[1:] for index, part in enumerate(parts))


def _states(say: Voice, summary: Summary, rules: Rules) -> str:
    return _shares(say, summary, rules, (ListName(state.value) for state in CellState))


def _attendance(say: Voice, summary: Summary, rules: Rules) -> str:
    bands = _bands(say, summary)
    if summary.attendance is None:
        return bands
    text = say("summary-attendance", share=say.percent(summary.attendance))
    if good := summary.count(ListName.BELOW_GOOD):
        key = "summary-below" if summary.span.months == 1 else "summary-below-periods"
        text += "; " + say(key, count=good, mark=say.percent(rules.attendance_good))
    if low := summary.count(ListName.BELOW_LOW):
        text += ", " + say("summary-below-low", count=low, mark=say.percent(rules.attendance_low))
    return f"{text}. {bands}" if bands else text


def _bands(say: Voice, summary: Summary) -> str:
    """``Chấm điểm: Tốt 12 · Khá 5``."""
    counts = [(band, summary.count(name)) for band, name in OF_BANDS.items()]
    if not any(count for _, count in counts):
        return ""
    told = " · ".join(f"{say(f'band-{band.value}')} {say.number(count)}" for band, count in counts if count)
    return say("summary-bands", bands=Html(told))


def _growth(say: Voice, summary: Summary, rules: Rules) -> str:
    admitted, without = summary.count(ListName.ADMITTED), summary.count(ListName.NO_ADMISSION)
    told = [say("summary-admitted", count=admitted)] if admitted else []
    if without:
        told.append(say("summary-no-admission", count=without, years=rules.years_without_admission))
    return " · ".join(told)


def _work(say: Voice, summary: Summary, rules: Rules) -> str:
    names = (ListName.RESOLUTIONS, ListName.TASKS_DONE, ListName.TASKS_OVERDUE)
    grown = _growth(say, summary, rules)
    if not any(map(summary.count, names)):
        return grown
    resolutions, done, overdue = map(summary.count, names)
    text = say("summary-work", resolutions=resolutions, done=done, overdue=overdue)
    return f"{text} · {grown[:1].lower()}{grown[1:]}" if grown else text


def _named(say: Voice, summary: Summary, named: Sequence[str], rules: Rules) -> str:
    name = troubled(summary)
    if name is None or not named:
        return ""
    names = list(dict.fromkeys(named))[:NAMED]
    values: dict[str, object] = {
        "list": Html(list_name(say, name, rules)),
        "names": ", ".join(clipped(each, LONGEST // 2) for each in names),
    }
    more = summary.count(name) - len(names)
    if more and summary.span.months > 1:  # a cell may stand there for several months: the rest is not a count of cells
        all_named = len(named) == summary.count(name) and set(named) == set(names)
        return say("summary-named" if all_named else "summary-named-some", **values)
    return say("summary-named-more" if more else "summary-named", **values, count=more)


def child_line(say: Voice, number: int, child: ChildSummary, rules: Rules) -> str:
    """One unit in the table that puts commune beside commune."""
    if not child.expected:
        return say("summary-unit-none", number=number, name=clipped(child.name))
    parts = [say("summary-unit-held", held=child.held, expected=child.expected)]
    for name, count in ((ListName.OVERDUE, child.overdue), (ListName.MISSED, child.missed)):
        if count:
            parts.append(f"{list_name(say, name, rules).lower()} {say.number(count)}")
    if child.attendance is not None:
        parts.append(say("summary-unit-attendance", share=say.percent(child.attendance)))
    return say("summary-unit-line", number=number, name=clipped(child.name), parts=Html("; ".join(parts)))
