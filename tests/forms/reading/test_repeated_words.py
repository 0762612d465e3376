"""No message keeps a reader busy: words said again and again, with wide spaces between, end every search at once.

Where a pattern can divide the same spaces in two ways within a repetition, twenty words take minutes (*7h họp  họp  họp …* did),
and the one thread that writes would stand still for all.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

import bot.forms.reading
from bot.forms import answers
from bot.forms.reading import patterns

NEVER = 10
"""Seconds after which a search is taken for one without end; an ordinary one takes microseconds."""
TIMES = 22
BEGINNINGS = (
    "",
    "7h ",
    "28 ",
    "trước ",
    "giao đ/c Lan ",
    "vắng ",
    "ngày 3 ",
    "có mặt 28 ",
    "28/30 ",
    "nghị quyết ",
    "đ/c An ",
)
BETWEEN = ("3", "12", "đ/c", "lan", ",", ":", ".", "-", "(", "/", "\n")
READERS = [
    answers,
    *(import_module(f"bot.forms.reading.{each.name}") for each in iter_modules(bot.forms.reading.__path__)),
]


def compiled(value: Any) -> Iterator[re.Pattern[str]]:
    """The patterns in what a module holds."""
    source = getattr(value, "source", None) or getattr(value, "_source", None)
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(source, str):
        yield patterns._compiled(source)
    elif isinstance(value, tuple | list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from compiled(each)


FOUND = {each.pattern: each for reader in READERS for value in vars(reader).values() for each in compiled(value)}


@contextmanager
def ending(what: str) -> Iterator[None]:
    def late(*_: object) -> None:
        raise AssertionError(f"no end of {what}")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(NEVER)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_all_are_there() -> None:
    assert len(FOUND) > 150


@pytest.mark.parametrize("regex", FOUND.values(), ids=range(len(FOUND)))
def test_words_said_again_and_again_end_every_search(regex: re.Pattern[str]) -> None:
    words = [word for word in re.findall(r"[^\W\d_]+", regex.pattern) if len(word) < 15]
    for word in dict.fromkeys((*words, *BETWEEN)):
        with ending(f"{word!r} again and again in {regex.pattern}"):
            for beginning in BEGINNINGS:
                for space in ("  ", " ", ""):
                    regex.search(beginning + (word + space) * TIMES + "\x00")
