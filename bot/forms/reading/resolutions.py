"""Numbers of resolutions, and the answer that there is none."""

from __future__ import annotations

import re

from bot.forms.reading.outcome import Found, Understood
from bot.forms.reading.patterns import pattern
from bot.forms.reading.spelling import clean, flat, level

_FULL = re.compile(
    r"(?:(?:nghi quyet|nq|ket luan|kl)\s+)?(?:so\s*:?\s*)?(?<![\d/.,-])(?P<n>\d{1,3})\s*[-/]\s*(?P<s>(?:nq|kl|qd|tb|bc|kh|ctr|ttr|cv)(?:[/-][a-z]{1,6}){1,3})(?!\w)"
)
_SHORT = re.compile(
    r"(?:nghi quyet|nq|ket luan|kl)\s+(?:so|no\.?|number)\s*:?\s*(?P<n>\d{1,3})(?![\w/.,-]*\d)(?!\s*[-/]\s*\w)|(?<!\w)so\s+(?:nghi quyet|nq)\s*:?\s*(?P<n2>\d{1,3})(?!\w)"
)
_OTHERS = re.compile(r"(?:^|[/-])(?:tw|tu|hu|du|cp|ubnd|hdnd|qh)(?:$|[/-])")
"""Bodies above the cell: their numbers are quoted, not given."""


def find_number(text: str, suffix: str = "NQ/CB") -> Found[str] | None:
    """The number of the cell's paper: ``05-NQ/CB`` as typed; *nghị quyết số 5* with the cell's suffix."""
    low = flat(text)
    for match in _FULL.finditer(low):
        if not _OTHERS.search(match["s"]):
            number = f"{match['n']}-{_capitals(text[match.start('s') : match.end('s')])}"
            return Found(Understood(number), match.start(), match.end())
    short = _SHORT.search(low)
    if short is None:
        return None
    return Found(Understood(f"{int(short['n'] or short['n2']):02d}-{suffix}"), short.start(), short.end())


def _capitals(typed: str) -> str:
    return "QĐ" + typed[2:].upper() if flat(typed).startswith("qd") else typed.upper()


_NONE = pattern(
    r"(?:dạ\s+)?(?:(?:không|ko|k|kg|hok|chưa)(?:\s+(?:có|ra|ban hành))?(?:\s+(?:nghị quyết|nq|gì))?|(?:không|ko) có,?\s*chỉ (?:có )?kết luận|chỉ (?:có )?(?:kết luận|kl)|none|no|0|không cần)(?:[\s,.!]+(?:ạ|cả|nhé))*[\s.!]*"
)


def wants_none(text: str) -> bool:
    """True for *không có*, *ko*, *chỉ kết luận*."""
    return _NONE.fullmatch(" ".join(level(clean(text)).split())) is not None


_TOLD = pattern(
    r"(?:^|[.;\n,])\s*(?P<told>(?:ra |thông qua |ban hành )?(?:nghị quyết|nq)(?!\w)(?![^,.;\n]{0,14}-nq/(?:tw|tu|hu))[\s\S]*)$",
    signs="nghị|nq",
)
_NONE_TOLD = pattern(r"(?<!\w)(?:không|ko|chưa)\s+(?:(?:có|ra|ban hành)\s+)?(?:nghị quyết|nq)(?!\w)", signs="nghị|nq")
_DECIDED = pattern(
    r"\d+\s*/\s*\d+|(?:tán thành|nhất trí|biểu quyết|đồng ý)(?!\w)|(?<!\w)giao\s"
    r"|^\s*(?:ra |thông qua |ban hành )?(?:nghị quyết|nq)\s*(?:số\s*\S+\s*)?:"
)


def told_resolutions(text: str) -> tuple[int, int] | None:
    """Where a longer message tells what was passed (a clause of its own with its vote or its task), or that nothing was."""
    low = level(text)
    none = _NONE_TOLD.search(low)
    if none is not None:
        return none.start(), none.end()
    match = _TOLD.search(low)
    if match is None or not _DECIDED.search(match["told"]):
        return None
    return match.start("told"), match.end("told")
