"""When something last went well: ``poll`` (Telegram was asked), ``tick`` (the sweep ran), ``backup`` …"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.hot import Hot
from storage.tables import pulse as table

_BEAT = Hot(
    lambda insert: (
        insert(table)
        .values(name=bindparam("which"), at=bindparam("moment"), detail=bindparam("about"))
        .on_conflict_do_update(
            index_elements=[table.c.name],
            set_={
                "at": bindparam("moment", type_=table.c.at.type),
                "detail": bindparam("about", type_=table.c.detail.type),
            },
        )
    )
)
_LAST = select(table.c.at, table.c.detail).where(table.c.name == bindparam("which"))


@dataclass(frozen=True, slots=True)
class Pulse:
    """The last time, with whatever is to be remembered of it (JSON)."""

    at: datetime
    detail: Any = None


def beat(db: Connection, name: str, at: datetime, detail: Any = None) -> None:
    """It went well at that moment."""
    _BEAT.change(db, {"which": name, "moment": at, "about": detail})


def last(db: Connection, name: str) -> Pulse | None:
    """When it last went well; None for never."""
    row = db.execute(_LAST, {"which": name}).first()
    return None if row is None else Pulse(row.at, row.detail)
