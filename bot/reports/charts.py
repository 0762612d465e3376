"""Pictures for a phone: a heat map, the states by unit, the trend, tasks by age; drawn in a process of their own.

Nothing hangs on colour alone: each field bears a word or a number, each line its name at its end. The colours are those
of Okabe and Ito, which the colour-blind tell apart.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.domain.periods import Month
from bot.reports.report import AGES, CellMonth, Group, Report, by_age, groups
from bot.reports.summary import HELD, CellState, ListName
from bot.reports.text import clipped, list_name, span_name, unit_name
from bot.texts import Voice

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Chart(StrEnum):
    """Which picture."""

    HEAT = "heat"
    STATES = "states"
    TREND = "trend"
    AGES = "ages"


WIDTH, DPI = 5.4, 200
"""Inches and dots an inch: 1,080 dots, a phone's width."""
ROWS = 26
"""Lines of one picture."""
NAME, MARK, TITLE = 10.0, 7.5, 13.0
"""Points."""
INK, PALE = "#1a1a1a", "#e6e6e6"
COLOURS: dict[CellState, str] = {
    CellState.ON_TIME: "#009e73",
    CellState.LATE: "#56b4e9",
    CellState.PAPER: "#8fd3bd",
    CellState.SAID_HELD: "#f0e442",
    CellState.POSTPONED: "#f3d9a4",
    CellState.NOT_DUE: "#ffffff",
    CellState.OVERDUE: "#e69f00",
    CellState.MISSED: "#b54700",
    CellState.EXCUSED: PALE,
}
"""Of Okabe and Ito's, light and dark enough to be told apart in grey, too."""
LIGHT_INK = frozenset({CellState.ON_TIME, CellState.MISSED})
WRONG = (CellState.OVERDUE, CellState.MISSED)
"""States that are told at a bar's end, too."""
BLUE, VERMILION = "#0072b2", "#b54700"
AROUND = 3.0
"""Points left free on both sides of words in a part of a bar."""


def pages(chart: Chart, cells: int, above: int) -> int:
    """How many pictures there are of that kind, of so many cells under so many units."""
    match chart:
        case Chart.HEAT:
            return max(1, -(-(above if cells > ROWS and above > 1 else cells) // ROWS))
        case Chart.STATES:
            return max(1, -(-above // ROWS))
        case _:
            return 1


def drawn(chart: Chart, report: Report, say: Voice, page: int = 0) -> bytes:
    """The picture as PNG."""
    out = io.BytesIO()
    figured(chart, report, say, page).savefig(out, format="png", dpi=DPI, facecolor="white")
    return out.getvalue()


def figured(chart: Chart, report: Report, say: Voice, page: int = 0) -> Figure:
    """The picture before it becomes dots; a page past the end gives the last."""
    cells, above = len({each.unit_id for each in report.cells}), len({each.above for each in report.cells})
    draw = {Chart.HEAT: _heat, Chart.STATES: _states, Chart.TREND: _trend, Chart.AGES: _ages}[chart]
    return draw(report, say, min(page, pages(chart, cells, above) - 1))


def written(text: str) -> str:
    """The text as it can be drawn: no control characters, and nothing taken for a formula."""
    kept = "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cs", "Cn", "Co"})
    return kept.replace("$", r"\$")


def _figure(report: Report, title: str, under: str, height: float) -> Figure:
    import matplotlib as mpl  # noqa: PLC0415 - heavy, loaded in this process alone
    from matplotlib.figure import Figure  # noqa: PLC0415

    mpl.rcParams["font.family"] = "DejaVu Sans"
    mpl.rcParams["axes.unicode_minus"] = False
    figure = Figure((WIDTH, height))
    figure.text(0.03, 1 - 0.12 / height, written(clipped(title, 42)), size=TITLE, weight="bold", color=INK, va="top")
    figure.text(0.03, 1 - 0.40 / height, written(clipped(under, 62)), size=NAME, color=INK, va="top")
    figure.text(0.97, 0.06 / height, f"{report.today:%d/%m/%Y}", size=MARK, color="#555555", ha="right", va="bottom")
    return figure


def _axes(figure: Figure, height: float, *, left: float, right: float, bottom: float, top: float) -> Axes:
    """Left and right as shares, bottom and top in inches."""
    axes = figure.add_axes((left, bottom / height, right - left, (height - bottom - top) / height))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, colors=INK)
    return axes


def _under(report: Report, say: Voice) -> str:
    return f"{clipped(unit_name(say, report.unit), 34)} · {say.without_tags(span_name(say, report.summary.span))}"


# --- cells by months ---------------------------------------------------------------------------------------------------


def _grouped(report: Report) -> bool:
    """Whether so many cells are shown by the units above them."""
    cells = {each.unit_id for each in report.cells}
    return len(cells) > ROWS and len({each.above for each in report.cells}) > 1


def _heat_rows(report: Report) -> list[tuple[str, list[CellMonth]]]:
    rows: dict[Any, list[CellMonth]] = {}
    grouped = _grouped(report)
    for each in report.cells:
        rows.setdefault(each.above if grouped else each.unit_id, []).append(each)
    return [(found[-1].above if grouped else found[-1].cell, found) for found in rows.values()]


def _heat(report: Report, say: Voice, page: int) -> Figure:
    rows = _heat_rows(report)
    shown = rows[page * ROWS : (page + 1) * ROWS]
    months = _months(report)
    height = 1.35 + 0.27 * max(len(shown), 4)
    key = "chart-heat-groups" if _grouped(report) else "chart-heat"
    figure = _figure(report, _paged(say, say.plain(key), page, len(rows)), _under(report, say), height)
    axes = _axes(figure, height, left=0.36, right=0.985, bottom=0.3, top=1.0)
    for line, (_, found) in enumerate(shown):
        for column, month in enumerate(months):
            here = [each for each in found if each.facts.period == month]
            if _grouped(report):
                _share(axes, column, line, here)
            else:
                _mark(axes, say, column, line, here)
    _heat_ticks(axes, say, months, [name for name, _ in shown])
    return figure


def _months(report: Report) -> list[Month]:
    """Those of the span that have begun."""
    span = report.summary.span
    months = [span.first.plus(number) for number in range(span.months)]
    return [month for month in months if month.first <= report.today] or months


def _heat_ticks(axes: Axes, say: Voice, months: Sequence[Month], names: Sequence[str]) -> None:
    axes.set_xlim(-0.5, max(len(months), 1) - 0.5)
    axes.set_ylim(max(len(names), 4) - 0.5, -0.5)
    heads = [f"{say.plain('chart-month', month=month.month)}\n{month.year % 100:02d}" for month in months]
    axes.set_xticks(range(len(months)), heads, size=MARK)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(names)), [written(shortened(name, 24)) for name in names], size=MARK + 1)


def _field(axes: Axes, column: int, line: int, colour: str) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    axes.add_patch(Rectangle((column - 0.47, line - 0.45), 0.94, 0.9, facecolor=colour, edgecolor="#bbbbbb", lw=0.5))


def _mark(axes: Axes, say: Voice, column: int, line: int, here: Sequence[CellMonth]) -> None:
    if not here:
        return
    state = here[0].state
    _field(axes, column, line, COLOURS[state])
    ink = "white" if state in LIGHT_INK else INK
    axes.text(
        column, line, say.plain(f"chart-mark-{state.value}"), size=MARK - 0.8, color=ink, ha="center", va="center"
    )


def _share(axes: Axes, column: int, line: int, here: Sequence[CellMonth]) -> None:
    """Met of expected, darker with fewer: the number says it."""
    if not here:
        return
    held = sum(each.state in HELD for each in here)
    share = held / len(here)
    steps = ((1.0, "#009e73"), (0.9, "#8fd3bd"), (0.7, "#f3d9a4"), (0.4, "#e69f00"), (0.0, "#b54700"))
    colour = next(colour for least, colour in steps if share >= least)
    _field(axes, column, line, colour)
    ink = "white" if colour in {"#009e73", "#b54700"} else INK
    axes.text(column, line, f"{held}/{len(here)}", size=MARK - 1.3, color=ink, ha="center", va="center")


def shortened(name: str, limit: int) -> str:
    """The unit's own part of its name: ``Chi bộ thôn Muối`` → ``thôn Muối``."""
    for head in ("Chi bộ ", "Đảng bộ ", "Đảng ủy "):
        name = name.removeprefix(head)
    return clipped(name, limit)


def _paged(say: Voice, title: str, page: int, total: int) -> str:
    count = -(-total // ROWS)
    return title if count < 2 else say.plain("chart-page", title=title, page=page + 1, pages=count)  # noqa: PLR2004


# --- the states by unit ------------------------------------------------------------------------------------------------


BAR_STARTS, BAR_ENDS = 0.33, 0.72
"""Shares of the width; what is told at a bar's end stands right of it."""
A_LINE = 0.125
"""Inches of a line of small words."""
KEY_WIDTH = 3
"""States explained in one line above the bars."""
GAP = 6.0
"""Points between two words at a bar's end."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A state with its number, as it stands in a bar or at its end."""

    state: CellState
    count: int
    said: str

    @property
    def wide(self) -> float:
        """Points it takes."""
        return wide(self.said, MARK - 0.3, "bold" if self.state in WRONG else "normal")


def _states(report: Report, say: Voice, page: int) -> Figure:
    found = groups(report.cells)
    shown = found[page * ROWS : (page + 1) * ROWS]
    if len(found) <= 1:
        return _counts(report, say)
    present = [state for state in CellState if any(group.states.get(state) for group in found)]
    rows = [_words(say, group, present) for group in shown]
    ends = [_ends(words) for words in rows]
    head = 0.78 + 0.145 * -(-len(present) // KEY_WIDTH)
    row = max(0.3, 0.03 + A_LINE * max(map(len, ends)))
    height = head + 0.3 + row * max(len(shown), 5)
    figure = _figure(report, _paged(say, say.plain("chart-states"), page, len(found)), _under(report, say), height)
    axes = _axes(figure, height, left=BAR_STARTS, right=BAR_ENDS, bottom=0.3, top=head)
    axes.set_xlim(0, 1)
    axes.set_ylim(max(len(shown), 5) - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks(range(len(shown)), [written(shortened(group.name, 23)) for group in shown], size=MARK + 1)
    for line, (words, told) in enumerate(zip(rows, ends, strict=True)):
        _bar(axes, line, words, thick=0.234 / row)
        _told(axes, line, told, A_LINE / row)
    rules = report.rules
    named = [
        f"{say.plain(f'chart-mark-{state.value}')} = {list_name(say, ListName(state.value), rules)} "
        f"{report.summary.count(ListName(state.value))}"
        for state in present
    ]
    lines = [" · ".join(named[at : at + KEY_WIDTH]) for at in range(0, len(named), KEY_WIDTH)]
    figure.text(0.03, 1 - 0.66 / height, "\n".join(lines), size=MARK, color=INK, va="top", linespacing=1.35)
    return figure


def _words(say: Voice, group: Group, present: Sequence[CellState]) -> list[_Word]:
    return [
        _Word(state, count, f"{say.plain(f'chart-mark-{state.value}')} {count}")
        for state in present
        if (count := group.states.get(state, 0))
    ]


def _fits(word: _Word, words: Sequence[_Word]) -> bool:
    """Whether it can be read within its own part of the bar."""
    room = (BAR_ENDS - BAR_STARTS) * WIDTH * 72 * word.count / sum(each.count for each in words)
    return word.wide + AROUND <= room


def _ends(words: Sequence[_Word]) -> list[list[_Word]]:
    """What stands at a bar's end, in lines: those to be cared for, then what is too narrow for its words."""
    told = [word for word in words if word.state in WRONG]
    told += [word for word in words if word.state not in WRONG and not _fits(word, words)]
    room = (0.97 - BAR_ENDS) * WIDTH * 72
    lines: list[list[_Word]] = []
    for word in told:
        if lines and sum(each.wide + GAP for each in lines[-1]) + word.wide <= room:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _bar(axes: Axes, line: int, words: Sequence[_Word], *, thick: float) -> None:
    left, total = 0.0, sum(word.count for word in words)
    for word in words:
        part = word.count / total
        axes.barh(line, part, left=left, height=thick, color=COLOURS[word.state], edgecolor="#777777", linewidth=0.5)
        if _fits(word, words):
            ink = "white" if word.state in LIGHT_INK else INK
            axes.text(left + part / 2, line, word.said, size=MARK - 0.3, color=ink, ha="center", va="center")
        left += part


def _told(axes: Axes, line: int, told: Sequence[Sequence[_Word]], step: float) -> None:
    across = (BAR_ENDS - BAR_STARTS) * WIDTH * 72
    for number, words in enumerate(told):
        at = 1 + GAP / across
        for word in words:
            wrong = word.state in WRONG
            axes.text(
                at,
                line + (number - (len(told) - 1) / 2) * step,
                word.said,
                size=MARK - 0.3,
                weight="bold" if wrong else "normal",
                color=VERMILION if wrong else INK,
                va="center",
            )
            at += (word.wide + GAP) / across


@cache
def wide(words: str, size: float, weight: str) -> float:
    """How many points the words take."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - heavy, loaded in this process alone
    from matplotlib.textpath import TextPath  # noqa: PLC0415

    drawn = FontProperties(family="DejaVu Sans", weight=weight, size=size)
    return 1 + float(TextPath((0, 0), words, prop=drawn).get_extents().width)


def _counts(report: Report, say: Voice) -> Figure:
    """One unit alone: how many cells stand how."""
    names = [(state, report.summary.count(ListName(state.value))) for state in CellState]
    shown = [(state, count) for state, count in names if count]
    bars = [
        (list_name(say, ListName(state.value), report.rules), count, COLOURS[state], say.number(count))
        for state, count in shown
    ]
    return _bars(report, say, "chart-states", bars)


def _bars(report: Report, say: Voice, key: str, bars: Sequence[tuple[str, int, str, str]]) -> Figure:
    """Bars with their names on the left and their numbers at their ends."""
    height = 1.3 + 0.55 * max(len(bars), 4)
    figure = _figure(report, say.plain(key), _under(report, say), height)
    axes = _axes(figure, height, left=0.38, right=0.9, bottom=0.3, top=0.8)
    most = max((count for _, count, _, _ in bars), default=0) or 1
    for line, (_, count, colour, said) in enumerate(bars):
        axes.barh(line, count, height=0.7, color=colour, edgecolor="#555555", linewidth=0.6)
        axes.text(count + most * 0.015, line, said, size=TITLE, weight="bold", color=INK, va="center")
    if not bars:
        axes.text(0.5, 1.5, say.plain("chart-nothing"), size=TITLE, color=INK, ha="center")
    axes.set_xlim(0, most * 1.05)
    axes.set_ylim(max(len(bars), 4) - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks(range(len(bars)), [written(name) for name, *_ in bars], size=NAME)
    return figure


# --- trend and tasks ---------------------------------------------------------------------------------------------------


def _trend(report: Report, say: Voice, _: int) -> Figure:
    height = 7.0
    figure = _figure(report, say.plain("chart-trend"), _under_trend(report, say), height)
    months = [told.span.first for told in report.trend]
    on_time = [told.count(ListName.ON_TIME) / told.expected if told.expected else None for told in report.trend]
    came = [told.attendance for told in report.trend]
    upper = _axes(figure, height, left=0.12, right=0.96, bottom=3.75, top=1.15)
    lower = _axes(figure, height, left=0.12, right=0.96, bottom=0.6, top=4.3)
    running = bool(months) and months[-1] == Month.of(report.today)
    _line(upper, say, months, came, (say.plain("chart-attendance"), BLUE, "o", "-"), running=running)
    _line(lower, say, months, on_time, (say.plain("chart-on-time"), VERMILION, "s", "--"), running=running)
    _threshold(upper, say, report.rules.attendance_good)
    return figure


def _under_trend(report: Report, say: Voice) -> str:
    if not report.trend:
        return unit_name(say, report.unit)
    first, last = report.trend[0].span.first, report.trend[-1].span.first
    return f"{clipped(unit_name(say, report.unit), 30)} · {first.written} – {last.written}"


def _line(
    axes: Axes,
    say: Voice,
    months: Sequence[Month],
    shares: Sequence[float | None],
    look: tuple[str, ...],
    *,
    running: bool,
) -> None:
    """``running``: the last month is not over; it stands apart, hollow, and the line does not fall to it."""
    name, colour, mark, dashes = look
    points = [(place, share * 100) for place, share in enumerate(shares) if share is not None]
    axes.set_title(name, size=NAME + 1, weight="bold", color=colour, loc="left", pad=8)
    apart = points[-1:] if running and points and points[-1][0] == len(months) - 1 else []
    joined = points[: len(points) - len(apart)]
    axes.plot(*zip(*joined, strict=True), marker=mark, ls=dashes, lw=2, color=colour) if joined else None
    axes.plot(*zip(*apart, strict=True), marker=mark, ls="", mfc="white", mew=2, color=colour) if apart else None
    least = min((value for _, value in points), default=0.0)
    axes.set_ylim(max(0, least - 12), 106)
    for place, value in _said(points):
        axes.annotate(
            say.percent(value / 100, digits=0 if value in {0, 100} else 1).replace("%", ""),
            (place, value),
            xytext=(0, 7),
            textcoords="offset points",
            size=NAME,
            weight="bold",
            color=colour,
            ha="center",
        )
    axes.set_xlim(-0.6, max(len(months), 2) - 0.4)
    heads = [say.plain("chart-month", month=month.month) for month in months]
    if running:
        heads[-1] += "\n" + say.plain("chart-running")
    axes.set_xticks(range(len(months)), heads, size=MARK + 1)
    low, high = axes.get_ylim()
    ticks = [tick for tick in range(0, 101, 10 if high - low < 60 else 20) if tick >= low]  # noqa: PLR2004
    axes.set_yticks(ticks, [f"{tick}%" for tick in ticks], size=MARK)
    axes.grid(axis="y", color=PALE, lw=0.8)
    axes.set_axisbelow(True)


def _said(points: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """The points that bear their number: every second one, the last always."""
    return [point for number, point in enumerate(points) if (len(points) - 1 - number) % 2 == 0]


def _threshold(axes: Axes, say: Voice, share: float) -> None:
    low, _ = axes.get_ylim()
    if share * 100 > low:
        axes.axhline(share * 100, color="#555555", lw=1, ls=":")
        axes.text(
            -0.55,
            share * 100 - 0.8,
            say.plain("chart-mark-of", mark=say.percent(share, digits=0)),
            size=MARK,
            color="#555555",
            va="top",
        )


def _ages(report: Report, say: Voice, _: int) -> Figure:
    counted = by_age(report)
    colours = {
        "later": "#8fd3bd",
        "none": PALE,
        "week": "#f0e442",
        "month": "#e69f00",
        "quarter": "#d55e00",
        "more": "#8a2f00",
    }
    bars = [
        (say.plain(f"chart-age-{name}"), counted[name], colours[name], say.number(counted[name])) for name, _ in AGES
    ]
    return _bars(report, say, "chart-ages", bars if any(counted.values()) else [])
