"""What a message about tasks says, in both languages: one with its choices, several with their numbers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.domain.people import Role
from bot.domain.tasks import Measure, Task, TaskState
from bot.domain.units import UnitKind
from bot.texts import LANGUAGES
from schedules.letters import Letter, letter
from schedules.reminders import tick
from schedules.task_letters import BUTTONS, LINES
from storage.outbox import Claimed, Nudged
from storage.store import Store
from storage.tables import outbox
from storage.tasks import KeptTask
from tests.schedules.conftest import SECRETARY, ZONE, joined
from tests.small_district import add_cell, add_unit, assign

TODAY = date(2026, 11, 17)


def nudged(
    number: int = 1,
    due_on: date = TODAY,
    unit: str = "Chi bộ thôn Muối",
    role: str = "secretary",
    what: str = "Dọn mương",
) -> Nudged:
    told = Task(what, "Tổ đảng số 3", due_on, Measure(12, "hộ"))
    return Nudged(unit, role, KeptTask(number, 7, told, TaskState.OPEN, 0.5, "01-NQ/CB"))


def said(*parts: Nudged, language: str = "vi", again: bool = False) -> Letter:
    claimed = Claimed("t", ((1, {}),), "task", 5, "Nguyễn Văn An", 99, language, parts, 1, again)
    return letter(claimed, TODAY)


def test_one_task_is_told_with_its_choices_by_number() -> None:
    made = said(nudged(4, TODAY + timedelta(days=3)))
    assert made.text.replace("\u00a0", " ") == (
        "Kính gửi đồng chí Bí thư Chi bộ thôn Muối.\n"
        "Nhiệm vụ còn 3 ngày đến hạn: Dọn mương, Tổ đảng số 3, hạn 20/11, được 50%.\n"
        "1. Xong   2. Đang làm   3. Chậm"
    )
    assert made.choices == ("tsk:d:4", "tsk:p:4", "tsk:l:4")


def test_several_are_numbered_the_longest_overdue_first_and_a_number_opens_one() -> None:
    made = said(nudged(4), nudged(5, TODAY - timedelta(days=8)))
    assert "1. Dọn mương, Tổ đảng số 3, hạn 09/11, được 50% – quá hạn 8 ngày" in made.text
    assert "2. Dọn mương, Tổ đảng số 3, hạn 17/11, được 50% – hôm nay đến hạn" in made.text
    assert made.choices == ("tsk:t:5", "tsk:t:4")
    assert [button.code for button in made.rows[0]] == ["tsk:d:5", "tsk:p:5", "tsk:l:5"]


def test_tasks_of_two_cells_name_their_cells_and_greet_by_name() -> None:
    made = said(nudged(4), nudged(5, unit="Chi bộ thôn Khe Sâu"))
    assert "Kính gửi đồng chí Nguyễn Văn An." in made.text
    assert "1. Chi bộ thôn Muối: Dọn mương" in made.text
    assert "2. Chi bộ thôn Khe Sâu: Dọn mương" in made.text


def test_an_owner_without_the_office_is_greeted_by_name() -> None:
    assert "Kính gửi đồng chí Nguyễn Văn An." in said(nudged(role=Role.COMMITTEE_MEMBER.value)).text


def test_many_are_counted_and_few_have_buttons() -> None:
    made = said(*(nudged(number) for number in range(1, LINES + 4)))
    assert "… và 3 việc nữa" in made.text
    assert len(made.rows) == BUTTONS
    assert len(made.choices) == LINES


def test_a_second_try_says_so_and_what_people_wrote_is_no_markup() -> None:
    assert said(nudged(), again=True).text.startswith("(Gửi lại")
    assert "&lt;b&gt;" in said(nudged(what="<b>đường</b>")).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("days", [-9, -1, 0, 1, 3])
def test_every_day_has_its_words(days: int, language: str) -> None:
    for parts in ((nudged(1, TODAY + timedelta(days=days)),), (nudged(1, TODAY + timedelta(days=days)), nudged(2))):
        text = said(*parts, language=language).text
        assert "task-" not in text
        assert "{" not in text


async def test_the_tick_queues_what_is_due_of_tasks_too(store: Store) -> None:
    def cell(db: Connection) -> None:
        unit_id = add_cell(db, add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam"), "Chi bộ thôn Muối")
        joined(db, unit_id, "Nguyễn Văn An", Role.SECRETARY, SECRETARY)
        assign(db, unit_id, TODAY, created_at=datetime(2026, 11, 1, 9, tzinfo=ZONE))

    await store.write(cell)
    report = await tick(store, datetime(2026, 11, 17, 8, tzinfo=ZONE), ZONE)
    kinds = await store.read(lambda db: list(db.execute(select(outbox.c.kind)).scalars()))
    assert kinds.count("task") == 1
    assert report.queued == len(kinds)
