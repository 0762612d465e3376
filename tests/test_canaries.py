"""The search for canaries finds what is foreign, and nothing else."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from sqlalchemy import Connection, select

from bot.domain.people import Role
from bot.domain.units import UnitKind
from storage import people
from storage.tables import person
from tests import canaries
from tests.conftest import NOW
from tests.small_district import add_cell, add_person, add_unit, assign, resolve

TODAY = NOW.date()


@pytest.fixture
def people_of(db: Connection) -> dict[str, int]:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An")
    near, far = add_cell(db, commune, "Chi bộ thôn Muối"), add_cell(db, commune, "Chi bộ thôn Muối Dưới")
    resolve(db, near, TODAY, "Mở đường ngõ hai")
    assign(db, far, None, what="Đào mương thủy lợi")
    ids = {
        "admin": add_person(db, commune, "Lương Thị Hà", Role.ADMIN),
        "near": add_person(db, near, "Nguyễn Văn An"),
        "far": add_person(db, far, "Trần Văn Bình"),
    }
    return {
        who: db.execute(select(person.c.telegram_id).where(person.c.id == key)).scalar_one() for who, key in ids.items()
    }


@pytest.mark.parametrize(
    ("who", "said", "found"),
    [
        ("near", "Chi bộ thôn Muối, Đảng bộ xã An: Mở đường ngõ hai", set()),
        ("near", "Chi bộ thôn Muối Dưới", {"Chi bộ thôn Muối Dưới"}),
        ("near", "1. Đào mương thủy lợi (Trần Văn Bình)", {"Đào mương thủy lợi", "Trần Văn Bình"}),
        ("near", "Lương Thị Hà", {"Lương Thị Hà"}),
        ("far", "Chi bộ thôn Muối Dưới", set()),
        ("far", "Chi bộ thôn Muối", {"Chi bộ thôn Muối"}),
        ("admin", "Mở đường ngõ hai, Đào mương thủy lợi, Nguyễn Văn An", set()),
        ("nobody", "Mở đường ngõ hai", {"Mở đường ngõ hai"}),
    ],
)
def test_what_is_foreign_is_found(
    db: Connection, people_of: dict[str, int], who: str, said: str, found: set[str]
) -> None:
    assert canaries.foreign(db, people_of.get(who, 1), said, TODAY) == found


def test_a_post_that_ended_leaves_the_name_and_no_more(db: Connection, people_of: dict[str, int]) -> None:
    who = people.by_telegram(db, people_of["near"])
    assert who is not None
    people.end_post(db, people.posts_of(db, who.id, TODAY)[0], date(2026, 11, 1))
    assert canaries.foreign(db, people_of["near"], "Chi bộ thôn Muối: Mở đường ngõ hai", TODAY) == {"Mở đường ngõ hai"}


def test_files_are_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", "<si><t>Đào mương</t></si>")
    assert "Đào mương" in canaries.unpacked(out.getvalue())
    assert "Đào mương" in canaries.unpacked("Đào mương;1".encode("utf-8-sig"))
