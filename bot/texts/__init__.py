"""Everything that is said to a person: ``voice("vi")("key", value=…)`` gives HTML with every value escaped.

Sentences stand in ``*.ftl`` (Fluent) under this folder, one file a language and noun: ``vi/meetings.ftl``,
``en/meetings.ftl``. A key missing in a language is a fault (tests compare the languages); at run time the key itself
is shown rather than an exception raised.

Most sentences are words and plain values. Fluent's bundle and babel, with all they know of a language, are loaded by the first
one that needs them: a choice by number or kind, a number to be grouped or rounded.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from fluent.syntax import FluentParser, ast

if TYPE_CHECKING:
    from babel import Locale
    from fluent.runtime import FluentBundle

LANGUAGES = ("vi", "en")


MOST_SAID = 2048
"""Sentences, with what was put into them, that are remembered as Fluent has said them."""


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


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that was said before; one of words and plain values is put together without Fluent, in a tenth of its time."""

    words: str | None
    """With ``%s`` for each of ``names``, if there are any; None: only Fluent can say it."""
    names: tuple[str, ...] = ()
    """The values put into it, in order."""


class Voice:
    """One language: says sentences, dates and numbers the way its readers write them.

    ``brief``: in few words (*Chữ ít*), for tired eyes: hints are left out, and a sentence's ``.brief`` stands for it.
    """

    def __init__(self, language: str, *, brief: bool = False) -> None:
        self.language = language
        self.brief = brief
        self._messages: dict[str, Any] = {}
        """Sentences that were read, as Fluent's parser gives them."""
        self._sources: dict[str, str] = {}
        for path in sorted((Path(__file__).parent / language).glob("*.ftl")):
            self._sources = _sources(path.read_text(encoding="utf-8")) | self._sources
        self._known: dict[str, Sentence] = {}
        self._said: dict[tuple[object, ...], str] = {}
        self._plain: dict[str, str] = {}

    def __call__(self, key: str, **values: object) -> str:
        """The sentence ``key`` as HTML; str values are escaped, dates and numbers written in this language."""
        known = self._known.get(key)
        if known is None:
            if (known := self._learnt(key)) is None:
                return html.escape(key)
            self._known[key] = known
        words, names = known.words, known.names
        if words is not None:
            if not names:
                return words
            try:
                return words % tuple([self._put(values[name]) for name in names])
            except KeyError:  # Fluent says that one is missing
                pass
        return self._formatted(key, known, values)

    def _learnt(self, key: str) -> Sentence | None:
        """The sentence as it is said most cheaply; None when there is none."""
        pattern = self._pattern(key)
        if pattern is None:
            return None
        parts = _parts(pattern)
        if parts is None:
            return Sentence(None, tuple(dict.fromkeys(self._named(pattern))))
        names = tuple(part for part, named in parts if named)
        if not names:
            return Sentence("".join(part for part, _ in parts))
        return Sentence("".join("%s" if named else part.replace("%", "%%") for part, named in parts), names)

    def _named(self, node: Any) -> Iterator[str]:
        """The values that a part of a sentence names, with those of the sentences that it names."""
        match node:
            case ast.VariableReference(id=ast.Identifier(name=name)):
                yield name
            case ast.MessageReference(id=ast.Identifier(name=name)) if self._there(name):
                named = self._messages[name]
                yield from self._named([named.value, *(each.value for each in named.attributes)])
            case list():
                for each in node:
                    yield from self._named(each)
            case ast.BaseNode():
                yield from self._named(list(vars(node).values()))

    def _formatted(self, key: str, known: Sentence, values: Mapping[str, object]) -> str:
        """A sentence of plurals and references, as only Fluent can say it; the head of a talk's screens is one of them."""
        shown = {name: self._shown(values[name]) for name in known.names if name in values}
        asked = (key, *shown.items())
        said = self._said.get(asked)
        if said is None:
            if len(self._said) >= MOST_SAID:
                self._said.clear()
            said = self._said[asked] = str(self._bundle.format_pattern(self._compiled(key), shown)[0])
        return said

    def _put(self, value: object) -> str:
        """A value within a sentence that needs no Fluent."""
        if type(value) is str:  # most are
            return _escaped(value)
        if isinstance(value, Html):
            return value
        shown = self._shown(value)
        return shown if isinstance(shown, str) else self.number(shown) if isinstance(shown, int) else str(shown)

    def names(self, key: str) -> tuple[str, ...]:
        """The values that the sentence names, with those of the sentences in it; nothing for one that there is not."""
        known = self._known.get(key) or self._learnt(key)
        return known.names if known is not None else ()

    def knows(self, key: str) -> bool:
        """True when the sentence exists in this language (optional ones, such as hints, may not)."""
        return key in self._known or self._pattern(key) is not None

    def _pattern(self, key: str) -> Any:
        """The Fluent pattern of ``key`` or, as ``key.attribute``, of one of its attributes; None when there is none."""
        name, _, attribute = key.partition(".")
        if not self._there(name) or (self.brief and attribute == "hint"):
            return None
        message = self._messages[name]
        return self._meant(message.value, {each.id.name: each.value for each in message.attributes}, attribute)

    def _compiled(self, key: str) -> Any:
        """The same as Fluent's bundle takes it; the sentence exists."""
        name, _, attribute = key.partition(".")
        if not self._bundle.has_message(name):
            self._bundle.add_resource(ast.Resource(list(self._messages.values())))
        message = self._bundle.get_message(name)
        return self._meant(message.value, message.attributes, attribute)

    def _meant(self, value: Any, attributes: Mapping[str, Any], attribute: str) -> Any:
        if self.brief and not attribute:
            return attributes.get("brief", value)
        return attributes.get(attribute) if attribute else value

    @cached_property
    def _bundle(self) -> FluentBundle:
        from fluent.runtime import FluentBundle  # noqa: PLC0415 - with babel; see above

        return FluentBundle([self.language], use_isolating=False)

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale  # noqa: PLC0415 - see above

        return Locale.parse(self.language)

    @cached_property
    def _point(self) -> str:
        from babel.numbers import get_decimal_symbol  # noqa: PLC0415 - see above

        return get_decimal_symbol(self._locale)

    def _there(self, name: str) -> bool:
        """Whether the sentence exists; read by Fluent when it is first said, with those that it names."""
        if name in self._messages:
            return True
        source = self._sources.get(name)
        if source is None:
            return False
        for named in _NAMED.findall(source):  # first: whatever thread finds this one finds them, too
            self._there(named)
        read = FluentParser(with_spans=False).parse(source).body
        self._messages |= {entry.id.name: entry for entry in read if isinstance(entry, ast.Message)}
        return name in self._messages

    def keys(self) -> tuple[str, ...]:
        """The names of all its sentences."""
        return tuple(self._sources)

    def plain(self, key: str, **values: object) -> str:
        """The sentence for places that take no HTML: button labels, file names, command descriptions."""
        if values:
            return self.without_tags(self(key, **values))
        known = self._plain.get(key)
        if known is None:
            known = self.without_tags(self(key))
            if key in self._known:
                self._plain[key] = known
        return known

    def without_tags(self, said: str) -> str:
        """HTML that was said, as plain text."""
        bare = _TAG.sub("", said) if "<" in said else said
        return html.unescape(bare) if "&" in bare else bare

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
        if isinstance(value, float) and 0 < value < 1000 and _SHORT.fullmatch(written := repr(value)):  # noqa: PLR2004
            return written.removesuffix(".0").replace(".", self._point)
        from babel.numbers import format_decimal  # noqa: PLC0415 - see above

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
                return _escaped(str(value))


def _escaped(text: str) -> str:
    return html.escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


_SHORT = re.compile(r"\d{1,3}\.\d{1,3}")
"""A number whose digits all are written: nothing to be rounded or grouped."""
_TAG = re.compile(r"<[^>]+>")
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
