"""Searching stays within the scope, follows corrections, and finds what cells share by their consent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Scope
from bot.domain.resolutions import Resolution
from bot.domain.search import sought
from bot.domain.tasks import Task
from bot.domain.units import UnitKind
from storage import resolutions, search, tasks
from storage.entry import Entry
from tests.conftest import NOW
from tests.small_district import add_cell, add_person, add_unit

DAY = date(2026, 11, 3)


@pytest.fixture
def cells(db: Connection) -> tuple[int, int]:
    commune, other = (add_unit(db, UnitKind.COMMUNE, f"Đảng bộ xã {name}") for name in ("Lục Nam", "Bảo Đài"))
    return add_cell(db, commune, "Chi bộ thôn Muối"), add_cell(db, other, "Chi bộ thôn Chàng")


def passed(db: Connection, cell: int, subject: str, day: date = DAY, text: str = "", *what: str) -> int:
    told = Resolution(cell, "05-NQ/CB", day, subject, text)
    set_tasks = tuple(Task(each, "Trần Thị Bình") for each in what)
    return resolutions.record(db, SWEEP, [(told, set_tasks)], Entry(None, NOW), meeting_id=None)[0]


def titles(db: Connection, scope: Scope, words: str, page: int = 0) -> list[str]:
    return [each.title for each in search.find(db, scope, sought(words), page).found]


def own(cell: int) -> Scope:
    return Scope(1, (cell,))


@pytest.mark.parametrize("words", ["hiến đất", "hien dat", "hiế đấ", "dat hien", "HIẾN", "nq 05", "ngõ hien 2026"])
def test_words_are_found_by_their_beginnings_with_and_without_diacritics(
    db: Connection, cells: tuple[int, int], words: str
) -> None:
    passed(db, cells[0], "Vận động hiến đất mở rộng đường ngõ 2")
    assert titles(db, own(cells[0]), words) == ["05-NQ/CB: Vận động hiến đất mở rộng đường ngõ 2"]


@pytest.mark.parametrize("words", ["hiện đất", "hiến đật", "ienc", "hiến 2025"])
def test_other_words_are_not(db: Connection, cells: tuple[int, int], words: str) -> None:
    passed(db, cells[0], "Vận động hiến đất mở rộng đường ngõ 2")
    assert titles(db, own(cells[0]), words) == []


def test_nothing_of_another_unit_is_found(db: Connection, cells: tuple[int, int]) -> None:
    """Matrix 76."""
    passed(db, cells[0], "Mở đường ngõ 2", DAY, "bê tông", "thu tiền đường")
    assert titles(db, own(cells[1]), "đường") == []
    assert len(titles(db, own(cells[0]), "duong")) == 2
    with pytest.raises(Refused, match="not-found"):
        search.resolution_shown(db, own(cells[1]), 1)


def test_newest_first_page_by_page(db: Connection, cells: tuple[int, int]) -> None:
    for number in range(search.PAGE + 3):
        passed(db, cells[0], f"Mở đường số {number}", DAY - timedelta(days=number))
    first = search.find(db, own(cells[0]), sought("duong"))
    assert first.more
    assert [each.day for each in first.found] == [DAY - timedelta(days=n) for n in range(search.PAGE)]
    second = search.find(db, own(cells[0]), sought("duong"), 1)
    assert len(second.found) == 3
    assert not second.more


def test_a_resolution_set_aside_is_found_no_more(db: Connection, cells: tuple[int, int]) -> None:
    key = passed(db, cells[0], "Mở đường ngõ 2", DAY, "", "thu tiền")
    (known,) = tasks.open_of(db, SWEEP, cells[0])
    search.forget(db, "resolution", [key])
    search.forget(db, "task", [known.id])
    assert titles(db, own(cells[0]), "duong") == titles(db, own(cells[0]), "thu tien") == []


def test_made_anew_it_finds_the_same(db: Connection, cells: tuple[int, int]) -> None:
    passed(db, cells[0], "Mở đường ngõ 2", DAY, "bê tông", "thu tiền đường")
    before = titles(db, SWEEP, "duong")
    search.rebuild(db)
    assert titles(db, SWEEP, "duong") == before != []


def test_a_shared_resolution_is_read_by_all_until_it_is_taken_back(db: Connection, cells: tuple[int, int]) -> None:
    person = add_person(db, cells[0], "Nguyễn Văn An")
    key = passed(db, cells[0], "Mở đường ngõ 2", DAY, "", "thu tiền đường")
    other = own(cells[1])
    with pytest.raises(Refused, match="not-found"):
        search.share(db, other, key, person, NOW)
    assert search.share(db, own(cells[0]), key, person, NOW)
    assert not search.share(db, own(cells[0]), key, person, NOW)
    assert titles(db, other, "duong") == ["05-NQ/CB: Mở đường ngõ 2"]
    assert search.shared_newest(db, other).found[0].shared
    assert not search.resolution_shown(db, other, key).own
    assert search.unshare(db, own(cells[0]), key, person, NOW)
    assert titles(db, other, "duong") == []
    assert search.shared_newest(db, other).found == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40))
def test_no_words_break_the_search(db: Connection, words: str) -> None:
    search.find(db, SWEEP, sought(words))
