"""Who was absent and why, in a message about attendance: vắng 3, 1 có phép, vắng đ/c Lan ốm."""

from __future__ import annotations

import re

from bot.forms.reading.attendance_parts import EXCUSED, MANY, PEOPLE, UNEXCUSED, Missing, N, Work, whole
from bot.forms.reading.names import Name, name_at, name_before
from bot.forms.reading.patterns import TITLE, pattern
from bot.forms.reading.reasons import reason_of, starts_a_reason
from bot.forms.reading.spelling import level

_ALL_OF_THEM = r"(?:(?:đều|cả|tất cả|toàn bộ)\s*(?:\d+|hai|ba|bốn)?\s*(?:P)?\s*(?:đều)?\s*)?".replace("P", PEOPLE)
_ABSENT = pattern(
    rf"(?<!\w)(?:vắng(?:\s+mặt)?|absent)(?!\w)\s*:?\s*(?:(?P<n>{N})(?![/\d]|\s*[a-z]\w*\s*/)\s*(?:{PEOPLE})?)?(?:\s*,?\s*{_ALL_OF_THEM}(?:(?P<un>{UNEXCUSED})|(?P<ex>{EXCUSED})))?"
    rf"|(?<![\d/.,])(?P<n2>{N})\s*(?:{PEOPLE}\s*)?(?:vắng(?:\s+mặt)?|absent)(?!\w)(?:\s*,?\s*{_ALL_OF_THEM}(?:(?P<un2>{UNEXCUSED})|(?P<ex2>{EXCUSED})))?",
    signs="vắng|absent",
)


def absent_counts(work: Work) -> list[int]:
    """Take *vắng 3*; the places after which absent people may be listed."""
    starts: list[int] = []
    for match in list(_ABSENT.finditer(level(work.text)))[:10]:
        if _is_name(work, match, "n2"):
            starts.append(_listed_from(work, match, named=False, at=match.end("n2")))
            work.take(match.end("n2"), match.end())
            work.parts.all_excused = None if not (match["un2"] or match["ex2"]) else not match["un2"]
            continue
        typed = None if _is_name(work, match, "n") else match["n"] or match["n2"]
        number = whole(typed) if typed else None
        unexcused, excused = match["un"] or match["un2"], match["ex"] or match["ex2"]
        if number is not None:
            work.parts.absent = (work.parts.absent or 0) + number
            if unexcused:
                work.parts.unexcused = (work.parts.unexcused or 0) + number
            elif excused:
                work.parts.excused = (work.parts.excused or 0) + number
        elif (unexcused or excused) and not match["n"]:
            work.parts.all_excused = not unexcused
        starts.append(_listed_from(work, match, named=number is None and match["n"] is not None))
        work.take(match.start(), match.start("n") if number is None and match["n"] else match.end())
    return starts


def _is_name(work: Work, match: re.Match[str], group: str) -> bool:
    """True for *vắng Nam*, *Ba vắng*: a number word that is written, or stands on the roster, as a name."""
    typed = match[group]
    if not typed or typed.isdecimal():
        return False
    given_names = {level(full.rsplit(" ", 1)[-1]) for full in work.roster}
    return (work.text[match.start(group)].isupper() and not work.text.isupper()) or typed in given_names


def _listed_from(work: Work, match: re.Match[str], *, named: bool, at: int | None = None) -> int:
    """Where the list of absent people begins: after the words, or at the name before them (``đ/c Lan vắng``)."""
    if named:
        return match.start("n")
    before = name_before(work.text, match.start() if at is None else at + 1, work.roster)
    rest = level(work.text)[match.end() :].lstrip(" :(")
    if before is None or not (before.titled or before.candidates) or _title(rest):
        return match.end()
    return _first_of_list(work, before.start)


_JOIN_BEFORE = pattern(r"(?:,|;|(?<!\w)và)\s*$")


def _first_of_list(work: Work, at: int) -> int:
    """Where a list of bare names that ends at ``at`` begins: ``đ/c Lan, đ/c Hùng vắng``."""
    joined = _JOIN_BEFORE.search(level(work.text), 0, at)
    before = name_before(work.text, joined.start(), work.roster) if joined else None
    if joined is None or before is None or before.end != len(work.text[: joined.start()].rstrip()):
        return at
    return _first_of_list(work, before.start)


def _title(low: str) -> bool:
    return _TITLE.match(low) is not None


_TITLE = pattern(TITLE)
_COUNTS = tuple(
    (pattern(source, signs="phép|do|ld|kp|cp|excused"), unexcused)
    for source, unexcused in (
        (rf"(?<![\d/.,])(?P<n>{N})\s*(?:{PEOPLE}\s*)?(?:vắng\s*)?{UNEXCUSED}", True),
        (rf"(?<!\w){UNEXCUSED}\s*:?\s*(?P<n>\d{{1,3}})(?![\d/])", True),
        (rf"(?<![\d/.,])(?P<n>{N})\s*(?:{PEOPLE}\s*)?(?:vắng\s*)?{EXCUSED}", False),
        (rf"(?<!\w){EXCUSED}\s*:?\s*(?P<n>\d{{1,3}})(?![\d/])", False),
    )
)


def excuses(work: Work) -> None:
    """Take *1 có phép*, *1 ko phép*."""
    for regex, unexcused in _COUNTS:
        for match in list(regex.finditer(level(work.text)))[:10]:
            if _is_name(work, match, "n"):
                continue
            number = whole(match["n"])
            if unexcused:
                work.parts.unexcused = (work.parts.unexcused or 0) + number
            else:
                work.parts.excused = (work.parts.excused or 0) + number
            work.take(*match.span())


_SEGMENT = re.compile(r"(?:[^,;()\n+&:.]|\.(?!\s|$))+")
_AND = pattern(r"(?<!\w)(?:và|với|and)(?!\w)")
_STOP = pattern(
    r"(?:\d|có mặt|chủ trì|chủ tọa|thư ký|ghi biên bản|đuv|đảng ủy viên|về dự|họp|sinh hoạt|tại|ở|lúc|từ|đến|tối|ngày|mùng|biểu quyết|nghị quyết|giao|phân công"
    r"|nội dung|bàn|thông qua|thảo luận|báo cáo|đánh giá|triển khai|quán triệt|tán thành|nhất trí|kết luận|đủ|tổng số|còn lại|quân số)(?!\w)"
)
_ROLE = pattern(r"(?<!\w)(?:chủ trì|chủ tọa|thư ký|ghi biên bản|về dự|đuv|đảng ủy viên|có mặt|dự họp)(?!\w)")
_UN, _EX = pattern(rf"(?<!\w){UNEXCUSED}"), pattern(rf"(?<!\w){EXCUSED}")
_FILLER = pattern(r"^(?:(?:vắng(?:\s+mặt)?|gồm|là|trong đó|có|do|vì|và|ai|các)(?!\w)[\s:]*)+")


def _segments(text: str, at: int) -> list[tuple[int, int]]:
    """The pieces between commas, brackets and *và*, from there on; a full stop ends the list."""
    found: list[tuple[int, int]] = []
    last = at
    for match in _SEGMENT.finditer(text, at):
        if "." in text[last : match.start()]:
            break
        last = match.end()
        start = match.start()
        for cut in _AND.finditer(level(text), match.start(), match.end()):
            found.append((start, cut.start()))
            start = cut.end()
        found.append((start, match.end()))
    return [(start, end) for start, end in found if text[start:end].strip()]


def absent_people(work: Work, starts: list[int], *, who: bool) -> None:
    """Take the people listed as absent."""
    for start in starts:
        for begin, end in _segments(work.text, start)[:MANY]:
            if not _one_missing(work, begin, end, first=begin <= start + 2 or (who and not work.parts.missing)):
                break


def _one_missing(work: Work, begin: int, end: int, *, first: bool) -> bool:
    """Take one piece of the list; False when the list is over."""
    at = begin + len(work.text[begin:end]) - len(work.text[begin:end].lstrip())
    low = level(work.text)
    if filler := _FILLER.match(low[at:end]):
        at += filler.end()
    if at >= end:
        return True
    if _STOP.match(low, at) or _ROLE.search(low, at, end):
        return False
    name = _person(work, at, end, first=first)
    whole = name is not None and name.candidates and not work.text[name.end : end].strip()
    if starts_a_reason(low[at:]) and not (whole or _title(low[at:]) or _capital(work, at)):
        name = None
    if name is None:
        return _continued(work, at, end)
    excused, reason = _why(work.text[name.end : end])
    if excused is None:
        excused = work.parts.all_excused
    elif not reason:
        work.parts.missing = [_like(each, excused=excused) for each in work.parts.missing]
    work.parts.missing.append(Missing(name, excused, reason))
    work.take(at, end)
    return True


def _like(each: Missing, *, excused: bool) -> Missing:
    """*Lan và Hùng có phép*: what is said last holds for those of whom nothing was said."""
    return Missing(each.name, excused, each.reason) if each.excused is None else each


def _capital(work: Work, at: int) -> bool:
    return work.text[at].isupper() and not work.text.isupper()


def _person(work: Work, at: int, end: int, *, first: bool) -> Name | None:
    text = work.text[:end]
    name = name_at(text, at, work.roster)
    if name is None:
        lowercase = name_at(text, at, work.roster, loose=True)
        if lowercase is not None and (lowercase.candidates or (first and len(text[at:].split()) <= 6)):  # noqa: PLR2004
            return lowercase
    return name


def _continued(work: Work, at: int, end: int) -> bool:
    """A reason or *có phép* of the person named before."""
    if not work.parts.missing:
        excused, reason = _why(work.text[at:end])
        if excused is not None and not reason:
            work.parts.all_excused = excused
            work.take(at, end)
            return True
        return False
    excused, reason = _why(work.text[at:end])
    last = work.parts.missing[-1]
    if excused is None or (last.reason and reason and not starts_a_reason(level(work.text)[at:])):
        return False  # *…, đ/c Lan ốm; bàn việc thu hoạch*: one reason is enough, what follows tells of something else
    known = last.excused if reason and last.excused is not None else excused
    work.parts.missing[-1] = Missing(last.name, known, ", ".join(filter(None, (last.reason, reason))))
    work.take(at, end)
    return True


def _why(text: str) -> tuple[bool | None, str]:
    """Excused or not, and the reason; a reason alone proposes *có lý do* (domain.md 7.5)."""
    low = level(text)
    excused: bool | None = None
    for regex, value in ((_UN, False), (_EX, True)):
        match = regex.search(low)
        if match is not None:
            excused = value
            text = text[: match.start()] + text[match.end() :]
            break
    reason = reason_of(_tail(text))
    if excused is None and reason:
        excused = True
    return excused, reason


_LEAD = pattern(r"^\s*(?:(?:vắng(?:\s+mặt)?|xin nghỉ|nghỉ)(?!\w))?[\s:-]*")


def _tail(text: str) -> str:
    """The text without a leading *vắng*."""
    match = _LEAD.match(level(text))
    return text[match.end() :] if match else text
