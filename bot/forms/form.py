"""What a form is made of: answer kinds, questions, steps and repeats; all of it data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol, TypeGuard, runtime_checkable

from bot.forms.reading.outcome import Found, Given, Note, Reading
from bot.texts import Voice

TYPED = "="
"""How the code of a button begins that types words."""
Values = Mapping[str, Any]
"""Answers as values of the domain, by path (``held_on``, ``resolutions.0.vote``)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person did: typed words, sent evidence, or pressed a button of the present screen (``press``)."""

    text: str = ""
    photos: tuple[str, ...] = ()
    """Evidence, as :mod:`bot.domain.evidence` writes it."""
    press: str = ""


class AnswerKind(Protocol):
    """A kind of answer. Law (property-tested): ``load(dump(value)) == value`` on any later day."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:
        """The whole reply as this answer; ``known`` is the value so far or the usual one."""

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:
        """An answer of this kind inside a longer message, or None."""

    def dump(self, value: Any) -> Any:
        """The value as JSON."""

    def load(self, raw: Any) -> Any:
        """The value back; ValueError, KeyError or TypeError when the form no longer takes it."""

    def show(self, value: Any, say: Voice) -> str:
        """The value as short HTML."""

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:
        """Values offered as numbered choices."""


@dataclass(frozen=True, slots=True)
class Tap:
    """One press of an answer that is put together by presses: what it says, and the value after it."""

    key: str
    """What the press asks for (``17+``: that member absent), not that it be turned over: pressed twice, it holds once."""
    label: Note
    then: Callable[[], Any]
    """Makes the value after it: of a list of sixty one is pressed."""
    done: bool = False
    """True: the value is the answer; False: it waits for more presses."""
    listed: bool = False
    """One of a long list, shown page by page, two side by side."""


@runtime_checkable
class TapKind(Protocol):
    """A kind of answer that may be put together by presses, one after the other, on one screen that stays.

    Law (property-tested): each tap's value survives ``dump`` and ``load``, and is one that ``taps`` goes on from.
    """

    def taps(self, given: Given, known: Any) -> tuple[Tap, ...]:
        """The presses offered with ``known`` told so far; none: the kind's ``choices`` are offered."""


def never(value: Any, given: Given) -> bool:  # noqa: ARG001
    """An answer that is complete once given."""
    return False


@dataclass(frozen=True, slots=True)
class Worded:
    """A button that types ``words`` for the person."""

    label: str
    words: str


@runtime_checkable
class PanelKind(Protocol):
    """A kind of answer told bit by bit: its question shows lines of its own, and buttons that type words."""

    def lines(self, known: Any, given: Given, say: Voice) -> tuple[str, ...]:
        """HTML lines under the question, numbered as the words name them."""

    def buttons(self, known: Any, given: Given, say: Voice) -> tuple[tuple[Worded, ...], ...]:
        """Rows of buttons."""

    def goes_on(self, before: Any, now: Any) -> bool:
        """True when the buttons shown with ``before`` mean the same with ``now``: pressed in a hurry, they still count."""

    def back(self, known: Any) -> Any:
        """The answer with its last bit taken back; None when going back leads to the step before."""


def told_by_taps(answer: AnswerKind) -> TypeGuard[TapKind]:
    """Whether the kind may be put together by presses; asked a dozen times a turn, and asking a Protocol is slow."""
    return _is(type(answer), TapKind)


def told_by_panel(answer: AnswerKind) -> TypeGuard[PanelKind]:
    """Whether the kind is told bit by bit."""
    return _is(type(answer), PanelKind)


@cache
def _is(kind: type, protocol: type) -> bool:
    return issubclass(kind, protocol)


def complete(value: Any) -> bool:  # noqa: ARG001
    """An answer that leaves nothing to be asked."""
    return False


def always(values: Values) -> bool:  # noqa: ARG001
    """A question that is always asked."""
    return True


def differs(before: Any, now: Any) -> bool:
    """Any change counts."""
    return bool(before != now)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to know. Its texts follow from form and key: ``meeting-held_on``, ``.label``, ``.hint``."""

    key: str
    answer: AnswerKind
    optional: bool = False
    when: Callable[[Values], bool] = always
    quiet: bool = False
    """Never asked by itself; stands in the review, or on its card, and may be filled there or by a longer message."""
    rest: bool = False
    """Takes what no other question found in a message that tells several things."""
    drops: tuple[str, ...] = ()
    """Keys of answers that no longer hold when this one changes."""
    drops_when: Callable[[Any, Any], bool] = differs
    """Whether they no longer hold, by the value before (None: there was none) and the value now."""
    completes: str = ""
    """Key of the question whose answer this one completes: known while it is read, and kept in its stead."""
    again: Callable[[Any, Given], bool] = never
    """With ``completes``: True while the answer so completed leaves more to be asked by the same question."""
    line: str = ""
    """Questions with the same word share a line of the card and of the review; empty: a line of its own."""
    photos: bool = False
    """Evidence (photos, voice messages, forwarded posts) is kept here, at whatever step it is sent."""
    named: Mapping[str, str] | None = None
    """Its label by language where data names it (a line of a scoring table); its sentence is ``<form>-named``,
    or ``<form>-named-more`` where it completes another's answer."""
    holds: Mapping[str, str] | None = None
    """By language what such a line is made of."""
    more: Callable[[Any], bool] = complete
    """True while the answer so far leaves something to be asked: the question stays open, unless it is skipped."""
    foremost: bool = False
    """Read before every other question: its words are marked (*việc 1 …*) and look like days and ratios to others."""


def named_key(question: Question) -> str:
    """The sentence of a question that data names, without the form's name."""
    return "named-more" if question.completes else "named"


@dataclass(frozen=True, slots=True)
class Step:
    """Questions counted as one step; a card shows its usual values together and is confirmed by one press."""

    key: str
    questions: tuple[Question, ...]
    card: bool = False
    asked: tuple[tuple[str, Question], ...] = field(init=False, repr=False, compare=False)
    """The questions with their paths."""

    def __post_init__(self) -> None:
        """Paired once: gone through several times a turn."""
        object.__setattr__(self, "asked", tuple((question.key, question) for question in self.questions))


def nothing(text: str) -> tuple[int, int] | None:  # noqa: ARG001
    """A list that no longer message tells of."""
    return None


@dataclass(frozen=True, slots=True)
class Repeat:
    """A list of records, none to ``most``, each told in one message or question by question."""

    key: str
    questions: tuple[Question, ...]
    split: Callable[[str], tuple[str, ...]]
    """One message as the texts of its records."""
    none: Callable[[str], bool]
    """True for words that say there is none."""
    most: int = 9
    find: Callable[[str], tuple[int, int] | None] = nothing
    """Where a longer message tells the list's records, or that there are none."""
    when: Callable[[Values], bool] = always


def no_warnings(values: Values, given: Given) -> tuple[Note, ...]:  # noqa: ARG001
    """A form that warns of nothing."""
    return ()


def no_refusal(values: Values, given: Given) -> Note | None:  # noqa: ARG001
    """A form that refuses nothing."""
    return None


def same_given(given: Given, values: Values) -> Given:  # noqa: ARG001
    """A form whose answers do not change how later ones are read."""
    return given


@dataclass(frozen=True, slots=True)
class Form:
    """A guided conversation: what is asked, in which order, and what becomes of it."""

    name: str
    version: int
    parts: tuple[Step | Repeat, ...]
    build: Callable[[Values, Given], Any]
    """The record, once every question is answered."""
    warn: Callable[[Values, Given], tuple[Note, ...]] = no_warnings
    """What is odd so far: said when an answer brings it and again in the review; it blocks nothing."""
    later: frozenset[str] = frozenset()
    """Warnings said in the review only (the next question asks about it)."""
    refuse: Callable[[Values, Given], Note | None] = no_refusal
    """Why the answers so far cannot stand; the answer just given is then not kept."""
    know: Callable[[Given, Values], Given] = same_given
    """What is known while later answers are read (voters, once attendance is told)."""
    sums: Callable[[Values, Given], tuple[Note, ...]] = no_warnings
    """Sentences below the review's lines: what they add up to."""
    agreed: bool = False
    """What is proposed stands in the review from the first; *đúng cả* there signs it off."""
    direct: bool = False
    """Signed off as soon as everything is answered, without a review (the receipt offers to correct)."""
    _by_key: dict[str, Question] = field(default_factory=dict, init=False, repr=False, compare=False)
    _part_of: dict[str, Step | Repeat] = field(default_factory=dict, init=False, repr=False, compare=False)
    keeping: list[tuple[str, Question]] = field(default_factory=list, init=False, repr=False, compare=False)
    """The questions that keep evidence, with their paths; none of a list does."""

    def __post_init__(self) -> None:
        """Each question once by its key, those of a list by the list's too: looked for a dozen times a turn."""
        for step in self.parts:
            if isinstance(step, Step):
                self.keeping.extend(pair for pair in step.asked if pair[1].photos)
        for part in reversed(self.parts):
            head = f"{part.key}.*." if isinstance(part, Repeat) else ""
            for question in reversed(part.questions):
                self._by_key[f"{head}{question.key}"] = question
                if not head:
                    self._part_of[question.key] = part
            self._part_of[part.key] = part

    def part_of(self, path: str) -> Step | Repeat | None:
        """The part that is called so, or that asks what ``path`` answers; None when there is none."""
        return self._part_of.get(path.partition(".")[0])

    def at(self, path: str) -> Question | None:
        """The question that ``path`` answers (``held_on``, ``resolutions.0.vote``); None when there is none (any more)."""
        found = self._by_key.get(path)
        if found is None and "." in path:
            head, _, rest = path.partition(".")
            found = self._by_key.get(f"{head}.*.{rest.partition('.')[2]}")
        return found
