"""Receiving: updates are kept in the inbox before Telegram hears that they came, then handled chat by chat in order.

python-telegram-bot confirms an update when it enters a queue in memory; a kill would lose it (reliability.md 2.1).
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection
from telegram import Update
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot
from telegram.request import RequestData

from handlers.access import Handled
from handlers.context import Incoming
from handlers.errors import PollTrouble, TokenRefused, where
from handlers.incoming import Part, about, incoming_of
from handlers.screens import asked_pause
from handlers.transport import Said
from storage import inbox, outages, pulse
from storage.failpoints import failpoint
from storage.inbox import Received
from storage.store import Store

log = structlog.get_logger()

SIDE_BY_SIDE = 256
"""Updates of different chats handled at once."""
MOST_ANSWERED = 30
"""Updates of one chat behind which an earlier one gets no answer of its own; a meeting typed in an outage is fewer."""
POLL_SECONDS = 30
PULSE_EVERY = timedelta(minutes=1)
KEPT = timedelta(days=30)
"""How long handled updates are remembered, without their text; Telegram itself repeats none older than a day."""
T = TypeVar("T")
Outcome = Handled | Exception | None
"""What came of handling an update: what is to be said, nothing (it was done before), or how it failed."""
AtOnce = Callable[[Connection], dict[int, Outcome]]
"""What is done in the transaction that keeps updates; by update."""


@dataclass(frozen=True, slots=True)
class Came:
    """One update as it came: the row that keeps it, and what it says; None: no concern of ours, or unreadable."""

    row: Received
    incoming: Incoming | None
    at: float = field(default_factory=time.perf_counter)


class InboxBot(ExtBot[None]):
    """A bot whose ``get_updates`` keeps what it fetched before anything else happens to it."""

    def __init__(
        self,
        *args: Any,
        store: Store,
        clock: Callable[[], datetime],
        zone: ZoneInfo,
        apology: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._store = store
        self._clock = clock
        self._apology = apology
        self._apologised: set[int] = set()
        self._zone = zone
        self._polled_at: datetime | None = None
        self._heard_at = 0.0
        self._asked_at = 0.0
        self._trouble = PollTrouble()
        self._albums: Counter[str] = Counter()
        self._receive: Callable[[Sequence[Came]], Awaitable[None]] = self.keep_all

    async def get_updates(
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: int | timedelta | None = None,  # noqa: ASYNC109 - Telegram's, not asyncio's
        allowed_updates: Sequence[str] | None = None,
        **_: Any,
    ) -> tuple[Update, ...]:
        """Fetched, read one by one, kept and taken on; of all that the library gets the last number alone, to confirm them."""
        seconds = timeout.total_seconds() if isinstance(timeout, timedelta) else (timeout or 0)
        data = {"offset": offset, "limit": limit, "timeout": int(seconds), "allowed_updates": allowed_updates}
        raws = await self.asking(self._post("getUpdates", data, read_timeout=seconds + 10))
        await self.receive([self.read(raw) for raw in raws])
        return tuple(Update(raw["update_id"]) for raw in raws[-1:])

    async def _do_post(self, endpoint: str, data: dict[str, Any], **about: Any) -> Any:
        """A call of Telegram's. What is JSON already, as nearly all we say, goes as it is (the library's way costs a third more)."""
        if not all(_is_plain(value) for value in data.values()):
            failpoint("wait", "call")
            return await super()._do_post(endpoint, data, **about)
        request = self._request[endpoint != "getUpdates"]
        failpoint("wait", "call")
        return await request.post(f"{self._base_url}/{endpoint}", cast("RequestData", Said(data)), **about)

    async def asking(self, call: Awaitable[T]) -> T:
        """What Telegram answers when it is asked for news; its failures are said sparingly, and none ends the asking."""
        try:
            failpoint("wait", "asking")
            answer = await call
        except InvalidToken:
            self._trouble.failed(refused := TokenRefused("401/404 on getUpdates"))
            self._asked_at = time.monotonic()
            raise refused from None
        except TelegramError as exc:
            self._trouble.failed(exc)
            self._asked_at = time.monotonic() + (asked_pause(exc) if isinstance(exc, RetryAfter) else 0)
            raise
        self._trouble.over()
        self._asked_at = time.monotonic()
        return answer

    @property
    def asked_at(self) -> float:
        """When Telegram was last asked, whatever came of it (``time.monotonic``): who asks is alive."""
        return self._asked_at

    def brings(self, receive: Callable[[Sequence[Came]], Awaitable[None]]) -> None:
        """From now on what came goes there, where it is kept and taken on."""
        self._receive = receive

    async def receive(self, came: Sequence[Came]) -> None:
        """Fetched or posted: once this returns they may be confirmed; TelegramError when they could not be kept."""
        failpoint("wait", "receive")
        await self._receive(came)

    async def keep_all(self, came: Sequence[Came]) -> None:
        """Makes them durable, no more."""
        await self.keep([each.row for each in came])

    async def keep(self, rows: Sequence[Received], at_once: AtOnce | None = None) -> dict[int, Outcome]:
        """Makes the updates durable; TelegramError, on which the poller waits and asks again, when they cannot be.

        ``at_once`` is done in the same transaction, or not at all: then nothing is told of it.
        """
        now = self._clock()
        beat = self._polled_at is None or abs(now - self._polled_at) >= PULSE_EVERY
        if not rows and not beat:
            return {}
        if self._polled_at is None or time.monotonic() - self._heard_at > outages.LONG.total_seconds():
            await self._back(now)
        try:
            done = await self._kept(rows, now, at_once, beat=beat)
        except Exception as exc:
            log.critical("inbox.not_writable", error=type(exc).__name__)
            await self.apologise({row.chat_id for row in rows if row.chat_id is not None and row.chat_id > 0})
            raise TelegramError("inbox not writable") from exc
        self._polled_at, self._heard_at = now, time.monotonic()
        self._apologised.clear()
        return done

    async def _kept(
        self, rows: Sequence[Received], now: datetime, at_once: AtOnce | None, *, beat: bool
    ) -> dict[int, Outcome]:
        if at_once is not None:
            try:
                return await self._store.write(_keep, self.id, rows, now, at_once, beat=beat)
            except Exception as exc:  # noqa: BLE001 - there may be room for the updates and none for what they do
                log.warning("inbox.without_effects", error=type(exc).__name__, where=where(exc))
        return await self._store.write(_keep, self.id, rows, now, beat=beat)

    async def _back(self, now: datetime) -> None:
        """Telegram is heard for the first time in this run, or in a long time."""
        try:
            gap = await self._store.write(outages.back, now, self._zone)
        except Exception as exc:  # noqa: BLE001 - telling about the past must not stop what comes in now
            log.critical("outage.untold", error=type(exc).__name__, where=where(exc))
            return
        if gap is not None:
            log.critical("outage.over", since=str(gap.down), until=str(gap.up), told=gap.told, above=gap.above)

    async def apologise(self, chats: set[int]) -> None:
        """Once an outage each person whose message cannot be kept hears so; it waits at Telegram or in the inbox."""
        new = chats - self._apologised if self._apology else set()
        self._apologised |= new
        failpoint("wait", "apology")
        await asyncio.gather(
            *(self.send_message(chat, self._apology, parse_mode="HTML") for chat in new), return_exceptions=True
        )

    def read(self, raw: Part) -> Came:
        """The row that keeps the update, and what it says; one that cannot be read is kept as dead and holds up nobody."""
        kind, chat_id = about(raw)
        try:
            return Came(Received(raw["update_id"], raw, chat_id, kind), incoming_of(raw, self.id))
        except Exception as exc:  # noqa: BLE001 - whatever is wrong with it, the next one must come through
            error = type(exc).__name__
            log.critical("update.unreadable", update_id=raw["update_id"], error=error)
            return Came(Received(raw["update_id"], raw, chat_id, kind, "dead", error), None)

    def expect(self, came: Sequence[Came]) -> None:
        """They will be handled: of an album so many parts are still to come."""
        self._albums.update(each.incoming.album for each in came if each.incoming is not None and each.incoming.album)

    def ends_album(self, album: str) -> bool:
        """True for the last part of the album that has been received so far: that one is answered."""
        self._albums[album] -= 1
        if self._albums[album] > 0:
            return False
        del self._albums[album]
        return True

    async def replay(self) -> list[Came]:
        """What was kept and not handled when the program last ended, in order; what is unreadable by now is dead."""
        came = [self.read(json.loads(raw)) for _, raw in await self._store.read(inbox.waiting, self.id)]
        await self.bury(came)
        return came

    async def bury(self, came: Sequence[Came]) -> None:
        """Of what stands in the inbox, marks as dead what cannot be read."""
        for each in came:
            if each.row.state == "dead":
                await self._store.write(inbox.mark_dead, self.id, each.row.update_id, each.row.error)


def _is_plain(value: object) -> bool:
    """What JSON writes as Telegram reads it; not the library's own objects, files or moments."""
    return isinstance(value, str | int) or (isinstance(value, list) and all(type(each) is str for each in value))


def _keep(
    db: Connection, bot_id: int, rows: Sequence[Received], now: datetime, at_once: AtOnce | None = None, *, beat: bool
) -> dict[int, Outcome]:
    """The row of what is handled at once is made as done; that of what failed, as of all others, as new."""
    done = {} if at_once is None else at_once(db)
    waits = [row for row in rows if row.update_id not in done or isinstance(done[row.update_id], Exception)]
    inbox.store(db, bot_id, waits, now)
    if beat:
        pulse.beat(db, "poll", now)
        inbox.prune(db, now - KEPT)
    return done


class ChatOrder:
    """Each chat's updates one after another, chats side by side; the chat's turn is taken before one of the slots."""

    def __init__(self, slots: int = SIDE_BY_SIDE) -> None:
        self._slots = asyncio.Semaphore(slots)
        self._turns: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}

    def idle(self, chat_id: int) -> bool:
        """Whether nobody has the chat's turn or waits for it."""
        return chat_id not in self._waiting

    def behind(self, chat_id: int) -> int:
        """How many of the chat's updates wait behind the one whose turn it is."""
        return max(self._waiting.get(chat_id, 0) - 1, 0)

    def join(self, chat_id: int) -> None:
        """One more waits from now on, whose ``turn`` says that it has joined; or which must ``leave``."""
        self._waiting[chat_id] = self._waiting.get(chat_id, 0) + 1

    def leave(self, chat_id: int) -> None:
        """One fewer."""
        self._waiting[chat_id] -= 1
        if not self._waiting[chat_id]:
            del self._waiting[chat_id]
            self._turns.pop(chat_id, None)

    @asynccontextmanager
    async def turn(self, chat_id: int, *, joined: bool = False) -> AsyncIterator[None]:
        """The chat's turn, first come first served, and one of the slots."""
        if not joined:
            self.join(chat_id)
        lock = self._turns.setdefault(chat_id, asyncio.Lock())
        try:
            failpoint("wait", "turn")
            async with lock:
                failpoint("wait", "slot")
                async with self._slots:
                    yield
        finally:
            self.leave(chat_id)
