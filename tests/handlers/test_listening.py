from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.domain.errors import BadSetting
from demo.acts import ACTS, Act
from handlers import listening
from handlers.listening import SECRET_HEADER, Webhook
from tests.handlers.conftest import SECRETARY, Stage, until

SECRET = "said-by-telegram-each-time"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
async def address(house: Stage) -> AsyncIterator[str]:
    """A bot that listens and does not poll."""
    running = await house.start(polling=False)
    port = free_port()
    stop = await listening.listen(running, "127.0.0.1", port, Webhook("https://example.org/telegram", SECRET))
    yield f"http://127.0.0.1:{port}"
    await stop()


async def post(address: str, update: Any, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{address}/telegram", json=update, headers=headers) as got,
    ):
        return got.status


def update_of(house: Stage, text: str) -> Any:
    """An update as Telegram would post it."""
    bot = house.telegram.bot
    ACTS["send"](Act(house.telegram, bot, SECRETARY, {"text": text}))
    return bot.updates.queue.pop().update


async def test_an_update_is_kept_then_confirmed_and_answered_once(house: Stage, address: str) -> None:
    update = update_of(house, "/trogiup")
    assert await post(address, update) == 200
    assert await post(address, update) == 200
    await until(lambda: len(house.telegram.texts_to(SECRETARY)) == 1)
    await asyncio.sleep(0.2)
    assert len(house.telegram.texts_to(SECRETARY)) == 1
    assert await house.states() == {"done": 1}


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x"])
async def test_who_does_not_know_the_secret_is_refused_and_nothing_kept(
    house: Stage, address: str, secret: str | None
) -> None:
    assert await post(address, update_of(house, "/trogiup"), secret) == 403
    assert await house.states() == {}


@pytest.mark.parametrize("body", [[], {}, {"update_id": "x"}, "text", 7, {"update_id": None}])
async def test_what_is_no_update_is_refused(house: Stage, address: str, body: Any) -> None:
    assert await post(address, body) == 400
    assert await house.states() == {}


async def test_without_a_store_telegram_is_asked_to_come_again(house: Stage, address: str) -> None:
    update = update_of(house, "/trogiup")
    await house.store.close()
    assert await post(address, update) == 503
    async with aiohttp.ClientSession() as session, session.get(f"{address}/healthz") as got:
        assert got.status == 503


async def test_health_tells_what_waits(address: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/healthz") as got:
        assert got.status == 200
        assert (await got.json())["waiting"] == 0


async def test_a_taken_port_is_one_clear_line(house: Stage) -> None:
    running = await house.start(polling=False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BadSetting, match="LISTEN"):
            await listening.listen(running, "127.0.0.1", taken.getsockname()[1], None)


async def test_telegram_is_told_the_address_and_the_secret(house: Stage) -> None:
    running = await house.start(polling=False)
    await listening.announce(running, Webhook("https://127.0.0.1/telegram", SECRET))
    assert house.telegram.calls["setwebhook"] == 1
