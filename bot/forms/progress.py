"""How far a conversation has come: a value that is stored as JSON with the draft and survives anything."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bot.forms.form import Form, Question, Repeat, Step, Values, always
from bot.forms.reading.outcome import Given, Note


@dataclass(frozen=True, slots=True)
class Choices:
    """A question with two or three meanings, put to the person; ``values`` are dumped answers of ``path``."""

    path: str
    why: Note
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Answers so far and where the conversation stands; empty ``at``: at the first unanswered question."""

    answers: dict[str, Any] = field(default_factory=dict)
    """Path → dumped answer; ``resolutions`` → how many there are (closed list)."""
    skipped: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    """Keys of cards that were confirmed."""
    at: str = ""
    """A place visited out of turn: ``card:usual``, ``question:place``, ``pick:2``, ``gate:resolutions``, ``cancel:``."""
    choices: Choices | None = None
    tapped: dict[str, Any] = field(default_factory=dict)
    """Path → dumped value put together by presses so far, not yet an answer."""
    page: int = 0
    """Which page of a long list is shown."""
    echo: tuple[str, ...] = ()
    """Paths answered by the last reply."""
    notes: tuple[Note, ...] = ()
    """Sentences to be said at the head of the next screen."""
    _read: tuple[Form, dict[str, Any]] | None = field(default=None, init=False, repr=False, compare=False)
    """The values as last read by a form: a turn asks for them a dozen times."""
    _knew: tuple[Form, Given, Given] | None = field(default=None, init=False, repr=False, compare=False)
    """What a form knew with these answers, and of which facts: a turn asks for it as often."""
    _stood: tuple[Form, dict[str, Any], Any] | None = field(default=None, init=False, repr=False, compare=False)
    """Where a form stood with these answers, and with what was usual: where one turn ends, the next one begins."""
    _loaded: dict[str, tuple[Any, Question, Any]] = field(default_factory=dict, repr=False, compare=False)
    """By path: the dumped answer last read, by which question, and its value; a turn's later progress takes them along."""

    def dump(self) -> dict[str, Any]:
        """The progress as JSON."""
        raw: dict[str, Any] = {
            "answers": self.answers,
            "skipped": sorted(self.skipped),
            "confirmed": sorted(self.confirmed),
            "at": self.at,
            "echo": list(self.echo),
            "notes": [[note.key, _plain(note.values)] for note in self.notes],
        }
        if self.tapped or self.page:
            raw |= {"tapped": self.tapped, "page": self.page}
        if self.choices is not None:
            why = self.choices.why
            raw["choices"] = [self.choices.path, [why.key, _plain(why.values)], list(self.choices.values)]
        return raw

    @classmethod
    def load(cls, raw: dict[str, Any]) -> Progress:
        """The progress stored as ``raw``; what is missing or strange counts as not there."""
        choices = raw.get("choices")
        return cls(
            answers=dict(raw.get("answers") or {}),
            skipped=frozenset(raw.get("skipped") or ()),
            confirmed=frozenset(raw.get("confirmed") or ()),
            at=str(raw.get("at") or ""),
            tapped=dict(raw.get("tapped") or {}),
            page=int(raw.get("page") or 0),
            echo=tuple(raw.get("echo") or ()),
            notes=tuple(Note(key, values) for key, values in raw.get("notes") or ()),
            choices=None if not choices else Choices(choices[0], Note(*choices[1]), tuple(choices[2])),
        )

    def read_back(self, raw: dict[str, Any]) -> Progress:
        """The progress as it will be loaded from ``raw``, its own dump, with the values that it has read already."""
        if not (self.notes or self.choices):
            return self
        read = replace(Progress.load(raw), _loaded=self._loaded)
        object.__setattr__(read, "_read", self._read)
        object.__setattr__(read, "_stood", self._stood)
        return read

    def silent(self) -> Progress:
        """The same place with nothing to echo and nothing noted."""
        if not (self.echo or self.notes or self.choices):
            return self
        return Progress(
            self.answers,
            self.skipped,
            self.confirmed,
            self.at,
            tapped=self.tapped,
            page=self.page,
            _loaded=self._loaded,
        )


def _plain(values: dict[str, object]) -> dict[str, object]:
    return {
        name: value if isinstance(value, int | float | str | bool) else str(value) for name, value in values.items()
    }


def questions(form: Form, progress: Progress) -> list[tuple[str, Question]]:
    """Every question with its path, those of a list once for each of its records."""
    found: list[tuple[str, Question]] = []
    for part in form.parts:
        found += part.asked if isinstance(part, Step) else records(part, progress)
    return found


def records(part: Repeat, progress: Progress) -> list[tuple[str, Question]]:
    """The questions of a list's records with their paths, record by record."""
    numbers = range(count(part, progress))
    return [(f"{part.key}.{number}.{question.key}", question) for number in numbers for question in part.questions]


def question_at(form: Form, path: str) -> Question | None:
    """The question that ``path`` answers, or None when the form has no such question (any more)."""
    return form.at(path)


def count(part: Repeat, progress: Progress) -> int:
    """How many records the list has so far."""
    number = progress.answers.get(part.key, 0)
    return number if isinstance(number, int) else 0


def values_of(form: Form, progress: Progress) -> dict[str, Any]:
    """The answers as values, in a dict of the caller's own; an answer that the form no longer accepts counts as unanswered."""
    read = progress._read  # noqa: SLF001 - filled here and nowhere else
    if read is None or read[0] is not form:
        read = form, _values(form, progress)
        object.__setattr__(progress, "_read", read)
    return dict(read[1])


def _values(form: Form, progress: Progress) -> dict[str, Any]:
    values: dict[str, Any] = {}
    answers, loaded = progress.answers, progress._loaded  # noqa: SLF001 - filled here and nowhere else
    for path, question in questions(form, progress):
        if path in answers:
            raw, before = answers[path], loaded.get(path)
            if before is not None and before[0] is raw and before[1] is question:
                values[path] = before[2]
                continue
            try:
                values[path] = value = question.answer.load(raw)
            except (ValueError, KeyError, TypeError, IndexError, AttributeError):
                continue
            loaded[path] = raw, question, value
    return values


def known_with(form: Form, progress: Progress, facts: Given) -> Given:
    """What is known once these answers are: of the facts that are known whatever the answers."""
    knew = progress._knew  # noqa: SLF001 - filled here and nowhere else
    if knew is None or knew[0] is not form or knew[1] is not facts:
        knew = form, facts, form.know(facts, values_of(form, progress))
        object.__setattr__(progress, "_knew", knew)
    return knew[2]


def usual(path: str, given: Given) -> Any:
    """The value proposed for ``path`` from the cell and from last month, or None."""
    return given.usual.get(path, given.usual.get(path.rsplit(".", 1)[-1]) if "." in path else None)


def last(path: str, given: Given) -> Any:
    """What *như tháng trước* copies: last month's value (``last/<path>``), else the usual one; None when there is none."""
    return given.usual.get(f"last/{path}", usual(path, given))


def known(path: str, question: Question, values: Values, given: Given) -> Any:
    """The value so far, else the answer that this one completes, else the usual one, else None."""
    if path in values:
        return values[path]
    return values.get(question.completes) if question.completes else usual(path, given)


def so_far(path: str, question: Question, progress: Progress, values: Values, given: Given) -> Any:
    """What presses have put together, else what is :func:`known`."""
    if path in progress.tapped:
        try:
            return question.answer.load(progress.tapped[path])
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            pass
    return known(path, question, values, given)


def within(path: str, values: Values) -> Values:
    """The values that a question of a list sees: those of its own record by key, and the form's others by path."""
    prefix = path.rpartition(".")[0]
    if not prefix:
        return values
    own = {key.removeprefix(prefix + "."): value for key, value in values.items() if key.startswith(prefix + ".")}
    return {**values, **own}


def applies(path: str, question: Question, values: Values) -> bool:
    """True when the question is to be answered, given the others' answers."""
    return question.when is always or question.when(within(path, values) if "." in path else values)
