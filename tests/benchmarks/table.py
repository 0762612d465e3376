"""The bench's table: each row a figure with its unit, its goal where there is one, and whether it was reached."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; ``goal`` is a bound on it: at least, at most, or none."""

    name: str
    value: float
    unit: str = ""
    goal: float | None = None
    bound: Literal["at least", "at most"] = "at most"
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None without a goal."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.bound == "at least" else self.value <= self.goal


def shown(value: float) -> str:
    """Three figures that mean something: ``1,234`` · ``56.7`` · ``0.81``."""
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2f}"


def verdict(row: Row) -> str:
    """``reached``, ``MISSED`` or nothing."""
    return {None: "", True: "reached", False: "MISSED"}[row.reached]


def rendered(rows: Sequence[Row]) -> str:
    """The table as text, one line a row."""
    lines = [("", "", "goal", "", "")]
    for row in rows:
        goal = "" if row.goal is None else f"{'≥' if row.bound == 'at least' else '≤'} {shown(row.goal)}"
        lines.append((row.name, f"{shown(row.value)} {row.unit}".strip(), goal, verdict(row), row.note))
    name, figure, bound, told, _ = (max(len(line[column]) for line in lines) for column in range(5))
    return "\n".join(
        f"{each[0]:<{name}}  {each[1]:>{figure}}  {each[2]:>{bound}}  {each[3]:<{told}}  {each[4]}".rstrip()
        for each in lines
    )


def told(line: str) -> None:
    """Progress goes to stderr, the table to stdout."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201


def as_json(row: Row) -> dict[str, Any]:
    """The row for ``bench.json``."""
    return {
        "name": row.name,
        "value": round(row.value, 4),
        "unit": row.unit,
        "goal": row.goal,
        "bound": None if row.goal is None else row.bound,
        "reached": row.reached,
        "note": row.note,
    }
