"""One call of the Bot API: who calls what with which parameters, read the way Telegram reads them."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

from demo.refusals import refuse
from demo.telegram import Bot, Chat, Message, Sent, StoredFile, Telegram

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in a multipart body."""

    name: str
    mime: str
    data: bytes


@dataclass(slots=True)
class Call:
    """A call with its parameters; values may be text (form, query, multipart) or typed (JSON body)."""

    telegram: Telegram
    bot: Bot
    method: str
    """In lower case."""
    args: Json
    uploads: dict[str, Upload] = field(default_factory=dict)
    used: list[tuple[str, bytes]] = field(default_factory=list)
    """Files that went out, for the log."""

    def text(self, name: str, default: str = "") -> str:
        """A parameter as text."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """A parameter as an integer; anything else counts as not given."""
        try:
            return int(float(self.args[name]))
        except (KeyError, TypeError, ValueError, OverflowError):
            return default

    def flag(self, name: str) -> bool:
        """A parameter as a truth value."""
        return str(self.args.get(name, "")).lower() in {"true", "1", "yes"}

    def data(self, name: str) -> Any:
        """A parameter that is JSON; None when not given."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise refuse(f"can't parse {name.replace('_', ' ')} JSON object") from None

    @property
    def chat_id(self) -> int | None:
        """The recipient's id, when the call names one."""
        value = self.args.get("chat_id")
        try:
            return int(value) if value not in {None, ""} else None
        except (TypeError, ValueError):
            return None

    def chat(self, name: str = "chat_id") -> Chat:
        """The chat that the call may write to."""
        if self.args.get(name) in {None, ""}:
            raise refuse(f"{name} is empty")
        try:
            chat_id = int(self.args[name])
        except (TypeError, ValueError):
            raise refuse("chat not found") from None
        return self.telegram.reachable(self.bot, chat_id)

    def message(self, chat: Chat, purpose: str, name: str = "message_id") -> Message:
        """The message that the call names; ``purpose`` completes ``message to … not found``."""
        if (message := chat.messages.get(self.number(name))) is None:
            raise refuse(f"message to {purpose} not found")
        return message

    def pace(self, chat: Chat) -> None:
        """Counts this message; refuses with 429 when it comes too fast."""
        self.telegram.limits.take(self.bot.id, chat.id, time.monotonic())

    def file(self, name: str, value: object = None) -> StoredFile:
        """The file that a parameter gives: uploaded, attached, or by the file_id of an earlier one."""
        value = self.args.get(name) if value is None else value
        key = str(value).removeprefix("attach://") if str(value).startswith("attach://") else name
        if (upload := self.uploads.get(key)) is not None:
            if not upload.data:
                raise refuse("file must be non-empty")
            stored = self.telegram.store_file(upload.data, upload.name or key, upload.mime)
        elif not value:
            raise refuse(f"there is no {name} in the request")
        elif (known := self.telegram.files.get(str(value))) is not None:
            stored = known
        else:
            raise refuse("wrong file identifier/HTTP URL specified")
        self.used.append((stored.name, stored.data))
        return stored

    def note(self, chat_id: int, text: str = "", message_id: int = 0) -> None:
        """Writes down what reached the recipient."""
        files, self.used = tuple(self.used), []
        self.telegram.log.append(
            Sent(self.telegram.now(), self.bot.id, chat_id, self.method, self.args, text, message_id, files)
        )
