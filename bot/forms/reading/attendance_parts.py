"""What a message can say about attendance, and the text out of which its statements are taken one by one."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.forms.reading.names import Name
from bot.forms.reading.number_words import value_of
from bot.forms.reading.patterns import blanked

PEOPLE = r"(?:đ/c|đồng chí|đc|đ/v|đảng viên|đv|người|members?)(?!\w)"
_WORD = r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|hăm)(?:\s+(?:mươi|mốt|một|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|tám|chín)){0,2}"
N = r"(?:\d{1,4}|W(?!\w))".replace("W", _WORD)
UNEXCUSED = r"(?:(?:không|ko|k|kg|0)\s*(?:có\s*)?(?:xin\s*)?(?:phép|lý do|lí do|ld)|kp|kld|vô lý do|unexcused)(?!\w)"
EXCUSED = r"(?:(?:có|đều có)\s*(?:xin\s*)?(?:phép|lý do|lí do|ld)|xin phép|phép|cp|cld|excused)(?!\w)"


@dataclass(frozen=True, slots=True)
class Missing:
    """One absent person as told."""

    name: Name
    excused: bool | None
    reason: str


@dataclass(slots=True)
class Parts:
    """What a message says about attendance; None and empty where it says nothing."""

    present: int | None = None
    of: int | None = None
    everybody: bool = False
    percent: float | None = None
    absent: int | None = None
    excused: int | None = None
    unexcused: int | None = None
    all_excused: bool | None = None
    missing: list[Missing] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    left_early: list[Name] = field(default_factory=list)
    exempt: list[Name] = field(default_factory=list)
    exempt_came: list[Name] = field(default_factory=list)
    temporary_in: int | None = None
    approximate: bool = False
    doubtful: str = ""
    """A word typed without accents that clashes (``muon``: muộn, muốn)."""
    spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def counted(self) -> bool:
        """True when the message says, in some way, how many came."""
        return (
            self.present is not None
            or self.everybody
            or self.percent is not None
            or self.absent is not None
            or bool(self.missing)
            or self.excused is not None
            or self.unexcused is not None
        )


@dataclass(slots=True)
class Work:
    """The text while statements are taken out of it; what is taken becomes spaces, so that offsets stay."""

    text: str
    roster: tuple[str, ...]
    parts: Parts = field(default_factory=Parts)

    def take(self, start: int, end: int) -> None:
        """Note those characters, less the spaces around them, as used and blank them."""
        typed = self.text[start:end]
        start += len(typed) - len(typed.lstrip())
        end -= len(typed) - len(typed.rstrip())
        if start < end:
            self.parts.spans.append((start, end))
            self.text = blanked(self.text, start, end)


LONGEST = 1500
"""Characters looked at; a whole cell's names fit."""
MANY = 60


def whole(text: str) -> int:
    """The whole number that digits or words say; 0 for none."""
    value = int(text) if text.isdecimal() else value_of(text)
    return int(value or 0)
