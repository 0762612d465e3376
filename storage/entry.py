"""Who enters something, when, and out of which conversation: kept with every record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of entering; ``draft_id`` makes it idempotent, ``answers`` let it be corrected later."""

    by: int | None
    now: datetime
    """Aware UTC."""
    draft_id: int | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    """Why a record is corrected; empty for a first version."""
