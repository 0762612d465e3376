"""Control words, yes and no, typed numbers of choices, and what abbreviations stand for (domain.md 7.6, 7.7)."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from bot.domain.scores import Band
from bot.forms.reading.number_words import value_of
from bot.forms.reading.outcome import Ask, NotUnderstood, Reading, Understood, note
from bot.forms.reading.patterns import pattern
from bot.forms.reading.spelling import clean, flat, level, repair


class Control(StrEnum):
    """Moves of the engine that win over answers."""

    BACK = "back"
    SKIP = "skip"
    PAUSE = "pause"
    CANCEL = "cancel"
    EDIT = "edit"
    CONFIRM = "confirm"
    HELP = "help"


HELD_ANSWERS = ("yes", "no", "later", "not_yet")

_POLITE_FIRST = pattern(r"^(?:(?:dạ|vâng|xin|cho tôi|tôi muốn|đề nghị|nhờ|hãy|please)[\s,]+)+(?=\S)")
_POLITE_LAST = pattern(
    r"[\s,]+(?:ạ|nhé|nha|nhá|với|đi|giúp|giùm|hộ|please|đồng chí|hệ thống|cho tôi|tôi|em|luôn|thôi)$"
)
_CONTROLS: tuple[tuple[Control, str], ...] = (
    (
        Control.BACK,
        r"quay lại|trở lại|quay về|quay lại bước trước|quay lại câu trước|câu trước|bước trước|go back|back",
    ),
    (Control.SKIP, r"bỏ qua|bỏ qua câu này|bỏ qua bước này|qua câu khác|skip"),
    (
        Control.PAUSE,
        r"tạm dừng|tạm nghỉ|tạm dừng lại|để sau|lát nữa|lúc khác|ghi sau|để ghi sau|pause|later",
    ),
    (Control.CANCEL, r"hủy|hủy bỏ|hủy bản ghi|hủy ghi|cancel"),
    (Control.EDIT, r"sửa|sửa lại|chỉnh sửa|xem lại|xem và sửa|edit|review"),
    (Control.CONFIRM, r"chốt|chốt lại|chốt biên bản|chốt sổ|đồng ý chốt|confirm"),
    (Control.HELP, r"giúp|gợi ý|giúp đỡ|trợ giúp|giúp tôi|hướng dẫn|cần giúp|help|\?+"),
)
LONGEST_CONTROL, LONGEST_YES = 4, 3
"""Words of the longest control word, and of the longest yes or no."""
_CONTROL = pattern("|".join(f"(?P<{control}>{words})" for control, words in _CONTROLS))


def control_word(text: str) -> Control | None:
    """The move that the whole message asks for, or None; *lùi* and *hoãn* are no moves (they postpone)."""
    low = _bare_wish(text)
    if not low or low.count(" ") >= LONGEST_CONTROL:
        return None
    match = _CONTROL.fullmatch(low)
    if match is None and (repaired := level(repair(low))) != low:
        match = _CONTROL.fullmatch(repaired)
    return None if match is None or match.lastgroup is None else Control(match.lastgroup)


@lru_cache(maxsize=128)
def _bare_wish(text: str) -> str:
    """Lower case without politeness and marks around it."""
    low = " ".join(level(clean(text)).split())
    if len(low) > 60:  # noqa: PLR2004  # a longer message is an answer, not a word
        return ""
    low = low.strip(" .,!;:'\"()[]✅👍") or low.strip()
    shorter = _POLITE_FIRST.sub("", low)
    before = ""
    while shorter != before:
        before, shorter = shorter, _POLITE_LAST.sub("", shorter)
    return shorter.strip(" .,!;:")


_YES = pattern(
    r"(?:có|vâng|dạ|dạ vâng|dạ có|dạ rồi|ừ|ừm|uh|uhm|um|ờ|ok|oke|okê|okie|okay|oki|rồi|r|đúng|đúng r|đúng rồi|đúng vậy|đúng thế|đúng cả|phải"
    r"|phải rồi|xong|xong rồi|xong r|đồng ý|nhất trí|được|chuẩn|chính xác|có rồi|có r|đủ rồi|yes|y|yep|yeah|right|true|1 đúng|x)"
)
_NO = pattern(
    r"(?:không|khong|ko|k|kg|hok|hông|hem|không có|ko có|k có|không phải|ko phải|k phải|không phải đâu|không đúng|ko đúng|sai|sai rồi|thôi"
    r"|không đâu|dạ không|no|n|nope|not|wrong|false)"
)
_NOT_YET = pattern(r"(?:chưa|dạ chưa|chưa có|chưa họp|chưa sinh hoạt|chưa đâu|vẫn chưa|not yet)")
_LATER = pattern(
    r"(?:(?:đã họp|đã sinh hoạt|họp rồi|rồi|họp xong)[\s,]+)?(?:để sau|để lát|lát nữa|lát|tí nữa|chút nữa|mai ghi|để mai|ghi sau|để ghi sau|lúc khác|sẽ ghi sau|later)"
)
_HELD = pattern(
    r"(?:đã họp|họp rồi|đã họp rồi|họp xong|họp xong rồi|đã sinh hoạt|sinh hoạt rồi|đã họp xong|vừa họp xong|vừa họp|ghi ngay)"
)
_NOT_HELD = pattern(r"(?:không họp|ko họp|k họp|không sinh hoạt|tháng này không họp)")
_YES_ONLY_R = pattern(r"(?:vâng|dạ|dạ vâng|ừ|có|đúng|ok)[\s,]+")


def read_yes_no(text: str) -> Reading[bool]:
    """Yes or no; *chưa* is no."""
    for spelling in _spellings(_bare_wish(text)):
        if spelling.count(" ") >= LONGEST_YES:
            continue
        if _YES.fullmatch(spelling):
            return Understood(value=True)
        if _NO.fullmatch(spelling) or _NOT_YET.fullmatch(spelling):
            return Understood(value=False)
    return NotUnderstood(note("reading-yes-no"))


def _spellings(low: str) -> tuple[str, ...]:
    """The wish as typed, then without a leading *dạ* or *vâng* that only was polite, then repaired."""
    whole = low or "-"
    return tuple(dict.fromkeys((whole, _YES_ONLY_R.sub("", whole), level(repair(whole)), flat(whole))))


def read_held(text: str) -> Reading[str]:
    """Has the cell met: ``yes``, ``no``, ``later`` (met, recorded later) or ``not_yet``."""
    low = _bare_wish(text)
    for spelling in _spellings(low):
        for answer, words in (("later", _LATER), ("not_yet", _NOT_YET), ("no", _NOT_HELD), ("yes", _HELD)):
            if words.fullmatch(spelling):
                return Understood(answer)
    match read_yes_no(text):
        case Understood(value):
            return Understood("yes" if value else "no")
        case _:
            return NotUnderstood(note("reading-held"))


_CHOICE = pattern(
    r"(?:(?:tôi )?(?:chọn|số|câu|dòng|mục|ý|phương án|việc|no\.?|number|choice)\s*)*[(#]?\s*(?P<n>\d{1,3}|[^\W\d]+)\s*[.):,]?"
)


def read_choice(text: str, count: int) -> int | None:
    """The number, 1 to ``count``, by which a listed choice is named (``1``, ``số 1``, ``câu 2``, ``một``), or None."""
    match = _CHOICE.fullmatch(_bare_wish(text))
    if match is None:
        return None
    number = int(match["n"]) if match["n"].isdecimal() else value_of(match["n"])
    return int(number) if number is not None and number == int(number) and 1 <= number <= count else None


_BANDS = (
    (Band.GOOD, pattern(r"(?:xếp\s+)?(?:loại\s+)?(?:tốt|t|good)")),
    (Band.FAIR, pattern(r"(?:xếp\s+)?(?:loại\s+)?(?:khá|kh|fair)")),
    (Band.AVERAGE, pattern(r"(?:xếp\s+)?(?:loại\s+)?(?:trung bình|tb|t\.bình|average)")),
    (Band.POOR, pattern(r"(?:xếp\s+)?(?:loại\s+)?(?:kém|yếu|poor)")),
)


def read_band(text: str) -> Reading[Band]:
    """Tốt, Khá, Trung bình or Kém; a mere ``k`` may be Khá, Kém or no."""
    low = _bare_wish(text)
    if low == "k":
        return Ask(note("reading-band-k"), (Band.FAIR, Band.POOR))
    for band, words in _BANDS:
        if words.fullmatch(low):
            return Understood(band)
    choice = read_choice(text, len(Band))
    return Understood(tuple(Band)[choice - 1]) if choice else NotUnderstood(note("reading-band"))


_GREETS = frozenset(
    [
        "chao",
        "alo",
        "lo",
        "hello",
        "hi",
        "hey",
        "da",
        "vang",
        "u",
        "uh",
        "um",
        "uhm",
        "o",
        "ok",
        "oke",
        "okie",
        "okay",
        "oki",
        "dung",
        "roi",
        "xong",
        "yes",
    ]
)
_AROUND_A_GREETING = frozenset(
    [
        "xin",
        "kinh",
        "em",
        "toi",
        "chau",
        "con",
        "anh",
        "chi",
        "bac",
        "chu",
        "co",
        "ong",
        "ba",
        "cac",
        "cha",
        "dong",
        "d",
        "c",
        "he",
        "thong",
        "bot",
        "buoi",
        "sang",
        "trua",
        "chieu",
        "toi",
        "a",
        "nhe",
        "nha",
        "oi",
        "good",
        "morning",
        "evening",
    ]
)


def is_greeting(text: str) -> bool:
    """True for *chào*, *dạ*, *alo*, *vâng ạ*, *em chào đồng chí*, *ok*: words that open a talk or agree and tell nothing."""
    words = re.findall(r"\w+", flat(clean(text)))
    return not _GREETS.isdisjoint(words) and _GREETS.union(_AROUND_A_GREETING).issuperset(words)


_AS_LAST = pattern(
    r"(?:vẫn\s+|y\s+|cứ\s+|giống\s+|giữ\s+)?(?:như|giống|y)\s+(?:tháng trước|kỳ trước|lần trước|buổi trước|thường lệ|mọi khi|mọi lần|cũ|trước)"
    r"|(?:vẫn|giữ|giữ nguyên) (?:như )?cũ|giữ nguyên|không thay đổi|không đổi|same as last month|as usual|as before|same"
)


def is_as_last_month(text: str) -> bool:
    """True for *như tháng trước*, *như thường lệ*, *y như cũ*."""
    return _AS_LAST.fullmatch(_bare_wish(text)) is not None


ABBREVIATIONS: tuple[tuple[str, str], ...] = (
    ("đ/c", "đồng chí"),
    ("d/c", "đồng chí"),
    ("đ/chí", "đồng chí"),
    ("SHCĐ", "sinh hoạt chuyên đề"),
    ("SHCB", "sinh hoạt chi bộ"),
    ("SHTK", "sinh hoạt thường kỳ"),
    ("SHT", "sinh hoạt tạm thời"),
    ("BTCB", "bí thư chi bộ"),
    ("PBT", "phó bí thư"),
    ("BTV", "ban thường vụ"),
    ("BCH", "ban chấp hành"),
    ("BT", "bí thư"),
    ("CUV", "chi ủy viên"),
    ("CU", "chi ủy"),
    ("ĐUV", "đảng ủy viên"),
    ("ĐU", "đảng ủy"),
    ("ĐVCT", "đảng viên chính thức"),
    ("ĐVDB", "đảng viên dự bị"),
    ("ĐV", "đảng viên"),
    ("CB", "chi bộ"),
    ("NQ", "nghị quyết"),
    ("KL", "kết luận"),
    ("BB", "biên bản"),
    ("BC", "báo cáo"),
    ("KH", "kế hoạch"),
    ("CĐ", "chuyên đề"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("HPN", "hội phụ nữ"),
    ("HND", "hội nông dân"),
    ("CCB", "cựu chiến binh"),
    ("ĐTN", "đoàn thanh niên"),
    ("ANTT", "an ninh trật tự"),
    ("KT-XH", "kinh tế - xã hội"),
    ("NTM", "nông thôn mới"),
    ("NVH", "nhà văn hóa"),
    ("TDP", "tổ dân phố"),
)
"""Short and long of domain.md 7.7. ``TB``, ``T``, ``k``, ``kg`` are left out: only the open question tells what they mean."""

_LONG = {flat(short): long for short, long in reversed(ABBREVIATIONS)}
_SHORT = re.compile(r"(?<![\w/-])(?:" + "|".join(sorted(map(re.escape, _LONG), key=len, reverse=True)) + r")(?![\w/-])")


def expand(text: str) -> str:
    """The text with the abbreviations of domain.md 7.7 written out: capital ones only, and đ/c in any case."""
    cleaned = clean(text)
    parts, end = [], 0
    for match in _SHORT.finditer(flat(cleaned)):
        short = cleaned[match.start() : match.end()]
        if short.isupper() or "/" in short:
            parts += [cleaned[end : match.start()], _LONG[match[0]]]
            end = match.end()
    return "".join(parts) + cleaned[end:]
