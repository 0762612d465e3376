"""Upwards step by step: after how many days of silence each level above a cell is told of it.

The cell's own ladder comes first; then who follows it from above, its committee, and the next committee above that one.
"""

from __future__ import annotations

from bot.domain.rules import Rules

LEVELS = ("upper", "committee", "next_committee")
"""From the nearest to the farthest; the names of their rungs. A level that nobody holds passes on to the next."""


def level_days(rules: Rules) -> tuple[tuple[str, int], ...]:
    """(level, days after the day that counts) of the levels that are told at all (0 days: not).

    None before the grace is over, and none before a nearer one, whatever single committees have set.
    """
    least = rules.grace_days + 1
    found = []
    for level, days in zip(LEVELS, (rules.upper_days, rules.committee_days, rules.next_committee_days), strict=True):
        if days:
            least = max(least, days)
            found.append((level, least))
    return tuple(found)


def told_above(rules: Rules, level: str) -> bool:
    """Whether that level is told of silent cells before the month's end."""
    return level in dict(level_days(rules))
