"""What every update asks is found by an index, however many drafts and updates lie there."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from storage import draft_sweep, drafts, inbox, outbox, people, rules, task_sweep
from storage.hot import Hot

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    "statement",
    [
        drafts._OPEN_OF,
        drafts._PAUSED_OF,
        drafts._UNSHOWN,
        draft_sweep._QUIET,
        drafts._SAVE,
        drafts._SHOWN,
        inbox._WAITING,
        inbox._WAITING_CHATS,
        inbox._BACKLOG,
        inbox._FIRST,
        outbox._NEXT,
        inbox._ANSWERED,
        people._ASKER,
        task_sweep._UNPLANNED,
        task_sweep._RIPE,
        rules._SETTINGS,
    ],
)
def test_no_table_is_read_from_end_to_end(db: Connection, statement: object) -> None:
    asked = statement.statement if isinstance(statement, Hot) else statement
    compiled = asked.compile(dialect=db.dialect)  # type: ignore[attr-defined]
    nothing = (None,) * len(compiled.positiontup)
    plan = [row[3] for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled.string}", nothing)]
    assert plan
    assert [step for step in plan if step.startswith("SCAN") and "USING" not in step] == []
