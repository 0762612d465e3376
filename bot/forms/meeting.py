"""The meeting form: an ordinary month from the usual card to the review (talks.md 1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.meetings import Attendance, Hours, Kind, Meeting
from bot.domain.periods import Month
from bot.domain.resolutions import Resolution
from bot.domain.rules import Rules
from bot.domain.tasks import Task
from bot.domain.warnings import Warned, meeting_warnings, vote_warnings
from bot.forms.answers import (
    PLACE,
    DayAnswer,
    HoursAnswer,
    KindsAnswer,
    PersonAnswer,
    Proceedings,
    ProceedingsAnswer,
    TasksAnswer,
    TextAnswer,
    VoteAnswer,
    YesNoAnswer,
    number_answer,
    shortened,
)
from bot.forms.attendance import AttendanceAnswer, named_unsaid, next_unsaid, roll_of
from bot.forms.form import Form, Question, Repeat, Step, Values
from bot.forms.reading.kinds import find_topic
from bot.forms.reading.outcome import Found, Given, Note, Tense, note
from bot.forms.reading.people import find_chair, find_clerk, find_upper_member
from bot.forms.reading.resolutions import wants_none


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


def thematic(values: Values) -> bool:
    """True when the session had a thematic part, which then needs its topic."""
    return Kind.THEMATIC in values.get("kinds", frozenset())


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


def passed_questions(suffix: str) -> tuple[Question, ...]:
    """What is to be known of one resolution, within a meeting or alone."""
    return (
        Question("number", number_answer(suffix), quiet=True),
        Question("subject", TextAnswer(most=500, strip=SUBJECT_HEAD), rest=True),
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
                    Question("kinds", KindsAnswer(), line="when"),
                    Question("topic", TextAnswer(_topic, most=300), when=thematic, line="when"),
                    Question("held_on", DayAnswer(Tense.HELD), line="when"),
                    Question("hours", HoursAnswer(), line="when"),
                    Question("place", PLACE, line="when"),
                    Question("chair", PersonAnswer(find_chair), line="with-labels-who"),
                    Question("clerk", PersonAnswer(find_clerk), line="with-labels-who"),
                    Question("upper_member", PersonAnswer(find_upper_member, nobody=True), line="with-labels-who"),
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
            Step("content", (Question("content", ProceedingsAnswer(), photos=True),)),
            Repeat("resolutions", passed_questions(rules.number_suffix), split_resolutions, wants_none),
            Step(
                "more",
                (
                    Question("dues_announced", YesNoAnswer(), quiet=True, optional=True, line="with-labels-more"),
                    Question("remark", TextAnswer(), quiet=True, optional=True, line="with-labels-more"),
                ),
            ),
        ),
        build=build,
        warn=lambda values, given: tuple(noted(each) for each in _warnings(values, given, rules)),
        later=frozenset({"warn-unexplained"}),
        refuse=refuse,
        know=know,
    )


def know(given: Given, values: Values) -> Given:
    """Voters are known once attendance is; the absentees' question builds on what was told."""
    told = values.get("attendance")
    if not isinstance(told, Attendance):
        return given
    later = dict(given.usual)
    asked_about = next_unsaid(told) if given.members else None
    later |= {"asked": int(asked_about is not None), "absentee": asked_about.name if asked_about else ""}
    for path, value in values.items():
        if path.startswith("resolutions.") and path.endswith(".subject") and value:
            number = path.removesuffix("subject") + "number"
            later.setdefault(number, proposed_number(given, path))
    return replace(given, present=told.present, base=told.base, usual=later)


def proposed_number(given: Given, path: str) -> str:
    """The next number of the term's series for the record of a list at ``path``."""
    first = given.usual.get("next_number", 1)
    index = int(path.split(".")[1]) if "." in path else 0
    return f"{int(first) + index:02d}-{given.usual.get('number_suffix', 'NQ/CB')}"


def refuse(values: Values, given: Given) -> Note | None:
    """What blocks (domain.md 3.6): a future day, and a second regular record in a period."""
    held_on, kinds = values.get("held_on"), values.get("kinds", frozenset())
    if held_on is None:
        return None
    if held_on > given.today:
        return note("meeting-in-future", day=f"{held_on:%d/%m/%Y}")
    if Kind.REGULAR in kinds and str(Month.of(held_on)) in given.usual.get("taken", ()):
        return note("meeting-taken", month=f"{held_on:%m/%Y}")
    return None


def build(values: Values, given: Given) -> Session:
    """The record of a finished form; the period is the month of the day it was held."""
    said: Proceedings = values["content"]
    meeting = Meeting(
        unit_id=given.usual["unit_id"],
        period=Month.of(values["held_on"]),
        kinds=values["kinds"],
        topic=values.get("topic", ""),
        held_on=values["held_on"],
        hours=values.get("hours", Hours()),
        place=values.get("place", ""),
        chair=values.get("chair", ""),
        clerk=values.get("clerk", ""),
        upper_member=values.get("upper_member", ""),
        attendance=values["attendance"],
        dues_announced=values.get("dues_announced"),
        content=said.content,
        conclusion=said.conclusion,
        photos=said.photos,
        remark=values.get("remark", ""),
        roll=roll_of(values["attendance"], given),
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
