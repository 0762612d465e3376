"""Made-up trees and people: whoever walks through all that the bot shows him meets nothing that is not his.

What may be seen is told here by the made-up tree alone, not by the bot's own tables: each unit has two words of its own,
one in its name (known to those below it, too) and one in everything else that is written about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select, update

from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.units import CellProfile, UnitKind
from bot.texts.screen import Screen
from demo.entities import parse_html
from handlers import commands
from storage import obligations, people, units
from storage.tables import invitation, person
from tests import canaries
from tests.conftest import NOW, ZONE
from tests.handlers.chat import Chat
from tests.small_district import OPENED, add_cell, add_person, add_unit, assign, hold, resolve

WORD = re.compile(r"(ten|hoa)(\d{3})x")
NASTY = ("", " <b>đậm", " &amp;", " a<b & c>d", "</i>", " 😀", " =1+1", " {name}", " \u202eRTL")
STEPS = 24
"""Buttons that each person presses."""
SHAPES = (
    "cel:{} cel:{}:p cel:in:{}:0 sum:{}:2026-10+1 sum:{}:2026-10+1:units:0 mis:{}:2026-10+1 don:u:{}:0 his:u:{}:0 "
    "cha:{}:2026-10+1 cha:{}:2026-10+1:states:0 xua:{}:2026-10+1 xua:{}:2026-10+1:book:0 xua:{}:2026-10+1:units:0 "
    "his:m:{} cor:{} tsk:u:{} tsk:t:{} rec:m:{} rem:now:{}:2026-11 inv:u:{}:0 day:{} sch:u:{} mem:u:{}"
)
"""Codes as the bot makes them, with the place of an id."""
CELL_ROLES = (Role.SECRETARY, Role.DEPUTY, Role.COMMITTEE_MEMBER, Role.UPPER_MEMBER)


@dataclass(frozen=True, slots=True)
class Plan:
    """A tree by the places of the parents (0 is the root), which of it are cells, and who holds what where."""

    committees: tuple[int, ...]
    cells: tuple[int, ...]
    posts: tuple[tuple[int, int, int], ...]
    """(person, unit, role) as drawn; brought into range when it is laid."""
    nasty: str


plans = st.builds(
    Plan,
    committees=st.lists(st.integers(0, 9), max_size=3).map(tuple),
    cells=st.lists(st.integers(0, 9), min_size=2, max_size=4).map(tuple),
    posts=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=5).map(
        tuple
    ),
    nasty=st.sampled_from(NASTY),
)
some = settings(max_examples=6, deadline=None, report_multiple_bugs=False, suppress_health_check=list(HealthCheck))


@dataclass
class Tree:
    """The plan as laid; units by their place, parents as told."""

    db: Connection
    ids: list[int]
    parents: dict[int, int]
    """Place → place above it; the root has none."""
    cells: list[int]
    posts: dict[int, set[tuple[int, Role]]]
    """Telegram id → (place, role)."""

    def above(self, place: int) -> list[int]:
        found = [place]
        while (place := self.parents.get(place, -1)) >= 0:
            found.append(place)
        return found

    def sees(self, user: int) -> set[int]:
        """Places whose data the person may see: what lies below his posts."""
        held = {place for place, _ in self.posts[user]}
        return {place for place in range(len(self.ids)) if held & set(self.above(place))}

    def foreign(self, user: int, said: str) -> set[str]:
        seen = self.sees(user)
        known = seen.union(*(self.above(place) for place, _ in self.posts[user]))
        return {
            f"{kind}{number}"
            for kind, number in WORD.findall(said)
            if int(number) not in (known if kind == "ten" else seen)
        }


def lay(db: Connection, plan: Plan) -> Tree:
    """The tree with records in every cell."""
    ids = [add_unit(db, UnitKind.PROVINCE, f"Đảng bộ ten000x{plan.nasty}")]
    parents: dict[int, int] = {}
    for number, drawn in enumerate(plan.committees, 1):
        parents[number] = drawn % number
        kind = UnitKind.COMMUNE if parents[number] else UnitKind.DISTRICT
        ids.append(add_unit(db, kind, f"Đảng bộ ten{number:03d}x{plan.nasty}", ids[parents[number]]))
    committees = len(ids)
    for number, drawn in enumerate(plan.cells, committees):
        parents[number] = drawn % committees
        ids.append(add_cell(db, ids[parents[number]], f"Chi bộ ten{number:03d}x{plan.nasty}"))
    cells = list(range(committees, len(ids)))
    for place in cells:
        _write(db, ids[place], f"hoa{place:03d}x{plan.nasty}")
    for month in (Month(2026, 11), Month(2026, 12)):
        obligations.open_period(db, month, NOW, ZONE)
    tree = Tree(db, ids, parents, cells, {})
    places = {who: {where % len(ids) for each, where, _ in plan.posts if each == who} for who, *_ in plan.posts}
    for who, where, what in plan.posts:
        place = where % len(ids)
        word = (
            f"hoa{place:03d}x" if len(places[who]) == 1 else f"số {who}"
        )  # his name is known wherever he holds a post
        role = CELL_ROLES[what % len(CELL_ROLES)] if place in cells else Role.ADMIN
        _appoint(tree, 600 + who, place, role, f"Người {word}{plan.nasty}")
    return tree


def _write(db: Connection, cell: int, word: str) -> None:
    profile = CellProfile(cell, OPENED, "3", "19:30", 90, f"Nhà {word}", official=30)
    units.set_profile(db, SWEEP, profile)
    hold(db, cell, Month(2026, 10).day(3))
    resolve(db, cell, Month(2026, 10).day(3), f"Việc {word}")
    assign(db, cell, Month(2026, 10).day(20), what=f"Làm {word}", assignee=f"Đồng chí {word}")


def _appoint(tree: Tree, user: int, place: int, role: Role, name: str) -> None:
    held = tree.posts.setdefault(user, set())
    known = tree.db.execute(select(person.c.id).where(person.c.telegram_id == user)).scalar()
    if known is None:
        known = add_person(tree.db, tree.ids[place], name, role)
        tree.db.execute(update(person).where(person.c.id == known).values(telegram_id=user))
    else:
        people.begin_post(tree.db, known, tree.ids[place], role, OPENED)
    held.add((place, role))


@contextmanager
def undone(db: Connection) -> Iterator[None]:
    """Whatever happens inside leaves nothing behind."""
    point = db.begin_nested()
    try:
        yield
    finally:
        point.rollback()


@contextmanager
def laid(db: Connection, plan: Plan) -> Iterator[Tree]:
    with undone(db):
        yield lay(db, plan)


def everything(screens: Iterable[Screen]) -> str:
    """All that reaches the phone; HTML that Telegram would refuse is an error."""
    said = []
    for screen in screens:
        said += [parse_html(screen.text)[0], *(button.label for row in screen.rows for button in row)]
        if screen.file is not None:
            said.append(screen.file.name + canaries.unpacked(screen.file.make()))
    return "\n".join(said)


def walk(tree: Tree, user: int) -> None:
    """Types every command, then presses what is shown; nothing of it is foreign."""
    chat = Chat(tree.db, user)
    waiting: list[str] = []
    pressed: set[str] = set()

    def heard() -> None:
        said = everything(chat.screens)
        found = tree.foreign(user, said)
        assert not found, f"{user} ({tree.posts[user]}) is told of {found}:\n{said}"
        waiting.extend(button.code for button in chat.buttons if button.code not in pressed)

    for command in commands.COMMANDS:
        chat.type(f"/{command.name}")
        heard()
    for _ in range(STEPS):
        if waiting:
            code = waiting.pop(len(pressed) * 7 % len(waiting))
            pressed.add(code)
            chat.code(code)
            heard()


@given(plan=plans)
@some
def test_nobody_meets_a_word_of_a_unit_that_he_may_not_see(db: Connection, plan: Plan) -> None:
    """Matrix 76 and 88: whatever stands in names; each screen is HTML that Telegram takes."""
    with laid(db, plan) as tree:
        for user in tree.posts:
            with undone(db):
                walk(tree, user)


@given(plan=plans)
@some
def test_an_id_of_somebody_else_is_not_found_by_whatever_button(db: Connection, plan: Plan) -> None:
    """Matrix 75 and 76: codes of every kind with every foreign unit's id, pressed by everybody."""
    with laid(db, plan) as tree:
        for user in tree.posts:
            chat = Chat(db, user)
            for place in set(range(len(tree.ids))) - tree.sees(user):
                for shape in SHAPES.split():
                    with undone(db):
                        chat.code(shape.format(tree.ids[place]))
                        said = everything(chat.screens)
                        assert said
                        assert not tree.foreign(user, said), f"{user} by {shape} of {place}:\n{said}"


@given(plan=plans)
@some
def test_nobody_gives_a_post_outside_or_above_his_own(db: Connection, plan: Plan) -> None:
    """Matrix 77: the rule told anew here: an admin below his unit, a secretary his deputy and committee in his cell."""
    with laid(db, plan) as tree:
        for user, held in tree.posts.items():
            chat = Chat(db, user)
            for place, role in product(range(len(tree.ids)), Role):
                with undone(db):
                    chat.code(f"inv:m:{tree.ids[place]}:{role.value}:0")
                    made = db.execute(select(func.count()).select_from(invitation)).scalar_one()
                    assert bool(made) is gives(tree, held, place, role), f"{held}: {role} in {place}"


def gives(tree: Tree, held: set[tuple[int, Role]], place: int, role: Role) -> bool:
    if not (role in CELL_ROLES if place in tree.cells else role is Role.ADMIN):
        return False  # there is no such post
    above = tree.above(place)[1 if role is Role.ADMIN else 0 :]
    own = (place, Role.SECRETARY) in held and role in {Role.DEPUTY, Role.COMMITTEE_MEMBER}
    return own or any((at, Role.ADMIN) in held for at in above)


@given(plan=plans, cell=st.integers(0, 9), to=st.integers(0, 9))
@some
def test_a_cell_that_moved_is_seen_by_the_new_committee_at_once_and_by_the_old_no_more(
    db: Connection, plan: Plan, cell: int, to: int
) -> None:
    """Matrix 79: all that the old one can reach is walked through, its old buttons pressed; the new one opens the card."""
    with laid(db, replace(plan, posts=())) as tree:
        moved = tree.cells[cell % len(tree.cells)]
        committees = [place for place in range(len(tree.ids)) if place not in tree.cells]
        old, new = tree.parents[moved], committees[to % len(committees)]
        _appoint(tree, 701, old, Role.ADMIN, f"Người hoa{old:03d}x")
        _appoint(tree, 702, new, Role.ADMIN, f"Người hoa{new:03d}x")
        before = Chat(db, 701)
        before.type("/tonghop")
        old_buttons = [button.code for button in before.buttons]
        units.move(db, tree.ids[moved], tree.ids[new], NOW.date())
        tree.parents[moved] = new
        for user in (701, 702):
            with undone(db):
                walk(tree, user)
        for code in [*old_buttons, f"cel:{tree.ids[moved]}", f"cel:{tree.ids[moved]}:p"]:
            before.code(code)
            assert not tree.foreign(701, everything(before.screens)), code
        after = Chat(db, 702)
        after.code(f"cel:{tree.ids[moved]}")
        assert f"ten{moved:03d}x" in everything(after.screens)
