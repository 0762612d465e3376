"""Keeps the made-up Telegram in a JSON file (and its files beside it), so that a restart of the demo loses no chat."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from demo.telegram import Bot, Chat, Message, StoredFile, Telegram, Webhook
from demo.updates import Waiting

Json = dict[str, Any]

EVERY = 1.0
"""Seconds: not more often than this."""
NEWEST = 300
"""Messages kept of a chat."""


def dump(telegram: Telegram) -> Json:
    """All state as JSON; the log of a run and presses not yet answered are not kept."""
    return {
        "users": list(telegram.users.values()),
        "phones": telegram.phones,
        "next_file": telegram.next_file,
        "files": [
            {"id": f.id, "unique": f.unique, "name": f.name, "mime": f.mime, "size": f.size}
            for f in telegram.files.values()
        ],
        "bots": [_dump_bot(bot) for bot in telegram.bots.values()],
        "chats": [{"bot": bot_id, **_dump_chat(chat)} for (bot_id, _), chat in telegram.chats.items()],
    }


def _dump_bot(bot: Bot) -> Json:
    plain = ("token", "username", "name", "next_message", "next_query", "commands", "about", "menus")
    return {name: getattr(bot, name) for name in plain} | {
        "webhook": asdict(bot.webhook) if bot.webhook else None,
        "next_update": bot.updates.next_id,
        "allowed": bot.updates.allowed,
        "waiting": [{"update": w.update, "at": w.at.isoformat()} for w in bot.updates.queue],
    }


def _dump_chat(chat: Chat) -> Json:
    plain = ("id", "api", "keyboard", "blocked", "met", "migrated_to")
    return {name: getattr(chat, name) for name in plain} | {
        "messages": [
            {"api": m.api, "outgoing": m.outgoing, "protected": m.protected}
            for m in list(chat.messages.values())[-NEWEST:]
        ]
    }


def load(telegram: Telegram, state: Json, folder: Path) -> None:
    """Puts saved state into a fresh Telegram; file bytes come from ``folder``."""
    telegram.users |= {user["id"]: user for user in state["users"]}
    telegram.phones |= {int(user_id): phone for user_id, phone in state["phones"].items()}
    telegram.next_file = state["next_file"]
    for file in state["files"]:
        with suppress(OSError):
            size = tuple(file["size"]) if file["size"] else None
            data = (folder / file["unique"]).read_bytes()
            telegram.files[file["id"]] = StoredFile(**(file | {"data": data, "size": size}))
    for saved in state["bots"]:
        bot = telegram.add_bot(saved["token"], saved["username"], saved["name"])
        for name in ("next_message", "next_query", "commands", "about", "menus"):
            setattr(bot, name, saved[name])
        bot.webhook = Webhook(**saved["webhook"]) if saved["webhook"] else None
        bot.updates.next_id = saved["next_update"]
        bot.updates.allowed = tuple(saved["allowed"])
        bot.updates.queue = deque(Waiting(w["update"], datetime.fromisoformat(w["at"])) for w in saved["waiting"])
    for saved in state["chats"]:
        messages = {m["api"]["message_id"]: Message(**m) for m in saved.pop("messages")}
        bot_id = saved.pop("bot")
        telegram.chats[bot_id, saved["id"]] = Chat(**saved, messages=messages)


class Keeper:
    """Writes the state at most once a second while it changes, and at the end."""

    def __init__(self, telegram: Telegram, path: Path) -> None:
        self.telegram = telegram
        self.path = path
        self.folder = path.parent / "files"

    def load(self) -> bool:
        """Reads what was kept; False when there is nothing readable (the demo then begins anew)."""
        try:
            state = json.loads(self.path.read_text(encoding="utf-8"))
            load(self.telegram, state, self.folder)
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return True

    def save(self) -> None:
        """Writes beside and renames, so that a reader finds a whole file whenever the demo dies."""
        self.telegram.changed = False
        self.folder.mkdir(parents=True, exist_ok=True)
        for file in self.telegram.files.values():
            if not (path := self.folder / file.unique).exists():
                path.write_bytes(file.data)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(dump(self.telegram)), encoding="utf-8")
        fresh.replace(self.path)

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                await asyncio.sleep(EVERY)
                if self.telegram.changed:
                    self.save()
        finally:
            self.save()
