"""What whoever watches the program is told: how much waits, and when things last went well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from storage import inbox, outbox, pulse

STATES = ("pending", "sending", "uncertain", "sent", "unconfirmed", "held", "dead", "expired")
"""Of the outbox."""
PULSES = ("poll", "tick", "backup")


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts, and seconds."""

    waiting: int
    """Updates that wait."""
    oldest: int | None
    """For how long the oldest of them has; None for none."""
    outbox: Mapping[str, int]
    """Messages by state."""
    due: int
    """For how long the oldest due message has waited."""
    pulses: Mapping[str, int]

    def since(self, what: str) -> int | None:
        """Seconds since it last went well; None for never."""
        return self.pulses.get(what)


def of_now(db: Connection, now: datetime) -> Figures:
    """As they stand; nothing in it is anybody's data."""
    waiting, received = inbox.backlog(db)
    counts = outbox.counts(db, now)
    last = {name: pulse.last(db, name) for name in PULSES}
    return Figures(
        waiting,
        None if received is None else _seconds(now, received),
        {state: counts.get(state, 0) for state in STATES},
        counts["waiting"],
        {name: _seconds(now, found.at) for name, found in last.items() if found is not None},
    )


def _seconds(now: datetime, then: datetime) -> int:
    return max(0, round((now - then).total_seconds()))
