"""Screens become Telegram's calls: HTML split where it is too long, buttons, files; tried again when surely not sent."""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.domain.evidence import EvidenceKind, read
from bot.texts.screen import File, Piece, Rows, Screen
from handlers.transport import NotSent
from storage.failpoints import failpoint

log = structlog.get_logger()
T = TypeVar("T")

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds between tries of a reply that surely was not sent."""
LONGEST_WAIT = 60.0
"""Seconds; a longer pause asked by Telegram leaves the reply to the next update or start."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
NO_PREVIEW_SAID = NO_PREVIEW.to_json()
PIECE = re.compile(r"<[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|\n|[^<&\n]")


def units(text: str) -> int:
    """Length as Telegram counts: UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> str:
    """The HTML without its tags."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def plain_html(text: str) -> str:
    """The same words as HTML without any tag: nothing in it can be refused."""
    return html.escape(plain(text), quote=False) or "…"


def split(text: str, longest: int = LONGEST_TEXT) -> list[str]:
    """HTML in pieces of at most ``longest`` units after parsing, broken at line ends where it can; tags are closed."""
    if units(text) <= longest:
        return [text]
    pieces: list[str] = []
    while text:
        head, text = _cut(text, longest)
        if plain(head).strip():
            pieces.append(head)
    return pieces or [""]


def _cut(text: str, longest: int) -> tuple[str, str]:
    """The first piece with its tags closed, and the rest with them opened again."""
    used = 0
    opened: tuple[str, ...] = ()
    line_end: tuple[int, tuple[str, ...]] | None = None
    for match in PIECE.finditer(text):
        piece = match[0]
        if piece.startswith("</"):
            opened = opened[:-1]
        elif piece.startswith("<"):
            opened = (*opened, piece)
        else:
            used += 1 if piece.endswith(";") and len(piece) > 1 else units(piece)
            if used > longest:
                at, around = line_end or (match.start(), opened)
                return text[:at] + _closing(around), "".join(around) + text[at:].lstrip("\n")
            if piece == "\n":
                line_end = (match.end(), opened)
    return text, ""


def _closing(opened: tuple[str, ...]) -> str:
    return "".join(f"</{tag.strip('<>').split()[0]}>" for tag in reversed(opened))


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """The buttons under a message, None without any."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.code) for button in row] for row in rows]
    )


def numbers(screens: tuple[Screen, ...]) -> dict[int, str] | None:
    """What the numbered buttons of the last screen stand for; None when it has none, or belongs to a form."""
    if not screens or screens[-1].draft is not None:
        return None
    buttons = [*screens[-1].unseen, *(button for row in screens[-1].rows for button in row)]
    found = {
        int(match[0]): button.code for button in buttons if (match := re.match(r"\d{1,3}(?=\.|\)|\s|$)", button.label))
    }
    return found or None


def lines(screens: tuple[Screen, ...]) -> dict[int, str]:
    """What the numbered lines and buttons of the last screen say, without the number."""
    if not screens:
        return {}
    buttons = [*screens[-1].unseen, *(button for row in screens[-1].rows for button in row)]
    labels = "\n".join(button.label for button in buttons)
    found = re.findall(r"^(\d{1,3})[.)] (.+)$", f"{labels}\n{plain(screens[-1].text)}", re.MULTILINE)
    return {int(number): line for number, line in found}


async def send(bot: Bot, chat_id: int, screen: Screen, pressed: int = 0) -> int:
    """Shows the screen; the id of its (last) message. ``pressed``: the message whose button asked for it."""
    if screen.replace and pressed and screen.file is None and (found := await _edit(bot, chat_id, pressed, screen)):
        return found
    for piece in screen.kept:
        await _show(bot, chat_id, piece)
    if screen.file is not None:
        return await _send_file(bot, chat_id, screen, screen.file)
    *heads, last = split(screen.text)
    for head in heads:
        await _say(bot, chat_id, head)
    return await _say(bot, chat_id, last, screen.rows, screen.contact)


async def _message(bot: Bot, chat_id: int, text: str, mode: str | None, rows: Rows, contact: str = "") -> int:
    """``sendMessage``, of whose answer only the id is read: the library's own objects cost more than the sending."""
    data = {"chat_id": chat_id, "text": text, "parse_mode": mode, "link_preview_options": NO_PREVIEW_SAID}
    if rows:
        lines = [[{"text": button.label, "callback_data": button.code} for button in row] for row in rows]
        data["reply_markup"] = json.dumps({"inline_keyboard": lines})
    elif contact:
        asked = [[{"text": contact, "request_contact": True}]]
        data["reply_markup"] = json.dumps({"keyboard": asked, "one_time_keyboard": True, "resize_keyboard": True})
    answer = await bot._post("sendMessage", data)  # noqa: SLF001 - as in receiving.py
    return int(answer["message_id"])


async def _edit(bot: Bot, chat_id: int, message_id: int, screen: Screen) -> int | None:
    """The same message with new text; None when it cannot be changed any more."""
    if units(screen.text) > LONGEST_TEXT:
        return None
    try:
        await persistently(
            lambda: bot.edit_message_text(
                screen.text,
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(screen.rows),
                link_preview_options=NO_PREVIEW,
            )
        )
    except BadRequest as exc:
        return message_id if "not modified" in exc.message.lower() else None
    return message_id


async def _say(bot: Bot, chat_id: int, text: str, rows: Rows = (), contact: str = "") -> int:
    async def attempt(said: str, mode: str | None) -> int:
        return await persistently(lambda: _message(bot, chat_id, said, mode, rows, contact))

    try:
        return await attempt(text, ParseMode.HTML)
    except BadRequest as exc:
        if "parse" not in exc.message.lower():
            raise
        log.exception("screen.bad_html", chat_id=chat_id)
        return await attempt(plain(text), None)


async def _send_file(bot: Bot, chat_id: int, screen: Screen, file: File) -> int:
    """The file with the text as its caption, or below the text when that is too long for one."""
    content, screen = await _made(screen, file)
    if fits := units(screen.text) <= LONGEST_CAPTION:
        caption: str | None = screen.text or None
    else:
        caption = None
        for piece in split(screen.text):
            await _say(bot, chat_id, piece)
    mode = ParseMode.HTML if fits else None
    buttons = keyboard(screen.rows)
    sending: Callable[..., Awaitable[object]] = bot.send_photo if file.picture else bot.send_document
    call = lambda: sending(  # noqa: E731
        chat_id,
        content,
        caption=caption,
        parse_mode=mode,
        reply_markup=buttons,
        filename=file.name,
        protect_content=file.protect or None,
    )
    return int(getattr(await persistently(call), "message_id", 0))


async def _show(bot: Bot, chat_id: int, piece: Piece) -> None:
    """The piece under what Telegram keeps it; a picture may have come as a file; what is gone is said."""
    if piece.kind == "post":
        about: dict[str, Any] = {
            "parse_mode": ParseMode.HTML,
            "protect_content": True,
            "link_preview_options": NO_PREVIEW,
        }
        for words in split(piece.caption):
            await persistently(partial(bot.send_message, chat_id, words, **about))
        return
    ways: dict[str, Callable[..., Awaitable[object]]] = {
        "photo": bot.send_photo,
        "file": bot.send_document,
        "document": bot.send_document,
        "voice": bot.send_voice,
        "audio": bot.send_audio,
        "video_note": bot.send_video_note,
    }
    told: dict[str, str | None] = {"caption": piece.caption, "parse_mode": ParseMode.HTML}
    for sending in (ways[piece.kind], *((bot.send_document,) if piece.kind == "photo" else ())):
        call = partial(
            sending, chat_id, piece.value, protect_content=True, **({} if piece.kind == "video_note" else told)
        )
        try:
            await persistently(call)
        except BadRequest as exc:
            log.info("evidence.not_shown", chat_id=chat_id, kind=piece.kind, error=type(exc).__name__)
        else:
            return
    await _say(bot, chat_id, piece.lost)


async def _made(screen: Screen, file: File) -> tuple[bytes, Screen]:
    """The file's bytes, made aside from the event loop; with its spare the screen says so."""
    try:
        failpoint("wait", "file")
        return await asyncio.to_thread(file.make), screen
    except Exception as exc:
        if file.spare is None:
            raise
        log.warning("file.spare", error=type(exc).__name__)
        said = f"{screen.text}\n{file.spare_said}".strip()
        failpoint("wait", "spare")
        return await asyncio.to_thread(file.spare), replace(screen, text=said)


async def persistently(call: Callable[[], Awaitable[T]]) -> T:
    """The call, made again while it surely had no effect; other failures are the caller's."""
    for pause in PAUSES:
        try:
            failpoint("wait", "send")
            return await call()
        except NotSent:
            failpoint("wait", "resend")
            await asyncio.sleep(pause)
        except RetryAfter as exc:
            wait = asked_pause(exc)
            if wait > LONGEST_WAIT:
                raise
            failpoint("wait", "resend")
            await asyncio.sleep(wait + 0.1)
    failpoint("wait", "send")
    return await call()


def asked_pause(exc: RetryAfter) -> float:
    """Seconds for which Telegram wants to be left alone."""
    wait = exc.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


async def quietly(call: Awaitable[object], what: str) -> None:
    """The call whose failure nobody waits for (a press answered too late, a menu not set)."""
    try:
        failpoint("wait", what)
        await call
    except TelegramError as exc:
        log.info("telegram.passed_over", what=what, error=type(exc).__name__)


async def deliver(bot: Bot, chat_id: int, text: str, rows: Rows) -> int:
    """One try to send a message that nobody waits for (a reminder): whoever queued it decides what a failure means."""
    return await _message(bot, chat_id, text, ParseMode.HTML, rows)


async def deliver_file(bot: Bot, chat_id: int, text: str, rows: Rows, stored: str) -> int:
    """The same with a photo or a file under the text, by what Telegram keeps it under: never fetched."""
    one = read(stored)
    sending: Callable[..., Awaitable[object]] = bot.send_photo if one.kind is EvidenceKind.PHOTO else bot.send_document
    failpoint("wait", "send")
    sent = await sending(chat_id, one.value, caption=text, parse_mode=ParseMode.HTML, reply_markup=keyboard(rows))
    return int(getattr(sent, "message_id", 0))
