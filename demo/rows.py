"""Rows on their way into the database in bulk, with ids given beforehand so that nothing waits for an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from storage.tables import metadata


class Rows:
    """Collects rows by table; :meth:`flush` inserts them, parents before children. All rows of a table name the same columns."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._last = {
            table.name: int(db.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one())
            for table in metadata.sorted_tables
            if "id" in table.c
        }

    def number(self, table: Table) -> int:
        """The next id of the table, for a row that is added later though others name it before."""
        self._last[table.name] += 1
        return self._last[table.name]

    def add(self, table: Table, **values: Any) -> int:
        """Keep the row for the next flush; its id (0 for a table without ids, the row's own where it has one)."""
        number = int(values.get("id", 0))
        if table.name in self._last and not number:
            number = values["id"] = self.number(table)
        self._waiting[table.name].append(values)
        return number

    def flush(self) -> None:
        """Insert what waits."""
        for table in metadata.sorted_tables:
            if waiting := self._waiting.pop(table.name, None):
                self._insert(table, waiting)

    def _insert(self, table: Table, waiting: list[dict[str, Any]]) -> None:
        """One prepared statement, its values made ready column by column: half the time Core needs a row."""
        names, dialect = list(waiting[0]), self._db.dialect
        columns = []
        for name in names:
            ready = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
            values = [row[name] for row in waiting]
            columns.append(values if ready is None else _made_ready(values, ready))
        statement = insert(table).compile(dialect=dialect, column_keys=names)
        order = [columns[names.index(name)] for name in statement.positiontup or names]
        self._db.exec_driver_sql(str(statement), list(zip(*order, strict=True)))

    def finish(self) -> None:
        """Insert the rest, and let PostgreSQL's own numbering go on behind ours."""
        self.flush()
        if self._db.dialect.name == "postgresql":
            for name, last in self._last.items():
                if last:
                    self._db.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), last)))


def _made_ready(values: list[Any], ready: Callable[[Any], Any]) -> list[Any]:
    """Each value as the driver wants it; equal days, months and moments are made ready once."""
    try:
        known = {value: ready(value) for value in set(values)}
    except TypeError:  # lists and dicts, on their way to JSON
        return [ready(value) for value in values]
    return [known[value] for value in values]
