"""A summary as short text for a phone: names beside numbers, about seven lines. ``lines.py`` and ``card.py`` say the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.reports.summary import OF_BANDS, CellState, ChildSummary, Compared, ListName, Summary, quarters
from bot.texts import Html, Voice

NAMED = 3
"""How many names stand beside a number before the rest is counted."""
LONGEST = 80
CHANGES = 3
"""How many changed figures are told beside a locked month."""
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
        "first": span.first.written,
        "last": span.last.written,
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
    rest += [
        _attendance(say, summary, rules, now.date()),
        _sessions(say, summary),
        _quality(say, summary),
        _work(say, summary, rules),
        _named(say, summary, named, rules),
        _visits(say, summary, rules),
        _shares(say, summary, rules, (ListName.NOT_JOINED, ListName.UNREACHABLE, ListName.LATE_ENTRY)),
        frozen_text(say, summary, rules),
    ]
    return "\n".join(line for line in (head, *rest) if line)


def _visits(say: Voice, summary: Summary, rules: Rules) -> str:
    """``Đảng ủy viên về dự 12/41 kỳ; 3 chi bộ 6 tháng chưa có ai về dự``."""
    if not (summary.count(ListName.VISITED) or summary.count(ListName.UNVISITED)):
        return ""
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
    compared = _beside(say, summary, today, {each.span: say.number(each.held) for each in _known(summary)})
    return (
        say("summary-held-compared", **values, compared=Html(compared)) if compared else say("summary-held", **values)
    )


def _known(summary: Summary) -> list[Compared]:
    """The earlier spans in which there was something to meet for."""
    return [each for each in (summary.before, summary.year_ago) if each is not None and each.expected]


def _beside(say: Voice, summary: Summary, today: date, figures: Mapping[Span, str]) -> str:
    """``cùng ngày tháng trước 48, năm trước 45``: the figures of the earlier spans that have one."""
    parts: list[str] = []
    for each in _known(summary):
        if (figure := figures.get(each.span)) is None:
            continue
        kind = _span_kind(summary.span) if each is summary.before else "ago"
        day = running(summary.span, today) and not parts
        before = Html(say(f"span-before-{kind}"))
        parts.append(
            say("summary-compared-same-day" if day else "summary-compared", before=before, number=Html(figure))
        )
    return ", ".join(parts)


def _shares(say: Voice, summary: Summary, rules: Rules, names: Iterable[ListName]) -> str:
    parts = [
        f"{list_name(say, name, rules)} {say.number(summary.count(name))}" for name in names if summary.count(name)
    ]
    return " · ".join(_within(part, parts[:index]) for index, part in enumerate(parts))


def _states(say: Voice, summary: Summary, rules: Rules) -> str:
    return _shares(say, summary, rules, (ListName(state.value) for state in CellState))


def _attendance(say: Voice, summary: Summary, rules: Rules, today: date) -> str:
    if summary.attendance is None:
        return ""
    text = say("summary-attendance", share=say.percent(summary.attendance))
    known = {each.span: say.percent(each.attendance) for each in _known(summary) if each.attendance is not None}
    if compared := _beside(say, summary, today, known):
        text += f" ({compared})"
    if good := summary.count(ListName.BELOW_GOOD):
        key = "summary-below" if summary.span.months == 1 else "summary-below-periods"
        text += "; " + say(key, count=good, mark=say.percent(rules.attendance_good))
    if low := summary.count(ListName.BELOW_LOW):
        text += ", " + say("summary-below-low", count=low, mark=say.percent(rules.attendance_low))
    return text


def _sessions(say: Voice, summary: Summary) -> str:
    """``Vắng không lý do 6 đồng chí (4 buổi) · 5 buổi chưa đủ thời lượng (trung bình 95 phút)``."""
    parts = []
    if meetings := summary.count(ListName.UNEXCUSED):
        parts.append(say("summary-unexcused", people=summary.unexcused, meetings=meetings))
    if shorter := summary.count(ListName.SHORT):
        parts.append(say("summary-short", count=shorter, minutes=mean_minutes(summary)))
    elif summary.timed:
        parts.append(say("summary-minutes", minutes=mean_minutes(summary)))
    if summary.mean_speakers is not None:
        parts.append(_within(speakers_text(say, summary), parts))
    return " · ".join(parts)


def speakers_text(say: Voice, summary: Summary) -> str:
    """``Mỗi buổi trung bình 7,5 đồng chí phát biểu (27% số có mặt)``."""
    share = summary.speakers_share
    return say(
        "summary-speakers",
        mean=say.number(round(summary.mean_speakers or 0, 1)),
        share=say.percent(share, digits=0) if share is not None else "–",
    )


def mean_minutes(summary: Summary) -> int:
    """How long a meeting lasted in the mean, in whole minutes."""
    return round(summary.mean_minutes or 0)


def _quality(say: Voice, summary: Summary) -> str:
    return ". ".join(part for part in (thematic_text(say, summary), _bands(say, summary)) if part)


def thematic_text(say: Voice, summary: Summary) -> str:
    """``Chuyên đề quý IV: 45/60``: cells with what the quarter asks for, of those that owe it; by the end of the span."""
    wanted = summary.thematic_wanted
    if not wanted:
        return ""
    touched = quarters(summary.span)
    values = {"held": summary.count(ListName.WITH_THEMATIC), "wanted": wanted}
    if len(touched) > 1:
        return say("summary-thematic-quarters", **values)
    name = touched[0].first.quarter_name
    partial = touched[0].last.month % 3 and not running(summary.span, summary.today)
    if partial:
        return say("summary-thematic-until", quarter=name, month=str(touched[0].last.month), **values)
    return say("summary-thematic", quarter=name, **values)


def _bands(say: Voice, summary: Summary) -> str:
    """``Chấm điểm: Tốt 12 · Khá 5``."""
    counts = [(band, summary.count(name)) for band, name in OF_BANDS.items()]
    if not any(count for _, count in counts):
        return ""
    told = [f"{say(f'band-{band.value}')} {say.number(count)}" for band, count in counts if count]
    if unscored := summary.count(ListName.NOT_SCORED):
        told.append(say("summary-not-scored", count=unscored))
    return say("summary-bands", bands=Html(" · ".join(told)))


def frozen_text(say: Voice, summary: Summary, rules: Rules) -> str:
    """That the month's figures are those of the lock, and which of them records told since would change."""
    kept = summary.frozen
    if kept is None:
        return ""
    day = near_day(say, kept.on, summary.today)
    if kept.changed_on is None:
        return say("summary-frozen", day=day)
    changes = [
        say(
            "summary-changed",
            list=Html(list_name(say, each.name, rules).removesuffix(":").lower()),
            was=each.was,
            now=each.now,
        )
        for each in kept.changes
    ]
    told = "; ".join(changes[:CHANGES]) + (" …" if len(changes) > CHANGES else "")
    changed = near_day(say, kept.changed_on, summary.today)
    return say("summary-frozen-changed", day=day, changed=changed, changes=Html(told or say("summary-changed-people")))


def _within(text: str, before: Sequence[str]) -> str:
    """The text as it stands after others: its first letter small."""
    return f"{text[:1].lower()}{text[1:]}" if before else text


def _growth(say: Voice, summary: Summary, rules: Rules) -> str:
    admitted, without = summary.count(ListName.ADMITTED), summary.count(ListName.NO_ADMISSION)
    told = [say("summary-admitted", count=admitted)] if admitted else []
    if recognised := summary.count(ListName.RECOGNISED):
        told.append(_within(say("summary-recognised", count=recognised), told))
    if without:
        told.append(say("summary-no-admission", count=without, years=rules.years_without_admission))
    return " · ".join(told)


def _work(say: Voice, summary: Summary, rules: Rules) -> str:
    grown = _growth(say, summary, rules)
    counts = {name: summary.count(ListName(name)) for name in ("tasks_done", "tasks_open", "tasks_overdue")}
    passed = {name: summary.count(ListName(name)) for name in ("resolutions", "concluded")}
    if not any((*counts.values(), *passed.values())):
        return grown
    done, still, overdue = counts.values()
    parts = [say("summary-resolutions-concluded" if passed["concluded"] else "summary-resolutions", **passed)]
    parts.append(say("summary-tasks", done=done, open=still, overdue=overdue))
    return " · ".join([*parts, *([_within(grown, parts)] if grown else [])])


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
    wrong = {
        ListName.OVERDUE: child.overdue,
        ListName.MISSED: child.missed,
        ListName.LATE: child.late,
        ListName.LATE_ENTRY: child.late_entry,
    }
    for name, count in wrong.items():
        if count:
            parts.append(f"{list_name(say, name, rules).lower()} {say.number(count)}")
    if child.attendance is not None:
        parts.append(say("summary-unit-attendance", share=say.percent(child.attendance)))
    return say("summary-unit-line", number=number, name=clipped(child.name), parts=Html("; ".join(parts)))
