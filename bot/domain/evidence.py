"""Evidence: what was sent beside the words of a record, named by what Telegram keeps it under; kept, shown again, never read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class EvidenceKind(StrEnum):
    """What it is; the stored word of each but the photo stands before its value."""

    PHOTO = "photo"
    FILE = "file"
    """A picture sent as a file."""
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO_NOTE = "video_note"
    DOCUMENT = "document"
    """Any other file; kept with an announcement only."""
    POST = "post"
    """A forwarded post: its words, which are not the sender's."""


PICTURES = frozenset({EvidenceKind.PHOTO, EvidenceKind.FILE})
RECORDINGS = frozenset({EvidenceKind.VOICE, EvidenceKind.AUDIO, EvidenceKind.VIDEO_NOTE})


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece; ``value`` is Telegram's file id, or the words of a post."""

    kind: EvidenceKind
    value: str

    @property
    def stored(self) -> str:
        """One text: ``<file id>`` of a photo, ``voice:<file id>`` of the others (a file id holds no colon)."""
        return self.value if self.kind is EvidenceKind.PHOTO else f"{self.kind}:{self.value}"


def read(stored: str) -> Evidence:
    """The piece that is stored so."""
    kind, _, value = stored.partition(":")
    if value and kind in set(EvidenceKind):
        return Evidence(EvidenceKind(kind), value)
    return Evidence(EvidenceKind.PHOTO, stored)


@dataclass(frozen=True, slots=True)
class Count:
    """How much was kept."""

    photos: int = 0
    voices: int = 0
    posts: int = 0
    documents: int = 0

    @property
    def all(self) -> int:
        """Pieces altogether."""
        return self.photos + self.voices + self.posts + self.documents


def counted(kept: Iterable[str]) -> Count:
    """Pictures, recordings, posts and other files among what is stored so."""
    kinds = [read(each).kind for each in kept]
    return Count(
        sum(kind in PICTURES for kind in kinds),
        sum(kind in RECORDINGS for kind in kinds),
        kinds.count(EvidenceKind.POST),
        kinds.count(EvidenceKind.DOCUMENT),
    )
