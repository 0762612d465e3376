"""Which rules a committee may set in the chat, what each may be, and how a typed value is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.names import cleaned, folded

NONE = frozenset({"khong", "khong co", "none", "no", "0"})
"""Words for nothing at all."""
ANY_YEAR = 2000
"""Months and days are checked in this (leap) year."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share typed as a percentage, within ``least`` and ``most`` percent."""

    least: int = 1
    most: int = 100
    example: str = "85%"

    def read(self, text: str) -> Any:
        """0 to 1, or None."""
        match = re.fullmatch(r"(\d{1,3}(?:[.,]\d)?)\s*%?", text.strip())
        percent = float(match[1].replace(",", ".")) if match else -1.0
        return round(percent / 100, 4) if self.least <= percent <= self.most else None


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds; words after it (days, minutes) are passed over."""

    least: int
    most: int
    example: str

    def read(self, text: str) -> Any:
        """The number, or None."""
        match = re.fullmatch(r"(?:ngày\s*|mùng\s*)?(\d{1,4})(?:\s*[^\d\s][^\d]*)?", text.strip(), re.IGNORECASE)
        number = int(match[1]) if match else -1
        return number if self.least <= number <= self.most else None


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour of the day, ``19:30``."""

    example: str = "19:30"

    def read(self, text: str) -> Any:
        """``HH:MM``, or None."""
        match = re.fullmatch(r"(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{2})?(?:\s*phút)?", text.strip().lower())
        hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
        return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words; each is said by the text ``rule-<name>-<word>`` unless ``plain``: then as it stands ``within``."""

    words: tuple[str, ...]
    plain: bool = False
    example: str = "1"
    within: str = "{}"
    """How a plain word looks on the paper: ``I{}``."""

    def shown(self, word: str) -> str:
        """The plain word as it looks on the paper."""
        return self.within.format(word)

    def read(self, text: str) -> Any:
        """The word, or None; typed with its accents and signs it is that one, else the first that is read alike."""
        typed = cleaned(text)
        exact = (word for word in self.words if typed in {word, self.shown(word)})
        alike = (word for word in self.words if folded(text) in {folded(word), folded(self.shown(word))})
        return next(exact, next(alike, None))


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the year, with a year or every year; *không* for none."""

    example: str = "19/5, 27/7/2027"

    def read(self, text: str) -> Any:
        """``MM-DD`` and ``YYYY-MM-DD`` in order, or None."""
        if folded(text) in NONE:
            return []
        found = []
        for part in re.split(r"[,;\n]+", text):
            match = re.fullmatch(r"\s*(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\s*", part)
            if match is None:
                return None
            try:
                day = date(int(match[3] or ANY_YEAR), int(match[2]), int(match[1]))
            except ValueError:
                return None
            found.append(day.isoformat() if match[3] else f"{day:%m-%d}")
        return sorted(set(found))


@dataclass(frozen=True, slots=True)
class Day:
    """One day, or *không* for none."""

    example: str = "15/6/2025"

    def read(self, text: str) -> Any:
        """``YYYY-MM-DD``, empty for none, or None when it is no day."""
        if folded(text) in NONE:
            return ""
        days = Days().read(text)
        return days[0] if days and len(days) == 1 and len(days[0]) == len("2025-06-15") else None


@dataclass(frozen=True, slots=True)
class Words:
    """Short words; *không* for none where that is a choice (``empty``)."""

    most: int
    example: str
    empty: bool = False

    def read(self, text: str) -> Any:
        """The words, or None."""
        if self.empty and folded(text) in NONE:
            return ""
        kept = cleaned(text, self.most + 1)
        return kept if 0 < len(kept) <= self.most else None


@dataclass(frozen=True, slots=True)
class Lines:
    """A few lines, one a line of the message or parted by semicolons; *không* for none. ``head``: what begins each anyway."""

    head: str
    most: int = 8
    longest: int = 200
    example: str = "Điều lệ Đảng; Nghị quyết Đại hội Chi bộ nhiệm kỳ 2025-2027"

    def read(self, text: str) -> Any:
        """The lines without their head, or None."""
        if folded(text) in NONE:
            return []
        parts = (cleaned(part, self.longest + 1) for part in re.split(r"[;\n]+", text))
        bare = (re.sub(rf"^[-–+•\s]*(?:{self.head}\s+)?", "", part, flags=re.IGNORECASE).strip(" .,") for part in parts)
        found = [part for part in bare if part]
        fits = 0 < len(found) <= self.most and all(len(part) <= self.longest for part in found)
        return found if fits else None


Value = Share | Whole | Clock | OneOf | Days | Day | Words | Lines

VALUES: Mapping[str, Value] = {
    "attendance_good": Share(50),
    "attendance_low": Share(50),
    "absences_told": Whole(1, 12, "3"),
    "absences_window": OneOf(("row", "year")),
    "minutes_regular": Whole(30, 300, "90"),
    "minutes_with_thematic": Whole(30, 400, "120"),
    "small_cell": Whole(3, 200, "30"),
    "thematic_each_quarter": Whole(0, 3, "1"),
    "grace_days": Whole(0, 20, "2"),
    "entry_days": Whole(0, 31, "2"),
    "upper_days": Whole(0, 31, "5"),
    "committee_days": Whole(0, 31, "10"),
    "next_committee_days": Whole(0, 62, "20"),
    "correction_days": Whole(0, 31, "2"),
    "lock_day": Whole(1, 28, "10"),
    "registration_day": Whole(1, 28, "25"),
    "ask_hour": Clock("20:00"),
    "morning_hour": Clock("08:00"),
    "quiet_from": Clock("20:30"),
    "quiet_to": Clock("07:00"),
    "holidays": Days(),
    "task_before_days": Whole(0, 30, "3"),
    "task_again_days": Whole(1, 60, "7"),
    "task_again_times": Whole(0, 20, "3"),
    "draft_notice_days": Whole(7, 90, "21"),
    "draft_left_days": Whole(7, 120, "30"),
    "score_table": OneOf(("hd42", "hd42-7")),
    "score_thematic": OneOf(("given", "left_out", "lost")),
    "score_confirms": OneOf(("upper_member", "admin", "nobody")),
    "score_year": OneOf(("seven-good", "none")),
    "years_without_admission": Whole(1, 20, "3"),
    "numbering": OneOf(("term", "month")),
    "number_suffix": Words(20, "NQ/CB"),
    "thematic_series": OneOf(("one", "own")),
    "thematic_suffix": Words(20, "NQ/CĐ-CB"),
    "term_from": Day(),
    "spelling": OneOf(("ủy", "uỷ"), plain=True),
    "document_signature": OneOf(("CHI BỘ", "CHI ỦY"), plain=True, within="T/M {}"),
    "document_body": OneOf(("Đảng bộ", "Đảng ủy"), plain=True),
    "document_place": Words(60, "Lục Nam", empty=True),
    "document_number": OneOf(("Số", "Số:"), plain=True, within="{} 05-NQ/CB"),
    "document_heading": OneOf(("-", "."), plain=True, within="I{}"),
    "document_basis": Lines("căn cứ"),
    "document_size": Whole(10, 18, "14"),
    "document_title_size": Whole(12, 22, "16"),
    "document_motto_size": Whole(12, 20, "15"),
    "document_line": Whole(12, 30, "18"),
    "invitation_hours": Whole(1, 720, "72"),
    "join_approval": OneOf(("off", "on")),
    "months_without_visit": Whole(1, 36, "6"),
    "care_late_months": Whole(2, 12, "3"),
    "care_fall": Share(1, 50, "10%"),
    "care_fall_months": Whole(2, 6, "3"),
    "care_overdue_tasks": Whole(1, 50, "3"),
}
"""In the order in which they are shown; texts ``rule-<name>``. What is not here is set in the database alone."""
