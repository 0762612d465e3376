"""Figures and lists of who of the committee above came to cells, by the minutes or by his own word."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import DBAPIError

from bot.domain.people import SWEEP, Role, Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from bot.domain.visits import Word
from bot.reports.summary import ListName
from storage import visits
from storage.entry import Entry
from storage.lists import lines
from storage.summaries import summary
from storage.tables import visit
from tests.conftest import NOW
from tests.small_district import MONTH, add_cell, add_person, add_unit, hold, oblige

NOVEMBER = Span(Month(2026, 11), 1)
RULES = Rules()


@pytest.fixture
def commune(db: Connection) -> int:
    return add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")


def met(db: Connection, commune: int, name: str, *, month: Month = MONTH, guest: str = "") -> int:
    cell = add_cell(db, commune, name)
    oblige(db, cell, month)
    hold(db, cell, month.day(3), guest=guest)
    return cell


def said(db: Connection, cell: int, word: Word, month: Month = MONTH) -> int:
    who = add_person(db, cell, "Đặng Thị Mai", Role.UPPER_MEMBER)
    return visits.keep(db, SWEEP, cell, month, word, month.day(3), Entry(who, NOW))


def names(db: Connection, commune: int, name: ListName) -> list[str]:
    found = lines(db, SWEEP, commune, NOVEMBER, name, NOW, RULES)
    assert found.total == summary(db, SWEEP, commune, NOVEMBER, NOW, RULES).count(name)
    return sorted(line.name for line in found.lines)  # type: ignore[union-attr]


def test_a_meeting_is_visited_by_the_minutes_or_by_his_own_word(db: Connection, commune: int) -> None:
    met(db, commune, "Biên bản", guest="Đặng Thị Mai")
    said(db, met(db, commune, "Lời báo"), Word.CAME)
    said(db, met(db, commune, "Không dự"), Word.DID_NOT)
    said(db, met(db, commune, "Sẽ dự"), Word.WILL)
    met(db, commune, "Không ai")
    assert names(db, commune, ListName.VISITED) == ["Biên bản", "Lời báo"]


def test_a_word_that_was_taken_back_does_not_count(db: Connection, commune: int) -> None:
    cell = met(db, commune, "Lấy lại")
    who = add_person(db, cell, "Đặng Thị Mai", Role.UPPER_MEMBER)
    for word in (Word.CAME, Word.DID_NOT):
        visits.keep(db, SWEEP, cell, Month(2026, 11), word, date(2026, 11, 3), Entry(who, NOW))
    assert names(db, commune, ListName.VISITED) == []


def test_cells_to_which_nobody_came_for_six_months_are_listed(db: Connection, commune: int) -> None:
    old, new = Month(2026, 2), Month(2026, 6)
    met(db, commune, "Lâu rồi", month=old, guest="Đặng Thị Mai")
    met(db, commune, "Chưa lần nào", month=old)
    said(db, met(db, commune, "Lời báo mới", month=old), Word.CAME, new)
    met(db, commune, "Mới dùng hệ thống", month=new)
    assert names(db, commune, ListName.UNVISITED) == ["Chưa lần nào", "Lâu rồi"]
    found = lines(db, SWEEP, commune, NOVEMBER, ListName.UNVISITED, NOW, RULES).lines
    assert {line.name: line.last_visit for line in found} == {  # type: ignore[union-attr]
        "Lâu rồi": date(2026, 2, 3),
        "Chưa lần nào": None,
    }


def test_words_of_another_committees_cell_are_not_seen(db: Connection, commune: int) -> None:
    """Matrix 76."""
    cell = met(db, commune, "Chi bộ thôn Muối")
    said(db, cell, Word.CAME)
    other = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bảo Sơn")
    assert visits.of(db, Scope(1, (other,)), cell, Month(2026, 11)) == ()
    assert len(visits.of(db, Scope(1, (cell,)), cell, Month(2026, 11))) == 1


def test_a_word_is_never_overwritten(db: Connection, commune: int) -> None:
    said(db, met(db, commune, "Chi bộ thôn Muối"), Word.CAME)
    for statement in ("UPDATE visit SET word = 'did_not'", "DELETE FROM visit"):
        with pytest.raises(DBAPIError, match="append-only"), db.begin_nested():
            db.execute(text(statement))


def test_a_remark_belongs_to_who_came(db: Connection, commune: int) -> None:
    cell = met(db, commune, "Chi bộ thôn Muối")
    who = add_person(db, cell, "Đặng Thị Mai", Role.UPPER_MEMBER)
    values = {"unit_id": cell, "period": Month(2026, 11), "person_id": who, "at": NOW, "remark": "tốt"}
    with pytest.raises(DBAPIError), db.begin_nested():
        db.execute(insert(visit).values(word="will", **values))
