"""Notices to other people: kept as a text key with its values, said in the reader's language when they are sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.people import Person
from bot.domain.periods import Month
from storage import people
from storage.outbox import Row, put

STALE_AFTER = timedelta(days=10)


def tell_admins(
    db: Connection,
    unit_id: int,
    key: str,
    values: Mapping[str, object],
    dedupe: str,
    now: datetime,
    *,
    buttons: Iterable[tuple[str, str]] = (),
) -> int:
    """Tell the admins of the nearest committee above that unit; how many of them can be reached.

    The sentence ``key`` may name ``{ $unit }`` beside its values (str, int, date, Month). ``now`` picks today's admins.
    """
    readers = people.admins_above(db, unit_id, now.date())
    return tell(db, readers, unit_id, key, values, dedupe, now, checked="admin", buttons=buttons)


def tell(  # noqa: PLR0913
    db: Connection,
    readers: Iterable[Person],
    unit_id: int | None,
    key: str,
    values: Mapping[str, object],
    dedupe: str,
    now: datetime,
    *,
    checked: str = "",
    buttons: Iterable[tuple[str, str]] = (),
) -> int:
    """Queue the sentence once (``dedupe``) for each reader who can be reached; how many that is.

    ``checked`` ``"admin"``: dropped unless the reader is still an admin above the unit when it is sent; ``"holder"``:
    unless he still holds a post in it or above it; ``"review:<id>"``: the same, and unless the
    review waits no more; ``storage.claims.STILL`` has the others.
    ``buttons``: (text key, code) of what can be pressed under it.
    """
    said = {"key": key, "values": {name: _kept(value) for name, value in values.items()}, "as": checked}
    pressed = [[label, code] for label, code in buttons]
    rows = [
        Row(
            dedupe_key=f"notice:{dedupe}:{reader.id}",
            recipient_id=reader.id,
            unit_id=unit_id,
            kind="notice",
            payload={**said, "buttons": pressed} if pressed else said,
            not_before=now,
            expires_at=now + STALE_AFTER,
            priority=4,
        )
        for reader in readers
        if reader.telegram_id is not None and not reader.blocked
    ]
    put(db, rows, now)
    return len(rows)


def _kept(value: object) -> Any:
    match value:
        case Month():
            return {"month": str(value)}
        case date():
            return {"day": value.isoformat()}
        case _:
            return value
