"""What a handler gets: one typed context whose fields are never None; what Telegram sends ends in incoming.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.errors import Refused
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.liveness import spoken_at
from bot.domain.people import Person, Post, Role, Scope
from bot.domain.rules import Rules
from bot.texts import Voice
from bot.texts.screen import Screen
from storage import units

WRITTEN = frozenset({"text", "photo", "voice"})
"""Kinds whose ``sent_at`` is the moment of the act; a press carries only that of the message under which it was made."""
LONGEST_POST = 3_000
"""Characters of a forwarded post that are kept."""
LONGEST_ID = 18
"""Digits of an id that fits 64 bits."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A document that somebody sent; its content only once it was fetched, and found usable."""

    file_id: str
    name: str
    size: int
    content: bytes = field(default=b"", repr=False)
    fault: str = ""
    """Key of the sentence that tells why it cannot be used."""
    fault_values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update that concerns us, without Telegram's Optionals."""

    bot_id: int
    update_id: int
    kind: str
    """``text``, ``press``, ``photo``, ``voice`` (and other recordings), ``document``, ``contact``, ``edited``, ``blocked``, ``unblocked``,
    ``other`` (sticker, location …)."""
    chat_id: int
    user_id: int
    user_name: str
    message_id: int
    sent_at: datetime
    """When the person acted, aware UTC (``message.date``), not when it is handled."""
    text: str = ""
    """Typed text or caption, cleaned (NFC, no control characters)."""
    photos: tuple[str, ...] = ()
    """Pictures and recordings, as :mod:`bot.domain.evidence` writes them."""
    code: str = ""
    """What a pressed button carried."""
    press_id: str = ""
    forwarded: bool = False
    album: str = ""
    what: str = ""
    """Which kind of message without text it was (``sticker``, ``voice`` …)."""
    phone: str = ""
    """For ``contact``: the number, only when it is the sender's own."""
    file: SentFile | None = None
    """For ``document``."""

    @property
    def words(self) -> str:
        """What the sender says himself: nothing of what he forwards."""
        return "" if self.forwarded else self.text

    @property
    def evidence(self) -> tuple[str, ...]:
        """What is kept beside the words: pictures, recordings, the words of a forwarded post, a file where one is awaited."""
        if self.kind == "document" and self.file is not None:
            return (Evidence(EvidenceKind.DOCUMENT, self.file.file_id).stored,)
        post = self.kind == "text" and self.forwarded and self.text
        return (Evidence(EvidenceKind.POST, self.text[:LONGEST_POST]).stored,) if post else self.photos


@dataclass(slots=True)
class Context:
    """One update in one transaction: who asks, what he may see, in which words to answer."""

    db: Connection
    now: datetime
    """Aware UTC."""
    zone: ZoneInfo
    incoming: Incoming
    person: Person
    posts: tuple[Post, ...]
    """Posts held today."""
    scope: Scope
    say: Voice
    rules: Rules
    args: tuple[str, ...] = ()
    """Words after the command, or the parts of a pressed code after its route."""
    bot_username: str = ""
    """The bot's name in links (``t.me/<name>``)."""
    practising: bool = False
    """He records for his practice cell: ``posts`` and ``scope`` hold that cell alone."""

    @property
    def local(self) -> datetime:
        """When the asker wrote what is answered now, on local clocks: after an outage his "tối nay" is that evening."""
        wrote = self.incoming.kind in WRITTEN
        return (spoken_at(self.incoming.sent_at, self.now) if wrote else self.now).astimezone(self.zone)

    @property
    def today(self) -> date:
        """The local date of that moment."""
        return self.local.date()

    @property
    def units(self) -> dict[int, str]:
        """Names of the units of ``posts``."""
        return {post.unit_id: units.name_of(self.db, post.unit_id, self.today) for post in self.posts}

    def number(self, index: int) -> int:
        """The part of a pressed code at that place as a number; Refused("not-found") for a forged or broken code."""
        part = self.args[index] if index < len(self.args) else ""
        if not (part.isascii() and part.isdecimal() and len(part) <= LONGEST_ID):
            raise Refused("not-found")
        return int(part)

    def holds(self, *roles: Role) -> tuple[Post, ...]:
        """The asker's posts with one of the roles."""
        return tuple(post for post in self.posts if post.role in roles)


Answer = Screen | tuple[Screen, ...]
Handler = Callable[[Context], Answer]


def screens_of(told: Answer) -> tuple[Screen, ...]:
    """One screen or several, as several."""
    return told if isinstance(told, tuple) else (told,)
