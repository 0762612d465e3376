"""Documents: the papers of a cell, what their numbers and files are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.names import folded


class DocumentKind(StrEnum):
    """What is written: biên bản, nghị quyết, chương trình (with the skeleton of the report), báo cáo of a committee."""

    MINUTES = "minutes"
    RESOLUTION = "resolution"
    AGENDA = "agenda"
    REPORT = "report"


OWN = (DocumentKind.MINUTES, DocumentKind.RESOLUTION, DocumentKind.AGENDA, DocumentKind.REPORT)
"""Kinds for which a committee may have a template of its own."""


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes in points, and the spelling, of the shipped templates (offices set sizes in their own in Word)."""

    size: int = 14
    title_size: int = 16
    motto_size: int = 15
    line: int = 18
    spelling: str = "ủy"
    heading: str = "-"


SLUGS = {
    DocumentKind.MINUTES: "bien-ban",
    DocumentKind.RESOLUTION: "nghi-quyet",
    DocumentKind.AGENDA: "chuong-trinh",
    DocumentKind.REPORT: "bao-cao",
}
"""How file names begin; templates are told apart by them, too."""
LONGEST_SLUG = 60


def slug(text: str) -> str:
    """The words in plain ASCII, joined by hyphens: ``Chi bộ thôn Muối`` → ``chi-bo-thon-muoi``."""
    return re.sub(r"[^a-z0-9]+", "-", folded(text)).strip("-")[:LONGEST_SLUG].strip("-")


def file_name(kind: DocumentKind, *parts: str) -> str:
    """``bien-ban-chi-bo-thon-muoi-2026-11.docx``."""
    return "-".join([SLUGS[kind], *filter(None, map(slug, parts))]) + ".docx"


def kind_named(*words: str) -> DocumentKind | None:
    """Of which kind a template is, by the name of its file or what was written with it; None when neither tells."""
    for said in map(slug, words):
        for kind in OWN:
            if SLUGS[kind] in said:
                return kind
    return None


_BODY = r"(?i)^(đảng bộ|đảng ủy|đảng uỷ)\s+"
_PLACE = r"(?i)^(xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh)\s+"


def body_named(name: str, body: str) -> str:
    """The body above as documents name it: ``Đảng bộ xã Lục Nam`` or ``Đảng ủy xã Lục Nam``; other names as they stand."""
    return re.sub(_BODY, f"{body} ", name)


def place_named(name: str) -> str:
    """``Đảng bộ xã Lục Nam`` → ``Lục Nam``."""
    return re.sub(_PLACE, "", re.sub(_BODY, "", name))


def heading_number(number: int) -> str:
    """``1`` → ``I`` … as headings count."""
    values = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, sign in values:
        times, number = divmod(number, value)
        written += sign * times
    return written


def spelled(text: str, spelling: str) -> str:
    """``ủy`` and ``uỷ`` as words of their own in the one spelling (names such as Thủy stay as they are)."""
    wanted = "uỷ" if spelling == "uỷ" else "ủy"
    forms = {word.lower(): wanted for word in ("ủy", "uỷ")}

    def put(match: re.Match[str]) -> str:
        word = match[0]
        made = forms[word.lower()]
        return made.upper() if word.isupper() else made.capitalize() if word[0].isupper() else made

    return re.sub(r"(?i)\b(?:ủy|uỷ)\b", put, text)
