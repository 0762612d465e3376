"""Requirements on what posts let their holders do."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Post, Role, Scope, may_invite, roles_in, scope_of
from bot.domain.units import UnitKind

DISTRICT, COMMUNE, CELL, OTHER = 1, 2, 3, 4
ABOVE_CELL = (COMMUNE, DISTRICT)


def holds(role: Role, unit_id: int) -> tuple[Post, ...]:
    return (Post(1, 7, unit_id, role, date(2024, 1, 1)),)


def test_a_person_sees_from_all_units_of_his_posts() -> None:
    posts = holds(Role.ADMIN, COMMUNE) + holds(Role.SECRETARY, CELL) + holds(Role.DEPUTY, CELL)
    assert scope_of(7, posts) == Scope(7, (COMMUNE, CELL))
    assert scope_of(7, ()) == Scope(7, ())


def test_an_admin_gives_every_post_below_his_unit() -> None:
    for role in roles_in(UnitKind.CELL):
        assert may_invite(holds(Role.ADMIN, COMMUNE), role, CELL, ABOVE_CELL)
    assert may_invite(holds(Role.ADMIN, DISTRICT), Role.ADMIN, COMMUNE, (DISTRICT,))


def test_an_admin_makes_no_other_admin_of_his_own_unit() -> None:
    assert not may_invite(holds(Role.ADMIN, COMMUNE), Role.ADMIN, COMMUNE, (DISTRICT,))


def test_a_secretary_gives_deputy_and_committee_member_in_his_own_cell_alone() -> None:
    secretary = holds(Role.SECRETARY, CELL)
    given_roles = {role for role in Role if may_invite(secretary, role, CELL, ABOVE_CELL)}
    assert given_roles == {Role.DEPUTY, Role.COMMITTEE_MEMBER}
    assert not any(may_invite(secretary, role, OTHER, (COMMUNE, DISTRICT)) for role in Role)


def test_nobody_else_gives_anything() -> None:
    for mine in (Role.DEPUTY, Role.COMMITTEE_MEMBER, Role.UPPER_MEMBER):
        assert not any(
            may_invite(holds(mine, unit), role, CELL, ABOVE_CELL) for role in Role for unit in (CELL, COMMUNE)
        )


@given(st.sampled_from(Role), st.sampled_from(Role), st.integers(1, 6), st.integers(1, 6), st.sets(st.integers(1, 6)))
def test_nothing_is_ever_given_outside_the_own_subtree(
    mine: Role, role: Role, my_unit: int, unit_id: int, above: set[int]
) -> None:
    """Matrix 77."""
    if may_invite(holds(mine, my_unit), role, unit_id, above):
        assert my_unit == unit_id or my_unit in above


def test_committees_have_admins_and_cells_have_recorders() -> None:
    assert roles_in(UnitKind.COMMUNE) == (Role.ADMIN,)
    assert Role.ADMIN not in roles_in(UnitKind.CELL)
    assert roles_in(UnitKind.PARTY_GROUP) == ()
