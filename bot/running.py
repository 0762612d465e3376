"""The bot from its start to its orderly end: store, application, jobs, sender, webhook."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from datetime import datetime
from functools import partial

import structlog
from telegram.error import InvalidToken, NetworkError

from bot.domain.errors import BadSetting
from bot.settings import Settings
from handlers import application, listening, screens
from handlers.access import House
from handlers.application import AnyApplication
from handlers.listening import Webhook
from schedules import jobs
from schedules.reminders import Watch
from schedules.sender import Sender
from storage import outbox, people, pulse
from storage.store import Store

log = structlog.get_logger()
MOVABLE_SECONDS = 2.0
"""Between looks at a clock that is moved by hand: whoever moves it waits for what becomes due."""
LONGEST_PAUSE = 30.0
"""Seconds between tries to reach Telegram at the start."""


async def run(settings: Settings, clock: Callable[[], datetime], *, movable: bool = False) -> None:
    """Until SIGTERM or SIGINT; BadSetting when it cannot start. ``movable``: the clock is set by hand (the demo's)."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stopping.set)
    webhook = _webhook(settings)
    async with AsyncExitStack() as stack:
        store = Store(settings.database_url)
        stack.push_async_callback(store.close)
        await store.open()
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
        if not await _reached(bot, stopping):
            return
        sender = Sender(store, partial(screens.deliver, bot.bot), clock, settings.zone, rate=settings.send_rate)
        database = None if movable else store.path
        house = jobs.House(store, clock, settings.zone, sender, Watch(movable=movable), database)
        if (quarantine := await store.read(pulse.last, outbox.QUARANTINE)) is not None:
            log.critical("outbox.quarantine", since=str(quarantine.at), end="python -m bot release")
        jobs.register(bot, house, seconds=MOVABLE_SECONDS if movable else None)
        if settings.listen_at is not None:
            stack.push_async_callback(await listening.listen(bot, *settings.listen_at, webhook))
        await application.start(bot, polling=webhook is None)
        if webhook is not None:
            await listening.announce(bot, webhook)
        sender.start()
        stack.push_async_callback(sender.stop)
        log.info("bot.ready", username=bot.bot.username, webhook=webhook is not None)
        await stopping.wait()
        log.info("bot.stopping")


async def _reached(bot: AnyApplication, stopping: asyncio.Event) -> bool:
    """Waits until Telegram has answered; False when it is asked to stop meanwhile."""
    pause = 1.0
    while not stopping.is_set():
        try:
            await bot.initialize()
        except InvalidToken:
            raise BadSetting("BOT_TOKEN was refused by Telegram (getMe): copy it again from @BotFather.") from None
        except NetworkError as exc:
            log.warning("telegram.unreachable", error=type(exc).__name__, pause=pause)
            await _either(stopping.wait(), pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return True
    return False


async def _either(waiting: Awaitable[object], seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await waiting


def _webhook(settings: Settings) -> Webhook | None:
    if not settings.webhook_url:
        return None
    secret = settings.webhook_secret.get_secret_value()
    if not secret or settings.listen_at is None:
        raise BadSetting("WEBHOOK_URL needs WEBHOOK_SECRET and LISTEN as well.")
    return Webhook(settings.webhook_url, secret)
