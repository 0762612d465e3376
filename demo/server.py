"""The made-up Telegram over HTTP: ``/bot<TOKEN>/<method>``, ``/file/bot<TOKEN>/…`` and ``/control``.

Start one with :func:`serving` (tests) or :class:`Server`; the phones page is added by :mod:`demo.page`.
"""

from __future__ import annotations

import asyncio
import inspect
import ipaddress
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from demo import page
from demo.acts import Impossible
from demo.calls import Call, Upload
from demo.clock import DemoClock
from demo.control import obey
from demo.faults import Fault
from demo.methods import METHODS
from demo.refusals import ApiRefusal, refuse, too_many
from demo.telegram import Bot, Telegram, Turned
from demo.webhook import post_updates

Json = dict[str, Any]

TELEGRAM = web.AppKey("telegram", Telegram)
LARGEST_BODY = 52 * 1024 * 1024
TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{20,}")
_HOURS = 3600.0
_EVERYWHERE = "0.0.0.0"  # noqa: S104 - compared, not bound
_ALIVE = frozenset({"localhost"})


async def perform(call: Call) -> tuple[int, Json]:
    """Carries out one call: HTTP status and JSON body."""
    try:
        method = METHODS.get(call.method)
        if method is None:
            raise refuse("method not found", 404)
        result = method(call)
        return 200, {"ok": True, "result": await result if inspect.isawaitable(result) else result}
    except ApiRefusal as refusal:
        telegram = call.telegram
        telegram.refused.append(
            Turned(telegram.now(), call.bot.id, call.chat_id or 0, call.method, refusal.description)
        )
        return refusal.code, refusal.answer


async def bot_call(request: web.Request) -> web.StreamResponse:
    """``/bot<TOKEN>/<method>``."""
    telegram = request.app[TELEGRAM]
    method = request.match_info["method"].lower()
    telegram.calls[method] += 1
    bot = telegram.bots.get(request.match_info["token"])
    if bot is None:
        known = TOKEN.fullmatch(request.match_info["token"])
        return _answer(*((401, ApiRefusal(401, "Unauthorized").answer) if known else _NOT_FOUND))
    args, uploads = await _read(request)
    call = Call(telegram, bot, method, args, uploads)
    if (fault := telegram.faults.take(method, call.chat_id)) is not None:
        return await _spoiled(request, call, fault)
    return _answer(*await perform(call))


_NOT_FOUND = (404, ApiRefusal(404, "Not Found").answer)


def _answer(status: int, body: Json) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


async def _read(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """Parameters from query, form, JSON or multipart; uploads by field name."""
    args: Json = dict(request.query)
    kind = request.content_type if request.can_read_body else ""
    if kind == "application/x-www-form-urlencoded":
        args.update(parse_qsl((await request.read()).decode("utf-8", "replace"), keep_blank_values=True))
    elif kind == "application/json":
        try:
            args.update(json.loads(await request.read() or b"{}"))
        except (ValueError, TypeError):
            return args, {}
    elif kind == "multipart/form-data":
        uploads = {}
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                args[name] = value
        return args, uploads
    return args, {}


_PLAIN_FAULTS: dict[str, Callable[[Fault, Call], ApiRefusal]] = {
    "unauthorized": lambda _, __: ApiRefusal(401, "Unauthorized"),
    "not_found": lambda _, __: ApiRefusal(404, "Not Found"),
    "conflict": lambda _, __: refuse(
        "terminated by other getUpdates request; make sure that only one bot instance is running", 409
    ),
    "too_many": lambda fault, _: too_many(int(fault.values.get("retry_after", 1))),
    "forbidden": lambda _, __: refuse("bot was blocked by the user", 403),
    "deactivated": lambda _, __: refuse("user is deactivated", 403),
    "chat_not_found": lambda _, __: refuse("chat not found"),
    "bad_request": lambda fault, _: refuse(str(fault.values.get("why", "wrong"))),
    "migrated": lambda fault, _: refuse(
        "group chat was upgraded to a supergroup chat", migrate_to_chat_id=int(fault.values["to"])
    ),
}


async def _spoiled(request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
    """What the fault makes of the call."""
    if (plain := _PLAIN_FAULTS.get(fault.kind)) is not None:
        refusal = plain(fault, call)
        return _answer(refusal.code, refusal.answer)
    body: tuple[int, Json] = (502, {})
    if fault.kind.endswith("_after") or fault.kind == "slow":
        if fault.kind == "slow":
            await asyncio.sleep(float(fault.values.get("pause", 1)))
        body = await perform(call)
    match fault.kind.removesuffix("_after"):
        case "hang":
            await asyncio.sleep(_HOURS)
        case "close":
            if request.transport is not None:
                request.transport.abort()
        case "server_error":
            return _answer(500, ApiRefusal(500, "Internal Server Error").answer)
        case "garbage":
            return web.Response(text="<html>Đăng nhập mạng</html>", content_type="text/html")
        case "slow":
            return _answer(*body)
    return web.Response(status=502, text="<html>502 Bad Gateway</html>", content_type="text/html")


async def download(request: web.Request) -> web.Response:
    """``/file/bot<TOKEN>/<file_path>``."""
    telegram = request.app[TELEGRAM]
    stored = telegram.file_at(request.match_info["path"])
    if request.match_info["token"] not in telegram.bots or stored is None:
        return _answer(*_NOT_FOUND)
    return web.Response(body=stored.data, content_type="application/octet-stream")


async def control(request: web.Request) -> web.Response:
    """``/control``: one order as JSON, from this machine only."""
    if not ipaddress.ip_address(request.remote or _EVERYWHERE).is_loopback:
        raise web.HTTPForbidden(text="/control is for this machine only.")
    try:
        return _answer(200, obey(request.app[TELEGRAM], await request.json()))
    except (Impossible, ValueError, KeyError, TypeError) as error:
        return _answer(400, {"error": f"{type(error).__name__}: {error}"})


@web.middleware
async def guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Only this server's own pages may order it about: no foreign host name (rebinding), no foreign origin."""
    host = (request.host or "").rsplit(":", 1)[0].strip("[]")
    origin = request.headers.get("Origin")
    with suppress(ValueError):
        ipaddress.ip_address(host)
        host = "localhost"
    if host not in _ALIVE or (origin is not None and origin.split("//", 1)[-1] != request.host):
        raise web.HTTPForbidden(text="Open the page by its address.")
    try:
        return await handler(request)
    except web.HTTPRequestEntityTooLarge:
        return _answer(413, ApiRefusal(413, "Request Entity Too Large").answer)


class Server:
    """One made-up Telegram on one port."""

    def __init__(self, telegram: Telegram, clock: DemoClock | None = None, process: page.Process | None = None) -> None:
        self.telegram = telegram
        self.app = web.Application(client_max_size=LARGEST_BODY, middlewares=[guard])
        self.app[TELEGRAM] = telegram
        self.app.router.add_route("*", "/bot{token}/{method}", bot_call)
        self.app.router.add_get("/file/bot{token}/{path:.+}", download)
        self.app.router.add_post("/control", control)
        self.page = page.add_to(self.app, telegram, clock, process)
        self._runner = web.AppRunner(self.app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        self._tasks: dict[Bot, asyncio.Task[None]] = {}
        self.url = ""

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> str:
        """Listens; gives the address. Port 0: any free one. OSError when the port is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        bound = self._runner.addresses[0][1]
        self.url = f"http://{host if host != _EVERYWHERE else '127.0.0.1'}:{bound}"
        self._messenger = asyncio.create_task(post_updates(self.telegram))
        return self.url

    async def stop(self) -> None:
        """Stops listening; open polls and streams end."""
        self._messenger.cancel()
        with suppress(asyncio.CancelledError):
            await self._messenger
        await self._runner.cleanup()


@asynccontextmanager
async def serving(telegram: Telegram, clock: DemoClock | None = None, *, port: int = 0) -> AsyncIterator[Server]:
    """A running server for a test."""
    server = Server(telegram, clock)
    await server.start(port)
    try:
        yield server
    finally:
        await server.stop()
