"""One pure function runs every form: ask the first unanswered question, else show the review.

:func:`advance` takes where a conversation stands and what the person did, and gives where it stands then. It never
sends anything, knows no chat and no database, and may be run twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.forms.evidence import thanks, without_mistaken
from bot.forms.form import TYPED, Form, Question, Repeat, Reply, Step, named_key, told_by_panel
from bot.forms.progress import (
    Choices,
    Progress,
    applies,
    count,
    known,
    known_with,
    last,
    question_at,
    questions,
    so_far,
    usual,
    values_of,
)
from bot.forms.reading.outcome import Ask, Given, Note, NotUnderstood, Understood, note
from bot.forms.reading.spelling import clean
from bot.forms.reading.words import Control, control_word, is_as_last_month, read_choice, read_yes_no
from bot.forms.spots import REVIEW, TAP, Option, Spot, before, open_spot, options, taps_of, where
from bot.forms.taking import Taken, leftover, take, told_of_lists

MOST_OFFERED = 1000
"""No screen has so many choices: a greater number is none."""
_NUMBERS = re.compile(r"\d{1,2}(?:(?:\s*[,;]\s*|\s+)\d{1,2})+")
LONG = 14
"""A message of more characters than this may answer several questions at once."""


class Outcome(StrEnum):
    """What becomes of the draft after a turn."""

    OPEN = "open"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class Turn:
    """One reply's effect."""

    progress: Progress
    outcome: Outcome = Outcome.OPEN
    stays: bool = False
    """The same screen with a press more on it: shown in its own place, its buttons not grown old."""


@dataclass(frozen=True, slots=True)
class _Here:
    """Everything a move needs to know."""

    form: Form
    progress: Progress
    facts: Given
    """What is known whatever the answers."""
    given: Given
    """What is known with the answers so far."""
    spot: Spot

    @property
    def options(self) -> tuple[Option, ...]:
        """What a number chooses; words seldom ask for it."""
        return options(self.form, self.progress, self.given, self.spot)

    @property
    def values(self) -> dict[str, Any]:
        return values_of(self.form, self.progress)


def advance(form: Form, progress: Progress, reply: Reply, given: Given) -> Turn:
    """The conversation after ``reply``. Control words win over answers; a number chooses what is offered."""
    if reply.press.startswith(TYPED):
        told = advance(form, progress, Reply(reply.press.removeprefix(TYPED)), given)
        return replace(told, stays=_goes_on(form, progress, told, given))
    facts, given = given, known_with(form, progress, given)
    spot = where(form, progress, given)
    here = _Here(form, progress, facts, given, spot)
    text = clean(reply.text).strip()
    control = _control(reply.press) if reply.press else control_word(text)
    if control is None and form.agreed and spot == REVIEW and not reply.photos and _yes(text):
        control = Control.CONFIRM
    if control is not None:
        return _move(here, control)
    if reply.press.startswith(TAP):
        return _ended(here, _tapped(here, reply.press.removeprefix(TAP)))
    if (chosen := _several_numbers(here, text)) is not None:
        return Turn(chosen)
    if not reply.photos and not reply.press and (left := _without_mistaken(here, text)) is not None:
        return Turn(left)
    if not reply.photos and (option := _chosen(here, reply.press or text)) is not None:
        return _ended(here, _choose(here, option))
    if reply.press:
        return Turn(progress.silent())
    return _ended(here, Turn(_read(here, Reply(text, reply.photos, reply.press))))


def _chosen(here: _Here, text: str) -> Option | None:
    """What the number typed or pressed stands for; None for words, and for a number that nothing has."""
    if read_choice(text, MOST_OFFERED) is None:
        return None
    offered = here.options
    number = read_choice(text, len(offered))
    return None if number is None else offered[number - 1]


def _goes_on(form: Form, before: Progress, turn: Turn, given: Given) -> bool:
    """Whether a button that typed words leaves the others of its screen in force: a hurried second press is no old one."""
    then, now = values_of(form, before), values_of(form, turn.progress)
    spot = where(form, turn.progress, known_with(form, turn.progress, given))
    question = question_at(form, spot.path) if spot.kind == "question" else None
    return (
        turn.outcome is Outcome.OPEN
        and turn.progress.choices is None
        and question is not None
        and spot == where(form, before, known_with(form, before, given))
        and told_by_panel(question.answer)
        and question.answer.goes_on(then.get(spot.path), now.get(spot.path))
    )


def _yes(text: str) -> bool:
    told = read_yes_no(text)
    return isinstance(told, Understood) and told.value


def _ended(here: _Here, turn: Turn) -> Turn:
    """Warnings that the answer has brought ride along; a direct form is signed off with the answer that completes it."""
    told = turn.progress
    if told.answers == here.progress.answers:
        return turn
    values = values_of(here.form, told)
    given = known_with(here.form, told, here.facts)
    warned = tuple(each for each in here.form.warn(values, given) if each.key not in here.form.later)
    if warned:
        before = here.form.warn(here.values, here.given)
        told = replace(told, notes=(*told.notes, *(each for each in warned if each not in before)))
    if _still_asked(here, told, values):
        return Turn(replace(told, at=here.progress.at, choices=here.progress.choices))
    done = here.form.direct and not told.at and told.choices is None and open_spot(here.form, told, given) == REVIEW
    return Turn(told, Outcome.SUBMITTED if done else turn.outcome)


def _still_asked(here: _Here, told: Progress, values: dict[str, Any]) -> bool:
    """Whether something else was answered than the question with several meanings, which waits."""
    asked = here.progress.choices
    question = None if asked is None or told.choices is not None else question_at(here.form, asked.path)
    if asked is None or question is None:
        return False
    path = question.completes or asked.path
    return told.answers.get(path) == here.progress.answers.get(path) and applies(asked.path, question, values)


def begin(form: Form, answers: dict[str, Any] | None = None, *, confirmed: frozenset[str] = frozenset()) -> Progress:
    """A new conversation, perhaps with answers known already (values, by path)."""
    progress = Progress(confirmed=confirmed)
    raw: dict[str, Any] = {}
    for path, value in (answers or {}).items():
        question = question_at(form, path)
        raw[path] = value if question is None else question.answer.dump(value)
    return replace(progress, answers=raw)


def _control(press: str) -> Control | None:
    try:
        return Control(press)
    except ValueError:
        return None


# --- moves -----------------------------------------------------------------------------------------------------------


def _move(here: _Here, control: Control) -> Turn:
    progress = here.progress.silent()
    match control:
        case Control.BACK:
            if here.progress.choices is not None:
                return Turn(progress)
            if here.spot.kind == "pick":
                return Turn(replace(progress, at=""))
            if (within := _back_within(here)) is not None:
                return Turn(within)
            spot = before(here.form, progress, here.spot)
            return Turn(
                replace(progress, at=str(spot)) if spot else replace(progress, notes=(note("form-first-step"),))
            )
        case Control.SKIP:
            return Turn(_skip(here, progress))
        case Control.PAUSE:
            return Turn(progress, Outcome.PAUSED)
        case Control.CANCEL:
            return Turn(replace(progress, at="cancel:"))
        case Control.EDIT:
            spoken = note("form-name-line" if here.spot == REVIEW else "form-so-far")
            return Turn(replace(progress, at=str(REVIEW), notes=(spoken,)))
        case Control.CONFIRM:
            return _confirm(here, progress)
        case Control.HELP:
            return Turn(replace(progress, choices=here.progress.choices, notes=(_help(here),)))


def _back_within(here: _Here) -> Progress | None:
    """Back inside an answer that is told bit by bit; None where going back leads to the step before."""
    question = question_at(here.form, here.spot.path) if here.spot.kind == "question" else None
    if question is None or not told_by_panel(question.answer):
        return None
    value = question.answer.back(here.values.get(here.spot.path))
    return None if value is None else replace(_keep(here, {here.spot.path: value}, ()), echo=())


def _help(here: _Here) -> Note:
    match here.spot.kind:
        case "pick":
            return note("form-name-line")
        case "cancel":
            return note("form-cancel")
        case _:
            question = question_at(here.form, here.spot.path)
            if question is not None and question.named is not None:
                return note(f"{here.form.name}-{named_key(question)}.help")
            head, _, rest = here.spot.path.partition(".")
            key = f"{head}-{rest.rpartition('.')[2]}" if rest else head
            return note(f"{here.form.name}-{key or here.spot.kind}.help")


def _skip(here: _Here, progress: Progress) -> Progress:
    match here.spot.kind:
        case "question":
            question = question_at(here.form, here.spot.path)
            told = here.values.get(here.spot.path)
            if question is not None and told is not None and not question.more(told):
                return replace(progress, at="")  # visited again: the answer stays
            if question is None or not (question.optional or question.quiet or told is not None):
                return replace(progress, notes=(note("form-needed"),))
            return replace(progress, at="", skipped=progress.skipped | {here.spot.path})
        case "gate":
            return replace(
                progress, at="", answers={**progress.answers, here.spot.path: _count_of(here, here.spot.path)}
            )
        case "card":
            return replace(progress, notes=(note("form-needed"),))
        case _:
            return replace(progress, at="")


def _confirm(here: _Here, progress: Progress) -> Turn:
    if here.spot.kind == "card":
        return Turn(_accept(here, progress, here.spot.path))
    spot = open_spot(here.form, progress, here.given)
    if spot != REVIEW:
        return Turn(replace(progress, at="", notes=(note("form-not-yet"),)))
    refusal = here.form.refuse(here.values, here.given)
    if refusal is not None:
        return Turn(replace(progress, at="", notes=(refusal,)))
    if here.spot != REVIEW:
        return Turn(replace(progress, at=""))  # never signed off unseen
    return Turn(replace(progress, at=""), Outcome.SUBMITTED)


def _choose(here: _Here, option: Option) -> Turn:
    progress = here.progress.silent()
    if option.tap and option.act != "page":
        return _tapped(here, option.tap)
    match option.act:
        case "value":
            question = question_at(here.form, option.path)
            value = question.answer.load(option.raw) if question else None
            return Turn(_keep(here, {option.path: value}, ()))
        case "page":
            return Turn(replace(progress, at=str(here.spot), page=int(option.raw)), stays=True)
        case "accept":
            return Turn(_accept(here, progress, option.path))
        case "go":
            return Turn(replace(progress, at=option.path))
        case "none":
            return Turn(
                replace(progress, at="", answers={**progress.answers, option.path: _count_of(here, option.path)})
            )
        case "new":
            return Turn(_add(here, progress, option.path))
        case "remove":
            return Turn(_remove(here, progress, option.path))
        case "cancel":
            return Turn(progress, Outcome.CANCELLED)
        case "stay" | "tap":  # a tap has its key and went another way above
            return Turn(replace(progress, at=""))


def _tapped(here: _Here, key: str) -> Turn:
    """A press of a list that stays on the screen: what it asks for holds already when no option asks for it any more."""
    if key.startswith("p") and key[1:].isdecimal():
        return _choose(here, Option("page", here.spot.path, note(""), int(key[1:])))
    question = question_at(here.form, here.spot.path) if here.spot.kind == "question" else None
    if question is not None and here.progress.choices is None:
        for tap in taps_of(here.spot.path, question, here.progress, here.values, here.given):
            if tap.key == key and tap.done:
                return Turn(_keep(here, {here.spot.path: tap.then()}, ()))
            if tap.key == key:
                tapped = {**here.progress.tapped, here.spot.path: question.answer.dump(tap.then())}
                return Turn(replace(here.progress.silent(), at=str(here.spot), tapped=tapped), stays=True)
    return Turn(here.progress, stays=True)


def _several_numbers(here: _Here, text: str) -> Progress | None:
    """*2, 5, 7* where a list is put together by presses: each of them, as if pressed; None for any other message."""
    if not _NUMBERS.fullmatch(text):
        return None
    numbers = [int(each) for each in re.findall(r"\d+", text)]
    if max(numbers) > len(here.options):
        return None
    keys = [here.options[number - 1].tap for number in dict.fromkeys(numbers) if number]
    if not all(option.act == "tap" for option in here.options if option.tap in keys) or "" in keys:
        return None
    for key in keys:
        here = replace(here, progress=_tapped(here, key).progress)
    return here.progress


def _count_of(here: _Here, key: str) -> int:
    """How many records the list ``key`` has."""
    return next(
        (count(part, here.progress) for part in here.form.parts if isinstance(part, Repeat) and part.key == key), 0
    )


def _accept(here: _Here, progress: Progress, key: str) -> Progress:
    """The card as shown: its usual values become answers."""
    step = next(part for part in here.form.parts if isinstance(part, Step) and part.key == key)
    values = here.values
    answers = dict(progress.answers)
    for question in step.questions:
        proposed = usual(question.key, here.given)
        if question.key not in values and proposed is not None:
            answers[question.key] = question.answer.dump(proposed)
    kept = replace(progress, answers=answers, confirmed=progress.confirmed | {key}, at="")
    refusal = here.form.refuse(values_of(here.form, kept), here.given)
    return kept if refusal is None else replace(progress, notes=(refusal,))


def _add(here: _Here, progress: Progress, key: str) -> Progress:
    number = _count_of(here, key)
    return replace(progress, at="", answers={**progress.answers, key: number + 1})


def _remove(here: _Here, progress: Progress, line: str) -> Progress:
    """One record of a list taken out, the later ones moved up."""
    key, _, index = line.partition(".")
    gone = int(index)
    number = _count_of(here, key)

    def moved(path: str) -> str | None:
        head, _, rest = path.partition(".")
        item, _, tail = rest.partition(".")
        if head != key or not item.isdigit():
            return path
        if int(item) == gone:
            return None
        return f"{key}.{int(item) - (int(item) > gone)}.{tail}"

    answers = {new: raw for path, raw in progress.answers.items() if (new := moved(path)) is not None}
    skipped = frozenset(new for path in progress.skipped if (new := moved(path)) is not None)
    answers[key] = number - 1
    return replace(progress, answers=answers, skipped=skipped, at="", notes=(note("form-removed"),))


# --- reading ---------------------------------------------------------------------------------------------------------


def _read(here: _Here, reply: Reply) -> Progress:
    """Words at the present place; evidence that comes with them, or alone, is kept aside first."""
    if not reply.photos:
        return _read_words(here, reply)
    kept = _kept_aside(here, reply.photos)
    if not reply.text:
        asks = here.spot.kind in {"question", "gate"} and kept.at == here.progress.at
        return replace(kept, notes=(*kept.notes, *((note("form-kept-words"),) if asks else ())))
    told = _read_words(replace(here, progress=replace(kept, at=here.progress.at)), reply)
    return replace(told, notes=(*kept.notes, *told.notes))


def _kept_aside(here: _Here, new: tuple[str, ...]) -> Progress:
    """Evidence goes to the question that takes it, at whatever step it comes; the conversation stays where it is."""
    progress = replace(here.progress.silent(), choices=here.progress.choices)
    for path, question in here.form.keeping:
        if applies(path, question, here.values):
            reading = question.answer.parse(Reply(photos=new), here.given, here.values.get(path))
            if isinstance(reading, Understood):
                answers = {**progress.answers, path: question.answer.dump(reading.value)}
                done = here.spot == Spot("question", path) and not question.more(reading.value)
                notes = thanks(new, reading.value.photos)
                return replace(progress, answers=answers, at="" if done else progress.at, notes=notes)
            if isinstance(reading, NotUnderstood):
                return replace(progress, notes=(reading.why,))
    return replace(progress, notes=(note("form-no-photo"),))


def _without_mistaken(here: _Here, text: str) -> Progress | None:
    """*Bỏ ảnh*: evidence sent by mistake is taken out again, at whatever step; None when the words say something else."""
    values = here.values
    for path, question in here.form.keeping:
        if path not in values:
            continue
        told = values[path]
        kept = without_mistaken(text, told.photos)
        if kept is not None:
            answers = {key: raw for key, raw in here.progress.answers.items() if key != path}
            if kept or told.content or told.conclusion:
                answers[path] = question.answer.dump(replace(told, photos=kept))
            progress = replace(here.progress.silent(), choices=here.progress.choices)
            return replace(progress, answers=answers, notes=(note("form-evidence-out"),))
    return None


def _read_words(here: _Here, reply: Reply) -> Progress:
    match here.spot.kind:
        case "question":
            return _read_question(here, reply)
        case "card":
            return _read_card(here, reply)
        case "gate":
            return _read_gate(here, reply)
        case _:
            return _read_review(here, reply)


def _read_question(here: _Here, reply: Reply) -> Progress:
    question = question_at(here.form, here.spot.path)
    if question is None:
        return here.progress.silent()
    path = here.spot.path
    before_it = so_far(path, question, here.progress, here.values, here.given)
    if is_as_last_month(reply.text):
        return _as_last(here, path)
    in_record = "." in path
    if question.rest and in_record:
        return _tell_again(here, path, reply.text)
    if not in_record and not question.photos and (ahead := told_of_lists(here.form, reply.text, here.values)):
        return _taken(here, ahead)
    own = question.answer.parse(reply, here.given, before_it) if question.foremost else None
    taken = None if in_record or isinstance(own, Understood) else _several(here, reply.text)
    if question.rest and taken is not None and taken.values:
        rest = question.answer.parse(Reply(taken.left), here.given, before_it)
        told = {**({path: rest.value} if isinstance(rest, Understood) else {}), **taken.values}
        return _keep(here, told, taken.warnings)
    if taken is not None and len(taken.values) + len(taken.asks) + len(taken.lists) > 1:
        return _taken(here, taken)
    reading = own or question.answer.parse(reply, here.given, before_it)
    match reading:
        case Understood(value, warnings):
            kept = _keep(here, {path: value}, warnings)
            return replace(kept, echo=()) if reading.silent else kept
        case Ask(why, choices):
            return _ask(here.progress.silent(), path, question, why, choices, at=str(here.spot))
        case NotUnderstood(why):
            taken = _several(here, reply.text) if in_record else taken
            if taken is not None and taken.values:
                return _taken(here, taken)
            return replace(here.progress.silent(), notes=(why,))


def _as_last(here: _Here, path: str) -> Progress:
    """*Như tháng trước*: that value, shown; or a word that there is none to copy."""
    proposed = last(path, here.given)
    if proposed is None:
        return replace(here.progress.silent(), at=here.progress.at, notes=(note("form-no-last"),))
    return _keep(here, {path: proposed}, ())


def _several(here: _Here, text: str) -> Taken | None:
    if len(text) <= LONG:
        return None
    return take(here.form, here.progress, text, here.facts, first=here.spot.path)


def _read_card(here: _Here, reply: Reply) -> Progress:
    yes = read_yes_no(reply.text)
    if is_as_last_month(reply.text) or (isinstance(yes, Understood) and yes.value):
        return _accept(here, here.progress.silent(), here.spot.path)
    taken = take(here.form, here.progress, reply.text, here.facts)
    if not taken.values and not taken.asks:
        return replace(here.progress.silent(), notes=(note("form-card-unread"),))
    return _taken(here, taken)


def _taken(here: _Here, taken: Taken) -> Progress:
    """What a longer message told; a card whose corrections were all understood counts as confirmed."""
    progress = _keep(here, taken.values, taken.warnings)
    if progress.answers == here.progress.answers and taken.values:
        return progress  # refused
    if taken.unread:
        progress = replace(progress, notes=(*progress.notes, note("form-unread", text=taken.unread)))
    progress = _with_lists(here, progress, taken)
    step = next((part for part in here.form.parts if isinstance(part, Step) and part.card), None)
    if step is not None and step.key not in progress.confirmed and not taken.unread and not taken.asks:
        known_now = known_with(here.form, progress, here.facts)
        at_card = replace(here, progress=progress, given=known_now)
        accepted = _accept(at_card, progress, step.key) if _complete(at_card, step) else progress
        progress = replace(accepted, echo=progress.echo, notes=(*progress.notes, *_new(accepted, progress)))
    for path, ask in taken.asks.items():
        question = question_at(here.form, path)
        if question is not None:
            return _ask(progress, path, question, ask.why, ask.choices, at=f"question:{path}", notes=progress.notes)
    return progress


def _with_lists(here: _Here, progress: Progress, taken: Taken) -> Progress:
    """The records of lists that the message told of besides, or that it said there are none."""
    for part in here.form.parts:
        if not isinstance(part, Repeat) or part.key not in taken.lists:
            continue
        text = taken.lists[part.key]
        if part.none(text):
            progress = replace(progress, answers={part.key: 0, **progress.answers})
            continue
        knowing = known_with(here.form, progress, here.facts)
        added = _add_told(replace(here, progress=progress, given=knowing), part, text)
        progress = replace(
            added, echo=(*progress.echo, *added.echo), notes=(*progress.notes, *added.notes), at=progress.at
        )
    return progress


def _new(accepted: Progress, progress: Progress) -> tuple[Note, ...]:
    return tuple(each for each in accepted.notes if each not in progress.notes)


def _complete(here: _Here, step: Step) -> bool:
    values = here.values
    return all(
        question.optional or question.quiet or known(question.key, question, values, here.given) is not None
        for question in step.questions
        if applies(question.key, question, values)
    )


def _read_gate(here: _Here, reply: Reply) -> Progress:
    part = next(part for part in here.form.parts if isinstance(part, Repeat) and part.key == here.spot.path)
    progress = here.progress.silent()
    if is_as_last_month(reply.text):
        return replace(progress, at=here.progress.at, notes=(note("form-no-last"),))
    if part.none(reply.text):
        return replace(progress, at="", answers={**progress.answers, part.key: count(part, progress)})
    return _add_told(replace(here, progress=progress), part, reply.text)


def _add_told(here: _Here, part: Repeat, text: str) -> Progress:
    """One message as one or more records of a list."""
    progress = here.progress
    echo: list[str] = []
    warnings: list[Note] = []
    for told in part.split(text):
        index = count(part, progress)
        if index >= part.most:
            break
        progress = replace(progress, at="", answers={**progress.answers, part.key: index + 1})
        progress, paths, notes = _tell(here, part, index, told, progress)
        echo += paths
        warnings += notes
    in_order = [path for path, _ in questions(here.form, progress) if path in echo]
    return replace(progress, echo=tuple(in_order), notes=tuple(warnings))


def _tell_again(here: _Here, path: str, text: str) -> Progress:
    """A record's question that takes the rest, answered by itself: the message may tell the record's other things too."""
    key, index, _ = path.split(".")
    part = next(part for part in here.form.parts if isinstance(part, Repeat) and part.key == key)
    before = replace(here.progress.silent(), at="")
    progress, paths, notes = _tell(here, part, int(index), text, before)
    if not paths:
        question = question_at(here.form, path)
        reading = question.answer.parse(Reply(text), here.given, None) if question else None
        why = reading.why if isinstance(reading, NotUnderstood) else note("form-say-words")
        return replace(before, at=here.progress.at, notes=(why,))
    return replace(progress, echo=tuple(paths), notes=tuple(notes))


def _tell(
    here: _Here, part: Repeat, index: int, text: str, progress: Progress
) -> tuple[Progress, list[str], list[Note]]:
    """A record out of one message: finders first, what they leave to the question that takes the rest."""
    echo: list[str] = []
    warnings: list[Note] = []
    for question in part.questions:
        found = None if question.rest else question.answer.find(text, here.given, None)
        if found is None:
            continue
        text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
        if isinstance(found.reading, Understood):
            path = f"{part.key}.{index}.{question.key}"
            progress = replace(progress, answers={**progress.answers, path: question.answer.dump(found.reading.value)})
            echo.append(path)
            warnings += found.reading.warnings
    progress, told_paths = _rest(here, part, index, leftover(text), progress)
    return progress, [*told_paths, *echo], warnings


def _rest(here: _Here, part: Repeat, index: int, text: str, progress: Progress) -> tuple[Progress, list[str]]:
    question = next((question for question in part.questions if question.rest), None)
    if question is None or not text:
        return progress, []
    reading = question.answer.parse(Reply(text), here.given, None)
    if not isinstance(reading, Understood):
        return progress, []
    path = f"{part.key}.{index}.{question.key}"
    return replace(progress, answers={**progress.answers, path: question.answer.dump(reading.value)}), [path]


def _read_review(here: _Here, reply: Reply) -> Progress:
    """Typed words on the review correct what they name."""
    progress = here.progress.silent()
    if here.spot.kind == "cancel":
        yes = read_yes_no(reply.text)
        if isinstance(yes, Understood):
            return replace(
                progress, at="cancel:" if yes.value else "", notes=(note("form-choose-number"),) if yes.value else ()
            )
    taken = take(here.form, here.progress, reply.text, here.facts)
    if taken.values or taken.asks:
        return _taken(here, taken)
    return replace(progress, at=here.progress.at, notes=(note("form-choose-number"),))


# --- keeping ---------------------------------------------------------------------------------------------------------


def _keep(here: _Here, told: dict[str, Any], warnings: tuple[Note, ...]) -> Progress:
    """The answers kept, those that depended on them dropped; refused as a whole when the form says so."""
    progress = here.progress
    answers, skipped, echo = dict(progress.answers), set(progress.skipped), []
    for asked, value in told.items():
        question = question_at(here.form, asked)
        if question is None:
            continue
        path, raw = question.completes or asked, question.answer.dump(value)
        if question.drops and question.drops_when(here.values.get(path), value):
            for key in question.drops:
                answers.pop(key, None)
                skipped.discard(key)
        answers[path] = raw
        skipped.discard(path)
        if path != asked and not question.again(value, here.given):
            skipped.add(asked)  # completed as far as it was told: not asked again
        echo.append(path)
    tapped = {path: raw for path, raw in progress.tapped.items() if path not in told and path not in echo}
    kept = Progress(
        answers,
        frozenset(skipped),
        progress.confirmed,
        echo=tuple(echo),
        notes=warnings,
        tapped=tapped,
        _loaded=progress._loaded,  # noqa: SLF001 - read on with the same answers
    )
    refusal = here.form.refuse(values_of(here.form, kept), here.given)
    if refusal is None:
        return kept
    rest = _rest_of(here, told)
    if rest is None:
        return replace(progress.silent(), notes=(refusal,))
    left, asked = rest
    fine = _keep(here, left, warnings)
    return replace(fine, at=f"question:{asked}", notes=(*fine.notes, refusal))


def _rest_of(here: _Here, told: dict[str, Any]) -> tuple[dict[str, Any], str] | None:
    """The answers of a message without the one that cannot stand, and which that is; None when nothing would be left."""
    for path in told if len(told) > 1 else ():
        left = {key: value for key, value in told.items() if key != path}
        answers = {**here.values, **left}
        if here.form.refuse(answers, here.given) is None:
            return left, path
    return None


def _ask(
    progress: Progress,
    path: str,
    question: Question,
    why: Note,
    choices: tuple[Any, ...],
    *,
    at: str,
    notes: tuple[Note, ...] = (),
) -> Progress:
    raw = tuple(question.answer.dump(choice) for choice in choices)
    if not raw:
        return replace(progress, at=at, notes=(*notes, why))
    return replace(progress, at=at, notes=notes, choices=Choices(path, why, raw))
