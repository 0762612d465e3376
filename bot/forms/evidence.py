"""What is said of evidence: how much was kept, and the thanks for what has just come."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.evidence import PICTURES, RECORDINGS, EvidenceKind, counted, read
from bot.forms.reading.outcome import Note, note
from bot.forms.reading.patterns import pattern
from bot.forms.reading.spelling import clean, level
from bot.texts import Voice


def evidence_texts(kept: Sequence[str], say: Voice) -> list[str]:
    """``2 ảnh``, ``1 ghi âm``, ``1 tin chuyển tiếp``; nothing for none."""
    how_many = counted(kept)
    told = (
        ("photos", how_many.photos),
        ("voices", how_many.voices),
        ("posts", how_many.posts),
        ("documents", how_many.documents),
    )
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
            ("document", came.documents, by_now.documents),
        )
        if fresh
    )


_SENT_BY_MISTAKE = pattern(
    r"(?:cho (?:tôi|em) )?(?:bỏ|gỡ|xóa|remove|delete)(?: đi)?(?: cái| tấm| bức| the| that| last)*\s+"
    r"(?:(?P<photos>ảnh|hình|tấm ảnh|photo)|(?P<voices>ghi âm|tin thoại|voice|voice message|recording)"
    r"|(?P<posts>tin chuyển tiếp|bài chuyển tiếp|forwarded message|post)|(?P<documents>tệp|tập tin|file))"
    r"(?: cuối)?(?: này| đó| ấy| đi)?(?: vừa gửi| vừa rồi| mới gửi| gửi nhầm)?(?: đi)?(?: ạ| nhé)?[\s.!]*"
)
_SORTS = {
    "photos": PICTURES,
    "voices": RECORDINGS,
    "posts": frozenset({EvidenceKind.POST}),
    "documents": frozenset({EvidenceKind.DOCUMENT}),
}


def without_mistaken(text: str, kept: Sequence[str]) -> tuple[str, ...] | None:
    """What stays after *bỏ ảnh*, *bỏ ghi âm vừa gửi*, *bỏ tin chuyển tiếp*: the last of that sort goes; None for other words."""
    match = _SENT_BY_MISTAKE.fullmatch(level(clean(text)).strip())
    if match is None or match.lastgroup is None:
        return None
    last = max((at for at, each in enumerate(kept) if read(each).kind in _SORTS[match.lastgroup]), default=None)
    return None if last is None else (*kept[:last], *kept[last + 1 :])
