"""Whatever a phone can send as text goes through a talk into the records and out again into a workbook, clean."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from storage.sheets import write_sheet
from storage.tables import meeting_version
from tests.conversations.talk import Talk
from tests.conversations.test_old_buttons import as_if_never

ODD = ("\x0b", "\u200b", "\u202e", "😀👨‍👩‍👧", "\ud800", "\ufffe", "\x00", unicodedata.normalize("NFD", "Nghị quyết về đường"), "שלום", "=1+1", "<b>&")  # fmt: skip


@given(text=st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=20)), min_size=1, max_size=6).map(" ".join))
@example(text="bàn việc mở đường ngõ 2. " * 163)
@example(text="=cmd|' /C calc'!A0")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_kept_clean_and_comes_out_of_a_workbook_as_it_went_in(
    talk: Talk, tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """Matrix 29 and 92: 4,096 characters, emoji, right to left, NFD, zero width, control characters, surrogates."""
    with as_if_never(talk):
        for words in ("/hop", "đúng cả", "30/30", f"Bàn việc: {text}"[:4096], "không", "chốt"):
            assert talk.says("An", words)
        found = talk.db.execute(select(meeting_version.c.content, meeting_version.c.conclusion)).all()
        if not found:
            return  # it said something else at that place; it was answered
        kept = [words for _, words in found[0].content or ()] + [found[0].conclusion]
        for words in filter(None, kept):
            assert words == unicodedata.normalize("NFC", words)
            assert not [sign for sign in words if unicodedata.category(sign) in {"Cc", "Cs", "Cn"} and sign != "\n"]
            words.encode()
        assert round_trip(tmp_path_factory.mktemp("out"), kept) == [each.strip() for each in kept]


def round_trip(folder: Path, texts: list[str]) -> list[str]:
    write_sheet(folder / "x.xlsx", [["a", "b"], *([str(number), words] for number, words in enumerate(texts))])
    return [
        str(row[1]).strip()
        for row in CalamineWorkbook.from_path(folder / "x.xlsx").get_sheet_by_index(0).to_python()[1:]
    ]
