"""The year's band out of the months': one province's rule as data, nothing where nothing is known (domain.md 4)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rule_values import VALUES, OneOf
from bot.domain.score_years import YEARS, YearRule, judged, read_year_rule, year_rule
from bot.domain.scores import Band
from bot.reports.card import year_lines
from bot.texts import LANGUAGES, voice

G, F, A, P = Band.GOOD, Band.FAIR, Band.AVERAGE, Band.POOR
FILES = {"seven-good.1.json": "b490bf132a69b3e6e10f6b86e439b64482f6755925a75f9ea51244415c265d6a"}
"""A rule once used stays as it is: a correction is the next version."""


def known() -> YearRule:
    rule = year_rule("seven-good")
    assert rule is not None
    return rule


@pytest.mark.parametrize(
    ("bands", "band"),
    [
        ([G] * 12, G),
        ([G] * 7 + [F] * 5, G),
        ([G] * 6 + [F] * 6, None),
        ([G] * 11 + [A], None),
        ([G] * 11 + [P], None),
        ([G] * 11, None),
        ([F] * 12, None),
        ([], None),
    ],
)
def test_good_is_a_year_without_a_month_below_fair_and_seven_good_ones(bands: list[Band], band: Band | None) -> None:
    assert known().band(bands) is band


def test_a_year_with_too_few_months_is_not_judged_at_all() -> None:
    found = judged(known(), {2025: [F] * 12, 2026: [G] * 11, 2024: [G] * 12})
    assert [(each.year, each.band) for each in found] == [(2025, None), (2024, G)]
    assert judged(None, {2024: [G] * 12}) == ()


@given(st.lists(st.sampled_from(Band), max_size=14), st.integers(0, 13))
def test_a_better_month_never_makes_a_worse_year(bands: list[Band], at: int) -> None:
    better = [G if n == at else each for n, each in enumerate(bands)]
    assert not (known().band(bands) is G and known().band(better) is not G)


def test_the_files_are_as_they_were_released() -> None:
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in YEARS.glob("*.json")} == FILES


def test_every_choice_of_the_setting_is_a_rule_or_none() -> None:
    wanted = VALUES["score_year"]
    assert isinstance(wanted, OneOf)
    assert [year_rule(word) is None for word in wanted.words] == [False, True]
    assert year_rule("../rules") is None
    assert year_rule("seven-good", 9) is None


def test_another_office_adds_its_own_with_its_own_versions(tmp_path: Path) -> None:
    raw = {"code": "xa", "version": 1, "issuer": {"vi": "Đảng ủy xã"}, "months": 10, "bands": []}
    fair = {"band": "fair", "least": "average"}
    for version, bands in ((1, []), (2, [{"band": "good", "least": "good"}, fair])):
        told = json.dumps({**raw, "version": version, "bands": bands})
        (tmp_path / f"xa.{version}.json").write_text(told, encoding="utf-8")
    first, newest = year_rule("xa", 1, tmp_path), year_rule("xa", 0, tmp_path)
    assert first is not None
    assert newest is not None
    assert (first.band([G] * 12), newest.version) == (None, 2)
    assert [newest.band(each) for each in ([G] * 10, [G] * 9 + [A], [A] * 9 + [P])] == [G, F, None]


@pytest.mark.parametrize("wrong", [{"months": 0}, {"months": 13}, {"bands": [{"band": "good", "least": "x"}]}])
def test_what_is_no_rule_is_not_read(wrong: dict[str, object]) -> None:
    raw = json.loads((YEARS / "seven-good.1.json").read_text(encoding="utf-8"))
    with pytest.raises(ValueError):  # noqa: PT011 - any
        read_year_rule({**raw, **wrong})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_is_said_in_both_languages(language: str) -> None:
    say = voice(language)
    told = judged(known(), {2025: [G] * 7 + [F] * 5, 2024: [G] * 6 + [A] * 6})
    good, none = (say.without_tags(each) for each in year_lines(say, told))
    assert "2025" in good
    assert say.plain("band-good") in good
    assert f"{say.plain('band-average')} 6" in none
    if language == "vi":
        assert good == "Sinh hoạt năm 2025: Tốt (Tốt 7 · Khá 5; theo cách làm của một tỉnh, đảng ủy quyết định)"
        assert none == (
            "Sinh hoạt năm 2024: Tốt 6 · Trung bình 6; chưa đạt Tốt cả năm (cần mọi tháng từ Khá, ít nhất 7 tháng Tốt)"
        )
