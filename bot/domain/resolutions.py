"""Resolutions: numbered, voted texts, and how the next number is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class Vote:
    """Agree / against / other, of the voters who were asked (``None``: number not told)."""

    agree: int
    against: int = 0
    other: int = 0
    voters: int | None = None

    @property
    def counted(self) -> int:
        """All votes given."""
        return self.agree + self.against + self.other

    @property
    def share(self) -> float:
        """Agreeing of those present who voted, 0 to 1 (domain.md 3.5)."""
        asked = self.voters or self.counted
        return self.agree / asked if asked else 0.0


@dataclass(frozen=True, slots=True)
class Resolution:
    """One resolution of a cell; ``number`` as it stands on the paper (``05-NQ/CB``)."""

    unit_id: int
    number: str
    passed_on: date
    subject: str
    text: str = ""
    vote: Vote | None = None


def term_begun(rules: Rules, today: date) -> date:
    """First day of the term whose series counts: the one told, once it has come; else since ever."""
    try:
        begun = date.fromisoformat(rules.term_from)
    except ValueError:
        return date.min
    return begun if begun <= today else date.min


def own_series(rules: Rules) -> bool:
    """Whether resolutions of thematic sessions count by themselves, which only a suffix of their own can tell."""
    return rules.thematic_series == "own" and rules.thematic_suffix != rules.number_suffix
