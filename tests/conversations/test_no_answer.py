"""What is no answer, sent at every step of a meeting: kindly asked again, and nothing has changed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.texts.screen import Screen
from storage.tables import draft, meeting_version
from tests.conversations.talk import Talk, labels

STEPS = (
    "/hop",
    "đúng cả",
    "28/30, vắng đ/c Lan ốm, đ/c Hùng đi làm xa",
    "bàn việc mở đường ngõ 2",
    "không",
    "sửa",
    "1",
)
"""From the card to a line of the review being corrected."""
AT_THE_CONTENT = ("/hop", "đúng cả", "30/30")
KINDS: dict[str, dict[str, Any]] = {
    **{what: {"kind": "other", "what": what} for what in ("sticker", "video", "location", "document", "poll")},
    "contact": {"kind": "contact", "what": "contact"},
    "edited": {"kind": "edited"},
}
KEPT: dict[str, dict[str, Any]] = {
    "photo": {"kind": "photo", "photos": ("photo-1",)},
    "voice": {"kind": "voice", "what": "voice", "photos": ("voice:voice-1",)},
    "video_note": {"kind": "voice", "what": "video_note", "photos": ("video_note:note-1",)},
    "forwarded": {"forwarded": True, "text": "29/30"},
}


@pytest.mark.parametrize("steps", range(1, len(STEPS) + 1))
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_answer_changes_nothing_at_any_step(talk: Talk, kind: str, steps: int) -> None:
    """Matrix 27, 28 and 87."""
    for words in STEPS[:steps]:
        talk.says("An", words)
    before = talk.db.execute(select(draft)).all()
    shown = talk.chat("An").screens[-1]
    told = talk.says("An", "29/30" if kind == "edited" else "", **KINDS[kind])
    assert talk.db.execute(select(draft)).all() == before
    again = talk.chat("An").screens[-1]
    assert again.draft == shown.draft, told
    assert [button.code for row in again.rows for button in row] == [b.code for row in shown.rows for b in row]


def without_skip(screen: Screen) -> str:
    """Its buttons but for [Bỏ qua]: what is partly told may be left so."""
    return labels(screen).replace(" [Bỏ qua]", "")


@pytest.mark.parametrize("steps", range(1, len(STEPS) + 1))
@pytest.mark.parametrize("kind", KEPT)
def test_evidence_without_words_is_thanked_for_and_kept_and_moves_nothing_at_any_step(
    talk: Talk, kind: str, steps: int
) -> None:
    """Matrix 28: it is kept with what is being recorded; the same step is asked again."""
    for words in STEPS[:steps]:
        talk.says("An", words)
    before, shown = talk.db.execute(select(draft.c.data)).scalar_one(), talk.chat("An").screens[-1]
    incoming = {"text": "", **KEPT[kind]}
    told = talk.says("An", str(incoming.pop("text")), **incoming)
    assert "Cảm ơn đồng chí. Hệ thống đã giữ" in told
    after = talk.db.execute(select(draft.c.data)).scalar_one()
    content = after["answers"].pop("content")
    assert content["photos"] == [*KEPT[kind].get("photos", ("post:29/30",))]
    was = before["answers"].pop("content", {"content": [], "conclusion": ""})
    assert (content["content"], content["conclusion"]) == (was["content"], was["conclusion"])
    assert after["answers"] == before["answers"]
    assert without_skip(talk.chat("An").screens[-1]) == without_skip(shown), told


def test_evidence_sent_early_does_not_stand_for_the_content(talk: Talk) -> None:
    """What came at an earlier step is kept, and the words are asked for when their turn comes."""
    for words in STEPS[:2]:
        talk.says("An", words)
    talk.says("An", "", **KEPT["voice"])
    assert "Nội dung và kết luận" in talk.says("An", STEPS[2])
    assert "Bước 3/5" in talk.says("An", "dạ vâng ạ")
    assert "Nghị quyết (nếu có)" in talk.says("An", "bàn việc mở đường")


@pytest.mark.parametrize(
    "words", ["chào", "dạ", "alo", "vâng ạ", "Em chào các bác", "da", "ok a", "Alo!", "Xong rồi ạ"]
)
def test_a_greeting_is_not_taken_for_the_content(talk: Talk, words: str) -> None:
    for each in AT_THE_CONTENT:
        talk.says("An", each)
    before = talk.db.execute(select(draft.c.data)).scalar_one()["answers"]
    assert "Kính chào đồng chí" in talk.says("An", words)
    assert "Bước 3/5" in talk.chat("An").answer
    assert talk.db.execute(select(draft.c.data)).scalar_one()["answers"] == before


def test_photos_of_the_minutes_book_alone_may_stand_when_the_words_are_skipped(talk: Talk) -> None:
    for each in AT_THE_CONTENT:
        talk.says("An", each)
    assert "Mục này cần có" in talk.says("An", "bỏ qua")
    assert "[Bỏ qua]" in talk.says("An", "", **KEPT["photo"])
    assert "Nghị quyết (nếu có)" in talk.says("An", "bỏ qua")
    for each in ("không", "chốt"):
        talk.says("An", each)
    kept = talk.db.execute(select(meeting_version.c.photos, meeting_version.c.content)).one()
    assert (kept.photos, kept.content) == (["photo-1"], [])


@pytest.mark.parametrize("kind", KEPT)
@pytest.mark.parametrize("who", ["An", "Hà"])
def test_evidence_while_nothing_is_open_is_answered_with_what_to_do(talk: Talk, kind: str, who: str) -> None:
    incoming = {"text": "", **KEPT[kind]}
    told = talk.says(who, str(incoming.pop("text")), **incoming)
    assert "Cảm ơn đồng chí" in told
    assert "khi" in told
    assert ("/hop để ghi biên bản" in told) is (who == "An")


@pytest.mark.parametrize("steps", range(2, len(STEPS) + 1))
@pytest.mark.parametrize(
    ("kind", "words"), [("photo", "bỏ ảnh"), ("voice", "Bỏ ghi âm vừa gửi ạ"), ("forwarded", "xóa tin chuyển tiếp này")]
)
def test_what_was_sent_by_mistake_is_taken_out_again_at_any_step(talk: Talk, kind: str, words: str, steps: int) -> None:
    for each in STEPS[:steps]:
        talk.says("An", each)
    before, shown = talk.db.execute(select(draft.c.data)).scalar_one(), talk.chat("An").screens[-1]
    incoming = {"text": "", **KEPT[kind]}
    talk.says("An", str(incoming.pop("text")), **incoming)
    assert "Đã bỏ mục vừa nêu" in talk.says("An", words)
    assert talk.db.execute(select(draft.c.data)).scalar_one()["answers"] == before["answers"]
    assert without_skip(talk.chat("An").screens[-1]) == without_skip(shown)
    assert "Đã bỏ mục vừa nêu" not in talk.says("An", words)
