"""Dying once at each door (decision 0012): the state is the one before or the one after, never one between.

All places one by one: ``make deaths``.
"""

from __future__ import annotations

from pathlib import Path

from tests.chaos.deaths import one_after_another
from tests.chaos.town import lay

RECEIVING = ("call:getUpdates", "answering:getUpdates", "write:_keep", "commit:_keep", "committed:_keep")
HANDLING = ("write:handle", "commit:handle", "committed:handle", "written:handle", "read:told", "commit:finish")
ANSWERING = ("call:sendMessage", "called:sendMessage", "commit:shown", "committed:answered")
BY_THE_CLOCK = ("wait:deliver", "commit:sent", "committed:claim", "commit:sweep", "committed:sweep", "commit:recover")


async def test_a_death_at_any_door_leaves_before_or_after(tmp_path: Path) -> None:
    """Matrix 1-4, 22, 36-38 and 61: and the next start goes on from there."""
    laid = tmp_path / "laid.db"
    lay(laid, 6)
    places = (*BY_THE_CLOCK, *RECEIVING, *HANDLING, *ANSWERING)
    found = await one_after_another(tmp_path, laid, places)
    assert not {place: wrong for place, wrong in found.items() if wrong}
    assert set(found) == {*places, "the end"}
