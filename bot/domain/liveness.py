"""Whether the program still does what it is there for: decided from durations of this very process, never from clocks.

What *fails* is an alarm and is tried again: a machine without network must not restart for ever. What no longer even
*tries* is stuck, and only a new start helps. A wall clock that is moved changes none of these durations.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Readings:
    """Seconds for which each part has stood still."""

    poll: float
    """Since Telegram was asked: with an answer, or with an error as a network has them."""
    tick: float
    """Since the sweep last came to its end, well or not."""
    outbox: float
    """For which the same due message has been the next to go."""
    inbox: float
    """For which the same update has been the oldest that waits."""
    store: float
    """Since the records could last be read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds after which a part that stands still is stuck (reliability.md 3.4), beside the readings' names."""

    poll: float = 180.0
    tick: float = 180.0
    outbox: float = 600.0
    inbox: float = 120.0
    store: float = 180.0


LIMITS = Limits()


def stuck(readings: Readings, limits: Limits = LIMITS) -> tuple[str, ...]:
    """The parts that have stood still for too long; none: all is well."""
    return tuple(each.name for each in fields(limits) if getattr(readings, each.name) > getattr(limits, each.name))


@dataclass(slots=True)
class Standing:
    """For how long the first of a queue has been the same one: a queue that moves is never stuck, however long it is."""

    first: object = None
    """None: the queue is empty."""
    since: float = 0.0

    def seconds(self, first: object, passed: float) -> float:
        """How long ``first`` has been first; ``passed``: seconds on a clock that nobody moves."""
        if first is None or first != self.first:
            self.first, self.since = first, passed
        return passed - self.since


HEARD_WITHIN = timedelta(minutes=5)
"""Telegram was heard so recently: nothing is missed otherwise; a longer gap between two such moments is our outage."""
WAITING_AT_MOST = timedelta(days=1)
"""So long Telegram keeps an update; one that seems older comes from another clock."""


def spoken_at(sent_at: datetime, now: datetime) -> datetime:
    """When somebody said what is handled now, perhaps after an outage of ours: his *today* is that day's."""
    return sent_at if timedelta() < now - sent_at <= WAITING_AT_MOST else now


def reached(waiting: int, failed_at: datetime | None, received_at: datetime | None) -> bool:
    """Whether Telegram reaches our webhook: nothing waits there, or something came after its last failed delivery."""
    if not waiting or failed_at is None:
        return True
    return received_at is not None and received_at > failed_at
