"""Attendance as typed: 27/30, vắng 3, đủ, vắng đ/c Lan ốm, 2 cp 1 kp (domain.md 7.4, 7.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.meetings import Absence, Attendance, Kind
from bot.forms.reading.attendance_counts import parts_of
from bot.forms.reading.attendance_parts import LONGEST, Missing, Parts
from bot.forms.reading.names import Name
from bot.forms.reading.outcome import Ask, Found, Given, Note, NotUnderstood, Reading, Understood, note
from bot.forms.reading.patterns import NOT_BUT, blanked, pattern
from bot.forms.reading.spelling import clean, level, repair

_RATIO_MEANT = 12
"""A second number above it is surely a base and no month (domain.md 7.4)."""


def read_attendance(text: str, given: Given, known: Attendance | None) -> Reading[Attendance]:
    """Who came, by numbers and names; put together with what is ``known`` already."""
    for spelling in _spellings(text):
        parts = parts_of(spelling, given.roster, asked=True)
        if parts.spans:
            return _decided(parts, given, known)
    return NotUnderstood(_example(given))


def _spellings(text: str) -> tuple[str, ...]:
    cleaned = clean(text)[:LONGEST]
    forms = [cleaned[match.end() :] if (match := NOT_BUT.match(level(cleaned))) else cleaned]
    return tuple(dict.fromkeys((*forms, clean(repair(forms[0])))))


def _example(given: Given) -> Note:
    return note("reading-attendance", base=given.base) if given.base else note("reading-attendance-ratio")


_NOBODY = pattern(
    r"(?:dạ\s+)?(?:không|ko|k|kg|0|hông|không ai|ko ai|k ai|không có ai|không có|ko có|không có ai vắng|none|nobody|no)(?:\s+(?:ạ|cả|hết))*[\s.!]*"
)
_ALL_EXCUSED = pattern(
    r"(?:(?:dạ|đều|cả|tất cả|toàn bộ|hai|ba|\d+|đ/c|đồng chí|là|vắng)\s+)*(?P<un>(?:không|ko|k|kg)\s*(?:có\s*)?(?:xin\s*)?(?:phép|lý do|ld)|kp)?(?P<ex>có phép|có lý do|có ld|cp|phép|xin phép|excused)?(?:\s+(?:cả|hết|ạ))*[\s.!]*"
)


def read_absences(text: str, given: Given, known: Attendance | None) -> Reading[Attendance]:
    """The answer to *who was absent, with reason or not*; ``known`` holds how many came."""
    for spelling in _spellings(text):
        low = level(spelling).strip()
        if _NOBODY.fullmatch(low):
            return _nobody(given, known)
        every = _ALL_EXCUSED.fullmatch(low)
        if every is not None and (every["un"] or every["ex"]) and not re.search(r"\d", low):
            return _all_alike(given, known, excused=every["un"] is None)
        parts = parts_of(spelling, given.roster, asked=True, who=True)
        if parts.spans:
            return _decided(parts, given, known)
    return NotUnderstood(note("reading-absences"))


def _nobody(given: Given, known: Attendance | None) -> Reading[Attendance]:
    if known is None and not given.base:
        return NotUnderstood(_example(given))
    base = known.base if known else given.base
    everybody = replace(known, present=base, excused=0, unexcused=0, absences=()) if known else Attendance(base, base)
    if known is not None and known.absent:
        return Ask(note("reading-absences-disagree", absent=known.absent), (everybody, known))
    return Understood(everybody)


def _all_alike(given: Given, known: Attendance | None, *, excused: bool) -> Reading[Attendance]:
    """All absentees with, or all without a reason."""
    if known is None:
        return NotUnderstood(_example(given))
    absences = tuple(replace(each, excused=excused) for each in known.absences)
    counts = (known.absent, 0) if excused else (0, known.absent)
    return Understood(replace(known, excused=counts[0], unexcused=counts[1], absences=absences))


_JOINT = pattern(r"(?:[\s,;.:()-]|(?<!\w)(?:và|trong đó|gồm|đều|có)(?!\w))*")


def find_attendance(text: str, given: Given, known: Attendance | None) -> Found[Attendance] | None:
    """The statements about attendance that stand together in a longer message; run again for a second group.

    A mere *đủ* between commas is one only while nothing is known: later it may be said of dues or of hands.
    """
    bare = known is None
    spans = sorted(parts_of(text, given.roster, asked=False, bare=bare).spans)
    if not spans:
        return None
    start, end = spans[0]
    low = level(text)
    for begin, until in spans[1:]:
        if not _JOINT.fullmatch(low, end, begin):
            break
        end = until
    only = blanked(blanked(text, 0, start), end, len(text))
    reading = _decided(parts_of(only, given.roster, asked=False, bare=bare), given, known)
    if isinstance(reading, NotUnderstood):
        return None
    return Found(reading, start, end)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """How many came of how many; of several ``pairs`` one is asked for with ``why``."""

    pairs: tuple[tuple[int, int], ...]
    why: Note | None = None
    warnings: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class _Details:
    """One way to read who was absent and how."""

    absences: tuple[Absence, ...]
    excused: int
    unexcused: int


def _expected_only(parts: Parts, given: Given) -> None:
    """Of several who fit a name those who ought to attend are meant; who ought not to is named, never counted absent."""
    outside = {each.called for each in given.members} - {each.called for each in given.expected}
    kept: list[Missing] = []
    for each in parts.missing:
        fitting = tuple(name for name in each.name.candidates if name not in outside)
        if each.name.candidates and not fitting:
            parts.exempt.append(each.name)
        else:
            fits = fitting == each.name.candidates
            kept.append(each if fits else replace(each, name=replace(each.name, candidates=fitting)))
    parts.missing = kept


def _decided(parts: Parts, given: Given, known: Attendance | None) -> Reading[Attendance]:
    _expected_only(parts, given)
    numbers = _numbers(parts, given, known)
    if isinstance(numbers, NotUnderstood):
        return numbers
    why = numbers.why
    made: list[Attendance] = []
    for present, base in numbers.pairs:
        detail_why, details = _details(parts, present, base, known)
        why = why or detail_why
        made += [_made(parts, present, base, detail, known) for detail in details[: 1 if numbers.why else 3]]
    warnings = (*numbers.warnings, *(note("reading-exempt-out", name=name.shown) for name in parts.exempt))
    if parts.doubtful:
        why = why or note("reading-late-muon", name=parts.late[0])
    if why is None and made:
        return Understood(made[0], warnings, parts.approximate)
    return Ask(why or _example(given), tuple(dict.fromkeys(made))[:3])


def _made(parts: Parts, present: int, base: int, detail: _Details, known: Attendance | None) -> Attendance:
    before = known or Attendance(present, base)
    return replace(
        before,
        present=present,
        base=base,
        excused=detail.excused,
        unexcused=detail.unexcused,
        absences=detail.absences,
        late=_added(before.late, parts.late),
        left_early=_added(before.left_early, [name.shown for name in parts.left_early]),
        exempt_present=_added(before.exempt_present, [name.shown for name in parts.exempt_came]),
        temporary_in=before.temporary_in if parts.temporary_in is None else parts.temporary_in,
    )


def _added(before: tuple[str, ...], more: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *more)))


def _numbers(parts: Parts, given: Given, known: Attendance | None) -> _Numbers | NotUnderstood:
    base = (known.base if known else 0) or given.base
    absent = _absent(parts)
    if parts.present is not None:
        return _told(parts, absent, base, given)
    if not base:
        return NotUnderstood(note("reading-attendance-ratio"))
    if parts.everybody:
        return _everybody(absent, base)
    if parts.percent is not None:
        return _share(parts.percent, base)
    if absent is not None:
        return _from_absent(parts, absent, base, known)
    others = parts.late or parts.left_early or parts.exempt or parts.exempt_came or parts.temporary_in is not None
    if not others and parts.all_excused is None:
        return NotUnderstood(_example(given))
    if known is not None:
        return _Numbers(((known.present, known.base),))
    return _Numbers(((base, base),), note("reading-attendance-others", base=base))


def _absent(parts: Parts) -> int | None:
    """How many were absent by all that was told of them; None when nothing was."""
    told = [len(parts.missing), (parts.excused or 0) + (parts.unexcused or 0), parts.absent or 0]
    return max(told) if any(told) or parts.absent is not None else None


def _everybody(absent: int | None, base: int) -> _Numbers:
    if absent:
        return _Numbers(((base - absent, base), (base, base)), note("reading-attendance-disagree"))
    return _Numbers(((base, base),))


def _share(percent: float, base: int) -> _Numbers | NotUnderstood:
    """*90%* is a count to confirm."""
    if percent > 100:  # noqa: PLR2004
        return NotUnderstood(note("reading-attendance", base=base))
    exact = base * percent / 100
    near = (int(exact),) if exact == int(exact) else (int(exact), int(exact) + 1)
    return _Numbers(tuple((present, base) for present in near), note("reading-attendance-percent", percent=percent))


def _from_absent(parts: Parts, absent: int, base: int, known: Attendance | None) -> _Numbers | NotUnderstood:
    """Present is the base less those told absent, unless the number that came is known and agrees."""
    if absent > base:
        return NotUnderstood(note("reading-attendance-absent-many", absent=absent, base=base))
    if known is None or known.absent == absent or (known.absent == 0 and known.excused == known.unexcused == 0):
        return _Numbers(((base - absent, base),))
    if parts.absent is not None and not parts.missing:
        return _Numbers(((base - absent, base),))
    if absent < known.absent:
        return _Numbers(((known.present, base),))
    return _Numbers(((base - absent, base),), note("reading-absences-disagree", absent=known.absent))


def _told(parts: Parts, absent: int | None, base: int, given: Given) -> _Numbers | NotUnderstood:
    """A present number, perhaps with the number it is of."""
    present, of = parts.present or 0, parts.of
    if not base:
        return _without_base(present, of, given)
    warnings: tuple[Note, ...] = ()
    if of is not None and of != base:
        if of != given.total or present > base:
            return _other_base(present, of, base)
        warnings = (note("reading-base-exempt", total=of, exempt=given.exempt, base=base),)
    if present > base:
        return _Numbers(((base, base), (present, present)), note("reading-attendance-over", present=present, base=base))
    if parts.approximate:
        return _Numbers(((present, base),), note("reading-attendance-about", present=present, base=base), warnings)
    if absent is not None and absent != base - present and (absent > base - present or parts.absent is not None):
        pairs = ((present, base), (max(0, base - absent), base))
        return _Numbers(pairs, note("reading-attendance-disagree"))
    if present == 0:
        return _Numbers(((0, base), (base, base)), note("reading-attendance-zero", base=base))
    return _Numbers(((present, base),), warnings=warnings)


def _without_base(present: int, of: int | None, given: Given) -> _Numbers | NotUnderstood:
    if of is None:
        return NotUnderstood(note("reading-attendance-ratio"))
    if present > of:
        return _Numbers(((of, present),), note("reading-attendance-over", present=present, base=of))
    small = given.usual.get("session") == Kind.GROUP.value
    why = None if small or of > _RATIO_MEANT else note("reading-attendance-date", present=present, base=of)
    return _Numbers(((present, of),), why)


def _other_base(present: int, of: int, base: int) -> _Numbers:
    """A second number that is not the base: which one holds is asked."""
    if present == base and of < base:
        return _Numbers(((of, base),), note("reading-attendance-over", present=present, base=of))
    if present > of:
        return _Numbers(((min(present, base), base),), note("reading-attendance-over", present=present, base=of))
    pairs = ((present, base), (present, of)) if present <= base else ((present, of), (base, base))
    return _Numbers(pairs, note("reading-attendance-base", base=base, typed=of))


def _details(parts: Parts, present: int, base: int, known: Attendance | None) -> tuple[Note | None, list[_Details]]:
    """The ways to read who was absent and how, and the question when there are several."""
    absent = base - present
    why, lists = _named(parts, known, absent)
    if why is not None:
        return why, [_counted(parts, absences) for absences in lists]
    first = _as_counted_before(_counted(parts, lists[0]), known, absent)
    if not lists[0] and parts.excused is None and parts.unexcused is None:
        return None, [_kept(known, absent) if parts.all_excused is None else _alike(parts, absent)]
    left = absent - first.excused - first.unexcused
    if left <= 0:
        return None, [first]
    unsaid = [each for each in first.absences if each.excused is None]
    question = (
        note("reading-absence-excused", name=unsaid[0].name) if unsaid else note("reading-absence-left", left=left)
    )
    rest = [_settled(first, left, excused=True), _settled(first, left, excused=False)]
    return question, rest if unsaid and len(unsaid) == left else [*rest, first]


def _as_counted_before(detail: _Details, known: Attendance | None, absent: int) -> _Details:
    """The counts known before, when the names only say whom they counted."""
    if known is None or known.unexplained or known.absent != absent:
        return detail
    if detail.excused > known.excused or detail.unexcused > known.unexcused:
        return detail
    return _Details(detail.absences, known.excused, known.unexcused)


def _settled(detail: _Details, left: int, *, excused: bool) -> _Details:
    """Everybody of whom nothing was said counted as excused, or as not."""
    absences = tuple(replace(each, excused=excused) if each.excused is None else each for each in detail.absences)
    return _Details(absences, detail.excused + left * excused, detail.unexcused + left * (not excused))


def _alike(parts: Parts, absent: int) -> _Details:
    return _Details((), absent if parts.all_excused else 0, 0 if parts.all_excused else absent)


def _kept(known: Attendance | None, absent: int) -> _Details:
    """What was known of absentees, as far as the number of them still agrees."""
    if known is None or known.absent != absent:
        return _Details((), 0, 0)
    return _Details(known.absences, known.excused, known.unexcused)


def _counted(parts: Parts, absences: tuple[Absence, ...]) -> _Details:
    named_excused = sum(each.excused is True for each in absences)
    named_unexcused = sum(each.excused is False for each in absences)
    excused = named_excused if parts.excused is None else max(parts.excused, named_excused)
    unexcused = named_unexcused if parts.unexcused is None else max(parts.unexcused, named_unexcused)
    return _Details(absences, excused, unexcused)


def _named(parts: Parts, known: Attendance | None, absent: int) -> tuple[Note | None, list[tuple[Absence, ...]]]:
    """The absent by name, with those known before while all together are no more than were absent.

    Several lists when a name fits several people.
    """
    before = known.absences if known is not None and known.absent <= absent else ()
    doubt = next((each for each in parts.missing if _ambiguous(each, parts.missing)), None)
    choices = _distinct(doubt.name) if doubt else ("",)
    lists = [_list(parts.missing, before, doubt, choice) for choice in choices]
    if any(len(each) > absent for each in lists):
        lists = [_list(parts.missing, (), doubt, choice) for choice in choices]
    if doubt is None:
        return None, lists
    names = ", ".join(_distinct(doubt.name))
    return note("reading-person-two", name=doubt.name.typed, names=names), lists


def _distinct(name: Name) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.candidates))


def _ambiguous(one: Missing, everyone: list[Missing]) -> bool:
    """More people on the roster fit the name than were named by it."""
    return len(_distinct(one.name)) > sum(each.name.candidates == one.name.candidates for each in everyone)


def _list(
    missing: list[Missing], before: tuple[Absence, ...], doubt: Missing | None, choice: str
) -> tuple[Absence, ...]:
    absences = {each.name: each for each in before}
    used: set[str] = set()
    for each in missing:
        fitting = [name for name in _distinct(each.name) if name not in used]
        shown = (
            choice if each is doubt else fitting[0] if len(_distinct(each.name)) > 1 and fitting else each.name.shown
        )
        if _ambiguous(each, missing) and each is not doubt:
            shown = each.name.typed
        used.add(shown)
        absences[shown] = Absence(shown, each.excused, each.reason)
    return tuple(absences.values())
