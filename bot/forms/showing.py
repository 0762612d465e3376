"""A conversation's present screen: step, echo of the last answer, question, numbered choices, buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.forms.comparing import difference_line, differences
from bot.forms.form import TYPED, Form, Question, named_key, told_by_panel
from bot.forms.progress import Progress, applies, known_with, question_at, questions, so_far, usual, values_of
from bot.forms.reading.outcome import Given, Note
from bot.forms.reading.words import Control
from bot.forms.spots import LISTED, REVIEW, TAP, Label, Option, Shown, Spot, lines, options, step_of, where
from bot.texts import Html, Voice
from bot.texts.screen import Button, Rows, Screen, rows_of

WIDTH = 28
"""Labels up to this many characters share a row two by two; longer ones get a row of their own."""
LABEL = 60
WARNING = "warn-"
"""Keys of warnings begin so."""
IN_ONE_LINE = 4
"""Answers echoed side by side; more of them stand line by line."""
LABELLED = "with-labels"
"""Lines whose name begins so show each answer with its label."""


def untitled(given: Given, say: Voice) -> str:  # noqa: ARG001
    """What is about nothing in particular."""
    return ""


def show(
    form: Form,
    progress: Progress,
    given: Given,
    say: Voice,
    title: Callable[[Given, Voice], str] = untitled,
    *,
    always_title: bool = False,
    head: str = "",
) -> Screen:
    """The screen of the present place; its codes are numbers and control words after ``head``, which names the draft.

    ``title``: says what it is about, at the first step and in the review (``always_title``: at each).
    """
    given = known_with(form, progress, given)
    spot = where(form, progress, given)
    offered = options(form, progress, given, spot)
    reviewed = spot == REVIEW and progress.choices is None
    told = [] if reviewed else [_option(form, option, say) for option in offered]
    number, of = step_of(form, progress, spot)
    echo = "" if spot == REVIEW and _of_list(progress) else _echo(form, progress, say)
    paragraphs = [echo, *_notes(form, progress, given, say, spot)]
    step = say("form-step", number=number, of=of)
    top = f"{title(given, say)} · {step}" if number == 1 or spot == REVIEW or always_title else step
    body = _body(form, progress, given, say, spot, offered, told)
    text = "\n".join(part for part in [*paragraphs, f"<b>{top}</b>{body}"] if part)
    rows = _rows(form, progress, say, spot, offered, told, head)
    return Screen(text, (*_panel(form, progress, given, say, spot, head), *rows))


def answer_text(question: Question, value: object, say: Voice) -> str:
    """One answer as HTML; a dash when there is none."""
    return say("form-none") if value is None else question.answer.show(value, say)


def _notes(form: Form, progress: Progress, given: Given, say: Voice, spot: Spot) -> list[str]:
    """Sentences about the last answer; warnings are marked, and left to the review where it shows them all."""
    shown = form.warn(values_of(form, progress), given) if spot == REVIEW else ()
    said = []
    for each in progress.notes:
        text = say(each.key, **each.values)
        if each in shown:
            continue
        said.append(say("form-warning-rides", text=Html(text)) if each.key.startswith(WARNING) else text)
    return said


def _of_list(progress: Progress) -> bool:
    """True when a record of a list was told last: the review just below shows it whole."""
    return any("." in path for path in progress.echo)


def _echo(form: Form, progress: Progress, say: Voice) -> str:
    """``Đã ghi: có mặt 28/30 (93,3%).`` — the last answers, so that a mistake is seen at once."""
    values = values_of(form, progress)
    told = [
        _labelled(form, path, question, values, say)
        if question.line.startswith(LABELLED)
        else answer_text(question, values[path], say)
        for path in progress.echo
        if (question := question_at(form, path)) is not None and path in values
    ]
    if len(told) > IN_ONE_LINE:
        return "\n".join((say("form-echo-lines"), *(f"• {_capital(each)}" for each in told)))
    return say("form-echo", values=Html("; ".join(told))) if told else ""


def _label(form: Form, question: Question, say: Voice, path: str = "") -> str:
    if question.named is not None:
        return say("answer-text", text=_named(question.named, say))
    prefix = f"{form.name}-{path.partition('.')[0]}-" if "." in path else f"{form.name}-"
    return say(f"{prefix}{question.key}.label")


def _named(names: Mapping[str, str], say: Voice) -> str:
    return names.get(say.language) or next(iter(names.values()), "")


def _capital(label: str) -> Html:
    return Html(label[:1].upper() + label[1:])


def _body(
    form: Form,
    progress: Progress,
    given: Given,
    say: Voice,
    spot: Spot,
    offered: tuple[Option, ...],
    told: list[str],
) -> str:
    """What stands under the head; ``told``: what is offered, in words."""
    if progress.choices is not None and offered and spot.kind != "cancel":
        why = progress.choices.why
        return "\n" + "\n".join([say(why.key, **why.values), *_numbered(told)])
    match spot.kind:
        case "card":
            return _card(form, say, spot, offered, told)
        case "question":
            return _question(form, progress, given, say, spot, offered, told)
        case "gate":
            key = f"{form.name}-{spot.path}"
            return " · " + "\n".join([say(key, **_facts(given, key, say)), *_numbered(told), *_hint(say, key)])
        case "pick":
            return "\n" + "\n".join([say("form-pick"), *_numbered(told)])
        case "review":
            return _review(form, progress, given, say, offered)
        case "cancel":
            return "\n" + "\n".join([say("form-cancel"), *_numbered(told)])


def _facts(given: Given, key: str, say: Voice) -> dict[str, object]:
    """What the question names."""
    present = given.present if given.present is not None else given.base
    own = {"base": given.base, "official": given.official, "present": present}
    return {
        name: value if isinstance(value := given.usual.get(name), str | int) else own[name]
        for name in say.names(key)
        if name in own or isinstance(given.usual.get(name), str | int)
    }


def _asked(question: str, say: Voice) -> str:
    """The question; in few words it stands out, since Telegram knows no larger print."""
    return f"<b>{question}</b>" if say.brief else question


def _hint(say: Voice, key: str) -> list[str]:
    return [f"<i>{say(f'{key}.hint')}</i>"] if say.knows(f"{key}.hint") else []


def _question(
    form: Form,
    progress: Progress,
    given: Given,
    say: Voice,
    spot: Spot,
    offered: tuple[Option, ...],
    told: list[str],
) -> str:
    question = question_at(form, spot.path)
    if question is None:
        return ""
    key = (
        f"{form.name}-{question.key}"
        if "." not in spot.path
        else f"{form.name}-{spot.path.partition('.')[0]}-{question.key}"
    )
    named: dict[str, object] = {}
    if question.named is not None:
        named = {"label": _named(question.named, say), "holds": _named(question.holds or question.named, say)}
        key = f"{form.name}-{named_key(question)}"
    asked = [_asked(say(key, **_facts(given, key, say) | named), say)]
    values = values_of(form, progress)
    if told_by_panel(question.answer):
        return " · " + "\n".join([*asked, *question.answer.lines(values.get(spot.path), given, say)])
    if spot.path in values or spot.path in progress.tapped:
        value = so_far(spot.path, question, progress, values, given)
        asked.append(say("form-now", value=Html(answer_text(question, value, say))))
    if any(option.line == LISTED for option in offered):
        return " · " + "\n".join([*asked, *_hint(say, f"{key}-list"), *_two_by_two(offered, told)])
    return " · " + "\n".join([*asked, *_numbered(told), *_hint(say, key)])


def _two_by_two(offered: tuple[Option, ...], told: list[str]) -> list[str]:
    """The numbered options, those of a long list two on a line."""
    lines_told: list[str] = []
    pair: list[str] = []
    for option, shown in zip(offered, _numbered(told), strict=True):
        if option.line == LISTED:
            pair.append(shown)
        if pair and (option.line != LISTED or len(pair) == 2):  # noqa: PLR2004
            lines_told.append("   ".join(pair))
            pair = []
        if option.line != LISTED:
            lines_told.append(shown)
    return [*lines_told, *(["   ".join(pair)] if pair else [])]


def _option(form: Form, option: Option, say: Voice) -> str:
    match option.label:
        case Shown(question, value):
            return _capital(answer_text(question, value, say))
        case Label(question, value):
            return say(
                "form-line",
                label=_capital(_label(form, question, say, option.path.partition(":")[2])),
                value=Html(answer_text(question, value, say)),
            )
        case Note(key, values):
            return say(key, **values)


def _numbered(told: list[str]) -> list[str]:
    return [f"{number}. {each}" for number, each in enumerate(told, 1)]


def _card(form: Form, say: Voice, spot: Spot, offered: tuple[Option, ...], told: list[str]) -> str:
    """Usual things together: each value with its number, those of one line side by side, *all right* first."""
    grouped: list[tuple[str, list[str]]] = []
    first, *others = _numbered(told)
    for option, shown in zip(offered[1:], others, strict=True):
        if option.line and grouped and grouped[-1][0] == option.line:
            grouped[-1][1].append(shown)
        else:
            grouped.append((option.line, [shown]))
    key = f"{form.name}-{spot.path}"
    lines_told = ("  ".join(each) for _, each in grouped)
    return "\n" + "\n".join([say(key), f"<b>{first}</b>", *lines_told, *_hint(say, key)])


def _review(form: Form, progress: Progress, given: Given, say: Voice, offered: tuple[Option, ...]) -> str:
    values = values_of(form, progress)
    for path, question in questions(form, progress):
        if question.quiet and path not in values and (proposed := usual(path, given)) is not None:
            values[path] = proposed
    shown: list[str] = []
    by_line = lines(form, progress)
    for number, option in enumerate(offered, 1):
        if option.act == "new":
            shown.append(f"{number}. {_option(form, option, say)}")
        else:
            shown.append(f"{number}. {review_line(form, by_line[option.line], values, say)}")
    shown += [say(each.key, **each.values) for each in form.sums(values, given)]
    warnings = [_said(each, say) for each in form.warn(values, given)]
    warnings = [*_changed(form, progress, given, say), *warnings]
    return "\n".join([" · " + say("form-review"), *shown, *warnings, *_hint(say, "form-review")])


def _changed(form: Form, progress: Progress, given: Given, say: Voice) -> list[str]:
    """What is told otherwise than in the record that is corrected (its answers: ``given.usual["was"]``)."""
    was = given.usual.get("was")
    if not isinstance(was, dict):
        return []
    told = differences(form, was, progress.answers, say)
    return [say("form-changes" if told else "form-unchanged"), *(f"• {difference_line(each, say)}" for each in told)]


def _said(each: Note, say: Voice) -> str:
    text = say(each.key, **each.values)
    return say("form-warning", text=Html(text)) if each.key.startswith(WARNING) else text


def review_line(form: Form, paths: list[str], values: dict[str, object], say: Voice) -> str:
    """One line of the review: a lone question with its label, several side by side, a list's record in order."""
    asked = [
        (path, question)
        for path in paths
        if (question := question_at(form, path)) is not None and applies(path, question, values)
    ]
    told = [(question, values[path]) for path, question in asked if path in values]
    listed = say(f"{form.name}-{paths[0].partition('.')[0]}.label") if "." in paths[0] else ""
    match asked:
        case _ if listed:
            shown = "; ".join(answer_text(question, value, say) for question, value in told) or say("form-none")
            return say("form-line", label=_capital(listed), value=Html(shown))
        case [(path, question)]:
            value = answer_text(question, values.get(path), say)
            return say("form-line", label=_capital(_label(form, question, say)), value=Html(value))
        case [(_, first), *_] if first.line.startswith(LABELLED):
            return _capital("; ".join(_labelled(form, path, question, values, say) for path, question in asked))
        case _:
            return _capital(
                ", ".join(answer_text(question, value, say) for question, value in told) or say("form-none")
            )


def _labelled(form: Form, path: str, question: Question, values: dict[str, object], say: Voice) -> str:
    value = Html(answer_text(question, values.get(path), say))
    return say("form-line", label=Html(_label(form, question, say)), value=value)


# --- buttons ---------------------------------------------------------------------------------------------------------


def _rows(
    form: Form,
    progress: Progress,
    say: Voice,
    spot: Spot,
    offered: tuple[Option, ...],
    told: list[str],
    head: str,
) -> Rows:
    controls = [_control(say, Control.PAUSE, head), _control(say, Control.CANCEL, head)]
    if spot.kind == "review" and progress.choices is None:
        numbers = [Button(str(number), f"{head}{number}") for number in range(1, len(offered) + 1)]
        confirm = _control(say, Control.CONFIRM, head)
        confirm = replace(confirm, label=say.plain("form-agree")) if form.agreed else confirm
        return (
            (confirm, _control(say, Control.EDIT, head)),
            *rows_of(numbers, 6),
            (_control(say, Control.BACK, head), *controls),
        )
    if spot.kind == "card" and progress.choices is None:
        edits = [
            Button(_edit_label(form, say, option, number), f"{head}{number}")
            for number, option in enumerate(offered[1:], 2)
        ]
        return ((_button(say, offered[0], told[0], 1, head),), *rows_of(edits, 2), tuple(controls))
    buttons = [
        _button(say, option, words, number, head)
        for number, (option, words) in enumerate(zip(offered, told, strict=True), 1)
    ]
    rows = _in_rows(buttons, offered, narrow=say.brief)
    if spot.kind == "cancel":
        return rows
    moves = [_control(say, Control.BACK, head)]
    if _may_skip(form, progress, spot):
        moves.append(_control(say, Control.SKIP, head))
    return (*rows, (*moves, *controls))


def _in_rows(buttons: list[Button], offered: tuple[Option, ...], *, narrow: bool) -> Rows:
    """Two side by side where all fit; a long list always so, with what stands alone above and the pages below it."""
    listed = [button for button, option in zip(buttons, offered, strict=True) if option.line == LISTED]
    if not listed:
        return rows_of(buttons, 2 if not narrow and all(len(button.label) <= WIDTH for button in buttons) else 1)
    alone = [
        button for button, option in zip(buttons, offered, strict=True) if not option.line and option.act != "page"
    ]
    pages = [button for button, option in zip(buttons, offered, strict=True) if option.act == "page"]
    return (*rows_of(alone, 1), *rows_of(listed, 2), *((tuple(pages),) if pages else ()))


def _panel(form: Form, progress: Progress, given: Given, say: Voice, spot: Spot, head: str) -> Rows:
    """The buttons of a question told bit by bit."""
    question = question_at(form, spot.path) if spot.kind == "question" and progress.choices is None else None
    if question is None or not told_by_panel(question.answer):
        return ()
    rows = question.answer.buttons(values_of(form, progress).get(spot.path), given, say)
    return tuple(tuple(Button(each.label, f"{head}{TYPED}{each.words}") for each in row) for row in rows)


def _may_skip(form: Form, progress: Progress, spot: Spot) -> bool:
    question = question_at(form, spot.path) if spot.kind == "question" else None
    return question is not None and (question.optional or question.quiet or spot.path in progress.answers)


def _control(say: Voice, control: Control, head: str) -> Button:
    return Button(say.plain(f"control-{control}"), f"{head}{control}")


def _button(say: Voice, option: Option, words: str, number: int, head: str) -> Button:
    move = f"{TAP}{option.tap}" if option.tap else number
    return Button(f"{number}. {say.without_tags(words)}"[:LABEL], f"{head}{move}")


def _edit_label(form: Form, say: Voice, option: Option, number: int) -> str:
    question = option.label.question if isinstance(option.label, Label) else None
    name = "" if question is None else say.without_tags(_label(form, question, say))
    return f"{number}. {say.plain('form-edit', label=name)}"
