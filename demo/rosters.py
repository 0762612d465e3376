"""Made-up rosters: a cell's members by name with their standings, as many of each as its profile counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from bot.domain.members import IN_BASE, Joined, Left, Standing, Strength
from bot.domain.names import folded
from bot.domain.units import CellProfile
from demo import words
from demo.chance import happens
from demo.rows import Rows
from storage.tables import member, member_standing

KEPT = 0.88
"""Share of the cells that keep a roster; the others count by numbers."""
GROUPED = 24
"""A cell with so many members has party groups."""
A_GROUP = 12


@dataclass(frozen=True, slots=True)
class SeededRoster:
    """Who ought to attend, the officers first, and how strong the cell is."""

    expected: tuple[tuple[int, str], ...]
    """Ids and names."""
    strength: Strength
    newcomers: Mapping[int, date]
    """Probationary members, and since when."""
    away: tuple[int, str] | None = None
    """Somebody who works far away and is often absent."""

    def on(self, day: date) -> tuple[tuple[tuple[int, str], ...], dict[str, Any]]:
        """Who ought to have come that day, and what the record of that meeting freezes of the roster."""
        later = {number for number, since in self.newcomers.items() if since > day}
        expected = tuple(pair for pair in self.expected if pair[0] not in later) if later else self.expected
        strength = asdict(self.strength) | {"probationary": self.strength.probationary - len(later)}
        return expected, {"expected": [number for number, _ in expected], "strength": strength}


def total_of(profile: CellProfile) -> int:
    """How many names a roster of that strength has."""
    return profile.official + profile.probationary + profile.exempt + profile.temporary_in


def keep_roster(
    rows: Rows, rng: Random, profile: CellProfile, names: tuple[str, ...], people: Mapping[str, int], today: date
) -> SeededRoster:
    """The members in the order of ``names``; officers are official, and linked to their persons."""
    strength = Strength(
        official=profile.official - profile.special_duty - profile.temporary_out,
        probationary=profile.probationary,
        exempt=profile.exempt,
        special_duty=profile.special_duty,
        temporary_in=profile.temporary_in,
        temporary_out=profile.temporary_out,
    )
    standings = [standing for standing in Standing for _ in range(getattr(strength, standing.value))]
    groups = max(1, len(standings) // A_GROUP) if len(standings) >= GROUPED else 0
    expected: list[tuple[int, str]] = []
    newcomers: dict[int, date] = {}
    for place, (name, standing) in enumerate(zip(names, standings, strict=False)):
        since = profile.valid_from
        if standing is Standing.PROBATIONARY:
            since = max(since, today - timedelta(days=rng.randint(20, 340)))
        number = _member(rows, profile.unit_id, name, since, group=place % groups + 1 if groups else 0, people=people)
        _stands(rows, rng, number, standing, profile.valid_from, since, today)
        if standing is Standing.PROBATIONARY:
            newcomers[number] = since
        if standing in IN_BASE:
            expected.append((number, name))
    if happens(rng, 0.3):
        _gone(rows, rng, profile, today)
    away = expected[3] if len(expected) > 3 and happens(rng, 0.15) else None  # noqa: PLR2004
    return SeededRoster(tuple(expected), strength, newcomers, away)


def _member(
    rows: Rows,
    unit_id: int,
    name: str,
    joined_on: date,
    *,
    group: int = 0,
    people: Mapping[str, int] | None = None,
    left: tuple[date, Left] | None = None,
) -> int:
    return rows.add(
        member,
        unit_id=unit_id,
        name=name,
        search_name=folded(name),
        party_group=f"tổ {group}" if group else "",
        person_id=(people or {}).get(name),
        joined_on=joined_on,
        joined_how=Joined.LISTED.value,
        left_on=left[0] if left else None,
        left_how=left[1].value if left else "",
    )


def _stands(rows: Rows, rng: Random, number: int, standing: Standing, opened: date, since: date, today: date) -> None:
    """His standing; one in twenty official ones was probationary before."""
    became = today - timedelta(days=rng.randint(30, 600))
    if standing is Standing.OFFICIAL and became > opened and happens(rng, 0.05):
        rows.add(
            member_standing,
            member_id=number,
            standing=Standing.PROBATIONARY.value,
            valid_from=max(opened, became - timedelta(365)),
            valid_to=became,
        )
        since = became
    rows.add(member_standing, member_id=number, standing=standing.value, valid_from=since, valid_to=None)


def _gone(rows: Rows, rng: Random, profile: CellProfile, today: date) -> None:
    """Somebody who left the roster long ago."""
    name = f"{rng.choice(words.FAMILIES)} {rng.choice(words.MEN)}"
    left_on = profile.valid_from + (today - profile.valid_from) * rng.uniform(0.1, 0.4)
    left = (left_on, rng.choice((Left.TRANSFER, Left.DEATH)))
    number = _member(rows, profile.unit_id, name, profile.valid_from, left=left)
    rows.add(
        member_standing,
        member_id=number,
        standing=Standing.OFFICIAL.value,
        valid_from=profile.valid_from,
        valid_to=left_on,
    )
