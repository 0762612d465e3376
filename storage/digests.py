"""Digests: one message a day to each level above, with the cells that are silent; corrected once when one of them tells.

The sweep queues what is due as lines of the day's message; what it says of each cell is read, and kept, when it goes out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from bot.domain.calendar import clock, decent
from bot.domain.digests import CORRECTED_FOR, as_told
from bot.domain.levels import LEVELS, told_above
from bot.domain.periods import local
from bot.domain.reminders import Audience, Obligation, Rung
from bot.domain.rules import Rules
from storage import pulse, reach
from storage.new_rows import insert_new, portions
from storage.obligations import COLUMNS, obligation_from
from storage.outbox import Row, put
from storage.tables import digest_line, obligation, outbox, person, unit

KIND = "digest"
PULSE = "digest"
DEFAULTS = Rules()
STANDS_FOR = timedelta(days=10)
MORE_TO_COME = timedelta(minutes=2)
"""A digest waits so long when the sweep stopped at its limit: what the next portion finds due goes with it."""
JOINABLE = frozenset({"pending", "held"})
"""Not on its way yet: what falls due meanwhile goes with it."""
ARRIVED = ("sent", "unconfirmed")
_ROWS = (
    select(outbox.c.dedupe_key, outbox.c.id, outbox.c.state)
    .where(outbox.c.dedupe_key.in_(bindparam("keys", expanding=True)))
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class Target:
    """One reader at one level: of one committee, or (``unit_id`` 0) of all the cells that he follows."""

    level: str
    unit_id: int
    person_id: int

    def key(self, day: date) -> str:
        """The dedupe key of his digest of that day."""
        return f"digest:{self.level}:{self.unit_id}:{day}:{self.person_id}"


@dataclass(frozen=True, slots=True)
class Line:
    """A cell's month to be named; ``rung`` is the key that is due, or empty for a correction."""

    obligation_id: int
    cell: int
    rung: str
    rules: Rules
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rising:
    """A rung that is told above, with what was told of the obligation before."""

    owed: Obligation
    rung: Rung
    rules: Rules
    told: frozenset[str]


@dataclass(frozen=True, slots=True)
class Queued:
    """How many messages were made; the rungs that were told with a lower one (``passed``), and those that reach nobody."""

    rows: int = 0
    passed: tuple[tuple[int, str, datetime], ...] = ()
    """(obligation, key, moment)"""
    nobody: tuple[tuple[int, str, datetime], ...] = ()


def queue(db: Connection, rising: Sequence[Rising], now: datetime, zone: ZoneInfo, *, more: bool) -> Queued:
    """Name each in the day's digest of whoever holds its level, or of the next level that somebody holds."""
    if not rising:
        return Queued()
    day = local(now, zone).date()
    cells = [each.owed.unit_id for each in rising]
    found = reach.Reach(reach.of_cells(db, cells, day).of_cell, reach.committees(db, cells, day).chain)
    lines: dict[Target, list[Line]] = defaultdict(list)
    passed, nobody = [], []
    for each in rising:
        owed, rung = each.owed, each.rung
        own = "committee" if rung.name == "month_end" else rung.name
        level, committee, people = _holders(own, owed.unit_id, found, each.rules)
        if not people:
            if own != LEVELS[-1]:  # there need not be a committee beyond the nearest
                nobody.append((owed.id, rung.key, rung.due_at))
            continue
        if level != own:
            heard = {key.partition("@")[0] for key in each.told}
            if level in heard or (level == "committee" and "month_end" in heard):
                continue
            passed.append((owed.id, level + rung.key.removeprefix(own), rung.due_at))
        for who in people:
            line = Line(owed.id, owed.unit_id, rung.key, each.rules, rung.due_at)
            lines[Target(level, committee, who)].append(line)
    return Queued(put_lines(db, lines, now, zone, more=more), tuple(passed), tuple(nobody))


def _holders(own: str, cell: int, found: reach.Reach, rules: Rules) -> tuple[str, int, frozenset[int]]:
    """(level, committee, people) that is told in the place of level ``own``; nobody when no level is left."""
    chain = found.chain.get(cell, ())
    for level in LEVELS[LEVELS.index(own) :]:
        if level != own and not told_above(rules, level):
            continue
        if level == "upper":
            committee, people = 0, frozenset(found.of_cell.get((cell, Audience.UPPER), ()))
        else:
            place = LEVELS.index(level) - 1
            committee, people = chain[place] if place < len(chain) else (0, frozenset())
        if people:
            return level, committee, people
    return own, 0, frozenset()


def put_lines(
    db: Connection, lines: Mapping[Target, Sequence[Line]], now: datetime, zone: ZoneInfo, *, more: bool = False
) -> int:
    """Add the lines to each reader's digest of the day, or of the next day when that one has gone out; how many are new."""
    left = {target: list(wanted) for target, wanted in lines.items() if wanted}
    at = {target: decent(now, wanted[0].rules, zone) for target, wanted in left.items()}
    start = now + MORE_TO_COME if more else now
    made = 0
    while left:
        keys = {target: target.key(at[target].date()) for target in left}
        known = _known(db, keys.values())
        fresh = [target for target in left if keys[target] not in known]
        put(db, [_row(each, keys[each], left[each], max(at[each], start)) for each in fresh], now)
        made += len(fresh)
        spent = {each for each in left if known.get(keys[each], (0, "pending"))[1] not in JOINABLE}
        known |= _known(db, [keys[each] for each in fresh])
        rows = [
            {"outbox_id": known[keys[target]][0], "obligation_id": line.obligation_id, "rung": line.rung, "said": ""}
            for target, wanted in left.items()
            if target not in spent
            for line in wanted
        ]
        insert_new(db, digest_line, rows)
        left = {target: left[target] for target in spent}
        at |= {target: _morning(at[target].date() + timedelta(days=1), left[target][0].rules, zone) for target in left}
    return made


def _known(db: Connection, keys: Iterable[str]) -> dict[str, tuple[int, str]]:
    """(id, state) of those messages, kept as they are until this transaction is over."""
    found: dict[str, tuple[int, str]] = {}
    for some in portions(list(keys)):
        found |= {key: (id_, state) for key, id_, state in db.execute(_ROWS, {"keys": some})}
    return found


def _row(target: Target, key: str, lines: Sequence[Line], at: datetime) -> Row:
    return Row(
        dedupe_key=key,
        recipient_id=target.person_id,
        unit_id=target.unit_id or lines[0].cell,
        kind=KIND,
        payload={"level": target.level},
        not_before=at,
        expires_at=at + STANDS_FOR,
        priority=6,
        due_at=min((line.due_at for line in lines if line.due_at is not None), default=None),
    )


def _morning(day: date, rules: Rules, zone: ZoneInfo) -> datetime:
    return decent(datetime.combine(day, clock(rules.morning_hour), zone), rules, zone)


# --- corrections -----------------------------------------------------------------------------------------------------

_TOLD = (
    select(
        digest_line.c.obligation_id,
        digest_line.c.said,
        outbox.c.id,
        outbox.c.recipient_id,
        outbox.c.unit_id,
        outbox.c.payload,
        outbox.c.sending_at,
    )
    .join(outbox, outbox.c.id == digest_line.c.outbox_id)
    .join(person, person.c.id == outbox.c.recipient_id)
    .where(
        digest_line.c.said != "",
        outbox.c.state.in_(ARRIVED),
        outbox.c.sending_at >= bindparam("since", type_=outbox.c.sending_at.type),
        person.c.telegram_id.is_not(None),
        person.c.blocked == 0,
    )
    .order_by(outbox.c.id)
)
_AS_THEY_ARE = (
    select(*COLUMNS, unit.c.closed_on)
    .join(unit, unit.c.id == obligation.c.unit_id)
    .where(obligation.c.id.in_(bindparam("ids", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Word:
    """What a reader was told last of a cell's month, and on which day."""

    said: str
    day: date


def target_of(level: str, unit_id: int, person_id: int) -> Target:
    """The reader of a message of that level about ``unit_id``: who follows cells has one for all of them."""
    return Target(level, 0 if level == "upper" else unit_id, person_id)


def told(
    db: Connection, now: datetime, zone: ZoneInfo, *, reader: Target | None = None
) -> dict[Target, dict[int, Word]]:
    """What the digests that arrived within the last month said last, by reader and obligation."""
    statement = _TOLD if reader is None else _TOLD.where(outbox.c.recipient_id == reader.person_id)
    found: dict[Target, dict[int, Word]] = defaultdict(dict)
    for row in db.execute(statement, {"since": now - CORRECTED_FOR}):
        target = target_of(row.payload.get("level", "committee"), row.unit_id, row.recipient_id)
        if reader is None or target == reader:
            found[target][row.obligation_id] = Word(row.said, local(row.sending_at, zone).date())
    return found


def as_they_are(db: Connection, ids: Iterable[int], day: date) -> dict[int, Obligation]:
    """Those obligations now, but for those of units that are closed by ``day``."""
    found: dict[int, Obligation] = {}
    for some in portions(sorted(ids)):
        for row in db.execute(_AS_THEY_ARE, {"ids": some}).mappings():
            if row["closed_on"] is None or row["closed_on"] > day:
                found[row["id"]] = obligation_from(row)
    return found


def correct(db: Connection, now: datetime, zone: ZoneInfo) -> int:
    """Queue what differs from what the digests said, for whoever was told it; how many messages that makes.

    Once a day, in the morning: an evening's records come as one message, and no new writer can forget to ask for it,
    since the records themselves are held against what was said.
    """
    morning = _morning(local(now, zone).date(), DEFAULTS, zone)
    last = pulse.last(db, PULSE)
    if now < morning or (last is not None and morning <= last.at <= now):
        return 0
    pulse.beat(db, PULSE, now)
    words = told(db, now, zone)
    today = local(now, zone).date()
    owed = as_they_are(db, {key for said in words.values() for key in said}, today)
    rules = reach.rules_of(db, sorted({each.unit_id for each in owed.values()}))
    lines: dict[Target, list[Line]] = {}
    for target, said in words.items():
        differing = [owed[key] for key, word in said.items() if key in owed and as_told(owed[key]) != word.said]
        held = held_by(db, target, [each.unit_id for each in differing], today)
        lines[target] = [
            Line(each.id, each.unit_id, "", rules.get(each.unit_id, DEFAULTS), _since(said[each.id], zone))
            for each in differing
            if each.unit_id in held
        ]
    return put_lines(db, lines, now, zone)


def _since(word: Word, zone: ZoneInfo) -> datetime:
    """From when on it may have been corrected: a restored database does not know whether it was."""
    return datetime.combine(word.day, clock("00:00"), zone)


def held_by(db: Connection, target: Target, cells: Sequence[int], day: date) -> set[int]:
    """Those of the cells of which the reader is still to be told at his level."""
    if not cells:
        return set()
    if target.level == "upper":
        found = reach.of_cells(db, cells, day).of_cell
        return {cell for cell in cells if target.person_id in found.get((cell, Audience.UPPER), ())}
    chains = reach.committees(db, cells, day).chain
    mine = (target.unit_id, target.person_id)
    return {
        cell for cell in cells if any(mine[0] == unit_id and mine[1] in who for unit_id, who in chains.get(cell, ()))
    }
