"""Figures taken inside this process: what a command or a sweep costs by itself, without Telegram and its wires."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, text

from bot.domain.people import Scope
from bot.domain.periods import Month, Span
from bot.reports import workbook
from bot.texts import voice
from handlers.access import House, told
from handlers.context import Incoming
from storage import fence, obligations, pulse
from storage.reporting import report
from storage.rules import rules_for
from storage.sweeping import sweep
from tests.benchmarks import district
from tests.benchmarks.district import NOW
from tests.benchmarks.table import Row
from tests.conftest import ZONE

MOMENT = NOW.astimezone(UTC)
OWN_TIME = 50.0
"""Milliseconds."""
GOALS = {"/tonghop": 20.0}
QUESTIONS = ("/tonghop", "/tonghop 2026", "/chuahop", "/chibo", "/chibo Muối", "/tim đường")
BUSY_DAY = datetime(2026, 12, 3, 19, 0, tzinfo=ZONE)
"""The third of a month, when most cells meet: the evening of their day, and three days before others."""


_ADMINISTERED = text(
    "SELECT o.unit_id FROM post o JOIN person p ON p.id = o.person_id WHERE p.telegram_id = :asker AND o.role = 'admin'"
)
Clock = Callable[[], float]
"""Our own time (of this thread's core, not of the wall), or the wall's where another process does the work."""


def timed(work: Callable[[], object], times: int, clock: Clock = time.thread_time) -> float:
    """Median milliseconds that a call takes, but the first."""
    work()
    return statistics.median(_once(work, clock) for _ in range(times))


def _once(work: Callable[[], object], clock: Clock) -> float:
    begun = clock()
    work()
    return 1000 * (clock() - begun)


def asked(
    db: Connection, questions: Sequence[str], times: int, asker: int = 0, clock: Clock = time.thread_time
) -> dict[str, float]:
    """Milliseconds of each question of an admin, from the update to the screens."""
    asker = asker or district.admin(db)
    spent = {}
    for name in questions:
        incoming = Incoming(1, 1, "text", asker, asker, "bench", 1, MOMENT, text=name)
        spent[name] = timed(partial(_told, db, incoming), times, clock)
    return spent


def workbook_of(db: Connection, asker: int, clock: Clock = time.thread_time) -> tuple[float, int]:
    """(milliseconds, bytes) of the workbook of this month of all that the asker administers, made in this process."""
    unit_id = db.execute(_ADMINISTERED, {"asker": asker}).scalar_one()
    begun = clock()
    told_of = report(db, Scope(0, (unit_id,)), unit_id, Span(Month.of(NOW.date()), 1), NOW, rules_for(db, unit_id))
    with tempfile.TemporaryDirectory() as folder:
        made = workbook.workbook(told_of, voice("vi"), Path(folder), lambda _done, _all: None)
    return 1000 * (clock() - begun), len(made)


def _told(db: Connection, incoming: Incoming) -> None:
    with fence.down(db):
        told(db, incoming, MOMENT, House(ZONE))


def commands(seeded: Path, times: int) -> list[Row]:
    """The admin's commands on the whole district."""
    with district.opened(seeded) as db:
        spent = asked(db, QUESTIONS, times)
    return [Row(f"{name}, own time", cost, "ms", GOALS.get(name, OWN_TIME)) for name, cost in spent.items()]


def sweeps(seeded: Path, times: int) -> list[Row]:
    """The minute's sweep: with nothing due, and after a day of downtime."""
    with district.opened(seeded, writing=True) as db:
        quiet = quiet_sweep(db, times)
    with district.opened(seeded, writing=True) as db:
        busy, looked, queued = busy_sweep(db)
    note = f"{looked} due, {queued} queued"
    return [
        Row("reminder sweep, nothing due", quiet, "ms", OWN_TIME),
        Row("reminder sweep, a whole day due at once", busy, "ms", OWN_TIME, note=note),
    ]


def quiet_sweep(db: Connection, times: int, clock: Clock = time.thread_time) -> float:
    """Milliseconds of a sweep that finds nothing due."""
    _swept(db, MOMENT)
    return timed(lambda: sweep(db, MOMENT, ZONE), times, clock)


def busy_sweep(db: Connection, clock: Clock = time.thread_time) -> tuple[float, int, int]:
    """(milliseconds, looked at, queued) when a whole day is due at once; the month is opened before."""
    moment = BUSY_DAY.astimezone(UTC)
    obligations.open_period(db, Month.of(BUSY_DAY.date()), moment, ZONE)
    _swept(db, moment - timedelta(days=1))
    pulse.beat(db, "poll", moment)
    begun = clock()
    looked = queued = 0
    more = True
    while more:
        report = sweep(db, moment, ZONE)
        looked, queued, more = looked + report.looked_at, queued + report.queued, report.more
    return 1000 * (clock() - begun), looked, queued


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
