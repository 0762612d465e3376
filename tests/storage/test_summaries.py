"""Figures from the records, on hand-made districts and, by Hypothesis, against the pure rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine, select

from bot.domain.errors import Refused
from bot.domain.members import Mark, Window, often_absent
from bot.domain.people import SWEEP, Role, Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.domain.scores import table_of
from bot.domain.tasks import Progress, ReportedState
from bot.domain.units import UnitKind
from bot.reports.summary import (
    HELD,
    OF_BANDS,
    OF_QUARTERS,
    PAGE,
    CellLine,
    Compared,
    Facts,
    GrowthLine,
    ListName,
    Summary,
    TaskLine,
    below,
    cell_state,
    cut,
    held_by,
    late_entry,
    short,
    thematic_quarters,
)
from storage import attendance, carried, task_updates
from storage.entry import Entry
from storage.lists import lines
from storage.summaries import by_child, summary
from storage.tables import meeting, metadata
from tests.conftest import NOW, ZONE
from tests.small_district import (
    add_cell,
    add_member,
    add_person,
    add_unit,
    admit,
    assign,
    close,
    correct,
    give_score,
    hold,
    mark,
    oblige,
    resolve,
)

NOVEMBER = Span(Month(2026, 11), 1)
RULES = Rules()


def november(day: int) -> date:
    return date(2026, 11, day)


def october(day: int) -> date:
    return date(2026, 10, day)


@dataclass
class Place:
    """A district of two communes; each state has one cell in the first."""

    district: int
    commune: int
    other: int
    cells: dict[str, int]


@pytest.fixture
def place(db: Connection) -> Place:
    district = add_unit(db, UnitKind.DISTRICT, "Đảng bộ huyện Lục Nam")
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam", district)
    other = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bảo Đài", district)
    names = ("on_time", "late", "paper", "said_held", "postponed", "not_due", "overdue", "missed", "excused")
    cells = {name: add_cell(db, commune, f"Chi bộ {name}") for name in names}
    early: dict[str, Any] = {"planned_on": november(1)}
    for name in ("on_time", "late"):
        oblige(db, cells[name], **early)
    hold(db, cells["on_time"], november(3), 30, 30)
    hold(db, cells["late"], november(4), 20, 30)
    oblige(db, cells["paper"], **early, paper_at=NOW)
    oblige(db, cells["said_held"], **early, said_held_on=november(1))
    oblige(db, cells["postponed"], **early, postponed_to=november(6))
    oblige(db, cells["not_due"], planned_on=november(12))
    oblige(db, cells["overdue"], **early)
    oblige(db, cells["missed"], **early, state="missed")
    oblige(db, cells["excused"], **early, state="excused")
    return Place(district, commune, other, cells)


def told(
    db: Connection, unit_id: int | None, span: Span = NOVEMBER, scope: Scope = SWEEP, now: datetime = NOW
) -> Summary:
    return summary(db, scope, unit_id, span, now, RULES)


def test_each_state_counts_its_cell_and_the_counts_add_up(db: Connection, place: Place) -> None:
    summary = told(db, place.commune)
    assert {name: summary.count(ListName(name)) for name in place.cells} == dict.fromkeys(place.cells, 1)
    assert summary.expected == summary.cells == 9
    assert summary.held == 3
    assert summary.unit == "Đảng bộ xã Lục Nam"


def test_the_list_behind_each_number_names_that_cell(db: Connection, place: Place) -> None:
    for name, cell in place.cells.items():
        page = lines(db, SWEEP, place.commune, NOVEMBER, ListName(name), NOW, RULES)
        assert [line.unit_id for line in page.lines] == [cell]
        assert page.total == 1


def test_mean_attendance_is_all_present_over_all_bases(db: Connection, place: Place) -> None:
    summary = told(db, place.commune)
    assert (summary.present, summary.base) == (50, 60)
    assert summary.count(ListName.BELOW_GOOD) == summary.count(ListName.BELOW_LOW) == 1


def test_each_band_counts_its_cells_by_the_newest_version_of_a_score(db: Connection, place: Place) -> None:
    records = {row.unit_id: row.id for row in db.execute(select(meeting))}
    give_score(db, records[place.cells["on_time"]], 95)
    give_score(db, records[place.cells["late"]], 60)
    give_score(db, records[place.cells["late"]], 75)  # scored again
    extra = hold(db, place.cells["on_time"], november(4), regular=False)
    give_score(db, extra, 10)  # not the regular meeting's
    figures = told(db, place.commune)
    bands = (ListName.BAND_GOOD, ListName.BAND_FAIR, ListName.BAND_AVERAGE, ListName.BAND_POOR)
    assert [figures.count(name) for name in bands] == [1, 1, 0, 0]
    page = lines(db, SWEEP, place.commune, NOVEMBER, ListName.BAND_FAIR, NOW, RULES)
    assert [(line.unit_id, line.facts.points) for line in page.lines if isinstance(line, CellLine) and line.facts] == [
        (place.cells["late"], 75)
    ]
    assert told(db, place.other).count(ListName.BAND_GOOD) == 0


def test_admissions_of_the_span_and_cells_without_any_for_years(db: Connection, place: Place) -> None:
    admit(db, place.cells["on_time"], november(3))
    admit(db, place.cells["late"], october(3))
    admit(db, place.cells["paper"], date(2023, 11, 5))
    admit(db, place.cells["missed"], date(2023, 11, 6))
    admit(db, place.cells["excused"], november(3), withdrawn_at=NOW)
    admit(db, place.cells["excused"], november(3), kind="recognition")
    figures = told(db, place.commune)
    assert figures.count(ListName.ADMITTED) == 1
    assert figures.count(ListName.NO_ADMISSION) == 1
    page = lines(db, SWEEP, place.commune, NOVEMBER, ListName.NO_ADMISSION, NOW, RULES)
    dates = {line.unit_id: line.last_admission for line in page.lines if isinstance(line, CellLine)}
    assert dates == {place.cells["paper"]: date(2023, 11, 5)}
    (line,) = lines(db, SWEEP, place.commune, NOVEMBER, ListName.ADMITTED, NOW, RULES).lines
    assert isinstance(line, GrowthLine)
    assert (line.cell, line.happened_on) == ("Chi bộ on_time", november(3))
    assert told(db, place.other).count(ListName.NO_ADMISSION) == 0


def test_only_the_newest_version_of_a_record_counts(db: Connection, place: Place) -> None:
    meeting_id = hold(db, place.cells["overdue"], november(2), 10, 30)
    correct(db, meeting_id, november(2), 29, 30)
    summary = told(db, place.commune)
    assert summary.present == 79
    assert summary.count(ListName.BELOW_GOOD) == 1


def test_other_sessions_do_not_stand_for_the_regular_one(db: Connection, place: Place) -> None:
    hold(db, place.cells["overdue"], november(2), regular=False)
    assert told(db, place.commune).count(ListName.OVERDUE) == 1


def test_the_month_before_is_cut_at_the_same_day(db: Connection, place: Place) -> None:
    for cell, day in (("on_time", 5), ("late", 6), ("overdue", 2)):
        oblige(db, place.cells[cell], Month(2026, 10), planned_on=october(day))
        hold(db, place.cells[cell], october(day))
    summary = told(db, place.commune)
    assert summary.before == Compared(Span(Month(2026, 10), 1), expected=3, held=2, present=56, base=60)
    later = told(db, place.commune, now=NOW + timedelta(days=1)).before
    assert later is not None
    assert later.held == 3
    assert told(db, place.commune, Span(Month(2026, 10), 1)).held == 3


def test_a_quarter_counts_cells_once_and_months_each(db: Connection, place: Place) -> None:
    oblige(db, place.cells["on_time"], Month(2026, 10), planned_on=october(3))
    hold(db, place.cells["on_time"], october(3))
    summary = told(db, place.commune, Span(Month(2026, 10), 3))
    assert (summary.cells, summary.expected, summary.count(ListName.ON_TIME)) == (9, 10, 2)


def test_late_entry_counts_by_local_days(db: Connection, place: Place) -> None:
    cells = [add_cell(db, place.other, f"Chi bộ thôn {number}") for number in (1, 2)]
    for cell, recorded in zip(
        cells, (datetime(2026, 11, 3, 23, 59, tzinfo=ZONE), datetime(2026, 11, 4, 0, 1, tzinfo=ZONE)), strict=True
    ):
        oblige(db, cell, planned_on=november(1))
        hold(db, cell, november(1), recorded_at=recorded)
    assert told(db, place.other).count(ListName.LATE_ENTRY) == 1


def test_resolutions_and_tasks_are_counted_for_the_span(db: Connection, place: Place) -> None:
    cell = place.cells["on_time"]
    resolve(db, cell, november(3))
    resolve(db, cell, november(3), superseded_at=NOW)
    resolve(db, cell, october(3))
    assign(db, cell, november(4))
    assign(db, cell, november(5))
    assign(db, cell, None)
    assign(db, cell, october(1), "done", closed_on=november(2))
    assign(db, cell, october(1), "done", closed_on=october(30))
    assign(db, cell, october(1), superseded_at=NOW)
    summary = told(db, place.commune)
    assert summary.count(ListName.RESOLUTIONS) == 1
    assert summary.count(ListName.TASKS_OVERDUE) == 1
    assert summary.count(ListName.TASKS_DONE) == 1
    assert summary.count(ListName.TASKS_OPEN) == 3


def test_tasks_are_counted_as_their_updates_leave_them(db: Connection, place: Place) -> None:
    """Done, reopened, moved, said at a meeting: the committee's numbers follow at once, and say it once."""
    cell, today = place.cells["on_time"], NOW.date()
    done, back, moved, heard = (assign(db, cell, november(4)) for _ in range(4))
    entry = Entry(None, NOW)
    finished = Progress(ReportedState.DONE)
    task_updates.report(db, SWEEP, done, finished, entry, today=today)
    task_updates.report(db, SWEEP, back, finished, entry, today=today)
    task_updates.reopen(db, SWEEP, back, entry, today=today, within=timedelta(days=1))
    task_updates.move_due(db, SWEEP, moved, november(28), "mưa", entry, today=today)
    lines_told = [
        replace(each, told=finished) if each.task_id == heard else each
        for each in carried.of_unit(db, SWEEP, cell, None)
    ]
    carried.keep(db, SWEEP, cell, hold(db, cell, november(3), regular=False), november(3), lines_told, entry)
    summary = told(db, place.commune)
    assert summary.count(ListName.TASKS_DONE) == 2
    assert summary.count(ListName.TASKS_OPEN) == 2
    assert summary.count(ListName.TASKS_OVERDUE) == 1
    found = lines(db, SWEEP, place.commune, NOVEMBER, ListName.TASKS_OVERDUE, NOW, RULES).lines
    assert [line.id for line in found if isinstance(line, TaskLine)] == [back]


def test_unreachable_and_not_joined_are_lists_of_their_own(db: Connection, place: Place) -> None:
    cells = [add_cell(db, place.other, f"Chi bộ thôn {number}") for number in range(4)]
    add_person(db, cells[0], "Đỗ Văn Dũng")
    add_person(db, cells[1], "Vũ Thị Hoa", blocked=True)
    add_person(db, cells[2], "Lê Văn Hải", joined=False)
    add_person(db, cells[1], "Trần Văn Theo", Role.UPPER_MEMBER)
    closed = add_cell(db, place.other, "Chi bộ đã giải thể")
    close(db, closed, november(1))
    summary = told(db, place.other)
    assert summary.count(ListName.UNREACHABLE) == 1
    assert summary.count(ListName.NOT_JOINED) == 2
    page = lines(db, SWEEP, place.other, NOVEMBER, ListName.NOT_JOINED, NOW, RULES)
    assert [line.name for line in page.lines if isinstance(line, CellLine)] == ["Chi bộ thôn 2", "Chi bộ thôn 3"]


def test_a_deputy_who_has_joined_keeps_a_cell_reachable(db: Connection, place: Place) -> None:
    cell = add_cell(db, place.other, "Chi bộ thôn Muối")
    add_person(db, cell, "Đỗ Văn Dũng", blocked=True)
    add_person(db, cell, "Vũ Thị Hoa", Role.DEPUTY)
    assert told(db, place.other).count(ListName.UNREACHABLE) == 0


def test_a_communes_admin_sees_nothing_of_another_commune(db: Connection, place: Place) -> None:
    canary = add_cell(db, place.other, "Chi bộ chim hoàng yến")
    add_person(db, canary, "Hoàng Yến", joined=False)
    oblige(db, canary, planned_on=november(1))
    hold(db, canary, november(1))
    resolve(db, canary, november(1))
    assign(db, canary, november(1))
    own = Scope(1, (place.commune,))
    assert told(db, None, scope=own).counts == told(db, place.commune, scope=own).counts
    for name in ListName:
        assert canary not in [line.unit_id for line in lines(db, own, None, NOVEMBER, name, NOW, RULES).lines]
        for foreign in (place.other, canary, place.district):
            with pytest.raises(Refused, match="not-found"):
                lines(db, own, foreign, NOVEMBER, name, NOW, RULES)
    for foreign in (place.other, canary, place.district, 999_999):
        with pytest.raises(Refused, match="not-found"):
            told(db, foreign, scope=own)
        with pytest.raises(Refused, match="not-found"):
            by_child(db, own, foreign, NOVEMBER, NOW, RULES)


def test_several_roots_are_covered_together_and_no_cell_twice(db: Connection, place: Place) -> None:
    scope = Scope(1, (place.commune, place.cells["on_time"], place.cells["late"]))
    summary = told(db, None, scope=scope)
    assert summary.expected == 9
    assert told(db, None, scope=Scope(1, (place.cells["on_time"], place.cells["late"]))).expected == 2


def test_commune_stands_beside_commune_with_its_own_figures(db: Connection, place: Place) -> None:
    cell = add_cell(db, place.other, "Chi bộ thôn Muối")
    oblige(db, cell, planned_on=november(3))
    hold(db, cell, november(3), 9, 10)
    first, second = by_child(db, SWEEP, place.district, NOVEMBER, NOW, RULES)
    assert (first.name, first.expected, first.held, first.overdue, first.missed) == ("Đảng bộ xã Lục Nam", 9, 3, 1, 1)
    assert (second.name, second.expected, second.held, second.attendance) == ("Đảng bộ xã Bảo Đài", 1, 1, 0.9)
    for child in (first, second):
        whole = told(db, child.unit_id)
        assert (child.expected, child.held, child.present, child.base) == (
            whole.expected,
            whole.held,
            whole.present,
            whole.base,
        )


def test_the_roots_stand_beside_each_other_when_there_are_several(db: Connection, place: Place) -> None:
    scope = Scope(1, (place.cells["on_time"], place.cells["overdue"]))
    assert [child.name for child in by_child(db, scope, None, NOVEMBER, NOW, RULES)] == [
        "Chi bộ overdue",
        "Chi bộ on_time",
    ]


def test_a_cell_without_obligation_is_not_expected(db: Connection, place: Place) -> None:
    add_cell(db, place.commune, "Chi bộ mới lập")
    assert told(db, place.commune).expected == 9


# --- against the pure rules, on random records -------------------------------------------------------------------------

MONTHS = [Month(2025, 10), Month(2025, 11), *(Month(2026, number) for number in (7, 8, 9, 10, 11))]
DAYS = st.dates(date(2026, 7, 28), date(2026, 12, 5))


@st.composite
def records(draw: st.DrawFn, period: Month) -> Facts:
    """What may stand in the tables for one cell and month."""
    held_on = draw(st.none() | st.dates(period.first, period.last))
    base = draw(st.integers(0, 40))
    return Facts(
        period,
        state=draw(st.sampled_from(["open", "open", "met", "missed", "excused"])),
        planned_on=draw(st.none() | st.dates(period.first, period.last)),
        postponed_to=draw(st.none() | st.dates(period.first, period.last + timedelta(days=5))),
        said_held_on=draw(st.none() | st.none() | DAYS),
        paper_on=draw(st.none() | st.none() | DAYS),
        held_on=held_on,
        recorded_on=None if held_on is None else held_on + timedelta(days=draw(st.integers(0, 6))),
        present=0 if held_on is None else draw(st.integers(0, base)),
        base=0 if held_on is None else base,
        points=None if held_on is None else draw(st.none() | st.sampled_from([95.0, 75.0, 55.0, 20.0])),
        unexcused=0 if held_on is None else draw(st.integers(0, 2)),
        minutes=None if held_on is None else draw(st.none() | st.sampled_from([60, 89, 90, 119, 120])),
        speakers=None if held_on is None else draw(st.none() | st.integers(0, 30)),
        thematic=held_on is not None and draw(st.booleans()),
        concluded=held_on is not None and draw(st.booleans()),
    )


@st.composite
def books(draw: st.DrawFn) -> list[list[Facts]]:
    """For each of some cells the records of some months."""
    count = draw(st.integers(1, 12))
    return [
        [draw(records(period)) for period in draw(st.lists(st.sampled_from(MONTHS), unique=True))] for _ in range(count)
    ]


def midday(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


def keep(db: Connection, cell: int, facts: Facts) -> None:
    columns: dict[str, Any] = {
        "planned_on": facts.planned_on,
        "postponed_to": facts.postponed_to,
        "said_held_on": facts.said_held_on,
        "paper_at": facts.paper_on and midday(facts.paper_on),
    }
    if facts.held_on is not None and facts.recorded_on is not None:
        meeting_id = hold(
            db,
            cell,
            facts.held_on,
            facts.present,
            facts.base,
            period=facts.period,
            recorded_at=midday(facts.recorded_on),
            kinds="regular thematic" if facts.thematic else "regular",
            unexcused=facts.unexcused,
            minutes=facts.minutes,
            speakers=facts.speakers,
            conclusion="Nhất trí mở đường" if facts.concluded else "",
        )
        if facts.points is not None:
            give_score(db, meeting_id, facts.points)
    oblige(db, cell, facts.period, **columns, state=facts.state)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = create_engine("sqlite://")
    metadata.create_all(made)
    yield made
    made.dispose()


SAID: dict[ListName, Callable[[Facts], bool]] = {
    ListName.LATE_ENTRY: lambda facts: late_entry(facts, RULES),
    ListName.BELOW_GOOD: lambda facts: below(facts, RULES.attendance_good),
    ListName.BELOW_LOW: lambda facts: below(facts, RULES.attendance_low),
    ListName.UNEXCUSED: lambda facts: facts.unexcused > 0,
    ListName.SHORT: lambda facts: short(facts, RULES),
    ListName.CONCLUDED: lambda facts: facts.concluded,
    ListName.NOT_SCORED: lambda facts: facts.held_on is not None and facts.points is None,
}
"""Lists of recorded meetings by the pure rules."""
PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target)
"""Without shrinking: a failing district is small enough, and each try costs the making of one."""


def compared(book: list[list[Facts]], span: Span, day: date) -> Compared:
    """An earlier span by the pure rules, up to ``day``."""
    inside = [facts for rows in book for facts in rows if facts.period in span]
    met = [facts for facts in inside if held_by(facts, day)]
    return Compared(span, len(inside), len(met), sum(facts.present for facts in met), sum(facts.base for facts in met))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow], phases=PHASES)
@given(
    book=books(),
    today=st.dates(date(2026, 8, 1), date(2026, 12, 10)),
    span=st.sampled_from(["2026-10+1", "2026-10+2", "2026-10+3", "2026-11+1", "2026-07+6", "2026-01+12"]),
)
def test_the_database_counts_what_the_rules_say(
    engine: Engine, book: list[list[Facts]], today: date, span: str
) -> None:
    asked = Span.read(span)
    now = midday(today)
    with engine.connect() as db:
        commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
        cells = [add_cell(db, commune, f"Chi bộ {number}") for number in range(len(book))]
        for cell, rows in zip(cells, book, strict=True):
            for facts in rows:
                keep(db, cell, facts)
        got = summary(db, SWEEP, commune, asked, now, RULES)
        lengths = {name: lines(db, SWEEP, commune, asked, name, now, RULES) for name in ListName}
        db.rollback()

    inside = [facts for rows in book for facts in rows if facts.period in asked]
    held = [facts for facts in inside if facts.held_on is not None]
    states = Counter(cell_state(facts, today, RULES) for facts in inside)
    assert sum(states.values()) == got.expected == len(inside)
    assert {state: got.count(ListName(state.value)) for state in states} == dict(states)
    assert got.held == sum(states[state] for state in HELD)
    assert got.cells == sum(any(facts.period in asked for facts in rows) for rows in book)
    assert (got.present, got.base) == (sum(facts.present for facts in held), sum(facts.base for facts in held))
    assert got.unexcused == sum(facts.unexcused for facts in held)
    lengths_known = [facts.minutes for facts in held if facts.minutes is not None]
    assert (got.minutes, got.timed) == (sum(lengths_known), len(lengths_known))
    voiced = [facts for facts in held if facts.speakers is not None]
    assert (got.speakers, got.listeners, got.voiced) == (
        sum(facts.speakers or 0 for facts in voiced),
        sum(facts.present for facts in voiced),
        len(voiced),
    )
    assert {name: got.count(name) for name in SAID} == {
        name: sum(rule(facts) for facts in inside) for name, rule in SAID.items()
    }
    bands = Counter(table_of("hd42").band(facts.points) for facts in held if facts.points is not None)
    assert {band: got.count(name) for band, name in OF_BANDS.items()} == {band: bands[band] for band in OF_BANDS}
    enough = Counter(
        answer
        for rows in book
        for answer in thematic_quarters(
            rows, [facts.held_on for facts in rows if facts.thematic and facts.held_on], asked, 1
        ).values()
    )
    assert [got.count(name) for name in (ListName.WITH_THEMATIC, ListName.WITHOUT_THEMATIC)] == [
        enough[True],
        enough[False],
    ]
    assert got.before == compared(book, asked.before, cut(asked, today))
    ago = Span(asked.first.plus(-12), asked.months)
    assert got.year_ago == (None if ago == asked.before else compared(book, ago, cut(asked, today, ago)))
    for name, page in lengths.items():
        assert page.total == got.count(name)
        assert len(page.lines) == min(PAGE, page.total)
        for line in page.lines:
            if isinstance(line, CellLine) and line.facts is not None:
                assert line.state is cell_state(line.facts, today, RULES)
                assert line.late_entry is late_entry(line.facts, RULES)
                assert name not in SAID or SAID[name](line.facts)
            assert (isinstance(line, CellLine) and line.quarter is not None) is (name in OF_QUARTERS)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], phases=PHASES)
@given(
    book=st.lists(
        st.dictionaries(
            st.sampled_from([Month(2026, number) for number in range(6, 12)]),
            st.dictionaries(st.integers(0, 2), st.sampled_from(list(Mark)), max_size=3),
        ),
        min_size=1,
        max_size=3,
    ),
    times=st.integers(1, 4),
    window=st.sampled_from(list(Window)),
)
def test_those_often_absent_are_as_many_as_their_secretaries_are_told(
    engine: Engine, book: list[dict[Month, dict[int, Mark]]], times: int, window: Window
) -> None:
    rules = replace(RULES, absences_told=times, absences_window=window.value)
    named = 0
    with engine.connect() as db:
        commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
        for number, months in enumerate(book):
            cell = add_cell(db, commune, f"Chi bộ {number}")
            members = [add_member(db, cell, f"Đảng viên {each}") for each in range(3)]
            for period, noted in months.items():
                hold(db, cell, period.day(3), attendance={"expected": members})
                for each, said in noted.items():
                    mark(db, cell, period, members[each], said.value)
            if Month(2026, 11) in months:
                meetings = attendance.regular(db, SWEEP, cell, november(30))
                named += len(often_absent(meetings, times, window))
        counted = attendance.often_absent_below(db, SWEEP, commune, NOVEMBER, rules)
        db.rollback()
    assert counted == named


def test_a_thematic_session_counts_for_its_quarter_up_to_the_end_of_the_span(db: Connection, place: Place) -> None:
    cell = place.cells["on_time"]
    for month in (9, 10):
        oblige(db, cell, Month(2026, month), planned_on=date(2026, month, 3))
    hold(db, cell, date(2026, 9, 3), kinds="regular thematic")
    hold(db, cell, october(20), regular=False, kinds="thematic")
    hold(db, place.cells["late"], october(20), regular=False, kinds="committee_meeting")
    names = (ListName.WITH_THEMATIC, ListName.WITHOUT_THEMATIC)

    def counts(span: str) -> list[int]:
        return [told(db, place.commune, Span.read(span)).count(name) for name in names]

    assert counts("2026-11+1") == [1, 7], "the excused cell owes none"
    assert counts("2026-10+1") == counts("2026-09+1") == [1, 0]
    assert counts("2026-07+6") == [2, 7]
    (line,) = lines(db, SWEEP, place.commune, NOVEMBER, ListName.WITH_THEMATIC, NOW, RULES).lines
    assert isinstance(line, CellLine)
    assert (line.quarter, line.thematic_on) == (Month(2026, 10), october(20))


def test_recognitions_are_a_list_of_their_own(db: Connection, place: Place) -> None:
    admit(db, place.cells["late"], november(2), kind="recognition", name="Hoàng Văn Sơn")
    admit(db, place.cells["late"], october(2), kind="recognition")
    (line,) = lines(db, SWEEP, place.commune, NOVEMBER, ListName.RECOGNISED, NOW, RULES).lines
    assert isinstance(line, GrowthLine)
    assert (line.name, line.happened_on) == ("Hoàng Văn Sơn", november(2))
    assert told(db, place.commune).count(ListName.RECOGNISED) == 1
