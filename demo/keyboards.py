"""Keyboards as Telegram takes them: what is refused, and what is kept of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from demo.calls import Call
from demo.refusals import refuse

Json = dict[str, Any]

MOST_BYTES = 64
_BUTTON_TYPES = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


@dataclass(frozen=True, slots=True)
class Markup:
    """What a reply_markup does: an inline keyboard in the message, or a change of the reply keyboard below the chat."""

    inline: Json | None = None
    keyboard: Json | None = None
    removes: bool = False


def markup_of(call: Call) -> Markup:
    """The call's reply_markup, or Telegram's refusal."""
    markup = call.data("reply_markup")
    if markup is None or markup == "":
        return Markup()
    if not isinstance(markup, dict):
        raise refuse("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = [
            [_inline(button) for button in row] for row in _rows(markup["inline_keyboard"], call, "inline keyboard")
        ]
        rows = [row for row in rows if row]
        return Markup(inline={"inline_keyboard": rows} if rows else None)
    if "keyboard" in markup:
        rows = [[_plain(button) for button in row] for row in _rows(markup["keyboard"], call, "reply keyboard")]
        return Markup(keyboard=markup | {"keyboard": [row for row in rows if row]})
    return Markup(removes=bool(markup.get("remove_keyboard")))


def _rows(rows: Any, call: Call, what: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise refuse(f"can't parse {what} markup JSON object")
    limits = call.telegram
    if sum(map(len, rows)) > limits.most_buttons or any(len(row) > limits.most_in_row for row in rows):
        raise refuse("reply markup is too long")
    return rows


def _inline(button: Any) -> Json:
    if not isinstance(button, dict):
        raise refuse("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise refuse("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise refuse("inline keyboard button text must be non-empty")
    if not any(kind in button for kind in _BUTTON_TYPES):
        raise refuse("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= MOST_BYTES:
        raise refuse("BUTTON_DATA_INVALID")
    if "url" in button and not str(button["url"]).startswith(("http://", "https://", "tg://")):
        raise refuse(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return button


def _plain(button: Any) -> Json:
    button = {"text": button} if isinstance(button, str) else button
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise refuse("can't parse keyboard button: KeyboardButton must be an Object or a String")
    if not button["text"].strip():
        raise refuse("keyboard button text must be non-empty")
    return button
