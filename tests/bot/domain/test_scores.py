"""Requirements on scoring tables, bands and what a record proposes (domain.md 4; issue 4 part 7)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Refused
from bot.domain.meetings import Kind
from bot.domain.people import Post, Role
from bot.domain.prefill import PREFILLS, Filled, Told, prefilled
from bot.domain.rules import Rules
from bot.domain.scores import FOLDER, Band, Line, may_confirm, read_table, scored, table_of, total_of
from bot.texts import LANGUAGES, voice

RULES = Rules()
TABLE = table_of("hd42")
CODES = sorted({path.name.split(".")[0] for path in FOLDER.glob("*.json")})
MAXIMA = {"hd42": [5, 5, 10, 30, 10, 5, 30, 5], "hd42-7": [5, 5, 10, 40, 5, 30, 5]}
PERFECT = Told(minutes=90, present=30, base=30, content=True, thematic=True, book=True, passed=True, tasks_given=1)


def points(told: Told, rules: Rules = RULES) -> dict[str, Filled]:
    return prefilled(TABLE, told, rules)


# --- the files -------------------------------------------------------------------------------------------------------

RELEASED = {
    "hd42.1.json": "646f90f1aba81f9aa93d6ef8d5d1fd0522aa90438505574348c06798e1aa06e1",
    "hd42.2.json": "835c8840a1122dfbf6f067988d265d42b3abf3df79a296cdffa13c7b630fef7a",
    "hd42-7.2.json": "4a753dc4a4a4251252609667beb35017655c77d2dfb7e2a02f277b2d994fc66c",
    "hd42-7.1.json": "6f328199451c3ec4cc47b7ad2c9ce33ec9d88a0c6d1b784e7f06573fe925e18d",
}
"""Once a score may have been given by a table, its file stays as it is: a change is the next version."""


@pytest.mark.parametrize("name", sorted(RELEASED))
def test_a_table_that_scores_were_given_by_is_never_changed(name: str) -> None:
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == RELEASED[name], "add the next version instead"


@pytest.mark.parametrize("code", CODES)
def test_a_table_adds_up_to_a_hundred_and_names_everything_in_both_languages(code: str) -> None:
    table = table_of(code)
    assert [each.most for each in table.criteria] == MAXIMA.get(code, [each.most for each in table.criteria])
    assert sum(each.most for each in table.criteria) == 100
    named = [table.title, table.issuer, *(each.name for each in table.criteria)]
    named += [part.name for each in table.criteria for part in each.parts]
    assert all(set(LANGUAGES) == set(each) for each in named)
    rules = {part.rule for each in table.criteria for part in each.parts} - {""}
    assert rules <= PREFILLS.keys()
    assert len({each.key for each in table.criteria}) == len(table.criteria)


@pytest.mark.parametrize("code", ["hd43", "", "../rules", "HD42"])
def test_a_table_that_is_none_is_refused(code: str) -> None:
    with pytest.raises(Refused, match="score-no-table"):
        table_of(code)


@pytest.mark.parametrize("change", [{"bands": [["good", 90], ["fair", 95]]}, {"bands": [["good", 90]]}, {"bands": []}])
def test_bands_that_leave_something_out_are_no_table(change: dict[str, object]) -> None:
    raw = json.loads((FOLDER / "hd42.1.json").read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match="bands"):
        read_table({**raw, **change})


# --- bands at their borders ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (100, Band.GOOD),
        (90, Band.GOOD),
        (89.9, Band.FAIR),
        (89.5, Band.FAIR),
        (70, Band.FAIR),
        (69.9, Band.AVERAGE),
        (50, Band.AVERAGE),
        (49.9, Band.POOR),
        (0, Band.POOR),
    ],
)
def test_a_band_begins_at_its_border(total: float, band: Band) -> None:
    assert TABLE.band(total) is band


def test_the_lowest_band_is_called_kem_and_never_yeu() -> None:
    assert [voice("vi")(f"band-{band}") for band in Band] == ["Tốt", "Khá", "Trung bình", "Kém"]


# --- what the record proposes ----------------------------------------------------------------------------------------

TOLD = st.builds(
    Told,
    minutes=st.none() | st.integers(0, 400),
    wanted=st.sampled_from([60, 90, 120]),
    present=st.integers(0, 60),
    base=st.integers(0, 60),
    unexcused=st.integers(0, 5),
    running=st.lists(st.just("Lê Văn Nam"), max_size=2).map(tuple),
    small=st.booleans(),
    committee_met=st.booleans(),
    content=st.booleans(),
    thematic=st.booleans(),
    speakers=st.none() | st.integers(0, 60),
    praised=st.booleans(),
    book=st.booleans(),
    targets=st.integers(0, 9),
    follow_up=st.floats(0, 1),
    passed=st.booleans(),
    tasks_given=st.integers(0, 4),
    entered_after=st.integers(0, 30),
)
THEMATIC = st.sampled_from(["given", "left_out", "lost"])


@given(told=TOLD, thematic=THEMATIC, code=st.sampled_from(CODES))
def test_points_lie_within_their_maxima_and_lost_ones_have_a_reason(told: Told, thematic: str, code: str) -> None:
    table = table_of(code)
    found = prefilled(table, told, replace(RULES, score_thematic=thematic))
    assert list(found) == [each.key for each in table.criteria]
    for criterion in table.criteria:
        filled = found[criterion.key]
        assert 0 <= filled.points <= filled.most <= criterion.most
        assert bool(filled.lost) == (filled.points < filled.most)
        assert filled.reasons or filled.unknown, "each line says from what, or that a person judges"
    lines = {key: Line(each.points, each.most) for key, each in found.items()}
    score = scored(table, lines)
    assert 0 <= score.total <= 100
    assert score.band is table.band(score.total)


def test_praise_is_counted_when_noted_and_left_to_a_person_when_not() -> None:
    noted, silent = (points(replace(PERFECT, praised=praised))["organising"] for praised in (True, False))
    assert noted.points == silent.points == noted.most
    assert "praise" in silent.unknown
    assert "praise" not in noted.unknown
    assert "score-why-praise" in {each.key for each in noted.reasons}


@given(told=TOLD, language=st.sampled_from(LANGUAGES))
def test_every_reason_has_its_sentence(told: Told, language: str) -> None:
    for filled in points(told).values():
        for reason in filled.reasons:
            assert "{" not in voice(language).plain(reason.key, **reason.values)


@given(share=st.floats(0, 1), more=st.floats(0, 1), base=st.integers(1, 60))
def test_more_present_and_more_done_never_cost_points(share: float, more: float, base: int) -> None:
    low, high = sorted((share, more))
    few, many = (points(replace(PERFECT, present=int(each * base), base=base)) for each in (low, high))
    assert few["attendance"].points <= many["attendance"].points
    little, much = (points(replace(PERFECT, targets=3, follow_up=each)) for each in (low, high))
    assert little["results"].points <= much["results"].points


@pytest.mark.parametrize(
    ("minutes", "wanted", "given_points"),
    [
        (90, 90, 5),
        (105, 90, 5),
        (89, 90, 4),
        (75, 90, 4),
        (74, 90, 3),
        (60, 90, 3),
        (59, 90, 2),
        (45, 90, 2),
        (44, 90, 1),
        (0, 90, 1),
        (120, 120, 5),
        (90, 120, 3),
        (60, 120, 2),
        (59, 120, 1),
    ],
)
def test_the_length(minutes: int, wanted: int, given_points: float) -> None:
    assert points(replace(PERFECT, minutes=minutes, wanted=wanted))["time"].points == given_points


@pytest.mark.parametrize(
    ("told", "given_points"),
    [
        (replace(PERFECT, present=27), 5),
        (replace(PERFECT, present=26), 4),
        (replace(PERFECT, present=3, base=4), 4),
        (replace(PERFECT, present=13, base=20), 3),
        (replace(PERFECT, present=12, base=20), 2),
        (replace(PERFECT, present=29, unexcused=1), 2),
        (replace(PERFECT, running=("Lê Văn Nam",)), 4),
    ],
)
def test_the_attendance(told: Told, given_points: float) -> None:
    assert points(told)["attendance"].points == given_points


@pytest.mark.parametrize(
    ("share", "given_points"),
    [(1, 30), (0.9, 30), (0.89, 27), (0.8, 27), (0.7, 24), (0.6, 20), (0.5, 15), (0.49, 10), (0, 10)],
)
def test_the_follow_up(share: float, given_points: float) -> None:
    assert points(replace(PERFECT, targets=2, follow_up=share))["results"].points == given_points


@pytest.mark.parametrize(("speakers", "lost"), [(16, 0), (15, 1), (12, 1), (9, 2), (8, 3), (0, 3)])
def test_more_than_half_must_have_spoken(speakers: int, lost: float) -> None:
    filled = points(replace(PERFECT, speakers=speakers))["organising"]
    assert filled.most - filled.points == lost


@pytest.mark.parametrize(
    ("setting", "points_given", "most"), [("given", 30, 30), ("left_out", 25, 25), ("lost", 25, 30)]
)
def test_a_month_without_a_thematic_is_as_the_committee_set_it(setting: str, points_given: float, most: float) -> None:
    filled = points(replace(PERFECT, thematic=False), replace(RULES, score_thematic=setting))["organising"]
    assert (filled.points, filled.most) == (points_given, most)


def test_what_is_left_out_leaves_a_hundred_reachable() -> None:
    found = points(replace(PERFECT, thematic=False), replace(RULES, score_thematic="left_out"))
    assert total_of(Line(each.points, each.most) for each in found.values()) == 100


def test_what_no_record_tells_is_named_for_a_person_to_judge() -> None:
    found = points(PERFECT)
    assert {"content", "draft", "told", "papers"} <= set(found["preparation"].unknown)
    assert found["leading"].unknown == ("leading",)
    assert found["results"].unknown == found["time"].unknown == ()


# --- which meetings, and who confirms --------------------------------------------------------------------------------


def test_regular_and_thematic_meetings_are_scored() -> None:
    assert TABLE.scores(frozenset({Kind.REGULAR}))
    assert TABLE.scores(frozenset({Kind.THEMATIC}))
    assert not TABLE.scores(frozenset({Kind.COMMITTEE}))
    assert not TABLE.scores(frozenset({Kind.EXTRAORDINARY, Kind.GROUP}))


@pytest.mark.parametrize(
    ("role", "where", "setting", "may"),
    [
        (Role.UPPER_MEMBER, 7, "upper_member", True),
        (Role.UPPER_MEMBER, 8, "upper_member", False),
        (Role.ADMIN, 3, "upper_member", True),
        (Role.ADMIN, 4, "upper_member", False),
        (Role.UPPER_MEMBER, 7, "admin", False),
        (Role.ADMIN, 1, "admin", True),
        (Role.ADMIN, 1, "nobody", False),
        (Role.UPPER_MEMBER, 7, "nobody", False),
        (Role.SECRETARY, 7, "upper_member", False),
    ],
)
def test_who_confirms_is_a_setting(role: Role, where: int, setting: str, *, may: bool) -> None:
    held = Post(1, 1, where, role, date(2020, 1, 1))
    assert may_confirm((held,), 7, (3, 1), setting) is may
