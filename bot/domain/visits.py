"""Members of the committee above at a cell's meeting: what they say before and after, and what the minutes say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.periods import Month


class Word(StrEnum):
    """What an upper member says of one month's meeting of a cell."""

    WILL = "will"
    WILL_NOT = "will_not"
    CAME = "came"
    DID_NOT = "did_not"

    @property
    def plan(self) -> bool:
        """Said before the meeting."""
        return self in {Word.WILL, Word.WILL_NOT}


@dataclass(frozen=True, slots=True)
class Visit:
    """One word of one upper member; the newest before and the newest after count."""

    id: int
    unit_id: int
    period: Month
    person_id: int
    word: Word
    day: date | None
    """The day he speaks of: a plan for another day than the one that counts says nothing any more."""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What counts of the words of one upper member."""

    plan: Visit | None = None
    after: Visit | None = None

    @property
    def came(self) -> bool | None:
        """His own word on whether he was there; None while he has not said."""
        return None if self.after is None else self.after.word is Word.CAME

    @property
    def means_to_come(self) -> bool:
        """Whether he has said that he will."""
        return self.plan is not None and self.plan.word is Word.WILL


def said_by(words: Iterable[Visit], day: date | None) -> dict[int, Said]:
    """By person, of words in the order they were said; ``day``: the one that counts, for which a plan must be."""
    found: dict[int, Said] = {}
    for each in words:
        before = found.get(each.person_id, Said())
        if not each.word.plan:
            found[each.person_id] = Said(before.plan, each)
        elif each.day == day:
            found[each.person_id] = Said(each, before.after)
    return found


class Differs(StrEnum):
    """How the minutes and the upper members' own words contradict each other."""

    NOT_IN_MINUTES = "not_in_minutes"
    """He says that he came; the minutes name nobody of the committee above."""
    ONLY_IN_MINUTES = "only_in_minutes"
    """The minutes name somebody; all who follow the cell say that they did not come."""


def differs(minutes: str | None, said: Iterable[Said]) -> Differs | None:
    """Whether two sources of one fact disagree; ``minutes``: the guest they name, None while there is no record."""
    told = [each.came for each in said if each.came is not None]
    if minutes is None or not told:
        return None
    if not minutes and any(told):
        return Differs.NOT_IN_MINUTES
    return Differs.ONLY_IN_MINUTES if minutes and not any(told) else None
