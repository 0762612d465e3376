"""The table in docs/reliability.md cannot lie: rows, tests and document are held against each other."""

from __future__ import annotations

from tests import matrix
from tests.matrix import BY_HAND, BY_TEST, DOCUMENT

COMING = matrix.numbers("")
"""Rows whose tests are being written; a row leaves this list with its test."""


def test_every_row_has_a_test() -> None:
    lacking = BY_TEST - matrix.claims().keys()
    assert lacking <= COMING, f"no docstring says: {sorted(lacking - COMING)}"


def test_a_row_that_a_docstring_names_exists() -> None:
    assert matrix.claims().keys() <= BY_TEST | BY_HAND


def test_every_test_of_the_table_exists_and_stands_for_its_row() -> None:
    known = matrix.claims()
    for row, tests in matrix.table(DOCUMENT.read_text(encoding="utf-8")).items():
        assert set(tests) <= set(known.get(row, [])), f"row {row}: make the table anew (python -m tests.matrix)"


def test_the_document_has_every_row_in_its_table_or_checklist() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    assert matrix.table(document).keys() == BY_TEST
    assert matrix.checklist(document) >= BY_HAND
    assert {62} <= matrix.checklist(document), "half of it is a test, half of it an operator's"


def test_rows_are_read_from_what_a_docstring_says() -> None:
    assert matrix.SAID.findall("Matrix 1-3, 18 and 19: kills.") == ["1-3, 18 and 19"]
    assert matrix.numbers("1-3, 18 and 19") == {1, 2, 3, 18, 19}
    assert matrix.SAID.findall("The matrix has 110 rows") == []
