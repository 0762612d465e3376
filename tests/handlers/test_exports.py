"""Pictures and files on an admin's phone: made aside, not to be forwarded, noted; nobody else waits for them."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.reports.making import Order
from bot.texts.screen import Told
from handlers import choosing
from storage.tables import audit
from tests.conftest import NOW
from tests.handlers.conftest import ADMIN, SECRETARY, Stage
from tests.small_district import oblige

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """How far a file is, told at once."""
    monkeypatch.setattr("handlers.long_files.SHOWN_EVERY", 0.01)


async def acts(house: Stage) -> list[Any]:
    def read(db: Connection) -> list[Any]:
        chosen = select(audit.c.unit_id, audit.c.person_id, audit.c.about).where(audit.c.act == "file-exported")
        return list(db.execute(chosen.order_by(audit.c.id)))

    return await house.store.read(read)


async def owed(house: Stage) -> None:
    await house.store.write(lambda db: oblige(db, 2, planned_on=NOW.date()))


async def test_an_admin_has_the_workbook_of_his_commune(house: Stage) -> None:
    """Matrix 101: the file cannot be forwarded, says that it is internal, and the audit knows who had what."""
    await owed(house)
    await house.start()
    admin = await house.phone(ADMIN)
    await admin.send("/xuat")
    await admin.sees("không chuyển tiếp")
    await admin.press("1")
    said = await admin.sees("Hệ thống đã ghi lại", seconds=30)
    content = await admin.download(said)
    assert content.startswith(b"PK")
    (noted,) = await acts(house)
    assert noted.unit_id == 1
    assert noted.about == {
        "what": "book",
        "span": "2026-11+1",
        "count": 1,
        "hash": hashlib.sha256(content).hexdigest(),
    }
    assert said.api["has_protected_content"]
    assert said.file_name == "so-so-lieu-excel-dang-bo-xa-luc-nam-2026-11-1.xlsx"


async def test_an_admin_has_a_picture_of_his_commune(house: Stage) -> None:
    await owed(house)
    await house.start()
    admin = await house.phone(ADMIN)
    await admin.send("/bieudo")
    await admin.sees("Biểu đồ")
    await admin.press("2")
    said = await admin.sees("Tình hình sinh hoạt · ", seconds=30)
    assert (await admin.download(said)).startswith(b"\x89PNG")


async def test_a_secretary_has_no_files_of_others(house: Stage) -> None:
    """Matrix 76: neither by the command nor by the code of a button."""
    await house.start()
    secretary = await house.phone(SECRETARY)
    await secretary.send("/xuat")
    await secretary.sees("không thuộc nhiệm vụ")
    assert await acts(house) == []


async def test_nobody_else_waits_while_a_file_is_made(house: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()

    def slow(_: Order, told: Told) -> bytes:
        told(3, 8)
        assert go.wait(20)
        return b"PK made"

    monkeypatch.setattr(choosing, "made", slow)
    await house.start()
    admin, secretary = await house.phone(ADMIN), await house.phone(SECRETARY)
    await admin.send("/xuat")
    await admin.sees("Tệp")
    await admin.press("1")
    await admin.sees("Đang làm bảng… 3/8")
    await secretary.send("/trogiup")
    await secretary.sees("/hop")
    assert await acts(house) == []
    go.set()
    await admin.sees("Hệ thống đã ghi lại")
    await asyncio.sleep(0)
    assert len(await acts(house)) == 1


async def test_a_file_that_cannot_be_made_is_said_and_noted_nowhere(
    house: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: Order, __: Told) -> bytes:
        raise RuntimeError("the process that makes files failed")

    monkeypatch.setattr(choosing, "made", failing)
    await house.start()
    admin = await house.phone(ADMIN)
    await admin.send("/xuat")
    await admin.sees("Tệp")
    await admin.press("1")
    await admin.sees("chưa tạo được tệp")
    assert await acts(house) == []
