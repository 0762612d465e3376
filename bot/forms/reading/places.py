"""Where a session was: họp tại NVH thôn, ở nhà đ/c An."""

from __future__ import annotations

import re

from bot.forms.reading.outcome import Found, Given, Understood
from bot.forms.reading.patterns import pattern
from bot.forms.reading.spelling import clean, flat, level, spelled

_HALL = r"(?:nvh|nhà văn hóa|hội trường|ht(?=\s+(?:thôn|xã|ubnd))|trụ sở|ubnd|ủy ban|đình|trường|trung tâm|phòng họp|nhà họp|nhà sinh hoạt|nhà(?=\s+(?:đ/c|đc|đồng chí|ông|bà|bí thư|riêng))|sân kho|câu lạc bộ)"
_END = (
    r"(?=\s*(?:[,;\n]|\.(?:\s|$)|$)|\s+(?:từ|lúc|vào|hồi|ngày|mùng|mồng|tối|sáng|chiều|có mặt|vắng|đủ|với|do|chủ trì|thư ký|quân số|tham dự|và|gồm|bắt đầu|kết thúc|hôm|thứ|nội dung|bàn|at|from|on)(?!\w)"
    r"|\s+\d{1,2}\s*(?:h|g|giờ|:)|\s+\d{1,3}\s*/)"
)
_PLACE = pattern(
    rf"(?<!\w)(?:(?:địa điểm|nơi họp|place)\s*:?\s*(?:tại\s+|ở\s+)?(?P<a>[^\n,;]+?)|(?:họp|sinh hoạt|tổ chức|được tổ chức|diễn ra|hội nghị|met)\s+(?:chi bộ\s+)?(?:tại|ở|at|in)\s+(?P<b>[^\n,;]+?)|(?:tại|ở|at)\s+(?:the\s+)?(?P<c>{_HALL}(?!\w)[^\n,;]*?)|(?P<d>(?:nvh|nhà văn hóa|hội trường)(?!\w)[^\n,;]*?)){_END}",
    signs="địa|nơi|place|họp|hoạt|chức|diễn|nghị|met|nvh|nhà|trường|ht|trụ|ubnd|ủy|đình|trung|phòng|sân|câu",
)
_NO_PLACE = pattern(r"(?:ngày|mùng|lúc|từ|đây|chỗ|\d+\s*h)(?!\w)")
_LONG = (
    ("nvh", "nhà văn hóa"),
    ("nha van hoa", "nhà văn hóa"),
    ("hoi truong", "hội trường"),
    ("tru so", "trụ sở"),
    ("tdp", "tổ dân phố"),
    ("thon", "thôn"),
    ("xom", "xóm"),
    ("ubnd", "UBND"),
)
_SHORT = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(short) for short, _ in _LONG) + r")(?!\w)")


def find_place(text: str, given: Given) -> Found[str] | None:
    """The place named in the message, its abbreviations written out."""
    for match in _PLACE.finditer(level(text)):
        group = next(name for name in ("a", "b", "c", "d") if match[name])
        if _NO_PLACE.match(match[group]):
            continue
        place = written_out(text[match.start(group) : match.end(group)], given.upper_spelling)
        return Found(Understood(place), match.start(), match.end())
    return None


def written_out(place: str, style: str = "ủy") -> str:
    """A typed place as it stands in the minutes: ``NVH thôn`` becomes ``Nhà văn hóa thôn``."""
    cleaned = " ".join(clean(place).split())
    cleaned = cleaned.lower() if cleaned.isupper() and len(cleaned) > 8 else cleaned  # noqa: PLR2004
    parts, end = [], 0
    for match in _SHORT.finditer(flat(cleaned)):
        parts += [cleaned[end : match.start()], dict(_LONG)[match[0]]]
        end = match.end()
    whole = "".join(parts) + cleaned[end:]
    return spelled(whole[:1].upper() + whole[1:], style)
