"""What is read, decided and written back by several at the same moment: nothing lost, nothing doubled, nobody sees a fault.

On SQLite there is one writer; on PostgreSQL (``pytest --postgresql``) rows are locked or compared before they are set.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.domain.members import Left, Standing
from bot.domain.people import SWEEP, Role
from bot.domain.tasks import Progress, ReportedState
from bot.domain.units import CellProfile, UnitKind
from storage import members, obligations, offers, outbox, people, rules, task_updates, tasks, units
from storage.entry import Entry
from storage.members import Act
from storage.store import Store
from storage.tables import (
    cell_profile,
    member_standing,
    post,
    postponement,
    setting,
    task_update,
    unit_name,
    unit_parent,
    unit_tree,
)
from storage.tables import outbox as messages
from tests.conftest import NOW
from tests.small_district import MONTH, OPENED, add_cell, add_person, add_unit, assign, oblige

AT_ONCE = 10
TODAY = NOW.date()


@pytest.fixture
async def ids(store: Store) -> dict[str, int]:
    """A cell with its secretary, a task, an obligation and a member."""

    def lay(db: Connection) -> dict[str, int]:
        top = add_unit(db, UnitKind.DISTRICT, "Đảng bộ huyện")
        near, far = (add_unit(db, UnitKind.COMMUNE, f"Đảng bộ xã {name}", top) for name in ("Gần", "Xa"))
        cell = add_cell(db, near, "Chi bộ thôn Muối")
        an = add_person(db, cell, "Nguyễn Văn An")
        oblige(db, cell, planned_on=date(2026, 11, 25))
        member = members.add(db, SWEEP, cell, "Lê Thị Lan", Standing.PROBATIONARY, OPENED, Act(None, NOW))
        task = assign(db, cell, date(2026, 11, 30), amount=500.0, measure_unit="hộ")
        return {"top": top, "near": near, "far": far, "cell": cell, "an": an, "member": member, "task": task}

    return await store.write(lay)


async def all_at_once(store: Store, work: Callable[[Connection, int], Any]) -> list[Any]:
    """What each of them was told; a fault of any of them is the test's."""
    return await asyncio.gather(*(store.write(work, number) for number in range(AT_ONCE)))


async def counted(store: Store, column: Any, *where: Any) -> int:
    return await store.read(lambda db: db.execute(select(func.count(column)).where(*where)).scalar_one())


async def test_reports_on_a_task_are_all_kept_and_it_follows_the_last(store: Store, ids: dict[str, int]) -> None:
    """Matrix 64 and 74."""

    def report(db: Connection, _: int) -> None:
        for _ in range(5):  # one more than whatever was told last, as read under the lock
            known = task_updates.locked(db, SWEEP, ids["task"])
            told = [each.progress.done or 0 for each in task_updates.history(db, SWEEP, ids["task"])]
            done = Progress(ReportedState.IN_PROGRESS, max(told, default=0) + 1, 500)
            task_updates.report(db, SWEEP, known.id, done, Entry(ids["an"], NOW), today=TODAY)

    await all_at_once(store, report)
    assert await counted(store, task_update.c.id) == 50
    known = await store.read(tasks.get, SWEEP, ids["task"])
    assert known.share == 0.1


async def test_a_month_postponed_by_several_goes_from_day_to_day(store: Store, ids: dict[str, int]) -> None:
    def postpone(db: Connection, number: int) -> None:
        day = TODAY + timedelta(days=number + 1)
        obligations.postpone(db, SWEEP, ids["cell"], MONTH, day, "", "mưa", ids["an"], NOW)

    await all_at_once(store, postpone)
    moves = await store.read(
        lambda db: db.execute(select(postponement.c.from_day, postponement.c.to_day).order_by(postponement.c.id)).all()
    )
    assert len(moves) == AT_ONCE
    assert [each.from_day for each in moves[1:]] == [each.to_day for each in moves[:-1]]


async def test_a_post_begins_once_and_ends_once(store: Store, ids: dict[str, int]) -> None:
    def begin(db: Connection, _: int) -> int:
        return people.begin_post(db, ids["an"], ids["cell"], Role.DEPUTY, TODAY)

    def end(db: Connection, _: int) -> bool:
        held = people.posts_of(db, ids["an"], TODAY)
        return any(people.end_post(db, each, TODAY) for each in held if each.role is Role.DEPUTY)

    assert len(set(await all_at_once(store, begin))) == 1
    assert await counted(store, post.c.id, post.c.role == "deputy") == 1
    assert sum(await all_at_once(store, end)) == 1


async def test_a_rule_set_by_several_is_one_rule(store: Store, ids: dict[str, int]) -> None:
    def put(db: Connection, number: int) -> None:
        rules.set_rule(db, SWEEP, ids["top"], "lock_day", number + 1, ids["an"], NOW)

    await all_at_once(store, put)
    assert await counted(store, setting.c.id) == 1
    assert (await store.read(rules.rules_for, ids["cell"])).lock_day in range(1, AT_ONCE + 1)


async def test_a_message_put_by_several_is_sent_once(store: Store, ids: dict[str, int]) -> None:
    def put(db: Connection, _: int) -> None:
        row = outbox.Row(
            "once", ids["an"], ids["cell"], "notice", {"key": "dismissed-notice"}, NOW, NOW + timedelta(days=1)
        )
        outbox.put(db, [row], NOW)

    await all_at_once(store, put)
    assert await counted(store, messages.c.id) == 1


async def test_the_numbers_of_a_screen_are_those_of_one_screen(store: Store) -> None:
    await all_at_once(store, lambda db, number: offers.put(db, 7, {1: f"a:{number}", 2: f"b:{number}"}, {}, NOW))
    found = await store.read(offers.newest, 7)
    assert found is not None
    assert found[0][1].split(":")[1] == found[0][2].split(":")[1]


async def test_a_unit_has_one_name_one_profile_and_one_parent(store: Store, ids: dict[str, int]) -> None:
    cell = ids["cell"]

    def change(db: Connection, number: int) -> None:
        units.rename(db, cell, f"Chi bộ {number}", TODAY)
        units.set_profile(db, SWEEP, CellProfile(cell, TODAY, official=number))
        units.move(db, cell, ids["far"] if number % 2 else ids["near"], TODAY)

    await all_at_once(store, change)
    for dated in (unit_name, cell_profile, unit_parent):
        assert await counted(store, dated.c.id, dated.c.unit_id == cell, dated.c.valid_to.is_(None)) == 1


async def test_units_that_come_while_their_parent_moves_lie_below_all_that_is_above(
    store: Store, ids: dict[str, int]
) -> None:
    def change(db: Connection, number: int) -> None:
        if number % 2:
            add_cell(db, ids["near"], f"Chi bộ {number}")
        else:
            units.move(db, ids["near"], ids["far"] if number % 4 else ids["top"], TODAY)

    def links(db: Connection) -> set[tuple[int, int, int]]:
        found = db.execute(select(unit_tree.c.ancestor_id, unit_tree.c.descendant_id, unit_tree.c.depth))
        return {tuple(row) for row in found}

    await all_at_once(store, change)
    as_kept = await store.read(links)
    await store.write(units.rebuild_tree)
    assert as_kept == await store.read(links)


async def test_a_member_has_one_standing_and_leaves_once(store: Store, ids: dict[str, int]) -> None:
    act, member = Act(None, NOW), ids["member"]

    def stand(db: Connection, number: int) -> None:
        standing = (Standing.OFFICIAL, Standing.EXEMPT, Standing.SPECIAL_DUTY)[number % 3]
        members.stand(db, SWEEP, member, standing, TODAY, act)

    await all_at_once(store, stand)
    newest = (member_standing.c.member_id == member, member_standing.c.valid_to.is_(None))
    assert await counted(store, member_standing.c.id, *newest) == 1
    await store.write(members.remove, SWEEP, member, Left.TRANSFER, TODAY + timedelta(days=1), act)
    assert await counted(store, member_standing.c.id, *newest) == 0
