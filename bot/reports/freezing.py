"""Figures of a locked month as they were on the day of the lock, laid over those that the records give today.

What a committee has handed upward must not change under it: a record told or corrected afterwards is said beside the
figure, not put into it. Figures about today (who can be reached, which tasks are open) are never frozen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.domain.rules import Rules, with_settings
from bot.reports.summary import OF_PEOPLE, Changed, ChildSummary, Compared, Frozen, ListName, Summary

VERSION = 1
"""Of the way in which figures are written."""
OF_TODAY = OF_PEOPLE | {ListName.TASKS_OPEN, ListName.TASKS_OVERDUE}
SUMS = ("cells", "present", "base", "unexcused", "minutes", "timed", "speakers", "listeners", "voiced")
"""What was not counted yet when a month was frozen is told as it is today."""
COUNTED_BY = (
    "attendance_good",
    "attendance_low",
    "grace_days",
    "entry_days",
    "minutes_regular",
    "minutes_with_thematic",
    "small_cell",
    "thematic_each_quarter",
)
"""Rules by which a month was counted; one set otherwise later changes nothing of it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The figures as they are kept, and when they were frozen: the moment, and its local day."""

    figures: Mapping[str, Any]
    at: datetime
    on: date

    def count(self, name: ListName) -> int | None:
        """The length of that list; None when it was not counted then."""
        found = self.figures["counts"].get(name.value)
        return None if found is None else int(found)

    @property
    def expected(self) -> int:
        """Meetings that the month owed."""
        return self.count(ListName.EXPECTED) or 0

    def rules(self, rules: Rules) -> Rules:
        """The rules, with those by which it was counted."""
        return with_settings(self.figures["rules"], rules)


def _sums(summary: Summary) -> dict[str, int]:
    return {name: getattr(summary, name) for name in SUMS}


def figures_of(summary: Summary, rules: Rules) -> dict[str, Any]:
    """What is kept of a month."""
    return {
        **_sums(summary),
        "counts": {name.value: count for name, count in summary.counts.items() if name not in OF_TODAY},
        "rules": {name: getattr(rules, name) for name in COUNTED_BY},
    }


def changes(live: Summary, kept: Kept) -> tuple[Changed, ...]:
    """The lists that have another length today; who met comes first."""
    return tuple(
        Changed(name, was, live.count(name))
        for name in sorted(ListName, key=lambda name: name is not ListName.HELD)
        if (was := kept.count(name)) is not None and was != live.count(name)
    )


def over(live: Summary, kept: Kept, changed_on: date | None) -> Summary:
    """The summary with the frozen figures; ``changed_on`` is the day of the last record told or corrected since."""
    counts = {name: count if (was := kept.count(name)) is None else was for name, count in live.counts.items()}
    sums: dict[str, Any] = {name: int(kept.figures.get(name, now)) for name, now in _sums(live).items()}
    told = Frozen(kept.on, changed_on, changes(live, kept) if changed_on else ())
    return replace(live, counts=counts, frozen=told, **sums)


def differs(live: Summary, kept: Kept) -> bool:
    """Whether the records give other figures today."""
    return bool(changes(live, kept)) or any(kept.figures.get(name, now) != now for name, now in _sums(live).items())


def compared_over(compared: Compared, kept: Kept | None) -> Compared:
    """The same of an earlier month that is shown beside: its figures are those under which it stands by itself."""
    if kept is None:
        return compared
    figures = kept.figures
    held = kept.count(ListName.HELD) or 0
    return replace(compared, held=held, expected=kept.expected, present=figures["present"], base=figures["base"])


def child_over(child: ChildSummary, kept: Kept | None) -> ChildSummary:
    """The same of a unit in the table that puts commune beside commune."""
    if kept is None:
        return child
    names = ("expected", "held", "overdue", "missed", "late", "late_entry")
    counts = {name: kept.count(ListName(name)) for name in names}
    return replace(child, **counts, present=kept.figures["present"], base=kept.figures["base"])  # type: ignore[arg-type]
