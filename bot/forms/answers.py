"""Answer kinds: how each kind of answer is read, found in a longer message, kept as JSON, shown and offered.

The law of every kind, property-tested: ``load(dump(value)) == value``, and what is shown of a lone value reads back to
it on any later day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bot.domain.meetings import HEADINGS, Hours, Kind
from bot.domain.people import family_last
from bot.domain.resolutions import Vote
from bot.domain.tasks import Measure, Progress, ReportedState, Task
from bot.forms.evidence import evidence_texts
from bot.forms.form import Reply
from bot.forms.reading import tasks as task_words
from bot.forms.reading.clocks import find_hours, read_hours
from bot.forms.reading.days import Postponed, find_day, read_day, read_postponement
from bot.forms.reading.kinds import find_kinds, read_kinds
from bot.forms.reading.numbers import read_count
from bot.forms.reading.outcome import Found, Given, NotUnderstood, Reading, Tense, Understood, note
from bot.forms.reading.party_groups import find_party_group, read_party_group
from bot.forms.reading.patterns import pattern
from bot.forms.reading.people import read_person
from bot.forms.reading.places import find_place
from bot.forms.reading.resolutions import find_number
from bot.forms.reading.spelling import clean, fold, level
from bot.forms.reading.votes import find_vote, read_vote
from bot.forms.reading.words import is_greeting, read_yes_no
from bot.texts import Html, Voice

PEOPLE_OFFERED = 6


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """A date, read towards the past (a meeting held) or the future (a deadline)."""

    tense: Tense
    alone: bool = False
    """Read only when asked for: a day in a longer message means something else there (a deadline)."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        return read_day(reply.text, given, self.tense)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None if self.alone else find_day(text, given, self.tense)

    def dump(self, value: date) -> Any:  # noqa: D102
        return value.isoformat()

    def load(self, raw: Any) -> date:  # noqa: D102
        return date.fromisoformat(raw)

    def show(self, value: date, say: Voice) -> str:  # noqa: D102
        return say.day(value)

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return ()


@dataclass(frozen=True, slots=True)
class HoursAnswer:
    """Start and end, or start and duration."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: D102
        return read_hours(reply.text, given, known)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: D102
        return find_hours(text, given, known)

    def dump(self, value: Hours) -> Any:  # noqa: D102
        return {name: getattr(value, name) for name in Hours.__slots__}

    def load(self, raw: Any) -> Hours:  # noqa: D102
        return Hours(**raw)

    def show(self, value: Hours, say: Voice) -> str:  # noqa: D102
        span = (
            f"{value.starts_at}–{value.ends_at}"
            if value.starts_at and value.ends_at
            else value.starts_at or value.ends_at
        )
        if value.minutes is None:
            return span or say("form-none")
        about = say("answer-about-minutes" if value.approximate else "answer-minutes", minutes=value.minutes)
        return f"{span} ({about})" if span else about

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return ()


def nothing_offered(given: Given) -> tuple[str, ...]:  # noqa: ARG001
    """No words are usual."""
    return ()


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """Free words; ``reader`` reads a lone answer, ``finder`` takes it out of a longer message."""

    finder: Callable[[str, Given], Found[str] | None] | None = None
    reader: Callable[[str, Given], Reading[str]] | None = None
    most: int = 2000
    strip: str = ""
    """A pattern removed from the head of what is typed (``NQ``, ``về việc``)."""
    offered: Callable[[Given], tuple[str, ...]] = nothing_offered
    """Words that are usual here, as numbered choices."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: D102, ARG002
        text = clean(reply.text).strip()
        if len(text) > self.most:
            return NotUnderstood(note("form-too-long", most=self.most, length=len(text)))
        text = re.sub(rf"^\s*(?:{self.strip})[\s:.\-]+", "", text, flags=re.IGNORECASE) if self.strip else text
        if self.reader is not None:
            return self.reader(text, given)
        if not re.search(r"[^\W\d_]{2,}", text) or isinstance(read_yes_no(text), Understood):
            return NotUnderstood(note("form-say-words"))
        return Understood(text[0].upper() + text[1:])

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return self.finder(text, given) if self.finder else None

    def dump(self, value: str) -> Any:  # noqa: D102
        return value

    def load(self, raw: Any) -> str:  # noqa: D102
        if not isinstance(raw, str) or not raw:
            raise ValueError(raw)
        return raw

    def show(self, value: str, say: Voice) -> str:  # noqa: D102
        return say("answer-text", text=shortened(value))

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return self.offered(given)


def read_place(text: str, given: Given) -> Reading[str]:
    """A lone place: ``NVH thôn`` reads like ``họp tại NVH thôn``."""
    for tried in (text, f"tại {text}"):
        found = find_place(tried, given)
        if found is not None and isinstance(found.reading, Understood):
            return found.reading
    return Understood(text[0].upper() + text[1:])


PLACE = TextAnswer(find_place, read_place, most=200)


def number_answer(suffix: str) -> TextAnswer:
    """A resolution's number as it stands on the paper; bare digits get the session's suffix, or ``suffix`` (``NQ/CB``)."""

    def of_session(given: Given) -> str:
        return str(given.usual.get("number_suffix", suffix))

    def find(text: str, given: Given) -> Found[str] | None:
        return find_number(text, of_session(given))

    def read(text: str, given: Given) -> Reading[str]:
        if re.fullmatch(r"\d{1,3}", text):
            return Understood(f"{int(text):02d}-{of_session(given)}")
        found = find_number(text, of_session(given))
        if found is not None and isinstance(found.reading, Understood):
            return found.reading
        return Understood(text) if re.search(r"\d", text) else NotUnderstood(note("form-number-example"))

    return TextAnswer(find, read, most=30)


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """Somebody by name; ``nobody`` allows the answer that there was none (the empty name)."""

    finder: Callable[[str, Given], Found[str] | None]
    nobody: bool = False

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        yes = read_yes_no(reply.text)
        if self.nobody and isinstance(yes, Understood) and not yes.value:
            return Understood("")
        if self.nobody and fold(reply.text) in {"khong co", "khong ai", "khong du", "k co", "nobody", "none"}:
            return Understood("")
        found = self.finder(reply.text, given)
        if found is not None and isinstance(found.reading, Understood):
            return found.reading
        return read_person(reply.text, given)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return self.finder(text, given)

    def dump(self, value: str) -> Any:  # noqa: D102
        return value

    def load(self, raw: Any) -> str:  # noqa: D102
        if not isinstance(raw, str):
            raise TypeError(raw)
        return raw

    def show(self, value: str, say: Voice) -> str:  # noqa: D102
        return say("answer-person", name=value) if value else say("answer-nobody")

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        if self.nobody:
            return ("",)
        return (
            tuple(sorted(given.roster, key=family_last))
            if len(given.roster) <= PEOPLE_OFFERED
            else given.roster[:PEOPLE_OFFERED]
        )


@dataclass(frozen=True, slots=True)
class KindsAnswer:
    """The set of kinds of one session."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        return read_kinds(reply.text, given)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return find_kinds(text, given)

    def dump(self, value: frozenset[Kind]) -> Any:  # noqa: D102
        return [kind.value for kind in Kind if kind in value]

    def load(self, raw: Any) -> frozenset[Kind]:  # noqa: D102
        if not raw:
            raise ValueError(raw)
        return frozenset(Kind(word) for word in raw)

    def show(self, value: frozenset[Kind], say: Voice) -> str:  # noqa: D102
        return say("answer-kinds", kinds=Html(", ".join(say(f"kind-{kind}") for kind in Kind if kind in value)))

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        regular, thematic = frozenset({Kind.REGULAR}), frozenset({Kind.THEMATIC})
        return (
            regular,
            regular | thematic,
            thematic,
            frozenset({Kind.EXTRAORDINARY}),
            frozenset({Kind.COMMITTEE}),
            frozenset({Kind.GROUP}),
        )


@dataclass(frozen=True, slots=True)
class PartyGroupAnswer:
    """Which party group; those the cell has are offered."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        return read_party_group(reply.text, given)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return find_party_group(text, given)

    def dump(self, value: str) -> Any:  # noqa: D102
        return value

    def load(self, raw: Any) -> str:  # noqa: D102
        if not isinstance(raw, str) or not raw:
            raise ValueError(raw)
        return raw

    def show(self, value: str, say: Voice) -> str:  # noqa: D102
        return say("answer-name", name=value)

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return tuple(given.usual.get("groups", ()))[:PEOPLE_OFFERED]


@dataclass(frozen=True, slots=True)
class Proceedings:
    """What was discussed under the headings, the chair's conclusion, and evidence (photos of the paper minutes …)."""

    content: tuple[tuple[str, str], ...] = ()
    conclusion: str = ""
    photos: tuple[str, ...] = ()


def wordless(value: Any) -> bool:
    """True for evidence without words: they are still asked for."""
    return isinstance(value, Proceedings) and bool(value.photos) and not (value.content or value.conclusion)


HEADING_WORDS = {
    "advocacy": r"tuyên truyền|vận động|đoàn kết|tư tưởng",
    "economy": r"kinh tế(?:\s*[-–]\s*xã hội)?|kt-?xh|an ninh(?: trật tự)?|antt|nông thôn mới|ntm|giảm nghèo",
    "democracy": r"dân chủ(?: ở cơ sở)?|hương ước|môi trường|văn hóa",
    "other": r"khác|nội dung khác|xây dựng đảng",
}
CONCLUSION = pattern(r"(?:^|[\n.;,])\s*(?:kết luận|kl|conclusion)\s*:?\s*")
SAID = pattern(
    r"(?:^|[\n.;,])\s*(?P<said>(?:nội dung|bàn việc|bàn về|kết luận|kl)(?!\w)\s*:?[\s\S]*)$", signs="nội|bàn|kết|kl"
)
CONTENT_HEAD = pattern(r"nội dung\s*:?\s*")


@dataclass(frozen=True, slots=True)
class ProceedingsAnswer:
    """Some sentences, perhaps under the headings (``Kinh tế: …`` or ``2: …``), perhaps photos; said again, they add up."""

    alone: bool = False
    """Its words are read only when it is asked for: in a longer message another question takes them."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        so_far = known if isinstance(known, Proceedings) else Proceedings()
        photos = (*so_far.photos, *(each for each in reply.photos if each not in so_far.photos))
        text = clean(reply.text).strip()
        if not text:
            return (
                Understood(Proceedings(so_far.content, so_far.conclusion, photos))
                if reply.photos
                else NotUnderstood(note("form-say-words"))
            )
        if not re.search(r"[^\W\d_]{2,}", text):
            return NotUnderstood(note("form-say-words"))
        if is_greeting(text):
            return NotUnderstood(note("form-greeting"))
        if len(text) > 6000:  # noqa: PLR2004
            return NotUnderstood(note("form-too-long", most=6000, length=len(text)))
        content, conclusion = split_proceedings(text)
        merged = so_far.content if not content else (*so_far.content, *content) if reply.photos else content
        return Understood(Proceedings(merged, conclusion or so_far.conclusion, photos))

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: D102
        match = None if self.alone else SAID.search(level(text))
        if match is None:
            return None
        said = text[match.start("said") : match.end("said")]
        head = CONTENT_HEAD.match(level(said))
        reading = self.parse(Reply(said[head.end() :] if head else said), given, known)
        return Found(reading, match.start("said"), match.end("said")) if isinstance(reading, Understood) else None

    def dump(self, value: Proceedings) -> Any:  # noqa: D102
        return {
            "content": [list(pair) for pair in value.content],
            "conclusion": value.conclusion,
            "photos": list(value.photos),
        }

    def load(self, raw: Any) -> Proceedings:  # noqa: D102
        return Proceedings(
            tuple((heading, text) for heading, text in raw["content"]), raw["conclusion"], tuple(raw["photos"])
        )

    def show(self, value: Proceedings, say: Voice) -> str:  # noqa: D102
        told = [
            say("answer-heading", heading=Html(say(f"heading-{heading}")), text=shortened(text))
            if heading
            else say("answer-text", text=shortened(text))
            for heading, text in value.content
        ]
        if value.conclusion:
            told.append(say("answer-conclusion", text=shortened(value.conclusion)))
        told += evidence_texts(value.photos, say)
        return "; ".join(told) or say("form-none")

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return ()


def split_proceedings(text: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """A text as (heading, words) pairs and the chair's conclusion; lines that name no heading go on with the one before."""
    match = CONCLUSION.search(level(text))
    conclusion = text[match.end() :].strip() if match else ""
    found: list[tuple[str, str]] = []
    for line in (text[: match.start()] if match else text).splitlines():
        heading, words = _heading(line.strip())
        if words and (heading or not found):
            found.append((heading, words))
        elif words:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{words}")
    return tuple(found), conclusion


def _heading(line: str) -> tuple[str, str]:
    numbered = re.match(r"([1-9])\s*[.:)]\s+(.+)$", line)
    if numbered and int(numbered[1]) <= len(HEADINGS):
        return HEADINGS[int(numbered[1]) - 1], numbered[2]
    for heading, words in HEADING_WORDS.items():
        match = re.match(rf"(?:về\s+)?(?:{words})(?:\s*[,–-]\s*[^:]{{0,40}})?\s*:\s*(.+)$", line, re.IGNORECASE)
        if match:
            return heading, match[1]
    return "", line


@dataclass(frozen=True, slots=True)
class VoteAnswer:
    """Agree, against, other."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        return read_vote(reply.text, given)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return find_vote(text, given) or _bare_vote(text, given)

    def dump(self, value: Vote) -> Any:  # noqa: D102
        return {name: getattr(value, name) for name in Vote.__slots__}

    def load(self, raw: Any) -> Vote:  # noqa: D102
        return Vote(**raw)

    def show(self, value: Vote, say: Voice) -> str:  # noqa: D102
        asked = value.voters or value.counted
        told = say("answer-agree", agree=value.agree, asked=asked, share=say.percent(value.share))
        if value.against or value.other:
            told += say("answer-against", against=value.against, other=value.other)
        return told

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        voters = given.present if given.present is not None else given.official
        return (Vote(agree=voters, voters=voters),) if voters else ()


def _bare_vote(text: str, given: Given) -> Found[Vote] | None:
    """``26/26`` without a word, when it cannot be a date: unanimous, or of the known number of voters."""
    for match in re.finditer(r"(?<![\d/.,])(\d{1,4})\s*/\s*(\d{1,4})(?![\d/]|[.,]\d)", text):
        agree, asked = int(match[1]), int(match[2])
        if agree == asked or (agree < asked and asked in {given.present, given.official}):
            return Found(Understood(Vote(agree, voters=asked)), match.start(), match.end())
    return None


@dataclass(frozen=True, slots=True)
class TasksAnswer:
    """The tasks that a resolution sets, each with one owner and a due date."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        if fold(reply.text) in {"khong", "ko", "k", "khong co", "khong giao", "khong giao viec", "none", "no"}:
            return Understood(())
        found = task_words.find_tasks(reply.text, given)
        tasks = tuple(each.reading.value for each in found if isinstance(each.reading, Understood))
        if not tasks:
            one = task_words.read_task(reply.text, given)
            if not isinstance(one, Understood):
                return one if isinstance(one, NotUnderstood) else NotUnderstood(one.why)
            tasks = (one.value,)
        return Understood(tasks)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        found = task_words.find_tasks(text, given)
        tasks = tuple(each.reading.value for each in found if isinstance(each.reading, Understood))
        return Found(Understood(tasks), found[0].start, found[-1].end) if tasks else None

    def dump(self, value: tuple[Task, ...]) -> Any:  # noqa: D102
        return [{**asdict(task), "due_on": task.due_on.isoformat() if task.due_on else None} for task in value]

    def load(self, raw: Any) -> tuple[Task, ...]:  # noqa: D102
        return tuple(
            Task(
                each["what"],
                each["assignee"],
                date.fromisoformat(each["due_on"]) if each["due_on"] else None,
                Measure(**each["measure"]) if each["measure"] else None,
                each.get("area", ""),
            )
            for each in raw
        )

    def show(self, value: tuple[Task, ...], say: Voice) -> str:  # noqa: D102
        return "; ".join(task_text(task, say) for task in value) or say("answer-no-tasks")

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return ((),)


def task_text(task: Task, say: Voice) -> str:
    """``Giao đ/c Trần Thị Bình thu tiền 40 hộ, hạn 10/12/2026``."""
    told = (
        say("answer-task", assignee=task.assignee, what=shortened(task.what))
        if task.assignee
        else say("answer-text", text=shortened(task.what))
    )
    return told + (say("answer-due", day=f"{task.due_on:%d/%m/%Y}") if task.due_on else say("answer-no-due"))


@dataclass(frozen=True, slots=True)
class YesNoAnswer:
    """Yes or no."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        return read_yes_no(reply.text)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None

    def dump(self, value: bool) -> Any:  # noqa: D102, FBT001
        return value

    def load(self, raw: Any) -> bool:  # noqa: D102
        if not isinstance(raw, bool):
            raise TypeError(raw)
        return raw

    def show(self, value: bool, say: Voice) -> str:  # noqa: D102, FBT001
        return say("answer-yes" if value else "answer-no")

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return (True, False)


@dataclass(frozen=True, slots=True)
class CountAnswer:
    """A whole number of people; ``most`` says of how many at the most, None while that is not known."""

    most: Callable[[Given], int | None] = lambda _: None

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        reading, most = read_count(reply.text, given), self.most(given)
        if isinstance(reading, Understood) and most is not None and reading.value > most:
            return NotUnderstood(note("form-count-too-many", count=reading.value, most=most))
        return reading

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None

    def dump(self, value: int) -> Any:  # noqa: D102
        return value

    def load(self, raw: Any) -> int:  # noqa: D102
        if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
            raise ValueError(raw)
        return raw

    def show(self, value: int, say: Voice) -> str:  # noqa: D102
        return say("answer-text", text=str(value))

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return ()


@dataclass(frozen=True, slots=True)
class ProgressAnswer:
    """How a task stands: done, in progress with a number or percent, late because, dropped because."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        task = given.usual.get("task")
        return task_words.read_progress(reply.text, given, task if isinstance(task, Task) else Task("", ""))

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None

    def dump(self, value: Progress) -> Any:  # noqa: D102
        return {**asdict(value), "state": value.state.value}

    def load(self, raw: Any) -> Progress:  # noqa: D102
        return Progress(**{**raw, "state": ReportedState(raw["state"])})

    def show(self, value: Progress, say: Voice) -> str:  # noqa: D102
        return progress_text(value, say)

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return tuple(Progress(state) for state in ReportedState)


def progress_text(value: Progress, say: Voice) -> str:
    """``đang làm 9/12 hộ (75%)``, ``chậm, mưa kéo dài``."""
    told = say(f"progress-{value.state}")
    if value.done is not None and value.total:
        told += say(
            "progress-of",
            done=value.done,
            total=value.total,
            unit=value.unit,
            share=say.percent(value.done / value.total, digits=0),
        )
    elif value.done is not None:
        told += say("progress-amount", done=value.done, unit=value.unit)
    elif value.percent is not None:
        told += say("progress-percent", share=say.percent(value.percent / 100, digits=0))
    return told + (say("progress-note", note=shortened(value.note)) if value.note else "")


@dataclass(frozen=True, slots=True)
class PostponedAnswer:
    """The new day, perhaps its hour, and why."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        return read_postponement(reply.text, given)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None

    def dump(self, value: Postponed) -> Any:  # noqa: D102
        return {"day": value.day.isoformat() if value.day else None, "clock": value.clock, "reason": value.reason}

    def load(self, raw: Any) -> Postponed:  # noqa: D102
        return Postponed(date.fromisoformat(raw["day"]) if raw["day"] else None, raw["clock"], raw["reason"])

    def show(self, value: Postponed, say: Voice) -> str:  # noqa: D102
        told = say.day(value.day) if value.day else say("answer-no-day")
        told += f", {value.clock}" if value.clock else ""
        return told + (say("answer-reason", reason=value.reason) if value.reason else "")

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return ()


def shortened(text: str, most: int = 160) -> str:
    """The text on one line, cut at a word with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"
