"""Hot statements give what the ordinary way gives, and fail as it fails."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.domain.periods import Month
from storage.hot import Hot
from storage.tables import draft, event, meeting, pulse, unit

NOW = datetime(2026, 11, 5, 13, 0, tzinfo=UTC)


def test_values_go_in_and_come_out_as_the_columns_types_say(db: Connection) -> None:
    put = Hot(insert(pulse).values(name=bindparam("n"), at=bindparam("moment"), detail=bindparam("told")))
    assert put.change(db, {"n": "poll", "moment": NOW, "told": {"đ": [1, None]}}) == 1
    asked = select(pulse).where(pulse.c.name == bindparam("n"))
    (row,) = Hot(asked).rows(db, {"n": "poll"})
    assert tuple(row) == tuple(db.execute(asked, {"n": "poll"}).one())
    assert (row.at, row.detail) == (NOW, {"đ": [1, None]})


def test_a_column_of_any_type_reads_alike(db: Connection) -> None:
    for table in (draft, meeting, unit):
        assert Hot(select(table)).rows(db, {}) == db.execute(select(table)).all()
    assert Hot(select(meeting.c.period)).rows(db, {}) == []
    assert Month(2026, 11) < Month(2026, 12)


@pytest.mark.sqlite
def test_failures_are_those_of_the_ordinary_way(db: Connection) -> None:
    wrong = Hot(insert(event).values(obligation_id=bindparam("o"), type="x", occurred_at=bindparam("moment")))
    with pytest.raises(IntegrityError):
        wrong.change(db, {"o": 404, "moment": NOW})
    db.exec_driver_sql("DROP TABLE pulse")
    with pytest.raises(OperationalError):
        Hot(select(pulse)).rows(db, {})
