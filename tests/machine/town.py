"""The town of the stories: two communes below a province, four cells, and people with every kind of post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, update

from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.units import CellProfile, UnitKind
from storage import migrations, obligations, people, units
from storage.tables import person
from tests.conftest import ZONE
from tests.small_district import OPENED, add_cell, add_person, add_unit, resolve

BEGINS = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Town:
    """Ids of what the stories speak of; ``users`` are Telegram ids."""

    cells: tuple[int, ...]
    communes: tuple[int, int]
    province: int
    users: tuple[int, ...]
    persons: dict[int, int]
    """Telegram id → person."""
    posts: tuple[tuple[int, int, Role], ...]
    """(Telegram id, unit, role) as at the beginning."""


POSTS = (
    (501, "Nguyễn Văn An", "muối", Role.SECRETARY),
    (502, "Trần Thị Bình", "muối", Role.DEPUTY),
    (503, "Vi Văn Sơn", "khe", Role.SECRETARY),
    (503, "Vi Văn Sơn", "phú", Role.DEPUTY),
    (504, "Lương Thị Hà", "lục", Role.ADMIN),
    (505, "Giáp Văn Giang", "bắc", Role.ADMIN),
    (506, "Thân Thị Xuân", "vườn", Role.SECRETARY),
    (507, "Hoàng Văn Lâm", "muối", Role.UPPER_MEMBER),
    (508, "Đặng Thị Thủy", "tỉnh", Role.ADMIN),
)


def lay(path: Path) -> Town:
    """A fresh database with the town in it."""
    migrations.upgrade(f"sqlite:///{path}")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as db:
        town = _town(db)
    engine.dispose()
    return town


def _town(db: Connection) -> Town:
    province = add_unit(db, UnitKind.PROVINCE, "Đảng bộ tỉnh Bắc Ninh")
    near, far = (add_unit(db, UnitKind.COMMUNE, f"Đảng bộ xã {name}", province) for name in ("Lục Nam", "Bắc Lũng"))
    named = {
        "muối": add_cell(db, near, "Chi bộ thôn Muối"),
        "khe": add_cell(db, near, "Chi bộ thôn Khe Sâu"),
        "phú": add_cell(db, near, "Chi bộ thôn An Phú"),
        "vườn": add_cell(db, far, "Chi bộ thôn Vườn Chè"),
    }
    cells = tuple(named.values())
    for number, cell in enumerate(cells):
        profile = CellProfile(cell, OPENED, "3", "19:30", 90, f"Nhà văn hóa số {number}{number}{number}", official=30)
        units.set_profile(db, SWEEP, replace(profile, official=30))
        resolve(db, cell, BEGINS.date(), f"Việc riêng của chi bộ {cell}{cell}{cell}")
    units_of = named | {"lục": near, "bắc": far, "tỉnh": province}
    persons: dict[int, int] = {}
    for user, name, where, role in POSTS:
        if user in persons:
            people.begin_post(db, persons[user], units_of[where], role, OPENED)
        else:
            persons[user] = add_person(db, units_of[where], name, role, phone="")
            db.execute(update(person).where(person.c.id == persons[user]).values(telegram_id=user))
    for month in (Month(2026, 11), Month(2026, 12)):
        obligations.open_period(db, month, BEGINS, ZONE)
    posts = tuple((user, units_of[where], role) for user, _, where, role in POSTS)
    return Town(cells, (near, far), province, tuple(persons), persons, posts)
