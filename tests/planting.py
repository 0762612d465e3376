"""A row in every table with a text of its own in every free column: what a test forgets to look at shows by it.

The tables themselves are walked, so a column that is added tomorrow is planted, too, without anybody's thinking of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Column, Connection, Integer, LargeBinary, Table, Text, insert, update

from bot.domain.names import folded
from bot.domain.periods import Month
from storage.tables import Day, Json, Moment, MonthText, metadata, person, search_entry, unit_name
from tests.conftest import NOW

WORD = "vàng anh"
"""A bird's name that no text of the program holds; each column's own text begins with it."""
CANARY = re.compile(rf"{WORD} \w+\.\w+")
FIXED: Mapping[str, Any] = {
    "meeting.regular": 1,
    "meeting.version": 1,
    "meeting_version.content": [["report", f"{WORD} meeting_version.content"]],
    "score.version": 1,
    "visit.word": "came",
}
LEFT_OUT = frozenset(
    {
        "unit",
        "unit_name",
        "unit_parent",
        "unit_tree",
        "unit_past",
        "person",
        "post",
        "pulse",
        "inbox",
        "offer",
        "frozen",
        "piece",
        "piece_mark",
    }
)
"""Tables of which the cell and its secretary have their rows, and those of the program alone."""


def canary(column: Column[Any]) -> str:
    """The column's own text."""
    return f"{WORD} {column.table.name}.{column.name}"


def chosen_from(table: Table) -> dict[str, str]:
    """Columns that hold one of a few words, each with the first (``one_of`` in storage.tables)."""
    found = {}
    for check in table.constraints:
        if isinstance(check, CheckConstraint) and str(check.name or "").endswith("_known"):
            column, _, words = str(check.sqltext).partition(" IN ")
            found[column.strip()] = words.strip("()").split(",")[0].strip(" '")
    return found


def free_texts() -> dict[str, Column[Any]]:
    """Every column that may hold any text, by ``table.column``: text and JSON but for days, moments and chosen words."""
    return {
        f"{table.name}.{column.name}": column
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name not in chosen_from(table) and _kind(column) in {"text", "json"}
    }


def plant(db: Connection, unit_id: int, person_id: int, has: Callable[[Column[Any]], bool] = lambda _: True) -> None:
    """One row in each table, about that cell and by that person; ``has``: the columns of an earlier step."""
    ids: dict[str, int] = {"unit": unit_id, "person": person_id}
    for table in metadata.sorted_tables:
        if table.name in LEFT_OUT or not any(map(has, table.columns)):
            continue
        words = chosen_from(table)
        values = {column.name: _value(column, ids, words) for column in table.columns if has(column)}
        made = db.execute(insert(table).values({name: value for name, value in values.items() if value is not None}))
        if list(table.primary_key.columns.keys()) == ["id"]:
            ids[table.name] = int(made.inserted_primary_key[0])  # type: ignore[index]
    of_person = {each.name: canary(each) for each in (person.c.name, person.c.phone)}
    db.execute(update(person).where(person.c.id == person_id).values(of_person))
    named = canary(unit_name.c.name)
    db.execute(update(unit_name).where(unit_name.c.unit_id == unit_id).values(name=named, search_name=folded(named)))
    if db.dialect.name == "sqlite" and has(search_entry.c.id):
        db.exec_driver_sql("INSERT INTO search_words(search_words) VALUES ('rebuild')")


def _kind(column: Column[Any]) -> str:
    match column.type:
        case Json():
            return "json"
        case Day() | Moment() | MonthText():
            return "time"
        case Text():
            return "text"
        case _:
            return "number"


def _value(column: Column[Any], ids: Mapping[str, int], words: Mapping[str, str]) -> Any:
    fixed = FIXED.get(f"{column.table.name}.{column.name}")
    if fixed is not None or column.name in words:
        return words.get(column.name) if fixed is None else fixed
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column
        return ids.get(target.table.name) if target.name == "id" else _value(target, ids, {})
    match column.type:
        case Json():
            return {"values": [canary(column)]} if column.name == "payload" else [canary(column)]
        case MonthText():
            return Month(2026, 11)
        case Day():
            return None if column.nullable else date(2026, 11, 3)
        case Moment():
            return None if column.nullable else NOW
        case Text():
            return canary(column)
        case LargeBinary():
            return b"x"
        case Integer():
            return None if (column.primary_key and column.name == "id") or column.nullable else 1
        case _:
            return None if column.nullable or column.primary_key else 1
