"""Sentences that are put together without Fluent read exactly as Fluent says them."""

from __future__ import annotations

import pytest

from bot.texts import LANGUAGES, Html, voice

VALUES = (0, 7, 999, 1000, 12345, -1000, "đồng chí <b>&", Html("<b>đậm</b>"), "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_reads_as_fluent_says_it(language: str) -> None:
    say = voice(language)
    checked = 0
    for key in say.keys():  # noqa: SIM118
        say.knows(key)
        message = say._bundle._messages[key]
        for name in ("", *(f".{attribute.id.name}" for attribute in message.attributes)):
            pattern = say._pattern(f"{key}{name}")
            if pattern is None:
                continue
            say(f"{key}{name}")
            wanted = say._known[f"{key}{name}"].names or ()
            for turn in range(len(VALUES)):
                given = {part: VALUES[(turn + place) % len(VALUES)] for place, part in enumerate(wanted)}
                shown = {part: say._shown(value) for part, value in given.items()}
                assert say(f"{key}{name}", **given) == str(say._bundle.format_pattern(pattern, shown)[0])
                checked += bool(wanted)
    assert checked > 500
