"""Requirements on links: valid once and for a time, guessing locked out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.invitations import TRIES, Invitation, Why, fault, invite_link, locked
from bot.domain.people import Role
from tests.conftest import NOW

LINK = Invitation(1, 2, Role.SECRETARY, None, None, NOW, NOW + timedelta(hours=72))


def test_a_link_is_valid_until_its_hour_and_no_longer() -> None:
    assert fault(LINK, NOW + timedelta(hours=71, minutes=59)) is None
    assert fault(LINK, NOW + timedelta(hours=72)) is Why.EXPIRED


def test_a_used_or_revoked_link_leads_nowhere_whatever_its_hour() -> None:
    for now in (NOW, NOW + timedelta(days=30)):
        assert fault(replace(LINK, used_at=NOW), now) is Why.USED
        assert fault(replace(LINK, revoked_at=NOW), now) is Why.REVOKED


@given(st.lists(st.integers(0, 200), max_size=12))
def test_the_fifth_wrong_try_within_the_hour_locks(minutes: list[int]) -> None:
    wrong: list[datetime] = [NOW - timedelta(minutes=ago) for ago in minutes]
    assert locked(wrong, NOW) == (len([ago for ago in minutes if ago < 60]) >= TRIES)


def test_the_link_opens_the_bot_with_the_token() -> None:
    assert invite_link("chi_bo_bot", "abc_-1") == "https://t.me/chi_bo_bot?start=abc_-1"
