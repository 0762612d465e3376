"""The webhook: Telegram posts, and hears 200 only after the update is in the inbox; and whether it still reaches us."""

from __future__ import annotations

import hmac
import json
import time
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from telegram.error import TelegramError

from bot.domain.liveness import reached
from handlers.application import AnyApplication, desk_of
from handlers.errors import HOUR
from handlers.incoming import ALLOWED_UPDATES
from storage.failpoints import failpoint

log = structlog.get_logger()
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


@dataclass(slots=True)
class Webhook:
    """Where Telegram posts, and the secret that it repeats."""

    url: str
    secret: str
    received_at: datetime | None = None
    """When it last posted something that was kept."""
    _alarmed: float = field(default=-HOUR)

    @property
    def path(self) -> str:
        """The path part of the address."""
        return urlsplit(self.url).path or "/"

    async def receive(self, application: AnyApplication, request: web.Request) -> web.Response:
        """One update; refused without the secret, put off (503) until the bot has begun and while nothing can be kept."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            log.warning("webhook.refused")
            return web.Response(status=403)
        if not application.running:
            return web.Response(status=503)
        desk = desk_of(application)
        try:
            failpoint("wait", "webhook")
            raw = json.loads(await request.read())
            came = desk.bot.read({**raw, "update_id": int(raw["update_id"])})
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            return web.Response(status=400)
        try:
            await desk.bot.receive([came])
        except TelegramError:
            return web.Response(status=503)
        self.received_at = desk.clock()
        return web.Response()

    async def look(self, application: AnyApplication) -> None:
        """Asks Telegram how its deliveries go; as good as a poll when they come through. Set anew if it was taken away."""
        bot = desk_of(application).bot
        try:
            info = await bot.asking(bot.get_webhook_info())
            if info.url != self.url:
                if time.monotonic() - self._alarmed >= HOUR:
                    self._alarmed = time.monotonic()
                    log.critical("webhook.taken", why="another program has changed or deleted it")
                failpoint("wait", "announce")
                await self.announce(application)
            elif reached(info.pending_update_count, info.last_error_date, self.received_at):
                await bot.keep([])
            else:
                log.warning("webhook.unreached", waiting=info.pending_update_count)
        except TelegramError:
            return

    async def announce(self, application: AnyApplication) -> None:
        """Tells Telegram where to post."""
        await application.bot.set_webhook(self.url, secret_token=self.secret, allowed_updates=list(ALLOWED_UPDATES))
