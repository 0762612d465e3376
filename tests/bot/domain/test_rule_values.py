"""What may be set is read as people type it, kept as the rules hold it, and nothing beyond its bounds."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rule_values import VALUES, Clock, Day, Days, OneOf, Share, Whole
from bot.domain.rules import Rules, with_settings
from bot.domain.scores import FOLDER, table_of
from bot.forms.form import Reply
from bot.forms.reading.outcome import Given, Note, Understood
from bot.forms.rule import RuleAnswer, Told, rule_text
from bot.texts import LANGUAGES, voice
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Share(50), "85%", 0.85),
        (Share(50), "92,5", 0.925),
        (Share(50), "40%", None),
        (Share(50), "101", None),
        (Whole(0, 20, "2"), "3 ngày", 3),
        (Whole(1, 28, "10"), "mùng 5", 5),
        (Whole(0, 20, "2"), "21", None),
        (Whole(0, 20, "2"), "vài ngày", None),
        (Clock(), "19h30", "19:30"),
        (Clock(), "7 giờ", "07:00"),
        (Clock(), "25h", None),
        (OneOf(("row", "year")), "YEAR", "year"),
        (Days(), "19/5, 27/7/2027", ["05-19", "2027-07-27"]),
        (Days(), "31/2", None),
        (Days(), "không", []),
        (Day(), "15/6/2025", "2025-06-15"),
        (Day(), "15/6", None),
        (Day(), "không", ""),
        (OneOf(("ủy", "uỷ"), plain=True), "uỷ", "uỷ"),
        (OneOf(("ủy", "uỷ"), plain=True), "uy", "ủy"),
        (VALUES["document_number"], "Số:", "Số:"),
        (VALUES["document_number"], "số 05-NQ/CB", "Số"),
        (VALUES["document_heading"], "I.", "."),
        (VALUES["document_heading"], "-", "-"),
        (VALUES["document_signature"], "t/m chi ủy", "CHI ỦY"),
        (VALUES["document_place"], "không", ""),
        (
            VALUES["document_basis"],
            "- Căn cứ Điều lệ Đảng;\ncăn cứ tình hình thực tế.",
            ["Điều lệ Đảng", "tình hình thực tế"],
        ),
        (VALUES["document_basis"], "không", []),
        (VALUES["document_basis"], ";".join("abcdefghij"), None),
        (VALUES["document_basis"], "x" * 201, None),
    ],
)
def test_values_are_read(kind: Any, typed: str, value: Any) -> None:
    assert kind.read(typed) == value


def test_every_rule_named_is_one_and_its_default_is_shown_in_both_languages() -> None:
    known = {field.name for field in fields(Rules)}
    for name in VALUES:
        assert name in known
        for language in LANGUAGES:
            say = voice(language)
            assert say.knows(f"rule-{name}")
            assert rule_text(say, name, getattr(Rules(), name))


def test_every_table_that_scores_meetings_may_be_set_and_says_what_it_is() -> None:
    kind = VALUES["score_table"]
    assert isinstance(kind, OneOf)
    assert set(kind.words) == {path.name.split(".")[0] for path in FOLDER.glob("*.json")}
    for word in kind.words:
        assert str(len(table_of(word).criteria)) in rule_text(voice("vi"), "score_table", word)
        assert "42-HD/BTCTW" in rule_text(voice("en"), "score_table", word)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("score_table", "7 muc", "hd42-7"),
        ("score_table", "bang 8 items", None),
        ("score_table", "8 items", "hd42"),
        ("score_table", "Hướng dẫn 42", None),
        ("join_approval", "có", "on"),
        ("join_approval", "khong", "off"),
        ("score_confirms", "Đảng ủy viên", "upper_member"),
        ("score_confirms", "quan tri", "admin"),
        ("numbering", "...", None),
    ],
)
def test_a_choice_is_read_by_its_words_too(name: str, typed: str, value: str | None) -> None:
    reading = RuleAnswer().parse(Reply(typed), Given(NOW, usual={"rule": name}), None)
    assert (reading.value.value if isinstance(reading, Understood) else None) == value


@pytest.mark.parametrize("name", VALUES)
def test_what_the_example_sets_is_a_rule(name: str) -> None:
    kind = VALUES[name]
    value = kind.words[0] if isinstance(kind, OneOf) else kind.read(kind.example)
    assert value is not None
    held = getattr(with_settings({name: json.loads(json.dumps(value))}), name)
    assert type(held) is type(getattr(Rules(), name))


@given(st.sampled_from(list(VALUES)), st.text(max_size=30))
def test_anything_may_be_typed_and_a_value_survives_its_draft(name: str, typed: str) -> None:
    value = VALUES[name].read(typed)
    if value is not None:
        told = Told(name, value)
        assert RuleAnswer().load(json.loads(json.dumps(RuleAnswer().dump(told)))) == told
        assert isinstance(rule_text(voice("vi"), name, value), str | Note)
