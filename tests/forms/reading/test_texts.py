"""Whatever a reader asks or explains is said in both languages, politely, with an example of what to type."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.forms import reading
from bot.forms.reading.outcome import Ask, NotUnderstood, Understood
from bot.texts import voice
from tests.forms.reading.test_properties import READERS

KEYS = sorted(
    {
        key
        for path in Path(reading.__file__).parent.glob("*.py")
        for key in re.findall(r'note\(\s*"([^"]+)"', path.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_known_in_both_languages(key: str) -> None:
    for language in ("vi", "en"):
        assert voice(language).knows(key)


def test_every_sentence_of_the_file_is_used() -> None:
    for language in ("vi", "en"):
        text = (Path(reading.__file__).parents[2] / "texts" / language / "reading.ftl").read_text(encoding="utf-8")
        assert not set(re.findall(r"^(reading-[\w-]+)\s*=", text, re.MULTILINE)) - set(KEYS)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "text", ["xin chào", "31/11", "vắng đ/c Hùng", "3/12", "k", "7h30", "1,130", "90%", "hoan vi bao"]
)
def test_what_is_said_has_its_values_and_an_example(name: str, text: str) -> None:
    result = READERS[name](text)
    notes = result.warnings if isinstance(result, Understood) else (result.why,)
    assert isinstance(result, Understood | Ask | NotUnderstood)
    for each in notes:
        for language in ("vi", "en"):
            said = voice(language)(each.key, **each.values)
            assert "{" not in said
            assert re.search(r"\b[Bb]ạn\b|\banh/chị\b", said) is None
            assert re.search(r":|nhắn|chọn|ghi|choose|type", said)
