"""A made-up district of any size: its tree, its people and months of records, the same for the same seed.

The shape is Lục Nam's (domain.md 2.1, 2.3): up to 500 cells a district of 25 communes, above that a province of
communes with about sixty cells each, above 6,000 several provinces. Names of places are real, all people are invented.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, create_engine, event, select, text

from bot.domain.errors import BadSetting
from bot.domain.names import folded
from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.units import CellProfile, UnitKind, read_meeting_day
from demo import words
from demo.chance import happens, pick
from demo.growth import keep_growth
from demo.history import SeededCell, record
from demo.people import PEOPLE, DemoPerson
from demo.rosters import KEPT, keep_roster, total_of
from demo.rows import Rows
from storage import fence, migrations, search, units
from storage.store import sqlite_path
from storage.tables import audit, cell_profile, person, post, unit, unit_name, unit_parent

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DISTRICT_CELLS = 500
"""Up to so many cells make one district."""
FEW_CELLS = 8
"""A small district has communes of about so many, so that the demo's people find their cells in the first."""
PROVINCE_CELLS = 6000
COMMUNE_CELLS = 60
"""Cells of a commune after 1 July 2025 (domain.md 2.3)."""
CHUNK = 60
"""Cells whose rows are inserted together."""
OPENED = date(2020, 1, 1)
MADE_UP_ID = 8_100_000_000
"""Telegram ids of the made-up people begin here; the demo's own people have others."""
JOINED, BLOCKED = 0.8, 0.02
CREWS = (1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4, 5)
"""Sizes of twenty cells' committees, secretary included: 2.4 on average (1,130 for 471)."""

DEMO_CREW = 3
"""That of the demo's own cells."""


def seed(url: str, cells: int, months: int, now: datetime, seed: int = 1) -> None:
    """Make the database at ``url`` if need be and fill it; BadSetting when it has units already."""
    migrations.upgrade(url)
    if (path := sqlite_path(url)) is None:
        asyncio.run(_seed_postgres(url, cells, months, now, seed))
        return
    engine = create_engine(f"sqlite:///{path}", connect_args={"isolation_level": None})

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        with engine.begin() as db:
            fill(db, cells, months, now, seed)
            db.execute(text("ANALYZE"))
    finally:
        engine.dispose()


async def _seed_postgres(url: str, cells: int, months: int, now: datetime, number: int) -> None:
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - only where PostgreSQL is used

    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(fence.enclose, SWEEP)
            await connection.run_sync(fill, cells, months, now, number)
    finally:
        await engine.dispose()


def fill(db: Connection, cells: int, months: int, now: datetime, seed: int = 1) -> None:
    """Lay the district with its history into an empty database; ``months`` lie before the month of ``now``."""
    if cells < 1 or months < 0:
        raise BadSetting("A made-up district needs at least one cell and no negative number of months.")
    if db.execute(select(unit.c.id).limit(1)).first() is not None:
        raise BadSetting("The database has units already; a made-up district goes into an empty one.")
    rows, rng, local = Rows(db), Random(seed), now.astimezone(ZONE)
    opened = min(OPENED, Month.of(local.date()).plus(-months).first)
    draw = District(rows, rng, opened, local)
    first_admin = draw.demo(Role.ADMIN, 0)
    for number, commune in enumerate(draw.communes(cells, first_admin)):
        for place, cell in enumerate(draw.cells_of(commune, first=number == 0)):
            record(rows, rng, cell, months, local, keep_open=number == 0 and place in {0, 2})
            keep_growth(rows, cell, local)
            draw.flush_now_and_then()
    rows.add(audit, at=local, person_id=None, unit_id=None, act="seeded", about={"cells": cells, "months": months})
    rows.finish()
    units.rebuild_tree(db)
    search.rebuild(db)


@dataclass(frozen=True, slots=True)
class Commune:
    """A committee with so many cells to be laid below it."""

    id: int
    code: str
    name: str
    cells: int


class District:
    """Draws units and people, one after another, from one source of chance."""

    def __init__(self, rows: Rows, rng: Random, opened: date, now: datetime) -> None:
        self.rows, self.rng, self.opened, self.now = rows, rng, opened, now
        self._people = len(PEOPLE)
        self._crews: list[int] = []
        self._since_flush = 0
        self._demo = {(p.role, n): p for role in Role for n, p in enumerate(p for p in PEOPLE if p.role is role)}

    def flush_now_and_then(self) -> None:
        """Insert a chunk once enough cells wait."""
        self._since_flush += 1
        if self._since_flush >= CHUNK:
            self.rows.flush()
            self._since_flush = 0

    # --- people ------------------------------------------------------------------------------------------------------

    def demo(self, role: Role, number: int) -> int | None:
        """The demo's own person number ``number`` of that role, as a person; None when there is none."""
        known: DemoPerson | None = self._demo.get((role, number))
        if known is None:
            return None
        phone = f"0{known.phone[2:5]} {known.phone[5:8]} {known.phone[8:]}"
        return self._person(known.name, phone, known.telegram_id if known.joined else None, blocked=False)

    def person(self, name: str = "", joined: float = JOINED) -> int:
        """Somebody made up, with a chance to have joined."""
        self._people += 1
        number, rng = self._people, self.rng
        phone = f"0900 {number // 1000 % 1000:03d} {number % 1000:03d}"
        telegram_id = MADE_UP_ID + number if happens(rng, joined) else None
        blocked = telegram_id is not None and happens(rng, BLOCKED)
        return self._person(name or drawn_name(rng), phone, telegram_id, blocked=blocked)

    def _person(self, name: str, phone: str, telegram_id: int | None, *, blocked: bool) -> int:
        return self.rows.add(
            person,
            name=name,
            search_name=_folded(name),
            phone=phone,
            telegram_id=telegram_id,
            language="vi",
            blocked=int(blocked),
            joined_at=self.now if telegram_id is not None else None,
        )

    def post(self, person_id: int, unit_id: int, role: Role) -> None:
        """He holds the role there since the unit was opened."""
        self.rows.add(post, person_id=person_id, unit_id=unit_id, role=role.value, valid_from=self.opened)

    # --- units -------------------------------------------------------------------------------------------------------

    def unit(self, kind: UnitKind, code: str, name: str, parent_id: int | None) -> int:
        """A unit open since the beginning."""
        unit_id = self.rows.add(unit, kind=kind.value, code=code, opened_on=self.opened)
        self.rows.add(unit_name, unit_id=unit_id, name=name, search_name=_folded(name), valid_from=self.opened)
        if parent_id is not None:
            self.rows.add(unit_parent, unit_id=unit_id, parent_id=parent_id, valid_from=self.opened)
        return unit_id

    def communes(self, cells: int, admin: int | None) -> Iterator[Commune]:
        """The tree down to the communes, each with its share of the cells; ``admin`` administers the root."""
        if cells <= DISTRICT_CELLS:
            root = self.unit(UnitKind.DISTRICT, "24", words.ROOTS[UnitKind.DISTRICT], None)
            yield from self._below(root, "24", cells, min(len(words.COMMUNES), -(-cells // FEW_CELLS)), admin)
            return
        if cells <= PROVINCE_CELLS:
            root = self.unit(UnitKind.PROVINCE, "24", words.ROOTS[UnitKind.PROVINCE], None)
            yield from self._below(root, "24", cells, -(-cells // COMMUNE_CELLS), admin)
            return
        root = self.unit(UnitKind.PARTY_BODY, "00", words.ROOTS[UnitKind.PARTY_BODY], None)
        if admin is not None:
            self.post(admin, root, Role.ADMIN)
        provinces = -(-cells // PROVINCE_CELLS)
        for number, share in enumerate(_shares(self.rng, cells, provinces), 1):
            name = f"{words.ROOTS[UnitKind.PROVINCE]} {number}"
            province = self.unit(UnitKind.PROVINCE, f"{number:02d}", name, root)
            yield from self._below(province, f"{number:02d}", share, -(-share // COMMUNE_CELLS), self.person(joined=1))

    def _below(self, above: int, code: str, cells: int, communes: int, admin: int | None) -> Iterator[Commune]:
        if admin is not None:
            self.post(admin, above, Role.ADMIN)
        for number, share in enumerate(_shares(self.rng, cells, communes)):
            turn, place = divmod(number, len(words.COMMUNES))
            name = words.COMMUNES[place] + (f" {turn + 1}" if turn else "")
            kind = "thị trấn" if name in words.TOWNS else "xã"
            commune_code = f"{code}.{number + 1:03d}"
            commune = self.unit(UnitKind.COMMUNE, commune_code, f"Đảng bộ {kind} {name}", above)
            local_admin = self.demo(Role.ADMIN, 1) if number == 0 and code in {"24", "01"} else None
            self.post(local_admin or self.person(joined=0.95), commune, Role.ADMIN)
            yield Commune(commune, commune_code, name, share)

    def cells_of(self, commune: Commune, *, first: bool) -> Iterator[SeededCell]:
        """The commune's cells with their committees; the first commune's first cells are those of the demo's people."""
        upper, upper_name = 0, ""
        for number, (name, place) in enumerate(self._named(commune, first=first)):
            cell = self.unit(UnitKind.CELL, f"{commune.code}.{number + 1:03d}", name, commune.id)
            if number % 6 == 0:
                known = self._demo.get((Role.UPPER_MEMBER, 0)) if first and number == 0 else None
                upper_name = known.name if known else drawn_name(self.rng)
                upper = self.demo(Role.UPPER_MEMBER, 0) or 0 if known else self.person(upper_name, 0.85)
            self.post(upper, cell, Role.UPPER_MEMBER)
            yield self._staffed(cell, place, upper_name, upper, number if first else None)

    def _named(self, commune: Commune, *, first: bool) -> Iterator[tuple[str, str]]:
        villages = list(words.VILLAGES)
        if not first:
            self.rng.shuffle(villages)
        urban = commune.name in words.TOWNS
        others = min(len(words.OTHER_CELLS), commune.cells // 5)
        for number in range(commune.cells - others):
            turn, place = divmod(number, len(villages))
            name = villages[place] + (f" {turn + 1}" if turn else "")
            kind, hall = ("TDP", "Nhà văn hóa TDP") if urban else ("thôn", "Nhà văn hóa thôn")
            yield f"Chi bộ {kind} {name}", f"{hall} {name}"
        for form, hall in words.OTHER_CELLS[:others]:
            yield form.format(commune=commune.name), hall

    def _staffed(self, cell: int, place: str, upper_member: str, upper: int, number: int | None) -> SeededCell:
        """Its profile and its committee; ``number`` is its place in the demo's commune, None elsewhere."""
        rng = self.rng
        known = None if number is None else self._demo.get((Role.SECRETARY, number))
        profile = self._profile(cell, place, usual=known is not None)
        self.rows.add(cell_profile, **{name: getattr(profile, name) for name in CellProfile.__dataclass_fields__})
        if not self._crews:
            self._crews = list(CREWS)
            rng.shuffle(self._crews)
        listed = happens(rng, KEPT) if known is None else known.joined
        first = () if known is None else (known.name, *words.NEIGHBOURS)
        every = drawn_names(rng, max(10, total_of(profile) if listed else 0), first)
        names = every[:10]
        if known is not None:
            secretary, joined = self.demo(Role.SECRETARY, number or 0) or 0, known.joined
        else:
            joined = happens(rng, JOINED)
            secretary = self.person(names[0], float(joined))
        self.post(secretary, cell, Role.SECRETARY)
        people = {names[0]: secretary}
        for place_in_crew in range(1, self._crews.pop() if known is None else DEMO_CREW):
            role = Role.DEPUTY if place_in_crew == 1 else Role.COMMITTEE_MEMBER
            people[names[place_in_crew]] = self.person(names[place_in_crew], JOINED / 2 if known is None else 0)
            self.post(people[names[place_in_crew]], cell, role)
        meeting_day = read_meeting_day(profile.meeting_day)
        weak = known is None and happens(rng, 0.05)
        roster = keep_roster(self.rows, rng, profile, every, people, self.now.date()) if listed else None
        return SeededCell(
            profile, meeting_day, secretary, names, upper_member, upper, roster, weak=weak, secretary_joined=joined
        )

    def _profile(self, cell: int, place: str, *, usual: bool) -> CellProfile:
        rng = self.rng
        if usual:
            return CellProfile(cell, self.opened, "3", "19:30", 90, place, official=28, probationary=2, exempt=2)
        indoors = not place.startswith("Nhà văn hóa")
        official = max(3, round(rng.triangular(8, 55, 18)))
        return CellProfile(
            cell,
            self.opened,
            pick(rng, words.MEETING_DAYS),
            pick(rng, words.OFFICE_HOURS if indoors else words.VILLAGE_HOURS),
            rng.choice((90, 90, 90, 90, 60, 120)),
            place,
            official=official,
            probationary=rng.choice((0, 0, 1, 1, 2)),
            exempt=rng.choice((0, 0, 1, 2, 3)),
            special_duty=rng.choice((0, 0, 0, 0, 1)),
            temporary_in=rng.choice((0, 0, 0, 1)),
            temporary_out=rng.choice((0, 0, 0, 0, 1)),
        )


def drawn_name(rng: Random) -> str:
    """A name that nobody in particular bears."""
    given = rng.choice(words.MEN if happens(rng, 0.6) else words.WOMEN)
    return f"{rng.choice(words.FAMILIES)} {given}"


def drawn_names(rng: Random, number: int, first: tuple[str, ...] = ()) -> tuple[str, ...]:
    """So many names, no two alike, these first."""
    names: dict[str, None] = dict.fromkeys(first)
    while len(names) < number:
        names[drawn_name(rng)] = None
    return tuple(names)


def _shares(rng: Random, whole: int, parts: int) -> list[int]:
    """``whole`` in so many parts of unlike size, none empty."""
    weights = [rng.uniform(0.7, 1.3) for _ in range(parts)]
    scale, run, ends = (whole - parts) / sum(weights), 0.0, [0]
    for weight in weights:
        run += weight * scale
        ends.append(round(run))
    ends[-1] = whole - parts
    return [after - before + 1 for before, after in pairwise(ends)]


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    return folded(text)
