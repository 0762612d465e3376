"""Which part of the work a process does: ``run --role web|worker|all``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.errors import BadSetting
from bot.settings import Settings
from storage.locks import Seat
from storage.store import sqlite_path

Share = Literal["all", "web", "worker"]


@dataclass(frozen=True, slots=True)
class Duties:
    """What this process does."""

    shared: bool
    """Other processes may work on the same records (PostgreSQL)."""
    receives: bool
    """By the webhook."""
    polls: bool
    """When it is its turn among several."""
    works: bool
    """Handles updates, sends messages, and runs the jobs when it leads."""

    @property
    def seats(self) -> frozenset[Seat]:
        """What of it one process does at a time."""
        seats: set[Seat] = set()
        if self.works:
            seats.add("leader")
        if self.polls:
            seats.add("poller")
        return frozenset(seats)


def duties(settings: Settings, share: Share) -> Duties:
    """Those of such a process; BadSetting when the settings do not allow them."""
    shared = sqlite_path(settings.database_url) is None
    hooked = bool(settings.webhook_url)
    if share != "all" and not shared:
        raise BadSetting(f"--role {share} needs PostgreSQL in DATABASE_URL: on SQLite one process does everything.")
    if share == "web" and not hooked:
        raise BadSetting("--role web needs WEBHOOK_URL: without a webhook the workers ask Telegram themselves.")
    receives = hooked and share != "worker"
    if receives and not (settings.webhook_secret.get_secret_value() and settings.listen_at):
        raise BadSetting("WEBHOOK_URL needs WEBHOOK_SECRET and LISTEN as well.")
    return Duties(shared, receives, polls=not hooked, works=share != "web")
