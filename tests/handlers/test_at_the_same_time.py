"""Two at the same time: the same submission twice, two people for one month, two for one invitation."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.domain.invitations import TRIES
from bot.domain.people import SWEEP, Role
from demo.phone import Phone
from storage import invitations, people
from storage.tables import audit, draft, meeting_version, person, post, unit
from tests.conftest import NOW
from tests.handlers.conftest import SECRETARY, STRANGER, Stage

DEPUTY, OTHER = 7_000_004, 7_000_005
TO_THE_REVIEW = (
    ("Như thường lệ", "đúng cả"),
    ("diễn ra", "19h30-21h"),
    ("mấy giờ", "19h30-21h"),
    ("Họp ở đâu", "nhà văn hóa"),
    ("chủ trì", "đ/c An"),
    ("thư ký", "đ/c Bình"),
    ("Điểm danh", "30/30"),
    ("Có mặt bao nhiêu", "30/30"),
    ("Nội dung", "bàn việc mở đường ngõ 2"),
    ("Nghị quyết (nếu có)", "không"),
)
"""What is asked → what is answered; the first that fits."""


async def to_the_review(phone: Phone) -> None:
    """Answers whatever the meeting form asks until everything is told."""
    await phone.send("/hop")
    for _ in range(12):
        said = (await phone.reads())[-1]
        if "Xem lại" in said.text:
            return
        await phone.send(next((words for asked, words in TO_THE_REVIEW if asked in said.text), "1"))
    raise AssertionError(said.text)


async def counted(house: Stage, table: Any) -> int:
    """Rows of the table that tell of the cell of ``small_district`` by a conversation."""
    statement = select(func.count()).select_from(table)
    if table is meeting_version:
        statement = statement.where(table.c.draft_id.is_not(None))
    return await house.store.read(lambda db: db.execute(statement).scalar_one())


def second_recorder(db: Connection) -> None:
    """A deputy in the secretary's cell."""
    cell = db.execute(select(unit.c.id).where(unit.c.code == "C1")).scalar_one()
    who = people.create(db, "Trần Thị Bình")
    people.join(db, who, DEPUTY, NOW)
    people.begin_post(db, who, cell, Role.DEPUTY, NOW.date())


@pytest.mark.parametrize("pause", [0.0, 0.2])
async def test_signing_off_twice_makes_one_record(house: Stage, pause: float) -> None:
    """Matrix 23: both presses at once, and one after the other."""
    await house.start()
    phone = await house.phone(SECRETARY)
    await to_the_review(phone)
    shown = phone.screen
    code = next(key.data for row in shown.keys for key in row if key.data.endswith(":confirm"))
    for _ in range(2):
        await phone.press_code(code, shown.message_id)
        await asyncio.sleep(pause)
    await phone.sees("Đã chốt")
    await phone.sees("đã")  # the second press is answered as well
    await phone.answered()
    assert await counted(house, meeting_version) == 1


async def test_of_two_people_who_record_the_same_month_the_second_is_told_and_loses_nothing(house: Stage) -> None:
    """Matrix 26: both stand at the review and sign off at once."""
    house.telegram.add_user(DEPUTY, "Bình", "")
    await house.store.write(second_recorder)
    await house.start()
    phones = [await house.phone(SECRETARY), await house.phone(DEPUTY)]
    for phone in phones:
        await to_the_review(phone)
    await asyncio.gather(*(phone.send("chốt") for phone in phones))
    said = [(await phone.reads())[-1].text for phone in phones]
    assert sum("Đã chốt" in text for text in said) == 1, said
    assert sum("đã có biên bản" in text for text in said) == 1, said
    assert await counted(house, meeting_version) == 1

    def states(db: Connection) -> list[str]:
        return sorted(db.execute(select(draft.c.state)).scalars())

    assert await house.store.read(states) == ["open", "submitted"]  # what the second wrote is still there


def invited(db: Connection) -> str:
    cell = db.execute(select(unit.c.id).where(unit.c.code == "C1")).scalar_one()
    return invitations.invite(db, SWEEP, cell, Role.DEPUTY, None, None, NOW, 72)


async def test_of_two_who_hold_one_link_one_joins(house: Stage) -> None:
    """Matrix 80: both have opened it, and press at once."""
    house.telegram.add_user(OTHER, "Khác", "")
    token = await house.store.write(invited)
    await house.start()
    phones = [await house.phone(STRANGER), await house.phone(OTHER)]
    for phone in phones:
        await phone.start(token)
        await phone.sees("1.")
    await asyncio.gather(*(phone.press(1) for phone in phones))
    said = [(await phone.reads())[-1].text for phone in phones]
    assert sum("đã được dùng" in text for text in said) == 1, said

    def joined(db: Connection) -> list[int]:
        held = select(person.c.telegram_id).join(post, post.c.person_id == person.c.id)
        return list(db.execute(held.where(post.c.role == "deputy")).scalars())

    assert len(await house.store.read(joined)) == 1
    raw = await house.store.read(lambda db: [str(row) for row in db.execute(select(audit)).all()])
    assert token not in "\n".join(raw)


async def test_who_guesses_tokens_is_locked_out_and_the_operator_hears_of_it(
    house: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    """Matrix 82: 256 bits, five tries an hour, then an alarm and a row of the audit, once."""
    token = await house.store.write(invited)
    assert len(token) == 43  # 32 bytes, by base64
    await house.start()
    phone = await house.phone(STRANGER)
    for number in range(TRIES + 2):
        await phone.start(f"{token[:-4]}{number:04d}")
        await phone.reads()
    await phone.start(token)  # even the right one
    (said,) = await phone.reads()
    assert "1." not in said.text

    def noted(db: Connection) -> list[Any]:
        return list(db.execute(select(audit.c.about).where(audit.c.act == "tokens-guessed")).scalars())

    assert await house.store.read(noted) == [{"telegram_id": STRANGER}]
    assert capsys.readouterr().out.count("invitation.guessing") == 1
