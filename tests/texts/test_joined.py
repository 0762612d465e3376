"""Sentences that are put together without Fluent read exactly as Fluent says them."""

from __future__ import annotations

import pytest
from babel.numbers import format_decimal

from bot.texts import LANGUAGES, Html, voice

VALUES = (0, 7, 999, 1000, 12345, -1000, "đồng chí <b>&", Html("<b>đậm</b>"), "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_reads_as_fluent_says_it(language: str) -> None:
    say = voice(language)
    checked = 0
    for key in say.keys():  # noqa: SIM118
        say.knows(key)
        message = say._messages[key]
        for name in ("", *(f".{attribute.id.name}" for attribute in message.attributes)):
            pattern = say._pattern(f"{key}{name}")
            if pattern is None:
                continue
            say(f"{key}{name}")
            wanted = say._known[f"{key}{name}"].names or ()
            for turn in range(len(VALUES)):
                given = {part: VALUES[(turn + place) % len(VALUES)] for place, part in enumerate(wanted)}
                shown = {part: say._shown(value) for part, value in given.items()}
                assert say(f"{key}{name}", **given) == str(
                    say._bundle.format_pattern(say._compiled(f"{key}{name}"), shown)[0]
                )
                checked += bool(wanted)
    assert checked > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_written_at_once_is_the_one_that_babel_writes(language: str) -> None:
    say = voice(language)
    for thousandths in (*range(1, 3000), *range(3000, 1_000_000, 997), 999_999, 1_000_001):
        value = thousandths / 1000
        assert say.number(value) == format_decimal(value, locale=language)


def test_a_sentence_said_twice_is_said_of_what_it_is_said_of() -> None:
    say = voice("en")
    counted = [key for key in say.keys() if say.knows(key) and say._known.get(key, say._learnt(key)).words is None]  # type: ignore[union-attr]  # noqa: SIM118
    for key in counted:
        names = {name for name in ("count", "kind", "session", "month", "unit") if f"${name}" in say._sources[key]}
        for number in (1, 2, 1):
            given = dict.fromkeys(names, number)
            shown = {name: say._shown(value) for name, value in given.items()}
            assert say(key, **given) == str(say._bundle.format_pattern(say._compiled(key), shown)[0])
    assert len(counted) > 10
