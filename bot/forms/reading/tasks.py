"""Tasks and their progress as typed: giao đ/c Bình vận động 12 hộ … xong trước 30/11; được 9/12 (domain.md 7.8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.tasks import Measure, Task
from bot.forms.reading import day_patterns
from bot.forms.reading.names import Name, name_at
from bot.forms.reading.numbers import MEASURE, measure_of
from bot.forms.reading.outcome import Ask, Found, Given, Note, NotUnderstood, Reading, Tense, Understood, note
from bot.forms.reading.patterns import TITLE, blanked, pattern
from bot.forms.reading.progress import read_numbered, read_progress
from bot.forms.reading.spelling import clean, level, repair

__all__ = ["find_tasks", "read_numbered", "read_progress", "read_task"]

_GIVE = r"(?:giao(?:\s+cho)?|phân công|phân công cho|cử|đề nghị|nhờ|giao nhiệm vụ cho|assign)(?!\w)\s*:?\s*"
_GROUP = r"(?:tổ đảng(?:\s+số)?\s*\d+|tổ đảng\s+[^\W\d]\w*|tổ\s+\d+|nhóm\s+\d+|chi đoàn|đoàn thanh niên|đtn|chi hội\s+(?:phụ nữ|nông dân|cựu chiến binh|ccb)|hội\s+(?:phụ nữ|nông dân|cựu chiến binh)|hpn|hnd|ccb|ban công tác mặt trận|mttq|mặt trận|chi ủy|ban chi ủy|trưởng thôn|bí thư|phó bí thư|toàn chi bộ|các tổ đảng|group\s+\d+)(?!\w)"
_STARTS = pattern(rf"(?<!\w){_GIVE}(?=\w)", signs="giao|phân|cử|đề|nhờ|assign")
_FIRM = pattern(r"(?:giao|phân công)")
_ASSIGNEE = pattern(_GROUP)
_NEXT = pattern(rf"(?:[,;\n]|\.\s)\s*(?:và\s+)?(?={TITLE}|tổ đảng)")
_LONGEST, _MANY = 2000, 20
_SENTENCE = re.compile(r"\n|;|\.(?=\s|$)")
_DUE = pattern(
    r"(?:(?:phải\s+)?(?:hoàn thành|xong|làm xong)\s*)?(?:(?:trước|đến|hạn(?:\s+(?:đến|là|chót))?|chậm nhất(?:\s+là)?|trong|vào|tới|hết|by|before|due)\s*(?::\s*)?)*(?:hết\s+)?(?:ngày\s+|hôm\s+)?$"
)
_AREA = pattern(
    r"(?<!\w)(?:ngõ|ngách|xóm|thôn|khu|tổ dân phố|tdp|cụm|đội|tuyến đường|tuyến)\s+(?:\d+\w?|[^\W\d_]+(?:\s[^\W\d_]+)?)(?!\w)"
)


def read_task(text: str, given: Given) -> Reading[Task]:
    """One task: its owner, the work, the due day; a missing owner is asked for, a missing day is warned of."""
    cleaned = clean(text)[:_LONGEST]
    for spelling in dict.fromkeys((cleaned, clean(repair(cleaned)))):
        given_out = [found.reading for found in find_tasks(spelling, given)]
        if len(given_out) > 1:
            tasks = tuple(each.value for each in given_out if isinstance(each, Understood))
            return Ask(note("reading-task-several"), tasks[:3])
        if given_out:
            return given_out[0]
        owner = _owner(spelling, 0, given)
        reading = _task(spelling, 0, len(spelling), given) if owner and (owner.titled or owner.candidates) else None
        if reading is not None:
            return reading
    return NotUnderstood(note("reading-task-owner"))


def find_tasks(text: str, given: Given) -> tuple[Found[Task], ...]:
    """Every task that the message gives to somebody (*giao …*), in order."""
    found: list[Found[Task]] = []
    for start, owner, end in _pieces(text, given):
        reading = _task(text, owner, end, given)
        if isinstance(reading, Understood | Ask):
            used = text[start:end].rstrip(" ,.;\n")
            found.append(Found(reading, start, start + len(used)))
    return tuple(found)


def _pieces(text: str, given: Given) -> list[tuple[int, int, int]]:
    """Where each task begins, where its owner stands, and where it ends."""
    low = level(text)
    starts = [
        (match.start(), match.end()) for match in list(_STARTS.finditer(low))[:_MANY] if _gives(text, match, given)
    ]
    pieces: list[tuple[int, int, int]] = []
    for at, (start, owner) in enumerate(starts):
        limit = starts[at + 1][0] if at + 1 < len(starts) else len(text)
        begin, stands = start, owner
        for cut in _cuts(text, owner, limit, given):
            pieces.append((begin, stands, cut))
            joint = _NEXT.match(low, cut)
            begin = stands = joint.end() if joint else cut
    return pieces


def _gives(text: str, match: re.Match[str], given: Given) -> bool:
    """True when somebody stands after the verb; after *đề nghị* or *nhờ* only a known or titled person counts."""
    owner = _owner(text, match.end(), given)
    if owner is None:
        return False
    return owner.titled or bool(owner.candidates) or _FIRM.match(match[0]) is not None


def _cuts(text: str, at: int, limit: int, given: Given) -> list[int]:
    """The ends of the tasks that one *giao* gives: at the next owner after a comma, else at the sentence's end."""
    low = level(text)
    cuts: list[int] = []
    while True:
        owner = _owner(text, at, given)
        after = owner.end if owner else at
        joint = next((m for m in _NEXT.finditer(low, after, limit) if text[after : m.start()].strip(" ,")), None)
        sentence = _SENTENCE.search(low, after, limit)
        if (
            joint is not None
            and (sentence is None or joint.start() <= sentence.start())
            and _owner(text, joint.end(), given)
        ):
            cuts.append(joint.start())
            at = joint.end()
            continue
        cuts.append(sentence.start() if sentence else limit)
        return cuts


def _owner(text: str, at: int, given: Given) -> Name | None:
    """The person or group that stands there."""
    group = _ASSIGNEE.match(level(text), at)
    if group is not None:
        shown = text[group.start() : group.end()]
        return Name((), shown[:1].upper() + shown[1:], at, group.end(), titled=True)
    name = name_at(text, at, given.roster)
    if name is None:
        lowercase = name_at(text, at, given.roster, loose=True)
        name = lowercase if lowercase is not None and lowercase.candidates else None
    return name


@dataclass(frozen=True, slots=True)
class _Due:
    """The due day found, and the words that tell it."""

    reading: Understood[date] | Ask[date] | None
    start: int
    end: int


def _task(text: str, at: int, end: int, given: Given) -> Reading[Task] | None:
    owner = _owner(text[:end], at, given)
    if owner is None:
        return None
    due = _due(text[:end], owner.end, given)
    rest = blanked(text[:end], due.start, due.end) if due.reading else text[:end]
    what = " ".join(rest[owner.end :].split()).strip(" ,.;:-")
    what = (
        pattern(r"^(?:phụ trách|chịu trách nhiệm|thì|sẽ|phải|là)\s+(?=\w)").sub("", what)
        if what[:1].islower()
        else what
    )
    if not what:
        return NotUnderstood(note("reading-task-what", name=owner.shown))
    made = Task(what, owner.shown, None, _measure(what), _area(what))
    return _with_due(_by_owner(made, owner), due)


def _measure(what: str) -> Measure | None:
    for match in pattern(rf"(?:{MEASURE})").finditer(level(what)):
        measure = measure_of(match)
        if measure is not None and measure.unit not in {"nhà", "công"}:
            return measure
    return None


def _area(what: str) -> str:
    match = _AREA.search(level(what))
    if match is None:
        return ""
    words = what[match.start() : match.end()].split()
    numbered = next((at for at, word in enumerate(words) if word[0].isdecimal()), None)
    if numbered is not None:
        return " ".join(words[: numbered + 1])
    named = [word for word in words[1:] if word[0].isupper()]
    return " ".join([words[0], *named]) if named else ""


def _due(text: str, at: int, given: Given) -> _Due:
    """The last day told in the task, with *xong trước* before it."""
    low = level(text)
    hits = [hit for hit in day_patterns.hits(low, given, Tense.DUE) if hit.start >= at]
    told = [hit for hit in hits if (before := _DUE.search(low, at, hit.start)) and (before[0].strip() or not hit.loose)]
    if not told:
        return _Due(None, at, at)
    hit = told[-1]
    before = _DUE.search(low, at, hit.start)
    start = before.start() if before else hit.start
    if hit.vague and isinstance(hit.reading, NotUnderstood):
        return _Due(None, at, at)
    reading = None if isinstance(hit.reading, NotUnderstood) else hit.reading
    return _Due(reading, start, hit.end)


def _by_owner(task: Task, owner: Name) -> Reading[Task]:
    distinct = tuple(dict.fromkeys(owner.candidates))
    if len(distinct) < 2:  # noqa: PLR2004
        return Understood(task)
    choices = tuple(_owned(task, name) for name in distinct[:3])
    return Ask(note("reading-person-two", name=owner.typed, names=", ".join(distinct)), choices)


def _owned(task: Task, name: str) -> Task:
    return Task(task.what, name, task.due_on, task.measure, task.area)


def _on(task: Task, day: date | None) -> Task:
    return Task(task.what, task.assignee, day, task.measure, task.area)


def _with_due(reading: Reading[Task], due: _Due) -> Reading[Task]:
    match reading, due.reading:
        case Understood(task), Understood(day, warnings):
            return Understood(_on(task, day), warnings)
        case Understood(task), Ask(why, choices):
            return Ask(why, tuple(_on(task, day) for day in choices))
        case Understood(task), _:
            warning: Note = note("reading-task-no-due")
            return Understood(task, (warning,))
        case Ask(why, tasks), Understood(day):
            return Ask(why, tuple(_on(task, day) for task in tasks))
        case _:
            return reading
