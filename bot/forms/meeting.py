"""The meeting form: an ordinary month from the usual card to the review (talks.md 1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.corrections import closes_on, locked
from bot.domain.meetings import Attendance, Hours, Kind, Meeting, bodies, of_cell, one_session, principal
from bot.domain.periods import Month, Span
from bot.domain.resolutions import Resolution
from bot.domain.rules import Rules
from bot.domain.tasks import Task
from bot.domain.warnings import Warned, meeting_warnings, vote_warnings
from bot.forms.answers import (
    PLACE,
    CountAnswer,
    DayAnswer,
    HoursAnswer,
    KindsAnswer,
    PartyGroupAnswer,
    PersonAnswer,
    Proceedings,
    ProceedingsAnswer,
    TasksAnswer,
    TextAnswer,
    VoteAnswer,
    YesNoAnswer,
    number_answer,
    shortened,
    wordless,
)
from bot.forms.attendance import AttendanceAnswer, named_unsaid, next_unsaid, roll_of
from bot.forms.carrying import CarriedAnswer, Carryover, carried_over, unfinished
from bot.forms.form import Form, Question, Repeat, Step, Values
from bot.forms.reading.kinds import find_topic
from bot.forms.reading.outcome import Found, Given, Listed, Note, Tense, note
from bot.forms.reading.people import find_chair, find_clerk, find_upper_member
from bot.forms.reading.resolutions import told_resolutions, wants_none


@dataclass(frozen=True, slots=True)
class Passed:
    """A resolution with the tasks it sets."""

    resolution: Resolution
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """What a finished meeting form gives: the meeting and what it passed."""

    meeting: Meeting
    passed: tuple[Passed, ...] = ()


NOTHING_CARRIED = Carryover(())


def thematic(values: Values) -> bool:
    """True when the session had a thematic part, which then needs its topic."""
    return Kind.THEMATIC in values.get("kinds", frozenset())


def of_group(values: Values) -> bool:
    """True when a party group met, which then is to be named."""
    return Kind.GROUP in values.get("kinds", frozenset())


def whole_cell(values: Values) -> bool:
    """True unless the cell's committee or a party group met: these pass no resolutions of the cell."""
    return of_cell(values.get("kinds", frozenset()))


def opens_with_tasks(values: Values) -> bool:
    """True for a session of the cell when tasks are still open: its committee and its groups do not report on them."""
    return whole_cell(values) and carried_over(values)


def regular(values: Values) -> bool:
    """True for the month's regular meeting."""
    return Kind.REGULAR in values.get("kinds", frozenset())


def others_met(before: Any, now: Any) -> bool:
    """Whether the kinds now mean other people than before: the attendance told is then somebody else's."""
    return bodies(before or frozenset()) != bodies(now)


def unexplained(values: Values) -> bool:
    """True while it is not known of every absentee whether he was excused."""
    told = values.get("attendance")
    return isinstance(told, Attendance) and told.unexplained > 0


def _topic(text: str, given: Given) -> Found[str] | None:  # noqa: ARG001
    return find_topic(text)


def split_resolutions(text: str) -> tuple[str, ...]:
    """One message as the texts of its resolutions: each begins on a line of its own with NQ or nghị quyết."""
    parts = re.split(r"\n\s*(?=(?:nq|nghị quyết|nghi quyet)\b)", text.strip(), flags=re.IGNORECASE)
    return tuple(part for part in parts if part.strip()) or (text,)


SUBJECT_HEAD = r"có,?|nghị quyết|nghi quyet|nq|(?:v/v|về việc)"


def usual_subject(given: Given) -> tuple[str, ...]:
    """What the month's resolution is about in most cells (domain.md 5.3); in Vietnamese, as it stands on the paper."""
    month, _, year = str(given.usual.get("month", "")).partition("/")
    return (f"Lãnh đạo thực hiện nhiệm vụ tháng {int(month)} năm {year}",) if month.isdecimal() else ()


def passed_questions(suffix: str) -> tuple[Question, ...]:
    """What is to be known of one resolution, within a meeting or alone."""
    return (
        Question("number", number_answer(suffix), quiet=True),
        Question("subject", TextAnswer(most=500, strip=SUBJECT_HEAD, offered=usual_subject), rest=True),
        Question("vote", VoteAnswer()),
        Question("tasks", TasksAnswer()),
        Question("text", TextAnswer(most=6000), quiet=True, optional=True),
    )


def meeting_form(rules: Rules) -> Form:
    """The form under the rules of the cell's committee."""
    return Form(
        name="meeting",
        version=1,
        parts=(
            Step(
                "usual",
                (
                    Question(
                        "kinds", KindsAnswer(), line="when", drops=("attendance", "absences"), drops_when=others_met
                    ),
                    Question("party_group", PartyGroupAnswer(), when=of_group, line="when"),
                    Question("topic", TextAnswer(_topic, most=300), when=thematic, line="when"),
                    Question("held_on", DayAnswer(Tense.HELD), line="when"),
                    Question("hours", HoursAnswer(), line="when"),
                    Question("place", PLACE, line="when"),
                    Question("chair", PersonAnswer(find_chair), line="with-labels-who"),
                    Question("clerk", PersonAnswer(find_clerk), line="with-labels-who"),
                    Question(
                        "upper_member",
                        PersonAnswer(find_upper_member, nobody=True),
                        when=whole_cell,
                        line="with-labels-who",
                    ),
                ),
                card=True,
            ),
            Step(
                "attendance",
                (
                    Question("attendance", AttendanceAnswer(), drops=("absences",)),
                    Question(
                        "absences",
                        AttendanceAnswer(only_absences=True),
                        optional=True,
                        when=unexplained,
                        completes="attendance",
                        again=named_unsaid,
                    ),
                ),
            ),
            Step(
                "carried",
                (
                    Question(
                        "carried", CarriedAnswer(), optional=True, when=opens_with_tasks, more=unfinished, foremost=True
                    ),
                ),
            ),
            Step("content", (Question("content", ProceedingsAnswer(), photos=True, more=wordless),)),
            Repeat(
                "resolutions",
                passed_questions(rules.number_suffix),
                split_resolutions,
                wants_none,
                find=told_resolutions,
                when=whole_cell,
            ),
            Step(
                "more",
                (
                    Question(
                        "dues_announced",
                        YesNoAnswer(),
                        quiet=True,
                        optional=True,
                        when=regular,
                        line="with-labels-more",
                    ),
                    Question(
                        "speakers",
                        CountAnswer(lambda given: given.present),
                        quiet=True,
                        optional=True,
                        line="with-labels-more",
                    ),
                    Question("praise", TextAnswer(), quiet=True, optional=True, line="with-labels-more"),
                    Question("remark", TextAnswer(), quiet=True, optional=True, line="with-labels-more"),
                ),
            ),
        ),
        build=build,
        warn=lambda values, given: (
            *taken_already(values, given),
            *thematic_counted(values, given, rules),
            *(noted(each) for each in _warnings(values, given, rules)),
        ),
        later=frozenset({"warn-unexplained"}),
        refuse=lambda values, given: refuse(values, given, rules),
        know=know,
    )


OWN = ("held_on", "hours", "place", "chair", "clerk", "upper_member", "party_group")
"""Usual answers that each kind of session has of its own: those of another kind stand under ``<kind>/<key>``."""


def know(given: Given, values: Values) -> Given:
    """What is usual follows the kind; the voters are known once attendance is."""
    told = values.get("attendance")
    if not isinstance(told, Attendance):
        return of_kind(given, values)
    subjects = tuple(path for path, value in values.items() if path.endswith(".subject") and value)
    key = (*_kind_key(values), told, subjects)
    return given.once("known", key, lambda: _voting(of_kind(given, values), values, told))


def _voting(given: Given, values: Values, told: Attendance) -> Given:
    later = dict(given.usual)
    asked_about = next_unsaid(told) if given.members else None
    later |= {"asked": int(asked_about is not None), "absentee": asked_about.name if asked_about else ""}
    for path, value in values.items():
        if path.startswith("resolutions.") and path.endswith(".subject") and value:
            number = path.removesuffix("subject") + "number"
            later.setdefault(number, proposed_number(given, path))
    return replace(given, present=told.present, base=told.base, usual=later)


def of_kind(given: Given, values: Values) -> Given:
    """The facts for the kind of session: its usual place, people and hours, who ought to come, the month it lies in."""
    return given.once("of kind", _kind_key(values), lambda: _of_kind(given, values))


def _kind_key(values: Values) -> tuple[Any, ...]:
    return values.get("kinds"), values.get("held_on"), values.get("party_group", "")


def _of_kind(given: Given, values: Values) -> Given:
    kinds = values.get("kinds", given.usual.get("kinds", frozenset()))
    kind = principal(kinds)
    known = dict(given.usual)
    held_on = values.get("held_on")
    if held_on is not None:
        known["month"] = f"{held_on:%m/%Y}"
    known["session"] = "regular" if kind is None else kind.value
    if kind is None or kind is Kind.REGULAR:
        return replace(given, usual=known)
    for key in (*OWN, "last/attendance"):
        known.pop(key, None)
    own = {path.partition("/")[2]: value for path, value in given.usual.items() if path.startswith(f"{kind}/")}
    base, roster = own.pop("base", 0), tuple(own.pop("roster", ()))
    known |= own
    if of_cell(kinds):
        return replace(given, usual=known)
    members = _in_group(given, values.get("party_group", "")) if kind is Kind.GROUP else _named(given, roster)
    told = replace(given, members=members, exempt=0, planned_on=None, usual=known)
    base = len(told.expected) or base
    return replace(told, base=base, total=base, official=base, roster=roster or given.roster)


def _in_group(given: Given, group: str) -> tuple[Listed, ...]:
    """The members of that party group, when the roster knows any."""
    ids = {key for key, name in given.usual.get("group_of", ()) if group and name == group}
    return tuple(each for each in given.members if each.id in ids)


def _named(given: Given, names: tuple[str, ...]) -> tuple[Listed, ...]:
    """Those of the roster with these names; nobody unless all of them are on it."""
    found = tuple(each for each in given.members if each.called in names)
    return found if len(found) == len(names) else ()


def taken_already(values: Values, given: Given) -> tuple[Note, ...]:
    """The month has its regular record: at the sign-off this one is put beside it (one record a cell and period)."""
    held_on = values.get("held_on")
    if held_on is None or not regular(values) or str(Month.of(held_on)) not in given.usual.get("taken", ()):
        return ()
    return (note("meeting-taken-already", month=f"{held_on:%m/%Y}"),)


def thematic_counted(values: Values, given: Given, rules: Rules) -> tuple[Note, ...]:
    """How many thematic sessions the quarter has with this one, of how many it owes (domain.md 3.1)."""
    held_on = values.get("held_on") or given.usual.get("held_on")
    if not thematic(values) or held_on is None:
        return ()
    quarter = Span.quarter_of(Month.of(held_on))
    held = sum(Month.read(each[:7]) in quarter for each in given.usual.get("thematic_days", ())) + 1
    counted = note(
        "meeting-thematic-counter", quarter=quarter.first.quarter_name, held=held, wanted=rules.thematic_each_quarter
    )
    month = Month.of(held_on)
    if regular(values) or str(month) in given.usual.get("taken", ()):
        return (counted,)
    return (counted, note("meeting-thematic-alone", month=month.written))


def proposed_number(given: Given, path: str) -> str:
    """The next number of the term's series for the record of a list at ``path``."""
    first = given.usual.get("next_number", 1)
    index = int(path.split(".")[1]) if "." in path else 0
    return f"{int(first) + index:02d}-{given.usual.get('number_suffix', 'NQ/CB')}"


def refuse(values: Values, given: Given, rules: Rules) -> Note | None:
    """What blocks (domain.md 3.6): a future day, a closed month, kinds that cannot share a session."""
    held_on, kinds = values.get("held_on"), values.get("kinds", frozenset())
    if kinds and not one_session(kinds):
        return note("reading-kinds-apart")
    if held_on is None:
        return None
    if held_on > given.today:
        return note("meeting-in-future", day=f"{held_on:%d/%m/%Y}")
    month = Month.of(held_on)
    if locked(month, given.today, rules) and str(month) not in given.usual.get("unlocked", ()):
        return note("meeting-month-closed", month=f"{held_on:%m/%Y}", day=f"{closes_on(month, rules):%d/%m/%Y}")
    return None


def build(values: Values, given: Given) -> Session:
    """The record of a finished form; the period is the month of the day it was held."""
    said: Proceedings = values["content"]
    meeting = Meeting(
        unit_id=given.usual["unit_id"],
        period=Month.of(values["held_on"]),
        kinds=values["kinds"],
        topic=values.get("topic", "") if thematic(values) else "",
        party_group=values.get("party_group", "") if of_group(values) else "",
        held_on=values["held_on"],
        hours=values.get("hours", Hours()),
        place=values.get("place", ""),
        chair=values.get("chair", ""),
        clerk=values.get("clerk", ""),
        upper_member=values.get("upper_member", "") if whole_cell(values) else "",
        attendance=values["attendance"],
        dues_announced=values.get("dues_announced"),
        content=said.content,
        conclusion=said.conclusion,
        photos=said.photos,
        remark=values.get("remark", ""),
        speakers=values.get("speakers"),
        praise=values.get("praise", ""),
        roll=roll_of(values["attendance"], given),
        carried=values.get("carried", NOTHING_CARRIED).lines if whole_cell(values) else (),
    )
    return Session(meeting, tuple(passed(values, given, prefix, meeting.held_on) for prefix in records(values)))


def records(values: Values) -> list[str]:
    """The paths of the resolutions told, in order: ``resolutions.0.`` …"""
    found = {path.rpartition(".")[0] + "." for path in values if path.startswith("resolutions.")}
    return sorted(found, key=lambda prefix: int(prefix.split(".")[1]))


def passed(values: Values, given: Given, prefix: str, day: Any) -> Passed:
    """One resolution with its tasks out of the answers below ``prefix`` (empty: a form of its own)."""
    resolution = Resolution(
        unit_id=given.usual["unit_id"],
        number=values.get(f"{prefix}number") or proposed_number(given, f"{prefix}number"),
        passed_on=day,
        subject=values[f"{prefix}subject"],
        text=values.get(f"{prefix}text", ""),
        vote=values.get(f"{prefix}vote"),
    )
    return Passed(resolution, values.get(f"{prefix}tasks", ()))


def _warnings(values: Values, given: Given, rules: Rules) -> tuple[Warned, ...]:
    told = values.get("attendance")
    if not isinstance(told, Attendance):
        return ()
    warned = meeting_warnings(
        values.get("kinds", frozenset()),
        values.get("held_on"),
        values.get("hours"),
        told,
        given.today,
        given.total,
        rules,
    )
    return warned + tuple(each for prefix in records(values) for each in passed_warnings(values, given, prefix, rules))


def passed_warnings(values: Values, given: Given, prefix: str, rules: Rules) -> tuple[Warned, ...]:
    """What is odd about one resolution: its vote, and tasks without a due date."""
    vote = values.get(f"{prefix}vote")
    found = vote_warnings(vote, given.present, given.official, rules) if vote else ()
    tasks = values.get(f"{prefix}tasks", ())
    return found + tuple(
        Warned("warn-no-due", {"what": shortened(task.what, 60)}) for task in tasks if task.due_on is None
    )


def noted(each: Warned) -> Note:
    """A warning of the domain as a sentence to be said."""
    return Note(each.key, dict(each.values))
