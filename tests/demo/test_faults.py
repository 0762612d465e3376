"""The made-up Telegram misbehaves on order, in the ways that real ones and real lines do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import ExtBot

from demo.control import jump, migrate, poison, serve_again
from demo.phone import Phone
from demo.server import Server
from demo.telegram import Telegram
from tests.demo.conftest import until

Bot = ExtBot[None]


@pytest.fixture
async def an(server: Server) -> AsyncIterator[Phone]:
    phone = Phone(server, 1)
    await phone.start()
    yield phone
    await phone.close()


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("unauthorized", InvalidToken),
        ("not_found", InvalidToken),
        ("conflict", Conflict),
        ("bad_gateway", NetworkError),
        ("server_error", NetworkError),
        ("garbage", NetworkError),
        ("close", NetworkError),
        ("forbidden", Forbidden),
        ("deactivated", Forbidden),
        ("chat_not_found", BadRequest),
    ],
)
async def test_one_call_is_spoiled_and_nothing_is_delivered(
    bot: Bot, an: Phone, telegram: Telegram, kind: str, error: type[Exception]
) -> None:
    telegram.faults.add(kind, "sendMessage")
    await bot.get_me()
    with pytest.raises(error if kind != "garbage" else Exception):
        await bot.send_message(1, "a")
    assert telegram.texts_to(1) == []
    await bot.send_message(1, "b")
    assert telegram.texts_to(1) == ["b"]


@pytest.mark.parametrize(
    ("kind", "error"), [("bad_gateway_after", NetworkError), ("close_after", NetworkError), ("hang_after", TimedOut)]
)
async def test_delivered_but_not_confirmed(
    bot: Bot, an: Phone, telegram: Telegram, kind: str, error: type[Exception]
) -> None:
    telegram.faults.add(kind, "send*", chat_id=1)
    with pytest.raises(error):
        await bot.send_message(1, "a", read_timeout=0.3)
    assert telegram.texts_to(1) == ["a"]
    assert (await an.reads())[0].text == "a"


async def test_a_hanging_call_delivers_nothing(bot: Bot, an: Phone, telegram: Telegram) -> None:
    telegram.faults.add("hang", "sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(1, "a", read_timeout=0.3)
    assert telegram.texts_to(1) == []


async def test_a_slow_call_is_answered_late(bot: Bot, an: Phone, telegram: Telegram) -> None:
    telegram.faults.add("slow", "sendMessage", pause=0.2)
    begun = time.monotonic()
    await bot.send_message(1, "a")
    assert time.monotonic() - begun >= 0.2


async def test_a_window_of_429_lasts_its_seconds(bot: Bot, an: Phone, telegram: Telegram) -> None:
    fault = telegram.faults.add("too_many", "send*", seconds=0.2, retry_after=30)
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await bot.send_message(1, "a")
    assert fault.met == 2
    await asyncio.sleep(0.2)
    assert await bot.send_message(1, "a")


async def test_a_migrated_group_names_its_new_id(bot: Bot, telegram: Telegram) -> None:
    telegram.add_group(telegram.bot, -5, "Đảng ủy", "group")
    migrate(telegram, telegram.bot, -5, -1005)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(-5, "a")
    assert caught.value.new_chat_id == -1005
    assert await bot.send_message(-1005, "a")


async def test_a_poisoned_update_stops_a_plain_client_and_can_be_last(bot: Bot, an: Phone, telegram: Telegram) -> None:
    await bot.get_updates(offset=-1, timeout=0)
    await an.send("trước")
    bad = poison(telegram, telegram.bot, 1)
    raws = telegram.bot.updates.batch(100, telegram.now())
    assert raws[-1]["update_id"] == bad
    with pytest.raises(TypeError):
        await bot.get_updates(timeout=0)


async def test_a_batch_is_served_again_after_it_was_confirmed(bot: Bot, an: Phone, telegram: Telegram) -> None:
    await an.send("một")
    first = await bot.get_updates(timeout=0)
    after = first[-1].update_id + 1
    assert await bot.get_updates(offset=after, timeout=0) == ()
    assert serve_again(telegram, telegram.bot) == 2
    again = await bot.get_updates(offset=after, timeout=0)
    assert [u.update_id for u in again] == [u.update_id for u in first]
    assert await bot.get_updates(offset=after, timeout=0) == ()


async def test_an_update_id_that_falls_is_served_all_the_same(bot: Bot, an: Phone, telegram: Telegram) -> None:
    jump(telegram.bot, 5000)
    await an.send("cao")
    (high,) = (await bot.get_updates(timeout=0))[1:]
    assert high.update_id == 5000
    jump(telegram.bot, 17)
    await an.send("thấp")
    (low,) = await bot.get_updates(offset=5001, timeout=0)
    assert low.update_id == 17
    assert await bot.get_updates(offset=18, timeout=0) == ()
    await an.send("tiếp")
    assert [u.update_id for u in await bot.get_updates(offset=18, timeout=0)] == [18]


async def test_the_same_by_orders_over_http(server: Server, bot: Bot, an: Phone) -> None:
    async with ClientSession() as http:

        async def order(**what: object) -> tuple[int, Any]:
            async with http.post(f"{server.url}/control", json=what) as response:
                return response.status, await response.json()

        assert (await order(do="fault", kind="forbidden", method="sendMessage", times=1))[0] == 200
        with pytest.raises(Forbidden):
            await bot.send_message(1, "a")
        await bot.send_document(1, b"abc", filename="a.txt")
        _, answer = await order(do="log", chat_id=1)
        (entry,) = answer["log"]
        assert entry["files"] == [{"name": "a.txt", "base64": "YWJj"}]
        assert (await order(do="act", act="sticker", user_id=1))[0] == 200
        assert (await order(do="poison", user_id=1))[0] == 200
        assert (await order(do="nonsense"))[0] == 400
        assert (await order(do="fault", kind="nonsense"))[0] == 400


async def test_a_foreign_page_may_not_order_it_about(server: Server) -> None:
    async with ClientSession() as http:
        for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
            async with http.post(f"{server.url}/control", json={"do": "behave"}, headers=headers) as response:
                assert response.status == 403


async def test_a_webhook_gets_updates_with_its_secret_until_it_takes_them(server: Server, bot: Bot, an: Phone) -> None:
    got: list[tuple[str | None, int]] = []

    async def hook(request: web.Request) -> web.Response:
        update = await request.json()
        got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), update["update_id"]))
        return web.Response(status=500 if len(got) == 1 else 200)

    app = web.Application()
    app.router.add_post("/telegram", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    with pytest.raises(BadRequest, match="https url must be provided"):
        await bot.set_webhook("http://example.com/telegram")
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/telegram", secret_token="bi-mat_1")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates(timeout=0)
    await until(lambda: len(got) == 2)
    assert got[0] == got[1]
    assert got[0][0] == "bi-mat_1"
    await until(lambda: not server.telegram.bot.updates.queue)
    assert (
        await bot.get_webhook_info()
    ).last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""
    await runner.cleanup()
