"""The text keys that the program's code names, found in its syntax trees."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent.parent
SPEAKERS = frozenset({"say", "note", "Refused", "Warned", "plain"})
TELLERS = frozenset({"tell", "tell_admins", "for_cell"})
"""Calls that take a key as their third argument or later."""


@dataclass(frozen=True, slots=True)
class Call:
    """One place that says something."""

    where: str
    speaker: str
    key: str
    """The key; of an f-string a regular expression."""
    exact: bool
    given: frozenset[str] | None
    """Names of the values given; None when they cannot be seen here."""


@cache
def calls() -> tuple[Call, ...]:
    """Every call with a literal key or an f-string, in bot, handlers, schedules and storage."""
    found: list[Call] = []
    for folder in ("bot", "handlers", "schedules", "storage"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    found += _told(node, f"{path.relative_to(ROOT)}:{node.lineno}")
    return tuple(found)


def _told(node: ast.Call, where: str) -> Iterator[Call]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name in SPEAKERS and node.args:
        for key, exact in _keys(node.args[0]):
            yield Call(where, name, key, exact, _given(node, name))
    if name in TELLERS:
        for argument in node.args[2:]:
            for key, exact in _keys(argument):
                if re.fullmatch(r"[a-z]+(?:-[a-z_]+)+", key):
                    yield Call(where, name, key, exact, None)


def _keys(node: ast.expr) -> Iterator[tuple[str, bool]]:
    match node:
        case ast.Constant(value=str(key)) if key:
            yield key, True
        case ast.IfExp():
            yield from _keys(node.body)
            yield from _keys(node.orelse)
        case ast.JoinedStr():
            parts = [re.escape(str(each.value)) if isinstance(each, ast.Constant) else ".*" for each in node.values]
            if re.fullmatch(r"[a-z]?.*-.*", "".join(parts)) and " " not in "".join(parts):
                yield "".join(parts), False


def _given(node: ast.Call, name: str) -> frozenset[str] | None:
    if name == "Warned":
        return None
    names = [keyword.arg for keyword in node.keywords]
    if None in names or len(node.args) > 1:
        return None
    return frozenset(filter(None, names))
