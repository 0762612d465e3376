"""A table file brought in without holding up the bot: read and compared beside it, written in one short transaction.

While a table is read and compared nothing is locked. What it was compared with is remembered by the newest audit row; when
another has come since, it is compared anew.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from bot.domain.spreadsheets import guarded, writable
from storage import member_import, reorganising_file, unit_import, unit_plan, unit_state
from storage.sheets import Sheet, read_sheet
from storage.store import Store
from storage.tables import audit
from storage.unit_columns import Fault
from storage.unit_plan import ALIKE, carried_out

TRIES = 3
"""Comparisons beside the bot; then one that holds it up, so that the import ends."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table: what it is compared with, how it is compared, shown and applied."""

    read: Callable[[Connection, date], Any]
    compared: Callable[[Sheet, Any, date], Any]
    show: Callable[[Any], str]
    apply: Callable[[Connection, Any, datetime], None]


KINDS = {
    "units": Kind(
        unit_state.standing,
        unit_plan.compared,
        unit_import.show,
        lambda db, found, now: unit_import.apply(db, found, now, None),
    ),
    "members": Kind(member_import.standing, member_import.compared, member_import.show, member_import.apply),
}


async def bring(url: str, noun: str, path: Path, now: datetime, *, dry_run: bool) -> tuple[str, bool]:
    """What the file changes, for the terminal, and whether it could be (or was) applied; ``now`` is local time.

    BadSetting for a file that cannot be read at all. Faults beyond those that are told go into a file beside it.
    """
    sheet = read_sheet(path)
    store = Store(url)
    await store.open()
    try:
        if noun == "units" and reorganising_file.is_one(sheet):
            return await store.write(reorganising_file.import_file, sheet, now, dry_run=dry_run)
        said, well, faults = await _brought(store, KINDS[noun], sheet, now, dry_run=dry_run)
    finally:
        await store.close()
    return (f"{said}\n{_handed_back(path, sheet, faults)}" if len(faults) > ALIKE else said), well


async def _brought(
    store: Store, kind: Kind, sheet: Sheet, now: datetime, *, dry_run: bool
) -> tuple[str, bool, list[Fault]]:
    for _ in range(TRIES):
        stood, state = await store.read(_read, kind, now.date())
        found = kind.compared(sheet, state, now.date())  # with nothing held: a reader, too, holds up a rollback journal
        said = kind.show(found)
        if found.faults or dry_run or not found.changes:
            return *carried_out(said, found, dry_run, lambda: None), found.faults
        if await store.write(_applied, kind, found, stood, now):
            return *carried_out(said, found, dry_run, lambda: None), []
    return *(await store.write(_at_once, kind, sheet, now)), []


def _read(db: Connection, kind: Kind, today: date) -> tuple[int, Any]:
    stood = _stands(db)
    return stood, kind.read(db, today)


def _applied(db: Connection, kind: Kind, found: Any, stood: int, now: datetime) -> bool:
    """False when somebody has changed something since it was compared."""
    if _stands(db) != stood:
        return False
    kind.apply(db, found, now)
    return True


def _at_once(db: Connection, kind: Kind, sheet: Sheet, now: datetime) -> tuple[str, bool]:
    found = kind.compared(sheet, kind.read(db, now.date()), now.date())
    return carried_out(kind.show(found), found, False, lambda: kind.apply(db, found, now))


def _stands(db: Connection) -> int:
    return db.execute(select(func.max(audit.c.id))).scalar() or 0


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
