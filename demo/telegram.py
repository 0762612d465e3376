"""The made-up Telegram itself: bots, people, chats, messages and files in memory, and a log of all that was sent.

Three sides use it: the Bot API (:mod:`demo.methods`), people's phones (:mod:`demo.acts`), and a test that breaks
things (:mod:`demo.faults`). It knows no HTTP. Nothing here waits, so each call is a whole.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from demo.faults import Faults
from demo.limits import Limits
from demo.pictures import size_of
from demo.refusals import refuse
from demo.updates import Updates

Json = dict[str, Any]


@dataclass(slots=True)
class StoredFile:
    """Bytes behind a file_id."""

    id: str
    unique: str
    data: bytes
    name: str
    mime: str = "application/octet-stream"
    size: tuple[int, int] | None = None

    @property
    def path(self) -> str:
        """The file_path that getFile tells."""
        return f"files/{self.unique}/{self.name}"


@dataclass(slots=True)
class Message:
    """One message in a chat, as the Bot API would show it."""

    api: Json
    outgoing: bool
    """Sent by the bot."""
    protected: bool = False

    @property
    def id(self) -> int:
        """Its message_id."""
        return int(self.api["message_id"])


@dataclass(slots=True)
class Chat:
    """A bot's chat with one person (id > 0) or a group (id < 0)."""

    id: int
    api: Json
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: Json | None = None
    """The reply keyboard that stands."""
    blocked: bool = False
    met: bool = False
    """The person pressed Start, or the group has the bot."""
    migrated_to: int | None = None


@dataclass(slots=True)
class Query:
    """A press of an inline button that waits for its answer."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    at: float
    """Monotonic seconds."""


@dataclass(slots=True)
class Webhook:
    """Where updates are posted to, and how that went."""

    url: str
    secret: str = ""
    max_connections: int = 40
    error: str = ""
    error_at: int = 0


@dataclass(slots=True)
class Bot:
    """One bot and what it has told Telegram about itself."""

    token: str
    id: int
    username: str
    name: str
    updates: Updates = field(default_factory=Updates)
    webhook: Webhook | None = None
    next_message: int = 1
    next_query: int = 1
    queries: dict[str, Query] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    """By ``scope|language``, e.g. ``chat:7000001|``."""
    about: dict[str, str] = field(default_factory=dict)
    """``description|vi``, ``short_description|``, ``name|``."""
    menus: dict[str, Json] = field(default_factory=dict)
    """Menu button by chat id; ``default`` for all."""

    @property
    def user(self) -> Json:
        """The bot as a user."""
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}


@dataclass(frozen=True, slots=True)
class Sent:
    """One thing that reached a recipient, with every byte of it; the ground truth of end-to-end tests."""

    at: datetime
    bot_id: int
    chat_id: int
    method: str
    args: Json
    """The parameters as the bot gave them."""
    text: str = ""
    """Text, caption or callback answer after parsing, as read on the phone."""
    message_id: int = 0
    files: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Turned:
    """One call that was refused, and why."""

    at: datetime
    bot_id: int
    chat_id: int
    method: str
    why: str


class Telegram:
    """All state; ``now`` gives the moment that messages are dated by.

    ``everyone_met``: a person nobody named is taken for one who has pressed Start (a seeded district's secretaries).
    """

    def __init__(self, now: Callable[[], datetime], *, everyone_met: bool = False) -> None:
        self.now = now
        self.everyone_met = everyone_met
        self.bots: dict[str, Bot] = {}
        self.users: dict[int, Json] = {}
        self.phones: dict[int, str] = {}
        """Phone numbers people would share."""
        self.chats: dict[tuple[int, int], Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.log: list[Sent] = []
        self.refused: list[Turned] = []
        self.calls: Counter[str] = Counter()
        """Calls by method, refused ones too."""
        self.limits = Limits()
        self.faults = Faults()
        self.most_buttons = 100
        self.most_in_row = 8
        self.query_lifetime = 15.0
        """Real seconds in which a press can be answered."""
        self.editable = timedelta(hours=48)
        self.changed = False
        """Something is to be saved; whoever saves clears it."""
        self._listeners: dict[tuple[int, int] | None, set[asyncio.Queue[Json]]] = {}
        self.next_file = 1

    # --- people and bots

    def add_bot(self, token: str, username: str = "chi_bo_demo_bot", name: str = "Sổ tay Chi bộ") -> Bot:
        """A bot with this token (``123456:AA…``); known already: as it is."""
        if token not in self.bots:
            self.bots[token] = Bot(token, int(token.split(":", 1)[0]), username, name)
            self.changed = True
        return self.bots[token]

    @property
    def bot(self) -> Bot:
        """The first bot: the one that the phones page and phones talk to unless told otherwise."""
        return next(iter(self.bots.values()))

    def add_user(self, user_id: int, name: str, phone: str = "", language: str = "vi") -> Json:
        """A person with a Telegram account; known already: renamed."""
        first = self.users.setdefault(user_id, {"id": user_id, "is_bot": False})
        first |= {"first_name": name, "language_code": language}
        for (_, chat_id), chat in self.chats.items():
            if chat_id == user_id:
                chat.api["first_name"] = name
        if phone:
            self.phones[user_id] = phone
        self.changed = True
        return first

    def chat(self, bot: Bot, chat_id: int) -> Chat:
        """The chat, made when it is not there (whether the bot may write to it is another question)."""
        if (known := self.chats.get((bot.id, chat_id))) is not None:
            return known
        if chat_id not in self.users and chat_id > 0:
            self.add_user(chat_id, f"Người {chat_id}")
        api = {"id": chat_id, "type": "private", "first_name": self.users[chat_id]["first_name"]}
        chat = self.chats[bot.id, chat_id] = Chat(chat_id, api, met=self.everyone_met)
        return chat

    def add_group(self, bot: Bot, chat_id: int, title: str, kind: str = "supergroup") -> Chat:
        """A group (negative id) that has the bot as a member."""
        chat = Chat(chat_id, {"id": chat_id, "type": kind, "title": title}, met=True)
        self.chats[bot.id, chat_id] = chat
        return chat

    # --- messages

    def keep(self, bot: Bot, chat: Chat, api: Json, *, outgoing: bool, protected: bool = False) -> Message:
        """Numbers, dates and stores a message, and shows it on the phones."""
        full: Json = {"message_id": bot.next_message, "date": self.stamp, "chat": chat.api}
        full["from"] = bot.user if outgoing else api.pop("from")
        full |= api
        if protected:
            full["has_protected_content"] = True
        bot.next_message += 1
        message = chat.messages[full["message_id"]] = Message(full, outgoing, protected)
        self.changed = True
        self.publish(bot, chat.id, "message", message=full, outgoing=outgoing)
        return message

    @property
    def stamp(self) -> int:
        """Now in Unix seconds."""
        return int(self.now().timestamp())

    def store_file(self, data: bytes, name: str, mime: str = "application/octet-stream") -> StoredFile:
        """Keeps an upload under a new file_id."""
        number = self.next_file
        self.next_file += 1
        stored = StoredFile(f"AgACDemo{number:08d}file", f"AQDemo{number:06d}", data, name, mime, size_of(data))
        self.files[stored.id] = stored
        self.changed = True
        return stored

    def file_at(self, path: str) -> StoredFile | None:
        """The file behind a file_path."""
        parts = path.split("/")
        return next((f for f in self.files.values() if len(parts) > 1 and f.unique == parts[1]), None)

    # --- updates and events

    def update(self, bot: Bot, kind: str, payload: Json) -> int | None:
        """Queues an update for the bot; None when it does not want that kind."""
        self.changed = True
        return bot.updates.push(kind, payload, self.now())

    def listen(self, bot: Bot | None = None, chat_id: int = 0) -> asyncio.Queue[Json]:
        """All further events of one chat (or, without one, of all) as they happen; end it with :meth:`unlisten`."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._listeners.setdefault((bot.id, chat_id) if bot else None, set()).add(queue)
        return queue

    def unlisten(self, queue: asyncio.Queue[Json]) -> None:
        """Ends a subscription."""
        for key in [key for key, queues in self._listeners.items() if queue in queues]:
            self._listeners[key].discard(queue)
            if not self._listeners[key]:
                del self._listeners[key]

    def publish(self, bot: Bot | None, chat_id: int, kind: str, **values: Any) -> None:
        """Tells the phones (and the page) what happened."""
        event = {"type": kind, "chat_id": chat_id, **values}
        for key in ((bot.id, chat_id) if bot else None, None):
            for queue in self._listeners.get(key, ()):
                queue.put_nowait(event)
            if bot is None:
                break

    # --- the log

    def sent_to(self, chat_id: int, *methods: str) -> list[Sent]:
        """Everything that reached this recipient, in order; of these methods only, when some are named."""
        return [sent for sent in self.log if sent.chat_id == chat_id and (not methods or sent.method in methods)]

    def texts_to(self, chat_id: int) -> list[str]:
        """Texts and captions of the messages sent to this recipient (edits apart)."""
        return [sent.text for sent in self.sent_to(chat_id) if sent.method.startswith(("send", "copy", "forward"))]

    # --- who may be written to

    def reachable(self, bot: Bot, chat_id: int) -> Chat:
        """The chat that the bot may write to, or Telegram's refusal."""
        chat = self.chats.get((bot.id, chat_id))
        if chat is None and chat_id > 0 and (self.everyone_met or chat_id in self.users):
            chat = self.chat(bot, chat_id)
        if chat is None or not chat.met:
            raise refuse("chat not found")
        if chat.migrated_to is not None:
            raise refuse("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if chat.blocked:
            raise refuse("bot was blocked by the user" if chat_id > 0 else "bot was kicked from the group chat", 403)
        return chat

    def press_left(self, bot: Bot, query_id: str) -> Query:
        """The press that may still be answered (once), or Telegram's refusal."""
        query = bot.queries.pop(query_id, None)
        if query is None or time.monotonic() - query.at > self.query_lifetime:
            raise refuse("query is too old and response timeout expired or query ID is invalid")
        return query
