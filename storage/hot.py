"""Hot statements: put together once by SQLAlchemy, then run on SQLite's own connection at a tenth of the cost.

For the handful of statements that every answer needs; all others go through the connection as usual. On PostgreSQL
these do as well.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Dialect, Select, UpdateBase
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

Statement = Select[*tuple[Any, ...]] | UpdateBase
Insert = Callable[..., Any]
"""An engine's own insert, which knows ON CONFLICT."""
Turn = Callable[[Any], Any]
Turns = tuple[tuple[int, Turn], ...]


def insert_of(dialect: Dialect) -> Insert:
    """The insert of that engine; the other engine's is never imported (an eightieth of the start)."""
    made: Insert = import_module(f"sqlalchemy.dialects.{dialect.name}").insert
    return made


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as SQLite takes it, with how its values go in and come out."""

    sql: str
    binds: tuple[str, ...]
    fixed: Mapping[str, Any]
    row: Callable[[Sequence[Any]], Any]
    given: Turns
    """The places whose values are turned into SQLite's, …"""
    found: Turns
    """… and those turned into the domain's."""


class Hot:
    """One hot statement, or how it is made with the engine's own insert."""

    def __init__(self, statement: Statement | Callable[[Insert], Statement]) -> None:
        self.statement = statement
        self._made_for: dict[str, Statement] = {}
        self._prepared: Prepared | None = None

    def rows(self, db: Connection, values: Mapping[str, Any]) -> list[Any]:
        """The rows of a SELECT, their columns by name and by place."""
        raw = _raw(db)
        if raw is None:
            return list(db.execute(self._for(db.dialect), values).all())
        prepared = self._made(db.dialect)
        found = _run(db, raw, prepared, values).fetchall()
        return [prepared.row(_turned(list(row), prepared.found)) for row in found]

    def change(self, db: Connection, values: Mapping[str, Any]) -> int:
        """How many rows an INSERT or UPDATE has touched."""
        raw = _raw(db)
        if raw is None:
            return db.execute(self._for(db.dialect), values).rowcount
        return _run(db, raw, self._made(db.dialect), values).rowcount

    def _for(self, dialect: Dialect) -> Any:
        if not callable(self.statement):
            return self.statement
        if dialect.name not in self._made_for:
            self._made_for[dialect.name] = self.statement(insert_of(dialect))
        return self._made_for[dialect.name]

    def _made(self, dialect: Dialect) -> Prepared:
        if self._prepared is None:
            self._prepared = prepare(self._for(dialect), dialect)
        return self._prepared


def prepare(statement: Statement, dialect: Dialect) -> Prepared:
    """The statement compiled for SQLite."""
    compiled: Any = statement.compile(dialect=dialect)
    binds = tuple(compiled.positiontup)
    columns = list(statement.selected_columns) if isinstance(statement, Select) else []
    row = namedtuple("row", [column.name for column in columns], rename=True)  # type: ignore[misc]  # noqa: PYI024
    given = _turns(_in(compiled.binds[name].type, dialect) for name in binds)
    found = _turns(_out(column.type, dialect) for column in columns)
    return Prepared(str(compiled), binds, dict(compiled.params), row._make, given, found)


def _turns(each: Iterable[Turn | None]) -> Turns:
    return tuple((at, turn) for at, turn in enumerate(each) if turn is not None)


def _turned(values: list[Any], turns: Turns) -> list[Any]:
    for at, turn in turns:
        values[at] = turn(values[at])
    return values


def _in(type_: TypeEngine[Any], dialect: Dialect) -> Turn | None:
    return type_.dialect_impl(dialect).bind_processor(dialect)


def _out(type_: TypeEngine[Any], dialect: Dialect) -> Turn | None:
    return type_.dialect_impl(dialect).result_processor(dialect, None)


def _raw(db: Connection) -> sqlite3.Connection | None:
    raw = db.connection.dbapi_connection
    return raw if isinstance(raw, sqlite3.Connection) else None


def _run(db: Connection, raw: sqlite3.Connection, prepared: Prepared, values: Mapping[str, Any]) -> sqlite3.Cursor:
    given = {**prepared.fixed, **values}
    try:
        return raw.execute(prepared.sql, _turned([given[name] for name in prepared.binds], prepared.given))
    except sqlite3.Error as exc:
        raise DBAPIError.instance(
            prepared.sql, None, exc, sqlite3.Error, hide_parameters=True, dialect=db.dialect
        ) from exc
