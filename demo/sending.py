"""Bot API methods that put something into a chat: messages, pictures, documents, albums, copies."""

from __future__ import annotations

import itertools
from typing import Any

from demo.calls import Call
from demo.entities import clean, parse_html, plain, units
from demo.keyboards import Markup, markup_of
from demo.refusals import refuse
from demo.telegram import Message, StoredFile

Json = dict[str, Any]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100
LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_SIDES = 10_000
ALBUM = range(2, 11)
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_albums = itertools.count(1)


def formatted(call: Call, name: str, args: Json | None = None) -> tuple[str, list[Json]]:
    """Text and entities of a text or caption, by its parse mode or its explicit entities."""
    given = call.args if args is None else args
    source = "" if given.get(name) is None else str(given[name])
    match str(given.get("parse_mode") or "").lower():
        case "html":
            text, entities = parse_html(source)
        case "" if explicit := (
            call.data("entities" if name == "text" else "caption_entities") if args is None else ()
        ):
            text, entities = clean(source), list(explicit)
        case "":
            text, entities = plain(source)
        case _:
            raise refuse("unsupported parse_mode (the demo Telegram reads HTML and plain text)")
    return text, entities[:MOST_ENTITIES]


def text_of(call: Call) -> Json:
    """The checked text part of a message."""
    text, entities = formatted(call, "text")
    if not text:
        raise refuse("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise refuse("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def caption_of(call: Call, args: Json | None = None) -> Json:
    """The checked caption part of a message."""
    text, entities = formatted(call, "caption", args)
    if units(text) > LONGEST_CAPTION:
        raise refuse("message caption is too long")
    return ({"caption": text} if text else {}) | ({"caption_entities": entities} if entities else {})


def send_message(call: Call) -> Json:
    """SendMessage."""
    return put(call, text_of(call), markup_of(call)).api


def send_photo(call: Call) -> Json:
    """SendPhoto."""
    return put(call, photo_of(call.file("photo")) | caption_of(call), markup_of(call)).api


def send_document(call: Call) -> Json:
    """SendDocument."""
    return put(call, document_of(call.file("document")) | caption_of(call), markup_of(call)).api


def send_voice(call: Call) -> Json:
    """SendVoice: a recording that was sent before, by its file id, or an upload."""
    return put(call, voice_of(call.file("voice")) | caption_of(call), markup_of(call)).api


def voice_of(stored: StoredFile) -> Json:
    """A voice message of three seconds: nothing here listens to it."""
    kind = {"duration": 3, "mime_type": "audio/ogg", "file_size": len(stored.data)}
    return {"voice": {"file_id": stored.id, "file_unique_id": stored.unique} | kind}


def send_media_group(call: Call) -> list[Json]:
    """sendMediaGroup: 2 to 10 pictures or documents, not mixed."""
    media = call.data("media")
    if not isinstance(media, list) or not all(isinstance(item, dict) for item in media):
        raise refuse("can't parse media JSON object")
    if len(media) not in ALBUM:
        raise refuse("wrong number of items in the album: it must include 2-10 items")
    if len({item.get("type") for item in media}) > 1:
        raise refuse("document can't be mixed with other media types")
    album = f"album{next(_albums)}{call.telegram.stamp}"
    contents = []
    for item in media:
        stored = call.file("media", item.get("media"))
        content = photo_of(stored) if item.get("type") == "photo" else document_of(stored)
        contents.append(content | caption_of(call, item) | {"media_group_id": album})
    files, sent = call.used, []
    for content, file in zip(contents, files, strict=True):
        call.used = [file]
        sent.append(put(call, content, Markup()).api)
    return sent


def photo_of(stored: StoredFile) -> Json:
    """A picture in two sizes, the larger last, as Telegram does."""
    if stored.size is None:
        raise refuse("IMAGE_PROCESS_FAILED")
    if len(stored.data) > LARGEST_PHOTO:
        raise refuse("file is too big")
    if sum(stored.size) > LARGEST_SIDES or not all(stored.size):
        raise refuse("PHOTO_INVALID_DIMENSIONS")
    return {"photo": sizes(stored)}


def sizes(stored: StoredFile) -> list[Json]:
    """The PhotoSize list of a stored picture."""
    width, height = stored.size or (0, 0)
    scale = min(1.0, 90 / max(width, height, 1))
    whole = {"file_id": stored.id, "file_unique_id": stored.unique, "width": width, "height": height}
    small = whole | {"width": max(1, int(width * scale)), "height": max(1, int(height * scale))}
    return [small | {"file_size": len(stored.data)}, whole | {"file_size": len(stored.data)}]


def document_of(stored: StoredFile) -> Json:
    """A document part of a message."""
    return {
        "document": {
            "file_id": stored.id,
            "file_unique_id": stored.unique,
            "file_name": stored.name,
            "mime_type": stored.mime,
            "file_size": len(stored.data),
        }
    }


def put(call: Call, content: Json, markup: Markup) -> Message:
    """Sends: checks the recipient and the pace, keeps the message, writes it into the log."""
    chat = call.chat()
    call.pace(chat)
    content |= _reply(call)
    if markup.inline:
        content["reply_markup"] = markup.inline
    message = call.telegram.keep(call.bot, chat, content, outgoing=True, protected=call.flag("protect_content"))
    if markup.keyboard or markup.removes:
        chat.keyboard = markup.keyboard
        call.telegram.publish(call.bot, chat.id, "keyboard", keyboard=chat.keyboard)
    call.note(chat.id, content.get("text") or content.get("caption", ""), message.id)
    return message


def _reply(call: Call) -> Json:
    parameters = call.data("reply_parameters") or {}
    wanted = parameters.get("message_id") or call.number("reply_to_message_id")
    if not wanted:
        return {}
    replied = call.chat().messages.get(int(wanted))
    if replied is None:
        if parameters.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
            return {}
        raise refuse("message to be replied not found")
    return {"reply_to_message": {k: v for k, v in replied.api.items() if k != "reply_to_message"}}


_NOT_COPIED = frozenset(
    [
        "message_id",
        "date",
        "chat",
        "from",
        "reply_markup",
        "reply_to_message",
        "edit_date",
        "forward_origin",
        "has_protected_content",
    ]
)


def forward_message(call: Call) -> Json:
    """ForwardMessage."""
    original = _original(call, "forward")
    origin = {"type": "user", "date": original.api["date"], "sender_user": original.api["from"]}
    content = {k: v for k, v in original.api.items() if k not in _NOT_COPIED}
    return put(call, content | {"forward_origin": original.api.get("forward_origin", origin)}, Markup()).api


def copy_message(call: Call) -> Json:
    """copyMessage: like forwarding, without saying from whom; gives the new id only."""
    original = _original(call, "copy")
    content = {k: v for k, v in original.api.items() if k not in _NOT_COPIED}
    if "caption" in call.args and "text" not in content:
        content = {k: v for k, v in content.items() if not k.startswith("caption")} | caption_of(call)
    return {"message_id": put(call, content, markup_of(call)).id}


def _original(call: Call, purpose: str) -> Message:
    message = call.message(call.chat("from_chat_id"), purpose)
    if message.protected:
        raise refuse(f"message has protected content and can't be {'copied' if purpose == 'copy' else 'forwarded'}")
    return message


def send_chat_action(call: Call) -> bool:
    """SendChatAction."""
    chat, action = call.chat(), call.text("action").lower()
    if action not in ACTIONS:
        raise refuse("wrong parameter action in request")
    call.telegram.publish(call.bot, chat.id, "action", action=action)
    return True
