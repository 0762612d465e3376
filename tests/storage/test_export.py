"""Everything in open formats: complete, safe in a spreadsheet, without secrets, and nobody else's."""

from __future__ import annotations

import csv
import json
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, update

from bot.domain.errors import BadSetting
from bot.domain.people import SWEEP, Role
from bot.domain.units import UnitKind
from storage import audit, export, invitations
from storage.store import once
from storage.tables import metadata, person
from tests.conftest import NOW
from tests.small_district import add_cell, add_person, add_unit, assign, correct, hold, oblige, resolve

FORMULA = '=HYPERLINK("http://x")'


def district(db: Connection) -> dict[str, Any]:
    """Two communes with a cell each: what is told of the second begins with CANARY."""
    root = add_unit(db, UnitKind.DISTRICT, "Đảng bộ huyện")
    told: dict[str, Any] = {}
    for name in ("Muối", "CANARY"):
        commune = add_unit(db, UnitKind.COMMUNE, f"{name} xã", root)
        cell = add_cell(db, commune, f"{name} thôn")
        secretary = add_person(db, cell, f"{name} bí thư")
        oblige(db, cell)
        correct(db, hold(db, cell, NOW.date()), NOW.date() - timedelta(days=1), 20, 30)
        resolve(db, cell, NOW.date(), subject=FORMULA if name == "Muối" else name)
        assign(db, cell, NOW.date(), what=f"{name}; việc\nhai dòng")
        audit.note(db, NOW, secretary, cell, "seen", {"of": name})
        told[name] = invitations.invite(db, SWEEP, cell, Role.DEPUTY, None, None, NOW, 24)
    db.execute(update(person).where(person.c.name == "CANARY bí thư").values(phone="0900 000 099"))
    return told


@pytest.fixture
async def tokens(database_url: str) -> dict[str, Any]:
    return await once(database_url, district)


def rows(folder: Path, noun: str) -> list[dict[str, str]]:
    with (folder / f"{noun}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def lines(folder: Path, noun: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{noun}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_table_is_in_a_file_or_left_out_for_a_reason() -> None:
    columns = [getattr(each, "element", each) for noun in export.NOUNS for each in noun.rows.selected_columns]
    told = {each.table.name for each in columns}
    assert told | set(export.LEFT_OUT) == set(metadata.tables)
    assert not told & set(export.LEFT_OUT)


async def test_every_row_and_version_is_in_both_formats(
    tokens: dict[str, Any], database_url: str, tmp_path: Path
) -> None:
    written = await export.export_all(database_url, tmp_path / "all", None, NOW)
    assert sorted(each.name for each in (tmp_path / "all").iterdir()) == sorted(
        f"{noun.name}.{end}" for noun in export.NOUNS for end in ("csv", "jsonl")
    )
    for noun, count in written.items():
        assert len(rows(tmp_path / "all", noun)) == len(lines(tmp_path / "all", noun)) == count
    assert written | {"audit": 0} == {
        "units": 5,
        "unit_names": 5,
        "unit_parents": 4,
        "cell_profiles": 0,
        "settings": 0,
        "people": 2,
        "posts": 2,
        "meetings": 4,
        "resolutions": 2,
        "resolution_shares": 0,
        "successions": 0,
        "reorganisations": 0,
        "tasks": 2,
        "task_updates": 0,
        "obligations": 2,
        "postponements": 0,
        "events": 0,
        "frozen_figures": 0,
        "audit": 0,
        "templates": 0,
        "members": 0,
        "member_standings": 0,
        "attendance_marks": 0,
        "correction_requests": 0,
        "reviews": 0,
        "broadcasts": 0,
        "broadcast_readers": 0,
        "visits": 0,
        "model_meetings": 0,
        "model_guests": 0,
        "unlockings": 0,
        "growth": 0,
        "scores": 0,
    }
    versions = [(each["unit_name"], each["version"], each["present"]) for each in rows(tmp_path / "all", "meetings")]
    assert versions == [
        ("Muối thôn", "1", "28"),
        ("Muối thôn", "2", "20"),
        ("CANARY thôn", "1", "28"),
        ("CANARY thôn", "2", "20"),
    ]
    assert rows(tmp_path / "all", "tasks")[0]["what"] == "Muối; việc\nhai dòng"
    assert lines(tmp_path / "all", "resolutions")[0]["subject"] == FORMULA


async def test_no_cell_of_the_csv_is_a_formula(tokens: dict[str, Any], database_url: str, tmp_path: Path) -> None:
    """Matrix 89."""
    await export.export_all(database_url, tmp_path / "all", None, NOW)
    assert rows(tmp_path / "all", "resolutions")[0]["subject"] == f"'{FORMULA}"
    for file in (tmp_path / "all").glob("*.csv"):
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        for row in rows(tmp_path / "all", file.stem):
            assert not [cell for cell in row.values() if cell[:1] in tuple("=+-@\t\r")]


@pytest.mark.sqlite
async def test_no_secret_is_in_the_files_and_only_their_owner_can_read_them(
    tokens: dict[str, Any], database_url: str, tmp_path: Path
) -> None:
    """Matrix 96."""
    await export.export_all(database_url, tmp_path / "all", None, NOW)
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as raw:
        hashes = [each for (each,) in raw.execute("SELECT token_hash FROM invitation")]
    assert len(hashes) == 2
    for file in (tmp_path / "all").iterdir():
        content = file.read_text(encoding="utf-8")
        assert not [secret for secret in (*hashes, *tokens.values()) if secret in content]
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "all").stat().st_mode) == 0o700


async def test_an_export_below_one_unit_holds_nothing_of_the_others(
    tokens: dict[str, Any], database_url: str, tmp_path: Path
) -> None:
    """Matrix 76."""
    await export.export_all(database_url, tmp_path / "all", None, NOW)
    code = next(each["unit_code"] for each in rows(tmp_path / "all", "unit_names") if each["name"] == "Muối xã")
    written = await export.export_all(database_url, tmp_path / "one", code, NOW)
    assert (written["units"], written["people"], written["meetings"]) == (2, 1, 2)
    content = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "one").iterdir())
    assert "CANARY" not in content
    assert "0900 000 099" not in content


async def test_an_export_is_in_the_audit(tokens: dict[str, Any], database_url: str, tmp_path: Path) -> None:
    await export.export_all(database_url, tmp_path / "all", None, NOW)
    await export.export_all(database_url, tmp_path / "again", None, NOW)
    acts = [each for each in lines(tmp_path / "again", "audit") if each["act"] == "exported-all"]
    assert [each["about"]["meetings"] for each in acts] == [4]


async def test_a_folder_that_is_there_and_a_unit_that_is_not_are_refused(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(BadSetting, match="there already"):
        await export.export_all(database_url, tmp_path / "there", None, NOW)
    with pytest.raises(BadSetting, match="no unit"):
        await export.export_all(database_url, tmp_path / "new", "NONE", NOW)
    assert not (tmp_path / "new").exists()
