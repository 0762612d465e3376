"""The table says every figure with its goal and whether it was reached."""

from __future__ import annotations

from tests.benchmarks.table import Row, as_json, rendered


def test_a_row_says_its_goal_and_whether_it_was_reached() -> None:
    rows = [
        Row("50 phones", 2.41, "×", 2.0, "at least"),
        Row("1 phone", 0.5, "×", 0.8, "at least", "runs 0.49, 0.51"),
        Row("memory idle", 151, "MB", 150),
        Row("seed", 9.5, "s"),
    ]
    _, fast, slow, large, seed = rendered(rows).splitlines()
    assert fast.split() == ["50", "phones", "2.41", "×", "≥", "2.00", "reached"]
    assert slow.split() == ["1", "phone", "0.50", "×", "≥", "0.80", "MISSED", "runs", "0.49,", "0.51"]
    assert large.split() == ["memory", "idle", "151", "MB", "≤", "150", "MISSED"]
    assert seed.split() == ["seed", "9.50", "s"]


def test_a_figure_that_meets_its_goal_exactly_has_reached_it() -> None:
    assert Row("a", 2.0, goal=2.0, bound="at least").reached
    assert Row("b", 50.0, goal=50.0).reached
    assert as_json(Row("c", 1.0))["reached"] is None
