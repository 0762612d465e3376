"""Practice is counted nowhere and mistaken for nothing real."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from bot.domain.people import SWEEP, Scope
from bot.domain.units import UnitKind
from storage import attendance, export, member_import, members, units
from storage.tables import obligation, unit
from tests.conversations.talk import Talk


@pytest.fixture
def practising(talk: Talk) -> Talk:
    talk.says("An", "/tapdung")
    return talk


def practice_cells(db: Connection) -> list[int]:
    return list(db.execute(select(unit.c.id).where(unit.c.kind == UnitKind.PRACTICE.value)).scalars())


def test_it_is_no_root_no_obligation_and_in_no_export(practising: Talk, tmp_path: Path) -> None:
    talk = practising
    (cell,) = practice_cells(talk.db)
    talk.says("An", "/hop")
    for words in ("1", "đủ", "bỏ qua", "họp bàn việc thôn", "1", "chốt"):
        answer = talk.says("An", words)
    assert "TẬP DÙNG" in answer
    assert "Đã chốt" in answer
    talk.now += timedelta(days=27)
    talk.tick()
    assert not talk.db.execute(select(func.count()).where(obligation.c.unit_id == cell)).scalar()
    assert cell not in {each.id for each in units.roots(talk.db, talk.now.date())}
    assert cell not in {each.id for each in units.everything(talk.db)}
    assert members.kept_by(talk.db, SWEEP, cell, talk.now.date())
    export.write_files(talk.db, SWEEP, tmp_path / "all")
    texts = {path.name: path.read_text("utf-8-sig") for path in (tmp_path / "all").iterdir()}
    assert not [name for name, text in texts.items() if "tập dùng" in text or "Đinh Văn Xuân" in text]
    told = member_import.export_file(talk.db, tmp_path / "members.csv", talk.now.date())
    assert told.startswith("15 members of 1 cells")
    assert "Đinh Văn Xuân" not in (tmp_path / "members.csv").read_text("utf-8-sig")


def test_its_roster_takes_the_attendance_and_is_nobodys_elsewhere(practising: Talk) -> None:
    talk = practising
    (cell,) = practice_cells(talk.db)
    talk.says("An", "/hop")
    for words in ("1", "vắng đ/c Nga ốm", "bỏ qua", "họp bàn việc thôn", "không", "chốt"):
        answer = talk.says("An", words)
    assert "Đã chốt" in answer
    seen = attendance.regular(talk.db, SWEEP, cell, talk.now.date())
    assert len(seen) == 2
    (kept,) = members.rosters(talk.db, Scope(0, (cell,)), talk.now.date()).values()
    assert len(kept) == 13
    talk.says("An", "/tapdung")
    talk.says("An", "6")
    assert "Bùi Thị Nga" not in talk.says("An", "/chibo")


def test_the_committee_above_sees_nothing_of_it(practising: Talk) -> None:
    for words in ("/tonghop", "/chuahop", "/chibo"):
        assert "tập dùng" not in practising.says("Hà", words).casefold()


def test_a_real_reminders_button_ends_it_and_is_carried_out(practising: Talk) -> None:
    practising.tick()
    assert "sinh hoạt" in practising.chat("An").answer
    buttons = [button for row in practising.chat("An").screens[-1].rows for button in row]
    assert {button.code.split(":")[0] for button in buttons} == {"rem"}
    answer = practising.gives_press("An", buttons[0])
    assert "Đã thôi tập dùng" in answer
    assert "TẬP DÙNG" not in answer


def test_nobody_wakes_up_in_it_another_day(practising: Talk) -> None:
    practising.now += timedelta(days=1)
    answer = practising.says("An", "/hop")
    assert "Đã thôi tập dùng" in answer
    assert "Chi bộ thôn Muối" in answer


def test_an_old_button_of_it_says_that_it_is_over(practising: Talk) -> None:
    practising.says("An", "/hop")
    practising.says("An", "/toi")
    chat = practising.chat("An")
    code = next(
        button.code
        for screen in chat.screens
        for row in screen.rows
        for button in row
        if button.code.startswith("f:") and "TẬP DÙNG" in screen.text
    )
    assert "đã kết thúc" in practising.says("An", "", kind="press", code=code, press_id="1")


def test_begun_anew_it_is_a_fresh_cell(practising: Talk) -> None:
    practising.says("An", "5")
    before, now = practice_cells(practising.db)
    assert before != now
    assert units.get(practising.db, SWEEP, before, practising.now.date()).closed_on
