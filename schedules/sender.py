"""The sender: takes due messages from the outbox one by one and sends them, never faster than Telegram likes.

A claim is committed before the call to Telegram, and its outcome after it; what is lost between the two is found by
its lease. At most ``in_flight`` messages are under way, so a crash leaves at most that many with an unknown outcome.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol, cast
from zoneinfo import ZoneInfo

import structlog

from bot.domain.periods import local
from bot.texts.screen import Rows
from schedules.faults import fault
from schedules.letters import Letter, Placed, letter
from schedules.outcomes import Kind, Outcome, classify
from storage import outbox, pacing, unreachable
from storage.claims import claim, undisturbed_until
from storage.failpoints import failpoint
from storage.outbox import Claimed

log = structlog.get_logger()

Send = Callable[[int, str, Rows], Awaitable[int]]
"""``send(chat_id, html, rows)`` gives the id of the message; it tries once and raises what Telegram answered."""

SendFile = Callable[[int, str, Rows, str], Awaitable[int]]
"""The same with a file under the text; the last is what Telegram keeps it under, as bot.domain.evidence writes it."""

LEASE = timedelta(seconds=120)
"""Longer than the longest request: a row still being sent after it belongs to a sender that died."""
IDLE = 2.0
"""Seconds between looks into an empty outbox; a wake-up comes sooner."""
CHAT_PAUSE = 1.0
"""Seconds between two messages to one chat."""
BAD_TOKEN_PAUSE = 300.0
FAULT_PAUSE = 5.0
"""Seconds after a fault of ours or of the database."""
CATCHES_UP = 0.5
"""Seconds of delay (a slow claim, a busy loop) that the next messages make up for: over a long run the pace is kept, and at
20 a second no second has more than the 30 that Telegram allows."""
ROUNDS = 1000
"""Claims without a message in one go; then the sender rests before it looks again."""
RENDER_AGAIN = timedelta(hours=1)
STOP_WITHIN = 5.0
"""Seconds that what is under way has at a stop; after them it is left to its lease."""


class Doors(Protocol):
    """The store, as far as the sender needs it."""

    async def write(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run ``work`` in a transaction."""

    async def read(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run ``work`` on a read-only connection."""


@dataclass(slots=True)
class Sender:
    """``start`` and ``stop`` it with the application; ``wake`` it when something was queued."""

    store: Doors
    send: Send
    now: Callable[[], datetime]
    zone: ZoneInfo
    rate: float = 20.0
    """Messages a second, evenly spaced but for a delay made up for."""
    in_flight: int = 8
    worker: str = "sender"
    clock: Callable[[], float] | None = None
    """Seconds that pass (the loop's time); pacing is measured by it."""
    sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep
    jitter: Callable[[], float] = random.random
    send_file: SendFile | None = None
    """None: messages go without their files."""
    shared: bool = False
    """Other processes send as well: the pace is one of all, kept by the records (PostgreSQL)."""
    placed: Placed | None = None
    """Where a draft that was left stands, for the notice to its owner."""
    trusted: Callable[[], bool] = lambda: True
    """Whether the wall clock is to be believed; while it is not, nothing is claimed: a message could expire by mistake."""
    _next_at: float = 0.0
    _paused_until: float = 0.0
    _spoken: dict[int, float] = field(default_factory=dict)
    _flying: set[asyncio.Task[None]] = field(default_factory=set)
    _failing: bool = False
    _stopping: bool = False
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin sending in a task of the running loop."""
        self._stopping = False
        self._task = asyncio.get_running_loop().create_task(self.run(), name="sender")

    async def stop(self) -> None:
        """Claim nothing more, and wait a while until what is under way has its outcome."""
        self._stopping = True
        self._woken.set()
        task, self._task = self._task, None
        if task is None:
            return
        _, late = await asyncio.wait((task,), timeout=STOP_WITHIN)
        if late:
            log.warning("sender.unfinished", under_way=len(self._flying))
            for each in (task, *self._flying):
                each.cancel()
        await asyncio.gather(task, *self._flying, return_exceptions=True)

    @property
    def pausing(self) -> bool:
        """Whether it sends nothing for a reason: told to wait, a clock not to be trusted, records that take nothing."""
        return self._failing or self._paused_until > self._seconds() or not self.trusted()

    def wake(self) -> None:
        """Something was queued."""
        self._woken.set()

    async def run(self) -> None:
        """Send until stopped."""
        while not self._stopping:
            self._woken.clear()
            try:
                if self.trusted():
                    await self.store.write(outbox.recover, self.now())
                    await self.drain()
            except Exception as exc:  # noqa: BLE001 - the database is in trouble; the sender must outlive it
                self._failing = True
                fault("sender.fault", exc)
                await self._rest(FAULT_PAUSE)
                continue
            await self._rest(IDLE)
        await self._landed()

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                failpoint("wait", "rest")
                await self._woken.wait()
        except TimeoutError:
            return

    async def drain(self) -> None:
        """Send everything that is due now, and wait for the outcomes."""
        idle = 0
        many = 0
        try:
            while not self._stopping and self.trusted():
                await self._turn()
                while len(self._flying) >= self.in_flight:
                    failpoint("wait", "flight")
                    await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
                if self._stopping or self._seconds() < self._paused_until:
                    continue
                if not many:  # what was not sent while nothing was due is no delay
                    self._next_at = max(self._next_at, self._seconds())
                many = self._due_by_now()
                if await self._take_off(many):
                    continue
                many = 0
                if await self.store.read(outbox.any_due, self.now()) and idle < ROUNDS:
                    idle += 1  # a whole claim fell or was put off; the next one looks further
                    continue
                if not self._flying:
                    return
                failpoint("wait", "flight")
                await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._landed()

    def _due_by_now(self) -> int:
        """How many messages may go: the next one, and those that slow claims have kept waiting."""
        late = min(self._seconds() - self._next_at, CATCHES_UP)
        return max(1, 1 + int(late * self.rate))

    async def _take_off(self, many: int) -> int:
        """Claims so many at once (one commit) and sends them, each in its place; how many there were."""
        many = min(many, self.in_flight - len(self._flying))
        self._next_at = max(self._next_at, self._seconds() - CATCHES_UP) + many / self.rate
        failpoint("wait", "claims")
        found = await asyncio.gather(*(self._claimed() for _ in range(many)), return_exceptions=True)
        flights = 0
        for each in found:
            if isinstance(each, BaseException) or (claimed := each[0]) is None:
                continue
            wait = each[1]
            if self.shared:
                self._next_at = self._seconds() + wait
            flight = asyncio.get_running_loop().create_task(self._deliver(claimed, wait))
            self._flying.add(flight)
            flight.add_done_callback(self._flying.discard)
            flights += 1
        for each in found:
            if isinstance(each, BaseException):
                raise each
        self._failing = False
        return flights

    async def _claimed(self) -> tuple[Claimed | None, float]:
        """The next message, and in how many seconds its place among those of all processes comes."""
        if not self.shared:
            return await self.store.write(claim, self.worker, self.now(), LEASE, self.zone), 0.0
        try:
            found = await self.store.write(pacing.claim, self.worker, self.now(), LEASE, self.zone, self.rate)
        except pacing.Paused as pause:
            self._paused_until = max(self._paused_until, self._seconds() + pause.seconds)
            return None, 0.0
        return cast("tuple[Claimed | None, float]", found)

    async def _landed(self) -> None:
        if self._flying:
            failpoint("wait", "flight")
            await asyncio.wait(self._flying)

    def _seconds(self) -> float:
        return self.clock() if self.clock is not None else asyncio.get_running_loop().time()

    async def _turn(self) -> None:
        """Wait for this message's place in the even row of all messages, and for the end of a pause."""
        while not self._stopping and (wait := max(self._next_at, self._paused_until) - self._seconds()) > 0:
            failpoint("wait", "pace")
            await self.sleep(wait)
        self._next_at = max(self._next_at, self._paused_until)  # a pause is no delay to be made up for

    async def _chat_turn(self, claimed: Claimed) -> datetime | None:
        """Wait until the chat may hear the message; until when it waits, when the person began an entry meanwhile."""
        chat_id = claimed.chat_id
        while (wait := self._spoken.get(chat_id, 0.0) - self._seconds()) > 0:
            failpoint("wait", "chat")
            await self.sleep(wait)
            if (until := await self._undisturbed_until(claimed)) is not None:
                return until
        self._spoken[chat_id] = self._seconds() + CHAT_PAUSE
        if len(self._spoken) > 4096:  # noqa: PLR2004 - only the last second matters
            self._spoken = {chat: free for chat, free in self._spoken.items() if free > self._seconds()}
        return None

    async def _undisturbed_until(self, claimed: Claimed) -> datetime | None:
        """The message before may have been answered while this one waited for its turn in the same chat."""
        try:
            return cast("datetime | None", await self.store.read(undisturbed_until, claimed.person_id, self.now()))
        except Exception as exc:  # noqa: BLE001 - it was to be sent a second ago; that is still the best answer
            fault("sender.entry_unread", exc, rows=claimed.ids)
            return None

    async def _deliver(self, claimed: Claimed, wait: float = 0.0) -> None:
        """One message from its claim to its outcome; a failure to keep the outcome leaves it to the lease."""
        if wait > 0:
            failpoint("wait", "place")
            await self.sleep(wait)
        try:
            made = letter(claimed, local(self.now(), self.zone).date(), self.placed)
        except Exception as exc:  # noqa: BLE001 - our own fault; one message must not stop the others
            fault("sender.letter", exc, rows=claimed.ids)
            await self._keep(outbox.later, claimed, self.now() + RENDER_AGAIN, type(exc).__name__)
            return
        if (until := await self._chat_turn(claimed)) is not None:
            await self._keep(outbox.later, claimed, until, "in an entry")
            return
        if (pause := self._paused_until - self._seconds()) > 0:
            await self._keep(outbox.later, claimed, self.now() + timedelta(seconds=pause), "everybody pauses")
            return
        way = self._way(made)
        try:
            failpoint("wait", "deliver")
            message_id = await way(claimed.chat_id, made.text, made.rows)
        except Exception as exc:  # noqa: BLE001 - every error has its row in the table of outcomes
            await self._failed(claimed, made, classify(exc))
        else:
            await self._keep(outbox.sent, claimed, message_id, made.choices, self.now())

    def _way(self, made: Letter) -> Send:
        """How the message goes: by words alone, or with its file."""
        if not made.file or self.send_file is None:
            return self.send
        return partial(_with_file, self.send_file, made.file)

    async def _failed(self, claimed: Claimed, made: Letter, outcome: Outcome) -> None:
        now = self.now()
        match outcome.kind:
            case Kind.SLOW_DOWN:
                seconds = outcome.seconds + self.jitter()
                self._paused_until = max(self._paused_until, self._seconds() + seconds)
                if self.shared:
                    await self._keep(pacing.pause, seconds, now)
                await self._keep(outbox.later, claimed, now + timedelta(seconds=seconds), outcome.reason)
            case Kind.NOT_SENT:
                await self._keep(outbox.later, claimed, outbox.again_after(claimed, now), outcome.reason)
            case Kind.BAD_TOKEN:
                log.critical("sender.token_refused", pause=BAD_TOKEN_PAUSE)
                self._paused_until = self._seconds() + BAD_TOKEN_PAUSE
                await self._keep(outbox.later, claimed, now, outcome.reason)
            case Kind.BLOCKED:
                await self._keep(unreachable.lost, claimed, outcome.reason, now, self.zone)
            case Kind.NO_CHAT:
                log.error("sender.no_chat", rows=claimed.ids)
                await self._keep(unreachable.lost, claimed, outcome.reason, now, self.zone)
            case Kind.BAD_TEXT:
                log.error("sender.text_refused", rows=claimed.ids, reason=outcome.reason, plain=claimed.plain)
                await self._keep(outbox.without_formatting, claimed, now, outcome.reason)
            case Kind.MOVED:
                await self._keep(outbox.migrated, claimed, outcome.chat_id, now)
            case Kind.UNKNOWN:
                await self._keep(outbox.uncertain, claimed, made.choices, outcome.reason, now)

    async def _keep(self, work: Callable[..., Any], *args: Any) -> None:
        try:
            await self.store.write(work, *args)
        except Exception as exc:  # noqa: BLE001 - the row stays in "sending" and is recovered after its lease
            fault("sender.outcome_lost", exc, work=work.__name__)


def _with_file(send_file: SendFile, file: str, chat_id: int, text: str, rows: Rows) -> Awaitable[int]:
    return send_file(chat_id, text, rows, file)
