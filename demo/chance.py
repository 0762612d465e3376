"""Drawing by chance: whether something happens, and one of several things of unlike weight."""

from __future__ import annotations

from random import Random
from typing import TypeVar

T = TypeVar("T")
Weighted = tuple[tuple[T, float], ...]


def happens(rng: Random, share: float) -> bool:
    """True in ``share`` of all cases."""
    return rng.random() < share


def pick(rng: Random, weighted: Weighted[T]) -> T:
    """One of the things, each as often as its weight (parts of a hundred, together a hundred) says."""
    left = rng.random() * 100
    for thing, weight in weighted:
        left -= weight
        if left < 0:
            return thing
    return weighted[-1][0]
