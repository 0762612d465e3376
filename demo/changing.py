"""Bot API methods that change what was sent: edits, deletion, answers to pressed buttons."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from demo.calls import Call
from demo.entities import units
from demo.keyboards import markup_of
from demo.refusals import refuse
from demo.sending import caption_of, document_of, photo_of, text_of
from demo.telegram import Chat, Message

Json = dict[str, Any]

LONGEST_ANSWER = 200
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_message_text(call: Call) -> Json:
    """editMessageText; a keyboard not given again is taken away."""
    content = text_of(call)
    markup = markup_of(call).inline
    chat, message = _mine(call)
    if "text" not in message.api:
        raise refuse("there is no text in the message to edit")
    return _edit(call, chat, message, ("text", "entities"), content, markup)


def edit_message_caption(call: Call) -> Json:
    """EditMessageCaption."""
    content = caption_of(call)
    markup = markup_of(call).inline
    chat, message = _mine(call)
    if "text" in message.api:
        raise refuse("there is no caption in the message to edit")
    return _edit(call, chat, message, ("caption", "caption_entities"), content, markup)


def edit_message_media(call: Call) -> Json:
    """editMessageMedia: another picture or document in the same message."""
    media = call.data("media")
    if not isinstance(media, dict):
        raise refuse("can't parse input media JSON object")
    stored = call.file("media", media.get("media"))
    content = photo_of(stored) if media.get("type") == "photo" else document_of(stored)
    content |= caption_of(call, media)
    markup = markup_of(call).inline
    chat, message = _mine(call)
    old = ("photo", "document", "caption", "caption_entities", "text", "entities")
    return _edit(call, chat, message, old, content, markup)


def edit_message_reply_markup(call: Call) -> Json:
    """EditMessageReplyMarkup."""
    markup = markup_of(call).inline
    chat, message = _mine(call)
    return _edit(call, chat, message, (), {}, markup)


def _mine(call: Call) -> tuple[Chat, Message]:
    """The bot's own message, not too old."""
    if not call.args.get("message_id"):
        raise refuse("message identifier is not specified")
    chat = call.chat()
    message = call.message(chat, "edit")
    if not message.outgoing or call.telegram.now() - _sent_at(message) > call.telegram.editable:
        raise refuse("message can't be edited")
    return chat, message


def _sent_at(message: Message) -> datetime:
    return datetime.fromtimestamp(message.api["date"], UTC)


def _edit(call: Call, chat: Chat, message: Message, old: tuple[str, ...], content: Json, markup: Json | None) -> Json:
    before = {k: v for k, v in message.api.items() if k in {*old, "reply_markup"}}
    after = content | ({"reply_markup": markup} if markup else {})
    if before == after:
        raise refuse(NOT_MODIFIED)
    call.pace(chat)
    kept = {k: v for k, v in message.api.items() if k not in before}
    message.api = kept | after | {"edit_date": call.telegram.stamp}
    call.telegram.changed = True
    call.telegram.publish(call.bot, chat.id, "edited", message=message.api, outgoing=True)
    call.note(chat.id, message.api.get("text") or message.api.get("caption", ""), message.id)
    return message.api


def delete_message(call: Call) -> bool:
    """deleteMessage, within 48 hours of sending."""
    chat = call.chat()
    message = call.message(chat, "delete")
    if call.telegram.now() - _sent_at(message) > call.telegram.editable:
        raise refuse("message can't be deleted for everyone")
    _forget(call, chat, message.id)
    return True


def delete_messages(call: Call) -> bool:
    """deleteMessages: those that are not there are passed over."""
    chat = call.chat()
    for message_id in call.data("message_ids") or ():
        _forget(call, chat, int(message_id))
    return True


def _forget(call: Call, chat: Chat, message_id: int) -> None:
    if chat.messages.pop(message_id, None) is not None:
        call.telegram.changed = True
        call.telegram.publish(call.bot, chat.id, "deleted", message_id=message_id)
        call.note(chat.id, "", message_id)


def answer_callback_query(call: Call) -> bool:
    """answerCallbackQuery: ends the waiting circle on the button; its text is a toast or an alert."""
    text = call.text("text")
    if units(text) > LONGEST_ANSWER:
        raise refuse("MESSAGE_TOO_LONG")
    query = call.telegram.press_left(call.bot, call.text("callback_query_id"))
    alert = call.flag("show_alert")
    call.telegram.publish(call.bot, query.user_id, "answer", query_id=query.id, text=text, alert=alert)
    call.note(query.user_id, text, query.message_id)
    return True
