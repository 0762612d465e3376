"""Telephone numbers as people write them and as Telegram shares them: compared by what is dialled in the country."""

from __future__ import annotations

import re

SHOWN = 3
"""Last digits that tell a number to somebody who knows it."""


def normalised(text: str) -> str:
    """``+84 900 000 012``, ``0084…``, ``84900000012`` and ``0900.000.012`` are ``0900000012``; empty for no number."""
    digits = re.sub(r"\D", "", text)
    for prefix in ("0084", "84"):
        rest = digits.removeprefix(prefix)
        if rest != digits and len(rest.lstrip("0")) == 9:  # noqa: PLR2004 - what follows the country's code
            return f"0{rest.lstrip('0')}"
    return digits


def same(one: str, other: str) -> bool:
    """Whether both are one number; nothing is the same as no number."""
    return bool(normalised(one)) and normalised(one) == normalised(other)


def ending(text: str) -> str:
    """The last digits, ``…012``."""
    return f"…{normalised(text)[-SHOWN:]}" if normalised(text) else ""
