"""Bot API methods about the bot itself, its chats and files: getMe, commands by scope, descriptions, menu, getFile."""

from __future__ import annotations

import re
from typing import Any

from demo.calls import Call
from demo.refusals import refuse
from demo.telegram import Bot, Telegram

Json = dict[str, Any]

LARGEST_DOWNLOAD = 20 * 1024 * 1024
MOST_COMMANDS = 100
LONGEST_DESCRIPTION = 256
LONGEST = {"description": 512, "short_description": 120, "name": 64}


def get_me(call: Call) -> Json:
    """GetMe."""
    return call.bot.user | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _scope(call: Call) -> str:
    scope = call.data("scope") or {"type": "default"}
    kind = str(scope.get("type", "default"))
    if kind in {"chat", "chat_administrators", "chat_member"}:
        call.telegram.reachable(call.bot, int(scope.get("chat_id", 0)))
        kind = ":".join(str(scope[k]) for k in ("type", "chat_id", "user_id") if k in scope)
    elif kind not in {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}:
        raise refuse("can't parse BotCommandScope: unsupported type specified")
    return f"{kind}|{call.text('language_code')}"


def set_my_commands(call: Call) -> bool:
    """SetMyCommands."""
    commands = call.data("commands")
    if not isinstance(commands, list):
        raise refuse("can't parse commands JSON object")
    if len(commands) > MOST_COMMANDS:
        raise refuse("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise refuse("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= LONGEST_DESCRIPTION:
            raise refuse("BOT_COMMAND_DESCRIPTION_INVALID")
    scope = _scope(call)
    call.bot.commands[scope] = [command | {"command": command["command"].lstrip("/")} for command in commands]
    return _told(call)


def get_my_commands(call: Call) -> list[Json]:
    """GetMyCommands."""
    return call.bot.commands.get(_scope(call), [])


def delete_my_commands(call: Call) -> bool:
    """DeleteMyCommands."""
    call.bot.commands.pop(_scope(call), None)
    return _told(call)


def _told(call: Call) -> bool:
    call.telegram.changed = True
    call.telegram.publish(None, 0, "commands")
    return True


def commands_for(telegram: Telegram, bot: Bot, user_id: int) -> list[Json]:
    """The menu that this person sees: the narrowest scope wins, in his language if there is one."""
    language = telegram.users.get(user_id, {}).get("language_code", "")
    for scope in (f"chat:{user_id}", "all_private_chats", "default"):
        for tongue in (language, ""):
            if f"{scope}|{tongue}" in bot.commands:
                return bot.commands[f"{scope}|{tongue}"]
    return []


def set_about(call: Call) -> bool:
    """setMyDescription, setMyShortDescription, setMyName."""
    field = _field(call)
    if len(call.text(field)) > LONGEST[field]:
        raise refuse("ENTITY_TEXT_TOO_LONG")
    call.bot.about[f"{field}|{call.text('language_code')}"] = call.text(field)
    return _told(call)


def get_about(call: Call) -> Json:
    """getMyDescription, getMyShortDescription, getMyName."""
    field = _field(call)
    default = call.bot.name if field == "name" else ""
    about = call.bot.about
    return {field: about.get(f"{field}|{call.text('language_code')}") or about.get(f"{field}|", default)}


def _field(call: Call) -> str:
    return {"description": "description", "shortdescription": "short_description", "name": "name"}[
        call.method.removeprefix("setmy").removeprefix("getmy")
    ]


def set_chat_menu_button(call: Call) -> bool:
    """setChatMenuButton, for one chat or for all."""
    call.bot.menus[call.text("chat_id") or "default"] = call.data("menu_button") or {"type": "default"}
    return _told(call)


def get_chat_menu_button(call: Call) -> Json:
    """GetChatMenuButton."""
    menus = call.bot.menus
    return menus.get(call.text("chat_id")) or menus.get("default") or {"type": "commands"}


def get_file(call: Call) -> Json:
    """getFile: where to download it."""
    stored = call.telegram.files.get(call.text("file_id"))
    if stored is None:
        raise refuse("invalid file_id")
    if len(stored.data) > LARGEST_DOWNLOAD:
        raise refuse("file is too big")
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique,
        "file_size": len(stored.data),
        "file_path": stored.path,
    }


def get_chat(call: Call) -> Json:
    """GetChat."""
    return call.chat().api | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}


_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def get_chat_member(call: Call) -> Json:
    """getChatMember: everyone in a chat is a plain member here."""
    call.chat()
    user_id = call.number("user_id")
    user = call.bot.user if user_id == call.bot.id else call.telegram.users.get(user_id)
    if user is None:
        raise refuse("PARTICIPANT_ID_INVALID")
    return {"user": user, "status": "member"}


def leave_chat(call: Call) -> bool:
    """leaveChat, groups only."""
    chat = call.chat()
    if chat.id > 0:
        raise refuse("chat member status can't be changed in private chats", 400)
    chat.met = False
    call.note(chat.id)
    return True


def yes(call: Call) -> bool:  # noqa: ARG001 - logOut and close need nothing here
    """logOut, close: nothing to do on this machine."""
    return True
