"""Where a conversation stands, and which numbered options are offered there; shared by reading and showing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from bot.forms.form import Form, Question, Repeat, Step, Tap, Values, complete, told_by_taps
from bot.forms.progress import (
    Progress,
    applies,
    count,
    known,
    question_at,
    questions,
    records,
    so_far,
    usual,
    values_of,
)
from bot.forms.reading.outcome import Given, Note, note

A_PAGE = 12
"""Entries of a long list on one screen."""
TAP = "t:"
"""How the codes of presses that put an answer together begin."""
LISTED = "listed"
"""The line on which such entries stand, two side by side."""
SpotKind = Literal["card", "question", "gate", "pick", "review", "cancel"]


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of a conversation, written ``question:held_on``."""

    kind: SpotKind
    path: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.path}"


REVIEW = Spot("review")


@dataclass(frozen=True, slots=True)
class Shown:
    """A label that is an answer as it would be shown."""

    question: Question
    value: Any


@dataclass(frozen=True, slots=True)
class Label:
    """A label that is a question's name, with the value it has so far."""

    question: Question
    value: Any


@dataclass(frozen=True, slots=True)
class Option:
    """A numbered choice; ``act`` says what choosing it does."""

    act: Literal["value", "tap", "page", "accept", "go", "none", "new", "remove", "cancel", "stay"]
    path: str
    label: Note | Shown | Label
    raw: Any = None
    line: str = ""
    tap: str = ""
    """The key of the press that it stands for."""


def missing(path: str, question: Question, progress: Progress, values: Values) -> bool:
    """True when the question is to be asked by itself and has no answer, or one that leaves more to be asked."""
    told = path in values
    if question.quiet or (told and question.more is complete) or path in progress.skipped:
        return False
    return applies(path, question, values) and (not told or question.more(values[path]))


def open_spot(form: Form, progress: Progress, given: Given) -> Spot:
    """The first unanswered question, card or list, else the review: the one rule that runs every form."""
    values = values_of(form, progress)
    for part in form.parts:
        match part:
            case Step(card=True):
                spot = _open_card(part, progress, values, given)
            case Step():
                spot = _first(part.asked, progress, values)
            case Repeat() if not part.when(values):
                spot = None
            case Repeat() if part.key not in progress.answers:
                spot = Spot("gate", part.key)
            case Repeat():
                spot = _first(records(part, progress), progress, values)
        if spot is not None:
            return spot
    return REVIEW


def _first(asked: Iterable[tuple[str, Question]], progress: Progress, values: Values) -> Spot | None:
    for path, each in asked:
        if missing(path, each, progress, values):
            return Spot("question", path)
    return None


def _open_card(part: Step, progress: Progress, values: Values, given: Given) -> Spot | None:
    """What is not usual either is asked first, then the card is shown, then what its answers made necessary."""
    lacking = [each.key for each in part.questions if not each.optional and missing(each.key, each, progress, values)]
    unusual = [key for key in lacking if usual(key, given) is None]
    if unusual:
        return Spot("question", unusual[0])
    if part.key not in progress.confirmed:
        return Spot("card", part.key)
    return Spot("question", lacking[0]) if lacking else None


def where(form: Form, progress: Progress, given: Given) -> Spot:
    """The present place: the one visited out of turn when it still exists, else the first open one."""
    stood = progress._stood  # noqa: SLF001 - filled here and nowhere else
    if stood is None or stood[0] is not form or stood[1] is not given.usual:
        stood = form, given.usual, _where(form, progress, given)
        object.__setattr__(progress, "_stood", stood)
    at: Spot = stood[2]
    return at


def _where(form: Form, progress: Progress, given: Given) -> Spot:
    kind, _, path = progress.at.partition(":")
    match kind:
        case "question" if question_at(form, path) is not None:
            return Spot("question", path)
        case "card" if any(isinstance(part, Step) and part.key == path for part in form.parts):
            return Spot("card", path)
        case "gate" if any(isinstance(part, Repeat) and part.key == path for part in form.parts):
            return Spot("gate", path)
        case "pick" if path in lines(form, progress):
            return Spot("pick", path)
        case "review":
            return REVIEW
        case "cancel":
            return Spot("cancel")
        case _:
            return open_spot(form, progress, given)


def trail(form: Form, progress: Progress) -> list[Spot]:
    """Every place in order, answered or not: the way that *back* goes."""
    values = values_of(form, progress)
    spots: list[Spot] = []
    for part in form.parts:
        match part:
            case Step(card=True):
                spots.append(Spot("card", part.key))
            case Step():
                spots += [
                    Spot("question", question.key)
                    for question in part.questions
                    if not question.quiet and applies(question.key, question, values)
                ]
            case Repeat() if not part.when(values):
                pass
            case Repeat() if count(part, progress) == 0:
                spots.append(Spot("gate", part.key))
            case Repeat():
                spots += [
                    Spot("question", path)
                    for path, question in records(part, progress)
                    if not question.quiet and applies(path, question, values)
                ]
    return spots


def before(form: Form, progress: Progress, here: Spot) -> Spot | None:
    """The place just before ``here``; None at the first."""
    way = trail(form, progress)
    if here in way:
        index = way.index(here)
        return way[index - 1] if index else None
    if here.kind == "question":
        for part in form.parts:
            if isinstance(part, Step) and part.card and any(question.key == here.path for question in part.questions):
                return Spot("card", part.key)
    return way[-1] if way else None


def step_of(form: Form, progress: Progress, here: Spot) -> tuple[int, int]:
    """(number, of how many): the steps that apply, and the review as the last one."""
    values = values_of(form, progress)
    shown = [part for part in form.parts if _shown(part, values)]
    of = len(shown) + (not form.direct)
    at = form.part_of(here.path) if here.kind in {"card", "question", "gate"} else None
    return next((number for number, part in enumerate(shown, 1) if part is at), of), of


def _shown(part: Step | Repeat, values: Values) -> bool:
    if isinstance(part, Repeat):
        return part.when(values)
    return any(
        applies(question.key, question, values) and (part.card or not question.quiet) for question in part.questions
    )


def lines(form: Form, progress: Progress) -> dict[str, list[str]]:
    """The review's lines: name → paths on it, in order; a record of a list is one line."""
    values = values_of(form, progress)
    found: dict[str, list[str]] = {}
    for path, question in questions(form, progress):
        if "." in path:
            found.setdefault(path.rpartition(".")[0], []).append(path)
        elif applies(path, question, values) and not question.completes:
            found.setdefault(question.line or path, []).append(path)
    return found


def options(form: Form, progress: Progress, given: Given, here: Spot) -> tuple[Option, ...]:
    """What can be chosen by number at ``here``; the same list numbers the text, the buttons and the reading."""
    if progress.choices is not None and here.kind in {"question", "card", "review", "gate"}:
        return _meant(form, progress)
    values = values_of(form, progress)
    match here.kind:
        case "card":
            return _card(form, here, values, given)
        case "question":
            return _values(form, progress, here.path, values, given)
        case "gate":
            key = f"{form.name}-{here.path}"
            return (
                Option("none", here.path, note(f"{key}-none")),
                Option("new", here.path, note(f"{key}-new")),
            )
        case "pick":
            return _pick(form, progress, here.path, values)
        case "review":
            return _review(form, progress)
        case "cancel":
            return (Option("cancel", "", note("form-cancel-yes")), Option("stay", "", note("form-cancel-no")))


def _meant(form: Form, progress: Progress) -> tuple[Option, ...]:
    choices = progress.choices
    question = question_at(form, choices.path) if choices else None
    if choices is None or question is None:
        return ()
    return tuple(
        Option("value", choices.path, Shown(question, question.answer.load(raw)), raw) for raw in choices.values
    )


def _card(form: Form, here: Spot, values: Values, given: Given) -> tuple[Option, ...]:
    step = next(part for part in form.parts if isinstance(part, Step) and part.key == here.path)
    edits = tuple(
        Option(
            "go",
            f"question:{question.key}",
            Label(question, known(question.key, question, values, given)),
            line=question.line,
        )
        for question in step.questions
        if applies(question.key, question, {**given.usual, **values})
    )
    return (Option("accept", step.key, note("form-all-right")), *edits)


def _values(form: Form, progress: Progress, path: str, values: Values, given: Given) -> tuple[Option, ...]:
    question = question_at(form, path)
    if question is None:
        return ()
    taps = taps_of(path, question, progress, values, given)
    if taps:
        return _taps(progress, path, taps)
    offered: list[Option] = []
    proposed = None if path in values else usual(path, given)
    now = known(path, question, values, given)
    for value in (*(() if proposed is None else (proposed,)), *question.answer.choices(given, now)):
        raw = question.answer.dump(value)
        if all(raw != option.raw for option in offered):
            offered.append(Option("value", path, Shown(question, value), raw))
    return tuple(offered)


def taps_of(path: str, question: Question, progress: Progress, values: Values, given: Given) -> tuple[Tap, ...]:
    """The presses by which the question is answered there; none when its kind offers choices."""
    if not told_by_taps(question.answer):
        return ()
    return question.answer.taps(given, so_far(path, question, progress, values, given))


def page_of(progress: Progress, listed: int) -> tuple[int, int]:
    """(page, of how many) of a list with so many entries."""
    pages = max(1, -(-listed // A_PAGE))
    return min(progress.page, pages - 1), pages


def _taps(progress: Progress, path: str, taps: tuple[Tap, ...]) -> tuple[Option, ...]:
    """Those that stand alone, one page of the list, and the ways to the other pages."""
    listed = [tap for tap in taps if tap.listed]
    page, pages = page_of(progress, len(listed))
    shown = [*(tap for tap in taps if not tap.listed), *listed[page * A_PAGE : (page + 1) * A_PAGE]]
    offered = [
        Option(
            "value" if tap.done else "tap",
            path,
            tap.label,
            line=LISTED if tap.listed else "",
            tap=tap.key,
        )
        for tap in shown
    ]
    if page:
        offered.append(Option("page", path, note("form-page-before"), page - 1, tap=f"p{page - 1}"))
    if page + 1 < pages:
        offered.append(Option("page", path, note("form-page-after"), page + 1, tap=f"p{page + 1}"))
    return tuple(offered)


def _pick(form: Form, progress: Progress, line: str, values: Values) -> tuple[Option, ...]:
    edits = tuple(
        Option("go", f"question:{path}", Label(question, values.get(path)))
        for path in lines(form, progress)[line]
        if (question := question_at(form, path)) is not None and applies(path, question, values)
    )
    if "." not in line:
        return edits
    return (*edits, Option("remove", line, note(f"{form.name}-{line.partition('.')[0]}-remove")))


def _review(form: Form, progress: Progress) -> tuple[Option, ...]:
    values = values_of(form, progress)
    shown: list[Option] = []
    for line, paths in lines(form, progress).items():
        target = f"question:{paths[0]}" if len(paths) == 1 else f"pick:{line}"
        shown.append(Option("go", target, note(""), line=line))
    shown += [
        Option("new", part.key, note(f"{form.name}-{part.key}-new"))
        for part in form.parts
        if isinstance(part, Repeat) and part.when(values) and count(part, progress) < part.most
    ]
    return tuple(shown)
