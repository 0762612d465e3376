"""What the committee above says of a recorded meeting: passed (đạt), or returned for one line of it (cần bổ sung)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.people import RECORDERS, Post, Role


class Verdict(StrEnum):
    """What a reviewer says of a version."""

    PASSED = "passed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Review:
    """One word of a reviewer on one version of a record."""

    id: int
    unit_id: int
    meeting_id: int
    version: int
    verdict: Verdict
    line: str
    """The place of the correction form at which it is answered: ``question:attendance``."""
    comment: str
    reviewed_by: int
    at: datetime


def still_open(said: Sequence[Review]) -> tuple[Review, ...]:
    """Of all that was said of one record, the first first: what was returned and has not been passed since."""
    passed = [place for place, each in enumerate(said) if each.verdict is Verdict.PASSED]
    return tuple(said[passed[-1] + 1 :]) if passed else tuple(said)


def unanswered(open_now: Iterable[Review], version: int) -> tuple[Review, ...]:
    """Of what is open, that which was said of the version in force: the cell has not corrected it yet."""
    return tuple(each for each in open_now if each.version == version)


def may_review(posts: Iterable[Post], unit_id: int, above: Collection[int]) -> bool:
    """Whether holders of ``posts`` may review the cell's records: an admin above it, or the member who follows it.

    Nobody reviews what he records himself.
    """
    held = tuple(posts)
    own = any(post.role in RECORDERS and post.unit_id == unit_id for post in held)
    return not own and any(
        (post.role is Role.ADMIN and post.unit_id in above)
        or (post.role is Role.UPPER_MEMBER and post.unit_id == unit_id)
        for post in held
    )
