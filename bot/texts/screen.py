"""A screen: one message with its numbered choices as buttons; knows no messenger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """One press: ``code`` comes back when it is pressed (at most 64 bytes of UTF-8 once complete)."""

    label: str
    code: str


Rows = tuple[tuple[Button, ...], ...]


Told = Callable[[int, int], None]
"""Hears how far a work is: so many parts of so many."""


@dataclass(frozen=True, slots=True)
class Aside:
    """How a file comes about that takes long: read, made and noted one after another while others are attended to."""

    read: Callable[[Any], Any]
    """Of a connection: what stands in the file, within the scope of who asks."""
    make: Callable[[Any, Told], bytes]
    note: Callable[[Any, bytes], None]
    """Of a connection: keeps who had it; before it is sent."""
    said: Callable[[int, int], str]
    """How far it is, as HTML."""
    spare: Callable[[Any, Told], bytes] | None = None
    """Makes another one when ``make`` fails; the file's ``spare_said`` is then said with it."""


def _nothing() -> bytes:
    return b""


@dataclass(frozen=True, slots=True)
class File:
    """A picture or document sent with the screen; ``make`` gives its bytes once the transaction is over."""

    name: str
    make: Callable[[], bytes] = _nothing
    picture: bool = False
    protect: bool = False
    """Not to be forwarded or saved by who gets it."""
    spare: Callable[[], bytes] | None = None
    """Makes another one when ``make`` fails …"""
    spare_said: str = ""
    """… and what is then said with it."""
    aside: Aside | None = None
    """Stands for ``make`` when the making takes long."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence shown again by its file id, not to be forwarded or saved; a post by its words."""

    kind: str
    """``photo``, ``file``, ``document``, ``voice``, ``audio``, ``video_note``, ``post``."""
    value: str
    caption: str
    """HTML; of a post all that is said."""
    lost: str
    """HTML said in its place when Telegram cannot show it."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What is said at once: HTML text of at most 4,096 characters (longer is split), buttons, perhaps a file."""

    text: str
    rows: Rows = field(default=())
    file: File | None = None
    kept: tuple[Piece, ...] = ()
    """Evidence shown before the text."""
    contact: str = ""
    """Label of a button below the chat that shares the person's own telephone number; only without other buttons."""
    replace: bool = False
    """Pressed screens only: put this in the place of the message that held the button (paging)."""
    unseen: tuple[Button, ...] = ()
    """Numbered choices that stand on the other pages of a list: their numbers and words may be typed here, too."""
    draft: tuple[int, int] | None = None
    """Screens of a form: the draft's id and the revision that this shows; noted as shown once Telegram took it."""


def rows_of(buttons: list[Button], width: int) -> Rows:
    """The buttons in rows of ``width``."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))
