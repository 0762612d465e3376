"""The tree with its profiles and people as it stands, by code: what an import is compared with and an export writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select

from bot.domain.people import Person, Post, Role
from bot.domain.units import CellProfile, Unit, UnitKind
from storage import units
from storage.tables import Day, cell_profile, person, post

_DAY = bindparam("day", type_=Day())
_PROFILES: units.AnySelect = select(cell_profile).where(cell_profile.c.valid_to.is_(None))
_HELD: units.AnySelect = (
    select(
        post.c.id,
        post.c.person_id,
        post.c.unit_id,
        post.c.role,
        post.c.valid_from,
        post.c.valid_to,
        person.c.name,
        person.c.phone,
        person.c.telegram_id,
    )
    .join(person, person.c.id == post.c.person_id)
    .where(units.valid(post, _DAY))
    .order_by(post.c.id)
)


@dataclass(frozen=True, slots=True)
class Standing:
    """All units by code, the closed ones included; profiles and holders by unit id."""

    units: dict[str, Unit]
    codes: dict[int, str]
    profiles: dict[int, CellProfile]
    holders: dict[int, tuple[tuple[Post, Person], ...]]

    def parent_code(self, unit: Unit) -> str:
        """The code of the unit above; empty for a root."""
        return "" if unit.parent_id is None else self.codes[unit.parent_id]

    def profile(self, unit: Unit) -> CellProfile:
        """Its newest profile, an empty one when it has told nothing."""
        return self.profiles.get(unit.id) or CellProfile(unit.id, unit.opened_on)

    def holding(self, unit_id: int, role: Role) -> tuple[tuple[Post, Person], ...]:
        """Who holds that role in the unit."""
        return tuple(pair for pair in self.holders.get(unit_id, ()) if pair[0].role is role)


def standing(db: Connection, today: date, among: units.Range | None = None) -> Standing:
    """The state of ``today``: newest names, parents and profiles; of all units, or of some."""
    found = units.everything(db, among)
    holders: dict[int, list[tuple[Post, Person]]] = defaultdict(list)
    for row in db.execute(_HELD.where(*units.in_range(post.c.unit_id, among)), {"day": today}):
        held = Post(row.id, row.person_id, row.unit_id, Role(row.role), row.valid_from, row.valid_to)
        who = Person(row.person_id, row.name, row.phone, row.telegram_id)
        holders[row.unit_id].append((held, who))
    told = db.execute(_PROFILES.where(*units.in_range(cell_profile.c.unit_id, among))).mappings()
    profiles = {row["unit_id"]: units.profile_from(row) for row in told}
    return Standing(
        {unit.code: unit for unit in found},
        {unit.id: unit.code for unit in found},
        profiles,
        {unit_id: tuple(pairs) for unit_id, pairs in holders.items()},
    )


def joined(pieces: Sequence[Standing]) -> Standing:
    """What was read of some at a time."""
    whole = Standing({}, {}, {}, {})
    for each in pieces:
        whole.units.update(each.units)
        whole.codes.update(each.codes)
        whole.profiles.update(each.profiles)
        whole.holders.update(each.holders)
    return whole


def is_cell(unit: Unit) -> bool:
    """Whether it meets."""
    return unit.kind is UnitKind.CELL
