"""Counting with days inside a statement, on SQLite and on PostgreSQL: dates and moments are kept as ISO text."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from storage.tables import Day


class days_after(FunctionElement[date]):  # noqa: N801 - reads as the SQL function it is
    """``days_after(day, n)``: the day ``n`` days later (earlier for a negative ``n``)."""

    type = Day()
    inherit_cache = True
    name = "days_after"


class local_day(FunctionElement[date]):  # noqa: N801
    """``local_day(moment, minutes)``: the day of a stored moment on clocks that many minutes before UTC."""

    type = Day()
    inherit_cache = True
    name = "local_day"


def _arguments(element: FunctionElement[date], compiler: SQLCompiler, **options: Any) -> list[str]:
    clauses: list[ColumnElement[Any]] = list(element.clauses)
    return [compiler.process(clause, **options) for clause in clauses]


@compiles(days_after, "sqlite")
def _days_after_sqlite(element: days_after, compiler: SQLCompiler, **options: Any) -> str:
    day, days = _arguments(element, compiler, **options)
    return f"date({day}, {days} || ' days')"


@compiles(days_after, "postgresql")
def _days_after_postgresql(element: days_after, compiler: SQLCompiler, **options: Any) -> str:
    day, days = _arguments(element, compiler, **options)
    return f"to_char(CAST({day} AS date) + CAST({days} AS integer), 'YYYY-MM-DD')"


@compiles(local_day, "sqlite")
def _local_day_sqlite(element: local_day, compiler: SQLCompiler, **options: Any) -> str:
    moment, minutes = _arguments(element, compiler, **options)
    return f"date({moment}, {minutes} || ' minutes')"


@compiles(local_day, "postgresql")
def _local_day_postgresql(element: local_day, compiler: SQLCompiler, **options: Any) -> str:
    moment, minutes = _arguments(element, compiler, **options)
    return f"to_char(CAST({moment} AS timestamp) + make_interval(mins => CAST({minutes} AS integer)), 'YYYY-MM-DD')"
