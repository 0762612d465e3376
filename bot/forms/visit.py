"""What a member of the committee above remarks of a meeting at which he was."""

from __future__ import annotations

from bot.forms.answers import TextAnswer
from bot.forms.form import Form, Question, Step


def visit_form() -> Form:
    """One question, kept as soon as it is answered."""
    return Form(
        name="visit",
        version=1,
        parts=(Step("remark", (Question("remark", TextAnswer(most=500)),)),),
        build=lambda values, given: str(values["remark"]),  # noqa: ARG005
        direct=True,
    )
