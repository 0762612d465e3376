"""The phones page's side of the server: the page itself, its JSON and its stream of events.

Stable handles for browser tests (``data-testid``; N is the phone's place 1, 2, 3) are listed in ``demo/page/index.html``
and in :mod:`tests.demo.test_page`.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web

from demo.acts import ACTS, Act, Impossible, chat_state
from demo.calls import Upload
from demo.clock import DemoClock
from demo.control import move_clock
from demo.people import PEOPLE
from demo.profile import commands_for
from demo.telegram import Telegram

Json = dict[str, Any]

FOLDER = Path(__file__).parent / "page"
BEAT = 15.0
NEW_PEOPLE = range(7100001, 7200000)
"""Ids of people added on the page; others that the bot writes to (a seeded district's) are not listed."""
_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


class Process(Protocol):
    """The bot as a process that the page can kill and start."""

    @property
    def state(self) -> str:
        """``running``, ``starting`` or ``stopped``."""

    async def start(self) -> None:
        """Starts it when it does not run."""

    async def kill(self) -> None:
        """Kill -9."""


class Page:
    """The handlers, with what they work on."""

    def __init__(self, telegram: Telegram, clock: DemoClock | None, process: Process | None) -> None:
        self.telegram = telegram
        self.clock = clock
        self.process = process
        self.closing = asyncio.Event()

    async def index(self, _: web.Request) -> web.Response:
        """``/``."""
        return self._file("index.html")

    async def asset(self, request: web.Request) -> web.Response:
        """``/page/<file>``."""
        return self._file(request.match_info["name"])

    def _file(self, name: str) -> web.Response:
        path = FOLDER / name
        if path.parent != FOLDER or path.suffix not in _TYPES or not path.is_file():
            raise web.HTTPNotFound
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": _POLICY}
        return web.Response(body=path.read_bytes(), content_type=_TYPES[path.suffix], charset="utf-8", headers=headers)

    async def state(self, _: web.Request) -> web.Response:
        """``/api/state``: people, the bot, the clock."""
        return web.json_response(
            {
                "people": self._people(),
                "bot": self.telegram.bot.user | {"description": self._about()},
                "clock": self._clock(),
                "process": self.process.state if self.process else "none",
            }
        )

    def _people(self) -> list[Json]:
        notes = {person.telegram_id: person.note for person in PEOPLE}
        shown = [u for u in self.telegram.users.values() if u["id"] in notes or u["id"] in NEW_PEOPLE]
        return [{"id": u["id"], "name": u["first_name"], "note": notes.get(u["id"], "")} for u in shown]

    def _about(self) -> str:
        about = self.telegram.bot.about
        return about.get("description|vi") or about.get("description|", "")

    def _clock(self) -> Json:
        offset = self.clock.offset.total_seconds() if self.clock else 0.0
        return {"now": self.telegram.now().timestamp(), "offset": offset, "movable": self.clock is not None}

    async def chat(self, request: web.Request) -> web.Response:
        """``/api/chat/<id>``: one phone's chat."""
        user_id = int(request.match_info["id"])
        telegram = self.telegram
        commands = commands_for(telegram, telegram.bot, user_id)
        return web.json_response(chat_state(telegram, telegram.bot, user_id) | {"commands": commands})

    async def act(self, request: web.Request) -> web.Response:
        """``/api/act/<id>/<act>``: JSON, or multipart with files and a ``data`` field of JSON."""
        data: Json = {}
        uploads = []
        if request.content_type == "multipart/form-data":
            for name, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    uploads.append(Upload(value.filename, value.content_type, value.file.read()))
                elif name == "data":
                    data = json.loads(str(value))
        else:
            data = await request.json()
        act = ACTS.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound
        try:
            done = act(Act(self.telegram, self.telegram.bot, int(request.match_info["id"]), data, uploads))
        except (Impossible, KeyError, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response(done)

    async def person(self, request: web.Request) -> web.Response:
        """``/api/people``: one more person."""
        name = str((await request.json()).get("name", "")).strip()[:64]
        if not name:
            return web.json_response({"error": "A person needs a name."}, status=400)
        user_id = next(free for free in NEW_PEOPLE if free not in self.telegram.users)
        self.telegram.add_user(user_id, name)
        self.telegram.publish(None, 0, "people", people=self._people())
        return web.json_response({"id": user_id, "name": name})

    async def move(self, request: web.Request) -> web.Response:
        """``/api/clock``: see :func:`demo.control.move_clock`."""
        if self.clock is None:
            raise web.HTTPNotFound
        try:
            move_clock(self.clock, await request.json())
        except (ValueError, OverflowError) as error:
            return web.json_response({"error": str(error)}, status=400)
        self.telegram.publish(None, 0, "clock", clock=self._clock())
        return web.json_response(self._clock())

    async def power(self, request: web.Request) -> web.Response:
        """``/api/bot``: ``{"do": "kill" | "start"}``."""
        if self.process is None:
            raise web.HTTPNotFound
        await (self.process.kill() if (await request.json()).get("do") == "kill" else self.process.start())
        return web.json_response({"process": self.process.state})

    async def file(self, request: web.Request) -> web.Response:
        """``/api/file/<file_id>``: a picture, or a document to download."""
        stored = self.telegram.files.get(request.match_info["id"])
        if stored is None:
            raise web.HTTPNotFound
        picture = stored.size is not None
        headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
        if not picture:
            headers["Content-Disposition"] = "attachment"
        kind = stored.mime if picture and stored.mime.startswith("image/") else "application/octet-stream"
        kind = "image/png" if picture and not kind.startswith("image/") else kind
        return web.Response(body=stored.data, content_type=kind, headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """``/api/events``: what happens, as server-sent events; ``?chat=<id>`` for one chat only."""
        chat = request.query.get("chat")
        telegram = self.telegram
        queue = telegram.listen(telegram.bot, int(chat)) if chat else telegram.listen()
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        try:
            await response.prepare(request)
            await response.write(b": ready\n\n")
            while not self.closing.is_set():
                try:
                    async with asyncio.timeout(BEAT):
                        event = await queue.get()
                except TimeoutError:
                    await response.write(b": beat\n\n")
                    continue
                events = [event, *(queue.get_nowait() for _ in range(queue.qsize()))]
                await response.write(b"".join(b"data: " + json.dumps(e).encode() + b"\n\n" for e in events))
        except ConnectionError:
            pass
        finally:
            telegram.unlisten(queue)
        return response


_POLICY = "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; frame-ancestors 'none'"


def add_to(app: web.Application, telegram: Telegram, clock: DemoClock | None, process: Process | None) -> Page:
    """Adds the page's addresses to the server."""
    page = Page(telegram, clock, process)
    app.router.add_get("/", page.index)
    app.router.add_get("/page/{name}", page.asset)
    app.router.add_get("/api/state", page.state)
    app.router.add_get("/api/chat/{id:-?\\d+}", page.chat)
    app.router.add_get("/api/events", page.events)
    app.router.add_get("/api/file/{id}", page.file)
    app.router.add_post("/api/act/{id:-?\\d+}/{act}", page.act)
    app.router.add_post("/api/people", page.person)
    app.router.add_post("/api/clock", page.move)
    app.router.add_post("/api/bot", page.power)

    async def close(_: web.Application) -> None:
        page.closing.set()

    app.on_shutdown.append(close)
    return page
