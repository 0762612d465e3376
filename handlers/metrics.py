"""Figures for Prometheus: counted in memory as updates pass, and read from the tables when somebody asks."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from storage.figures import PULSES, STATES, Figures

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds; a reply is to be out within two."""


class Metrics:
    """One registry of its own: nothing is shared with another bot in the same process."""

    def __init__(self) -> None:
        registry = CollectorRegistry()
        self._registry = registry
        self._updates = Counter("bot_updates", "Updates handled.", ("kind", "outcome"), registry=registry)
        self._seconds = Histogram(
            "bot_handling_seconds", "From the chat's turn to the reply.", buckets=BUCKETS, registry=registry
        )
        self._readable = Gauge(
            "bot_records_readable", "Whether the tables could be read for this answer.", registry=registry
        )
        self._waiting = Gauge("bot_inbox_waiting", "Updates received and not handled.", registry=registry)
        self._oldest = Gauge("bot_inbox_oldest_seconds", "How long the oldest of them has waited.", registry=registry)
        self._outbox = Gauge("bot_outbox_messages", "Proactive messages by state.", ("state",), registry=registry)
        self._due = Gauge("bot_outbox_oldest_due_seconds", "How long the oldest due one has waited.", registry=registry)
        self._since = Gauge(
            "bot_seconds_since", "Since it last went well; absent: never.", ("what",), registry=registry
        )

    def handled(self, kind: str, outcome: str, seconds: float) -> None:
        """One update: ``done``, ``refused``, ``dead``, ``flooded``, ``repeated`` or ``ignored``."""
        self._updates.labels(kind, outcome).inc()
        self._seconds.observe(seconds)

    def told(self, found: Figures | None) -> tuple[bytes, str]:
        """The answer to Prometheus and its content type; ``found`` None: the tables cannot be read."""
        self._readable.set(found is not None)
        if found is not None:
            self._waiting.set(found.waiting)
            self._oldest.set(found.oldest or 0)
            self._due.set(found.due)
            for state in STATES:
                self._outbox.labels(state).set(found.outbox.get(state, 0))
            for what in PULSES:
                if (seconds := found.since(what)) is not None:
                    self._since.labels(what).set(seconds)
        return generate_latest(self._registry), CONTENT_TYPE_LATEST
