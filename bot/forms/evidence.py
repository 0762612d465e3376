"""What is said of evidence: how much was kept, and the thanks for what has just come."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.evidence import counted
from bot.forms.reading.outcome import Note, note
from bot.texts import Voice


def evidence_texts(kept: Sequence[str], say: Voice) -> list[str]:
    """``2 ảnh``, ``1 ghi âm``, ``1 tin chuyển tiếp``; nothing for none."""
    how_many = counted(kept)
    told = (("photos", how_many.photos), ("voices", how_many.voices), ("posts", how_many.posts))
    return [say(f"answer-{name}", count=count) for name, count in told if count]


def thanks(new: Sequence[str], kept: Sequence[str]) -> tuple[Note, ...]:
    """A sentence for each sort that came, with how many of it are kept by now."""
    came, by_now = counted(new), counted(kept)
    return tuple(
        note(f"form-{name}-kept", count=count)
        for name, fresh, count in (
            ("photo", came.photos, by_now.photos),
            ("voice", came.voices, by_now.voices),
            ("post", came.posts, by_now.posts),
        )
        if fresh
    )
