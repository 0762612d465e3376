"""Requirements on the dated tree: scope, history, closure."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select

from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Role, Scope
from bot.domain.units import CellProfile, UnitKind
from storage import people, units
from storage.tables import metadata, unit_tree

DAY = date(2026, 11, 5)
START = date(2024, 1, 1)


@pytest.fixture
def tree(db: Connection) -> dict[str, int]:
    """District D over communes A and B; A has two cells, B one."""
    ids: dict[str, int] = {}
    rows = [
        ("D", UnitKind.DISTRICT, "Đảng bộ huyện Mẫu", None),
        ("A", UnitKind.COMMUNE, "Đảng bộ xã An", "D"),
        ("B", UnitKind.COMMUNE, "Đảng bộ xã Bình", "D"),
        ("A1", UnitKind.CELL, "Chi bộ thôn Muối", "A"),
        ("A2", UnitKind.CELL, "Chi bộ thôn Đồng", "A"),
        ("B1", UnitKind.CELL, "Chi bộ thôn Muối Trên", "B"),
    ]
    for code, kind, name, parent in rows:
        ids[code] = units.add(db, kind, code, name, ids[parent] if parent else None, START)
    return ids


def closure(db: Connection) -> set[tuple[int, int, int]]:
    return {tuple(row) for row in db.execute(select(unit_tree))}


def test_a_unit_outside_the_scope_and_an_absent_one_are_refused_alike(db: Connection, tree: dict[str, int]) -> None:
    scope = Scope(1, (tree["A"],))
    refusals = []
    for unit_id in (tree["B1"], 999_999):
        with pytest.raises(Refused) as refused:
            units.get(db, scope, unit_id, DAY)
        refusals.append((refused.value.key, refused.value.values))
    assert refusals[0] == refusals[1] == ("not-found", {})


def test_reads_stay_within_the_subtree(db: Connection, tree: dict[str, int]) -> None:
    """Matrix 76."""
    scope = Scope(1, (tree["A"],))
    assert {u.code for u in units.cells_under(db, scope, tree["A"], DAY)} == {"A1", "A2"}
    assert units.names(db, scope, tree.values(), DAY).keys() == {tree["A"], tree["A1"], tree["A2"]}
    assert [u.code for u in units.find(db, scope, "muoi")] == ["A1"]
    assert [u.code for u in units.find(db, SWEEP, "MUỐI")] == ["A1", "B1"]
    assert [u.code for u in units.find(db, SWEEP, "a")] != []
    with pytest.raises(Refused):
        units.children(db, scope, tree["D"], DAY)
    with pytest.raises(Refused):
        units.profile(db, scope, tree["B1"], DAY)
    assert units.cell_counts(db, SWEEP, tree.values(), DAY)[tree["D"]] == 3
    assert units.cell_counts(db, scope, tree.values(), DAY).keys() == {tree["A"], tree["A1"], tree["A2"]}


def test_search_takes_percent_signs_as_they_are(db: Connection, tree: dict[str, int]) -> None:
    assert units.find(db, SWEEP, "%") == ()
    assert units.find(db, SWEEP, "_") == ()
    assert units.find(db, SWEEP, "  ") == ()


def test_a_rename_keeps_the_old_name_with_its_days(db: Connection, tree: dict[str, int]) -> None:
    units.rename(db, tree["A1"], "Chi bộ TDP Muối", date(2026, 7, 1))
    assert units.name_of(db, tree["A1"], date(2026, 6, 30)) == "Chi bộ thôn Muối"
    assert units.name_of(db, tree["A1"], date(2026, 7, 1)) == "Chi bộ TDP Muối"
    assert units.name_of(db, tree["A1"], date(2000, 1, 1)) == "Chi bộ thôn Muối"
    assert units.name_of(db, 999_999, DAY) == ""
    assert units.rename(db, tree["A1"], "Chi bộ TDP Muối", DAY) is False
    with pytest.raises(Refused):
        units.rename(db, tree["A1"], "Chi bộ xưa", date(2026, 6, 1))


def test_a_moved_cell_is_seen_by_its_new_parent_at_once_and_by_the_old_no_more(
    db: Connection, tree: dict[str, int]
) -> None:
    """Matrix 79."""
    units.move(db, tree["A1"], tree["B"], DAY)
    assert {u.code for u in units.cells_under(db, Scope(1, (tree["B"],)), tree["B"], DAY)} == {"A1", "B1"}
    with pytest.raises(Refused):
        units.get(db, Scope(1, (tree["A"],)), tree["A1"], DAY)
    assert units.get(db, SWEEP, tree["A1"], DAY - timedelta(days=1)).parent_id == tree["A"]


def test_a_unit_is_never_moved_below_itself(db: Connection, tree: dict[str, int]) -> None:
    for below in ("D", "A", "A1"):
        with pytest.raises(Refused, match="unit-move-cycle"):
            units.move(db, tree["D"], tree[below], DAY)


def test_a_closed_cell_keeps_its_history_and_leaves_the_lists(db: Connection, tree: dict[str, int]) -> None:
    person = people.create(db, "Nguyễn Văn An")
    people.begin_post(db, person, tree["A1"], Role.SECRETARY, START)
    with pytest.raises(Refused, match="unit-has-children"):
        units.close(db, tree["A"], DAY)
    units.close(db, tree["A1"], DAY)
    scope = Scope(1, (tree["A"],))
    assert {u.code for u in units.cells_under(db, scope, tree["A"], DAY)} == {"A2"}
    assert {u.code for u in units.cells_under(db, scope, tree["A"], DAY - timedelta(days=1))} == {"A1", "A2"}
    assert units.get(db, scope, tree["A1"], DAY).closed_on == DAY
    assert people.posts_of(db, person, DAY) == ()
    assert [u.code for u in units.find(db, scope, "muối")] == []


def test_a_profile_holds_from_its_day_on(db: Connection, tree: dict[str, int]) -> None:
    first = CellProfile(tree["A1"], START, "3", "19:30", 90, "Nhà văn hóa thôn", official=28, probationary=2, exempt=2)
    second = CellProfile(tree["A1"], DAY, "cuối tháng", "19:00", 90, "Nhà văn hóa thôn", official=27, probationary=3)
    units.set_profile(db, SWEEP, first)
    units.set_profile(db, SWEEP, second)
    assert units.profile(db, SWEEP, tree["A1"], DAY - timedelta(days=1)) == first
    assert units.profile(db, SWEEP, tree["A1"], DAY) == second
    assert units.profile(db, SWEEP, tree["A2"], DAY) == CellProfile(tree["A2"], DAY)


def random_tree(db: Connection, parents: list[int]) -> list[int]:
    ids: list[int] = []
    for number, parent in enumerate(parents):
        above = None if number == 0 else ids[parent % number]
        ids.append(units.add(db, UnitKind.CELL, f"U{number}", f"Đơn vị {number}", above, START))
    return ids


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    parents=st.lists(st.integers(0, 50), min_size=1, max_size=14),
    moves=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=6),
    seen_from=st.lists(st.integers(0, 50), max_size=3),
)
def test_no_read_ever_leaves_the_roots_subtrees(
    parents: list[int], moves: list[tuple[int, int]], seen_from: list[int]
) -> None:
    """Matrix 76."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as db:
        ids = random_tree(db, parents)
        above = {unit.id: unit.parent_id for unit in (units.get(db, SWEEP, i, DAY) for i in ids)}
        for child, parent in moves:
            try:
                units.move(db, ids[child % len(ids)], ids[parent % len(ids)], DAY)
            except Refused:
                continue
            above[ids[child % len(ids)]] = ids[parent % len(ids)]
        kept = closure(db)
        units.rebuild_tree(db)
        assert closure(db) == kept

        scope = Scope(1, tuple(ids[i % len(ids)] for i in seen_from))
        visible = {i for i in ids if any(step in scope.roots for step in line(above, i))}
        assert units.names(db, scope, ids, DAY).keys() == visible
        assert {u.id for u in units.find(db, scope, "đơn vị")} == visible
        for unit_id in ids:
            if unit_id in visible:
                assert units.get(db, scope, unit_id, DAY).parent_id == above[unit_id]
                assert {u.id for u in units.cells_under(db, scope, unit_id, DAY)} <= visible
                assert {u.id for u in units.children(db, scope, unit_id, DAY)} <= visible
                assert units.above(db, unit_id) == tuple(line(above, unit_id)[1:])
            else:
                with pytest.raises(Refused):
                    units.get(db, scope, unit_id, DAY)
                with pytest.raises(Refused):
                    units.children(db, scope, unit_id, DAY)
                assert people.holders(db, scope, unit_id, DAY) == ()
    engine.dispose()


def line(above: dict[int, int | None], unit_id: int) -> list[int]:
    steps = [unit_id]
    while (parent := above[steps[-1]]) is not None:
        steps.append(parent)
    return steps


def test_units_of_one_name_are_told_apart_by_the_unit_above(db: Connection) -> None:
    district = units.add(db, UnitKind.DISTRICT, "d", "Đảng bộ huyện Lục Nam", None, date(2020, 1, 1))
    for code in ("x1", "x2"):
        commune = units.add(db, UnitKind.COMMUNE, code, f"Đảng bộ xã {code}", district, date(2020, 1, 1))
        units.add(db, UnitKind.CELL, f"{code}c", "Chi bộ thôn An Phú", commune, date(2020, 1, 1))
    names = [unit.name for unit in units.find(db, SWEEP, "an phu")]
    assert names == ["Chi bộ thôn An Phú (Đảng bộ xã x1)", "Chi bộ thôn An Phú (Đảng bộ xã x2)"]
