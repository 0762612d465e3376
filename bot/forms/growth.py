"""The growth form: what, who, when; told in one sentence it stands in the review at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.domain.growth import Growth, GrowthKind
from bot.forms.answers import DayAnswer, PersonAnswer
from bot.forms.form import Form, Question, Reply, Step, Values
from bot.forms.reading.growth import read_kind
from bot.forms.reading.outcome import Found, Given, Note, Reading, Tense, note
from bot.texts import Voice


@dataclass(frozen=True, slots=True)
class GrowthKindAnswer:
    """Admission or recognition."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        return read_kind(reply.text)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None

    def dump(self, value: GrowthKind) -> Any:  # noqa: D102
        return value.value

    def load(self, raw: Any) -> GrowthKind:  # noqa: D102
        return GrowthKind(raw)

    def show(self, value: GrowthKind, say: Voice) -> str:  # noqa: D102
        return say(f"growth-kind-{value.value}")

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return tuple(GrowthKind)


def _nobody(text: str, given: Given) -> Found[str] | None:  # noqa: ARG001
    return None


def growth_form() -> Form:
    """Three questions, usually all answered by one sentence."""
    return Form(
        name="growth",
        version=1,
        parts=(
            Step(
                "growth",
                (
                    Question("kind", GrowthKindAnswer()),
                    Question("who", PersonAnswer(_nobody)),
                    Question("happened_on", DayAnswer(Tense.HELD)),
                ),
            ),
        ),
        build=build,
        refuse=refuse,
        agreed=True,
    )


def refuse(values: Values, given: Given) -> Note | None:
    """A day that has not come yet is no record."""
    day = values.get("happened_on")
    return note("growth-in-future", day=f"{day:%d/%m/%Y}") if day is not None and day > given.today else None


def build(values: Values, given: Given) -> Growth:
    """The admission or recognition."""
    return Growth(given.usual["unit_id"], values["kind"], values["who"], values["happened_on"])
