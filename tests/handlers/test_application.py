from __future__ import annotations

from tests.handlers.conftest import SECRETARY, STRANGER, House_


async def test_a_stranger_gets_one_polite_sentence(house: House_) -> None:
    await house.start()
    phone = await house.phone(STRANGER)
    await phone.start()
    (said,) = await phone.reads()
    assert said.text.startswith("Kính chào đồng chí, hệ thống này chỉ dành cho")
    assert said.keys == ()


async def test_the_joined_see_what_they_can_do(house: House_) -> None:
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.start()
    (said,) = await phone.reads()
    assert "Nguyễn Văn An" in said.text
