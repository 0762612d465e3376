"""The answer who came: by numbers and by names, told at once, or put together by pressing the names of the absent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot.domain.meetings import Absence, Attendance
from bot.domain.members import Mark, Marked, Roll, Standing, Strength
from bot.forms.form import Reply, Tap
from bot.forms.reading import attendance as attendance_words
from bot.forms.reading.outcome import Ask, Found, Given, Listed, NotUnderstood, Reading, Understood, note
from bot.forms.reading.reasons import reason_of
from bot.forms.reading.spelling import clean, fold
from bot.forms.reading.words import read_yes_no
from bot.texts import Html, Voice

REASONS = {
    "ill": "ốm",
    "hospital": "đi viện",
    "away": "đi làm xa",
    "trip": "công tác",
    "watch": "trực",
    "family": "việc gia đình",
    "other": "",
}
"""Reasons offered as buttons (domain.md 7.5) with the words kept; ``other`` is excused without a word."""
LONGEST_REASON = 100
NUMBERS = ("present", "base", "excused", "unexcused", "temporary_in")
NAMES = ("late", "left_early", "exempt_present")


@dataclass(frozen=True, slots=True)
class AttendanceAnswer:
    """Who came. With a roster all are present until their names are pressed or typed; without one, numbers."""

    only_absences: bool = False
    """The question who was absent, and whether excused, of an attendance already told."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: D102
        if self.only_absences:
            return _absences_read(reply.text, given, known)
        pressed = known if isinstance(known, Attendance) and _pressed(known) else None
        before = None if pressed else known
        reading = attendance_words.read_attendance(reply.text, given, before)
        if isinstance(reading, NotUnderstood) and given.members:
            names = attendance_words.read_absences(reply.text, given, before)
            reading = names if _of_the_roster(names, given) else reading
        reading = _with_names(reading, reply.text, given, before)
        return _strangers_said(_added_to(reading, pressed), given)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: D102
        if self.only_absences:
            return None
        pressed = known if isinstance(known, Attendance) and _pressed(known) else None
        found = attendance_words.find_attendance(text, given, None if pressed else known)
        if found is None:
            return found
        reading = _strangers_said(_added_to(found.reading, pressed), given)
        return found if isinstance(reading, NotUnderstood) else replace(found, reading=reading)

    def taps(self, given: Given, known: Any) -> tuple[Tap, ...]:
        """Names to be pressed, or the reasons of the first absentee of whom nothing was said; none without a roster."""
        if not given.members:
            return ()
        if self.only_absences:
            return _reasons(known) or _whom(given, known) if isinstance(known, Attendance) else ()
        return _names(given, known if isinstance(known, Attendance) else None)

    def dump(self, value: Attendance) -> Any:  # noqa: D102
        absences = [{"name": each.name, "excused": each.excused, "reason": each.reason} for each in value.absences]
        return (
            {name: getattr(value, name) for name in NUMBERS}
            | {name: list(getattr(value, name)) for name in NAMES}
            | {"absences": absences}
        )

    def load(self, raw: Any) -> Attendance:  # noqa: D102
        names = {key: tuple(raw.get(key) or ()) for key in NAMES}
        absences = tuple(Absence(**each) for each in raw.get("absences") or ())
        value = Attendance(**{**raw, **names, "absences": absences})
        if not 0 <= value.present <= value.base:
            raise ValueError(raw)
        return value

    def show(self, value: Attendance, say: Voice) -> str:  # noqa: D102
        told = [say("answer-present", present=value.present, base=value.base, share=say.percent(value.share))]
        for excused, counted, name in (
            (True, value.excused, "answer-excused"),
            (False, value.unexcused, "answer-unexcused"),
        ):
            named = [each for each in value.absences if each.excused is excused]
            if named:
                people = Html(", ".join(_absent(each, say) for each in named))
                told.append(say(f"{name}-named", people=people, more=counted - len(named)))
            elif counted:
                told.append(say(name, count=counted))
        unsaid = [each for each in value.absences if each.excused is None]
        if unsaid:
            told.append(say("answer-absent-named", people=Html(", ".join(_absent(each, say) for each in unsaid))))
        for names, name in (
            (value.late, "answer-late"),
            (value.left_early, "answer-left-early"),
            (value.exempt_present, "answer-exempt"),
        ):
            if names:
                told.append(say(name, people=", ".join(names)))
        if value.temporary_in:
            told.append(say("answer-temporary-in", count=value.temporary_in))
        return "; ".join(told)

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: D102
        if not self.only_absences:
            return (Attendance(given.base, given.base),) if given.base else ()
        return tuple(_all_alike(known, excused=excused) for excused in (True, False)) if known else ()


def _absent(each: Absence, say: Voice) -> str:
    return (
        say("answer-absence", name=each.name, reason=each.reason) if each.reason else say("answer-name", name=each.name)
    )


def _all_alike(known: Attendance, *, excused: bool) -> Attendance:
    """All of whom nothing was said, with or without a reason."""
    absences = tuple(replace(each, excused=excused) if each.excused is None else each for each in known.absences)
    if excused:
        return replace(known, excused=known.absent - known.unexcused, absences=absences)
    return replace(known, unexcused=known.absent - known.excused, absences=absences)


# --- by pressing names ------------------------------------------------------------------------------------------------


def counted(base: int, absences: Iterable[Absence], known: Attendance | None) -> Attendance:
    """The attendance in which exactly these were absent, with whatever else was known of it."""
    absent = tuple(absences)
    return replace(
        known or Attendance(base, base),
        present=base - len(absent),
        base=base,
        excused=sum(each.excused is True for each in absent),
        unexcused=sum(each.excused is False for each in absent),
        absences=absent,
    )


def _pressed(known: Attendance) -> bool:
    """Put together by pressing names: each absentee named, none of them explained."""
    return 0 < len(known.absences) == known.absent and all(each.excused is None for each in known.absences)


def _names(given: Given, known: Attendance | None) -> tuple[Tap, ...]:
    """*All came*, or what was pressed so far; then each who ought to come, absent or not."""
    base = len(given.expected)
    absent = {each.name: each for each in known.absences} if known else {}
    if known is not None and known.absent:
        said = note("attendance-done", present=known.present, base=known.base, absent=known.absent)
        first = Tap("done", said, lambda: known, done=True)
    else:
        first = Tap("all", note("attendance-all", base=base), partial(counted, base, (), known), done=True)
    return (first, *(_name(each, base, absent, known) for each in given.expected))


def _name(each: Listed, base: int, absent: Mapping[str, Absence], known: Attendance | None) -> Tap:
    if each.called in absent:
        left = tuple(one for name, one in absent.items() if name != each.called)
        said = note("attendance-absent", name=each.called)
        return Tap(f"{each.id}-", said, partial(counted, base, left, known), listed=True)
    more = (*absent.values(), Absence(each.called))[-base:]
    return Tap(f"{each.id}+", note("answer-name", name=each.called), partial(counted, base, more, known), listed=True)


def next_unsaid(known: Attendance | None) -> Absence | None:
    """The first named absentee of whom nobody has said why."""
    return next((each for each in known.absences if each.excused is None), None) if known else None


def _reasons(known: Attendance) -> tuple[Tap, ...]:
    """Why the first absentee was absent: a reason proposes *có lý do* (domain.md 7.5)."""
    if (who := next_unsaid(known)) is None or known.absent > len(known.absences):
        return ()
    excused = [
        Tap(key, note(f"reason-{key}"), partial(explained, known, who, excused=True, reason=words), done=True)
        for key, words in REASONS.items()
    ]
    unexcused = Tap("none", note("reason-none"), partial(explained, known, who, excused=False), done=True)
    rest = sum(each.excused is None for each in known.absences)
    alike = Tap("rest", note("reason-rest", count=rest), partial(_all_alike, known, excused=True), done=True)
    return (*excused, unexcused, *((alike,) if rest > 1 else ()))


def _whom(given: Given, known: Attendance) -> tuple[Tap, ...]:
    """Absentees told by number only: all alike, or their names, of which the last one completes the answer."""
    left = known.absent - len(known.absences)
    if left <= 0:
        return ()
    alike = [
        Tap(key, note(f"absences-{key}", count=known.absent), partial(_all_alike, known, excused=excused), done=True)
        for key, excused in (("excused", True), ("unexcused", False))
    ]
    named = {each.name: each for each in known.absences}
    names = [
        Tap(
            f"{each.id}-",
            note("attendance-absent", name=each.called),
            partial(replace, known, absences=tuple(one for one in known.absences if one.name != each.called)),
            listed=True,
        )
        if each.called in named
        else Tap(
            f"{each.id}+",
            note("answer-name", name=each.called),
            partial(replace, known, absences=(*known.absences, Absence(each.called))),
            done=left == 1,
            listed=True,
        )
        for each in given.expected
    ]
    return (*alike, *names)


def explained(known: Attendance, who: Absence, *, excused: bool, reason: str = "") -> Attendance:
    """The same attendance with one absentee explained."""
    told = replace(who, excused=excused, reason=reason)
    absences = tuple(told if each == who else each for each in known.absences)
    more = replace(known, absences=absences)
    return replace(more, excused=known.excused + 1) if excused else replace(more, unexcused=known.unexcused + 1)


def named_unsaid(value: Any, given: Given) -> bool:
    """True while a member named as absent is not explained: he is asked about next."""
    return bool(given.members) and isinstance(value, Attendance) and next_unsaid(value) is not None


DONE = re.compile(r"(?:da |vang )?xong(?: (?:roi|het|ca))*(?: (?:a|nhe|nha))?")
"""Says that one has finished: neither a name nor a reason."""

# --- typed ------------------------------------------------------------------------------------------------------------


def _absences_read(text: str, given: Given, known: Attendance | None) -> Reading[Attendance]:
    """With a roster, words without a name are the reason of the one asked about, and *không* is none."""
    if DONE.fullmatch(fold(clean(text)).strip(" .!")):
        return NotUnderstood(note("reading-absences"))
    who = next_unsaid(known) if given.members and known and known.absent == len(known.absences) else None
    if who is None or known is None:
        return attendance_words.read_absences(text, given, known)
    yes = read_yes_no(text)
    if isinstance(yes, Understood):
        return Understood(explained(known, who, excused=bool(yes.value)))
    reading = attendance_words.read_absences(text, given, known)
    if not isinstance(reading, NotUnderstood):
        return reading
    reason = reason_of(clean(text))[:LONGEST_REASON]
    return Understood(explained(known, who, excused=True, reason=reason)) if reason else reading


def _with_names(reading: Reading[Attendance], text: str, given: Given, known: Attendance | None) -> Reading[Attendance]:
    """*28/30, Lan ốm, Hùng đi làm xa*: who was absent and why, told after the numbers without the word *vắng*."""
    counts = reading.value if isinstance(reading, Understood) else None
    if counts is None or counts.absences or not counts.absent:
        return reading
    found = attendance_words.find_attendance(text, given, known)
    rest = "" if found is None else f"{text[: found.start]} {text[found.end :]}".strip(" ,;.\n")
    if not rest:
        return reading
    names = attendance_words.read_absences(rest, given, counts)
    told = (names.value,) if isinstance(names, Understood) else names.choices if isinstance(names, Ask) else ()
    known_names = {*given.roster, *(each.called for each in given.members)}
    return names if told and all(_names_all(each, counts, known_names) for each in told) else reading


def _names_all(told: Attendance, counts: Attendance, known_names: set[str]) -> bool:
    """The same numbers, and every absentee by name with a reason: *28/30, trời mưa* names nobody."""
    named = [each for each in told.absences if each.reason and each.name in known_names]
    return len(named) == len(told.absences) == counts.absent and told.present == counts.present


def _of_the_roster(reading: Reading[Attendance], given: Given) -> bool:
    """Bare names, of which at least one is a member's: words that name nobody (*bàn việc thu hoạch*) are no absentees."""
    values = (
        (reading.value,) if isinstance(reading, Understood) else reading.choices if isinstance(reading, Ask) else ()
    )
    members = {each.called for each in given.members}
    return any(each.name in members for value in values for each in value.absences)


def _strangers_said(reading: Reading[Attendance], given: Given) -> Reading[Attendance]:
    """Names that are on no roster are kept as told, and said."""
    if not given.members or not isinstance(reading, Understood):
        return reading
    members = {each.called for each in given.members}
    strangers = [each.name for each in reading.value.absences if each.name not in members]
    if not strangers:
        return reading
    return replace(reading, warnings=(*reading.warnings, note("attendance-strangers", names=", ".join(strangers))))


def _added_to(reading: Reading[Attendance], pressed: Attendance | None) -> Reading[Attendance]:
    """Names typed after others were pressed are absent too; numbers typed are taken as they are."""
    if pressed is None:
        return reading
    match reading:
        case Understood(value):
            return replace(reading, value=_merged(value, pressed))
        case Ask(choices=choices):
            return replace(reading, choices=tuple(_merged(each, pressed) for each in choices))
        case _:
            return reading


def _merged(told: Attendance, pressed: Attendance) -> Attendance:
    names = {each.name for each in told.absences}
    more = [each for each in pressed.absences if each.name not in names]
    if told.absent == len(told.absences) and told.base == pressed.base:
        return counted(told.base, (*told.absences, *more), told)
    unnamed = told.absent - len(told.absences)
    return replace(told, absences=(*told.absences, *more[:unnamed]))


# --- onto the record --------------------------------------------------------------------------------------------------


def roll_of(attendance: Attendance, given: Given) -> Roll | None:
    """The roster frozen with the meeting, and what is known of whom; None for a cell that keeps none."""
    if not given.members:
        return None
    ids = {each.called: each.id for each in given.members}
    marks = [
        Marked(ids[each.name], MARKS[each.excused], each.reason) for each in attendance.absences if each.name in ids
    ]
    for names, mark in (
        (attendance.late, Mark.LATE),
        (attendance.left_early, Mark.LEFT_EARLY),
        (attendance.exempt_present, Mark.EXEMPT_CAME),
    ):
        marks += [Marked(key, mark) for name in names if (key := _id_of(name, ids)) is not None]
    standings = [each.standing for each in given.members]
    strength = Strength(**{standing.value: standings.count(standing) for standing in Standing})
    return Roll(strength, tuple(each.id for each in given.expected), tuple(dict.fromkeys(marks)))


MARKS = {True: Mark.EXCUSED, False: Mark.UNEXCUSED, None: Mark.UNSAID}


def _id_of(said: str, ids: Mapping[str, int]) -> int | None:
    """The member of ``Nguyễn Văn An (15 phút)``; None for somebody who is on no roster."""
    fitting = [name for name in ids if said == name or said.startswith(f"{name} (")]
    return ids[max(fitting, key=len)] if fitting else None
