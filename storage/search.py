"""Finding records by their words, within a scope, newest first; and resolutions that cells share with all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    TextClause,
    bindparam,
    delete,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    text,
    tuple_,
    update,
)

from bot.domain.errors import Refused
from bot.domain.meetings import Meeting
from bot.domain.people import Scope
from bot.domain.resolutions import Resolution
from bot.domain.search import Sought, exact_words, plain_words
from bot.domain.tasks import Task
from storage import audit, units
from storage.new_rows import portions
from storage.tables import (
    NEWEST_VERSION,
    Day,
    Id,
    meeting,
    meeting_version,
    resolution,
    resolution_share,
    search_entry,
    task,
    unit_name,
    unit_tree,
)

Kind = Literal["meeting", "resolution", "task"]
PAGE = 8


@dataclass(frozen=True, slots=True)
class Found:
    """One record found: where, of which day, in short words; ``shared``: another cell's, read by its consent."""

    kind: Kind
    ref_id: int
    unit_id: int
    unit: str
    day: date
    title: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """A page of what was found; ``more``: there is a next one."""

    found: tuple[Found, ...]
    more: bool


_TOLD = (meeting_version.c.held_on, meeting_version.c.topic, meeting_version.c.conclusion, meeting_version.c.content)


# --- keeping the words ----------------------------------------------------------------------------------------------


def note_meeting(db: Connection, scope: Scope, meeting_id: int, held: Meeting) -> None:
    """The words of a meeting's newest version: topic, conclusion, what was discussed."""
    told = [held.topic, held.conclusion, *(text for _, text in held.content)]
    _note(db, scope, "meeting", meeting_id, held.unit_id, held.held_on, told)


def note_resolution(db: Connection, scope: Scope, resolution_id: int, told: Resolution) -> None:
    """The words of a resolution: number, subject, text."""
    words = [told.number, told.subject, told.text]
    _note(db, scope, "resolution", resolution_id, told.unit_id, told.passed_on, words)


def note_task(db: Connection, scope: Scope, task_id: int, unit_id: int, told: Task, day: date) -> None:
    """The words of a task: what, who, where."""
    _note(db, scope, "task", task_id, unit_id, day, [told.what, told.assignee, told.area])


def forget(db: Connection, kind: Kind, ref_ids: list[int]) -> None:
    """Records that were set aside are found no more."""
    for some in portions(ref_ids):
        _index(db, _UNINDEX, kind, some)
        db.execute(delete(search_entry).where(search_entry.c.kind == kind, search_entry.c.ref_id.in_(some)))


def _note(db: Connection, scope: Scope, kind: Kind, ref_id: int, unit_id: int, day: date, told: list[str]) -> None:
    units.seen(db, scope, unit_id)
    values = entry(kind, ref_id, unit_id, day, told)
    _index(db, _UNINDEX, kind, [ref_id])
    changed = db.execute(
        update(search_entry).where(search_entry.c.kind == kind, search_entry.c.ref_id == ref_id).values(values)
    )
    if not changed.rowcount:
        db.execute(insert(search_entry).values(values))
    _index(db, _INDEX, kind, [ref_id])


_THESE = "FROM search_entry WHERE kind = :kind AND ref_id IN :refs"
_UNINDEX = text(
    f"INSERT INTO search_words(search_words, rowid, plain, exact) SELECT 'delete', id, plain, exact {_THESE}"
).bindparams(bindparam("refs", expanding=True))
_INDEX = text(f"INSERT INTO search_words(rowid, plain, exact) SELECT id, plain, exact {_THESE}").bindparams(
    bindparam("refs", expanding=True)
)


def _index(db: Connection, change: TextClause, kind: Kind, ref_ids: Sequence[int]) -> None:
    """SQLite's full text index follows: what is there no more is taken out before, what is new comes in after."""
    if db.dialect.name == "sqlite":
        db.execute(change, {"kind": kind, "refs": ref_ids})


def entry(kind: Kind, ref_id: int, unit_id: int, day: date, told: list[str]) -> dict[str, Any]:
    """A row of ``search_entry``."""
    words = " ".join(filter(None, told))
    return {
        "unit_id": unit_id,
        "kind": kind,
        "ref_id": ref_id,
        "day": day,
        "plain": plain_words(words),
        "exact": exact_words(words),
    }


def rebuild(db: Connection) -> None:
    """The words of everything that counts, made anew: after rows came in by another way than the bot's own."""
    db.execute(delete(search_entry))
    for some in portions([*_meetings(db), *_resolutions(db), *_tasks(db)], 5000):
        db.execute(insert(search_entry), list(some))
    if db.dialect.name == "sqlite":
        db.execute(text("INSERT INTO search_words(search_words) VALUES ('rebuild')"))


def _meetings(db: Connection) -> Iterator[dict[str, Any]]:
    told = select(meeting.c.id, meeting.c.unit_id, *_TOLD).join(meeting_version, NEWEST_VERSION)
    for key, unit_id, day, topic, conclusion, content in db.execute(told):
        yield entry("meeting", key, unit_id, day, [topic, conclusion, *(words for _, words in content or ())])


def _resolutions(db: Connection) -> Iterator[dict[str, Any]]:
    kept = resolution.c
    told = select(kept.id, kept.unit_id, kept.passed_on, kept.number, kept.subject, kept.text)
    for key, unit_id, day, *words in db.execute(told.where(kept.superseded_at.is_(None))):
        yield entry("resolution", key, unit_id, day, words)


def _tasks(db: Connection) -> Iterator[dict[str, Any]]:
    kept = task.c
    told = select(kept.id, kept.unit_id, kept.created_at, kept.what, kept.assignee, kept.area)
    for key, unit_id, at, *words in db.execute(told.where(kept.superseded_at.is_(None))):
        yield entry("task", key, unit_id, at.date(), words)


# --- finding -----------------------------------------------------------------------------------------------------------


def find(db: Connection, scope: Scope, asked: Sought, page: int = 0) -> Findings:
    """What holds all the words, newest first: within the scope, and resolutions that any cell shares.

    A usual word is found among the newest records, however many years lie behind them; a rare one by the index of words.
    What others use often, and he whose units are few does not, is looked for in theirs.
    """
    if asked.empty:
        return Findings((), more=False)
    rows = _among_newest(db, scope, asked, page)
    if rows is None and (few := _few_units(db, scope)) is not None and not _rare(db, asked):
        rows = _page(db, _ENTRIES.where(*_spelt(asked), search_entry.c.id.in_(_of(few))), asked, page)
    if rows is None:
        rows = _page(db, _matching(db, asked).where(_in_sight(scope)), asked, page)
    return Findings(tuple(_described(db, scope, rows[:PAGE])), more=len(rows) > PAGE)


LATELY = 1000
"""So many of the newest records are looked through word by word before the index of words is asked."""
FEW_UNITS = 100
"""Who sees no more units than these has their records looked through: the index would find those of all others, too."""
RARE = 2000
"""Words in no more records than these are found by their index, whoever asks."""
_ENTRIES: Select[Any] = select(search_entry.c.kind, search_entry.c.ref_id, search_entry.c.unit_id, search_entry.c.day)
_PLACE = tuple_(search_entry.c.day, search_entry.c.id)
_NEWEST_FIRST = (search_entry.c.day.desc(), search_entry.c.id.desc())
_LATELY = select(search_entry.c.day, search_entry.c.id).order_by(*_NEWEST_FIRST).limit(1)
_SHARED = (search_entry.c.kind == "resolution") & search_entry.c.ref_id.in_(
    select(resolution_share.c.resolution_id).where(resolution_share.c.withdrawn_at.is_(None))
)
_BELOW = select(unit_tree.c.descendant_id).distinct().limit(FEW_UNITS + 1)


def _in_sight(scope: Scope) -> ColumnElement[bool]:
    return or_(units.lies_within(search_entry.c.unit_id, scope), _SHARED)


def _in_year(statement: Select[Any], asked: Sought) -> Select[Any]:
    if asked.year is None:
        return statement
    return statement.where(search_entry.c.day.between(date(asked.year, 1, 1), date(asked.year, 12, 31)))


def _page(db: Connection, found: Select[Any], asked: Sought, page: int) -> Sequence[Any]:
    """The rows of a page, and one more where there is a next one."""
    return db.execute(_in_year(found, asked).order_by(*_NEWEST_FIRST).limit(PAGE + 1).offset(page * PAGE)).all()


def _among_newest(db: Connection, scope: Scope, asked: Sought, page: int) -> Sequence[Any] | None:
    """The page, where the newest ``LATELY`` records fill it and one more line, or are all there are; else None."""
    since = db.execute(_in_year(_LATELY, asked).offset(LATELY)).first()
    found = _ENTRIES.where(*_spelt(asked), _in_sight(scope))
    if since is not None:
        found = found.where(tuple_(literal(since.day, Day()), literal(since.id, Id)) < _PLACE)
    rows = _page(db, found, asked, page)
    return rows if since is None or len(rows) > PAGE else None


def _few_units(db: Connection, scope: Scope) -> Sequence[int] | None:
    """All that the asker sees, where it is little."""
    if scope.whole:
        return None
    below = db.execute(_BELOW.where(unit_tree.c.ancestor_id.in_(scope.roots))).scalars().all()
    return below if len(below) <= FEW_UNITS else None


def _rare(db: Connection, asked: Sought) -> bool:
    first = _in_year(_matching(db, asked), asked).limit(RARE + 1).subquery()
    return db.execute(select(func.count()).select_from(first)).scalar_one() <= RARE


def _of(few: Sequence[int]) -> CompoundSelect[Any]:
    """The records of those units and the shared ones: two ways to find them, which ``OR`` would leave unused on PostgreSQL."""
    known = select(search_entry.c.id)
    return known.where(search_entry.c.unit_id.in_(few)).union_all(known.where(_SHARED))


def _spelt(asked: Sought) -> list[ColumnElement[bool]]:
    """That the words stand there, by their beginnings: what the index of words says, read letter by letter."""
    sought = ((search_entry.c.plain, asked.plain), (search_entry.c.exact, asked.exact))
    return [(literal(" ") + column).contains(f" {word}", autoescape=True) for column, words in sought for word in words]


def _matching(db: Connection, asked: Sought) -> Select[Any]:
    """By the index of words."""
    if db.dialect.name == "sqlite":
        terms = [f'plain:"{word}"*' for word in asked.plain] + [f'exact:"{word}"*' for word in asked.exact]
        found: Select[Any] = (
            select(literal_column("rowid"))
            .select_from(text("search_words"))
            .where(text("search_words MATCH :words").bindparams(words=" AND ".join(terms)))
        )
        return _ENTRIES.where(search_entry.c.id.in_(found))
    statement = _ENTRIES
    for column, words in ((search_entry.c.plain, asked.plain), (search_entry.c.exact, asked.exact)):
        if words:
            query = func.to_tsquery(literal_column("'simple'"), " & ".join(f"{word}:*" for word in words))
            statement = statement.where(func.to_tsvector(literal_column("'simple'"), column).op("@@")(query))
    return statement


def _described(db: Connection, scope: Scope, rows: list[Any] | Any) -> list[Found]:
    """Titles and units' names of a page of rows, in their order."""
    by_kind: dict[str, list[int]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row.ref_id)
    titles = {(kind, ref_id): title for kind, ids in by_kind.items() for ref_id, title in _titles(db, kind, ids)}
    ids = tuple({row.unit_id for row in rows})
    names = {row.unit_id: row.name for row in db.execute(_NAMES.where(unit_name.c.unit_id.in_(ids)))}
    seen = set(db.execute(units.within(select(_SEEN).where(_SEEN.in_(ids)), _SEEN, scope)).scalars())
    return [
        Found(
            row.kind,
            row.ref_id,
            row.unit_id,
            names.get(row.unit_id, ""),
            row.day,
            titles.get((row.kind, row.ref_id), ""),
            shared=row.unit_id not in seen,
        )
        for row in rows
    ]


_SEEN = unit_name.c.unit_id
_NAMES = select(unit_name.c.unit_id, unit_name.c.name).where(unit_name.c.valid_to.is_(None))
_TITLES: dict[str, Any] = {
    "meeting": select(meeting.c.id, *_TOLD[1:]).join(meeting_version, NEWEST_VERSION),
    "resolution": select(resolution.c.id, resolution.c.number, resolution.c.subject),
    "task": select(task.c.id, task.c.assignee, task.c.what),
}


def _titles(db: Connection, kind: str, ids: list[int]) -> list[tuple[int, str]]:
    statement = _TITLES[kind]
    told = db.execute(statement.where(statement.selected_columns.id.in_(ids)))
    if kind == "meeting":
        return [
            (key, next(filter(None, (topic, conclusion, *(words for _, words in content or ()))), ""))
            for key, topic, conclusion, content in told
        ]
    return [(key, ": ".join(filter(None, (first, second)))) for key, first, second in told]


# --- sharing ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """A resolution as it may be read: the cell's own, one below the asker, or one that is shared."""

    id: int
    resolution: Resolution
    unit: str
    own: bool
    """Within the asker's scope."""
    shared: bool


def resolution_shown(db: Connection, scope: Scope, resolution_id: int) -> Shown:
    """The resolution, within the scope or shared by its cell; Refused("not-found") otherwise."""
    row = db.execute(
        select(resolution).where(resolution.c.id == resolution_id, resolution.c.superseded_at.is_(None))
    ).first()
    if row is None:
        raise Refused("not-found")
    own = db.execute(units.within(select(_SEEN).where(row.unit_id == _SEEN).limit(1), _SEEN, scope)).first() is not None
    shared = is_shared(db, resolution_id)
    if not own and not shared:
        raise Refused("not-found")
    name = db.execute(_NAMES.where(unit_name.c.unit_id == row.unit_id)).first()
    told = Resolution(row.unit_id, row.number, row.passed_on, row.subject, row.text)
    return Shown(resolution_id, told, name.name if name else "", own, shared)


def is_shared(db: Connection, resolution_id: int) -> bool:
    """Whether its cell lets others, all of them, read and copy it."""
    now = select(resolution_share.c.id).where(
        resolution_share.c.resolution_id == resolution_id, resolution_share.c.withdrawn_at.is_(None)
    )
    return db.execute(now).first() is not None


def share(db: Connection, scope: Scope, resolution_id: int, by: int, now: datetime) -> bool:
    """Let others read and copy it; False when they may already."""
    shown = resolution_shown(db, scope, resolution_id)
    if not shown.own:
        raise Refused("not-found")
    if shown.shared:
        return False
    unit_id = shown.resolution.unit_id
    db.execute(
        insert(resolution_share).values(resolution_id=resolution_id, unit_id=unit_id, shared_by=by, shared_at=now)
    )
    audit.note(db, now, by, unit_id, "resolution-shared", {"resolution": resolution_id})
    return True


def unshare(db: Connection, scope: Scope, resolution_id: int, by: int, now: datetime) -> bool:
    """Take it back; False when it was not shared."""
    shown = resolution_shown(db, scope, resolution_id)
    if not shown.own:
        raise Refused("not-found")
    running = update(resolution_share).where(
        resolution_share.c.resolution_id == resolution_id, resolution_share.c.withdrawn_at.is_(None)
    )
    if not db.execute(running.values(withdrawn_at=now)).rowcount:
        return False
    audit.note(db, now, by, shown.resolution.unit_id, "resolution-unshared", {"resolution": resolution_id})
    return True


def shared_newest(db: Connection, scope: Scope, page: int = 0) -> Findings:
    """What cells share, the latest shared first; by their consent beyond any scope."""
    statement = (
        select(
            literal_column("'resolution'").label("kind"),
            resolution.c.id.label("ref_id"),
            resolution.c.unit_id,
            resolution.c.passed_on.label("day"),
        )
        .join(resolution_share, resolution_share.c.resolution_id == resolution.c.id)
        .where(resolution_share.c.withdrawn_at.is_(None), resolution.c.superseded_at.is_(None))
        .order_by(resolution_share.c.shared_at.desc(), resolution_share.c.id.desc())
        .limit(PAGE + 1)
        .offset(page * PAGE)
    )
    rows = db.execute(statement).all()
    return Findings(tuple(_described(db, scope, rows[:PAGE])), more=len(rows) > PAGE)
