"""Text as spreadsheets bear it: what no file can hold is left out, and nothing is taken for a formula."""

from __future__ import annotations

import unicodedata

LONGEST_WRITTEN = 32_767
"""Characters of a cell, beyond which Excel finds the file broken."""
BEFORE_FORMULA = "=+-@\t\r"
"""What a spreadsheet would take for a formula; written to .csv behind an apostrophe."""


def writable(cell: str) -> str:
    """The text without what no file can hold (control characters, lone surrogates, non-characters), cut where Excel cuts."""
    kept = (char for char in cell if char == "\n" or unicodedata.category(char) not in {"Cc", "Cs", "Cn"})
    return "".join(kept)[:LONGEST_WRITTEN]


def guarded(cell: str) -> str:
    """The text of a .csv cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in BEFORE_FORMULA and cell else cell
