"""Jobs on the library's own scheduler: fixed ids, late ones run, a blocked loop loses none."""

from __future__ import annotations

import asyncio
import shutil
import time as clock
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from structlog.testing import capture_logs
from telegram.ext import Application, ExtBot

from schedules import jobs
from schedules.jobs import House, Job, register
from schedules.reminders import Watch
from storage import backup, pulse
from storage.store import Store
from tests.schedules.conftest import MORNING, ZONE, Time


@pytest.fixture
async def application(bot: ExtBot[None]) -> AsyncIterator[object]:
    made = Application.builder().bot(bot).updater(None).build()
    await made.initialize()
    yield made
    if made.running:
        await made.stop()
    await made.shutdown()


async def until_ran(ran: list[float], times: int) -> None:
    async with asyncio.timeout(10):
        while len(ran) < times:  # noqa: ASYNC110 - the scheduler announces nothing
            await asyncio.sleep(0.02)


async def test_every_job_is_registered_once_under_its_fixed_id(application: Application, store: Store) -> None:  # type: ignore[type-arg]
    house = House(store, lambda: MORNING, ZONE)
    register(application, house)
    register(application, house)
    await application.start()
    assert application.job_queue is not None
    assert sorted(job.id for job in application.job_queue.scheduler.get_jobs()) == [job.name for job in jobs.JOBS]
    for job in application.job_queue.scheduler.get_jobs():
        assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)


async def test_a_loop_blocked_over_the_due_time_loses_no_run(
    application: Application,  # type: ignore[type-arg]
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Matrix 42."""
    ran: list[float] = []

    async def note(house: House) -> None:
        ran.append(clock.monotonic())

    monkeypatch.setattr(jobs, "JOBS", (Job("note", 60, note),))
    register(application, House(store, lambda: MORNING, ZONE))
    await application.start()
    clock.sleep(2.5)  # noqa: ASYNC251 - an export that blocks the loop over the first due moment
    await until_ran(ran, 1)


async def test_a_failing_job_is_logged_and_runs_again(
    application: Application,  # type: ignore[type-arg]
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran: list[float] = []

    async def fail(house: House) -> None:
        ran.append(clock.monotonic())
        raise ValueError("told to fail")

    monkeypatch.setattr(jobs, "JOBS", (Job("fail", 60, fail),))
    register(application, House(store, lambda: MORNING, ZONE), seconds=0.1)
    await application.start()
    await until_ran(ran, 2)


async def test_of_several_processes_only_the_one_that_leads_runs_the_jobs(
    application: Application,  # type: ignore[type-arg]
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Matrix 39: who stands by is seen to be alive all the same, and goes on at once when it leads."""
    ran: list[float] = []
    leading = False

    async def note(house: House) -> None:
        ran.append(clock.monotonic())

    monkeypatch.setattr(jobs, "JOBS", (Job("note", 60, note),))
    house = House(store, lambda: MORNING, ZONE, leads=lambda: leading)
    register(application, house, seconds=0.05)
    await application.start()
    looked: set[float] = set()
    async with asyncio.timeout(10):
        while len(looked) < 4:
            looked.add(house.ended.get("note", 0.0))
            await asyncio.sleep(0.02)
    assert not ran
    leading = True
    await until_ran(ran, 2)


async def test_the_reminding_job_ticks_unless_the_clock_jumped(store: Store, time: Time) -> None:
    house = House(store, time.now, ZONE, watch=Watch(passed=time.seconds))
    await jobs.remind(house)
    first = await store.read(pulse.last, "tick")
    assert first is not None
    ahead = House(store, lambda: MORNING.replace(day=9), ZONE, watch=house.watch)
    await jobs.remind(ahead)
    assert await store.read(pulse.last, "tick") == first


# --- backups and the disk ---------------------------------------------------------------------------------------------


def a_house(store: Store, time: Time) -> House:
    return House(store, time.now, ZONE, database=store.path)


def files(store: Store) -> list[str]:
    assert store.path is not None
    return sorted(each.name for each in backup.folder_of(store.path).glob("*"))


@pytest.mark.sqlite
async def test_a_backup_is_made_each_hour_also_over_restarts(store: Store, time: Time) -> None:
    await jobs.back_up(a_house(store, time))
    time.pass_by(59 * 60)
    await jobs.back_up(a_house(store, time))
    assert files(store) == ["bot-20261105T010000Z.db"]
    last = await store.read(pulse.last, "backup")
    assert last is not None
    assert (last.at, last.detail["file"]) == (MORNING, "bot-20261105T010000Z.db")
    time.pass_by(60)
    await jobs.back_up(a_house(store, time))
    assert files(store) == ["bot-20261105T010000Z.db", "bot-20261105T020000Z.db"]


@pytest.mark.sqlite
async def test_a_backup_made_in_the_future_of_a_clock_set_back_does_not_stop_them(store: Store, time: Time) -> None:
    await jobs.back_up(a_house(store, time))
    time.pass_by(-3600)
    await jobs.back_up(a_house(store, time))
    assert len(files(store)) == 2


@pytest.mark.sqlite
async def test_a_failed_backup_is_an_alarm_keeps_the_old_one_and_is_tried_again(
    store: Store, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Matrix 71."""
    await jobs.back_up(a_house(store, time))
    kept = files(store)
    time.pass_by(3600)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0, total=1))
    with capture_logs() as said:
        await jobs.back_up(a_house(store, time))
    assert [(each["event"], each["log_level"]) for each in said] == [("backup.failed", "critical")]
    assert files(store) == kept
    monkeypatch.undo()
    time.pass_by(300)
    await jobs.back_up(a_house(store, time))
    assert len(files(store)) == 2


@pytest.mark.sqlite
@pytest.mark.parametrize(("free", "told"), [(11, []), (10, ["disk.nearly_full"]), (0, ["disk.nearly_full"])])
async def test_a_disk_that_is_nine_tenths_full_is_told_to_the_operator(
    store: Store, time: Time, monkeypatch: pytest.MonkeyPatch, free: int, told: list[str]
) -> None:
    """Matrix 67."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free, total=100))
    with capture_logs() as said:
        await jobs.look_at_the_disk(a_house(store, time))
    assert [each["event"] for each in said] == told


@pytest.mark.sqlite
async def test_where_clocks_are_moved_by_hand_nothing_is_backed_up(store: Store, time: Time) -> None:
    house = House(store, time.now, ZONE)
    await jobs.back_up(house)
    await jobs.look_at_the_disk(house)
    assert files(store) == []
