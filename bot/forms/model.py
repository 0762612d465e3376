"""Marking a planned meeting as a model: what others can learn there."""

from __future__ import annotations

from bot.forms.answers import TextAnswer
from bot.forms.form import Form, Question, Step


def model_form() -> Form:
    """One question, kept as soon as it is answered."""
    return Form(
        name="model",
        version=1,
        parts=(Step("topic", (Question("topic", TextAnswer(most=200)),)),),
        build=lambda values, given: str(values["topic"]),  # noqa: ARG005
        direct=True,
    )
