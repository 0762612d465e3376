"""HTTP on LISTEN: ``/healthz``, and the webhook, which answers 200 only after the update is in the inbox."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from telegram.error import TelegramError
from telegram.ext import CallbackContext

from bot.domain.errors import BadSetting
from handlers.application import AnyApplication, Desk
from handlers.receiving import ALLOWED_UPDATES, PULSE_EVERY
from storage import inbox, pulse

log = structlog.get_logger()
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LARGEST_UPDATE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram posts, and the secret that it repeats."""

    url: str
    secret: str

    @property
    def path(self) -> str:
        """The path part of the address."""
        return urlsplit(self.url).path or "/"


async def listen(
    application: AnyApplication, host: str, port: int, webhook: Webhook | None
) -> Callable[[], Awaitable[None]]:
    """Begins to listen; gives what ends it. BadSetting when the port is taken."""
    desk: Desk = application.bot_data["desk"]
    server = web.Application(client_max_size=LARGEST_UPDATE)
    server.router.add_get("/healthz", _health(desk))
    if webhook is not None:
        server.router.add_post(webhook.path, _receiver(application, desk, webhook))
        if application.job_queue is not None:
            application.job_queue.run_repeating(_beat, PULSE_EVERY, first=0, name="webhook-pulse")
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as exc:
        await runner.cleanup()
        raise BadSetting(f"LISTEN: {host}:{port} cannot be used ({exc.strerror}).") from None
    return runner.cleanup


async def announce(application: AnyApplication, webhook: Webhook) -> None:
    """Tells Telegram where to post."""
    await application.bot.set_webhook(webhook.url, secret_token=webhook.secret, allowed_updates=list(ALLOWED_UPDATES))


async def _beat(context: CallbackContext[Any, Any, Any, Any]) -> None:
    """While it listens the bot can be reached: as good as a poll that went well."""
    desk: Desk = context.bot_data["desk"]
    desk.store.write_soon(pulse.beat, "poll", desk.clock())


def _health(desk: Desk) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_: web.Request) -> web.Response:
        try:
            waiting, oldest = await desk.store.read(inbox.backlog)
            polled = await desk.store.read(pulse.last, "poll")
        except Exception as exc:  # noqa: BLE001 - the answer is that it is not well
            return web.json_response({"ok": False, "error": type(exc).__name__}, status=503)
        now = desk.clock()
        return web.json_response(
            {
                "ok": True,
                "waiting": waiting,
                "oldest_seconds": None if oldest is None else round((now - oldest).total_seconds()),
                "polled_seconds": None if polled is None else round((now - polled.at).total_seconds()),
            }
        )

    return answer


def _receiver(
    application: AnyApplication, desk: Desk, webhook: Webhook
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), webhook.secret.encode()):
            log.warning("webhook.refused")
            return web.Response(status=403)
        try:
            raw = await request.json()
            update, row = desk.bot.read({**raw, "update_id": int(raw["update_id"])})
        except (ValueError, TypeError, KeyError):
            return web.Response(status=400)
        try:
            await desk.bot.keep([row])
        except TelegramError:
            return web.Response(status=503)
        await application.update_queue.put(update)
        return web.Response()

    return receive
