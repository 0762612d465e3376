"""A person's chat with the handlers over a real database: what he types and presses goes the bot's whole way but the network."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from sqlalchemy import Connection

from bot.domain.errors import Refused
from bot.texts import voice
from bot.texts.screen import Button, Screen
from handlers import access
from handlers.access import House
from handlers.context import Incoming
from storage import fence
from tests.conftest import NOW, ZONE

BOT = 7_100_000_001
_updates = count(1)


@dataclass
class Chat:
    """One Telegram account; ``screens`` is what it was shown last."""

    db: Connection
    user_id: int
    name: str = "Ai Đó"
    now: datetime = NOW
    house: House = field(default_factory=lambda: House(ZONE, bot_username="chi_bo_bot"))
    screens: tuple[Screen, ...] = ()

    def type(self, text: str) -> str:
        return self._send("text", text=text)

    def press(self, label: str) -> str:
        """Press the button whose label begins so (after its number)."""
        return self._send("press", code=self.button(label).code)

    def code(self, code: str) -> str:
        return self._send("press", code=code)

    def button(self, label: str) -> Button:
        found = [button for button in self.buttons if re.sub(r"^\d+\. ", "", button.label).startswith(label)]
        assert found, f"no button {label!r} among {[button.label for button in self.buttons]}"
        return found[0]

    @property
    def buttons(self) -> list[Button]:
        return [button for screen in self.screens for row in screen.rows for button in row]

    @property
    def text(self) -> str:
        return html.unescape("\n".join(re.sub(r"<[^>]*>", "", screen.text) for screen in self.screens))

    def _send(self, kind: str, text: str = "", code: str = "") -> str:
        number = next(_updates)
        incoming = Incoming(BOT, number, kind, self.user_id, self.user_id, self.name, number, self.now, text, code=code)
        point = self.db.begin_nested()
        try:
            with fence.down(self.db):
                handled = access.answer(self.db, incoming, self.now, self.house)
                access.remember(self.db, incoming, handled, self.now)
            point.commit()
        except Refused as why:
            point.rollback()
            handled = access.Handled((Screen(voice("vi")(why.key, **why.values)),))
        access.note_welcome(self.house, self.user_id, handled)
        self.screens = handled.screens
        for button in self.buttons:
            assert 1 <= len(button.code.encode()) <= 64, button
        return self.text

    def later(self, now: datetime) -> Chat:
        return replace(self, now=now)
