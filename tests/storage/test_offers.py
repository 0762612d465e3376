"""A choice of the newest screen is known by its number and by the words of its line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert

from storage import offers
from storage.tables import offer

NOW = datetime(2026, 11, 5, 8, tzinfo=UTC)
CODES = {1: "u:1", 2: "u:2", 3: "u:3", 4: "u:4"}
LINES = {1: "Chi bộ thôn Muối: 28 đảng viên", 2: "Chi bộ thôn Muối Thượng", 3: "Đảng bộ xã Bảo Sơn · 9 chi bộ"}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Bảo Sơn", "u:3"),
        ("bao  son.", "u:3"),
        ("xã BẢO SƠN", "u:3"),
        ("thôn muối", "u:1"),
        ("muoi thuong", "u:2"),
        ("chi bộ", None),  # of two
        ("ôn", None),  # no whole word
        ("28 đảng viên", None),  # about the unit, not its name
        ("", None),
        ("Khe Sâu", None),
    ],
)
def test_words_mean_the_one_line_in_which_they_stand(db: Connection, typed: str, code: str | None) -> None:
    offers.put(db, 7, CODES, LINES, NOW)
    assert offers.meant(db, 7, typed) == code


@pytest.mark.parametrize(("typed", "code"), [("gửi", "go"), ("bỏ", "drop"), ("không gửi", "drop"), ("sửa", "edit")])
def test_a_word_never_means_its_contrary(db: Connection, typed: str, code: str) -> None:
    offers.put(db, 7, {1: "go", 2: "edit", 3: "drop"}, {1: "Gửi 4 người", 2: "Sửa", 3: "Bỏ, không gửi"}, NOW)
    assert offers.meant(db, 7, typed) == (code if len(typed) > 2 else None)
    offers.put(db, 7, {2: "edit", 3: "drop"}, {2: "Sửa", 3: "Bỏ, không gửi"}, NOW)
    assert offers.meant(db, 7, "gửi") is None


def test_a_screen_kept_before_words_were_is_chosen_by_number(db: Connection) -> None:
    db.execute(insert(offer).values(chat_id=7, codes={"1": "u:1"}, at=NOW))
    assert offers.chosen(db, 7, 1) == ("u:1", NOW)
    assert offers.newest(db, 7) == ({1: "u:1"}, NOW)
    assert offers.meant(db, 7, "Bảo Sơn") is None


def test_yes_and_no_answer_a_screen_that_asks_whether_to_do_something_and_no_other(db: Connection) -> None:
    asks = ({1: "do", 2: "not"}, {1: "Tạo đường dẫn", 2: "Thôi"})
    offers.put(db, 7, *asks, NOW)
    soon, late = NOW + timedelta(minutes=9), NOW + timedelta(minutes=11)
    assert (offers.answered(db, 7, soon, yes=True), offers.answered(db, 7, soon, yes=False)) == ("do", "not")
    assert offers.answered(db, 7, late, yes=True) is None, "later an ok may be said to anything"
    offers.passed(db, 7)
    assert offers.answered(db, 7, soon, yes=True) is None, "another screen followed"
    assert offers.chosen(db, 7, 1) == ("do", NOW), "its number still is"
    for others in ({1: "Muối", 2: "Khe Sâu"}, {1: "Gửi", 2: "Sửa", 3: "Thôi"}):
        offers.put(db, 7, dict.fromkeys(others, "x"), others, NOW)
        offers.passed(db, 7)
        assert offers.answered(db, 7, soon, yes=True) is None
        assert offers.chosen(db, 7, 2) == ("x", NOW)
    assert offers.answered(db, 8, soon, yes=True) is None
