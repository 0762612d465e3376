"""Searching stays within the scope, follows corrections, and finds what cells share by their consent."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, text

from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Scope
from bot.domain.resolutions import Resolution
from bot.domain.search import sought
from bot.domain.tasks import Task
from bot.domain.units import UnitKind
from storage import resolutions, search, tasks
from storage.entry import Entry
from storage.tables import search_entry
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


# --- whatever lies behind ----------------------------------------------------------------------------------------------

WORDS = ("đường", "duong", "đất", "họp dân", "ngõ 2", "ngo", "hiến đất 2025", "điện")
SUBJECTS = ("Mở đường ngõ 2", "Hiến đất", "Họp dân về đường", "Điện chiếu sáng", "Thu tiền")


def noted(db: Connection, subjects: list[tuple[int, str, date]], first: int = 1) -> None:
    """So many resolutions' words, of a cell and a day each, as if they had been recorded."""
    rows = [
        search.entry("resolution", number, cell, day, [subject])
        for number, (cell, subject, day) in enumerate(subjects, first)
    ]
    db.execute(insert(search_entry), rows)
    if db.dialect.name == "sqlite":
        db.execute(text("INSERT INTO search_words(search_words) VALUES ('rebuild')"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    told=st.lists(st.tuples(st.booleans(), st.sampled_from(SUBJECTS), st.integers(0, 400)), min_size=1, max_size=60),
    words=st.sampled_from(WORDS),
    page=st.integers(0, 2),
    lately=st.integers(0, 40),
    few=st.booleans(),
    rare=st.booleans(),
)
def test_every_way_of_finding_finds_the_same(
    db: Connection,
    cells: tuple[int, int],
    told: list[tuple[bool, str, int]],
    words: str,
    page: int,
    lately: int,
    few: bool,  # noqa: FBT001
    rare: bool,  # noqa: FBT001
) -> None:
    """Among the newest, in the asker's own units, by the index of words: one answer, page by page."""
    db.execute(delete(search_entry))
    noted(db, [(cells[mine], subject, DAY - timedelta(days=back)) for mine, subject, back in told])
    for scope in (SWEEP, own(cells[0]), Scope(1, cells)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(search, "LATELY", 1000)
            whole = search.find(db, scope, sought(words), page)
            patch.setattr(search, "LATELY", lately)
            patch.setattr(search, "FEW_UNITS", 100 if few else 0)
            patch.setattr(search, "RARE", 2000 if rare else 0)
            assert search.find(db, scope, sought(words), page) == whole


@pytest.mark.sqlite
@pytest.mark.parametrize("words", ["đường", "hiến đất", "không đâu có"])
def test_a_page_costs_the_same_whatever_lies_behind(
    db: Connection, cells: tuple[int, int], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten times the years behind the same page: the same work of the database."""
    monkeypatch.setattr(search, "LATELY", 100)

    def back(first: int, last: int) -> list[tuple[int, str, date]]:
        return [
            (cells[n % 2], SUBJECTS[n // 2 % len(SUBJECTS)], DAY - timedelta(days=n // 4)) for n in range(first, last)
        ]

    noted(db, back(0, 300))
    short = work_of(db, lambda: search.find(db, SWEEP, sought(words)))
    noted(db, back(300, 3000), 301)
    assert work_of(db, lambda: search.find(db, SWEEP, sought(words))) <= 1.25 * short + 20
    if not titles(db, SWEEP, words):
        assert work_of(db, lambda: search.find(db, own(cells[0]), sought(words))) <= 1.25 * short + 20


def work_of(db: Connection, ask: Callable[[], object]) -> int:
    """How many tens of steps SQLite takes for it, its statements known before."""
    ask()
    raw = db.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    raw.set_progress_handler(step, 10)
    ask()
    raw.set_progress_handler(None, 0)
    return steps
