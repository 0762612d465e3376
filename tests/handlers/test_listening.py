from __future__ import annotations

import asyncio
import io
import json
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from sqlalchemy import Connection
from structlog.testing import capture_logs

from bot.domain.errors import BadSetting, Refused
from bot.texts.screen import Screen
from demo.acts import ACTS, Act
from handlers import application, listening
from handlers.access import House
from handlers.application import AnyApplication
from handlers.commands import Command
from handlers.context import Context
from handlers.metrics import Metrics
from handlers.webhook import SECRET_HEADER, Webhook
from storage import notices, people, pulse
from tests.conftest import NOW, ZONE
from tests.handlers.conftest import SECRETARY, TOKEN, Stage, until

SECRET = "said-by-telegram-each-time"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Listening:
    """A bot that listens and does not poll."""

    running: AnyApplication
    webhook: Webhook
    url: str
    stuck: tuple[str, ...] = ()

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}{path}") as got:
            return got.status, await got.text()

    async def health(self) -> Any:
        return json.loads((await self.get("/healthz"))[1])


@pytest.fixture
async def listener(house: Stage) -> AsyncIterator[Listening]:
    running = await house.start(polling=False)
    url = f"http://127.0.0.1:{free_port()}"
    made = Listening(running, Webhook(f"{url}/telegram", SECRET), url)
    await made.webhook.announce(running)
    port = int(url.rpartition(":")[2])
    stop = await listening.listen(running, "127.0.0.1", port, made.webhook, lambda: made.stuck)
    yield made
    await stop()


@pytest.fixture
def address(listener: Listening) -> str:
    return listener.url


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
    """Matrix 16."""
    assert await post(address, update_of(house, "/trogiup"), secret) == 403
    assert await house.states() == {}


@pytest.mark.parametrize("body", [[], {}, {"update_id": "x"}, "text", 7, {"update_id": None}])
async def test_what_is_no_update_is_refused(house: Stage, address: str, body: Any) -> None:
    assert await post(address, body) == 400
    assert await house.states() == {}


async def posted(address: str, body: bytes, secret: str = SECRET, kind: str = "application/json") -> int:
    headers = {SECRET_HEADER: secret, "Content-Type": kind}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{address}/telegram", data=io.BytesIO(body), headers=headers) as got,
    ):
        return got.status


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"\xff\xfe", b"null", b'{"update_id": NaN}', b'{"update_id": 1e999}', b'{"update_id": [1]}'),
        b'{"update_id": 7, "message": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"update_id": ' + b"9" * 100_000 + b"}",
    ],
    ids=lambda body: body[:30].decode(errors="replace"),
)
async def test_a_malformed_body_is_refused_and_nothing_kept(house: Stage, address: str, body: bytes) -> None:
    """Matrix 16."""
    assert await posted(address, body) == 400
    assert await posted(address, json.dumps(update_of(house, "/trogiup")).encode(), kind="text/plain; charset=x") == 200
    await until(lambda: len(house.telegram.texts_to(SECRETARY)) == 1)
    assert await house.states() == {"done": 1}


async def test_a_body_beyond_the_limit_is_refused_and_nothing_kept(house: Stage, address: str) -> None:
    """Matrix 16."""
    update = update_of(house, "/trogiup")
    largest = json.dumps(update).encode().ljust(listening.LARGEST_UPDATE)
    assert await posted(address, largest + b" ") == 413
    assert await posted(address, largest * 8, secret="wrong") == 403, "not even read"
    assert await house.states() == {}
    assert await posted(address, largest) == 200
    await until(lambda: len(house.telegram.texts_to(SECRETARY)) == 1)


async def test_without_a_store_telegram_is_asked_to_come_again(house: Stage, address: str) -> None:
    update = update_of(house, "/trogiup")
    await house.store.close()
    assert await post(address, update) == 503
    async with aiohttp.ClientSession() as session, session.get(f"{address}/healthz") as got:
        assert got.status == 503


# --- how it is


async def test_health_is_alive_at_once_and_ready_once_telegram_was_heard(house: Stage, listener: Listening) -> None:
    await listener.webhook.look(listener.running)
    status, said = await listener.get("/healthz")
    assert (status, json.loads(said)["alive"], json.loads(said)["ready"]) == (200, True, True)
    await house.store.write(pulse.beat, "poll", NOW - timedelta(minutes=6))
    status, said = await listener.get("/healthz")
    assert (status, json.loads(said)["alive"], json.loads(said)["ready"]) == (503, True, False)


async def test_health_names_what_is_stuck(listener: Listening) -> None:
    await listener.webhook.look(listener.running)
    listener.stuck = ("tick",)
    status, said = await listener.get("/healthz")
    assert (status, json.loads(said)["alive"], json.loads(said)["stuck"]) == (503, False, ["tick"])


async def test_metrics_count_what_passes_and_read_the_rest_when_asked(
    house: Stage, listener: Listening, tables: Callable[..., None]
) -> None:
    def refuses(ctx: Context) -> Screen:
        raise Refused("not-found")

    tables(Command("tuchoi", "", refuses))
    await listener.webhook.look(listener.running)
    for text in ("/trogiup", "/start", "/tuchoi"):
        assert await post(listener.url, update_of(house, text)) == 200
    await until(lambda: len(house.telegram.texts_to(SECRETARY)) == 3)
    again = update_of(house, "/trogiup")
    for _ in range(2):
        await post(listener.url, again)
    await until(lambda: len(house.telegram.texts_to(SECRETARY)) == 4)
    await house.store.write(pulse.beat, "backup", NOW - timedelta(hours=1))
    await house.store.write(hold_a_notice)

    async def told() -> str:
        status, said = await listener.get("/metrics")
        assert status == 200
        return said

    async def counted() -> bool:
        return 'outcome="repeated"' in await told()

    await until(counted)
    said = await told()
    for line in (
        'bot_updates_total{kind="text",outcome="done"} 3.0',
        'bot_updates_total{kind="text",outcome="refused"} 1.0',
        'bot_updates_total{kind="text",outcome="repeated"} 1.0',
        "bot_handling_seconds_count 5.0",
        "bot_inbox_waiting 0.0",
        'bot_outbox_messages{state="pending"} 1.0',
        'bot_outbox_messages{state="dead"} 0.0',
        'bot_seconds_since{what="poll"} 0.0',
        'bot_seconds_since{what="backup"} 3600.0',
        "bot_records_readable 1.0",
    ):
        assert f"\n{line}\n" in said, said
    assert 'what="tick"' not in said


def hold_a_notice(db: Connection) -> None:
    who = people.by_telegram(db, SECRETARY)
    assert who is not None
    notices.tell(db, [who], None, "fault-file", {}, "metrics", NOW)


async def test_two_bots_in_one_process_count_each_its_own() -> None:
    one, other = Metrics(), Metrics()
    one.handled("text", "done", 0.1)
    assert b'outcome="done"} 1.0' in one.told(None)[0]
    assert b'outcome="done"' not in other.told(None)[0]


async def test_without_records_the_metrics_say_so(house: Stage, listener: Listening) -> None:
    await house.store.close()
    assert "bot_records_readable 0.0" in (await listener.get("/metrics"))[1]


def test_neither_the_server_nor_the_metrics_are_loaded_without_listen() -> None:
    code = "import sys, bot.running; print([m for m in ('prometheus_client', 'aiohttp.web') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


# --- whether Telegram reaches it


async def polled(house: Stage) -> bool:
    return await house.store.read(pulse.last, "poll") is not None


async def test_the_pulse_is_kept_while_nothing_waits_at_telegram(house: Stage, listener: Listening) -> None:
    await listener.webhook.look(listener.running)
    assert await polled(house)


async def test_no_pulse_while_telegram_cannot_deliver(house: Stage) -> None:
    """The sweep must not book a cell as missed for what Telegram could not hand over."""
    running = await house.start(polling=False)
    nobody = Webhook(f"http://127.0.0.1:{free_port()}/telegram", SECRET)
    await nobody.announce(running)
    phone = await house.phone(SECRETARY)
    await phone.send("/trogiup")
    hook = house.telegram.bot.webhook
    await until(lambda: hook is not None and bool(hook.error))
    await nobody.look(running)
    assert not await polled(house)
    nobody.received_at = NOW + timedelta(seconds=1)  # and something came after that failure
    await nobody.look(running)
    assert await polled(house)


async def test_no_pulse_while_telegram_cannot_be_asked(house: Stage, listener: Listening) -> None:
    house.telegram.faults.add("bad_gateway", "getWebhookInfo", times=5)
    await listener.webhook.look(listener.running)
    assert not await polled(house)


async def test_a_webhook_that_another_program_deleted_is_set_anew_with_one_alarm(
    house: Stage, listener: Listening
) -> None:
    with capture_logs() as said:
        for _ in range(3):
            house.telegram.bot.webhook = None
            await listener.webhook.look(listener.running)
            hook = house.telegram.bot.webhook
            assert hook is not None
            assert hook.url == listener.webhook.url
    assert [each["event"] for each in said if each["log_level"] == "critical"] == ["webhook.taken"]


async def test_until_the_bot_has_begun_telegram_is_asked_to_come_again(house: Stage) -> None:
    """What waits in the inbox is handled first: nothing may overtake it."""
    running = application.build(
        token=TOKEN, api_url=house.server.url, proxy="", store=house.store, clock=house.clock, house=House(ZONE)
    )
    port = free_port()
    stop = await listening.listen(running, "127.0.0.1", port, Webhook("https://example.org/telegram", SECRET))
    assert await post(f"http://127.0.0.1:{port}", update_of(house, "/trogiup")) == 503
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as got:
        assert (await got.json())["alive"]
        assert got.status == 503
    await stop()
    await running.shutdown()


async def test_a_taken_port_is_one_clear_line(house: Stage) -> None:
    running = await house.start(polling=False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BadSetting, match="LISTEN"):
            await listening.listen(running, "127.0.0.1", taken.getsockname()[1], None)


async def test_telegram_is_told_the_address_and_the_secret(house: Stage) -> None:
    running = await house.start(polling=False)
    await Webhook("https://127.0.0.1/telegram", SECRET).announce(running)
    assert house.telegram.calls["setwebhook"] == 1
