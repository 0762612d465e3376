"""The menu holds the few commands that a post needs most; every command stays typed, and is named and pressed from /trogiup."""

from __future__ import annotations

from itertools import combinations

import pytest
from sqlalchemy import Connection, select

from bot.domain.people import RECORDERS, Role
from bot.domain.units import UnitKind
from handlers.commands import COMMANDS
from handlers.help import MENUS, commands_for, menu_for
from storage.tables import person
from tests.handlers.chat import Chat
from tests.small_district import add_cell, add_person, add_unit

OF_A_RECORDER, OF_AN_ADMIN = 8, 10


@pytest.mark.parametrize("role", list(Role))
def test_a_menu_is_short_and_offers_nothing_forbidden(role: Role) -> None:
    menu = menu_for(frozenset({role}))
    assert len(menu) <= (OF_A_RECORDER if role in RECORDERS else OF_AN_ADMIN)
    assert set(menu) <= set(commands_for(frozenset({role})))
    assert menu[-1] == "trogiup"


def test_who_holds_several_posts_has_the_menus_of_all_without_doubles() -> None:
    for roles in combinations(Role, 2):
        menu = menu_for(frozenset(roles))
        assert len(set(menu)) == len(menu)
        assert {name for role in roles for name in menu_for(frozenset({role}))} <= set(menu)


def test_a_menu_names_commands_that_there_are_or_are_to_come() -> None:
    known = {command.name for command in COMMANDS} | {"nhac", "thongbao"}
    assert {name for _, names in MENUS for name in names} <= known


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.ADMIN])
def test_help_names_every_command_and_has_a_button_for_those_the_menu_leaves_out(db: Connection, role: Role) -> None:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    cell = add_cell(db, commune, "Chi bộ thôn Muối")
    who = add_person(db, cell if role is Role.SECRETARY else commune, "Nguyễn Văn An", role)
    chat = Chat(db, db.execute(select(person.c.telegram_id).where(person.c.id == who)).scalar_one())
    told = chat.type("/trogiup")
    names = commands_for(frozenset({role}))
    assert all(f"/{name} " in told for name in names)
    pressed = {button.code.removeprefix("c:") for button in chat.buttons}
    assert pressed == set(names) - set(menu_for(frozenset({role}))) - {"start", "huy"}
    assert pressed
