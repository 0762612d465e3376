"""Figures of locked months: kept once, shown from then on, with what was told since said beside them."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import docx
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import Connection, delete, exc, select, update

from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from bot.reports import committee
from bot.reports.report import Report
from bot.reports.summary import Changed, Frozen, ListName, Summary
from bot.reports.text import summary_text
from bot.reports.workbook import workbook
from bot.texts import voice
from storage import freezing, frozen, reporting
from storage.frozen import AT_ONCE, due, keep
from storage.lists import lines
from storage.rules import set_rule
from storage.summaries import by_child, summary
from storage.tables import frozen as table
from tests.bot.reports.test_document import text as words_of
from tests.conftest import NOW, ZONE
from tests.small_district import add_cell, add_unit, admit, close, correct, hold, oblige, resolve

RULES = Rules()
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
LOCKED = datetime(2026, 11, 11, 0, 5, tzinfo=ZONE)
"""Just after October's lock day is over."""
LATER = LOCKED + timedelta(days=4)


@dataclass
class Place:
    """A district and a commune with two cells, one of which met in October."""

    district: int
    commune: int
    met: int
    missed: int
    meeting: int


@pytest.fixture
def place(db: Connection) -> Place:
    district = add_unit(db, UnitKind.DISTRICT, "Đảng bộ huyện Lục Nam")
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam", district)
    met, missed = (add_cell(db, commune, f"Chi bộ thôn {name}") for name in ("Muối", "Khe Sâu"))
    for cell in (met, missed):
        for month in (OCTOBER, NOVEMBER):
            oblige(db, cell, month, planned_on=month.day(3))
    meeting = hold(db, met, OCTOBER.day(3), 28, 30)
    return Place(district, commune, met, missed, meeting)


def freeze(db: Connection, now: datetime = LOCKED) -> int:
    """As the job does it."""
    wanted = due(db, now, ZONE)
    for unit_id, month in wanted:
        keep(db, unit_id, month, freezing.figures(db, unit_id, month, now, ZONE), now)
    return len(wanted)


def told(db: Connection, unit_id: int, month: Month = OCTOBER, now: datetime = LATER, rules: Rules = RULES) -> Summary:
    return summary(db, SWEEP, unit_id, Span(month, 1), now, rules)


def text(db: Connection, place: Place) -> str:
    return summary_text(voice("vi"), told(db, place.commune), [], LATER, RULES)


def test_a_month_is_frozen_once_when_its_lock_day_is_over(db: Connection, place: Place) -> None:
    before = LOCKED - timedelta(minutes=10)
    assert not [each for each in due(db, before, ZONE) if each[1] == OCTOBER]
    wanted = due(db, LOCKED, ZONE)
    assert wanted == tuple(
        (unit, month) for month in (Month(2026, 8), Month(2026, 9), OCTOBER) for unit in (place.district, place.commune)
    )
    assert freeze(db) == len(wanted)
    assert freeze(db) == 0
    keep(db, place.commune, OCTOBER, {}, LATER)
    kept = frozen.of(db, SWEEP, (place.commune,), (OCTOBER,), LATER)[place.commune, OCTOBER]
    assert (kept.on, kept.expected) == (date(2026, 11, 11), 2)


def test_a_run_freezes_a_few_and_months_long_locked_never(db: Connection, place: Place) -> None:
    for number in range(6):
        add_unit(db, UnitKind.COMMUNE, f"Đảng bộ xã {number}", place.district)
    assert len(due(db, LOCKED, ZONE)) == AT_ONCE
    assert min(month for _, month in due(db, LOCKED + timedelta(days=40), ZONE, 1000)) == OCTOBER
    set_rule(db, SWEEP, place.commune, "lock_day", 20, None, NOW)
    assert (place.commune, OCTOBER) not in due(db, LOCKED, ZONE, 1000)
    close(db, place.commune, OCTOBER.day(1))
    assert (place.commune, OCTOBER) not in due(db, LATER + timedelta(days=10), ZONE, 1000)


def test_a_correction_after_the_lock_is_said_beside_the_frozen_figures(db: Connection, place: Place) -> None:
    freeze(db)
    assert told(db, place.commune).held == 1
    assert text(db, place).splitlines()[-1] == "Số liệu khóa ngày 11/11."
    hold(db, place.missed, OCTOBER.day(4), 10, 30, recorded_at=LATER)
    resolve(db, place.missed, OCTOBER.day(4), entered_at=LATER)
    summary_now = told(db, place.commune)
    assert (summary_now.held, summary_now.present, summary_now.base) == (1, 28, 30)
    assert summary_now.frozen is not None
    assert summary_now.frozen.changes[0] == Changed(ListName.HELD, 1, 2)
    assert Changed(ListName.RESOLUTIONS, 0, 1) in summary_now.frozen.changes
    assert "đã họp 1 (50%" in text(db, place)
    assert "Số liệu khóa ngày 11/11. Sau khi khóa có sửa (15/11): đã họp 1 → 2; " in text(db, place)
    assert len(lines(db, SWEEP, place.commune, Span(OCTOBER, 1), ListName.HELD, LATER, RULES).lines) == 2


def test_what_only_changes_people_is_said_too(db: Connection, place: Place) -> None:
    freeze(db)
    correct(db, place.meeting, OCTOBER.day(3), 29, 30, LATER)
    assert told(db, place.commune).present == 28
    assert "Sau khi khóa có sửa (15/11): số người dự, người phát biểu hoặc thời lượng" in text(db, place)


def test_the_cells_told_of_since_are_known_each_by_its_last_word(db: Connection, place: Place) -> None:
    freeze(db)
    assert frozen.cells_told_since(db, SWEEP, place.commune, OCTOBER, LOCKED) == {}
    correct(db, place.meeting, OCTOBER.day(3), 29, 30, LATER)
    resolve(db, place.met, OCTOBER.day(4), entered_at=LATER + timedelta(hours=1))
    hold(db, place.missed, NOVEMBER.day(4), recorded_at=LATER)
    assert frozen.cells_told_since(db, SWEEP, place.commune, OCTOBER, LOCKED) == {
        place.met: (LATER + timedelta(hours=1)).astimezone(UTC)
    }


def test_neither_the_clock_nor_a_new_rule_changes_a_frozen_month(db: Connection, place: Place) -> None:
    freeze(db)
    admit(db, place.met, OCTOBER.day(9), entered_at=LOCKED - timedelta(days=9))
    strict = replace(RULES, attendance_good=0.99)
    got = told(db, place.commune, now=LATER + timedelta(days=60), rules=strict)
    assert got.count(ListName.BELOW_GOOD) == 0
    assert got.frozen is not None
    assert got.frozen.changes == ()


def test_figures_beside_others_are_the_frozen_ones_too(db: Connection, place: Place) -> None:
    freeze(db)
    hold(db, place.missed, OCTOBER.day(4), recorded_at=LATER)
    (child,) = by_child(db, SWEEP, place.district, Span(OCTOBER, 1), LATER, RULES)
    whole = told(db, place.commune)
    assert (child.held, child.missed, child.present) == (whole.held, whole.count(ListName.MISSED), whole.present)
    december = datetime(2026, 12, 1, 9, 0, tzinfo=ZONE)
    before = told(db, place.commune, NOVEMBER, december).before
    assert before is not None
    assert (before.held, before.attendance) == (1, whole.attendance)


def test_quarters_cells_and_months_that_owed_nothing_are_never_frozen(db: Connection, place: Place) -> None:
    freeze(db)
    assert told(db, place.met).frozen is None
    assert told(db, place.commune, Month(2026, 9)).frozen is None
    assert summary(db, SWEEP, place.commune, Span.quarter_of(OCTOBER), LATER, RULES).frozen is None
    assert summary(db, Scope(1, (place.met, place.missed)), None, Span(OCTOBER, 1), LATER, RULES).frozen is None


def test_kept_figures_are_never_changed_and_seen_by_scope_alone(db: Connection, place: Place) -> None:
    freeze(db)
    foreign = Scope(1, (add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bảo Đài", place.district),))
    assert frozen.of(db, foreign, (place.commune, place.district), (OCTOBER,), LATER) == {}
    with pytest.raises(Refused, match="not-found"):
        frozen.told_since(db, foreign, place.commune, OCTOBER, LOCKED, LATER)
    with pytest.raises(Refused, match="not-found"):
        frozen.cells_told_since(db, foreign, place.commune, OCTOBER, LOCKED)
    for change in (update(table).values(figures={}), delete(table)):
        with pytest.raises(exc.DBAPIError, match="append-only"), db.begin_nested():
            db.execute(change)
    assert db.execute(select(table.c.id)).all()


def test_an_older_way_of_writing_leaves_later_lists_live(db: Connection, place: Place) -> None:
    figures = freezing.figures(db, place.commune, OCTOBER, LOCKED, ZONE)
    del figures["counts"]["unexcused"]
    keep(db, place.commune, OCTOBER, figures, LOCKED)
    correct(db, place.meeting, OCTOBER.day(3), 28, 30, LATER)
    got = told(db, place.commune)
    assert got.frozen is not None
    assert got.count(ListName.UNEXCUSED) == 0


def test_the_paper_and_the_workbook_say_that_figures_are_frozen_and_what_was_corrected(
    db: Connection, place: Place, tmp_path: Path
) -> None:
    """Decision 0016: a paper that is handed upward says of which day its figures are."""
    say = voice("vi")
    paper = words_of(docx.Document(io.BytesIO(committee.printed_report(say, told_report(db, place)))))
    assert "Số liệu khóa" not in paper
    freeze(db)
    hold(db, place.missed, OCTOBER.day(4), 10, 30, recorded_at=LATER)
    report = told_report(db, place)
    paper = words_of(docx.Document(io.BytesIO(committee.printed_report(say, report))))
    (line,) = [line for line in paper.splitlines() if "Số liệu khóa" in line]
    assert line.startswith("Số liệu khóa ngày 11/11. Sau khi khóa có sửa (15/11): đã họp 1 → 2")
    assert line in say.without_tags(summary_text(say, report.summary, [], LATER, RULES))
    assert "đã sinh hoạt 1 kỳ" in paper
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(report, say, tmp_path, lambda _, __: None)))
    said = {row[0]: row[1] for row in book.get_sheet_by_name("Tổng hợp").to_python()}
    assert said["Số liệu khóa ngày"] == date(2026, 11, 11)
    assert line in said


def told_report(db: Connection, place: Place) -> Report:
    return reporting.report(db, SWEEP, place.commune, Span(OCTOBER, 1), LATER, RULES)


def test_what_was_not_counted_when_a_month_was_frozen_is_no_change(db: Connection, place: Place) -> None:
    """Months frozen before a figure was counted say nothing of it: it is told as it is today."""
    new = {"speakers", "listeners", "voiced"}
    hold(db, place.missed, OCTOBER.day(4), speakers=7)
    for unit_id, month in due(db, LOCKED, ZONE):
        figures = freezing.figures(db, unit_id, month, LOCKED, ZONE)
        keep(db, unit_id, month, {name: each for name, each in figures.items() if name not in new}, LOCKED)
    got = told(db, place.commune)
    assert (got.speakers, got.frozen) == (7, Frozen(date(2026, 11, 11)))
