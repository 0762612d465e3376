"""What a person does with his phone: writes, presses, sends pictures, edits, forwards, blocks; each becomes an update.

The page and the driver of the tests (:mod:`demo.phone`) both come through :data:`ACTS`, so they can do the same.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from demo.calls import Upload
from demo.entities import plain, units
from demo.pictures import sample_png
from demo.sending import LONGEST_CAPTION, LONGEST_TEXT, document_of, sizes, voice_of
from demo.telegram import Bot, Chat, Message, Query, Telegram

Json = dict[str, Any]


class Impossible(ValueError):
    """What no phone could do: write to a bot one has blocked, edit what one never sent."""


@dataclass(slots=True)
class Act:
    """One act of one person towards one bot."""

    telegram: Telegram
    bot: Bot
    user_id: int
    data: Json = field(default_factory=dict)
    uploads: list[Upload] = field(default_factory=list)

    @property
    def chat(self) -> Chat:
        """Where it happens: the private chat, or the group named by ``chat_id``."""
        self.telegram.chat(self.bot, self.user_id)
        return self.telegram.chat(self.bot, int(self.data.get("chat_id") or self.user_id))

    @property
    def sender(self) -> Json:
        """The person as Telegram names him."""
        return self.telegram.users[self.user_id]

    def say(self, content: Json) -> Json:
        """Puts a message of this person into the chat and tells the bot."""
        chat = self.chat
        if chat.blocked:
            raise Impossible("The bot is blocked on this phone; unblock it first.")
        chat.met = True
        message = self.telegram.keep(self.bot, chat, {"from": self.sender} | content, outgoing=False)
        self.telegram.update(self.bot, "message", message.api)
        return {"message_id": message.id}


_albums = itertools.count(1)


def _pieces(text: str) -> list[str]:
    """A long text as Telegram's own clients split it: by 4,096 UTF-16 units."""
    pieces: list[str] = []
    begin = size = 0
    for index, letter in enumerate(text):
        if size + units(letter) > LONGEST_TEXT:
            pieces.append(text[begin:index])
            begin, size = index, 0
        size += units(letter)
    return [*pieces, text[begin:]]


def send(act: Act) -> Json:
    """``text``: typed and sent; over 4,096 units it becomes several messages; a one-time keyboard goes away."""
    text = str(act.data.get("text", ""))
    if not text.strip():
        raise Impossible("There is nothing to send.")
    said: Json = {}
    for piece in _pieces(text) if units(text) > LONGEST_TEXT else [text]:
        cleaned, entities = plain(piece)
        said = act.say({"text": cleaned} | ({"entities": entities} if entities else {}))
    chat = act.chat
    if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
        chat.keyboard = None
        act.telegram.publish(act.bot, chat.id, "keyboard", keyboard=None)
    return said


def start(act: Act) -> Json:
    """``payload``: the link ``t.me/<bot>?start=payload`` was opened and Start pressed; unblocks, as Telegram does."""
    payload = str(act.data.get("payload", ""))
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", payload):
        raise Impossible("A start payload is up to 64 of A-Z a-z 0-9 _ -.")
    if act.chat.blocked:
        unblock(act)
    return send(Act(act.telegram, act.bot, act.user_id, {"text": f"/start {payload}".strip()}))


def press(act: Act) -> Json:
    """``message_id`` and ``data``: an inline button; the data need not belong to the message (forged presses)."""
    message_id = int(act.data["message_id"])
    chat, bot = act.chat, act.bot
    query = Query(f"{bot.id}{bot.next_query:08d}", act.user_id, chat.id, message_id, time.monotonic())
    bot.next_query += 1
    bot.queries[query.id] = query
    _forget_old(act)
    shown = chat.messages.get(message_id)
    message = shown.api if shown else {"chat": chat.api, "message_id": message_id, "date": 0}
    act.telegram.update(
        bot,
        "callback_query",
        {
            "id": query.id,
            "from": act.sender,
            "message": message,
            "chat_instance": str(chat.id * 7919),
            "data": str(act.data["data"]),
        },
    )
    return {"query_id": query.id}


def _forget_old(act: Act) -> None:
    queries, now = act.bot.queries, time.monotonic()
    while queries:
        oldest = next(iter(queries.values()))
        if now - oldest.at <= act.telegram.query_lifetime:
            return
        del queries[oldest.id]


def photo(act: Act) -> Json:
    """One picture or, of several uploads, an album; ``caption``. Without an upload: a sample picture."""
    uploads = act.uploads or [Upload("so-bien-ban.png", "image/png", sample_png())] * int(act.data.get("count", 1))
    album = {"media_group_id": f"phone{next(_albums)}"} if len(uploads) > 1 else {}
    said: Json = {}
    for index, upload in enumerate(uploads):
        stored = act.telegram.store_file(upload.data, upload.name, upload.mime)
        if stored.size is None:
            raise Impossible("That is no picture; send it as a document.")
        said = act.say({"photo": sizes(stored)} | album | (_caption(act) if index == 0 else {}))
    return said


def document(act: Act) -> Json:
    """Documents as uploaded; ``caption``."""
    said: Json = {}
    for upload in act.uploads:
        stored = act.telegram.store_file(upload.data, upload.name, upload.mime)
        said = act.say(document_of(stored) | _caption(act))
    return said


def _caption(act: Act) -> Json:
    text, entities = plain(str(act.data.get("caption", "")))
    if units(text) > LONGEST_CAPTION:
        raise Impossible("A caption has at most 1,024 characters.")
    return ({"caption": text} if text else {}) | ({"caption_entities": entities} if entities else {})


def sticker(act: Act) -> Json:
    """A sticker."""
    sizes_ = {"file_id": "CAACDemoSticker", "file_unique_id": "AgDemoSticker", "width": 512, "height": 512}
    kind = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}
    return act.say({"sticker": sizes_ | kind})


def voice(act: Act) -> Json:
    """A voice message of three seconds."""
    stored = act.telegram.store_file(b"OggS demo", "voice.ogg", "audio/ogg")
    return act.say(voice_of(stored) | _caption(act))


def location(act: Act) -> Json:
    """A place."""
    return act.say({"location": {"latitude": 21.29, "longitude": 106.38}})


def contact(act: Act) -> Json:
    """``phone`` and ``user_id``: a contact; by default the person's own."""
    own = int(act.data.get("user_id", act.user_id))
    number = str(act.data.get("phone") or act.telegram.phones.get(own, f"849{own % 10**8:08d}"))
    name = act.telegram.users.get(own, act.sender)["first_name"]
    return act.say({"contact": {"phone_number": number, "first_name": name, "user_id": own}})


def forward(act: Act) -> Json:
    """``text`` of a stranger (``name``), or ``message_id`` of a message in this chat, forwarded to the bot."""
    chosen = act.chat.messages.get(int(act.data.get("message_id", 0)))
    if chosen is not None and chosen.protected:
        raise Impossible("This message may not be forwarded.")
    if chosen is not None:
        origin = {"type": "user", "date": chosen.api["date"], "sender_user": chosen.api["from"]}
        parts = ("text", "entities", "photo", "document", "caption", "caption_entities", "sticker", "voice")
        return act.say({"forward_origin": origin} | {k: v for k, v in chosen.api.items() if k in parts})
    text, entities = plain(str(act.data.get("text") or "Bài chuyển tiếp từ một kênh."))
    name = str(act.data.get("name") or "Một người khác")
    origin = {"type": "hidden_user", "date": act.telegram.stamp, "sender_user_name": name}
    return act.say({"forward_origin": origin, "text": text} | ({"entities": entities} if entities else {}))


def edit(act: Act) -> Json:
    """``text``: changes one's own text message (``message_id``; by default the last)."""
    chat = act.chat
    mine = [m for m in chat.messages.values() if not m.outgoing and "text" in m.api]
    wanted = int(act.data.get("message_id", 0))
    message = next((m for m in reversed(mine) if not wanted or m.id == wanted), None)
    if message is None:
        raise Impossible("There is no message of one's own to edit.")
    text, entities = plain(str(act.data.get("text", "")))
    kept = {k: v for k, v in message.api.items() if k != "entities"}
    message.api = kept | {"text": text, "edit_date": act.telegram.stamp} | ({"entities": entities} if entities else {})
    act.telegram.publish(act.bot, chat.id, "edited", message=message.api, outgoing=False)
    act.telegram.update(act.bot, "edited_message", message.api)
    return {"message_id": message.id}


def block(act: Act) -> Json:
    """Stops the bot; it learns by my_chat_member, and by 403 when it writes."""
    return _membership(act, blocked=True)


def unblock(act: Act) -> Json:
    """Lets the bot write again."""
    return _membership(act, blocked=False)


def _membership(act: Act, *, blocked: bool) -> Json:
    chat = act.chat
    if chat.blocked == blocked:
        return {}
    chat.blocked = blocked
    member = {"user": act.bot.user, "status": "member"}
    kicked = {"user": act.bot.user, "status": "kicked", "until_date": 0}
    old, new = (member, kicked) if blocked else (kicked, member)
    act.telegram.update(
        act.bot,
        "my_chat_member",
        {
            "chat": chat.api,
            "from": act.sender,
            "date": act.telegram.stamp,
            "old_chat_member": old,
            "new_chat_member": new,
        },
    )
    act.telegram.publish(act.bot, chat.id, "blocked", blocked=blocked)
    return {}


def raw(act: Act) -> Json:
    """``kind`` and ``payload``: any update as it stands, for what no phone here can do (anonymous admins …)."""
    return {"update_id": act.telegram.update(act.bot, str(act.data["kind"]), act.data["payload"])}


ACTS: dict[str, Callable[[Act], Json]] = {
    "send": send,
    "start": start,
    "press": press,
    "photo": photo,
    "document": document,
    "sticker": sticker,
    "voice": voice,
    "location": location,
    "contact": contact,
    "forward": forward,
    "edit": edit,
    "block": block,
    "unblock": unblock,
    "raw": raw,
}


def chat_state(telegram: Telegram, bot: Bot, user_id: int, newest: int = 200) -> Json:
    """A chat as a phone opens it: messages, reply keyboard, whether the bot is blocked."""
    chat = telegram.chat(bot, user_id)
    messages: list[Message] = list(chat.messages.values())[-newest:]
    return {
        "user": telegram.users[user_id],
        "phone": telegram.phones.get(user_id, ""),
        "messages": [{"message": m.api, "outgoing": m.outgoing} for m in messages],
        "keyboard": chat.keyboard,
        "blocked": chat.blocked,
        "started": bool(chat.messages),
    }
