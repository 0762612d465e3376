"""Reorganisations: looked at, planned for a day, said yes to, and carried out all or nothing (``bot.domain.reorganising``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

import structlog
from sqlalchemy import Connection, insert, select, update

from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Role, Scope
from bot.domain.reorganising import (
    Act,
    ActKind,
    Node,
    Outcome,
    Wrong,
    cells_by_root,
    dumped,
    lies_below,
    line,
    loaded,
    outcome,
)
from bot.domain.units import Unit, UnitKind
from bot.reports.reorganising import Ending, Preview
from storage import audit, members, notices, people, successions, unit_endings, units
from storage.fence import lifted
from storage.tables import reorganisation
from storage.unit_endings import Change

log = structlog.get_logger()
TOLD_AT_MOST = 12
"""Holders named one by one in a preview."""


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """A kept one, with its acts."""

    id: int
    unit_id: int
    on: date
    acts: tuple[Act, ...]
    state: str
    entered_by: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The tree of today by code."""

    units: Mapping[str, Unit]
    nodes: Mapping[str, Node]

    def name(self, code: str) -> str:
        """The name of today."""
        return self.nodes[code].name if code in self.nodes else ""


def standing(db: Connection, day: date) -> Standing:
    """All units with newest names and parents; practice left out."""
    found = units.everything(db)
    codes = {unit.id: unit.code for unit in found}
    nodes = {
        unit.code: Node(
            unit.code,
            unit.kind,
            unit.name,
            codes.get(unit.parent_id, "") if unit.parent_id else "",
            unit.closed_on is None or unit.closed_on > day,
        )
        for unit in found
    }
    return Standing({unit.code: unit for unit in found}, nodes)


def look(db: Connection, acts: Sequence[Act], on: date, today: date) -> Preview:
    """What the acts would do on ``on`` to the tree as it stands; nothing is changed. For the program: no scope is asked."""
    now = standing(db, today)
    made = outcome(acts, now.nodes)
    wrong = _wrong(db, made, now, on)
    if wrong:
        return Preview(on, today, wrong=wrong)
    before, after = cells_by_root(now.nodes), cells_by_root(made.after)

    def name(code: str) -> str:
        return made.after[code].name if code in made.after else now.name(code)

    return Preview(
        on,
        today,
        opened=tuple((act.code, act.name, name(act.parent) if act.parent else "") for act in made.opened),
        renamed=tuple((act.code, now.name(act.code), act.name) for act in made.renamed),
        moved=tuple(
            (act.code, now.name(act.code), now.name(now.nodes[act.code].parent), name(act.parent)) for act in made.moved
        ),
        ended=tuple(_ending(db, act, made, now, on, today) for act in made.ended),
        parted=tuple(
            (name(act.code), ", ".join(name(code) for code in act.into if code != act.code)) for act in made.parted
        ),
        roots=tuple((name(code), before.get(code, 0), after.get(code, 0)) for code in sorted({*before, *after})),
    )


def _wrong_by_now(db: Connection, acts: Sequence[Act], on: date, today: date) -> tuple[Wrong, ...]:
    """What ``look`` would find wrong, and no more: the writer says it, for whom others wait."""
    now = standing(db, today)
    return _wrong(db, outcome(acts, now.nodes), now, on)


def _wrong(db: Connection, made: Outcome, now: Standing, on: date) -> tuple[Wrong, ...]:
    return tuple(made.wrong or _too_late(db, made, now, on))


def _too_late(db: Connection, made: Outcome, now: Standing, on: date) -> list[Wrong]:
    """Ends that the records contradict: the unit has met since, or began later."""
    found = []
    for act in made.ended:
        unit = now.units[act.code]
        if unit.opened_on >= on:
            found.append(Wrong(act.row, "opened-later", {"code": act.code, "day": unit.opened_on}))
        elif (met := unit_endings.met_since(db, unit.id, on)) is not None:
            found.append(Wrong(act.row, "met-since", {"code": act.code, "day": met}))
    return found


def _ending(db: Connection, act: Act, made: Outcome, now: Standing, on: date, today: date) -> Ending:
    unit = now.units[act.code]
    heir = now.units[act.heir].id if act.heir in now.units else None
    held = unit_endings.holders_after(db, unit.id, act, heir, today)
    known = unit_endings.open_in(db, unit.id, on)
    cell = unit.kind is UnitKind.CELL
    roster = members.kept_by(db, SWEEP, unit.id, today) if cell else 0
    new = act.heir in {each.code for each in made.opened}
    return Ending(
        code=act.code,
        name=unit.name,
        kind=act.kind,
        into=tuple(made.after[code].name for code in act.into),
        heir=made.after[act.heir].name if act.heir else "",
        holders=tuple(
            (each.role.value, who.name, becomes.value if becomes else "") for each, who, becomes in held[:TOLD_AT_MOST]
        ),
        blind=sum(becomes is None and not _holds_more(db, who.id, unit.id, today) for _, who, becomes in held),
        members=roster,
        members_go=bool(roster and act.heir) and unit_endings.takes_roster(db, heir, today, new=new),
        **known,
    )


def _holds_more(db: Connection, person_id: int, unit_id: int, today: date) -> bool:
    return any(held.unit_id != unit_id for held in people.posts_of(db, person_id, today))


# --- kept ------------------------------------------------------------------------------------------------------------


def propose(db: Connection, scope: Scope, acts: Sequence[Act], on: date, by: int, now: datetime) -> int:
    """Keep the acts for the yes; its id. Refused("no-right") unless ``by`` is admin above all that they touch.

    ``now`` is local.
    """
    top = _may(db, scope, acts, by, now)
    return _keep(db, acts, on, "proposed", top, by, now)


def _keep(
    db: Connection, acts: Sequence[Act], on: date, state: str, unit_id: int, by: int | None, now: datetime
) -> int:
    values = {"unit_id": unit_id, "effective_on": on, "acts": [dumped(act) for act in acts], "state": state}
    key = db.execute(insert(reorganisation).values(entered_by=by, entered_at=now, **values)).inserted_primary_key
    return int(key[0]) if key else 0


def _may(db: Connection, scope: Scope, acts: Sequence[Act], by: int, now: datetime) -> int:
    """The unit that ``by`` administers and below which all of it happens; a unit itself is changed from above only."""
    tree = standing(db, now.date())
    held = people.posts_of(db, by, now.date())
    tops = [each.unit_id for each in held if each.role is Role.ADMIN]
    opened = {act.code for act in acts if act.kind is ActKind.OPEN}
    for top in tops:
        units.seen(db, scope, top)
        if all(_within(tree, act, top, opened) for act in acts):
            return top
    raise Refused("no-right")


def _within(tree: Standing, act: Act, top: int, opened: set[str]) -> bool:
    ids = {code: unit.id for code, unit in tree.units.items()}

    def below(code: str, *, itself: bool) -> bool:
        if code in opened:
            return True
        if code not in tree.nodes:
            return False
        above = {ids[each] for each in line(tree.nodes, code)}
        return top in above or (itself and ids[code] == top)

    if act.kind is ActKind.OPEN:
        return below(act.parent, itself=True)
    others = (below(code, itself=False) for code in act.into)
    return below(act.code, itself=False) and all(others) and (not act.parent or below(act.parent, itself=True))


def get(db: Connection, scope: Scope, reorganisation_id: int) -> Reorganisation:
    """One that is kept; Refused("not-found") outside the scope."""
    statement: units.AnySelect = select(reorganisation).where(reorganisation.c.id == reorganisation_id)
    row = db.execute(units.within(statement, reorganisation.c.unit_id, scope)).first()
    if row is None:
        raise Refused("not-found")
    return _read(row)


def planned(db: Connection, scope: Scope) -> tuple[Reorganisation, ...]:
    """Those said yes to whose day is still to come, the soonest first."""
    statement: units.AnySelect = select(reorganisation).where(reorganisation.c.state == "planned")
    ordered = statement.order_by(reorganisation.c.effective_on, reorganisation.c.id)
    return tuple(map(_read, db.execute(units.within(ordered, reorganisation.c.unit_id, scope))))


def _read(row: Any) -> Reorganisation:
    acts = tuple(map(loaded, row.acts))
    return Reorganisation(row.id, row.unit_id, row.effective_on, acts, row.state, row.entered_by)


def agree(db: Connection, scope: Scope, reorganisation_id: int, by: int, now: datetime) -> bool:
    """Said yes to: carried out when its day has come (True), else planned. Refused when it can no longer be, or was before.

    ``now`` is local.
    """
    found = get(db, scope, reorganisation_id)
    if found.state != "proposed":
        raise Refused("reorg-settled")
    _may(db, scope, found.acts, by, now)
    if _wrong_by_now(db, found.acts, found.on, now.date()):
        raise Refused("reorg-changed")
    audit.note(db, now, by, found.unit_id, "reorganisation-planned", {"id": found.id, "on": found.on.isoformat()})
    if found.on > now.date():
        _settle(db, found.id, "planned", now)
        return False
    with lifted(db):  # units come and go
        carry_out(db, found, by, now)
    return True


def withdraw(db: Connection, scope: Scope, reorganisation_id: int, by: int, now: datetime) -> None:
    """It will not be carried out."""
    found = get(db, scope, reorganisation_id)
    if found.state not in {"proposed", "planned"}:
        raise Refused("reorg-settled")
    _may(db, scope, found.acts, by, now)
    _settle(db, found.id, "withdrawn", now)
    audit.note(db, now, by, found.unit_id, "reorganisation-withdrawn", {"id": found.id})


def _settle(db: Connection, reorganisation_id: int, state: str, now: datetime, fault: str = "") -> None:
    values = {"state": state, "settled_at": now, "fault": fault}
    db.execute(update(reorganisation).where(reorganisation.c.id == reorganisation_id).values(values))


def plan_from_file(db: Connection, acts: Sequence[Act], on: date, now: datetime) -> bool:
    """What a file says, from the command line: carried out (True) or planned for its day; ``now`` is local."""
    known = standing(db, now.date())
    touched = next(code for act in acts for code in (act.code, act.parent, *act.into) if code in known.units)
    top = known.units[(touched, *line(known.nodes, touched))[-1]].id
    key = _keep(db, acts, on, "planned", top, None, now)
    audit.note(db, now, None, top, "reorganisation-planned", {"id": key, "on": on.isoformat()})
    if on > now.date():
        return False
    carry_out(db, get(db, SWEEP, key), None, now)
    return True


def others(db: Connection, scope: Scope, unit_id: int, act: ActKind, by: int, today: date) -> tuple[Unit, ...]:
    """Into which units this one may merge, or below which it may move, where ``by`` is admin; its neighbours first."""
    tree, me = standing(db, today), units.get(db, scope, unit_id, today)
    tops = {each.unit_id for each in people.posts_of(db, by, today) if each.role is Role.ADMIN}
    found = []
    for code, unit in tree.units.items():
        node, above = tree.nodes[code], line(tree.nodes, code)
        ids = {tree.units[each].id for each in above}
        if not node.open or me.code in {code, *above}:
            continue
        merging = act is ActKind.MERGE
        fits = unit.kind is me.kind if merging else lies_below(me.kind, unit.kind) and unit.id != me.parent_id
        if fits and tops & (ids if merging else ids | {unit.id}):
            found.append(unit)
    near = {me.parent_id} if act is ActKind.MERGE else {tree.units[code].id for code in line(tree.nodes, me.code)[1:2]}
    return tuple(sorted(found, key=lambda unit: (unit.parent_id not in near, unit.code)))


def free_code(db: Connection, scope: Scope, unit_id: int, today: date) -> str:
    """A code for what is split off the unit: its own with the first number behind it that is free."""
    me, taken = units.get(db, scope, unit_id, today), standing(db, today).nodes
    return next(code for number in count(2) if (code := f"{me.code}-{number}") not in taken)


# --- carried out -----------------------------------------------------------------------------------------------------


def due(db: Connection, today: date) -> tuple[int, ...]:
    """Ids of those planned whose day has come, the earliest first."""
    statement = select(reorganisation.c.id).where(
        reorganisation.c.state == "planned", reorganisation.c.effective_on <= today
    )
    return tuple(db.execute(statement.order_by(reorganisation.c.effective_on, reorganisation.c.id)).scalars())


def carry_out_due(db: Connection, reorganisation_id: int, now: datetime) -> str:
    """Carry out a planned one; ``done``, or ``failed`` when the tree has changed so that it cannot be: then its admin is told."""
    found = get(db, SWEEP, reorganisation_id)
    if found.state != "planned":
        return found.state
    wrong = _wrong_by_now(db, found.acts, found.on, now.date())
    if wrong:
        return _fail(db, found, ",".join(sorted({each.key for each in wrong})), now)
    try:
        with db.begin_nested():
            carry_out(db, found, found.entered_by, now)
    except Refused as why:
        return _fail(db, found, why.key, now)
    _tell_admin(db, found, "reorg-notice-done", now)
    return "done"


def _fail(db: Connection, found: Reorganisation, why: str, now: datetime) -> str:
    _settle(db, found.id, "failed", now, why)
    audit.note(db, now, None, found.unit_id, "reorganisation-failed", {"id": found.id, "why": why})
    log.critical("reorganisation.failed", id=found.id, why=why)
    _tell_admin(db, found, "reorg-notice-failed", now)
    return "failed"


def _tell_admin(db: Connection, found: Reorganisation, key: str, now: datetime) -> None:
    if found.entered_by is None:
        return
    who = people.get(db, found.entered_by)
    notices.tell(db, (who,), found.unit_id, key, {"on": found.on}, f"{key}:{found.id}", now)


def carry_out(db: Connection, found: Reorganisation, by: int | None, now: datetime) -> None:
    """All of it, dated from its day, audited; the caller's transaction is all or nothing. ``now`` is local."""
    known = standing(db, now.date())
    made = outcome(found.acts, known.nodes)
    if _wrong(db, made, known, found.on):
        raise Refused("reorg-changed")
    change = Change(found.on, now, by)
    ids = {code: unit.id for code, unit in known.units.items()}
    for act in made.opened:
        kind = act.unit_kind or UnitKind.CELL
        ids[act.code] = units.add(db, kind, act.code, act.name, ids.get(act.parent), found.on)
        audit.note(db, now, by, ids[act.code], "unit-added", {"code": act.code, "name": act.name})
    for act in made.renamed:
        units.rename(db, ids[act.code], act.name, found.on)
        about = {"from": known.name(act.code), "to": act.name}
        audit.note(db, now, by, ids[act.code], "unit-renamed", about)
    _move(db, made, known, ids, change)
    opened = {act.code for act in made.opened}
    for act in made.ended:
        heir = ids[act.heir] if act.heir else None
        unit_endings.end(db, ids[act.code], known.nodes[act.code].kind, act, heir, change, new=act.heir in opened)
        audit.note(db, now, by, ids[act.code], "unit-closed", {"how": act.kind.value, "into": list(act.into)})
    for act in (*made.ended, *made.parted):
        for code in act.into:
            if code != act.code:
                successions.note(db, ids[act.code], ids[code], found.on, act.kind, heir=code == act.heir)
    _settle(db, found.id, "done", now)


def _move(db: Connection, made: Outcome, known: Standing, ids: dict[str, int], change: Change) -> None:
    """The moves; one that would lie below itself waits until the others are made."""
    waiting = list(made.moved)
    while waiting:
        put_off = []
        for act in waiting:
            try:
                units.move(db, ids[act.code], ids[act.parent], change.on)
            except Refused as why:
                if why.key != "unit-move-cycle":
                    raise
                put_off.append(act)
                continue
            about = {"from": known.nodes[act.code].parent, "to": act.parent}
            audit.note(db, change.now, change.by, ids[act.code], "unit-moved", about)
        if len(put_off) == len(waiting):
            raise Refused("unit-move-cycle")
        waiting = put_off
