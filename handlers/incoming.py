"""Telegram's update becomes an Incoming: here its Optionals end, and its text is cleaned."""

from __future__ import annotations

from dataclasses import replace

import structlog
from telegram import CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatType

from bot.domain.evidence import PICTURES, Evidence, EvidenceKind
from bot.forms.reading.spelling import clean
from handlers.context import Incoming, SentFile

log = structlog.get_logger()
LONGEST = 8_000
"""Characters of a typed text that are read; Telegram allows 4,096 a message."""
GONE = ("kicked", "left")


def incoming_of(update: Update, bot_id: int) -> Incoming | None:
    """What happened; None for an update that is no concern of ours or could not be read."""
    try:
        return _incoming(update, bot_id)
    except (
        AttributeError,
        TypeError,
        ValueError,
    ) as exc:  # a part that Telegram always sends is missing, or of another type
        log.warning("update.incomplete", update_id=update.update_id, error=type(exc).__name__)
        return None


def _incoming(update: Update, bot_id: int) -> Incoming | None:
    match update:
        case Update(message=Message() as message):
            return _message(message, bot_id, update.update_id)
        case Update(edited_message=Message() as message):
            return _plain(message, bot_id, update.update_id, "edited")
        case Update(callback_query=CallbackQuery() as query):
            return _press(query, bot_id, update.update_id)
        case Update(my_chat_member=ChatMemberUpdated() as change):
            return _membership(change, bot_id, update.update_id)
        case _:
            return None


def _message(message: Message, bot_id: int, update_id: int) -> Incoming | None:
    """Words count only when the sender wrote them himself: not through another bot, for a chat, or forwarded."""
    if message.chat.type != ChatType.PRIVATE:
        return _plain(message, bot_id, update_id, "group")
    if message.via_bot is not None or message.sender_chat is not None:
        return _plain(message, bot_id, update_id, "other", what="other")
    what = _what(message)
    words = "" if message.forward_origin is not None else message.caption or ""
    if message.text is not None:
        return _plain(message, bot_id, update_id, "text", text=message.text)
    if (kept := _evidence(message, what)) is not None:
        kind = "photo" if kept.kind in PICTURES else "voice"
        return _plain(message, bot_id, update_id, kind, text=words, photos=(kept.stored,), what=what)
    if message.document is not None:
        name = clean(message.document.file_name or "")[:120]
        file = SentFile(message.document.file_id, name, message.document.file_size or 0)
        told = _plain(message, bot_id, update_id, "document", text=words, what=what)
        return None if told is None else replace(told, file=file)
    if message.contact is not None:
        own = message.from_user is not None and message.contact.user_id == message.from_user.id
        return _plain(message, bot_id, update_id, "contact", phone=message.contact.phone_number if own else "")
    return _plain(message, bot_id, update_id, "other", text=message.caption or "", what=what)


def _evidence(message: Message, what: str) -> Evidence | None:
    """The picture or recording that the message brings, by its file id."""
    if message.photo:
        return Evidence(EvidenceKind.PHOTO, message.photo[-1].file_id)
    if what == "picture" and message.document is not None:
        return Evidence(EvidenceKind.FILE, message.document.file_id)
    for kind, sent in (
        (EvidenceKind.VOICE, message.voice),
        (EvidenceKind.AUDIO, message.audio),
        (EvidenceKind.VIDEO_NOTE, message.video_note),
    ):
        if sent is not None:
            return Evidence(kind, sent.file_id)
    return None


def _plain(
    message: Message,
    bot_id: int,
    update_id: int,
    kind: str,
    *,
    text: str = "",
    photos: tuple[str, ...] = (),
    what: str = "",
    phone: str = "",
) -> Incoming | None:
    if message.from_user is None:
        return None
    return Incoming(
        bot_id=bot_id,
        update_id=update_id,
        kind=kind,
        chat_id=message.chat.id,
        user_id=message.from_user.id,
        user_name=clean(message.from_user.full_name)[:120],
        message_id=message.message_id,
        sent_at=message.date,
        text=clean(text[:LONGEST]),
        photos=photos,
        forwarded=message.forward_origin is not None,
        album=message.media_group_id or "",
        what=what,
        phone=phone,
    )


def _press(query: CallbackQuery, bot_id: int, update_id: int) -> Incoming | None:
    message = query.message
    if message is None:
        return None
    return Incoming(
        bot_id=bot_id,
        update_id=update_id,
        kind="press" if message.chat.type == ChatType.PRIVATE else "group",
        chat_id=message.chat.id,
        user_id=query.from_user.id,
        user_name=clean(query.from_user.full_name)[:120],
        message_id=message.message_id,
        sent_at=message.date,
        code=clean(query.data or ""),
        press_id=query.id,
    )


def _membership(change: ChatMemberUpdated, bot_id: int, update_id: int) -> Incoming | None:
    gone = change.new_chat_member.status in GONE
    private = change.chat.type == ChatType.PRIVATE
    if not private and gone:
        return None
    kind = "group" if not private else "blocked" if gone else "unblocked"
    return Incoming(
        bot_id=bot_id,
        update_id=update_id,
        kind=kind,
        chat_id=change.chat.id,
        user_id=change.from_user.id,
        user_name=clean(change.from_user.full_name)[:120],
        message_id=0,
        sent_at=change.date,
    )


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


def _what(message: Message) -> str:
    """Which kind of message without text it is; a picture sent as a file counts as a picture."""
    if message.document is not None and (message.document.mime_type or "").startswith("image/"):
        return "picture"
    return next((name for name in KINDS if getattr(message, name, None)), "other")
