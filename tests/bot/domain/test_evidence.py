"""What is stored of evidence reads back as what it was; what was stored before it had kinds is a photo."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evidence import Count, Evidence, EvidenceKind, counted, read

FILE_IDS = st.text("ABCabc012_-", min_size=1, max_size=40)


@given(st.sampled_from(EvidenceKind), FILE_IDS)
def test_a_piece_survives_storing(kind: EvidenceKind, file_id: str) -> None:
    assert read(Evidence(kind, file_id).stored) == Evidence(kind, file_id)


@given(st.text(min_size=1))
def test_a_posts_words_survive_whatever_they_are(words: str) -> None:
    assert read(Evidence(EvidenceKind.POST, words).stored) == Evidence(EvidenceKind.POST, words)


@given(FILE_IDS)
def test_what_was_stored_without_a_kind_is_a_photo(file_id: str) -> None:
    assert read(file_id) == Evidence(EvidenceKind.PHOTO, file_id)


@given(st.text())
def test_anything_stored_can_be_read_and_is_counted_once(stored: str) -> None:
    assert counted([stored]).all == 1


def test_sorts_are_counted_apart() -> None:
    kept = ["AgAC", "file:BQAC", "voice:AwAC", "audio:CQAC", "video_note:DQAC", "post:họp lúc 8h: mời bà con"]
    assert counted(kept) == Count(photos=2, voices=3, posts=1)
