"""The tick over a real store: opening, sweeping in portions, two at once; and a clock that jumps."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from bot.domain.people import SWEEP, Role
from bot.domain.units import CellProfile, UnitKind
from schedules.reminders import Watch, tick
from storage import pulse, sweeping, units
from storage.store import Store
from storage.tables import event, obligation, outbox
from tests.schedules.conftest import MORNING, SECRETARY, ZONE, Time, joined
from tests.small_district import OPENED, add_cell, add_unit

EARLY = datetime(2026, 10, 25, 9, 0, tzinfo=ZONE)


def cells(db: Connection, number: int = 3) -> None:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    for each in range(number):
        cell = add_cell(db, commune, f"Chi bộ thôn {each}")
        units.set_profile(db, SWEEP, CellProfile(cell, OPENED, "3", "19:30", 90, ""))
        joined(db, cell, f"Bí thư {each}", Role.SECRETARY, SECRETARY + each)


def periods(db: Connection) -> list[str]:
    return sorted({str(month) for month in db.execute(select(obligation.c.period)).scalars()})


def number_of_rows(db: Connection) -> tuple[int, int]:
    return (
        db.execute(select(func.count()).select_from(outbox)).scalar_one(),
        db.execute(select(func.count()).select_from(event)).scalar_one(),
    )


async def test_the_next_month_is_opened_in_time_for_the_announcement_of_its_first_day(store: Store) -> None:
    await store.write(cells)
    await tick(store, datetime(2026, 10, 20, 9, 0, tzinfo=ZONE), ZONE)
    assert await store.read(periods) == ["2026-10"]
    await tick(store, datetime(2026, 10, 23, 9, 0, tzinfo=ZONE), ZONE)
    assert await store.read(periods) == ["2026-10", "2026-11"]


async def test_a_tick_works_through_all_portions(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    await store.write(cells, 7)
    await tick(store, EARLY, ZONE)
    monkeypatch.setattr(sweeping.sweep, "__kwdefaults__", {"limit": 2, "jumped": False})
    report = await tick(store, MORNING, ZONE)
    assert report.looked_at >= 7
    assert (
        await store.read(lambda db: db.execute(select(func.count(func.distinct(outbox.c.recipient_id)))).scalar()) == 7
    )


async def test_two_ticks_at_once_make_one_row_for_each_key(store: Store) -> None:
    """Matrix 39."""
    await store.write(cells)
    await tick(store, EARLY, ZONE)
    before, _ = await store.read(number_of_rows)
    reports = await asyncio.gather(*(tick(store, MORNING, ZONE) for _ in range(4)))
    rows, events = await store.read(number_of_rows)
    assert rows - before == sum(report.queued for report in reports) == 3
    keys = await store.read(lambda db: db.execute(select(outbox.c.dedupe_key)).scalars().all())
    assert len(set(keys)) == rows
    again = await tick(store, MORNING + timedelta(seconds=1), ZONE)
    assert (again.queued, await store.read(number_of_rows)) == (0, (rows, events))


async def test_a_tick_that_dies_in_the_middle_leaves_nothing_half_done(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Matrix 38: the messages cannot be queued, so neither events nor states are kept."""
    await store.write(cells)
    await tick(store, EARLY, ZONE)
    before = await store.read(number_of_rows)
    with monkeypatch.context() as broken:
        broken.setattr("storage.outbox.put", None)
        with pytest.raises(TypeError):
            await tick(store, MORNING, ZONE)
    assert await store.read(number_of_rows) == before
    assert (await tick(store, MORNING, ZONE)).queued >= 3


async def test_the_tick_leaves_its_pulse(store: Store) -> None:
    await tick(store, MORNING, ZONE)
    found = await store.read(pulse.last, "tick")
    assert found is not None
    assert found.at == MORNING


async def test_no_cells_no_obligations(store: Store) -> None:
    report = await tick(store, MORNING, ZONE)
    assert (report.looked_at, await store.read(periods)) == (0, [])


# --- the clock (matrix 41) -------------------------------------------------------------------------------------------


def test_a_clock_that_runs_evenly_is_trusted(time: Time) -> None:
    watch = Watch(passed=time.seconds)
    for _ in range(5):
        assert watch.judge(time.now()) == "even"
        time.pass_by(60)


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=1), timedelta(minutes=11)])
def test_a_clock_that_jumps_holds_the_tick_until_it_has_run_evenly_for_ten_minutes(time: Time, jump: timedelta) -> None:
    """Matrix 41."""
    watch = Watch(passed=time.seconds)
    watch.judge(time.now())
    time.pass_by(60)
    assert watch.judge(time.now() + jump) == "held"
    time.pass_by(599)
    assert watch.judge(time.now() + jump) == "held"
    time.pass_by(1)
    assert watch.judge(time.now() + jump) == "even"


def test_small_corrections_of_the_clock_are_no_jump(time: Time) -> None:
    watch = Watch(passed=time.seconds)
    watch.judge(time.now())
    time.pass_by(60)
    assert watch.judge(time.now() + timedelta(minutes=9)) == "even"


def test_where_clocks_are_moved_on_purpose_the_tick_goes_on(time: Time) -> None:
    watch = Watch(movable=True, passed=time.seconds)
    watch.judge(time.now())
    assert watch.judge(time.now() + timedelta(days=30)) == "jumped"
    assert watch.judge(time.now() + timedelta(days=30)) == "even"
