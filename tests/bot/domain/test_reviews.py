"""What is open of all that a committee said of a record, and who may say it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Post, Role
from bot.domain.reviews import Review, Verdict, may_review, still_open, unanswered

CELL, COMMUNE = 7, 3
AT = datetime(2026, 11, 5, 13, tzinfo=UTC)


def said(*verdicts: Verdict) -> list[Review]:
    return [
        Review(number, CELL, 1, number, verdict, "question:place", "rõ hơn", 9, AT)
        for number, verdict in enumerate(verdicts, 1)
    ]


@given(st.lists(st.sampled_from(Verdict)))
def test_open_is_what_was_returned_since_it_last_passed(verdicts: list[Verdict]) -> None:
    told = said(*verdicts)
    found = still_open(told)
    assert all(each.verdict is Verdict.RETURNED for each in found)
    assert list(found) == told[len(told) - len(found) :]
    assert len(found) == len(told) or told[len(told) - len(found) - 1].verdict is Verdict.PASSED


def test_what_was_said_of_an_older_version_is_answered() -> None:
    told = said(Verdict.RETURNED, Verdict.RETURNED)
    assert [each.id for each in unanswered(told, 2)] == [2]


@pytest.mark.parametrize(
    ("roles", "may"),
    [
        ({CELL: Role.UPPER_MEMBER}, True),
        ({COMMUNE: Role.ADMIN}, True),
        ({4: Role.ADMIN}, False),
        ({8: Role.UPPER_MEMBER}, False),
        ({CELL: Role.SECRETARY}, False),
        ({CELL: Role.SECRETARY, COMMUNE: Role.ADMIN}, False),
        ({}, False),
    ],
)
def test_the_committee_reviews_and_nobody_reviews_his_own_record(roles: dict[int, Role], may: bool) -> None:  # noqa: FBT001
    posts = [Post(1, 1, unit_id, role, date(2020, 1, 1)) for unit_id, role in roles.items()]
    assert may_review(posts, CELL, {COMMUNE}) is may
