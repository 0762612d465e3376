"""A smoke of the fuzzer: every example it begins from, everything that ever crashed, and a moment of its own changes."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from tests.fuzzing import engine
from tests.fuzzing.__main__ import main
from tests.fuzzing.engine import changed, fuzz
from tests.fuzzing.talks import ALL
from tests.fuzzing.targets import TARGETS, Target, target_of

FOUND = sorted((Path(__file__).parent / "found").glob("*-*"))
CHANGES = 150


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_that_comes_from_outside_crashes_what_reads_it(name: str) -> None:
    target, random = TARGETS[name], Random(1)  # noqa: S311 - the same run for the same seed
    seeds = target.seeds()
    for data in [
        *seeds[:60],
        *(changed(random, seeds, target.words) for _ in range(CHANGES // (10 if name == "table" else 1))),
    ]:
        target.run(data)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_crashed_once_does_so_no_more(path: Path) -> None:
    TARGETS[path.name.partition("-")[0]].run(path.read_bytes())


def test_the_fuzzer_finds_its_way_behind_conditions_and_says_where_it_crashed() -> None:
    seen: list[bytes] = []

    def work(data: bytes) -> None:
        seen.append(data)
        if b"x" in data:
            raise KeyError

    run = fuzz(Target(work, lambda: [b"a"], (b"x",)), 0.2)
    assert list(run.crashes) == ["KeyError at outside"]
    assert run.inputs == len(seen) > 1


def test_what_never_ends_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that divides the same spaces in many ways holds up everybody: it is a crash of its own."""
    monkeypatch.setattr(engine, "SLOW", 0.1)

    def work(data: bytes) -> None:
        if b"x" in data:
            re.search(rb"(a*)*b", b"a" * 40)

    assert list(fuzz(Target(work, lambda: [b"x"], (b"x",)), 0).crashes) == ["Slow at outside"]


@pytest.mark.parametrize("form", ALL)
def test_one_form_s_talks_are_talks_of_all(form: str) -> None:
    one, number = target_of(f"answers:{form}"), list(ALL).index(form)
    for data in one.seeds():
        assert data[0] % 128 == number
        assert one.kept(data) == data
    assert one.kept(b"") == b""


@pytest.mark.parametrize("name", ["nothing", "answers:nothing", "table:meeting"])
def test_a_target_that_is_none_says_which_there_are(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"TARGET={name}"]) == 2
    assert "answers:FORM" in capsys.readouterr().out
