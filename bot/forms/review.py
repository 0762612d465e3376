"""The reviewer's comment on one line of a record, and the lines he can choose from."""

from __future__ import annotations

from bot.forms.answers import TextAnswer
from bot.forms.form import Form, Question, Repeat, Step
from bot.forms.progress import Progress, count, values_of
from bot.forms.showing import review_line
from bot.forms.spots import lines
from bot.texts import Voice


def review_form() -> Form:
    """What is to be corrected or added: one question, kept as soon as it is answered."""
    return Form(
        name="review",
        version=1,
        parts=(Step("comment", (Question("comment", TextAnswer(most=300)),)),),
        build=lambda values, given: str(values["comment"]),  # noqa: ARG005
        direct=True,
    )


def reviewed_lines(form: Form, progress: Progress, say: Voice) -> list[tuple[str, str]]:
    """(place, HTML) of each line of a record as its review shows it, those left empty too; the place is where it is corrected."""
    values = values_of(form, progress)
    found = [
        (f"question:{paths[0]}" if len(paths) == 1 else f"pick:{line}", review_line(form, paths, values, say))
        for line, paths in lines(form, progress).items()
        if paths != ["reason"]
    ]
    return found + [
        (f"gate:{part.key}", say(f"{form.name}-{part.key}-new"))
        for part in form.parts
        if isinstance(part, Repeat) and part.when(values) and not count(part, progress)
    ]
