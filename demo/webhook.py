"""Posts updates to a bot's webhook, one after another, until it answers with success."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from demo.telegram import Bot, Telegram, Webhook

Json = dict[str, Any]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
GLANCE = 0.05
"""Seconds between looks for a webhook newly set."""
TIMEOUT = ClientTimeout(total=60)
_SUCCESS = range(200, 300)


async def post_updates(telegram: Telegram) -> None:
    """Runs for ever: serves every bot that has a webhook."""
    running: dict[str, asyncio.Task[None]] = {}
    async with ClientSession(timeout=TIMEOUT) as session:
        try:
            while True:
                for token, bot in telegram.bots.items():
                    if bot.webhook is not None and (token not in running or running[token].done()):
                        running[token] = asyncio.create_task(_serve(telegram, bot, bot.webhook, session))
                await asyncio.sleep(GLANCE)
        finally:
            for task in running.values():
                task.cancel()
            await asyncio.gather(*running.values(), return_exceptions=True)


async def _serve(telegram: Telegram, bot: Bot, hook: Webhook, session: ClientSession) -> None:
    """Until the webhook is changed: the oldest update again and again, then the next."""
    pause = FIRST_PAUSE
    while bot.webhook is hook:
        try:
            async with asyncio.timeout(1):
                await bot.updates.wait()
        except TimeoutError:
            continue
        for update in bot.updates.batch(1, telegram.now()):
            if error := await _post(hook, update, session):
                hook.error, hook.error_at = error, telegram.stamp
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                bot.updates.confirm(update["update_id"] + 1)
                pause = FIRST_PAUSE


async def _post(hook: Webhook, update: Json, session: ClientSession) -> str:
    """One delivery; gives what went wrong, or nothing."""
    headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
    try:
        async with session.post(hook.url, json=update, headers=headers) as response:
            if response.status in _SUCCESS:
                return ""
            return f"Wrong response from the webhook: {response.status} {response.reason}"
    except TimeoutError:
        return "Read timeout expired"
    except (ClientError, OSError):
        return "Connection failed"
