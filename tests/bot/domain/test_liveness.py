from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.liveness import LIMITS, Limits, Readings, Standing, reached, spoken_at, stuck
from tests.conftest import NOW

WELL = Readings(poll=40, tick=60, outbox=5, inbox=1, store=15)


def test_what_moves_is_not_stuck() -> None:
    assert stuck(WELL) == ()


@pytest.mark.parametrize("part", [each.name for each in fields(Limits)])
def test_each_part_that_stands_still_beyond_its_limit_is_stuck(part: str) -> None:
    """Matrix 59."""
    limit = getattr(LIMITS, part)
    assert stuck(replace(WELL, **{part: limit})) == ()
    assert stuck(replace(WELL, **{part: limit + 1})) == (part,)


def test_the_limits_are_those_of_the_reference() -> None:
    assert Limits() == Limits(poll=180, tick=180, outbox=600, inbox=120, store=180)
    assert {each.name for each in fields(Limits)} == {each.name for each in fields(Readings)}


def test_a_queue_whose_first_changes_never_stands() -> None:
    """30,000 messages take 25 minutes: the oldest of them waits long, and nothing is wrong."""
    queue = Standing()
    assert [queue.seconds(number, number * 500.0) for number in range(1, 5)] == [0, 0, 0, 0]


def test_a_queue_whose_first_stays_stands_from_when_it_was_first_seen() -> None:
    queue = Standing()
    assert [queue.seconds(7, passed) for passed in (1000.0, 1015.0, 1100.0)] == [0, 15, 100]
    assert queue.seconds(None, 1200.0) == 0
    assert queue.seconds(7, 1300.0) == 0


@given(st.lists(st.tuples(st.sampled_from([None, 1, 2]), st.floats(0, 100)), max_size=30))
def test_a_queue_never_stands_longer_than_it_was_watched(looks: list[tuple[int | None, float]]) -> None:
    queue, passed = Standing(), 0.0
    for first, seconds in looks:
        passed += seconds
        assert 0 <= queue.seconds(first, passed) <= passed


@pytest.mark.parametrize(
    ("ago", "moved"),
    [
        (timedelta(hours=5), True),
        (timedelta(days=1), True),
        (timedelta(days=1, seconds=1), False),
        (timedelta(), False),
        (timedelta(minutes=-3), False),
    ],
)
def test_what_was_written_in_an_outage_is_read_as_of_then(*, ago: timedelta, moved: bool) -> None:
    """Matrix 13: "tối nay" means the evening on which it was typed; a clock of another machine is not believed."""
    assert spoken_at(NOW - ago, NOW) == (NOW - ago if moved else NOW)


BEFORE, AFTER = NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("waiting", "failed_at", "received_at", "answer"),
    [
        (0, None, None, True),
        (0, NOW, None, True),
        (3, None, None, True),
        (3, NOW, None, False),
        (3, NOW, BEFORE, False),
        (3, NOW, AFTER, True),
    ],
)
def test_a_webhook_is_reached_when_nothing_waits_or_something_came_after_the_last_failure(
    *, waiting: int, failed_at: object, received_at: object, answer: bool
) -> None:
    assert reached(waiting, failed_at, received_at) is answer  # type: ignore[arg-type]
