"""What a table changes of the units, cut into parts short enough that nobody waits for one, and written."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, update

from bot.domain.people import SWEEP
from storage import audit, obligations, people, units
from storage.parts import LONG, Part, parts_of, spread, together
from storage.tables import person
from storage.unit_columns import Named
from storage.unit_plan import Added, Key, Plan
from storage.units import NewUnit

Ids = Mapping[Key, int]
LONGEST = 20
"""How many new things are written in the time of one move."""


def parts(found: Plan) -> list[Part]:
    """The plan in parts: all of a unit lies in one, and what lies above it in the same one or an earlier one."""

    def empty() -> Plan:
        return Plan(ids=found.ids, parents=found.parents)

    depths = _depths(found.parents)
    of_unit = spread(found, lambda each: each.code, empty)
    ordered = sorted(of_unit, key=lambda code: depths.get(code, 0))
    return [
        Part(together((of_unit[code] for code in codes), empty()), _touched(codes, found))
        for codes in parts_of(ordered, lambda code: _length(of_unit[code]))
    ]


def _depths(parents: Mapping[str, str]) -> dict[str, int]:
    """How deep each unit lies when all is done."""
    depths: dict[str, int] = {}
    for code in parents:
        line = [code]
        while (above := parents.get(line[-1], "")) and above not in depths:
            line.append(above)
        for each in reversed(line):
            depths[each] = depths.get(parents.get(each, ""), 0) + 1
    return depths


def _touched(codes: list[str], found: Plan) -> frozenset[int]:
    """The units that were there and on which the part rests: whoever changes one meanwhile makes it be compared anew."""
    known = {code for each in codes for code in (each, found.parents.get(each, "")) if code in found.ids}
    return frozenset(found.ids[code] for code in known)


def _length(plan: Plan) -> int:
    return plan.changes * (1 if plan.added else LONG) + LONGEST * len(plan.moved)


def carry(db: Connection, plan: Plan, now: datetime, person_id: int | None, known: dict[Key, int]) -> dict[Key, int]:
    """Write one part, dated from the day of ``now`` (local), with audit rows; the ids of what it made.

    ``known``: what the parts before have made.
    """
    made: dict[Key, int] = {}
    ids = ChainMap(made, known, plan.ids)
    for level in _levels(plan.added):
        made |= _add(db, level, ids, now, person_id)
    for changed in plan.renamed:
        units.rename(db, ids[changed.code], changed.after, now.date())
        audit.note(db, now, person_id, ids[changed.code], "unit-renamed", {"from": changed.before, "to": changed.after})
    for changed in plan.moved:  # from above downwards: none comes to lie below itself
        units.move(db, ids[changed.code], ids[changed.after], now.date())
        audit.note(db, now, person_id, ids[changed.code], "unit-moved", {"from": changed.before, "to": changed.after})
    _tell(db, plan, ids, now, person_id)
    made |= _post(db, plan, ids, now, person_id)
    return made


def _levels(added: Sequence[Added]) -> Iterator[list[Added]]:
    """New units, from above downwards: each has its parent in a list before its own, or had one."""
    level: dict[str, Added] = {}
    for each in added:
        if each.parent in level:
            yield list(level.values())
            level = {}
        level[each.code] = each
    if level:
        yield list(level.values())


def _add(db: Connection, level: list[Added], ids: Ids, now: datetime, person_id: int | None) -> dict[Key, int]:
    fresh = [
        NewUnit(each.kind, each.code, each.name, ids[each.parent] if each.parent else None, now.date())
        for each in level
    ]
    made = units.add_many(db, fresh)
    about = [(key, {"code": each.code, "name": each.name}) for key, each in zip(made, level, strict=True)]
    audit.note_many(db, now, person_id, "unit-added", about)
    return {each.code: key for key, each in zip(made, level, strict=True)}


def _tell(db: Connection, plan: Plan, ids: Ids, now: datetime, person_id: int | None) -> None:
    new = {each.code for each in plan.added}
    zone = now.tzinfo if isinstance(now.tzinfo, ZoneInfo) else ZoneInfo("UTC")
    profiles = {told.code: replace(told.profile, unit_id=ids[told.code], valid_from=now.date()) for told in plan.told}
    units.first_profiles(db, [profile for code, profile in profiles.items() if code in new])
    for told in plan.told:
        if told.code in new:
            continue
        profile = profiles[told.code]
        units.set_profile(db, SWEEP, profile)
        about = {key: [before, after] for key, before, after in told.changed}
        audit.note(db, now, person_id, profile.unit_id, "profile-changed", about)
        if {key for key, _, _ in told.changed} & {"meeting_day", "starts_at", "usual_minutes"}:
            obligations.replan(db, SWEEP, profile, now.astimezone(UTC), zone)


def _post(db: Connection, plan: Plan, ids: Ids, now: datetime, person_id: int | None) -> dict[Key, int]:
    for ended in plan.ended:
        people.end_post(db, ended.post, now.date())
        audit.note(db, now, person_id, ended.post.unit_id, "post-ended", {"role": ended.post.role.value})
    made = _make_known(db, plan, ids)
    held = [
        (each.who if isinstance(each.who, int) else made.get(each.who) or ids[each.who], ids[each.code], each)
        for each in plan.begun
    ]
    new = [(who, unit_id, each.role) for who, unit_id, each in held if not isinstance(each.who, int)]
    people.first_posts(db, new, now.date(), person_id)
    for who, unit_id, each in held:
        if isinstance(each.who, int):
            people.begin_post(db, who, unit_id, each.role, now.date(), person_id)
    about = [(unit_id, {"role": each.role.value, "person": who}) for who, unit_id, each in held]
    audit.note_many(db, now, person_id, "post-begun", about)
    for phoned in plan.phoned:
        db.execute(update(person).where(person.c.id == phoned.person.id).values(phone=phoned.phone))
        audit.note(db, now, person_id, ids[phoned.code], "phone-changed", {"person": phoned.person.id})
    return made


def _make_known(db: Connection, plan: Plan, ids: Ids) -> dict[Key, int]:
    """Whoever the file names for the first time; their ids."""
    fresh: dict[Key, Named] = {}
    for each in plan.begun:
        if not isinstance(each.who, int) and each.who not in ids:
            fresh.setdefault(each.who, each.named)
    keys = people.create_many(db, [(named.name, named.phone) for named in fresh.values()])
    return dict(zip(fresh, keys, strict=True))
