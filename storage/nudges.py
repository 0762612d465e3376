"""Nudges: an admin reminds the cells of a list at once, each person at most once a day, and sees what became of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from bot.domain.calendar import decent
from bot.domain.people import Person, Role, Scope
from bot.domain.periods import Month, Span
from bot.domain.reminders import NUDGE, REGULAR
from bot.domain.rules import Rules
from bot.reports.summary import ListName
from storage import audit, units
from storage.lists import cells_statement
from storage.new_rows import portions
from storage.outbox import Row, put
from storage.people import HOLDERS, pair
from storage.standing import Sight
from storage.summaries import values_of
from storage.tables import outbox, post

NUDGED = (ListName.OVERDUE, ListName.MISSED, ListName.SAID_HELD)
"""Lists whose cells may be reminded; nobody is nagged before his day and the grace are over."""
MOST = 1000
STANDS_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell to be nudged for one period, and who of it can be reached."""

    unit_id: int
    name: str
    period: Month
    reachable: tuple[Person, ...] = ()
    secretary: str = ""
    phone: str = ""
    """As it is kept: for calling somebody whom no message reaches."""
    blocked: bool = False
    """Its people have joined and blocked the bot."""
    today: tuple[str, ...] = ()
    """States of the reminders of today for this period, ours and the ladder's."""

    @property
    def waiting(self) -> bool:
        """To be nudged now: somebody is reached, and nobody was reminded today."""
        return bool(self.reachable) and not self.today


def cells(
    db: Connection, scope: Scope, unit_id: int | None, span: Span, name: ListName, now: datetime, rules: Rules
) -> tuple[Cell, ...]:
    """All cells of the list as they stand. ``now`` is local; Refused("not-found") when the unit lies outside the scope."""
    if unit_id is not None:
        units.seen(db, scope, unit_id)
    values = values_of(scope, unit_id, span, now, rules) | {"limit": MOST, "offset_rows": 0}
    rows = db.execute(cells_statement(name, Sight(scope.whole)), values).mappings().all()
    ids = [row["unit_id"] for row in rows]
    people = _recorders(db, ids, now.date())
    reminded = _reminded(db, ids, now)
    return tuple(
        Cell(
            unit_id=row["unit_id"],
            name=row["name"],
            period=row["period"],
            reachable=tuple(who for who in people.get(row["unit_id"], ()) if who.telegram_id and not who.blocked),
            secretary=row["secretary"] or "",
            phone=row["phone"] or "",
            blocked=any(who.blocked for who in people.get(row["unit_id"], ())),
            today=tuple(reminded.get((row["unit_id"], str(row["period"])), ())),
        )
        for row in rows
    )


def _recorders(db: Connection, ids: list[int], day: date) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = {}
    chosen = HOLDERS.where(post.c.role.in_((Role.SECRETARY.value, Role.DEPUTY.value)))
    for some in portions(ids):
        for row in db.execute(chosen.where(post.c.unit_id.in_(some)), {"day": day}):
            held, who = pair(row)
            found.setdefault(held.unit_id, []).append(who)
    return found


def _reminded(db: Connection, ids: list[int], now: datetime) -> dict[tuple[int, str], list[str]]:
    """States of what was queued today to the cells, by cell and period."""
    since = datetime.combine(now.date(), time(), now.tzinfo)
    found: dict[tuple[int, str], list[str]] = {}
    queued = select(outbox.c.unit_id, outbox.c.payload, outbox.c.state).where(
        outbox.c.kind == "reminder",
        outbox.c.not_before >= bindparam("since", type_=outbox.c.not_before.type),
        outbox.c.state != "expired",
    )
    for some in portions(ids):
        for row in db.execute(queued.where(outbox.c.unit_id.in_(some)), {"since": since}):
            if row.payload["rung"] != "upper":
                found.setdefault((row.unit_id, row.payload["period"]), []).append(row.state)
    return found


def send(  # noqa: PLR0913, PLR0917
    db: Connection,
    scope: Scope,
    unit_id: int | None,
    span: Span,
    name: ListName,
    by: int,
    now: datetime,
    rules: Rules,
    zone: ZoneInfo,
) -> tuple[tuple[Cell, ...], datetime]:
    """Queue a reminder for each cell still waiting; those cells, and when the messages go out. ``now`` is local."""
    wanted = tuple(cell for cell in cells(db, scope, unit_id, span, name, now, rules) if cell.waiting)
    goes_out = decent(now, rules, zone)
    key = f"{NUDGE}@{goes_out.date()}"
    rows = [
        Row(
            dedupe_key=f"remind:{cell.unit_id}:{cell.period}:{REGULAR}:{key}:{who.id}",
            recipient_id=who.id,
            unit_id=cell.unit_id,
            kind="reminder",
            payload={"period": str(cell.period), "rung": NUDGE, "key": key},
            not_before=goes_out,
            expires_at=goes_out + STANDS_FOR,
            priority=3,
        )
        for cell in wanted
        for who in cell.reachable
    ]
    put(db, rows, now)
    for cell in wanted:
        audit.note(db, now, by, cell.unit_id, "nudged", {"period": str(cell.period), "list": name.value})
    return wanted, goes_out


def outcome(found: tuple[Cell, ...]) -> Counter[str]:
    """How today's reminders to the cells stand: ``sent``, ``waiting``, ``failed``; a cell counts by its best one."""
    counted: Counter[str] = Counter()
    for cell in found:
        if any(state in {"sent", "unconfirmed", "uncertain"} for state in cell.today):
            counted["sent"] += 1
        elif any(state in {"pending", "sending", "held"} for state in cell.today):
            counted["waiting"] += 1
        elif cell.today:
            counted["failed"] += 1
    return counted
