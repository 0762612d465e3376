"""How fast a bot may send: about one message a second a chat with a short burst, about thirty a second in all."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from demo.refusals import too_many


@dataclass(slots=True)
class Bucket:
    """Holds ``size`` tokens, gains ``rate`` a second; each message takes one."""

    size: float
    rate: float
    tokens: float
    at: float

    def lacks(self, now: float) -> float:
        """Seconds until a token is there; 0 when it is."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (1 - self.tokens) / self.rate)


@dataclass(slots=True)
class Limits:
    """Telegram's pace, off until ``on`` is set; times are monotonic seconds."""

    on: bool = False
    chat_rate: float = 1.0
    chat_burst: float = 3.0
    rate: float = 30.0
    burst: float = 30.0
    _all: dict[int, Bucket] = field(default_factory=dict)
    _chats: dict[tuple[int, int], Bucket] = field(default_factory=dict)

    def take(self, bot_id: int, chat_id: int, now: float) -> None:
        """Counts one message of the bot to the chat; raises 429 when it comes too fast (a refused one is not counted)."""
        if not self.on:
            return
        whole = self._all.setdefault(bot_id, Bucket(self.burst, self.rate, self.burst, now))
        one = self._chats.setdefault((bot_id, chat_id), Bucket(self.chat_burst, self.chat_rate, self.chat_burst, now))
        if lack := max(whole.lacks(now), one.lacks(now)):
            raise too_many(max(1, math.ceil(lack)))
        whole.tokens -= 1
        one.tokens -= 1
