"""Choices on a screen: each a numbered line of the text and a button of the same number, so that typing it works too."""

from __future__ import annotations

import html
from collections.abc import Sequence

from bot.reports.text import clipped
from bot.texts.screen import Button, Screen, rows_of

LONGEST_LABEL = 60
Option = tuple[str, str]
"""What is said (HTML) and the code of its button."""


def choose(text: str, options: Sequence[Option], *, first: int = 1, width: int = 1, replace: bool = False) -> Screen:
    """The text, then the options numbered from ``first``."""
    said = [f"{number}. {line}" for number, (line, _) in enumerate(options, first)]
    buttons = [
        Button(clipped(html.unescape(line), LONGEST_LABEL), code) for line, (_, code) in zip(said, options, strict=True)
    ]
    return Screen("\n".join((text, *said)), rows_of(buttons, width), replace=replace)
