"""The demo's own clock: real time plus an offset kept in a small file, shared by the made-up Telegram and the bot."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path


class DemoClock:
    """Tells the demo's time; every process that opens the same file tells the same time.

    The file holds one number: the offset in seconds. A missing or unreadable file means real time.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._seen: tuple[int, int, int] | None = None
        self._offset = timedelta()

    def now(self) -> datetime:
        """The demo's moment, aware UTC; reads the file again only when it changed."""
        return datetime.now(UTC) + self.offset

    @property
    def offset(self) -> timedelta:
        """How far the demo's clock is ahead of the real one (negative: behind)."""
        try:
            stat = self.path.stat()
            mark = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
            if mark != self._seen:
                self._offset = timedelta(seconds=float(self.path.read_text(encoding="ascii") or 0))
                self._seen = mark
        except FileNotFoundError:
            self._offset, self._seen = timedelta(), None
        except (OSError, ValueError, OverflowError):
            pass  # half-written by hand: the time before stands
        return self._offset

    def going_on(self) -> Callable[[], datetime]:
        """A clock that nobody moves: it goes on from here without a look at the file."""
        offset = self.offset
        return lambda: datetime.now(UTC) + offset

    def shift(self, by: timedelta) -> datetime:
        """Moves the clock on (or back) and gives the new moment."""
        self._keep(self.offset + by)
        return self.now()

    def set(self, moment: datetime) -> datetime:
        """Puts the clock at an aware moment; it goes on from there."""
        self._keep(moment - datetime.now(UTC))
        return self.now()

    def reset(self) -> datetime:
        """Back to real time."""
        self._keep(timedelta())
        return self.now()

    def _keep(self, offset: timedelta) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        fresh.write_text(f"{offset.total_seconds():.6f}", encoding="ascii")
        fresh.replace(self.path)
        self._seen = None
