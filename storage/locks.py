"""Who does what among several processes on one PostgreSQL: advisory locks of a session that is kept open for them.

The server frees a session's locks the moment it ends, so nothing can hold a stale one. Nothing rests on them alone:
an update takes effect by its compare-and-set, a message is sent by its claim. They keep work from being done twice.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

import structlog
from sqlalchemy import Connection, text

log = structlog.get_logger()
Seat = Literal["leader", "poller"]
"""``leader``: runs the jobs and makes up for replies that were lost. ``poller``: asks Telegram for updates."""
OURS = 7_312
"""The first half of these locks' keys, so that they stand apart from another program's in the same database."""
SEATS: dict[Seat, int] = {"leader": OURS + 1, "poller": OURS + 2}
TRY_EVERY = 1.0
"""Seconds between tries for a seat that another process holds; each is a sign of life of the session, too."""
ANSWERS_WITHIN = 10.0
MOST_CHATS = 1024
"""Chats looked at in one go."""
WAKE, WELCOME = "inbox", "welcome"
"""What processes tell each other: an update was kept; what the numbers of an invitation's screen stand for."""
_SETTINGS = {
    "application_name": "bot locks",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
"""Of the session: the server itself notices within half a minute that our machine is gone."""
_ALONE = text("SELECT pg_advisory_xact_lock(:ours, hashtext(:what))")
_TRY_SEAT = "SELECT pg_try_advisory_lock($1::int, ($2::bigint % 2147483647)::int)"
_KEY = "hashtextextended($1::bigint::text || ':' || chat, 0)"
_TAKE = f"""
WITH waiting AS MATERIALIZED (
  SELECT coalesce(chat_id, 0) AS chat FROM inbox
  WHERE bot_id = $1::bigint AND state = 'new' AND raw IS NOT NULL AND coalesce(chat_id, 0) <> ALL($2::bigint[])
  GROUP BY 1 ORDER BY min(update_id) LIMIT {MOST_CHATS})
SELECT chat FROM waiting WHERE pg_try_advisory_lock({_KEY})
"""  # noqa: S608 - constants
_TAKE_ONE = f"SELECT chat FROM (SELECT $2::bigint AS chat) AS one WHERE pg_try_advisory_lock({_KEY})"  # noqa: S608
_FREE = f"SELECT pg_advisory_unlock({_KEY}) FROM unnest($2::bigint[]) AS chat"  # noqa: S608
_ROWS = """
SELECT update_id, coalesce(chat_id, 0) AS chat, raw FROM inbox
WHERE bot_id = $1::bigint AND state = 'new' AND raw IS NOT NULL
  AND coalesce(chat_id, 0) = ANY($2::bigint[]) AND update_id <> ALL($3::bigint[])
ORDER BY update_id
"""


def alone(db: Connection, what: str) -> None:
    """Whoever else does this waits until our transaction has ended; on SQLite nobody else can."""
    if db.dialect.name == "postgresql":
        db.execute(_ALONE, {"ours": OURS, "what": what})


class Lost(Exception):
    """The session has ended, and its locks with it."""


@dataclass(slots=True)
class Locks:
    """``begin`` and ``close`` it in the same loop; between them it holds its session, and opens another when it is lost."""

    url: str
    bot_id: int
    wanted: frozenset[Seat] = frozenset()
    """Posts that this process stands for."""
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when an update was kept somewhere, or the session is another one."""
    heard: Callable[[int, dict[int, str]], None] = lambda _chat, _codes: None
    """Hears of an invitation's screen in a chat, shown by another process; of its end without codes."""
    held: dict[Seat, float] = field(default_factory=dict)
    """Since when (``time.monotonic``)."""
    chats: set[int] = field(default_factory=set)
    """Chats that are this process's to handle; 0 stands for updates of none."""
    _engine: Any = None
    _connection: Any = None
    _raw: Any = None
    _busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    _telling: set[asyncio.Task[None]] = field(default_factory=set)
    _keeping: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connects; raises what the driver does."""
        from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - slow, for PostgreSQL only
        from sqlalchemy.pool import NullPool  # noqa: PLC0415

        if self._engine is None:
            about = {"server_settings": _SETTINGS, "timeout": ANSWERS_WITHIN}
            self._engine = create_async_engine(self.url, poolclass=NullPool, connect_args=about)
        self._connection = await self._engine.connect()
        raw = (await self._connection.get_raw_connection()).driver_connection
        raw.add_termination_listener(self._ended)
        for channel in (WAKE, WELCOME):
            await raw.add_listener(channel, self._hears)
        self._raw = raw
        self.woken.set()

    def begin(self) -> None:
        """From now on the session is held, and the seats are stood for."""
        self._keeping = asyncio.get_running_loop().create_task(self.keep(), name="locks")

    async def close(self) -> None:
        """The end of the session: all that it holds is free."""
        tasks = [*self._telling, *([self._keeping] if self._keeping else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._drop()
        await self._gone()
        if self._engine is not None:
            await self._engine.dispose()

    async def keep(self) -> None:
        """For ever: holds the session, and tries for the seats that are wanted."""
        while True:
            try:
                if self._raw is None:
                    await self._gone()
                    await self.open()
                    log.info("locks.open")
                await self.stand()
            except Exception as exc:  # noqa: BLE001 - without it this process handles nothing; it tries again
                log.warning("locks.lost", error=type(exc).__name__)
            await asyncio.sleep(TRY_EVERY)

    async def stand(self) -> None:
        """One try for each seat that is wanted and not held; with none a look whether the session lives."""
        for seat in self.wanted - self.held.keys():
            key = 0 if seat == "leader" else self.bot_id
            if (await self._ask(_TRY_SEAT, SEATS[seat], key))[0][0]:
                self.held[seat] = time.monotonic()
                log.info("seat.held", seat=seat)
        await self._ask("SELECT 1")

    @property
    def alive(self) -> bool:
        """Whether the session lives, as far as it is known."""
        return self._raw is not None

    def holds(self, seat: Seat) -> bool:
        """Whether this process has the seat now, as far as it knows."""
        return seat in self.held

    def since(self, seat: Seat) -> float | None:
        """Since when (``time.monotonic``); None: it has not."""
        return self.held.get(seat)

    async def take(self) -> None:
        """Makes chats with updates that wait ours, as far as they are nobody's."""
        found = await self._ask(_TAKE, self.bot_id, sorted(self.chats))
        self.chats.update(row[0] for row in found)

    async def take_one(self, chat_id: int) -> bool:
        """Makes that chat ours; False when it is somebody's, perhaps our own."""
        if chat_id in self.chats or not await self._ask(_TAKE_ONE, self.bot_id, chat_id):
            return False
        self.chats.add(chat_id)
        return True

    async def rows(self, in_hand: Collection[int]) -> Sequence[tuple[int, int, str]]:
        """(update_id, chat, raw) of what waits in our chats beside what is in hand, in order."""
        if not self.chats:
            return ()
        return await self._ask(_ROWS, self.bot_id, sorted(self.chats), sorted(in_hand))

    async def free(self, chats: Collection[int]) -> None:
        """They are anybody's again."""
        if ours := sorted(self.chats.intersection(chats)):
            self.chats.difference_update(ours)
            await self._ask(_FREE, self.bot_id, ours)

    def wake(self) -> None:
        """Updates were kept: whoever has time looks; many calls are one word to the others."""
        self.woken.set()
        if not any(task.get_name() == WAKE for task in self._telling):
            self._tell(WAKE, str(self.bot_id))

    def welcome(self, chat_id: int, codes: dict[int, str]) -> None:
        """The other processes keep in memory what this one keeps: the screen's numbers hold the invitation's token."""
        self._tell(WELCOME, json.dumps([self.bot_id, chat_id, codes]))

    def _tell(self, channel: str, payload: str) -> None:
        task = asyncio.get_running_loop().create_task(self._told(channel, payload), name=channel)
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _told(self, channel: str, payload: str) -> None:
        with suppress(Lost):  # they look by themselves as well
            await self._ask("SELECT pg_notify($1, $2)", channel, payload)

    def _hears(self, raw: Any, pid: int, channel: str, payload: str) -> None:
        if pid == raw.get_server_pid():
            return
        if channel == WAKE:
            self.woken.set()
            return
        bot_id, chat_id, codes = json.loads(payload)
        if bot_id == self.bot_id:
            self.heard(chat_id, {int(number): code for number, code in codes.items()})

    async def _ask(self, statement: str, *values: Any) -> Sequence[Any]:
        """Its rows; Lost when the session has ended or does not answer: then nothing is held any more."""
        async with self._busy:
            if self._raw is None:
                raise Lost
            try:
                rows: Sequence[Any] = await self._raw.fetch(statement, *values, timeout=ANSWERS_WITHIN)
            except asyncio.CancelledError:
                self._drop()  # what it got nobody would know
                raise
            except Exception as exc:
                log.warning("locks.ended", error=type(exc).__name__)
                self._drop()
                raise Lost from exc
            return rows

    def _ended(self, raw: object) -> None:
        if raw is self._raw:
            self._drop()

    def _drop(self) -> None:
        """Nothing is ours any more; a session that may still live is ended at once, so that the server frees it, too."""
        raw, self._raw = self._raw, None
        self.held.clear()
        self.chats.clear()
        self.woken.set()
        if raw is not None and not raw.is_closed():
            with suppress(Exception):
                raw.terminate()

    async def _gone(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                await connection.invalidate()
                await connection.close()
