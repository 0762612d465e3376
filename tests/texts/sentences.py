"""The sentences of each language as they stand in the files: key or key.attribute, with the variables they name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

import bot.texts

FOLDER = Path(bot.texts.__file__).parent


@dataclass(frozen=True, slots=True)
class Sentence:
    """One pattern of a file."""

    key: str
    file: str
    variables: frozenset[str]
    refers_to: frozenset[str]
    words: str
    """What a person may read of it, every variant, without the places of values."""


@dataclass(frozen=True, slots=True)
class Book:
    """Everything a language says, in the order of the files; ``junk`` are pieces that do not parse."""

    sentences: tuple[Sentence, ...]
    junk: tuple[str, ...]

    @property
    def by_key(self) -> dict[str, Sentence]:
        return {each.key: each for each in self.sentences}


class _Names(Visitor):
    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.messages: set[str] = set()
        self.words: list[str] = []

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.messages.add(node.id.name)

    def visit_TextElement(self, node: ast.TextElement) -> None:  # noqa: N802
        self.words.append(node.value)


def _sentence(key: str, file: str, pattern: ast.Pattern) -> Sentence:
    names = _Names()
    names.visit(pattern)
    return Sentence(key, file, frozenset(names.variables), frozenset(names.messages), " ".join(names.words))


@cache
def book(language: str) -> Book:
    """The language's files, parsed strictly."""
    sentences: list[Sentence] = []
    junk: list[str] = []
    for path in sorted((FOLDER / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            match entry:
                case ast.Junk():
                    junk.append(f"{path.name}: {entry.content}")
                case ast.Message():
                    name = entry.id.name
                    if entry.value is not None:
                        sentences.append(_sentence(name, path.name, entry.value))
                    sentences += [
                        _sentence(f"{name}.{each.id.name}", path.name, each.value) for each in entry.attributes
                    ]
    by_key = {each.key: each for each in sentences}
    return Book(tuple(replace(each, variables=_named(each, by_key)) for each in sentences), tuple(junk))


def _named(sentence: Sentence, by_key: dict[str, Sentence]) -> frozenset[str]:
    """The values that the sentence and those within it name."""
    within = [_named(by_key[key], by_key) for key in sentence.refers_to if key in by_key]
    return sentence.variables.union(*within)


def bare(words: str) -> str:
    """The words without tags, quotations, /commands, command lines and numbers of paper such as NQ/CB."""
    return re.sub(r"<[^>]*>|“[^”]*”|python -m bot(?: [a-z]+)*|/\w+|\b[A-ZĐ]{2,}(?:[/-][A-ZĐ]+)*\b", " ", words)
