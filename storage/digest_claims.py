"""What a digest says when it goes out: its lines held against the records, and what was said before that is so no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, and_, bindparam, exists, func, select, update

from bot.domain.digests import as_told, silent
from bot.domain.names import folded
from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.reminders import REGULAR, Obligation, State, fallen, rungs
from bot.domain.rules import Rules
from storage import digests, lateness, reach, units
from storage.digests import DEFAULTS, Rising, Target, Word
from storage.new_rows import portions
from storage.outbox import Digest, Silent
from storage.tables import digest_line, obligation, outbox, person, post, unit, unit_tree

STANDING = frozenset({"", "superseded"})
"""A line of whose rung a later one is due names the cell all the same: it is named once."""
ON_THE_WAY = ("sending", "sent", "uncertain", "unconfirmed")
AnyRow = Row[*tuple[Any, ...]]
_LINES = select(digest_line.c.obligation_id, digest_line.c.rung).where(digest_line.c.outbox_id == bindparam("row"))
_THIS = and_(digest_line.c.outbox_id == bindparam("row"), digest_line.c.obligation_id == bindparam("key"))
_SAY = update(digest_line).where(_THIS).values(said=bindparam("word"))
_HUSH = update(digest_line).where(digest_line.c.outbox_id == bindparam("row")).values(said="")
_ELSEWHERE = (
    select(digest_line.c.obligation_id)
    .join(outbox, outbox.c.id == digest_line.c.outbox_id)
    .where(
        outbox.c.recipient_id == bindparam("person"),
        outbox.c.id != bindparam("row"),
        outbox.c.state.in_(ON_THE_WAY),
        outbox.c.sending_at >= bindparam("since", type_=outbox.c.sending_at.type),
        digest_line.c.said != "",
    )
)
_PARENTS: units.AnySelect = select(unit_tree.c.descendant_id, unit_tree.c.ancestor_id).where(
    unit_tree.c.depth == 1, unit_tree.c.descendant_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that a digest is made of: the records now, the rules of each cell, and what was said before."""

    owed: Mapping[int, Obligation]
    rules: Mapping[int, Rules]
    words: Mapping[int, Word]
    rungs: Mapping[int, list[str]] = field(default_factory=dict)


def read(db: Connection, row: AnyRow, now: datetime, zone: ZoneInfo) -> Digest | str:
    """The digest as it stands, kept as what its reader is told; or why there is none. ``now`` is local."""
    target = digests.target_of(row.payload.get("level", "committee"), row.unit_id, row.recipient_id)
    known = _known(db, row, target, now, zone)
    held = digests.held_by(db, target, sorted({each.unit_id for each in known.owed.values()}), now.date())
    due = _due(known, now, zone)
    _hand_on(db, [each for each in due if each.unit_id not in held], known, now, zone)
    named = {each.id for each in due if each.unit_id in held} - _elsewhere(db, row, now)
    changed = [
        owed
        for key, owed in known.owed.items()
        if key in known.rungs.keys() & known.words.keys() - named and owed.unit_id in held
        if as_told(owed) != known.words[key].said
    ]
    db.execute(_HUSH, {"row": row.id})
    if not named and not changed:
        return "all met" if held else "no longer holds the post"
    kept = [known.owed[key] for key in named] + changed
    db.execute(_SAY, [{"row": row.id, "key": owed.id, "word": as_told(owed)} for owed in kept])
    return _digest(db, target, named, changed, known, held, now)


def _known(db: Connection, row: AnyRow, target: Target, now: datetime, zone: ZoneInfo) -> Known:
    rungs: dict[int, list[str]] = defaultdict(list)
    for obligation_id, rung in db.execute(_LINES, {"row": row.id}):
        rungs[obligation_id].append(rung)
    words = digests.told(db, now, zone, reader=target).get(target, {})
    owed = digests.as_they_are(db, {*rungs, *words}, now.date())
    rules = reach.rules_of(db, sorted({each.unit_id for each in owed.values()}))
    return Known(owed, rules, words, rungs)


def _due(known: Known, now: datetime, zone: ZoneInfo) -> list[Obligation]:
    """The lines whose rung still stands."""
    return [
        known.owed[key]
        for key, keys in known.rungs.items()
        if key in known.owed
        and any(
            rung
            and fallen(known.owed[key], rung, now, known.rules.get(known.owed[key].unit_id, DEFAULTS), zone) in STANDING
            for rung in keys
        )
    ]


def _elsewhere(db: Connection, row: AnyRow, now: datetime) -> set[int]:
    """What the same reader was told today by another message of ours: of no cell twice on one day."""
    since = datetime.combine(now.date(), time(), now.tzinfo)
    return set(db.execute(_ELSEWHERE, {"person": row.recipient_id, "row": row.id, "since": since}).scalars())


def _hand_on(db: Connection, lost: Sequence[Obligation], known: Known, now: datetime, zone: ZoneInfo) -> None:
    """The post changed hands before the message went out: the lines are for whoever is to be told now."""
    rising = [
        Rising(owed, rung, rules, frozenset())
        for owed in lost
        for rules in (known.rules.get(owed.unit_id, DEFAULTS),)
        for rung in rungs(owed, rules, zone)
        if rung.key in known.rungs[owed.id]
    ]
    digests.queue(db, rising, now, zone, more=False)


# --- what it says ----------------------------------------------------------------------------------------------------


def _digest(
    db: Connection,
    target: Target,
    named: set[int],
    changed: Sequence[Obligation],
    known: Known,
    held: set[int],
    now: datetime,
) -> Digest:
    today = now.date()
    left = [
        owed
        for key, owed in known.owed.items()
        if key in known.words
        and key not in named
        and owed.unit_id in held
        and silent(owed, today, known.rules.get(owed.unit_id, DEFAULTS))
    ]
    now_due = [known.owed[key] for key in named]
    shown = {owed.id: owed for owed in (*now_due, *changed, *left)}
    names = _names(db, target, shown.values(), today)
    often = _often(db, now_due, known, now)
    ended = {key for key in named if "month_end" in known.rungs[key]}

    def listed(some: Iterable[Obligation]) -> tuple[Silent, ...]:
        found = [
            Silent(owed, names[owed.unit_id][0], owed.id in ended, often.get(owed.id, (0, 0)), names[owed.unit_id][1])
            for owed in some
        ]
        return tuple(sorted(found, key=lambda each: (folded(each.name), each.owed.period)))

    periods = sorted({known.owed[key].period for key in ended})
    return Digest(
        level=target.level,
        unit=units.name_of(db, target.unit_id, today) if target.unit_id else "",
        cells=listed(now_due),
        expected={period: _expected(db, target.unit_id, period, today) for period in periods},
        changed=tuple((each, known.words[each.owed.id].said) for each in listed(changed)),
        corrects=tuple(sorted({known.words[owed.id].day for owed in changed})),
        left=listed(left),
    )


def _names(db: Connection, target: Target, owed: Iterable[Obligation], today: date) -> dict[int, tuple[str, str]]:
    """By cell its name, and its committee's where that is not the reader's own."""
    cells = sorted({each.unit_id for each in owed})
    parents: dict[int, int] = {}
    if target.unit_id:
        for some in portions(cells):
            parents |= {
                cell: parent for cell, parent in db.execute(_PARENTS, {"ids": some}) if parent != target.unit_id
            }
    called: dict[int, str] = {}
    for some in portions(sorted({*cells, *parents.values()})):
        called |= units.names(db, SWEEP, some, today)
    return {cell: (called.get(cell, ""), called.get(parents.get(cell, 0), "")) for cell in cells}


def _often(db: Connection, owed: Sequence[Obligation], known: Known, now: datetime) -> dict[int, tuple[int, int]]:
    """By obligation: in how many months the cell was not in time, of the year and running."""
    found: dict[int, tuple[int, int]] = {}
    for period in {each.period for each in owed}:
        mine = [each for each in owed if each.period == period]
        rules = known.rules.get(mine[0].unit_id, DEFAULTS)
        counted = lateness.of_cells(db, SWEEP, [each.unit_id for each in mine], period, now, rules)
        found |= {
            each.id: (counted[each.unit_id].year, counted[each.unit_id].row) for each in mine if each.unit_id in counted
        }
    return found


def _expected(db: Connection, committee: int, period: Month, today: date) -> int:
    """How many cells below the committee owe the month, but for those that a nearer one with an admin is told of."""
    tree, nearer = unit_tree.alias(), unit_tree.alias()
    admin_nearer = exists().where(
        nearer.c.descendant_id == obligation.c.unit_id,
        nearer.c.depth > 0,
        nearer.c.depth < tree.c.depth,
        post.c.unit_id == nearer.c.ancestor_id,
        post.c.role == Role.ADMIN.value,
        units.valid(post, today),
        person.c.id == post.c.person_id,
        person.c.telegram_id.is_not(None),
        person.c.blocked == 0,
    )
    below = (
        select(func.count())
        .select_from(obligation)
        .join(tree, and_(tree.c.descendant_id == obligation.c.unit_id, tree.c.ancestor_id == committee))
        .join(unit, unit.c.id == obligation.c.unit_id)
        .where(
            obligation.c.period == period,
            obligation.c.kind == REGULAR,
            obligation.c.state != State.EXCUSED.value,
            units.still_open(today),
            ~admin_nearer,
        )
    )
    return db.execute(below).scalar() or 0
