"""The second fence (decision 0024, matrix 74): who goes around the scope on PostgreSQL sees nothing that is not his."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, text, true, update
from sqlalchemy.exc import DBAPIError

from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Role, Scope
from bot.domain.units import UnitKind
from handlers import access
from handlers.access import House
from handlers.context import Incoming
from storage import condition, fence
from storage.store import Store, once
from storage.tables import (
    draft,
    frozen,
    member,
    metadata,
    person,
    piece,
    post,
    resolution,
    resolution_share,
    setting,
    unit_past,
)
from tests.conftest import NOW, ZONE
from tests.planting import plant
from tests.postgresql import OWNER, RUNNER, SUPER, Server
from tests.small_district import MONTH, add_cell, add_person, add_unit
from tests.storage.test_scope import ROOT, tree_of

DOORS = {
    "handlers/access.py:known": "ADMIN_IDS get their posts before they have any",
    "handlers/access.py:_waiting": "a stranger whose joining waits: his own asking, and who is to say the word",
    "handlers/invitations.py:welcome": "the post that a link leads to is not in its holder's scope",
    "handlers/invitations.py:press": "the same, and he takes it",
    "handlers/practice.py:leave": "a practice cell is closed: units are written by lifted work only",
    "handlers/practice.py:_begin": "a practice cell is made, below nobody",
    "storage/models.py:answered": "the model meeting to which a cell is invited is another's",
    "storage/reorganising.py:agree": "units come, go and move, with what was open in them",
}
"""Where the fence is lifted in what answers people, each with its reason."""
SECRETARY, ADMIN, OTHER, STRANGER = 701, 702, 703, 704


# --- what can be read from the code -------------------------------------------------------------------------------------


def test_every_table_is_fenced_or_left_out_with_a_reason() -> None:
    told = [
        *(fence.FENCED, fence.OWNED, fence.THROUGH, fence.SHARED, fence.INHERITED, fence.NOTED),
        *(fence.READ_BY_ALL, fence.LEFT_OUT),
    ]
    names = [name for some in told for name in some]
    assert sorted(names) == sorted(metadata.tables)
    assert all((*fence.READ_BY_ALL.values(), *fence.LEFT_OUT.values()))


def test_the_fence_is_lifted_where_it_is_said_and_nowhere_else() -> None:
    found = set()
    for path in (*ROOT.glob("handlers/*.py"), *ROOT.glob("storage/*.py"), *ROOT.glob("schedules/*.py")):
        for node in tree_of(path).body:
            names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            if isinstance(node, ast.FunctionDef) and "lifted" in names:
                found.add(f"{path.relative_to(ROOT)}:{node.name}")
    assert found == DOORS.keys()


def test_what_answers_people_begins_closed() -> None:
    """Every unit of work of ``access`` that a handler hands to the store."""
    given = set()
    for path in ROOT.glob("handlers/*.py"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".store.read", ".store.write")):
                first = ast.unparse(node.args[0])
                if first.startswith("access."):
                    given.add(first.removeprefix("access."))
    assert calls("access.handle") == {"taking.handled"}, "handled in the transaction that keeps it: within ``down``"
    closed = {each.__name__ for each in fence._closed if each.__module__ == access.__name__}
    assert given == closed
    assert {"handle", "told", "again"} <= given


def calls(name: str) -> set[str]:
    """Functions of handlers that call it themselves, and say ``down``."""
    return {
        f"{path.stem}.{node.name}"
        for path in ROOT.glob("handlers/*.py")
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef)
        and {name, "down"} <= {ast.unparse(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)}
    }


# --- what PostgreSQL does -----------------------------------------------------------------------------------------------


@pytest.fixture
def planted(db: Connection, postgresql: Server | None) -> int:
    """A row in every table about a cell of the first commune; its id. The second commune is none of its business."""
    if postgresql is None:
        pytest.skip("of PostgreSQL only: pytest --postgresql")
    mine, other = (add_unit(db, UnitKind.COMMUNE, f"Đảng bộ xã {name}") for name in ("Lục Nam", "Bảo Sơn"))
    cell = add_cell(db, mine, "Chi bộ thôn Muối")
    who = add_person(db, cell, "Nguyễn Văn An")
    plant(db, cell, who)
    db.execute(text("UPDATE resolution_share SET withdrawn_at = shared_at"))
    db.execute(insert(frozen).values(unit_id=cell, period=MONTH, version=1, figures={}, frozen_at=NOW))
    db.execute(insert(piece).values(unit_id=cell, period=MONTH, day=NOW.date(), rules="", figures={}))
    db.execute(insert(unit_past).values(ancestor_id=mine, descendant_id=cell, until=MONTH, depth=1))
    for unit_id, name, telegram_id in ((mine, "Đỗ Thị Hà", ADMIN), (other, "Vũ Thị Hoa", OTHER)):
        add_person(db, unit_id, name, Role.ADMIN)
        db.execute(text("UPDATE person SET telegram_id = :t WHERE name = :n"), {"t": telegram_id, "n": name})
    db.execute(text("UPDATE person SET telegram_id = :t WHERE id = :w"), {"t": SECRETARY, "w": who})
    return cell


@contextmanager
def asking(db: Connection, telegram_id: int) -> Iterator[None]:
    """Inside is where a handler of that person would be, whatever it says in SQL."""
    incoming = Incoming(1, 1, "text", telegram_id, telegram_id, "Ai Đó", 1, NOW)
    house = House(ZONE)
    with fence.down(db):
        asker = access.known(db, incoming, NOW, house)
        if asker is not None:
            access.context_of(db, incoming, *asker, NOW, house)
        yield


def rows(db: Connection, name: str) -> list[dict[str, Any]]:
    """In the order in which they were planted: the first is the cell's, none of those that were added for others."""
    table = metadata.tables[name]
    return [dict(row) for row in db.execute(select(table).order_by(*table.primary_key)).mappings()]


SEEN_OF_OWN = sorted(metadata.tables.keys() - fence.READ_BY_ALL.keys() - fence.LEFT_OUT.keys())
WRITTEN = sorted(metadata.tables.keys() - fence.LEFT_OUT.keys())
ADDED_TO = {"audit", "outbox"}
"""Whoever does something is noted, and may have others told."""


def test_who_goes_around_the_scope_sees_his_own_alone(db: Connection, planted: int) -> None:
    """Matrix 74: in every table."""
    whole = {name: rows(db, name) for name in SEEN_OF_OWN}
    assert all(whole.values()), "where nothing was planted nothing is shown"
    with asking(db, ADMIN):
        assert {name: rows(db, name) for name in SEEN_OF_OWN} == whole
    for somebody in (OTHER, STRANGER):
        with asking(db, somebody):
            assert not [name for name in SEEN_OF_OWN if rows(db, name)]
    with fence.down(db):
        assert not [name for name in SEEN_OF_OWN if rows(db, name)]


def test_who_goes_around_the_scope_changes_nothing_elsewhere(db: Connection, planted: int) -> None:
    """Matrix 74: in every table; nor does he add anything."""
    whole = {name: rows(db, name) for name in WRITTEN}
    for somebody in (OTHER, STRANGER):
        with asking(db, somebody):
            for name in WRITTEN:
                table = metadata.tables[name]
                column = next(iter(table.columns))
                there = table.c.unit_id == planted if "unit_id" in table.c else true()
                assert not db.execute(update(table).where(there).values({column.name: column})).rowcount, name
                assert not db.execute(delete(table).where(there)).rowcount, name
                new = {key: value for key, value in whole[name][0].items() if key != "id" and value is not None}
                assert name in ADDED_TO or refused(db, insert(table).inline().values(new)), name
    assert {name: rows(db, name) for name in WRITTEN} == whole


def refused(db: Connection, statement: Any) -> bool:
    """By a policy, and not by anything else."""
    point = db.begin_nested()
    try:
        db.execute(statement)
    except DBAPIError as exc:
        point.rollback()
        return "row-level security" in str(exc.orig)
    point.rollback()
    return False


def test_what_a_cell_shares_is_seen_by_all_and_taken_back_by_none_but_it(db: Connection, planted: int) -> None:
    db.execute(update(resolution_share).values(withdrawn_at=None))
    with asking(db, OTHER):
        assert len(rows(db, "resolution")) == len(rows(db, "resolution_share")) == 1
        assert db.execute(update(resolution_share).values(withdrawn_at=NOW)).rowcount == 0
        assert db.execute(update(resolution).values(subject="")).rowcount == 0


def test_settings_of_the_units_above_are_in_force_and_stay(db: Connection, planted: int) -> None:
    commune = db.execute(
        text("SELECT ancestor_id FROM unit_tree WHERE descendant_id = :c AND depth = 1"), {"c": planted}
    )
    db.execute(insert(setting).values(unit_id=commune.scalar_one(), name="grace_days", value="2"))
    with asking(db, SECRETARY):
        assert len(rows(db, "setting")) == 2
        assert db.execute(update(setting).values(value="9")).rowcount == 1
        assert db.execute(delete(setting)).rowcount == 1


def test_a_unit_that_was_moved_away_is_seen_as_it_was_and_not_changed(db: Connection, planted: int) -> None:
    other = db.execute(
        select(post.c.unit_id).join(person, person.c.id == post.c.person_id).where(person.c.telegram_id == OTHER)
    ).scalar_one()
    db.execute(insert(unit_past).values(ancestor_id=other, descendant_id=planted, until=MONTH, depth=1))
    with asking(db, OTHER):
        assert len(rows(db, "obligation")) == len(rows(db, "member")) == 1
        assert db.execute(update(member).values(name="")).rowcount == 0
        assert db.execute(delete(member)).rowcount == 0


def test_what_somebody_began_stays_his_when_his_post_is_over(db: Connection, planted: int) -> None:
    """Else his one open conversation would be there and not be seen: no other could begin."""
    db.execute(update(post).where(post.c.unit_id == planted).values(valid_to=NOW.date()))
    with asking(db, SECRETARY):
        assert rows(db, "member") == []
        assert db.execute(update(draft).values(state="abandoned")).rowcount == 1


def test_a_lifted_fence_stands_again_afterwards(db: Connection, planted: int) -> None:
    with asking(db, OTHER):
        with fence.lifted(db):
            assert len(rows(db, "member")) == 1
        assert rows(db, "member") == []
        with pytest.raises(Refused), fence.lifted(db):
            raise Refused("not-found")
        assert rows(db, "member") == []
        point = db.begin_nested()
        with pytest.raises(DBAPIError), fence.lifted(db):
            db.execute(text("SELECT 1 / 0"))
        point.rollback()
        assert rows(db, "member") == []


@fence.closed
def members_seen(db: Connection, scope: Scope | None) -> int:
    if scope is not None:
        fence.enclose(db, scope)
    return len(rows(db, "member"))


async def test_a_connection_that_comes_back_has_forgotten_who_asked(store: Store, postgresql: Server | None) -> None:
    if postgresql is None:
        pytest.skip("of PostgreSQL only: pytest --postgresql")

    def lay(db: Connection) -> int:
        cell = add_cell(db, add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam"), "Chi bộ thôn Muối")
        plant(db, cell, add_person(db, cell, "Nguyễn Văn An"))
        return cell

    cell = await store.write(lay)
    for door in (store.read, store.write):
        assert await door(members_seen, None) == 0
        assert await door(members_seen, Scope(1, (cell,))) == 1
        assert await door(members_seen, SWEEP) == 1
        assert await door(lambda db: len(rows(db, "member"))) == 1
        assert await door(members_seen, None) == 0


async def test_check_says_whether_it_is_up(database_url: str, postgresql: Server | None) -> None:
    if postgresql is None:
        pytest.skip("of PostgreSQL only: pytest --postgresql")

    async def told(role: str) -> str:
        return await once(postgresql.named("emptied", role), condition.second_fence, NOW)

    assert (await told(RUNNER)).startswith("up, ")
    assert (await told(OWNER)).startswith("up, ")
    assert (await told(SUPER)).startswith("not up: ")
