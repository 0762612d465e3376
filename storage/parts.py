"""What a file changes, cut into parts short enough that whoever else writes does not wait long for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar

LONGEST_PART = 500
"""New things that one unit of work writes: under 100 ms."""
LONG = 10
"""How many new things are written in the time of one change of what was there."""


NOUNS = ("units", "members")
"""What comes from files in parts."""


def mark_of(noun: str) -> str:
    """The pulse that tells how many changes of the newest file of that noun are left."""
    return f"import-{noun}"


class Lists(Protocol):
    """A plan: lists of changes, by these names."""

    LISTS: ClassVar[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """What is written in one unit of work: a plan like the whole, and the units that were there on which it rests."""

    plan: Any
    units: frozenset[int]


K = TypeVar("K")
P = TypeVar("P", bound=Lists)


def spread(found: P, key: Callable[[Any], K], empty: Callable[[], P]) -> dict[K, P]:
    """A plan of its own for each unit, in the order in which they are named first."""
    spread_out: dict[K, P] = {}
    for name in found.LISTS:
        for each in getattr(found, name):
            getattr(spread_out.setdefault(key(each), empty()), name).append(each)
    return spread_out


def together(plans: Iterable[P], made: P) -> P:
    """All of them in one, which was empty."""
    for plan in plans:
        for name in made.LISTS:
            getattr(made, name).extend(getattr(plan, name))
    return made


def parts_of(items: Iterable[K], length: Callable[[K], int]) -> Iterator[list[K]]:
    """The items in their order, in parts that are no longer than that; one that is longer is a part of its own."""
    part: list[K] = []
    filled = 0
    for item in items:
        takes = length(item)
        if part and filled + takes > LONGEST_PART:
            yield part
            part, filled = [], 0
        part.append(item)
        filled += takes
    if part:
        yield part
