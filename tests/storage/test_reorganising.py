"""The reorganisation of 1 July 2025 from a file, and what every reorganisation keeps (domain.md 2.2; matrix rows 54, 79)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine, func, select

from bot.domain.errors import Refused
from bot.domain.members import Standing
from bot.domain.people import SWEEP, Role, Scope
from bot.domain.periods import Month, Span
from bot.domain.reorganising import Act, ActKind, Holders
from bot.domain.rules import Rules
from bot.domain.search import sought
from bot.domain.units import CellProfile, UnitKind
from bot.reports.summary import ListName
from schedules import jobs
from storage import (
    claims,
    drafts,
    members,
    obligations,
    outbox,
    people,
    reorganising,
    search,
    successions,
    sweeping,
    tasks,
    unit_import,
    units,
)
from storage.lists import lines
from storage.store import Store
from storage.summaries import by_child, summary
from storage.tables import audit as audit_table
from storage.tables import draft, event, metadata, obligation, unit_parent, unit_tree
from storage.tables import outbox as outbox_table
from tests.conftest import ZONE
from tests.small_district import OPENED, add_person, assign, hold, oblige

RULES = Rules()
THE_DAY = datetime(2025, 7, 1, 9, 0, tzinfo=ZONE)
LATER = datetime(2025, 8, 20, 9, 0, tzinfo=ZONE)
JUNE, JULY, YEAR = Span(Month(2025, 6), 1), Span(Month(2025, 7), 1), Span(Month(2025, 1), 12)
FILE = """Việc;Loại;Mã;Tên;Mã cấp trên;Mã kế nhiệm;Từ ngày;Người giữ chức vụ
thành lập;xã;N1;Đảng bộ xã Lục Nam;BN;;01/07/2025;
thành lập;xã;N2;Đảng bộ xã Bắc Lũng;BN;;;
sáp nhập;;A;;;N1;;chuyển
sáp nhập;;B;;;N1;;
sáp nhập;;C;;;N2;;
giải thể;;LN;;;;;
sáp nhập;;BG;;;BN;;
"""


def add(db: Connection, kind: UnitKind, code: str, name: str, parent: int | None) -> int:
    return units.add(db, kind, code, name, parent, OPENED)


@pytest.fixture
def ids(db: Connection) -> dict[str, int]:
    """Two provinces; a district of one of them with three communes and five cells, all of which met in June."""
    return district(db)


def district(db: Connection) -> dict[str, int]:
    ids: dict[str, int] = {}
    for code, kind, name, parent in (
        ("BG", UnitKind.PROVINCE, "Đảng bộ tỉnh Bắc Giang", ""),
        ("BN", UnitKind.PROVINCE, "Đảng bộ tỉnh Bắc Ninh", ""),
        ("LN", UnitKind.DISTRICT, "Đảng bộ huyện Lục Nam", "BG"),
        ("A", UnitKind.COMMUNE, "Đảng bộ xã Tam Dị", "LN"),
        ("B", UnitKind.COMMUNE, "Đảng bộ xã Bảo Đài", "LN"),
        ("C", UnitKind.COMMUNE, "Đảng bộ xã Bắc Lũng cũ", "LN"),
        ("A1", UnitKind.CELL, "Chi bộ thôn Muối", "A"),
        ("A2", UnitKind.CELL, "Chi bộ thôn Khe Sâu", "A"),
        ("B1", UnitKind.CELL, "Chi bộ thôn An Phú", "B"),
        ("B2", UnitKind.CELL, "Chi bộ thôn Đồng", "B"),
        ("C1", UnitKind.CELL, "Chi bộ thôn Trên", "C"),
    ):
        ids[code] = add(db, kind, code, name, ids.get(parent))
    for code in ("A1", "A2", "B1", "B2", "C1"):
        oblige(db, ids[code], JUNE.first)
        hold(db, ids[code], date(2025, 6, 3))
    return ids


def brought(db: Connection, tmp_path: Path, *, dry_run: bool = False, now: datetime = THE_DAY) -> str:
    path = tmp_path / "sap-xep.csv"
    path.write_text(FILE, encoding="utf-8")
    said, well = unit_import.import_file(db, path, now, dry_run)
    assert well, said
    return said


def expected(db: Connection, scope: Scope, unit_id: int, span: Span, now: datetime = LATER) -> int:
    return summary(db, scope, unit_id, span, now, RULES).counts[ListName.EXPECTED]


def children(db: Connection, scope: Scope, unit_id: int, span: Span) -> dict[str, int]:
    found = by_child(db, scope, unit_id, span, LATER, RULES)
    return {each.name: each.expected for each in found if each.expected}


def test_the_reorganisation_of_july_2025_from_a_file(db: Connection, ids: dict[str, int], tmp_path: Path) -> None:
    """Before it the district counts its cells, after it the new communes report to the province; June stays where it was."""
    admins = {code: add_person(db, ids[code], f"Quản trị {code}", Role.ADMIN) for code in ("LN", "A", "B", "BN")}
    scope = Scope(admins["LN"], (ids["LN"],))
    assert units.cell_counts(db, scope, [ids["LN"]], date(2025, 6, 30)) == {ids["LN"]: 5}

    said = brought(db, tmp_path, dry_run=True)
    for told in (
        "A reorganisation.",
        "New: Đảng bộ xã Lục Nam (code N1), below Đảng bộ tỉnh Bắc Ninh",
        "Đảng bộ xã Tam Dị merges into Đảng bộ xã Lục Nam",
        "Administrator Quản trị A: becomes Administrator of the unit that follows",
        "Administrator Quản trị B: the post ends",
        "Chi bộ thôn Muối moves: from Đảng bộ xã Tam Dị to Đảng bộ xã Lục Nam",
        "Đảng bộ huyện Lục Nam is dissolved",
        "Đảng bộ tỉnh Bắc Ninh: 0 cells, 5 afterwards",
        "Dry run: nothing was changed.",
    ):
        assert told in said
    assert "N1" not in {each.code for each in units.everything(db)}

    assert "Carried out." in brought(db, tmp_path)
    new = {each.code: each.id for each in units.everything(db)}
    for code in ("A1", "A2", "B1", "B2", "C1"):
        oblige(db, ids[code], JULY.first)
    day = LATER.date()
    province = Scope(admins["BN"], (new["BN"],))
    assert [each.code for each in units.children(db, province, new["BN"], day)] == ["N1", "N2"]
    assert [each.code for each in units.children(db, province, new["N1"], day)] == ["A1", "A2", "B1", "B2"]

    # people: of what is dissolved they lose sight, or keep the successor's, as was said
    assert people.posts_of(db, admins["LN"], day) == ()
    assert people.posts_of(db, admins["B"], day) == ()
    assert [(held.unit_id, held.role) for held in people.posts_of(db, admins["A"], day)] == [(new["N1"], Role.ADMIN)]

    # periods before the day count under the old units, those after it under the new ones
    assert expected(db, province, new["BN"], JULY) == 5
    assert children(db, province, new["BN"], JULY) == {"Đảng bộ xã Lục Nam": 4, "Đảng bộ xã Bắc Lũng": 1}
    assert expected(db, province, new["BN"], JUNE) == 0
    assert expected(db, province, new["BG"], JUNE) == 5
    assert expected(db, province, new["BG"], JULY) == 0
    assert children(db, province, new["BG"], JUNE) == {"Đảng bộ huyện Lục Nam": 5}
    assert children(db, province, new["LN"], JUNE) == {
        "Đảng bộ xã Tam Dị": 2,
        "Đảng bộ xã Bảo Đài": 2,
        "Đảng bộ xã Bắc Lũng cũ": 1,
    }
    assert expected(db, province, new["LN"], YEAR) == 5
    assert expected(db, province, new["N1"], YEAR) == 4
    assert lines(db, province, new["A"], JUNE, ListName.EXPECTED, LATER, RULES).total == 2

    # the admin who went over reads the old commune's June, and nothing of the other new commune
    of_n1 = Scope(admins["A"], (new["N1"],))
    assert expected(db, of_n1, new["A"], JUNE) == 2
    assert {each.name for each in successions.before(db, of_n1, new["N1"])} == {
        "Đảng bộ xã Tam Dị",
        "Đảng bộ xã Bảo Đài",
    }
    with pytest.raises(Refused, match="not-found"):
        units.get(db, of_n1, new["C1"], day)
    with pytest.raises(Refused, match="not-found"):
        units.get(db, of_n1, new["C"], day)

    # nothing is deleted, and all is written down
    acts = Counter(db.execute(select(audit_table.c.act)).scalars())
    assert (acts["unit-added"], acts["unit-moved"], acts["unit-closed"]) == (2, 5, 5)
    assert {each.code for each in units.everything(db)} == {*ids, "N1", "N2"}
    units.rebuild_tree(db)
    assert expected(db, of_n1, new["A"], JUNE) == 2


def test_a_day_to_come_is_planned_and_takes_effect_by_itself(
    db: Connection, ids: dict[str, int], tmp_path: Path
) -> None:
    before = THE_DAY - timedelta(days=9)
    assert "Planned for 01/07/2025" in brought(db, tmp_path, now=before)
    assert reorganising.due(db, before.date()) == ()
    assert units.cell_counts(db, SWEEP, [ids["LN"]], before.date()) == {ids["LN"]: 5}
    (key,) = reorganising.due(db, THE_DAY.date())
    assert reorganising.carry_out_due(db, key, THE_DAY) == "done"
    assert reorganising.due(db, THE_DAY.date()) == ()
    assert units.cell_counts(db, SWEEP, [ids["BN"]], THE_DAY.date()) == {ids["BN"]: 5}


def test_the_documented_example_is_a_reorganisation_of_the_documented_units(db: Connection) -> None:
    examples = Path(__file__).parents[2] / "docs" / "examples"
    unit_import.import_file(db, examples / "luc-nam.csv", THE_DAY, False)
    said, well = unit_import.import_file(db, examples / "sap-xep.csv", THE_DAY, True)
    assert well
    assert "Chi bộ thôn Khe Sâu merges into Chi bộ thôn Muối" in said


async def test_the_job_carries_out_what_is_due(store: Store, tmp_path: Path) -> None:
    def begin(db: Connection) -> None:
        district(db)
        assert "Planned" in brought(db, tmp_path, now=THE_DAY - timedelta(days=9))

    def cells(db: Connection) -> dict[int, int]:
        return units.cell_counts(db, SWEEP, [each.id for each in units.everything(db)], THE_DAY.date())

    await store.write(begin)
    before = await store.read(cells)
    await jobs.reorganise(jobs.House(store, lambda: THE_DAY - timedelta(days=1), ZONE))
    assert await store.read(cells) == before
    await jobs.reorganise(jobs.House(store, lambda: THE_DAY.astimezone(UTC), ZONE))
    after = await store.read(cells)
    assert after != before
    await jobs.reorganise(jobs.House(store, lambda: THE_DAY, ZONE))
    assert await store.read(cells) == after


def test_what_was_planned_and_no_longer_fits_changes_nothing_and_is_told(
    db: Connection, ids: dict[str, int], tmp_path: Path
) -> None:
    by = add_person(db, ids["BG"], "Quản trị tỉnh", Role.ADMIN)
    acts = [Act(ActKind.MERGE, "A2", into=("A1",)), Act(ActKind.RENAME, "A1", name="Chi bộ thôn Muối mới")]
    key = reorganising.propose(db, Scope(by, (ids["BG"],)), acts, date(2025, 7, 1), by, THE_DAY - timedelta(days=9))
    assert reorganising.agree(db, Scope(by, (ids["BG"],)), key, by, THE_DAY - timedelta(days=9)) is False
    units.close(db, ids["A2"], date(2025, 6, 25))
    assert reorganising.carry_out_due(db, key, THE_DAY) == "failed"
    assert units.name_of(db, ids["A1"], THE_DAY.date()) == "Chi bộ thôn Muối"
    told = db.execute(select(outbox_table.c.payload).where(outbox_table.c.recipient_id == by)).scalars().all()
    assert [each["key"] for each in told] == ["reorg-notice-failed"]


def merged(db: Connection, ids: dict[str, int], by: int, *acts: Act, now: datetime = THE_DAY) -> None:
    scope = Scope(by, (ids["BG"],))
    key = reorganising.propose(db, scope, acts, now.date(), by, now)
    assert reorganising.agree(db, scope, key, by, now) is True


def test_what_is_open_in_a_merged_cell_goes_its_way(db: Connection, ids: dict[str, int]) -> None:
    """Matrix 54: a merged cell gets no reminder, and the reason is recorded."""
    by = add_person(db, ids["BG"], "Quản trị tỉnh", Role.ADMIN)
    an, binh = add_person(db, ids["A2"], "Nguyễn Văn An"), add_person(db, ids["A1"], "Trần Thị Bình")
    owed = oblige(db, ids["A2"], JULY.first)
    outbox.put(
        db,
        [
            outbox.Row(
                f"remind:{ids['A2']}:2025-07:regular:before:{an}",
                an,
                ids["A2"],
                "reminder",
                {"period": "2025-07", "rung": "before", "key": "before"},
                THE_DAY,
                THE_DAY + timedelta(days=9),
            )
        ],
        THE_DAY,
    )
    task_id = assign(db, ids["A2"], date(2025, 7, 20))
    search.rebuild(db)
    begun = drafts.start(
        db, person_id=an, unit_id=ids["A2"], chat_id=1, form="meeting", form_version=1, now=THE_DAY, about={}, data={}
    )
    act = members.Act(by, THE_DAY)
    for cell, name in ((ids["A1"], "Lê Thị Lan"), (ids["A2"], "Phạm Văn Hùng")):
        members.add(db, SWEEP, cell, name, Standing.OFFICIAL, OPENED, act)
    units.set_profile(db, SWEEP, CellProfile(ids["A1"], OPENED, "3", official=20))
    units.set_profile(db, SWEEP, CellProfile(ids["A2"], OPENED, "5", official=9, probationary=1))

    told = reorganising.look(db, [Act(ActKind.MERGE, "A2", into=("A1",))], THE_DAY.date(), THE_DAY.date())
    (ending,) = told.ended
    assert (ending.tasks, ending.obligations, ending.drafts, ending.members, ending.members_go) == (1, 1, 1, 1, True)
    assert ending.holders == (("secretary", "Nguyễn Văn An", ""),)
    assert ending.blind == 1

    merged(db, ids, by, Act(ActKind.MERGE, "A2", into=("A1",)))
    own = Scope(binh, (ids["A1"],))
    assert [each.id for each in tasks.open_of(db, own, ids["A1"])] == [task_id]
    assert [hit.unit_id for hit in search.find(db, own, sought("kênh")).found] == [ids["A1"]]
    assert db.execute(select(obligation.c.state).where(obligation.c.id == owed)).scalar() == "excused"
    assert db.execute(select(event.c.type).where(event.c.obligation_id == owed)).scalars().all() == [
        "excused:unit merge"
    ]
    assert db.execute(select(draft.c.state).where(draft.c.id == begun.id)).scalar() == "abandoned"
    roster = members.roster(db, own, ids["A1"], THE_DAY.date())
    assert [each.name for each in roster] == ["Phạm Văn Hùng", "Lê Thị Lan"]
    profile = units.profile(db, own, ids["A1"], THE_DAY.date())
    assert (profile.meeting_day, profile.official, profile.probationary) == ("3", 29, 1)
    assert people.posts_of(db, an, THE_DAY.date()) == ()
    assert [each.unit_id for each in successions.before(db, own, ids["A1"])] == [ids["A2"]]
    sweeping.sweep(db, THE_DAY + timedelta(days=3), ZONE)
    sent = [claims.claim(db, "w", THE_DAY + timedelta(hours=number), timedelta(minutes=1), ZONE) for number in range(3)]
    assert [each.kind for each in sent if each is not None] == ["notice"]
    assert obligations.of(db, SWEEP, ids["A2"], Month(2025, 8)) is None


def test_a_moved_cell_is_blind_to_the_old_commune_also_for_months_before(db: Connection, ids: dict[str, int]) -> None:
    """Matrix 79."""
    by = add_person(db, ids["BG"], "Quản trị tỉnh", Role.ADMIN)
    old, new = Scope(1, (ids["A"],)), Scope(2, (ids["B"],))
    merged(db, ids, by, Act(ActKind.MOVE, "A1", parent="B"))
    with pytest.raises(Refused, match="not-found"):
        units.get(db, old, ids["A1"], THE_DAY.date())
    assert expected(db, old, ids["A"], JUNE) == 1
    assert expected(db, new, ids["B"], JUNE) == 2
    above = Scope(3, (ids["LN"],))
    assert children(db, above, ids["LN"], JUNE) == {
        "Đảng bộ xã Tam Dị": 2,
        "Đảng bộ xã Bảo Đài": 2,
        "Đảng bộ xã Bắc Lũng cũ": 1,
    }
    assert expected(db, above, ids["LN"], JUNE) == 5


def test_a_split_cell_goes_on_beside_the_new_one(db: Connection, ids: dict[str, int]) -> None:
    by = add_person(db, ids["BG"], "Quản trị tỉnh", Role.ADMIN)
    assign(db, ids["A1"], None)
    merged(
        db,
        ids,
        by,
        Act(ActKind.OPEN, "A3", UnitKind.CELL, "Chi bộ thôn Muối Trên", "A"),
        Act(ActKind.SPLIT, "A1", into=("A1", "A3")),
    )
    day = THE_DAY.date()
    assert [each.code for each in units.children(db, SWEEP, ids["A"], day)] == ["A1", "A2", "A3"]
    new = units.find(db, SWEEP, "Muối Trên")[0].id
    assert [each.unit_id for each in successions.before(db, SWEEP, new)] == [ids["A1"]]
    assert len(tasks.open_of(db, SWEEP, ids["A1"])) == 1


@pytest.mark.parametrize(
    ("acts", "why"),
    [
        ([Act(ActKind.CLOSE, "A")], "left-behind"),
        ([Act(ActKind.MERGE, "A1", into=("ZZ",))], "unknown"),
        ([Act(ActKind.MERGE, "A1", into=("A1",))], "into-merge"),
        ([Act(ActKind.MERGE, "A1", into=("B",))], "other-kind"),
        ([Act(ActKind.MERGE, "A1", into=("A2",)), Act(ActKind.MERGE, "A2", into=("B1",))], "other-ends"),
        ([Act(ActKind.MOVE, "LN", parent="A")], "circle"),
        ([Act(ActKind.MOVE, "A1", parent="B1")], "below-kind"),
        ([Act(ActKind.MERGE, "LN", into=("A",))], "circle"),
        ([Act(ActKind.MOVE, "A1", parent="B"), Act(ActKind.CLOSE, "A1")], "ends-too"),
        ([Act(ActKind.OPEN, "A1", UnitKind.CELL, "Chi bộ mới", "A")], "code-taken"),
        ([Act(ActKind.SPLIT, "A1", into=("A2",))], "into-split"),
    ],
)
def test_what_cannot_be_is_told_with_its_reason(db: Connection, ids: dict[str, int], acts: list[Act], why: str) -> None:
    found = reorganising.look(db, acts, THE_DAY.date(), THE_DAY.date())
    assert why in {each.key for each in found.wrong}


def test_a_cell_that_has_met_since_cannot_have_ended_before(db: Connection, ids: dict[str, int]) -> None:
    found = reorganising.look(db, [Act(ActKind.CLOSE, "A1")], date(2025, 6, 1), THE_DAY.date())
    assert [each.key for each in found.wrong] == ["met-since"]


def test_nobody_reorganises_what_is_not_below_him(db: Connection, ids: dict[str, int]) -> None:
    """Matrix 77, for units: own unit, a neighbour's, and a target outside."""
    by = add_person(db, ids["A"], "Quản trị xã", Role.ADMIN)
    scope = Scope(by, (ids["A"],))
    for act in (
        Act(ActKind.RENAME, "A", name="Đảng bộ xã khác"),
        Act(ActKind.CLOSE, "B1"),
        Act(ActKind.MOVE, "A1", parent="B"),
        Act(ActKind.MERGE, "A1", into=("B1",)),
        Act(ActKind.OPEN, "X", UnitKind.CELL, "Chi bộ X", "B"),
    ):
        with pytest.raises(Refused, match="no-right"):
            reorganising.propose(db, scope, [act], THE_DAY.date(), by, THE_DAY)
    assert reorganising.propose(db, scope, [Act(ActKind.MERGE, "A1", into=("A2",))], THE_DAY.date(), by, THE_DAY)


@pytest.fixture(scope="module")
def engine() -> Engine:
    made = create_engine("sqlite://")
    metadata.create_all(made)
    return made


CODES = ("BG", "BN", "LN", "A", "B", "C", "A1", "A2", "B1", "B2", "C1")
acts_drawn = st.one_of(
    st.builds(Act, st.just(ActKind.MOVE), st.sampled_from(CODES), parent=st.sampled_from(CODES)),
    st.builds(
        Act,
        st.just(ActKind.MERGE),
        st.sampled_from(CODES),
        into=st.tuples(st.sampled_from(CODES)),
        holders=st.sampled_from(Holders),
    ),
    st.builds(Act, st.just(ActKind.CLOSE), st.sampled_from(CODES)),
    st.builds(Act, st.just(ActKind.RENAME), st.sampled_from(CODES), name=st.just("Chi bộ đổi tên")),
)


@given(sequence=st.lists(st.lists(acts_drawn, min_size=1, max_size=3), max_size=6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_reorganised_each_cell_counts_once_and_the_tree_stays_one(
    engine: Engine, sequence: list[list[Act]]
) -> None:
    """One parent a unit and day, no circle, every cell of a day counted once in its root, every month once in one root."""
    with engine.connect() as db, db.begin() as transaction:
        ids = district(db)
        person = add_person(db, ids["A1"], "Nguyễn Văn An")
        moment = THE_DAY
        for acts in sequence:
            moment += timedelta(days=20)
            on = moment.date()
            if reorganising.look(db, acts, on, on).wrong:
                continue
            key = reorganising._keep(db, acts, on, "planned", ids["BG"], None, moment)
            assert reorganising.carry_out_due(db, key, moment) == "done"
            _sound(db, ids, on)
        _sound(db, ids, moment.date())
        assert all(held.person_id == person for held in people.posts_of(db, person, moment.date()))
        transaction.rollback()


def _sound(db: Connection, ids: dict[str, int], on: date) -> None:
    alive = (
        select(unit_parent.c.unit_id, func.count().label("number"))
        .where(units.valid(unit_parent, on))
        .group_by(unit_parent.c.unit_id)
    )
    assert all(row.number == 1 for row in db.execute(alive))
    closure = {(row.ancestor_id, row.descendant_id) for row in db.execute(select(unit_tree))}
    assert all((lower, upper) not in closure for upper, lower in closure if upper != lower)
    roots = units.roots(db, on)
    open_cells = [each for each in units.everything(db) if each.kind is UnitKind.CELL and each.closed_on is None]
    counted = Counter(cell.code for root in roots for cell in units.cells_under(db, SWEEP, root.id, on))
    assert counted == Counter(each.code for each in open_cells)
    now = datetime(on.year, on.month, on.day, 9, tzinfo=ZONE)
    was = {
        code: summary(db, SWEEP, ids[code], JUNE, now, RULES).counts[ListName.EXPECTED]
        for code in ("BG", "BN", "LN", "A", "B", "C")
    }
    assert was == {"BG": 5, "BN": 0, "LN": 5, "A": 2, "B": 2, "C": 1}
    before = {each.id for each in roots}
    units.rebuild_tree(db)
    assert {(row.ancestor_id, row.descendant_id) for row in db.execute(select(unit_tree))} == closure
    assert {each.id for each in units.roots(db, on)} == before
