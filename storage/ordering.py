"""One order of texts on every database, whatever its own collation: byte by byte, as SQLite has it.

What a user sees in the order of names is ordered by a folded name (letters without accents), or in Python by
:func:`bot.domain.names.alphabetical`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class by_bytes(FunctionElement[str]):  # noqa: N801 - written like a function of the database
    """The text, to be ordered by."""

    type = Text()
    inherit_cache = True
    name = "by_bytes"

    def __init__(self, text: ColumnElement[Any]) -> None:
        super().__init__(text)


@compiles(by_bytes)
def _plain(element: by_bytes, compiler: SQLCompiler, **words: Any) -> str:
    return compiler.process(element.clauses, **words)


@compiles(by_bytes, "postgresql")
def _collated(element: by_bytes, compiler: SQLCompiler, **words: Any) -> str:
    return f'{compiler.process(element.clauses, **words)} COLLATE "C"'
