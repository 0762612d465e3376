"""The second fence behind the scope, of PostgreSQL alone: row-level security holds even where a statement forgot its scope.

Policies (step 0024, decision 0024) look at two settings of the transaction: ``bot.scope``, ``all`` or the roots of the
asker's scope, and ``bot.person``, his id. Without them nothing of a unit is seen. The program's own work sees all; what
answers people (:func:`closed`) begins with nothing and is let in where the asker's posts are known (:func:`enclose`).
On SQLite all of it does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.domain.people import Scope

W = TypeVar("W", bound=Callable[..., Any])
ALL = "all"
_SET = text(
    "SELECT set_config('bot.scope', :scope, true), set_config('bot.person', :person, true), set_config('jit', 'off', true)"
)
"""Policies make a plan look dear enough to be compiled, which takes longer than to run it."""
_LIFT = text("SELECT current_setting('bot.scope', true), current_setting('bot.person', true)")
_closed: set[Callable[..., Any]] = set()


def closed(work: W) -> W:
    """Marks a unit of work that answers people: the store opens nothing for it."""
    _closed.add(work)
    return work


def begin(db: Connection, work: Callable[..., Any]) -> None:
    """What the store does first: the program's own work sees all."""
    if db.dialect.name == "postgresql" and work not in _closed:
        _set(db, ALL)


def enclose(db: Connection, scope: Scope) -> None:
    """From here on the transaction sees the scope's subtrees, and what is the person's own."""
    if db.dialect.name == "postgresql":
        roots = ALL if scope.whole else f"{{{','.join(map(str, scope.roots))}}}"
        _set(db, roots, str(scope.person_id))


@contextmanager
def lifted(db: Connection) -> Iterator[None]:
    """Inside, all is seen: for what steps outside the asker's subtree on purpose (tests/storage/test_fence.py names each)."""
    with _meanwhile(db, ALL, None):
        yield


@contextmanager
def down(db: Connection) -> Iterator[None]:
    """Inside, nothing is seen before :func:`enclose`: what the store does, for a transaction that goes on afterwards."""
    with _meanwhile(db, "", ""):
        yield


@contextmanager
def _meanwhile(db: Connection, scope: str, person: str | None) -> Iterator[None]:
    if db.dialect.name != "postgresql":
        yield
        return
    before = [each or "" for each in db.execute(_LIFT).one()]
    _set(db, scope, before[1] if person is None else person)
    try:
        yield
    except DBAPIError:  # the server undoes the settings together with what failed
        raise
    except BaseException:
        _set(db, *before)
        raise
    _set(db, *before)


def _set(db: Connection, scope: str, person: str = "") -> None:
    db.execute(_SET, {"scope": scope, "person": person})


# --- what is fenced, and how ---------------------------------------------------------------------------------------------

FENCED = frozenset(
    {"cell_profile", "frozen", "meeting", "obligation", "broadcast", "correction_request", "invitation", "member"}
    | {"model_meeting", "reorganisation", "review", "score", "unlocking", "visit", "growth", "task", "piece"}
)
"""Seen and written in the scope's subtrees, by ``unit_id``; seen also where the unit lay there in an earlier period."""
OWNED: Mapping[str, str] = {
    "draft": "person_id",
    "broadcast_reader": "person_id",
    "outbox": "recipient_id",
}
"""As above, and by the person himself whom that column names."""
THROUGH: Mapping[str, tuple[str, str]] = {
    "attendance_mark": ("meeting_id", "meeting"),
    "digest_line": ("obligation_id", "obligation"),
    "event": ("obligation_id", "obligation"),
    "invitation_term": ("invitation_id", "invitation"),
    "joining": ("invitation_id", "invitation"),
    "meeting_version": ("meeting_id", "meeting"),
    "member_standing": ("member_id", "member"),
    "model_guest": ("model_id", "model_meeting"),
    "postponement": ("obligation_id", "obligation"),
    "score_version": ("score_id", "score"),
    "task_update": ("task_id", "task"),
}
"""Like the row that the column points to; a guest is also seen in its own cell."""
SHARED = frozenset({"resolution", "resolution_share"})
"""Like FENCED; what a cell shares is seen by all."""
INHERITED = frozenset({"setting", "template"})
"""Like FENCED; those of the units above are seen too, as they are in force below."""
NOTED = frozenset({"audit"})
"""Seen like FENCED, added to by all: who did what is kept whoever he is. Also true of the outbox: the claim checks what goes out."""
READ_BY_ALL: Mapping[str, str] = {
    "post": "the scope is made of it, and who holds what where is known to the offices; given and ended in the subtree only",
    "search_entry": "behind a policy PostgreSQL uses no full text index: /tim would read a country. What it finds is fenced",
    **dict.fromkeys(
        ("unit", "unit_name", "unit_parent", "unit_past", "unit_tree", "succession"),
        "the names and places of units, of which the scope is made; written by the program and by lifted work only",
    ),
}
"""Seen by all, each with its reason, and written like FENCED, or not at all."""
LEFT_OUT: Mapping[str, str] = {
    "inbox": "updates before anybody knows whose they are",
    "offer": "what the numbers on a chat's screen stand for, by chat",
    "person": "found by his Telegram account before any post is known, and named where he wrote something, wherever he is now",
    "piece_mark": "which units have changed: ids alone, written by triggers under whoever changed them",
    "pulse": "when something last went well",
    "wrong_token": "who guesses at links, by account: strangers",
}
"""Without policies, each with its reason."""
