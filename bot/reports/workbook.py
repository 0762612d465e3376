"""A report as .xlsx or .csv: frozen heads, filters, dates as dates, colours by condition, charts; no text is a formula.

Rows are written one after another and not held in memory; the file stands in a folder that is nobody else's.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from bot.domain.spreadsheets import guarded, writable
from bot.reports import sheets
from bot.reports.report import Report
from bot.reports.sheets import Look, Sheet, Value
from bot.reports.summary import CellState, ListName
from bot.reports.text import frozen_text, span_name, unit_name
from bot.texts import Voice
from bot.texts.screen import Told

FORMATS = {Look.NUMBER: "#,##0.##", Look.SHARE: "0.0%", Look.POINTS: "0.0", Look.DAY: "dd/mm/yyyy", Look.TEXT: "@"}
HEAD, GOOD, POOR = "#DCE6F1", "#C6E0B4", "#F4B183"
"""Colours of heads, of what is good and what is not; the words stand beside them."""
BLUE, ORANGE, GREY = "#0072B2", "#B54700", "#BFBFBF"
"""Of lines and bars, told apart by the colour-blind and in grey."""
A4 = 9
TWO_LINES = 32
"""Points of a row of heads."""
TALLEST = 3.2
"""How many times its usual height a chart may have: with more bars they become thinner."""
CHILDREN_AT_MOST = 60
"""Units beside one another in a chart."""


def workbook(report: Report, say: Voice, folder: Path, told: Told) -> bytes:
    """The whole workbook."""
    parts = len(sheets.WHOLE) + 1

    def fill(book: Any, looks: dict[Any, Any]) -> None:
        told(0, parts)
        _summary(book, looks, report, say)
        for number, sheet in enumerate(sheets.WHOLE, 1):
            told(number, parts)
            _table(book, looks, report, sheet(report, say), say)

    return _made(folder, fill)


def table(sheet: Sheet, report: Report, say: Voice, folder: Path, told: Told) -> bytes:
    """One table alone, under its title."""

    def fill(book: Any, looks: dict[Any, Any]) -> None:
        told(0, 1)
        _table(book, looks, report, sheet, say, titled=True)

    return _made(folder, fill)


def as_csv(sheet: Sheet) -> bytes:
    """With the mark that makes Excel read UTF-8, ``;`` between, and an apostrophe before what looks like a formula."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";")
    rows.writerow([guarded(writable(column.head)) for column in sheet.columns])
    for row in sheets.values(sheet):
        rows.writerow([_as_text(value, column.look) for value, column in zip(row, sheet.columns, strict=True)])
    return out.getvalue().encode("utf-8-sig")


def _as_text(value: Value, look: Look) -> str:
    match value:
        case None:
            return ""
        case date():
            return f"{value:%d/%m/%Y}"
        case float() if look is Look.SHARE:
            return f"{value * 100:.1f}%".replace(".", ",")
        case float():
            return f"{value:g}".replace(".", ",")
        case _:
            return guarded(writable(str(value)))


def _made(folder: Path, fill: Callable[[Any, dict[Any, Any]], None]) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - heavy, needed here alone

    path = folder / "book.xlsx"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        options = {
            "constant_memory": True,
            "tmpdir": str(folder),
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        with xlsxwriter.Workbook(str(path), options) as book:
            looks: dict[Any, Any] = {
                look: book.add_format({"num_format": form, "valign": "top"}) for look, form in FORMATS.items()
            }
            looks["wrap"] = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
            looks["head"] = book.add_format(
                {"bold": True, "bg_color": HEAD, "text_wrap": True, "border": 1, "valign": "top"}
            )
            looks["title"] = book.add_format({"bold": True, "font_size": 14})
            looks["good"] = book.add_format({"bg_color": GOOD})
            looks["poor"] = book.add_format({"bg_color": POOR, "bold": True})
            fill(book, looks)
        return path.read_bytes()
    finally:
        path.unlink(missing_ok=True)


def _write(page: Any, row: int, column: int, value: Value, look: Any) -> None:
    match value:
        case None | "":
            page.write_blank(row, column, None, look)
        case str():
            page.write_string(row, column, writable(value), look)
        case date():
            page.write_datetime(row, column, datetime.combine(value, time()), look)
        case _:
            page.write_number(row, column, value, look)


def _heading(report: Report, say: Voice) -> str:
    return f"{unit_name(say, report.unit)} · {say.without_tags(span_name(say, report.summary.span))}"


def _summary(book: Any, looks: dict[Any, Any], report: Report, say: Voice) -> None:
    """Figures on the left, month by month and unit beside unit on a sheet of their own, with charts."""
    page = book.add_worksheet(say.plain("book-sheet-summary"))
    page.set_column(0, 0, 40)
    page.set_column(1, 1, 14)
    _write(page, 0, 0, _heading(report, say), looks["title"])
    _write(page, 1, 0, say.plain("book-as-of", day=report.today.strftime("%d/%m/%Y")), looks[Look.TEXT])
    _write(page, 2, 0, say.without_tags(frozen_text(say, report.summary, report.rules)), looks[Look.TEXT])
    _write(page, 3, 0, say.plain("book-figure"), looks["head"])
    _write(page, 3, 1, say.plain("book-value"), looks["head"])
    for number, (name, value, look) in enumerate(sheets.summary_rows(report, say), 4):
        _write(page, number, 0, name, looks[Look.TEXT])
        _write(page, number, 1, value, looks[look])
    page.freeze_panes(4, 0)
    page.set_portrait()
    _on_paper(page, 1)
    page.set_footer(f"&C{say.plain('book-notice')}")
    _write(page, 5 + len(sheets.summary_rows(report, say)), 0, say.plain("book-notice"), looks[Look.TEXT])
    _trend(book, looks, report, say, page)
    _children(book, looks, report, say, page)


def _trend(book: Any, looks: dict[Any, Any], report: Report, say: Voice, front: Any) -> None:
    name = say.plain("book-sheet-trend")
    page = book.add_worksheet(name)
    heads = ("month", "expected", "held", "on-time", "share", "on-time-share")
    _heads(page, looks, [(say.plain(f"book-{head}"), 20 if head == "month" else 12) for head in heads])
    _on_paper(page, 0)
    over = len(report.trend)
    for row, told in enumerate(report.trend, 1):
        on_time = told.count(ListName.ON_TIME)
        month = told.span.first.written
        if report.today <= told.span.last.last:
            month, over = f"{month} ({say.plain('chart-running')})", row - 1
        _write(page, row, 0, month, looks[Look.TEXT])
        for column, number in enumerate((told.expected, told.held, on_time), 1):
            _write(page, row, column, number, looks[Look.NUMBER])
        _write(page, row, 4, told.attendance, looks[Look.SHARE])
        _write(page, row, 5, on_time / told.expected if told.expected else None, looks[Look.SHARE])
    if not over:  # the running month alone: its rate is no fall
        return
    chart = book.add_chart({"type": "line"})
    for column, colour, mark in ((4, BLUE, "circle"), (5, ORANGE, "square")):
        chart.add_series(
            {
                "name": [name, 0, column],
                "categories": [name, 1, 0, over, 0],
                "values": [name, 1, column, over, column],
                "line": {"color": colour, "width": 2},
                "marker": {"type": mark, "fill": {"color": colour}, "border": {"color": colour}},
            }
        )
    chart.set_title({"name": say.plain("chart-trend"), "name_font": {"size": 12}})
    chart.set_y_axis({"num_format": "0%", "max": 1, "major_gridlines": {"visible": True, "line": {"color": HEAD}}})
    chart.set_legend({"position": "bottom"})
    front.insert_chart("D4", chart, {"x_scale": 1.3})


def _children(book: Any, looks: dict[Any, Any], report: Report, say: Voice, front: Any) -> None:
    name = say.plain("book-sheet-units")
    page = book.add_worksheet(name)
    heads = (("unit", 34), ("expected", 10), ("held", 10), ("overdue", 10), ("missed", 12), ("share", 10))
    _heads(page, looks, [(say.plain(f"book-{head}"), width) for head, width in heads])
    for row, child in enumerate(report.children, 1):
        _write(page, row, 0, child.name, looks[Look.TEXT])
        for column, number in enumerate((child.expected, child.held, child.overdue, child.missed), 1):
            _write(page, row, column, number, looks[Look.NUMBER])
        _write(page, row, 5, child.attendance, looks[Look.SHARE])
    _on_paper(page, 0)
    last = len(report.children)
    if not last:
        return
    page.autofilter(0, 0, last, 5)
    _marked(page, looks, 1, last, 5, report)
    if last <= CHILDREN_AT_MOST:
        chart = book.add_chart({"type": "bar"})
        for column, colour in ((2, BLUE), (1, GREY)):
            chart.add_series(
                {
                    "name": [name, 0, column],
                    "categories": [name, 1, 0, last, 0],
                    "values": [name, 1, column, last, column],
                    "data_labels": {"value": True, "font": {"size": 8}},
                    "fill": {"color": colour},
                    "gap": 40,
                }
            )
        chart.set_y_axis({"reverse": True, "num_font": {"size": 8}, "interval_unit": 1})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_title({"name": say.plain("chart-states"), "name_font": {"size": 12}})
        chart.set_legend({"position": "bottom"})
        front.insert_chart("D20", chart, {"x_scale": 1.3, "y_scale": min(TALLEST, max(1.0, last / 9))})


def _on_paper(page: Any, tall: int) -> None:
    """A4, one page wide; so many pages tall, 0 for as many as there are."""
    page.set_paper(A4)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.fit_to_pages(1, tall)


def _heads(page: Any, looks: dict[Any, Any], heads: Sequence[tuple[str, int]], row: int = 0) -> None:
    page.set_row(row, TWO_LINES)
    for column, (head, width) in enumerate(heads):
        page.set_column(column, column, width)
        _write(page, row, column, head, looks["head"])
    page.freeze_panes(row + 1, 1)


def _table(book: Any, looks: dict[Any, Any], report: Report, sheet: Sheet, say: Voice, *, titled: bool = False) -> None:
    page = book.add_worksheet(sheet.title)
    top = 0
    if titled:
        top = 2
        _write(page, 0, 0, f"{sheet.title} · {_heading(report, say)}", looks["title"])
    page.set_landscape()
    _on_paper(page, 0)
    page.repeat_rows(top)
    page.set_footer(f"&L{say.plain('book-notice')}&R&P/&N")
    _heads(page, looks, [(column.head, column.width) for column in sheet.columns], top)
    last = top
    for last, row in enumerate(sheets.values(sheet), top + 1):
        for number, (value, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _write(page, last, number, value, looks[column.look])
    page.autofilter(top, 0, max(last, top), len(sheet.columns) - 1)
    for number, column in enumerate(sheet.columns):
        if column.look is Look.SHARE and sheet.name != "tasks":
            _marked(page, looks, top + 1, last, number, report)
        if column.look is Look.POINTS:
            _limits(page, looks, (top + 1, last, number), (50, 90))
    wrong = [say.plain("book-task-overdue"), sheets.state_name(say, report, CellState.MISSED)]
    wrong.append(sheets.state_name(say, report, CellState.OVERDUE))
    for number, column in enumerate(sheet.columns):
        if column.head in {say.plain("book-state"), say.plain("book-standing")} and last > top:
            for text in wrong:
                rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": looks["poor"]}
                page.conditional_format(top + 1, number, last, number, rule)


def _marked(page: Any, looks: dict[Any, Any], first: int, last: int, column: int, report: Report) -> None:
    """Attendance under the lower mark, and from the upper one on."""
    _limits(page, looks, (first, last, column), (report.rules.attendance_low, report.rules.attendance_good))


def _limits(page: Any, looks: dict[Any, Any], where: tuple[int, int, int], marks: tuple[float, float]) -> None:
    first, last, column = where
    low, good = marks
    if last < first:
        return
    area = (first, column, last, column)
    page.conditional_format(*area, {"type": "blanks", "stop_if_true": True})
    page.conditional_format(*area, {"type": "cell", "criteria": "<", "value": low, "format": looks["poor"]})
    page.conditional_format(*area, {"type": "cell", "criteria": ">=", "value": good, "format": looks["good"]})
