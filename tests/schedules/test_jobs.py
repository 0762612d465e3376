"""Jobs on the library's own scheduler: fixed ids, late ones run, a blocked loop loses none."""

from __future__ import annotations

import asyncio
import time as clock
from collections.abc import AsyncIterator

import pytest
from telegram.ext import Application, ExtBot

from schedules import jobs
from schedules.jobs import House, Job, register
from schedules.reminders import Watch
from storage import pulse
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


async def test_the_reminding_job_ticks_unless_the_clock_jumped(store: Store, time: Time) -> None:
    house = House(store, time.now, ZONE, watch=Watch(passed=time.seconds))
    await jobs.remind(house)
    first = await store.read(pulse.last, "tick")
    assert first is not None
    ahead = House(store, lambda: MORNING.replace(day=9), ZONE, watch=house.watch)
    await jobs.remind(ahead)
    assert await store.read(pulse.last, "tick") == first
