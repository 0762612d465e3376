"""The quarantine of the outbox: nothing goes out, and what becomes due is kept as ``held``, until an operator releases it.

A restored database does not know what was sent after its backup was taken (reliability.md 3.6): somebody looks first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, select, update

from storage import audit, pulse
from storage.outbox import QUARANTINE, REPEATABLE
from storage.tables import outbox
from storage.tables import pulse as pulses

_HELD = and_(outbox.c.state == "held", outbox.c.last_error == QUARANTINE)
_DOUBTFUL = and_(_HELD, outbox.c.ambiguous > 0)
"""Perhaps sent already."""


@dataclass(frozen=True, slots=True)
class Released:
    """How many messages go out now, of them labelled as perhaps sent before; expired; still held."""

    pending: int
    labelled: int
    expired: int
    held: int


def begin(db: Connection, now: datetime, *, restored: bool = False) -> int:
    """Hold every message that is on its way, and from now on every new one; how many that were.

    ``restored``: the records are older than the world, so each may have been sent, and comes labelled if it comes again.
    """
    on_its_way = outbox.c.state.in_(("pending", "sending", "uncertain"))
    doubtful = on_its_way if restored else outbox.c.state.in_(("sending", "uncertain"))
    db.execute(update(outbox).where(doubtful, outbox.c.ambiguous == 0).values(ambiguous=1))
    held = db.execute(update(outbox).where(on_its_way).values(state="held", last_error=QUARANTINE)).rowcount
    if restored or pulse.last(db, QUARANTINE) is None:
        pulse.beat(db, QUARANTINE, now, {"restored": restored})
    audit.note(db, now, None, None, "quarantine-begun", {"restored": restored, "held": held})
    return held


def waiting(db: Connection) -> int:
    """How many messages wait for the release."""
    return db.execute(select(func.count()).select_from(outbox).where(_HELD)).scalar() or 0


def release(db: Connection, now: datetime, *, discard: bool = False) -> Released:
    """Let the held messages go; each is checked against the records once more before it is sent.

    Those perhaps sent already come labelled, or are expired when ``discard``; what must not repeat stays held.
    """
    expired = held = 0
    if discard:
        gone = {"state": "expired", "last_error": "perhaps sent before the restore"}
        expired = db.execute(update(outbox).where(_DOUBTFUL).values(gone)).rowcount
    else:
        kept = update(outbox).where(_DOUBTFUL, outbox.c.kind.not_in(REPEATABLE))
        held = db.execute(kept.values(last_error="perhaps sent; must not repeat")).rowcount
    labelled = db.execute(select(func.count()).select_from(outbox).where(_DOUBTFUL)).scalar() or 0
    freed = {"state": "pending", "last_error": "", "claimed_by": "", "lease_until": None}
    pending = db.execute(update(outbox).where(_HELD).values(freed)).rowcount
    db.execute(delete(pulses).where(pulses.c.name == QUARANTINE))
    audit.note(db, now, None, None, "quarantine-released", {"pending": pending, "expired": expired, "held": held})
    return Released(pending, labelled, expired, held)
