"""Upper members and the cells they follow, month by month: who was to come, who came, and by which word that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.names import folded
from bot.domain.periods import Month
from bot.domain.visits import Said, Visit, said_by
from bot.reports.summary import Facts

Key = tuple[int, Month]
"""A cell in a month."""


class Attended(StrEnum):
    """Whether an upper member was at the meeting of a month, or means to be."""

    CAME = "came"
    DID_NOT = "did_not"
    WILL = "will"
    WILL_NOT = "will_not"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """By which word it is known."""

    MINUTES = "minutes"
    OWN = "own"
    BOTH = "both"
    AGAINST = "against"
    """The minutes name him; he says that he did not come."""


@dataclass(frozen=True, slots=True)
class Follower:
    """Who follows a cell, from one day until the day before another."""

    unit_id: int
    person_id: int
    name: str
    since: date
    until: date | None

    def on(self, day: date) -> bool:
        """Whether he follows it on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of cells in months: who follows, what was said (in that order), and whom the minutes name."""

    followers: Mapping[Key, Sequence[Follower]]
    said: Mapping[Key, Sequence[Visit]]
    names: Mapping[int, str]
    """Of all who said something, by their ids."""
    guests: Mapping[Key, str]
    """In the regular minutes; absent or empty: nobody."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One upper member (or the guest the minutes name) and one month's meeting of a cell."""

    who: str
    attended: Attended
    basis: Basis | None = None
    remark: str = ""


def comings(unit_id: int, facts: Facts, words: Words) -> tuple[Coming, ...]:
    """Of one cell in one month: each who follows it on the day that counts, who spoke of it, and whom the minutes name.

    Somebody came in it exactly when ``facts.visited`` says so.
    """
    key = (unit_id, facts.period)
    guest = words.guests.get(key, "")
    said = said_by(words.said.get(key, ()), facts.postponed_to or facts.planned_on)
    follow = {each.person_id: each.name for each in words.followers.get(key, ()) if each.on(facts.due_on)}
    names = follow | {person: words.names[person] for person in said}
    found = [
        _coming(name, said.get(person, Said()), named=bool(guest) and folded(guest) == folded(name))
        for person, name in names.items()
    ]
    if guest and folded(guest) not in map(folded, names.values()):
        found.append(Coming(guest, Attended.CAME, Basis.MINUTES))
    return tuple(found)


def _coming(name: str, said: Said, *, named: bool) -> Coming:
    remark = said.after.remark if said.after else ""
    if named:
        basis = {None: Basis.MINUTES, True: Basis.BOTH, False: Basis.AGAINST}[said.came]
        return Coming(name, Attended.CAME, basis, remark)
    if said.came is not None:
        return Coming(name, Attended.CAME if said.came else Attended.DID_NOT, Basis.OWN, remark)
    if said.plan is not None:
        return Coming(name, Attended.WILL if said.means_to_come else Attended.WILL_NOT, Basis.OWN)
    return Coming(name, Attended.UNKNOWN)
