"""What was sent by mistake is named as people name it, and nothing else is taken for that."""

from __future__ import annotations

import pytest

from bot.forms.evidence import without_mistaken
from bot.forms.reading.spelling import clean

KEPT = ("photo-1", "voice:v1", "file:f2", "post:họp lúc 8h", "audio:a2")


@pytest.mark.parametrize(
    ("words", "gone"),
    [
        ("bỏ ảnh", "file:f2"),
        ("Bo anh", "file:f2"),
        ("xóa cái ảnh này đi", "file:f2"),
        ("gỡ tấm ảnh vừa rồi ạ", "file:f2"),
        ("bỏ hình vừa gửi", "file:f2"),
        ("BỎ GHI ÂM", "audio:a2"),
        ("bỏ tin thoại vừa gửi.", "audio:a2"),
        ("bỏ tin chuyển tiếp", "post:họp lúc 8h"),
        ("remove photo", "file:f2"),
        ("remove the recording", "audio:a2"),
        ("remove forwarded message", "post:họp lúc 8h"),
    ],
)
def test_the_last_of_the_sort_that_is_named_goes(words: str, gone: str) -> None:
    assert without_mistaken(clean(words), KEPT) == tuple(each for each in KEPT if each != gone)


@pytest.mark.parametrize(
    "words", ["bỏ qua", "bỏ", "bàn việc bỏ ảnh cũ ở nhà văn hóa", "ảnh", "bỏ ảnh hưởng xấu", "không"]
)
def test_other_words_take_nothing_out(words: str) -> None:
    assert without_mistaken(words, KEPT) is None


def test_nothing_of_the_sort_kept_means_that_the_words_are_an_answer() -> None:
    assert without_mistaken("bỏ ghi âm", ("photo-1",)) is None
