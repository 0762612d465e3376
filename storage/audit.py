"""Who did what to which unit's data: one append-only row, written in the transaction of the act (reliability.md 3.8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from storage.tables import audit

_NOTE = insert(audit).inline()
"""Its id is not asked for: whoever notes something need not be allowed to read it."""


def note(
    db: Connection, now: datetime, person_id: int | None, unit_id: int | None, act: str, about: Any = None
) -> None:
    """Keep that the person (None: the program, or the command line) did ``act``; ``about`` is JSON, never a secret."""
    db.execute(_NOTE, {"at": now, "person_id": person_id, "unit_id": unit_id, "act": act, "about": about})


def note_many(db: Connection, now: datetime, person_id: int | None, act: str, told: Sequence[tuple[int, Any]]) -> None:
    """The same act upon many: of each its unit, and what it was about."""
    rows = [
        {"at": now, "person_id": person_id, "unit_id": unit_id, "act": act, "about": about} for unit_id, about in told
    ]
    if rows:
        db.execute(_NOTE, rows)
