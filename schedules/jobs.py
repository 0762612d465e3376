"""The one place that registers jobs, and the only module of this edge that knows the bot library.

Jobs are sweeps at fixed intervals with fixed ids: none is kept anywhere, none is for one cell, a late one runs late
(``misfire_grace_time=None``) and several late ones run once (``coalesce``).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from telegram.ext import Application, CallbackContext

from schedules.faults import fault
from schedules.reminders import Doors, Watch, tick
from schedules.sender import Sender

log = structlog.get_logger()


@dataclass(slots=True)
class House:
    """What the jobs work with."""

    store: Doors
    now: Callable[[], datetime]
    zone: ZoneInfo
    sender: Sender | None = None
    watch: Watch = field(default_factory=Watch)


@dataclass(frozen=True, slots=True)
class Job:
    """One sweep: its fixed id, every how many seconds, and what it does."""

    name: str
    seconds: float
    run: Callable[[House], Awaitable[None]]


async def remind(house: House) -> None:
    """What is due goes into the outbox; nothing while the clock is not to be trusted."""
    now = house.now()
    verdict = house.watch.judge(now)
    if verdict == "held":
        return
    report = await tick(house.store, now, house.zone, jumped=verdict == "jumped")
    if report.queued and house.sender is not None:
        house.sender.wake()
    if report.missed or report.queued or report.unreachable:
        log.info("tick", missed=report.missed, queued=report.queued, unreachable=report.unreachable)


JOBS: tuple[Job, ...] = (Job("remind", 60, remind),)

OPTIONS: dict[str, Any] = {
    "misfire_grace_time": None,
    "coalesce": True,
    "max_instances": 1,
    "replace_existing": True,
}


def register(
    application: Application[Any, Any, Any, Any, Any, Any], house: House, *, seconds: float | None = None
) -> None:
    """Let the application's scheduler run every job of JOBS (``seconds``: every so often, for the demo's fast clock)."""
    queue = application.job_queue
    if queue is None:
        raise RuntimeError("python-telegram-bot was installed without its job queue")
    for job in JOBS:
        queue.run_repeating(
            _callback(job, house),
            interval=seconds or job.seconds,
            first=1,
            name=job.name,
            job_kwargs={"id": job.name, **OPTIONS},
        )


def _callback(job: Job, house: House) -> Callable[[CallbackContext[Any, Any, Any, Any]], Any]:
    async def run(_: CallbackContext[Any, Any, Any, Any]) -> None:
        try:
            await job.run(house)
        except Exception as exc:  # noqa: BLE001 - the next run is the retry; the fault is told to the operator
            fault("job.failed", exc, job=job.name)

    return run
