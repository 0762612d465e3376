"""The bot from its start to its orderly end: store, application, jobs, sender, webhook."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import structlog
from telegram.error import InvalidToken, NetworkError

from bot import watching
from bot.domain.errors import BadSetting
from bot.settings import Settings
from bot.watching import Parts, Watchdog
from handlers import application, forms, screens
from handlers.access import House
from handlers.application import AnyApplication
from handlers.errors import PollTrouble
from schedules import jobs
from schedules.reminders import Watch
from schedules.sender import Sender
from storage import moved, outbox, people, pulse
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


async def run(settings: Settings, clock: Callable[[], datetime], *, movable: bool = False) -> None:
    """Until SIGTERM or SIGINT; BadSetting when it cannot start. ``movable``: the clock is set by hand (the demo's)."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stopping.set)
    async with AsyncExitStack() as stack:
        try:
            await _serve(stack, settings, clock, stopping, movable=movable)
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
    stack: AsyncExitStack, settings: Settings, clock: Callable[[], datetime], stopping: asyncio.Event, *, movable: bool
) -> None:
    """Everything in the order in which it begins; the stack ends it in the other."""
    _refuse_half_a_webhook(settings)
    store = Store(settings.database_url)
    stack.push_async_callback(store.close)
    await store.open()
    await store.read(moved.refuse)
    watchdog = Watchdog(store, clock)
    stack.push_async_callback(_ended, asyncio.create_task(watchdog.run(), name="watchdog"))
    watching.notify("READY=1", "STATUS=waiting for Telegram")
    if settings.admin_ids:
        await store.write(people.ensure_root_admins, settings.admin_ids, clock().astimezone(settings.zone))
    bot = application.build(
        token=settings.token,
        api_url=settings.telegram_api_url,
        proxy=settings.telegram_proxy_url,
        store=store,
        clock=clock,
        house=House(settings.zone, settings.language, settings.admin_ids),
    )
    stack.push_async_callback(application.stop, bot)
    hook = await _listens(stack, settings, bot, watchdog)
    if not await _reached(bot, stopping):
        return
    send = partial(screens.deliver, bot.bot)
    send_file = partial(screens.deliver_file, bot.bot)
    sender = Sender(
        store, send, clock, settings.zone, rate=settings.send_rate, send_file=send_file, placed=forms.placed
    )
    house = jobs.House(store, clock, settings.zone, sender, Watch(movable=movable), None if movable else store.path)
    sender.trusted = lambda: house.watch.trusted(clock())
    if (quarantine := await store.read(pulse.last, outbox.QUARANTINE)) is not None:
        log.critical("outbox.quarantine", since=str(quarantine.at), end="python -m bot release")
    jobs.register(bot, house, seconds=MOVABLE_SECONDS if movable else None)
    desk = application.desk_of(bot)
    watchdog.begin(
        Parts(bot.bot.id, lambda: desk.bot.asked_at, house.ticked, lambda: sender.pausing, lambda: bool(desk.halted))
    )
    await application.start(bot, polling=hook is None)
    if hook is not None:
        await hook.announce(bot)
    sender.start()
    stack.push_async_callback(sender.stop)
    log.info("bot.ready", username=bot.bot.username, webhook=hook is not None)
    watching.notify("STATUS=running")
    await stopping.wait()
    log.info("bot.stopping")


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


async def _listens(
    stack: AsyncExitStack, settings: Settings, bot: AnyApplication, watchdog: Watchdog
) -> Webhook | None:
    """HTTP, when LISTEN asks for it; only then are its server and the metrics' library loaded."""
    if settings.listen_at is None:
        return None
    from handlers import listening, webhook  # noqa: PLC0415

    secret = settings.webhook_secret.get_secret_value()
    hook = webhook.Webhook(settings.webhook_url, secret) if settings.webhook_url else None
    stack.push_async_callback(await listening.listen(bot, *settings.listen_at, hook, lambda: watchdog.stuck))
    return hook


def _refuse_half_a_webhook(settings: Settings) -> None:
    if settings.webhook_url and not (settings.webhook_secret.get_secret_value() and settings.listen_at):
        raise BadSetting("WEBHOOK_URL needs WEBHOOK_SECRET and LISTEN as well.")
