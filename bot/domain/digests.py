"""What a digest says of a cell's month, in one word that can be kept and held against the records later."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.reminders import Obligation, State, late_after
from bot.domain.rules import Rules

MET, EXCUSED, HELD, NO_DAY = "met", "excused", "held", "no-day"
MOVED, DAY = "moved", "day"
CARD = "cel:{}:n"
"""The code of a cell's card below a digest, which stays as it is."""
SETTLED = frozenset({MET, EXCUSED})
CORRECTED_FOR = timedelta(days=31)
"""A digest is corrected for so long: the month that it spoke of is locked by then, and the summary says what was told since."""


def as_told(owed: Obligation) -> str:
    """``met``, ``excused``, ``held``, ``no-day``, ``moved@<day>`` or ``day@<day>``: what a digest of now says of it."""
    if owed.state is State.MET or owed.paper_at is not None:
        return MET
    if owed.state is State.EXCUSED:
        return EXCUSED
    if owed.said_held_on is not None:
        return HELD
    if owed.day is None:
        return NO_DAY
    return f"{MOVED if owed.postponed_to is not None else DAY}@{owed.day}"


def silent(owed: Obligation, today: date, rules: Rules) -> bool:
    """Whether its record is still missing though its day and the grace are over."""
    return as_told(owed) not in SETTLED and late_after(owed, rules) < today
