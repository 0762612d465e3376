"""Rows that are inserted once: a second insert of the same key changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table

from storage.hot import insert_of

T = TypeVar("T")
AT_ONCE = 500
"""Values in one ``IN``; SQLite takes 32,766 parameters, older ones 999."""


def insert_new(db: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows (all with the same columns); those whose key is there already are left out. No ids are asked for:
    whoever may add a row need not be allowed to read it (storage.fence).
    """
    if rows:
        db.execute(insert_of(db.dialect)(table).on_conflict_do_nothing().inline(), list(rows))


def portions(items: Sequence[T], size: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """The items in portions for one ``IN`` each."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
