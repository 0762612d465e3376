"""The bot from its start to its orderly end: store, application, jobs, sender, webhook."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import structlog
from telegram.error import InvalidToken, NetworkError

from bot import watching
from bot.domain.errors import BadSetting
from bot.duties import Duties, Share, duties
from bot.settings import Settings
from bot.watching import Parts, Watchdog
from handlers import application, forms, screens
from handlers.access import House
from handlers.application import AnyApplication, Desk
from handlers.errors import PollTrouble
from schedules import jobs
from schedules.reminders import Watch
from schedules.sender import Sender
from storage import moved, outbox, people, pulse
from storage.locks import Locks
from storage.store import Store

if TYPE_CHECKING:
    from handlers.webhook import Webhook

log = structlog.get_logger()
MOVABLE_SECONDS = 2.0
"""Between looks at a clock that is moved by hand: whoever moves it waits for what becomes due."""
LONGEST_PAUSE = 30.0
"""Seconds between tries to reach Telegram at the start."""
REFUSALS = 3
"""Times in a row that the token must have been refused before the start is."""


async def run(
    settings: Settings, clock: Callable[[], datetime], *, movable: bool = False, share: Share = "all"
) -> None:
    """Until SIGTERM or SIGINT; BadSetting when it cannot start. ``movable``: the clock is set by hand (the demo's).
    ``share``: which part of the work is this process's.
    """
    mine = duties(settings, share)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stopping.set)
    async with AsyncExitStack() as stack:
        try:
            await _serve(stack, settings, mine, clock, stopping, movable=movable)
        finally:
            watching.notify("STOPPING=1")
            watching.end_in_time()
    _deaf_to_another_signal(loop)


def _deaf_to_another_signal(loop: asyncio.AbstractEventLoop) -> None:
    """All is closed: a second SIGTERM between here and the end of the process would turn a good end into a bad one."""
    with suppress(NotImplementedError, ValueError):
        loop.remove_signal_handler(signal.SIGTERM)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)


async def _serve(
    stack: AsyncExitStack,
    settings: Settings,
    mine: Duties,
    clock: Callable[[], datetime],
    stopping: asyncio.Event,
    *,
    movable: bool,
) -> None:
    """Everything in the order in which it begins; the stack ends it in the other."""
    store = Store(settings.database_url)
    stack.push_async_callback(store.close)
    await store.open()
    await store.read(moved.refuse)
    watchdog = Watchdog(store, clock)
    stack.push_async_callback(_ended, asyncio.create_task(watchdog.run(), name="watchdog"))
    watching.notify("READY=1", "STATUS=waiting for Telegram")
    if settings.admin_ids:
        await store.write(people.ensure_root_admins, settings.admin_ids, clock().astimezone(settings.zone))
    locks = _locks(stack, settings, mine)
    bot = application.build(
        token=settings.token,
        api_url=settings.telegram_api_url,
        proxy=settings.telegram_proxy_url,
        store=store,
        clock=clock,
        house=House(settings.zone, settings.language, settings.admin_ids),
        locks=locks,
        takes=mine.works,
    )
    stack.push_async_callback(application.stop, bot)
    hook = await _listens(stack, settings, mine, bot, watchdog)
    if not await _reached(bot, stopping):
        return
    if locks is not None:  # no seat for who does not reach Telegram
        locks.begin()
    desk = application.desk_of(bot)
    if (quarantine := await store.read(pulse.last, outbox.QUARANTINE)) is not None:
        log.critical("outbox.quarantine", since=str(quarantine.at), end="python -m bot release")
    sender = _works(settings, store, clock, bot, watchdog, movable=movable) if mine.works else None
    if sender is None:
        watchdog.begin(Parts(bot.bot.id, partial(_asked, desk), time.monotonic, lambda: True, in_hand=lambda: None))
    await application.start(bot, polling=mine.polls)
    if hook is not None:
        await hook.announce(bot)
    if sender is not None:
        sender.start()
        stack.push_async_callback(sender.stop)
    log.info("bot.ready", username=bot.bot.username, webhook=hook is not None)
    watching.notify("STATUS=running")
    await stopping.wait()
    log.info("bot.stopping")


def _works(
    settings: Settings,
    store: Store,
    clock: Callable[[], datetime],
    bot: AnyApplication,
    watchdog: Watchdog,
    *,
    movable: bool,
) -> Sender:
    """The jobs and the sender, with the watchdog's eyes on them."""
    send = partial(screens.deliver, bot.bot)
    send_file = partial(screens.deliver_file, bot.bot)
    sender = Sender(
        store, send, clock, settings.zone, rate=settings.send_rate, send_file=send_file, placed=forms.placed
    )
    sender.shared = application.desk_of(bot).sharing is not None
    house = jobs.House(store, clock, settings.zone, sender, Watch(movable=movable), None if movable else store.path)
    sender.trusted = lambda: house.watch.trusted(clock())
    desk = application.desk_of(bot)
    if desk.sharing is not None:
        house.leads = partial(desk.sharing.locks.holds, "leader")
    jobs.register(bot, house, seconds=MOVABLE_SECONDS if movable else None)
    asked, in_hand = partial(_asked, desk), None if desk.sharing is None else desk.sharing.oldest
    watchdog.begin(
        Parts(bot.bot.id, asked, house.ticked, lambda: sender.pausing, lambda: bool(desk.halted), in_hand=in_hand)
    )
    return sender


def _asked(desk: Desk) -> float:
    """When Telegram was last asked for updates; now, while that is another process's to do."""
    if desk.sharing is None or desk.sharing.asks:
        return desk.bot.asked_at
    since = desk.sharing.locks.since("poller")
    return time.monotonic() if since is None else max(desk.bot.asked_at, since)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _reached(bot: AnyApplication, stopping: asyncio.Event) -> bool:
    """Waits until Telegram has answered; False when it is asked to stop meanwhile. BadSetting when it refuses the token."""
    pause, refusals, trouble = 1.0, 0, PollTrouble()
    while not stopping.is_set():
        try:
            await bot.initialize()
        except InvalidToken:
            refusals += 1  # once or twice it may be a box in between that answers for Telegram
            if refusals == REFUSALS:
                raise BadSetting("BOT_TOKEN was refused by Telegram (getMe): copy it again from @BotFather.") from None
        except NetworkError as exc:
            refusals = 0
            trouble.failed(exc)
        else:
            trouble.over()
            return True
        await _either(stopping.wait(), pause)
        pause = min(pause * 2, LONGEST_PAUSE)
    return False


async def _either(waiting: Awaitable[object], seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await waiting


def _locks(stack: AsyncExitStack, settings: Settings, mine: Duties) -> Locks | None:
    """What keeps several processes apart; None where one is alone with its file."""
    if not mine.shared:
        return None
    locks = Locks(settings.database_url, int(settings.token.partition(":")[0]), mine.seats)
    stack.push_async_callback(locks.close)
    return locks


async def _listens(
    stack: AsyncExitStack, settings: Settings, mine: Duties, bot: AnyApplication, watchdog: Watchdog
) -> Webhook | None:
    """HTTP, when LISTEN asks for it; only then are its server and the metrics' library loaded."""
    if settings.listen_at is None:
        return None
    from handlers import listening, webhook  # noqa: PLC0415

    secret = settings.webhook_secret.get_secret_value()
    hook = webhook.Webhook(settings.webhook_url, secret) if mine.receives else None
    stack.push_async_callback(await listening.listen(bot, *settings.listen_at, hook, lambda: watchdog.stuck))
    return hook
