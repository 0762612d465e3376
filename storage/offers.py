"""What the numbers of a chat's newest screen stand for, so that a choice can be typed as well as pressed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from storage.hot import Hot
from storage.inbox import INSERT
from storage.tables import offer

_PUT = {
    name: (
        made := insert(offer).values(chat_id=bindparam("chat"), codes=bindparam("codes_"), at=bindparam("now"))
    ).on_conflict_do_update(
        index_elements=[offer.c.chat_id], set_={"codes": made.excluded.codes, "at": made.excluded.at}
    )
    for name, insert in INSERT.items()
}
_CLEAR = (
    update(offer)
    .where(offer.c.chat_id == bindparam("chat"), offer.c.codes != bindparam("none"))
    .values(codes=bindparam("none"))
)
_TAKE = Hot(select(offer.c.codes, offer.c.at).where(offer.c.chat_id == bindparam("chat")))


def put(db: Connection, chat_id: int, codes: Mapping[int, str], now: datetime) -> None:
    """The numbers of the screen now shown; they replace those of the one before."""
    values = {"chat": chat_id, "codes_": {str(number): code for number, code in codes.items()}, "now": now}
    db.execute(_PUT[db.dialect.name], values)


def clear(db: Connection, chat_id: int) -> None:
    """A form's screen was shown by a press or a command: numbers are its own again."""
    db.execute(_CLEAR, {"chat": chat_id, "none": {}})


def chosen(db: Connection, chat_id: int, number: int) -> tuple[str, datetime] | None:
    """The code behind that number and since when it was offered; None when nothing of that number is."""
    rows = _TAKE.rows(db, {"chat": chat_id})
    code = rows[0].codes.get(str(number)) if rows else None
    return None if code is None else (code, rows[0].at)


def newest(db: Connection, chat_id: int) -> tuple[dict[int, str], datetime] | None:
    """Every number of the newest screen with its code, and since when they are offered; None for none."""
    rows = _TAKE.rows(db, {"chat": chat_id})
    return ({int(number): code for number, code in rows[0].codes.items()}, rows[0].at) if rows else None
