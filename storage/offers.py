"""What the numbers of a chat's newest screen stand for, so that a choice can be typed as well as pressed.

Kept as ``{"1": ["route:…", "words of the line"]}``; before the words were kept, as ``{"1": "route:…"}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from bot.domain.names import folded
from storage.hot import Hot, Insert, Statement
from storage.tables import offer

SHORTEST = 3
"""Characters that must be typed to mean a line by its words."""

TURNING = frozenset({"khong", "thoi", "not", "no"})
"""Words after which the rest of a line means the contrary."""

LEAVING = frozenset({"thoi", "bo khong gui", "no", "leave it", "drop it send nothing", "keep"})
"""What the second of two choices says when the first is to do what was asked."""
TWO = 2
JUST_NOW = timedelta(minutes=10)
"""Later an *ok* may be said to anything."""


def _putting(insert: Insert) -> Statement:
    made = insert(offer).values(chat_id=bindparam("chat"), codes=bindparam("codes_"), at=bindparam("now"))
    put: Statement = made.on_conflict_do_update(
        index_elements=[offer.c.chat_id], set_={"codes": made.excluded.codes, "at": made.excluded.at}
    )
    return put


_PUT = Hot(_putting)
_CLEAR = (
    update(offer)
    .where(offer.c.chat_id == bindparam("chat"), offer.c.codes != bindparam("none"))
    .values(codes=bindparam("none"))
)
_TAKE = Hot(select(offer.c.codes, offer.c.at).where(offer.c.chat_id == bindparam("chat")))


def put(db: Connection, chat_id: int, codes: Mapping[int, str], lines: Mapping[int, str], now: datetime) -> None:
    """The numbers of the screen now shown, and what its lines say; they replace those of the one before."""
    kept = {str(number): [code, _words(lines.get(number, ""))] for number, code in codes.items()}
    values = {"chat": chat_id, "codes_": kept, "now": now}
    _PUT.change(db, values)


def clear(db: Connection, chat_id: int) -> None:
    """A form's screen was shown by a press or a command: numbers are its own again."""
    db.execute(_CLEAR, {"chat": chat_id, "none": {}})


def chosen(db: Connection, chat_id: int, number: int) -> tuple[str, datetime] | None:
    """The code behind that number and since when it was offered; None when nothing of that number is."""
    codes, at = newest(db, chat_id) or ({}, None)
    code = codes.get(number)
    return None if code is None or at is None else (code, at)


def newest(db: Connection, chat_id: int) -> tuple[dict[int, str], datetime] | None:
    """Every number of the newest screen with its code, and since when they are offered; None for none."""
    rows = _TAKE.rows(db, {"chat": chat_id})
    return ({number: code for number, code, _ in _options(rows[0].codes)}, rows[0].at) if rows else None


def meant(db: Connection, chat_id: int, text: str) -> str | None:
    """The code of the one line of the newest screen in which the typed words stand, with or without accents.

    Of several such lines the one that begins with them, else the one that ends with them: ``muối`` is *Chi bộ thôn Muối*,
    not *Muối Thượng*. ``gửi`` never means *Bỏ, không gửi*. None when none is meant, or more than one may be.
    """
    typed = _words(text)
    rows = _TAKE.rows(db, {"chat": chat_id})
    if not rows or len(typed) < SHORTEST:
        return None
    found = [(code, said) for _, code, said in _options(rows[0].codes) if _holds(said, typed)]
    begins = [(code, said) for code, said in found if f"{said} ".startswith(f"{typed} ")]
    ends = [(code, said) for code, said in found if f" {said}".endswith(f" {typed}")]
    return next((some[0][0] for some in (found, begins, ends) if len(some) == 1), None)


def answered(db: Connection, chat_id: int, now: datetime, *, yes: bool) -> str | None:
    """The code that a typed *ok* or *không* means: the newest screen asks whether to do something, and was shown just now."""
    rows = _TAKE.rows(db, {"chat": chat_id})
    options = _asking(rows[0].codes) if rows else ()
    return options[0 if yes else 1][1] if options and now - rows[0].at <= JUST_NOW else None


def passed(db: Connection, chat_id: int) -> None:
    """A screen without numbers followed: what the newest screen asked is no longer answered by an *ok*, by its number only."""
    rows = _TAKE.rows(db, {"chat": chat_id})
    if options := _asking(rows[0].codes) if rows else ():
        kept = {str(number): [code, ""] for number, code, _ in options}
        db.execute(update(offer).where(offer.c.chat_id == chat_id).values(codes=kept))


def _asking(codes: Mapping[str, str | list[str]]) -> tuple[tuple[int, str, str], ...]:
    """The two options of a screen that asks whether to do something; nothing of any other."""
    options = tuple(sorted(_options(codes)))
    return options if len(options) == TWO and options[1][2] in LEAVING else ()


def _holds(said: str, typed: str) -> bool:
    """Whether the words stand in the line, and nothing before them turns them round."""
    before, met, _ = f" {said} ".partition(f" {typed} ")
    return bool(met) and TURNING.isdisjoint(before.split())


def _options(codes: Mapping[str, str | list[str]]) -> list[tuple[int, str, str]]:
    """Number, code and words of each."""
    return [
        (int(number), option, "") if isinstance(option, str) else (int(number), option[0], option[1])
        for number, option in codes.items()
    ]


def _words(line: str) -> str:
    """The name at the head of a line, folded: what follows a colon or a bracket is about it."""
    return " ".join(re.findall(r"[^\W_]+", folded(re.split(r"[:(·]", line, maxsplit=1)[0])))
