from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from io import BytesIO

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import NetworkError, TimedOut

from handlers.transport import NotSent, Transport, surely_not_sent

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
SENT = {"ok": True, "result": {"message_id": 1, "date": 1793883600, "chat": {"id": 7, "type": "private"}, "text": "x"}}
Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(answer: Answering) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A real server on a free port, and the bodies it has received."""
    received: list[bytes] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        received.append(await request.read())
        return await answer(request)

    application = web.Application()
    application.router.add_route("*", "/{tail:.*}", handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield f"http://127.0.0.1:{port}/bot", received
    finally:
        await runner.cleanup()


@asynccontextmanager
async def bot_at(url: str, proxy: str = "", read_timeout: float = 5) -> AsyncIterator[Bot]:
    request = Transport(read_timeout=read_timeout, connect_timeout=2, write_timeout=1, proxy=proxy)
    await request.initialize()
    try:
        yield Bot(TOKEN, base_url=url, request=request, get_updates_request=Transport())
    finally:
        await request.shutdown()


async def ok(_: web.Request) -> web.StreamResponse:
    return web.json_response(SENT)


async def test_a_message_is_sent_as_json_and_the_answer_read() -> None:
    async with serving(ok) as (url, received), bot_at(url) as bot:
        message = await bot.send_message(7, "Chi bộ <b>thôn</b> & ủy")
    assert message.message_id == 1
    assert [json.loads(body) for body in received] == [{"chat_id": "7", "text": "Chi bộ <b>thôn</b> & ủy"}]


async def test_a_file_is_uploaded_in_parts() -> None:
    async with serving(ok) as (url, received), bot_at(url) as bot:
        await bot.send_document(7, BytesIO(b"bytes of the minutes"), filename="biên bản.docx", caption="Biên bản")
    assert b"bytes of the minutes" in received[0]
    assert "Biên bản".encode() in received[0]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid"])
async def test_refused_and_unknown_hosts_were_surely_not_sent(host: str) -> None:
    """Matrix 47."""
    async with bot_at(f"http://{host}:{free_port()}/bot") as bot:
        with pytest.raises(NotSent) as caught:
            await bot.send_message(7, "x")
    assert surely_not_sent(caught.value)


async def test_a_proxy_that_refuses_was_surely_not_sent() -> None:
    async with serving(ok) as (url, received), bot_at(url, proxy=f"http://127.0.0.1:{free_port()}") as bot:
        with pytest.raises(NotSent):
            await bot.send_message(7, "x")
    assert received == []


async def test_a_proxy_is_used() -> None:
    async with serving(ok) as (proxy, received), bot_at("http://telegram.invalid/bot", proxy[:-4]) as bot:
        assert (await bot.send_message(7, "x")).message_id == 1
    assert len(received) == 1


async def test_a_server_that_hangs_after_accepting_perhaps_delivered() -> None:
    """Matrix 45."""

    async def hang(_: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    async with serving(hang) as (url, received), bot_at(url, read_timeout=0.1) as bot:
        with pytest.raises(TimedOut) as caught:
            await bot.send_message(7, "x")
        assert len(received) == 1
    assert not surely_not_sent(caught.value)


async def test_a_connection_closed_after_accepting_perhaps_delivered() -> None:
    """Matrix 46."""

    async def close(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with serving(close) as (url, received), bot_at(url) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(7, "x")
        assert len(received) == 1
    assert not surely_not_sent(caught.value)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_gateway_error_perhaps_delivered(status: int) -> None:
    """Matrix 46."""

    async def fail(_: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": False, "description": "Bad Gateway"}, status=status)

    async with serving(fail) as (url, _), bot_at(url) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(7, "x")
    assert not surely_not_sent(caught.value)


async def test_calls_one_after_another_share_a_connection() -> None:
    peers: set[object] = set()

    async def note(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        peers.add(request.transport.get_extra_info("peername"))
        return web.json_response(SENT)

    async with serving(note) as (url, received), bot_at(url) as bot:
        for _ in range(3):
            await bot.send_message(7, "x")
    assert (len(received), len(peers)) == (3, 1)


async def test_an_answer_of_unknown_length_is_read_to_its_end() -> None:
    async def in_pieces(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        said = json.dumps(SENT).encode()
        for piece in (said[:9], said[9:]):
            await response.write(piece)
        return response

    async with serving(in_pieces) as (url, _), bot_at(url) as bot:
        assert [(await bot.send_message(7, "x")).message_id for _ in range(2)] == [1, 1]


async def test_an_answer_that_breaks_off_perhaps_delivered_and_the_next_call_is_answered() -> None:
    """Matrix 46."""
    calls = 0

    async def breaks_off(request: web.Request) -> web.StreamResponse:
        nonlocal calls
        calls += 1
        if calls > 1:
            return web.json_response(SENT)
        response = web.StreamResponse(headers={"Content-Length": "999"})
        await response.prepare(request)
        await response.write(b"{")
        assert request.transport is not None
        request.transport.abort()
        return response

    async with serving(breaks_off) as (url, _), bot_at(url) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(7, "x")
        assert not surely_not_sent(caught.value)
        assert (await bot.send_message(7, "x")).message_id == 1


async def test_what_speaks_no_http_perhaps_got_it() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"who is there?\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server, bot_at(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot") as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(7, "x")
    assert not surely_not_sent(caught.value)


async def test_an_address_of_something_else_was_surely_not_sent() -> None:
    async with bot_at("ftp://127.0.0.1/bot") as bot:
        with pytest.raises(NotSent):
            await bot.send_message(7, "x")


async def test_no_free_connection_was_surely_not_sent() -> None:
    """Matrix 47."""
    entered = asyncio.Event()

    async def hang(_: web.Request) -> web.StreamResponse:
        entered.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with serving(hang) as (url, received):
        request = Transport(connections=1, connect_timeout=0.1, read_timeout=30)
        await request.initialize()
        first = asyncio.create_task(request.do_request(url, "POST"))
        await entered.wait()
        with pytest.raises(NotSent):
            await request.do_request(url, "POST")
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        await request.shutdown()
        assert len(received) == 1


async def test_no_failure_and_no_log_names_the_token(caplog: pytest.LogCaptureFixture) -> None:
    """Matrix 96."""
    caplog.set_level(logging.INFO)
    async with bot_at(f"http://127.0.0.1:{free_port()}/bot") as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.get_me()
    async with bot_at("http://[bad/bot") as bot:
        with pytest.raises(NetworkError) as other:
            await bot.get_me()
    assert TOKEN not in repr(caught.value) + repr(other.value) + str(caught.getrepr(showlocals=False))
    assert TOKEN not in caplog.text
