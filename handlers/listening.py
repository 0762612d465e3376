"""HTTP on LISTEN: ``/healthz`` and ``/metrics`` for whoever watches, and the webhook."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from aiohttp import web

from bot.domain.errors import BadSetting
from bot.domain.liveness import HEARD_WITHIN
from handlers.application import AnyApplication, Desk, desk_of
from handlers.metrics import Metrics
from handlers.receiving import PULSE_EVERY
from handlers.webhook import Webhook
from storage import figures

LARGEST_UPDATE = 1024 * 1024
Answer = Callable[[web.Request], Awaitable[web.Response]]


async def listen(
    application: AnyApplication,
    host: str,
    port: int,
    webhook: Webhook | None,
    stuck: Callable[[], tuple[str, ...]] = tuple,
) -> Callable[[], Awaitable[None]]:
    """Begins to listen; gives what ends it. BadSetting when the port is taken. ``stuck``: what the watchdog found."""
    desk = desk_of(application)
    server = web.Application(client_max_size=LARGEST_UPDATE)
    server.router.add_get("/healthz", _health(application, desk, stuck))
    server.router.add_get("/metrics", _metrics(desk))
    if webhook is not None:
        if desk.sharing is not None:
            desk.sharing.asks = True
        server.router.add_post(webhook.path, _receiver(application, webhook))
        if application.job_queue is not None:
            application.job_queue.run_repeating(_looker(application, webhook), PULSE_EVERY, first=0, name="webhook")
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as exc:
        await runner.cleanup()
        raise BadSetting(f"LISTEN: {host}:{port} cannot be used ({exc.strerror}).") from None
    return runner.cleanup


def _receiver(application: AnyApplication, webhook: Webhook) -> Answer:
    async def receive(request: web.Request) -> web.Response:
        return await webhook.receive(application, request)

    return receive


def _looker(application: AnyApplication, webhook: Webhook) -> Callable[[Any], Coroutine[Any, Any, None]]:
    async def look(_: object) -> None:
        await webhook.look(application)

    return look


def _health(application: AnyApplication, desk: Desk, stuck: Callable[[], tuple[str, ...]]) -> Answer:
    """``alive``: the records can be read and nothing is stuck. ``ready``: and Telegram was heard lately. 200 for both."""

    async def answer(_: web.Request) -> web.Response:
        now = desk.clock()
        try:
            found = await desk.store.read(figures.of_now, now)
        except Exception as exc:  # noqa: BLE001 - the answer is that it is not well
            said = {"ok": False, "alive": False, "ready": False, "error": type(exc).__name__}
            return web.json_response(said, status=503)
        parts = stuck()
        polled = found.since("poll")
        heard = polled is not None and polled <= HEARD_WITHIN.total_seconds()
        ready = not parts and application.running and not desk.stopping and heard
        ready = ready and (desk.sharing is None or desk.sharing.locks.alive)
        said = {
            "ok": ready,
            "alive": not parts,
            "ready": ready,
            "stuck": list(parts),
            "waiting": found.waiting,
            "oldest_seconds": found.oldest,
            "polled_seconds": polled,
            "ticked_seconds": found.since("tick"),
        }
        return web.json_response(said, status=200 if ready else 503)

    return answer


def _metrics(desk: Desk) -> Answer:
    metrics = Metrics()
    desk.note = metrics.handled

    async def answer(_: web.Request) -> web.Response:
        try:
            found = await desk.store.read(figures.of_now, desk.clock())
        except Exception:  # noqa: BLE001 - what is counted in memory can still be told
            found = None
        body, kind = metrics.told(found)
        return web.Response(body=body, headers={"Content-Type": kind})

    return answer
