"""Everything that is said to a person: ``voice("vi")("key", value=…)`` gives HTML with every value escaped.

Sentences stand in ``*.ftl`` (Fluent) under this folder, one file a language and noun: ``vi/meetings.ftl``,
``en/meetings.ftl``. A key missing in a language is a fault (tests compare the languages); at run time the key itself
is shown rather than an exception raised.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from babel import Locale
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast

LANGUAGES = ("vi", "en")


class Html(str):
    """Text that is HTML already; put into a sentence as it is."""

    __slots__ = ()


class Note(Protocol):
    """A sentence not yet said: a text key with its values."""

    @property
    def key(self) -> str:
        """Names the sentence."""

    @property
    def values(self) -> dict[str, object]:
        """What the sentence names."""


class Voice:
    """One language: says sentences, dates and numbers the way its readers write them.

    ``brief``: in few words (*Chữ ít*), for tired eyes: hints are left out, and a sentence's ``.brief`` stands for it.
    """

    def __init__(self, language: str, *, brief: bool = False) -> None:
        self.language = language
        self.brief = brief
        self._locale = Locale.parse(language)
        self._bundle = FluentBundle([language], use_isolating=False)
        self._sources: dict[str, str] = {}
        for path in sorted((Path(__file__).parent / language).glob("*.ftl")):
            self._sources = _sources(path.read_text(encoding="utf-8")) | self._sources
        self._fixed: dict[str, str] = {}
        self._parts: dict[str, Parts | None] = {}

    def __call__(self, key: str, **values: object) -> str:
        """The sentence ``key`` as HTML; str values are escaped, dates and numbers written in this language."""
        if not values and (known := self._fixed.get(key)) is not None:
            return known
        pattern = self._pattern(key)
        if pattern is None:
            return html.escape(key)
        shown = {name: self._shown(value) for name, value in values.items()}
        said = self._joined(key, pattern, shown)
        if said is None:
            text, _ = self._bundle.format_pattern(pattern, shown)
            said = str(text)
        if not values:
            self._fixed[key] = said
        return said

    def _joined(self, key: str, pattern: Any, shown: dict[str, object]) -> str | None:
        """A sentence without plurals and references, put together without Fluent (a tenth of its time); None otherwise."""
        if key not in self._parts:
            self._parts[key] = _parts(pattern)
        parts = self._parts[key]
        if parts is None or any(named and part not in shown for part, named in parts):
            return None
        return "".join([self._written(shown[part]) if named else part for part, named in parts])

    def _written(self, value: object) -> str:
        return value if isinstance(value, str) else self.number(value) if isinstance(value, int) else str(value)

    def knows(self, key: str) -> bool:
        """True when the sentence exists in this language (optional ones, such as hints, may not)."""
        return self._pattern(key) is not None

    def _pattern(self, key: str) -> Any:
        """The Fluent pattern of ``key`` or, as ``key.attribute``, of one of its attributes; None when there is none."""
        name, _, attribute = key.partition(".")
        if not self._there(name) or (self.brief and attribute == "hint"):
            return None
        message = self._bundle.get_message(name)
        if self.brief and not attribute and (short := message.attributes.get("brief")) is not None:
            return short
        return message.attributes.get(attribute) if attribute else message.value

    def _there(self, name: str) -> bool:
        """Whether the sentence exists; read by Fluent when it is first said, with those that it names."""
        if self._bundle.has_message(name):
            return True
        source = self._sources.get(name)
        if source is None:
            return False
        self._bundle.add_resource(FluentResource(source))
        for named in _NAMED.findall(source):
            self._there(named)
        return self._bundle.has_message(name)

    def keys(self) -> tuple[str, ...]:
        """The names of all its sentences."""
        return tuple(self._sources)

    def plain(self, key: str, **values: object) -> str:
        """The sentence for places that take no HTML: button labels, file names, command descriptions."""
        return self.without_tags(self(key, **values))

    def without_tags(self, said: str) -> str:
        """HTML that was said, as plain text."""
        return html.unescape(re.sub(r"<[^>]+>", "", said))

    def day(self, value: date) -> str:
        """``thứ Ba 03/11/2026`` · ``Tuesday 03/11/2026``; day before month always."""
        return f"{self(f'weekday-{value.isoweekday()}')} {value:%d/%m/%Y}"

    def short_day(self, value: date) -> str:
        """``03/11``."""
        return f"{value:%d/%m}"

    def number(self, value: float) -> str:
        """``1.130`` · ``1,5`` in Vietnamese."""
        if isinstance(value, int) and -1000 < value < 1000:  # noqa: PLR2004 - nothing to group
            return str(value)
        return format_decimal(value, locale=self._locale)

    def percent(self, share: float, *, digits: int = 1) -> str:
        """A share of 0 to 1 as ``93,3%``; a whole one without decimals (``100%``)."""
        value = round(share * 100, digits)
        return f"{self.number(int(value) if value == int(value) else value)}%"

    def _shown(self, value: object) -> object:
        match value:
            case Html():
                return str(value)
            case bool() | None:
                return str(value).lower()
            case int():
                return value
            case float():
                return self.number(value)
            case datetime():
                return f"{value:%H:%M %d/%m/%Y}"
            case date():
                return self.day(value)
            case _:
                return html.escape(str(value), quote=False)


_ENTRY = re.compile(r"^([a-zA-Z][\w-]*) *=.*(?:\n(?![a-zA-Z#-]).*)*", re.MULTILINE)
_NAMED = re.compile(r"\{\s*([a-z][\w-]*)\s*\}")
"""A sentence put into another one."""


def _sources(text: str) -> dict[str, str]:
    """The sentences of a file by name, as they are written: to read them all takes a fifth of the start."""
    found: dict[str, str] = {}
    for match in _ENTRY.finditer(text):
        found.setdefault(match[1], match[0] + "\n")
    return found


Parts = tuple[tuple[str, bool], ...]
"""A sentence's pieces: words as they stand, or the name of a value (True)."""


def _parts(pattern: Any) -> Parts | None:
    """The pieces of a pattern of words and plain values; None for one that only Fluent can say."""
    found: list[tuple[str, bool]] = []
    for element in getattr(pattern, "elements", (pattern,)):  # a sentence of words alone is no pattern
        match element:
            case ast.TextElement(value=words):
                found.append((words, False))
            case ast.Placeable(expression=ast.VariableReference(id=ast.Identifier(name=name))):
                found.append((name, True))
            case _:
                return None
    return tuple(found)


@cache
def voice(language: str, *, brief: bool = False) -> Voice:
    """The voice of that language, loaded once; Vietnamese for a language not spoken here."""
    return Voice(language if language in LANGUAGES else LANGUAGES[0], brief=brief)


Say = Callable[..., str]
