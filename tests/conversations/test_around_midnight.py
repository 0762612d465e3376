"""Around midnight, above all at a month's end: the month told is that of the local day, whatever the clock of the machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.periods import Month
from storage.tables import meeting, meeting_version
from tests.conftest import ZONE
from tests.conversations.talk import Talk
from tests.conversations.test_old_buttons import as_if_never


@given(minutes=st.integers(-8 * 60, 8 * 60), in_utc=st.booleans())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_month_recorded_is_that_of_the_local_day(talk: Talk, minutes: int, in_utc: bool) -> None:  # noqa: FBT001
    """Matrix 34: eight hours before and after the end of November; the review names the day that is kept."""
    with as_if_never(talk):
        moment = datetime(2026, 12, 1, 0, 0, tzinfo=ZONE) + timedelta(minutes=minutes)
        talk.now = moment.astimezone(UTC) if in_utc else moment
        said = talk.says("An", "hôm nay họp từ 19h30 đến 21h, có mặt 30/30, bàn việc mở đường ngõ 2 và dọn kênh")
        for words in ("đúng cả", "30/30", "bàn việc mở đường", "không"):
            if "Xem lại" not in said:
                said = talk.says("An", words)
        talk.says("An", "chốt")
        day = (moment + timedelta(seconds=5)).astimezone(ZONE).date()
        (kept,) = talk.db.execute(select(meeting.c.period, meeting_version.c.held_on).join(meeting_version)).all()
        assert tuple(kept) == (Month.of(day), day)
        assert f"{day:%d/%m/%Y}" in said
