"""A phone as a test holds it: writes, presses, reads what the bot says; in this process or over HTTP, the same calls.

::

    phone = Phone(server, 7000003)            # a Server, a Telegram, or "http://127.0.0.1:8081"
    await phone.start("invitation")           # opens t.me/<bot>?start=invitation
    said = await phone.reads()                # the next messages and edits of the bot, at least one
    await phone.sees("Bước 2/6")              # reads on until a message holds these words
    await phone.press(1)                      # the button numbered 1 of the newest message with buttons
    await phone.press("Chốt")
    phone.screen                              # the newest message: text and buttons
    await phone.close()
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientSession, ClientTimeout, FormData

from demo.acts import ACTS, Act, Impossible
from demo.calls import Upload
from demo.server import Server
from demo.telegram import Bot, Telegram

Json = dict[str, Any]

REMEMBERED = 60
"""Messages of the bot that a phone keeps."""


class Silence(TimeoutError):
    """The bot said nothing (or not the words awaited) in time; the message shows what it said last."""


@dataclass(frozen=True, slots=True)
class Key:
    """One button."""

    label: str
    data: str = ""
    url: str = ""
    asks: str = ""
    """``contact`` for a button that shares the phone number."""

    @property
    def number(self) -> int | None:
        """The number that its label begins with: ``1. Đúng cả``, ``2``, ``3 xong``."""
        match = re.match(r"\W*(\d+)(?=$|[.\s)])", self.label)
        return int(match[1]) if match else None


Keys = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the bot as read, new or edited."""

    kind: str
    """``message`` or ``edited``."""
    message_id: int
    text: str
    keys: Keys = ()
    photo: str = ""
    """file_id of the largest size."""
    document: str = ""
    file_name: str = ""
    api: Json = field(default_factory=dict, compare=False, repr=False)

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels of its buttons, in order."""
        return tuple(key.label for row in self.keys for key in row)


@dataclass(frozen=True, slots=True)
class Toast:
    """What a press was answered with."""

    query_id: str
    text: str
    alert: bool


class Door(Protocol):
    """How a phone reaches Telegram."""

    async def open(self, user_id: int) -> asyncio.Queue[Json]:
        """Events of this person's chat from now on."""

    async def act(self, user_id: int, act: str, data: Json, uploads: Sequence[Upload]) -> Json:
        """Carries out one act."""

    async def download(self, file_id: str) -> bytes:
        """A file's bytes."""

    async def close(self) -> None:
        """Lets go."""


class Inside:
    """The door to a Telegram in this process."""

    def __init__(self, telegram: Telegram, bot: Bot | None = None) -> None:
        self._telegram = telegram
        self._bot = bot or telegram.bot
        self._queue: asyncio.Queue[Json] | None = None

    async def open(self, user_id: int) -> asyncio.Queue[Json]:
        """Events from now on."""
        self._queue = self._telegram.listen(self._bot, user_id)
        return self._queue

    async def act(self, user_id: int, act: str, data: Json, uploads: Sequence[Upload]) -> Json:
        """One act."""
        return ACTS[act](Act(self._telegram, self._bot, user_id, data, list(uploads)))

    async def download(self, file_id: str) -> bytes:
        """Bytes of a file."""
        return self._telegram.files[file_id].data

    async def close(self) -> None:
        """Lets go."""
        if self._queue is not None:
            self._telegram.unlisten(self._queue)


class OverHttp:
    """The door to a server elsewhere: one stream of events and one request an act."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session: ClientSession | None = None
        self._reading: asyncio.Task[None] | None = None

    async def open(self, user_id: int) -> asyncio.Queue[Json]:
        """Events from now on."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._session = ClientSession(timeout=ClientTimeout(total=None, sock_connect=10))
        ready = asyncio.Event()
        self._reading = asyncio.create_task(self._read(user_id, queue, ready))
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait({waiting, self._reading}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._reading.done():
            await self._reading
        return queue

    async def _read(self, user_id: int, queue: asyncio.Queue[Json], ready: asyncio.Event) -> None:
        async with self._http.get(f"{self._url}/api/events", params={"chat": str(user_id)}) as response:
            response.raise_for_status()
            buffer = b""
            async for piece in response.content.iter_any():
                ready.set()
                *lines, buffer = (buffer + piece).split(b"\n")
                for line in lines:
                    if line.startswith(b"data: "):
                        queue.put_nowait(json.loads(line[6:]))

    @property
    def _http(self) -> ClientSession:
        if self._session is None:
            raise RuntimeError("The phone is not open.")
        return self._session

    async def act(self, user_id: int, act: str, data: Json, uploads: Sequence[Upload]) -> Json:
        """One act."""
        form = FormData({"data": json.dumps(data)})
        for upload in uploads:
            form.add_field("file", upload.data, filename=upload.name, content_type=upload.mime)
        body: dict[str, Any] = {"data": form} if uploads else {"json": data}
        async with self._http.post(f"{self._url}/api/act/{user_id}/{act}", **body) as response:
            answer: Json = await response.json()
            if "error" in answer:
                raise Impossible(answer["error"])
            return answer

    async def download(self, file_id: str) -> bytes:
        """Bytes of a file."""
        async with self._http.get(f"{self._url}/api/file/{file_id}") as response:
            response.raise_for_status()
            return await response.read()

    async def close(self) -> None:
        """Lets go."""
        if self._reading is not None:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading
        if self._session is not None:
            await self._session.close()


class Phone:
    """One person's phone with its chat with the bot; opens itself at the first act."""

    def __init__(self, door: Server | Telegram | str, user: int, bot: Bot | None = None) -> None:
        self.user = user
        match door:
            case str():
                self._door: Door = OverHttp(door)
            case Server():
                self._door = Inside(door.telegram, bot)
            case _:
                self._door = Inside(door, bot)
        self._queue: asyncio.Queue[Json] | None = None
        self._unread: deque[Said] = deque()
        self._messages: dict[int, Said] = {}
        self._keyboard: Keys = ()
        self._toasts: list[Toast] = []
        self._pending: set[str] = set()
        self._actions: list[str] = []

    # --- acts

    async def send(self, text: str, **data: Any) -> int:
        """Types and sends; gives the message_id."""
        return int((await self._act("send", text=text, **data))["message_id"])

    async def start(self, payload: str = "") -> None:
        """Opens the bot's link and presses Start."""
        await self._act("start", payload=payload)

    async def open(self, link: str) -> None:
        """Opens ``https://t.me/<bot>?start=<payload>``."""
        await self.start(parse_qs(urlsplit(link).query).get("start", [""])[0])

    async def press(self, key: str | int, *, message_id: int | None = None, times: int = 1) -> str:
        """Presses the button with that label (whole, else its beginning, else a part) or number; gives the query's id.

        Looks at the newest message with buttons (or at ``message_id``), then at the reply keyboard, whose buttons send
        their label. ``times``: a double tap.
        """
        holders = [self.messages[message_id]] if message_id else list(reversed(self.messages.values()))
        said = next((said for said in holders if said.keys), None)
        found = _find(said.keys, key) if said else None
        if said is not None and found is not None:
            query = ""
            for _ in range(times):
                query = await self.press_code(found.data, said.message_id)
            return query
        typed = _find(self.keyboard, key)
        if typed is None:
            raise Impossible(f"No button {key!r} among {said.labels if said else ()}")
        await (self.contact() if typed.asks == "contact" else self.send(typed.label))
        return ""

    async def press_code(self, data: str, message_id: int) -> str:
        """Presses what carries this code, whether it is shown or not (old, forged)."""
        query = str((await self._act("press", data=data, message_id=message_id))["query_id"])
        if all(toast.query_id != query for toast in self.toasts[-5:]):
            self._pending.add(query)
        return query

    async def send_photo(self, *pictures: bytes, caption: str = "", count: int = 1) -> int:
        """Sends pictures (several: an album); without bytes ``count`` sample pictures."""
        uploads = [Upload(f"anh{i + 1}.jpg", "image/jpeg", data) for i, data in enumerate(pictures)]
        return int((await self._act("photo", *uploads, caption=caption, count=count))["message_id"])

    async def send_document(
        self, name: str, data: bytes, mime: str = "application/octet-stream", caption: str = ""
    ) -> int:
        """Sends a file."""
        return int((await self._act("document", Upload(name, mime, data), caption=caption))["message_id"])

    async def edit_last(self, text: str) -> None:
        """Changes one's own last message."""
        await self._act("edit", text=text)

    async def forward(self, text: str = "", name: str = "") -> None:
        """Forwards somebody else's message to the bot."""
        await self._act("forward", text=text, name=name)

    async def sticker(self) -> None:
        """Sends a sticker."""
        await self._act("sticker")

    async def voice(self) -> None:
        """Sends a voice message."""
        await self._act("voice")

    async def location(self) -> None:
        """Sends a place."""
        await self._act("location")

    async def contact(self, phone: str = "", user_id: int | None = None) -> None:
        """Shares a contact: one's own, or (``user_id``) somebody else's."""
        given = {"phone": phone} if phone else {}
        await self._act("contact", **given, **({} if user_id is None else {"user_id": user_id}))

    async def block(self) -> None:
        """Stops the bot."""
        await self._act("block")

    async def unblock(self) -> None:
        """Lets the bot write again."""
        await self._act("unblock")

    async def download(self, said: Said) -> bytes:
        """The picture or document of a message."""
        await self._open()
        return await self._door.download(said.document or said.photo)

    async def close(self) -> None:
        """Puts the phone away."""
        await self._door.close()

    # --- reading

    async def reads(self, seconds: float = 5.0) -> tuple[Said, ...]:
        """What the bot has said since the last reading; waits for at least one message or edit."""
        queue = await self._open()
        self._drain()
        try:
            async with asyncio.timeout(seconds):
                while not self._unread:
                    self._take(await queue.get())
        except TimeoutError:
            raise Silence(f"Nothing from the bot within {seconds} s; last: {self._last()}") from None
        self._drain()
        said = tuple(self._unread)
        self._unread.clear()
        return said

    async def sees(self, words: str, seconds: float = 5.0) -> Said:
        """Reads on until a message holds these words; gives that message (later ones stay unread)."""
        passed: list[str] = []
        try:
            async with asyncio.timeout(seconds):
                queue = await self._open()
                while True:
                    self._drain()
                    while self._unread:
                        said = self._unread.popleft()
                        if words in said.text:
                            return said
                        passed.append(said.text)
                    self._take(await queue.get())
        except TimeoutError:
            raise Silence(f"{words!r} was not said within {seconds} s; but: {passed or self._last()}") from None

    async def answered(self, seconds: float = 5.0) -> Toast:
        """Waits until every press is answered; gives the last answer."""
        queue = await self._open()
        self._drain()
        try:
            async with asyncio.timeout(seconds):
                while self._pending:
                    self._take(await queue.get())
        except TimeoutError:
            raise Silence(f"{len(self._pending)} presses were not answered within {seconds} s") from None
        return self._toasts[-1]

    async def hears_nothing(self, seconds: float = 0.3) -> None:
        """Fails when the bot says something within this time."""
        with suppress(Silence):
            said = await self.reads(seconds)
            raise AssertionError(f"The bot was to be silent but said: {[s.text for s in said]}")

    @property
    def messages(self) -> dict[int, Said]:
        """The bot's newest messages as they stand, by message_id."""
        self._drain()
        return self._messages

    @property
    def screen(self) -> Said:
        """The bot's newest message as it stands now."""
        if not self.messages:
            raise Silence("The bot has said nothing yet.")
        return next(reversed(self._messages.values()))

    @property
    def keyboard(self) -> Keys:
        """The reply keyboard that stands."""
        self._drain()
        return self._keyboard

    @property
    def toasts(self) -> list[Toast]:
        """What presses were answered with, so far."""
        self._drain()
        return self._toasts

    @property
    def pending(self) -> set[str]:
        """Presses not yet answered: a phone shows a turning circle."""
        self._drain()
        return self._pending

    @property
    def actions(self) -> list[str]:
        """``typing`` and the like, so far."""
        self._drain()
        return self._actions

    # --- inside

    async def _act(self, act: str, *uploads: Upload, **data: Any) -> Json:
        await self._open()
        return await self._door.act(self.user, act, data, uploads)

    async def _open(self) -> asyncio.Queue[Json]:
        if self._queue is None:
            self._queue = await self._door.open(self.user)
        return self._queue

    def _drain(self) -> None:
        while self._queue is not None and not self._queue.empty():
            self._take(self._queue.get_nowait())

    def _take(self, event: Json) -> None:
        match event["type"]:
            case "message" | "edited" as kind if event["outgoing"]:
                said = said_of(event["message"], kind)
                self._messages[said.message_id] = said
                if len(self._messages) > REMEMBERED:
                    del self._messages[next(iter(self._messages))]
                self._unread.append(said)
            case "deleted":
                self._messages.pop(event["message_id"], None)
            case "keyboard":
                self._keyboard = _keys((event["keyboard"] or {}).get("keyboard", ()))
            case "answer":
                self._pending.discard(event["query_id"])
                self._toasts.append(Toast(event["query_id"], event["text"], bool(event["alert"])))
            case "action":
                self._actions.append(event["action"])

    def _last(self) -> str:
        return next(reversed(self._messages.values())).text if self._messages else "nothing at all"


def said_of(api: Json, kind: str = "message") -> Said:
    """A message of the Bot API as a phone reads it."""
    photo = api["photo"][-1]["file_id"] if api.get("photo") else ""
    document = api.get("document", {})
    return Said(
        kind,
        api["message_id"],
        api.get("text") or api.get("caption", ""),
        _keys(api.get("reply_markup", {}).get("inline_keyboard", ())),
        photo,
        document.get("file_id", ""),
        document.get("file_name", ""),
        api,
    )


def _keys(rows: Any) -> Keys:
    return tuple(
        tuple(
            Key(
                key["text"],
                key.get("callback_data", ""),
                key.get("url", ""),
                "contact" if key.get("request_contact") else "",
            )
            for key in (({"text": key} if isinstance(key, str) else key) for key in row)
        )
        for row in rows
    )


def _find(rows: Keys, wanted: str | int) -> Key | None:
    keys = [key for row in rows for key in row]
    if isinstance(wanted, int):
        numbered = next((key for key in keys if key.number == wanted), None)
        return numbered or (keys[wanted - 1] if 0 < wanted <= len(keys) and not any(k.number for k in keys) else None)
    for fits in (str.__eq__, str.startswith, str.__contains__):
        if (found := next((key for key in keys if fits(key.label, wanted)), None)) is not None:
            return found
    return None
