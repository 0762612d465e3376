"""Until when a record may be corrected, and by whom: the recorder, then the committee's leave, then a locked month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.periods import Month
from bot.domain.rules import Rules


class Way(StrEnum):
    """How a record can still be changed."""

    OWN = "own"
    """By who records for the cell."""
    RETURNED = "returned"
    """By who records for the cell, because the committee asks for it, however late it is."""
    ASKED = "asked"
    """With the committee's leave."""
    LOCKED = "locked"
    """Not before the committee unlocks it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record can be changed today, and the last day of that (locked: the day at whose end the month closed)."""

    way: Way
    until: date


def closes_on(period: Month, rules: Rules) -> date:
    """The last day on which that month can be told or corrected: the lock day of the month after [A]."""
    return period.plus(1).day(rules.lock_day)


def locked(period: Month, today: date, rules: Rules) -> bool:
    """Whether the month is closed."""
    return today > closes_on(period, rules)


def standing(
    period: Month,
    recorded_on: date,
    today: date,
    rules: Rules,
    *,
    unlocked_until: date | None = None,
    returned: bool = False,
) -> Standing:
    """How the record of ``period``, signed off on ``recorded_on``, can be changed on ``today``.

    ``returned``: the committee waits for its correction.
    """
    if unlocked_until is not None and today <= unlocked_until:
        return Standing(Way.OWN, unlocked_until)
    closing = closes_on(period, rules)
    if returned:
        return Standing(Way.RETURNED, closing)
    if today > closing:
        return Standing(Way.LOCKED, closing)
    window = min(recorded_on + timedelta(days=rules.correction_days), closing)
    return Standing(Way.OWN, window) if today <= window else Standing(Way.ASKED, closing)
