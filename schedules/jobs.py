"""The one place that registers jobs, and the only module of this edge that knows the bot library.

Jobs are sweeps at fixed intervals with fixed ids: none is kept anywhere, none is for one cell, a late one runs late
(``misfire_grace_time=None``) and several late ones run once (``coalesce``).
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from telegram.ext import Application, CallbackContext

from bot.domain.errors import BadSetting
from schedules.faults import fault
from schedules.reminders import Doors, Watch, tick
from schedules.sender import Sender
from storage import backup, freezing, frozen, pulse, recounting, reorganising
from storage.failpoints import failpoint

log = structlog.get_logger()
BACKUP_EVERY = timedelta(hours=1)
MOST_PIECES = 2000
"""Counted in one run of the job; the next one goes on."""
NEARLY_FULL = 0.9
"""Share of the disk in use from which on the operator is told."""


@dataclass(slots=True)
class House:
    """What the jobs work with."""

    store: Doors
    now: Callable[[], datetime]
    zone: ZoneInfo
    sender: Sender | None = None
    watch: Watch = field(default_factory=Watch)
    database: Path | None = None
    """The file that is backed up; None for PostgreSQL and the demo."""
    leads: Callable[[], bool] = lambda: True
    """Whether it is this process that runs them, among several."""
    ended: dict[str, float] = field(default_factory=dict)
    """By job: when it last came to its end, well or not (``time.monotonic``)."""

    def ticked(self) -> float:
        """When the sweep last ended; 0 for never."""
        return self.ended.get("remind", 0.0)


@dataclass(frozen=True, slots=True)
class Job:
    """One sweep: its fixed id, every how many seconds, what it does, and how many seconds after the start first."""

    name: str
    seconds: float
    run: Callable[[House], Awaitable[None]]
    first: float = 1


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


async def reorganise(house: House) -> None:
    """Reorganisations planned for a day that has come are carried out, each in a transaction of its own."""
    now = house.now().astimezone(house.zone)
    for key in await house.store.read(reorganising.due, now.date()):
        state = await house.store.write(reorganising.carry_out_due, key, now)
        log.info("reorganised", id=key, state=state)


async def freeze(house: House) -> None:
    """The figures of months that have been locked are kept, a few a run, each in a short transaction of its own."""
    now = house.now()
    wanted = await house.store.read(frozen.due, now, house.zone)
    for unit_id, month in wanted:
        figures = await house.store.read(freezing.figures, unit_id, month, now, house.zone)
        await house.store.write(frozen.keep, unit_id, month, figures, now)
    if wanted:
        log.info("frozen", months=len(wanted))


async def recount(house: House) -> None:
    """What a summary is added up from is kept again where something has changed, and all of it each night."""
    counted = 0
    while counted < MOST_PIECES and house.leads():
        some = await house.store.write(recounting.recount, house.now(), house.zone)
        if not some:
            break
        counted += some
    if counted:
        log.info("recounted", pieces=counted)


async def back_up(house: House) -> None:
    """One more verified snapshot, an hour after the last one; a failed one is tried again at the next run."""
    now = house.now()
    if house.database is None:
        return
    last = await house.store.read(pulse.last, "backup")
    if last is not None and timedelta() <= now - last.at < BACKUP_EVERY:
        return
    try:
        failpoint("wait", "backup")
        made = await asyncio.to_thread(backup.keep_one, house.database, now, house.zone)
    except BadSetting as unsound:  # its words are ours and name files only
        log.critical("backup.failed", why=str(unsound))
        return
    await house.store.write(pulse.beat, "backup", now, {"file": made.path.name, "bytes": made.size})
    log.info("backup.made", file=made.path.name, bytes=made.size, rows=sum(made.rows.values()))


async def look_at_the_disk(house: House) -> None:
    """The operator hears before it is full."""
    if house.database is None:
        return
    failpoint("wait", "disk")
    found = await asyncio.to_thread(shutil.disk_usage, house.database.parent)
    used = 1 - found.free / found.total
    if used >= NEARLY_FULL:
        log.critical("disk.nearly_full", percent=round(used * 100), free_mb=found.free // 1_000_000)


JOBS: tuple[Job, ...] = (
    Job("backup", 300, back_up, first=60),
    Job("disk", 600, look_at_the_disk),
    Job("freeze", 300, freeze, first=90),
    Job("recount", 20, recount, first=30),
    Job("remind", 60, remind),
    Job("reorganise", 60, reorganise),
)

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
            first=job.first if seconds is None else min(1.0, seconds),
            name=job.name,
            job_kwargs={"id": job.name, **OPTIONS},
        )


def _callback(job: Job, house: House) -> Callable[[CallbackContext[Any, Any, Any, Any]], Any]:
    async def run(_: CallbackContext[Any, Any, Any, Any]) -> None:
        try:
            failpoint("wait", job.name)
            if house.leads():
                await job.run(house)
        except Exception as exc:  # noqa: BLE001 - the next run is the retry; the fault is told to the operator
            fault("job.failed", exc, job=job.name)
        house.ended[job.name] = time.monotonic()

    return run
