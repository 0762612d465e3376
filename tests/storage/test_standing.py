"""The rows that every summary counts are one and the same for all who ask for them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import CTE

from storage import standing
from storage.standing import Sight

THREADS = 8


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns as often as can be."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty")
def test_threads_that_ask_first_at_once_get_the_same_rows() -> None:
    together = Barrier(THREADS)
    standing._standing.cache_clear()

    def asked(_: int) -> CTE:
        together.wait()
        return standing.standing(Sight.WHOLE)

    with ThreadPoolExecutor(THREADS) as threads:
        assert len({id(found) for found in threads.map(asked, range(THREADS))}) == 1
