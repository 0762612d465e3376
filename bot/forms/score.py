"""The score form: a table's lines stand proposed in the review; one press accepts them, a number changes one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.domain.rules import Rules
from bot.domain.scores import Criterion, Line, Score, Table, scored, table_of, total_of
from bot.forms.answers import shortened
from bot.forms.form import Form, Question, Reply, Step, Values
from bot.forms.reading.outcome import Found, Given, Note, NotUnderstood, Reading, Understood, note
from bot.forms.reading.points import find_points, read_points
from bot.forms.reading.spelling import clean
from bot.texts import Html, Voice

LONGEST_REMARK = 200


@dataclass(frozen=True, slots=True)
class PointsAnswer:
    """The points of line ``number``; what is known of it (its most, the record's word) stays."""

    number: int
    most: float

    def _known(self, known: Any) -> Line:
        return known if isinstance(known, Line) else Line(self.most, self.most)

    def _line(self, known: Any, points: float, remark: str) -> Line:
        was = self._known(known)
        if points == was.points and not remark:
            return was
        return Line(points, was.most, "", remark[:LONGEST_REMARK] if points < was.most else "")

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        most = self._known(known).most
        reading = read_points(reply.text, most)
        if isinstance(reading, Understood):
            return Understood(self._line(known, *reading.value))
        named = find_points(clean(reply.text), self.number, most)
        if named is not None and isinstance(named.reading, Understood):
            return Understood(self._line(known, *named.reading.value))
        return NotUnderstood(reading.why)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        found = find_points(text, self.number, self._known(known).most)
        if found is None or not isinstance(found.reading, Understood):
            return None
        return Found(Understood(self._line(known, *found.reading.value)), found.start, found.end)

    def dump(self, value: Line) -> Any:  # noqa: D102
        return asdict(value)

    def load(self, raw: Any) -> Line:  # noqa: D102
        line = Line(**raw)
        if not 0 <= line.points <= line.most <= self.most:
            raise ValueError(raw)
        return line

    def show(self, value: Line, say: Voice) -> str:  # noqa: D102
        told = say("score-points", points=value.points, most=value.most)
        why = value.remark or value.why
        return say("score-points-why", points=Html(told), why=shortened(why, 120)) if why else told

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return ()  # a typed number is the points themselves, never the number of a choice


@dataclass(frozen=True, slots=True)
class RemarkAnswer(PointsAnswer):
    """Why the line's points were lost: completes the line."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        text = " ".join(clean(reply.text).split())
        if not re.search(r"[^\W\d_]{2,}", text):
            return NotUnderstood(note("form-say-words"))
        return Understood(replace(self._known(known), remark=text[:LONGEST_REMARK]))

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None


def remark_key(key: str) -> str:
    """The question that asks why a line's points were lost."""
    return f"{key}_why"


def _questions(table: Table) -> tuple[Question, ...]:
    asked: list[Question] = []
    for number, criterion in enumerate(table.criteria, 1):
        key, why = criterion.key, remark_key(criterion.key)
        asked.append(
            Question(
                key, PointsAnswer(number, criterion.most), drops=(why,), named=criterion.name, holds=_holds(criterion)
            )
        )
        asked.append(
            Question(why, RemarkAnswer(number, criterion.most), when=_unsaid(key), completes=key, named=criterion.name)
        )
    return tuple(asked)


def _holds(criterion: Criterion) -> Mapping[str, str]:
    """What the line is made of, with the points of each part."""
    return {
        language: ", ".join(f"{part.name[language]} {part.most:g}" for part in criterion.parts)
        for language in criterion.name
    }


def _unsaid(key: str) -> Any:
    def unsaid(values: Values) -> bool:
        line = values.get(key)
        return isinstance(line, Line) and line.unsaid

    return unsaid


def score_form(rules: Rules) -> Form:
    """The form of the table that the cell's committee scores by, or of one version of it (``hd42@1``)."""
    code, _, version = rules.score_table.partition("@")
    return form_of(table_of(code, int(version or 0)))


def form_of(table: Table) -> Form:
    """The form of one table."""
    return Form(
        name="score",
        version=table.version,
        parts=(Step("lines", _questions(table)),),
        build=lambda values, given: build(table, values, given),
        sums=lambda values, given: sums(table, values, given),
        agreed=True,
    )


def lines_of(table: Table, values: Values) -> Mapping[str, Line]:
    """The lines told so far."""
    return {each.key: values[each.key] for each in table.criteria if isinstance(values.get(each.key), Line)}


def sums(table: Table, values: Values, given: Given) -> tuple[Note, ...]:  # noqa: ARG001
    """``Cộng: 92/100 điểm, xếp loại Tốt.``"""
    lines = lines_of(table, values)
    total = total_of(lines.values())
    return (note("score-sum", total=total, band=table.band(total).value),)


def build(table: Table, values: Values, given: Given) -> Score:  # noqa: ARG001
    """The score, once every lost point has its remark."""
    return scored(table, lines_of(table, values))
