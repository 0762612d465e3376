"""Figures taken inside this process: what a command or a sweep costs by itself, without Telegram and its wires."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from bot.domain.periods import Month
from handlers.access import House, told
from handlers.context import Incoming
from storage import obligations, pulse
from storage.sweeping import sweep
from tests.benchmarks import district
from tests.benchmarks.district import NOW
from tests.benchmarks.table import Row
from tests.conftest import ZONE

MOMENT = NOW.astimezone(UTC)
OWN_TIME = 50.0
"""Milliseconds."""
BUSY_DAY = datetime(2026, 12, 3, 19, 0, tzinfo=ZONE)
"""The third of a month, when most cells meet: the evening of their day, and three days before others."""


def timed(work: Callable[[], object], times: int) -> float:
    """Median milliseconds of our own time (of this thread's core, not of the wall) that a call takes, but the first."""
    work()
    return statistics.median(_once(work) for _ in range(times))


def _once(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return 1000 * (time.thread_time() - begun)


def commands(seeded: Path, times: int) -> list[Row]:
    """The admin's commands on the whole district, from the update to the screens."""
    rows = []
    with district.opened(seeded) as db:
        asker = district.admin(db)
        for name in ("/tonghop", "/tonghop 2026", "/chuahop", "/chibo", "/chibo Muối"):
            incoming = Incoming(1, 1, "text", asker, asker, "bench", 1, MOMENT, text=name)
            spent = timed(lambda incoming=incoming: told(db, incoming, MOMENT, House(ZONE)), times)  # type: ignore[misc]
            rows.append(Row(f"{name}, own time", spent, "ms", OWN_TIME))
    return rows


def sweeps(seeded: Path, times: int) -> list[Row]:
    """The minute's sweep: with nothing due, and after a day of downtime."""
    with district.opened(seeded, writing=True) as db:
        _swept(db, MOMENT)
        quiet = timed(lambda: sweep(db, MOMENT, ZONE), times)
    with district.opened(seeded, writing=True) as db:
        moment = BUSY_DAY.astimezone(UTC)
        obligations.open_period(db, Month.of(BUSY_DAY.date()), moment, ZONE)
        _swept(db, moment - timedelta(days=1))
        pulse.beat(db, "poll", moment)
        begun = time.thread_time()
        report = sweep(db, moment, ZONE)
        busy = 1000 * (time.thread_time() - begun)
    return [
        Row("reminder sweep, nothing due", quiet, "ms", OWN_TIME),
        Row(
            "reminder sweep, a whole day due at once",
            busy,
            "ms",
            OWN_TIME,
            note=f"{report.looked_at} due, {report.queued} queued",
        ),
    ]


def _swept(db: Connection, moment: datetime) -> None:
    pulse.beat(db, "poll", moment)
    while sweep(db, moment, ZONE).more:
        pass


def importing(times: int) -> Row:
    """How long a bare interpreter takes to import the storage."""

    def run(words: str) -> float:
        words += "; import time; print(time.process_time())"
        done = [subprocess.run((sys.executable, "-c", words), check=True, capture_output=True) for _ in range(times)]
        return 1000 * statistics.median(float(each.stdout) for each in done)

    return Row("import of storage", run("import storage.store, storage.tables, storage.inbox") - run("0"), "ms")
