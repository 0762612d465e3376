"""Telegram's update becomes an Incoming: here its optional parts end, and its text is cleaned.

Read from Telegram's own JSON: python-telegram-bot's objects of an update cost twenty times as much (docs/speed.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from telegram.constants import ChatType

from bot.domain.evidence import PICTURES, Evidence, EvidenceKind
from bot.forms.reading.spelling import clean
from handlers.context import Incoming, SentFile

Part = Mapping[str, Any]
"""An object of Telegram's."""
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""Kinds of update that concern us: Telegram is asked for no other."""
LONGEST = 8_000
"""Characters of a typed text that are read; Telegram allows 4,096 a message."""
LARGEST = 1 << 63
GONE = ("kicked", "left")
RECORDINGS = (EvidenceKind.VOICE, EvidenceKind.AUDIO, EvidenceKind.VIDEO_NOTE)


class Unreadable(ValueError):
    """A part that Telegram always sends is missing, or is of another type."""


def incoming_of(update: Part, bot_id: int) -> Incoming | None:
    """What happened; None for an update that is no concern of ours; Unreadable for one that Telegram never sends so."""
    for kind in ALLOWED_UPDATES:
        if (part := _part(update, kind)) is not None:
            return _READERS[kind](part, bot_id, _number(update, "update_id"))
    return None


def about(update: Part) -> tuple[str, int | None]:
    """Kind and chat of an update, whatever shape it has: also of one that cannot be read."""
    for kind in ALLOWED_UPDATES:
        if isinstance(part := update.get(kind), dict):
            inner = part.get("message") if kind == "callback_query" else part
            chat = inner.get("chat") if isinstance(inner, dict) else None
            return kind, _whole(chat.get("id")) if isinstance(chat, dict) else None
    return "", None


# --- parts ---------------------------------------------------------------------------------------------------------------


def _part(owner: Part, name: str) -> Part | None:
    part = owner.get(name)
    if part is not None and not isinstance(part, dict):
        raise Unreadable(name)
    return part


def _always(owner: Part, name: str) -> Part:
    if (part := _part(owner, name)) is None:
        raise Unreadable(name)
    return part


def _number(owner: Part, name: str) -> int:
    if (number := _whole(owner.get(name))) is None:
        raise Unreadable(name)
    return number


def _whole(value: object) -> int | None:
    """A whole number that the records can hold."""
    return value if type(value) is int and -LARGEST <= value < LARGEST else None


def _text(owner: Part, name: str) -> str:
    """Empty when it is not there."""
    text = owner.get(name)
    if text is None:
        return ""
    if not isinstance(text, str):
        raise Unreadable(name)
    return text


def _file_id(file: Part) -> str:
    if not (file_id := _text(file, "file_id")):
        raise Unreadable("file_id")
    return file_id


def _moment(owner: Part) -> datetime:
    try:
        return datetime.fromtimestamp(_number(owner, "date"), UTC)
    except (ValueError, OverflowError, OSError) as exc:
        raise Unreadable("date") from exc


def _name(user: Part) -> str:
    first, last = _text(user, "first_name"), _text(user, "last_name")
    return clean(f"{first} {last}" if last else first)[:120]


def _private(chat: Part) -> bool:
    return _text(chat, "type") == ChatType.PRIVATE


# --- kinds ---------------------------------------------------------------------------------------------------------------


def _message(message: Part, bot_id: int, update_id: int) -> Incoming | None:
    """Words count only when the sender wrote them himself: not through another bot, for a chat, or forwarded."""
    if not _private(_always(message, "chat")):
        return _plain(message, bot_id, update_id, "group")
    if message.get("via_bot") is not None or message.get("sender_chat") is not None:
        return _plain(message, bot_id, update_id, "other", what="other")
    if message.get("text") is not None:
        return _plain(message, bot_id, update_id, "text", text=_text(message, "text"))
    what = _what(message)
    words = "" if message.get("forward_origin") is not None else _text(message, "caption")
    if (kept := _evidence(message, what)) is not None:
        kind = "photo" if kept.kind in PICTURES else "voice"
        return _plain(message, bot_id, update_id, kind, text=words, photos=(kept.stored,), what=what)
    if (document := _part(message, "document")) is not None:
        name = clean(_text(document, "file_name"))[:120]
        file = SentFile(_file_id(document), name, _whole(document.get("file_size")) or 0)
        told = _plain(message, bot_id, update_id, "document", text=words, what=what)
        return None if told is None else replace(told, file=file)
    if (contact := _part(message, "contact")) is not None:
        return _plain(message, bot_id, update_id, "contact", phone=_own_phone(message, contact))
    return _plain(message, bot_id, update_id, "other", text=_text(message, "caption"), what=what)


def _evidence(message: Part, what: str) -> Evidence | None:
    """The picture or recording that the message brings, by its file id."""
    if sizes := message.get("photo"):
        if not isinstance(sizes, list) or not isinstance(sizes[-1], dict):
            raise Unreadable("photo")
        return Evidence(EvidenceKind.PHOTO, _file_id(sizes[-1]))
    if what == "picture":
        return Evidence(EvidenceKind.FILE, _file_id(_always(message, "document")))
    for kind in RECORDINGS:
        if (sent := _part(message, kind)) is not None:
            return Evidence(kind, _file_id(sent))
    return None


def _own_phone(message: Part, contact: Part) -> str:
    """The number of the sender's own card; nobody gives another one's."""
    sender = _part(message, "from")
    own = sender is not None and contact.get("user_id") == sender.get("id")
    return _text(contact, "phone_number") if own else ""


def _plain(
    message: Part,
    bot_id: int,
    update_id: int,
    kind: str,
    *,
    text: str = "",
    photos: tuple[str, ...] = (),
    what: str = "",
    phone: str = "",
) -> Incoming | None:
    sender = _part(message, "from")
    if sender is None:
        return None
    return Incoming(
        bot_id=bot_id,
        update_id=update_id,
        kind=kind,
        chat_id=_number(_always(message, "chat"), "id"),
        user_id=_number(sender, "id"),
        user_name=_name(sender),
        message_id=_number(message, "message_id"),
        sent_at=_moment(message),
        text=clean(text[:LONGEST]),
        photos=photos,
        forwarded=message.get("forward_origin") is not None,
        album=_text(message, "media_group_id"),
        what=what,
        phone=phone,
    )


def _edited(message: Part, bot_id: int, update_id: int) -> Incoming | None:
    return _plain(message, bot_id, update_id, "edited")


def _press(query: Part, bot_id: int, update_id: int) -> Incoming | None:
    message = _part(query, "message")
    if message is None:
        return None
    chat, presser = _always(message, "chat"), _always(query, "from")
    return Incoming(
        bot_id=bot_id,
        update_id=update_id,
        kind="press" if _private(chat) else "group",
        chat_id=_number(chat, "id"),
        user_id=_number(presser, "id"),
        user_name=_name(presser),
        message_id=_number(message, "message_id"),
        sent_at=_moment(message),
        code=clean(_text(query, "data")),
        press_id=_text(query, "id"),
    )


def _membership(change: Part, bot_id: int, update_id: int) -> Incoming | None:
    gone = _text(_always(change, "new_chat_member"), "status") in GONE
    chat, by = _always(change, "chat"), _always(change, "from")
    private = _private(chat)
    if not private and gone:
        return None
    kind = "group" if not private else "blocked" if gone else "unblocked"
    return Incoming(
        bot_id=bot_id,
        update_id=update_id,
        kind=kind,
        chat_id=_number(chat, "id"),
        user_id=_number(by, "id"),
        user_name=_name(by),
        message_id=0,
        sent_at=_moment(change),
    )


_READERS = dict(zip(ALLOWED_UPDATES, (_message, _edited, _press, _membership), strict=True))
KINDS = (
    "sticker",
    "voice",
    "video_note",
    "video",
    "animation",
    "audio",
    "document",
    "location",
    "venue",
    "poll",
    "dice",
)


def _what(message: Part) -> str:
    """Which kind of message without text it is; a picture sent as a file counts as a picture."""
    document = _part(message, "document")
    if document is not None and _text(document, "mime_type").startswith("image/"):
        return "picture"
    return next((name for name in KINDS if message.get(name)), "other")
