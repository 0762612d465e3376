"""Who is to be told about many cells at once, and who of them can be reached: bulk reads for the sweep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Connection, and_, bindparam, or_, select

from bot.domain.people import Role
from bot.domain.reminders import Audience
from bot.domain.rules import Rules, with_settings
from storage import units
from storage.new_rows import portions
from storage.tables import Day, person, post, setting, unit_tree

_DAY = bindparam("day", type_=Day())
_UNITS: BindParameter[Any] = bindparam("units", expanding=True)
_HELD = and_(post.c.valid_from <= _DAY, or_(post.c.valid_to.is_(None), post.c.valid_to > _DAY))
_IN_CELLS: units.AnySelect = (
    select(post.c.unit_id, post.c.role, person.c.id, person.c.telegram_id, person.c.blocked)
    .join(person, person.c.id == post.c.person_id)
    .where(
        post.c.unit_id.in_(_UNITS),
        post.c.role.in_([Role.SECRETARY.value, Role.DEPUTY.value, Role.UPPER_MEMBER.value]),
        _HELD,
    )
)
_ABOVE: units.AnySelect = (
    select(unit_tree.c.descendant_id, unit_tree.c.ancestor_id, unit_tree.c.depth, person.c.id)
    .join(post, and_(post.c.unit_id == unit_tree.c.ancestor_id, post.c.role == Role.ADMIN.value, _HELD))
    .join(person, person.c.id == post.c.person_id)
    .where(
        unit_tree.c.descendant_id.in_(_UNITS),
        unit_tree.c.depth > 0,
        person.c.telegram_id.is_not(None),
        person.c.blocked == 0,
    )
)
_SETTINGS: units.AnySelect = (
    select(unit_tree.c.descendant_id, unit_tree.c.depth, setting.c.name, setting.c.value)
    .join(setting, setting.c.unit_id == unit_tree.c.ancestor_id)
    .where(unit_tree.c.descendant_id.in_(_UNITS))
)


@dataclass(frozen=True, slots=True)
class Reach:
    """The people who can be written to: by cell and audience, and the committees over each cell with their admins."""

    of_cell: dict[tuple[int, Audience], set[int]] = field(default_factory=lambda: defaultdict(set))
    chain: dict[int, tuple[tuple[int, frozenset[int]], ...]] = field(default_factory=dict)
    """By cell the units above it that have an admin who can be written to, the nearest first."""

    @property
    def above(self) -> dict[int, tuple[int, frozenset[int]]]:
        """The nearest committee of each cell that has one."""
        return {cell: line[0] for cell, line in self.chain.items()}


def of_cells(db: Connection, unit_ids: Sequence[int], day: date) -> Reach:
    """Secretary and deputy, and the upper members, of each cell, who have joined and not blocked the bot."""
    reach = Reach()
    for some in portions(unit_ids):
        for unit_id, role, person_id, telegram_id, blocked in db.execute(_IN_CELLS, {"units": some, "day": day}):
            if telegram_id is not None and not blocked:
                to = Audience.UPPER if role == Role.UPPER_MEMBER.value else Audience.CELL
                reach.of_cell[unit_id, to].add(person_id)
    return reach


def committees(db: Connection, unit_ids: Sequence[int], day: date) -> Reach:
    """For each cell the units above whose admins (one at least) can be written to, the nearest first."""
    found: dict[int, dict[tuple[int, int], set[int]]] = defaultdict(lambda: defaultdict(set))
    for some in portions(unit_ids):
        for cell, committee, depth, person_id in db.execute(_ABOVE, {"units": some, "day": day}):
            found[cell][depth, committee].add(person_id)
    lines = {
        cell: tuple((committee, frozenset(who)) for (_, committee), who in sorted(over.items()))
        for cell, over in found.items()
    }
    return Reach(chain=lines)


_DEFAULTS = Rules()


def rules_of(db: Connection, unit_ids: Sequence[int]) -> dict[int, Rules]:
    """The rules of those of the units for which a committee decided otherwise than the defaults."""
    if db.execute(select(setting.c.id).limit(1)).first() is None:
        return {}
    found: dict[int, dict[str, tuple[int, object]]] = defaultdict(dict)
    for some in portions(unit_ids):
        for unit_id, depth, name, value in db.execute(_SETTINGS, {"units": some}):
            nearer = found[unit_id].get(name)
            if nearer is None or depth < nearer[0]:
                found[unit_id][name] = (depth, value)
    made: dict[str, Rules] = {}
    rules = {}
    for unit_id, settings in found.items():
        told = {name: value for name, (_, value) in settings.items()}
        rules[unit_id] = made.setdefault(repr(sorted(told.items(), key=repr)), with_settings(told))
    return rules
