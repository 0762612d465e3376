"""A table file brought in without holding up the bot: compared beside it, written in parts for which nobody waits long.

While a table is read and compared nothing is locked. A file that has a fault changes nothing. One without is written part by part,
each whole or not at all and all of a unit in one; before each part it is asked whether somebody has changed its units since, and
then what is left is compared anew (docs/decisions/0020).
"""

from __future__ import annotations

import asyncio
import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter as clock
from typing import Any

from sqlalchemy import Connection, or_, select
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.domain.errors import Refused
from bot.domain.spreadsheets import guarded, writable
from storage import member_import, pulse, reorganising_file, unit_changes, unit_import, unit_plan, unit_state, units
from storage.new_rows import portions
from storage.parts import Part, mark_of
from storage.sheets import Sheet, read_sheet
from storage.store import Store
from storage.tables import audit
from storage.unit_columns import Fault
from storage.unit_plan import ALIKE, carried_out
from storage.units import Range

TRIES = 10
"""Comparisons until it is given up: somebody else changes the same units again and again."""
LEAST_PAUSE, LONGEST_PAUSE = 0.03, 0.12
"""Seconds between two parts, else as long as the part took: whoever waits for SQLite's one writer asks again within that time."""
READ_AT_ONCE = 200
"""Units with all that belongs to them, the names on their rosters too."""
REMEMBERED = 2000
"""Newest audit rows by which it is known what had been seen (on PostgreSQL a lower id may come later)."""
ACTS = ("member-", "unit-", "post-", "posts-", "profile-", "phone-changed", "stand-in-", "joined", "usual-day")
"""How acts begin that change what a table is compared with."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table: what it is compared with, how it is compared, shown, cut into parts and written."""

    read: Callable[[Connection, date, Range], Any]
    joined: Callable[[Sequence[Any]], Any]
    compared: Callable[[Sheet, Any, date], Any]
    show: Callable[[Any], str]
    parts: Callable[[Any], list[Part]]
    carry: Callable[[Connection, Any, datetime, dict[Any, int]], Mapping[Any, int]]
    """Returns what the parts that follow must know."""


KINDS = {
    "units": Kind(
        unit_state.standing,
        unit_state.joined,
        unit_plan.compared,
        unit_import.show,
        unit_changes.parts,
        lambda db, plan, now, known: unit_changes.carry(db, plan, now, None, known),
    ),
    "members": Kind(
        member_import.standing,
        member_import.joined,
        member_import.compared,
        member_import.show,
        member_import.parts,
        lambda db, plan, now, _: member_import.carry(db, plan, now),
    ),
}


@dataclass(frozen=True, slots=True)
class Stood:
    """What of the audit had been seen when the records were read: all up to ``lowest``, and these."""

    lowest: int
    seen: frozenset[int]


async def bring(url: str, noun: str, path: Path, now: datetime, *, dry_run: bool) -> tuple[str, bool]:
    """What the file changes, for the terminal, and whether it could be (or was) applied; ``now`` is local time.

    BadSetting for a file that cannot be read at all. Faults beyond those that are told go into a file beside it.
    """
    sheet = read_sheet(path)
    store = Store(url)
    await store.open()
    try:
        if noun == "units" and reorganising_file.is_one(sheet):
            said, well, faults = await _reorganised(store, sheet, now, dry_run=dry_run)
        else:
            said, well, faults = await _Import(store, noun, sheet, now).brought(dry_run=dry_run)
    finally:
        await store.close()
    return (f"{said}\n{_handed_back(path, sheet, faults)}" if len(faults) > ALIKE else said), well


async def _reorganised(store: Store, sheet: Sheet, now: datetime, *, dry_run: bool) -> tuple[str, bool, list[Fault]]:
    """All of it on one day and in one transaction: it is one act."""
    told = reorganising_file.read(sheet, now.date())
    if told.faults:
        return reorganising_file.refused(told), False, told.faults
    return *(await store.write(reorganising_file.import_file, sheet, now, dry_run=dry_run)), []


class _Import:
    """One file on its way."""

    def __init__(self, store: Store, noun: str, sheet: Sheet, now: datetime) -> None:
        self._store, self._kind, self._sheet, self._now = store, KINDS[noun], sheet, now
        self._mark = mark_of(noun)
        self._known: dict[Any, int] = {}
        self._written = 0
        """Changes that are in."""

    async def brought(self, *, dry_run: bool) -> tuple[str, bool, list[Fault]]:
        said = ""
        for _ in range(TRIES):
            stood, found = await self._compared()
            said = said if self._written else self._kind.show(found)
            if found.faults and self._written:
                return self._cut_short(self._kind.show(found)), False, found.faults
            if found.faults or dry_run or not found.changes:
                return *carried_out(said, found, dry_run, lambda: None), found.faults
            if await self._carried(found, stood):
                return *carried_out(said, found, dry_run, lambda: None), []
        return self._cut_short("Somebody else changes the same units again and again."), False, []

    async def _compared(self) -> tuple[Stood, Any]:
        """With nothing held: a reader, too, holds up a rollback journal. What changes between two readings is seen later."""
        today = self._now.date()
        stood, newest = await self._store.read(_stood)
        pieces = [
            await self._store.read(self._kind.read, today, (first, first + READ_AT_ONCE - 1))
            for first in range(1, newest + 1, READ_AT_ONCE)
        ]
        return stood, self._kind.compared(self._sheet, self._kind.joined(pieces), today)

    async def _carried(self, found: Any, stood: Stood) -> bool:
        """False when somebody has changed what a part rests on since it was compared."""
        left, parts = found.changes, self._kind.parts(found)
        for part in parts:
            left -= part.plan.changes
            mark = (self._mark, left) if self._written or len(parts) > 1 else None
            begun = clock()
            made = await self._store_part(part, stood, mark)
            if made is None:
                return False
            self._known |= made
            self._written += part.plan.changes
            if left:
                await asyncio.sleep(min(max(clock() - begun, LEAST_PAUSE), LONGEST_PAUSE))
        return True

    async def _store_part(self, part: Part, stood: Stood, mark: tuple[str, int] | None) -> Mapping[Any, int] | None:
        for attempt in range(TRIES):
            try:
                return await self._store.write(_written, self._kind, part, stood, self._now, self._known, mark)
            except (IntegrityError, Refused):  # changed while it was written, as PostgreSQL lets others do
                return None
            except OperationalError:  # another writer takes longer than anybody should
                if attempt == TRIES - 1:
                    raise
        return None

    def _cut_short(self, why: str) -> str:
        done = f"{self._written} changes of the file were brought in before that and stay; the others were not."
        return f"{why}\nThe records were changed while the file came in. {done} Import the file again for the rest."


def _stood(db: Connection) -> tuple[Stood, int]:
    """And the newest unit's id."""
    newest = list(db.execute(select(audit.c.id).order_by(audit.c.id.desc()).limit(REMEMBERED)).scalars())
    stood = Stood(newest[-1] if len(newest) == REMEMBERED else 0, frozenset(newest))
    return stood, units.newest_id(db)


def _written(
    db: Connection,
    kind: Kind,
    part: Part,
    stood: Stood,
    now: datetime,
    known: dict[Any, int],
    mark: tuple[str, int] | None,
) -> Mapping[Any, int] | None:
    """What it made; None, and nothing is done, when somebody has changed its units since."""
    if _changed(db, stood, part.units):
        return None
    made = kind.carry(db, part.plan, now, known)
    if mark is not None:
        pulse.beat(db, mark[0], now.astimezone(UTC), {"left": mark[1]})
    return made


def _changed(db: Connection, stood: Stood, touched: Iterable[int]) -> bool:
    matters = or_(*(audit.c.act.startswith(each, autoescape=True) for each in ACTS))
    for some in portions(sorted(touched)):
        found = select(audit.c.id).where(audit.c.unit_id.in_(some), audit.c.id > stood.lowest, matters)
        if set(db.execute(found).scalars()) - stood.seen:
            return True
    return False


# --- the faulty rows, handed back -------------------------------------------------------------------------------------


def _handed_back(path: Path, sheet: Sheet, faults: Iterable[Fault]) -> str:
    """Writes the rows that have faults, with a column of reasons in front; what is said of it."""
    told: dict[int, list[str]] = defaultdict(list)
    for fault in faults:
        told[fault.row].append(f"{fault.column}: {fault.reason}")
    back = path.with_name(f"{path.stem}.faults.csv")
    out = io.StringIO(newline="")
    rows = [
        ["Row", "Faults"],
        *([str(row.number), "; ".join(told[row.number]), *row.cells] for row in sheet.rows if row.number in told),
    ]
    csv.writer(out, delimiter=";").writerows([[guarded(writable(cell)) for cell in row] for row in rows])
    try:
        back.write_bytes(out.getvalue().encode("utf-8-sig"))
        back.chmod(0o600)
    except OSError as exc:
        return f"All faults could not be written to {back}: {exc.strerror}."
    return f"All rows with faults, each with its reasons: {back}"
