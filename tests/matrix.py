"""Which test stands for which row of the fault matrix, read from the tests themselves: a docstring says ``Matrix 36 and 57``.

``python -m tests.matrix`` fills the last two columns of the table in docs/reliability.md; tests/test_matrix.py holds
the table against the tests.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

TESTS = Path(__file__).parent
DOCUMENT = TESTS.parent / "docs" / "reliability.md"

_NUMBERS = r"\d+(?:-\d+)?"
SAID = re.compile(rf"\bMatrix ({_NUMBERS}(?:(?:, | and ){_NUMBERS})*)")
ROW = re.compile(r"^\| (?P<number>\d+) \| (?P<fault>[^|]*) \| (?P<tests>[^|]*) \| (?P<result>[^|]*) \|$")


def numbers(text: str) -> set[int]:
    """``"1-3, 18 and 19"`` as numbers."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", text):
        found.update(range(int(first), int(last or first) + 1))
    return found


BY_TEST = numbers("1-97, 100")
"""Rows that a test of ours must stand for."""
BY_HAND = numbers("16, 17, 72, 74, 98, 99, 101-110")
"""Rows of docs/reliability.md's checklist: they need an operator, a real bot, or what is not built; some of them besides a test."""


def claims() -> dict[int, list[str]]:
    """Row → the tests that stand for it, as ``path::name`` below tests/; a talk is named by its file."""
    found: dict[int, set[str]] = defaultdict(set)
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                for said in SAID.findall(ast.get_docstring(node) or ""):
                    for row in numbers(said):
                        found[row].add(f"{path.relative_to(TESTS)}::{node.name}")
    for path in TESTS.rglob("*.txt"):
        for said in re.findall(rf"^# {SAID.pattern}", path.read_text(encoding="utf-8"), re.MULTILINE):
            for row in numbers(said):
                found[row].add(str(path.relative_to(TESTS)))
    return {row: sorted(tests) for row, tests in sorted(found.items())}


def table(document: str) -> dict[int, list[str]]:
    """Row → the tests that the document's table names for it."""
    rows = (ROW.match(line) for line in document.splitlines())
    return {int(row["number"]): re.findall(r"`([^`]+)`", row["tests"]) for row in rows if row is not None}


def checklist(document: str) -> set[int]:
    """The rows that the document's checklist names: ``- [ ] **62** …``."""
    return {int(row) for row in re.findall(r"^- \[[ x]\] \*\*(\d+)\*\*", document, re.MULTILINE)}


def filled(document: str) -> str:
    """The document with its table as the tests have it today."""
    known = claims()

    def line(row: re.Match[str]) -> str:
        tests = known.get(int(row["number"]), [])
        shown = "<br>".join(f"`{test}`" for test in tests)
        return f"| {row['number']} | {row['fault']} | {shown} | {'holds' if tests else 'not shown'} |"

    return "\n".join(line(row) if (row := ROW.match(each)) else each for each in document.split("\n"))


if __name__ == "__main__":
    DOCUMENT.write_text(filled(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
    if lacking := sorted(BY_TEST - claims().keys()):
        print("No test says:", ", ".join(f"Matrix {row}" for row in lacking))  # noqa: T201
        sys.exit(1)
