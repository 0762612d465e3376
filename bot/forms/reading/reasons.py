"""Why something did not happen: reasons as people give them, with their accents put back when they were left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.forms.reading.patterns import REASON, pattern
from bot.forms.reading.spelling import flat, has_accents, level

REASONS = (
    "ốm",
    "ốm nặng",
    "bị ốm",
    "con ốm",
    "vợ ốm",
    "chồng ốm",
    "mẹ ốm",
    "bố ốm",
    "ốm đau",
    "ốm nằm viện",
    "bệnh",
    "bị bệnh",
    "đau",
    "đi viện",
    "nằm viện",
    "nhập viện",
    "cấp cứu",
    "đi khám bệnh",
    "khám bệnh",
    "điều trị",
    "tai nạn",
    "thai sản",
    "nghỉ thai sản",
    "đi làm xa",
    "làm xa",
    "làm ăn xa",
    "đi làm ăn xa",
    "đi làm",
    "đi xa",
    "đi vắng",
    "đi công tác",
    "công tác",
    "đi học",
    "học tập",
    "tập huấn",
    "đi tập huấn",
    "đi trực",
    "trực",
    "ca trực",
    "đi ca",
    "làm ca",
    "việc gia đình",
    "việc nhà",
    "việc riêng",
    "bận",
    "bận việc",
    "bận việc gia đình",
    "có việc",
    "có việc gia đình",
    "gia đình có việc",
    "đám cưới",
    "đi đám cưới",
    "đám tang",
    "đám hiếu",
    "việc hiếu",
    "việc hỷ",
    "hiếu",
    "hỷ",
    "có tang",
    "bão",
    "lũ",
    "bão lũ",
    "mưa",
    "mưa bão",
    "mưa to",
    "mưa lũ",
    "lũ lụt",
    "ngập",
    "mất điện",
    "mùa vụ",
    "vụ gặt",
    "gặt",
    "mùa gặt",
    "thu hoạch",
    "vải",
    "mùa vải",
    "thu hoạch vải",
    "Tết",
    "nghỉ Tết",
    "bầu cử",
    "trùng họp",
    "trùng lịch",
    "bí thư ốm",
    "bí thư đi vắng",
    "già yếu",
    "tuổi cao",
    "sick",
    "away",
    "storm",
    "at work",
    "on duty",
)
_BARE = {flat(reason): reason for reason in REASONS}
_FIRST = "|".join(
    sorted({reason.split()[0].lower() for reason in REASONS} | {"xin", "đang", "bị"}, key=len, reverse=True)
)
REASON_START = rf"(?:{_FIRST})(?!\w)"
"""How a reason begins (``ốm``, ``đi …``), for telling it from a name."""
_STARTS = pattern(REASON_START)
_CAUSE = pattern(
    rf"(?:\(\s*)?{REASON}\s*:?\s*(?P<c>[^,;\n]+?)(?=\s*(?:[,;\n)]|\.(?:\s|$)|(?:nên|thì|lùi|dời|hoãn|chuyển|sang ngày|sang mùng|sang thứ|sang tuần|đến ngày|đến mùng)(?!\w)|$))"
)


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause told with *vì*, *do*, *lý do*, and the characters that tell it."""

    value: str
    start: int
    end: int


def reason_of(text: str) -> str:
    """The reason as typed, without *vì*; a well-known one typed without accents gets them back."""
    reason = re.sub(r"\s+", " ", text).strip(" ,.;:-()")
    low = level(reason)
    if match := pattern(rf"^(?:là\s+)?{REASON}\s*:?\s*").match(low):
        reason = reason[match.end() :].strip()
    reason = reason.lower() if reason.isupper() and len(reason) > 1 else reason
    return reason if has_accents(reason) else _BARE.get(flat(reason), reason)


def starts_a_reason(low: str) -> bool:
    """True when the (levelled) text begins like a reason."""
    return _STARTS.match(low) is not None


def cause_in(text: str) -> Cause | None:
    """The cause told in the message, if one is."""
    match = _CAUSE.search(level(text))
    if match is None:
        return None
    return Cause(reason_of(text[match.start("c") : match.end("c")]), match.start(), match.end())
