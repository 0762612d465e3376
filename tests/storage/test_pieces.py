"""What is kept of pieces: a summary added up from it is the one that is counted line by line, whatever has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event, func, insert, select, update
from sqlalchemy.sql import visitors

from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from bot.reports.summary import ListName
from schedules import jobs
from schedules.jobs import House
from storage import people, pieces, rules, units
from storage.recounting import recount
from storage.standing import Sight, standing
from storage.store import Store
from storage.summaries import added_summary, compared_values, count, live_summary, summary, summary_statement, values_of
from storage.tables import (
    APPEND_ONLY,
    MARKED,
    growth,
    meeting,
    metadata,
    obligation,
    person,
    piece,
    piece_mark,
    post,
    resolution,
    task,
    unit_past,
    visit,
)
from tests.conftest import NOW, ZONE
from tests.small_district import (
    add_cell,
    add_person,
    add_unit,
    admit,
    assign,
    correct,
    give_score,
    hold,
    oblige,
    remind,
    resolve,
)

TODAY = NOW.date()
NOVEMBER, OCTOBER = Month(2026, 11), Month(2026, 10)


@dataclass
class World:
    """Two provinces, a district in each, and three communes with cells; one cell lies right below a district."""

    db: Connection
    now: datetime = NOW
    committees: dict[str, int] = field(default_factory=dict)
    cells: list[int] = field(default_factory=list)

    def unit(self, name: str, kind: UnitKind, above: str | None = None) -> None:
        """One more committee."""
        self.committees[name] = add_unit(self.db, kind, f"Đảng bộ {name}", self.committees[above] if above else None)

    def cell(self, above: str) -> int:
        """One more cell with a secretary, which owes both months."""
        cell = add_cell(self.db, self.committees[above], f"Chi bộ {len(self.cells)}")
        add_person(self.db, cell, "Nguyễn Văn An")
        for month in (OCTOBER, NOVEMBER):
            oblige(self.db, cell, month, planned_on=month.day(3))
        self.cells.append(cell)
        return cell

    def keep(self, most: int = 100) -> int:
        """What the job does in one go."""
        return recount(self.db, self.now, ZONE, most)

    def agrees(self, asked: str, scope: Scope, month: Month) -> None:
        """What is added up is what is counted."""
        unit_id = self.committees[asked]
        own = rules.rules_for(self.db, scope.roots[0] if scope.roots else unit_id)
        for each in dict.fromkeys((own, Rules())):
            try:
                told = live_summary(self.db, scope, unit_id, Span(month, 1), self.now, each)
            except Refused:
                continue
            assert added_summary(self.db, scope, unit_id, Span(month, 1), self.now, each) == told

    def agrees_everywhere(self) -> None:
        """The same of every committee, month and sight."""
        for asked in self.committees:
            for month in (NOVEMBER, OCTOBER):
                for sight in (SWEEP, Scope(1, (self.committees["D1"],)), Scope(1, (self.committees["P1"],))):
                    self.agrees(asked, sight, month)


def laid(db: Connection) -> World:
    world = World(db)
    world.unit("P1", UnitKind.PROVINCE)
    world.unit("P2", UnitKind.PROVINCE)
    world.unit("D1", UnitKind.DISTRICT, "P1")
    world.unit("D2", UnitKind.DISTRICT, "P2")
    for name, above in (("A", "D1"), ("B", "D1"), ("C", "D2")):
        world.unit(name, UnitKind.COMMUNE, above)
        world.cell(name)
        world.cell(name)
    world.cell("D1")
    return world


@pytest.fixture
def world(db: Connection) -> World:
    return laid(db)


def pieces_kept(db: Connection) -> dict[int, int]:
    """By piece how many of its months are kept."""
    found = db.execute(select(piece.c.unit_id, func.count()).group_by(piece.c.unit_id))
    return {row[0]: row[1] for row in found}


# --- whatever changes -------------------------------------------------------------------------------------------------


def _meeting(world: World, cell: int) -> int | None:
    newest = select(func.max(meeting.c.id)).where(meeting.c.unit_id == cell)
    return world.db.execute(newest).scalar()


def hold_one(world: World, cell: int, number: int) -> None:
    month, day = (NOVEMBER, OCTOBER)[number % 2], 1 + number % 9
    there = select(meeting.c.id).where(meeting.c.unit_id == cell, meeting.c.period == month, meeting.c.regular == 1)
    regular = world.db.execute(there).first() is None
    kinds = ("regular thematic" if regular else "thematic") if number % 3 else "regular" if regular else "committee"
    told: dict[str, Any] = {"kinds": kinds, "minutes": 60 + number * 7, "speakers": number % 5 or None}
    hold(world.db, cell, month.day(day), 20 + number % 10, 30, regular=regular, guest="Đ/c Hà" * (number % 2), **told)


def correct_one(world: World, cell: int, number: int) -> None:
    if (known := _meeting(world, cell)) is not None:
        correct(world.db, known, NOVEMBER.day(1 + number % 20), 10 + number % 20, 30)


def score_one(world: World, cell: int, number: int) -> None:
    if (known := _meeting(world, cell)) is not None:
        give_score(world.db, known, 40 + number * 3 % 60)


def change_month(world: World, cell: int, number: int) -> None:
    facts: dict[str, Any] = (
        {"postponed_to": NOVEMBER.day(20)},
        {"said_held_on": NOVEMBER.day(2)},
        {"paper_at": world.now},
        {"state": "missed"},
        {"state": "excused"},
        {"planned_on": NOVEMBER.day(25)},
        {"next_at": world.now},
    )[number % 7]
    month = (NOVEMBER, OCTOBER)[number % 2]
    chosen = update(obligation).where(obligation.c.unit_id == cell, obligation.c.period == month)
    world.db.execute(chosen.values(facts))


def grow(world: World, cell: int, number: int) -> None:
    if number % 4 == 0:
        world.db.execute(update(growth).where(growth.c.unit_id == cell).values(withdrawn_at=world.now))
        return
    day = (TODAY, OCTOBER.day(9), date(2020, 1, 1))[number % 3]
    admit(world.db, cell, day, kind=("admission", "recognition")[number % 2])


def resolve_one(world: World, cell: int, number: int) -> None:
    if number % 3 == 0:
        world.db.execute(update(resolution).where(resolution.c.unit_id == cell).values(superseded_at=world.now))
    else:
        resolve(world.db, cell, (NOVEMBER, OCTOBER)[number % 2].day(5))


def work(world: World, cell: int, number: int) -> None:
    if number % 3 == 0:
        done = {"state": "done", "closed_on": NOVEMBER.day(4)}
        world.db.execute(update(task).where(task.c.unit_id == cell).values(done))
    else:
        assign(world.db, cell, (NOVEMBER.day(1), None, OCTOBER.day(1))[number % 3])


def come(world: World, cell: int, number: int) -> None:
    who = world.db.execute(select(func.min(person.c.id))).scalar()
    word = ("came", "did_not", "will")[number % 3]
    months = (NOVEMBER, OCTOBER)
    values = {"person_id": who, "word": word, "day": TODAY, "at": world.now, "period": months[number % 2]}
    world.db.execute(insert(visit).values(unit_id=cell, **values))


def reach(world: World, cell: int, number: int) -> None:
    held = select(person).join(post, post.c.person_id == person.c.id).where(post.c.unit_id == cell)
    holder = world.db.execute(held).first()
    if number % 3 == 0:
        add_person(world.db, cell, "Trần Thị Bình", joined=bool(number % 2))
    elif number % 3 == 1 and holder is not None and holder.telegram_id is not None:
        people.set_blocked(world.db, holder.telegram_id, not holder.blocked)
    else:
        world.db.execute(update(post).where(post.c.unit_id == cell).values(valid_to=TODAY))


def _chosen(world: World, number: int) -> int:
    return world.committees[sorted(world.committees)[number % len(world.committees)]]


def move_cell(world: World, cell: int, number: int) -> None:
    _moved(world, cell, _chosen(world, number), (TODAY, date(2026, 10, 15), date(2026, 3, 1))[number % 3])


def move_committee(world: World, _: int, number: int) -> None:
    names = sorted(world.committees)
    lower, upper = world.committees[names[number % len(names)]], _chosen(world, number // 7)
    _moved(world, lower, upper, (TODAY, date(2026, 10, 2))[number % 2])


def _moved(world: World, unit_id: int, above: int, on: date) -> None:
    try:
        units.move(world.db, unit_id, above, on)
    except Refused:  # below itself, or before what is there
        return


def end_cell(world: World, cell: int, number: int) -> None:
    heir = world.cells[number % len(world.cells)]
    try:
        units.close(world.db, cell, TODAY, heir if heir != cell and number % 4 else None)
    except Refused:
        return


def open_cell(world: World, _: int, number: int) -> None:
    world.cell(sorted(world.committees)[number % len(world.committees)])


def decide(world: World, _: int, number: int) -> None:
    unit_id = _chosen(world, number)
    if number % 4 == 0:
        rules.unset_rule(world.db, SWEEP, unit_id, "grace_days", None, world.now)
        return
    name, value = (("grace_days", number % 6), ("attendance_good", 0.5), ("thematic_each_quarter", 2))[number % 3]
    rules.set_rule(world.db, SWEEP, unit_id, name, value, None, world.now)


def pass_time(world: World, _: int, number: int) -> None:
    world.now = datetime.combine(world.now.date() + timedelta(days=number % 3), time(number % 24), ZONE)


def keep_some(world: World, _: int, number: int) -> None:
    world.keep(number % 5 + 1)


def keep_all(world: World, _: int, __: int) -> None:
    while world.keep():
        pass


CHANGES: tuple[Callable[[World, int, int], None], ...] = (
    hold_one,
    correct_one,
    score_one,
    change_month,
    grow,
    resolve_one,
    work,
    come,
    reach,
    move_cell,
    move_committee,
    end_cell,
    open_cell,
    decide,
    pass_time,
    keep_some,
    keep_all,
    keep_all,
)
STEP = st.tuples(st.sampled_from(CHANGES), st.integers(0, 20), st.integers(0, 83))


@settings(
    deadline=None,
    max_examples=10,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=4, max_size=25))
def test_what_is_added_up_is_what_is_counted(
    db: Connection, steps: list[tuple[Callable[[World, int, int], None], int, int]]
) -> None:
    """After any changes, moves, settings, across midnight, and however much of it is kept."""
    point = db.begin_nested()
    world = laid(db)
    keep_all(world, 0, 0)
    for change, cell, number in steps:
        change(world, world.cells[cell % len(world.cells)], number)
        names = sorted(world.committees)
        world.agrees(names[number % len(names)], SWEEP, (NOVEMBER, OCTOBER)[cell % 2])
    world.agrees_everywhere()
    keep_all(world, 0, 0)
    world.agrees_everywhere()
    point.rollback()


@pytest.mark.parametrize("change", [each for each in CHANGES if each not in {keep_some, keep_all, pass_time}])
def test_each_change_alone_is_seen_at_once(db: Connection, change: Callable[[World, int, int], None]) -> None:
    for number in (0, 3, 7):
        point = db.begin_nested()
        world = laid(db)
        for cell in world.cells[:3]:
            hold_one(world, cell, 4)
            grow(world, cell, 3)
            work(world, cell, 1)
        keep_all(world, 0, 0)
        change(world, world.cells[number % 3], number)
        for asked in ("P1", "D1", "A"):
            world.agrees(asked, SWEEP, (NOVEMBER, OCTOBER)[number % 2])
        point.rollback()


# --- what is marked ---------------------------------------------------------------------------------------------------


def _columns_counted() -> dict[str, set[str]]:
    """By table the columns of which the statement of the summary reads something."""
    found: dict[str, set[str]] = {}
    for element in visitors.iterate(summary_statement(Sight.WHOLE)):
        table: Any = getattr(element, "table", None)
        while hasattr(table, "element"):
            table = table.element
        if table is not None and hasattr(table, "metadata"):
            found.setdefault(table.name, set()).add(element.name)  # type: ignore[attr-defined]
    return found


def test_whatever_a_summary_reads_marks_its_unit_when_it_changes() -> None:
    """A table or a column that is counted tomorrow fails here until its change is watched."""
    read = _columns_counted()
    assert {"obligation", "meeting", "meeting_version", "unit_tree", "person"} <= set(read)
    assert set(read) <= set(MARKED)
    not_counted = {"id", "postponed_reason"}
    for name, columns in read.items():
        watched = set(MARKED[name][1])
        assert not watched or columns - watched <= not_counted, name
    assert all(name in APPEND_ONLY for name in read if not MARKED[name][1]), "only rows that never change"


def test_an_answer_inside_a_form_marks_nothing(world: World) -> None:
    keep_all(world, 0, 0)
    secretary = world.db.execute(select(func.min(person.c.id))).scalar_one()
    remind(world.db, world.cells[0], secretary, "evening")
    world.db.execute(update(obligation).values(next_at=NOW, changed_at=NOW))
    world.db.execute(update(person).values(language="en", few_words=1))
    assert world.db.execute(select(func.count()).select_from(piece_mark)).scalar() == 0


def test_a_change_makes_its_piece_old_and_no_other(world: World) -> None:
    keep_all(world, 0, 0)
    hold(world.db, world.cells[0], TODAY)
    assert pieces.marked(world.db) == {world.committees["A"]}
    assert world.keep() == 1
    assert pieces.marked(world.db) == frozenset()
    assert world.keep() == 0


# --- what is kept ------------------------------------------------------------------------------------------------------


def counted_units(db: Connection, monkeypatch: pytest.MonkeyPatch, ask: Callable[[], Any]) -> list[int | None]:
    """How many units each statement counted that an answer needed; None: all below."""
    found: list[int | None] = []

    def counting(db: Connection, sight: int, values: Any) -> Any:
        found.append(len(values["among"]) if "among" in values else None)
        return count(db, sight, values)

    monkeypatch.setattr("storage.summaries.count", counting)
    ask()
    return found


def test_only_what_has_changed_is_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    db, province = world.db, world.committees["P1"]

    def ask() -> None:
        summary(db, SWEEP, province, Span(NOVEMBER, 1), world.now, Rules())

    assert counted_units(db, monkeypatch, ask) == [None]
    keep_all(world, 0, 0)
    assert counted_units(db, monkeypatch, ask) == []
    hold(db, world.cells[0], TODAY)
    assert counted_units(db, monkeypatch, ask) == [3], "the commune and its two cells"
    world.now += timedelta(days=1)
    assert counted_units(db, monkeypatch, ask) == [None]
    keep_all(world, 0, 0)
    assert counted_units(db, monkeypatch, ask) == []


def test_a_quarter_is_counted_as_ever(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_all(world, 0, 0)
    quarter = Span(OCTOBER, 3)

    def ask() -> None:
        summary(world.db, SWEEP, world.committees["P1"], quarter, world.now, Rules())

    assert counted_units(world.db, monkeypatch, ask) == [None]


def test_a_commune_moved_within_its_province_is_still_added_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.unit("D3", UnitKind.DISTRICT, "P1")
    units.move(world.db, world.committees["A"], world.committees["D3"], TODAY)
    assert world.db.execute(select(func.count()).select_from(unit_past)).scalar_one()
    keep_all(world, 0, 0)

    def asked(name: str) -> list[int | None]:
        ask = lambda: summary(  # noqa: E731
            world.db, SWEEP, world.committees[name], Span(OCTOBER, 1), world.now, Rules()
        )
        return counted_units(world.db, monkeypatch, ask)

    assert asked("P1") == []
    assert asked("D1") == [3], "what has gone is counted where it lay"
    assert asked("D3") == [3]
    world.agrees_everywhere()


def test_looked_up_row_by_row_the_same_months_are_seen(world: World) -> None:
    """Also where a commune has gone to another province: what it was there before is seen by who sees it now."""
    units.move(world.db, world.committees["A"], world.committees["D2"], TODAY)
    for name in ("P1", "P2"):
        scope = Scope(1, (world.committees[name],))
        values = values_of(scope, scope.roots[0], Span(OCTOBER, 2), world.now, Rules())
        for sight in (Sight.SCOPED, Sight.WHOLE):
            listed, looked_up = (
                sorted(tuple(row) for row in world.db.execute(select(each.c.unit_id, each.c.period), values))
                for each in (standing(sight), standing(sight.each))
            )
            assert looked_up == listed != []


def test_what_was_kept_for_earlier_days_goes(world: World) -> None:
    keep_all(world, 0, 0)
    kept = pieces_kept(world.db)
    assert set(kept.values()) == {2}, "this month and the one before"
    world.now += timedelta(days=1)
    keep_all(world, 0, 0)
    assert pieces_kept(world.db) == kept


def test_each_rule_by_which_somebody_above_asks_is_counted(world: World) -> None:
    rules.set_rule(world.db, SWEEP, world.committees["D1"], "grace_days", 9, None, NOW)
    keep_all(world, 0, 0)
    kept = pieces_kept(world.db)
    assert kept[world.committees["A"]] == 4
    assert kept[world.committees["C"]] == 2
    names = ("grace_days", "entry_days")
    own = rules.rules_for(world.db, world.committees["A"])
    assert own.grace_days == 9, names
    world.agrees_everywhere()


def test_a_practice_cell_leaves_nothing_to_be_counted(world: World) -> None:
    keep_all(world, 0, 0)
    practice = add_unit(world.db, UnitKind.PRACTICE, "Chi bộ tập")
    oblige(world.db, practice)
    assert pieces.marked(world.db) == frozenset()
    assert world.keep() == 0
    assert world.db.execute(select(func.count()).select_from(piece_mark)).scalar() == 0


def test_numbers_kept_by_another_program_are_not_taken(world: World) -> None:
    keep_all(world, 0, 0)
    values = compared_values(SWEEP, world.committees["P1"], Span(NOVEMBER, 1), NOW, Rules())
    ours = pieces.fingerprint(Rules(), values["offset"], ("cells",))
    assert ours != pieces.fingerprint(Rules(), values["offset"], ("cells", "more"))
    assert ours != pieces.fingerprint(replace(Rules(), small_cell=1), values["offset"], ("cells",))
    assert ours != pieces.fingerprint(Rules(), values["offset"] + 60, ("cells",))
    world.db.execute(update(piece).values(rules="other", figures=[1]))
    world.agrees("P1", SWEEP, NOVEMBER)


async def test_the_job_keeps_all_and_a_second_run_nothing(store: Store) -> None:
    await store.write(laid)
    house = House(store, lambda: NOW, ZONE)
    await jobs.recount(house)
    first = await store.read(pieces_kept)
    assert len(first) == 7
    await jobs.recount(house)
    assert await store.read(pieces_kept) == first
    assert await store.write(recount, NOW, ZONE) == 0


# --- how it is found --------------------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_nothing_of_a_piece_is_looked_for_in_all_the_years(world: World) -> None:
    """No table of records is read from end to end, and of a cell's meetings no more than the months that count."""
    db = world.db
    values = compared_values(SWEEP, world.committees["A"], Span(NOVEMBER, 1), NOW, Rules())
    among = {**values, "among": tuple(world.cells[:2])}
    asked: tuple[Callable[[], Any], ...] = (
        *(partial(count, db, sight, among) for sight in (Sight.ALONE, Sight.SOME_SCOPED, Sight.SOME_WHOLE)),
        partial(pieces.marked, db),
        partial(pieces.own_units, db, (world.committees["A"],)),
        partial(added_summary, db, SWEEP, world.committees["P1"], Span(NOVEMBER, 1), NOW, Rules()),
    )
    keep_all(world, 0, 0)
    plans = plan_of(db, asked)
    tables = {table.name for table in metadata.sorted_tables} | {"lies", "later", "then", "meeting_version"}
    whole = [step for step in plans if step.startswith("SCAN") and step.split()[1] in tables]
    assert [step for step in whole if "ix_unit_committee" not in step and "piece_mark" not in step] == []
    for name in ("meeting", "resolution", "obligation"):
        months = [step for step in plans if step.startswith(f"SEARCH {name} USING") and "unit_id=?" in step]
        assert months
        assert all("period" in step for step in months), months


def plan_of(db: Connection, asked: Iterable[Callable[[], Any]]) -> list[str]:
    """The steps by which SQLite answers every statement of those questions."""
    said: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        said.append((statement, values))

    event.listen(db, "before_cursor_execute", note)
    for ask in asked:
        ask()
    event.remove(db, "before_cursor_execute", note)
    return [
        row[3] for statement, values in said for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    ]


def test_every_list_name_is_a_figure_that_is_kept(world: World) -> None:
    told = count(
        world.db, Sight.ALONE, compared_values(SWEEP, 1, Span(NOVEMBER, 1), NOW, Rules()) | {"among": world.cells}
    )
    assert {each.value for each in ListName} <= set(told)
