"""The tick: opens the months, then sweeps until nothing is due; what it does is a function of the records and now."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import structlog

from bot.domain.periods import Month, local
from storage import draft_sweep, obligations, task_sweep
from storage.sweeping import SweepReport, sweep

log = structlog.get_logger()

AHEAD = timedelta(days=10)
"""The next month is opened so long before it begins: three days before its first day is in this month."""
JUMP = timedelta(minutes=10)
"""A wall clock that runs so far ahead of or behind the passing time was set by somebody."""


class Doors(Protocol):
    """The store, as far as the tick needs it."""

    async def write(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run ``work`` in a transaction."""

    async def read(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run ``work`` on a read-only connection."""


async def tick(store: Doors, now: datetime, zone: ZoneInfo, *, jumped: bool = False) -> SweepReport:
    """Everything that is due by ``now``, in portions so that people's answers get their turn between them."""
    today = local(now, zone).date()
    for month in sorted({Month.of(today), Month.of(today + AHEAD)}):
        while await store.read(obligations.unopened, month, today):
            await store.write(obligations.open_period, month, now, zone)
    total = SweepReport()
    more = True
    while more:
        report = await store.write(sweep, now, zone, jumped=jumped)
        jumped = False
        total = _sum(total, report)
        more = report.more
    more = True
    while more:
        found = await store.write(task_sweep.sweep, now, zone)
        total = replace(total, queued=total.queued + found.queued)
        more = found.more
    unfinished = await store.write(draft_sweep.sweep, now, zone)
    total = replace(total, queued=total.queued + unfinished.queued)
    for obligation_id, error in total.failed:
        log.error("tick.put_off", obligation=obligation_id, error=error)
    return total


def _sum(one: SweepReport, other: SweepReport) -> SweepReport:
    return replace(
        other,
        looked_at=one.looked_at + other.looked_at,
        missed=one.missed + other.missed,
        excused=one.excused + other.excused,
        queued=one.queued + other.queued,
        superseded=one.superseded + other.superseded,
        unreachable=one.unreachable + other.unreachable,
        failed=one.failed + other.failed,
    )


@dataclass(slots=True)
class Watch:
    """Whether the wall clock jumped: it is held against the time that really passed.

    A jump holds the tick until the clock has run evenly for ten minutes, and is an alarm; where clocks are moved on
    purpose (``movable``: the demo) it only keeps the gap from being taken for our own outage.
    """

    movable: bool = False
    passed: Callable[[], float] = time.monotonic
    _last: tuple[datetime, float] | None = None
    _held_until: float = field(default=0.0)

    def judge(self, now: datetime) -> str:
        """``even``, ``jumped`` (go on, but the gap is no outage) or ``held``."""
        if self._jumped(now) and self.movable:
            return "jumped"
        return "even" if self.movable or self.passed() >= self._held_until else "held"

    def trusted(self, now: datetime) -> bool:
        """Whether messages may be sent by this clock; one that is moved on purpose is believed."""
        return self.movable or self.judge(now) == "even"

    def _jumped(self, now: datetime) -> bool:
        """Since the last look; an alarm, and the clock is held, where it is not to be moved."""
        seconds = self.passed()
        last, self._last = self._last, (now, seconds)
        off = timedelta() if last is None else (now - last[0]) - timedelta(seconds=seconds - last[1])
        if abs(off) <= JUMP:
            return False
        if not self.movable:
            log.critical("tick.clock_jumped", by=str(off))
            self._held_until = seconds + JUMP.total_seconds()
        return True
