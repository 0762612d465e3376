"""Presses that no screen of the bot has made, against the whole running bot: each is answered, none touches what is not one's own.

Two hundred with ``make test``; ``PRESSES=10000 SEED=7 pytest tests/handlers/test_hostile_presses.py`` for a long run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from handlers import commands
from storage.store import Store
from storage.tables import inbox, metadata, person, post
from tests.conftest import NOW
from tests.conversations.test_foreign_ids import CODES, PEOPLE, lay
from tests.handlers.conftest import Stage, housing, until

pytestmark = pytest.mark.sqlite
PRESSES, SEED = int(os.environ.get("PRESSES", "200")), int(os.environ.get("SEED", "1"))
REVOKED, STRANGER = 6_000_009, 6_000_003
AT_ONCE = 20
"""Presses of one person that wait together: of more the bot answers only the last (matrix 92)."""
OWN = {"inbox", "audit", "pulse", "offer"}
"""Tables in which a press may leave what it likes: that it came, and what was said to it."""
PRACTICE = {"c:tapdung", "pra"}
"""Left out: a practice cell that has ended is nobody's, and what was shown of it would count as foreign at the end."""
WEEDS = (
    "",
    ":",
    "::",
    "\x00",
    "\n",
    "\u202e",
    "🙂",
    "١٢",
    "-1",
    "0",
    "1e9",
    "NaN",
    "9" * 19,
    "9" * 40,
    "'--",
    "{}",
    "%s",
    "đ" * 30,
)


def codes(random: Random, ids: Mapping[str, int]) -> Iterator[str]:
    """Codes as the bot makes them with another's ids, cut, stretched, spoilt, of old versions, of nothing."""
    names = [*(route.name for route in commands.ROUTES), *(f"c:{each.name}" for each in commands.COMMANDS), "join", "x"]
    names = [name for name in names if name not in PRACTICE]
    while True:
        kind, shape = random.choice(CODES)
        number = random.choice([ids[kind], ids[kind], random.choice(list(ids.values())), random.randrange(2**63), 0])
        code = shape.format(number)
        match random.randrange(8):
            case 0:
                code = code[: random.randrange(len(code) + 1)]
            case 1:
                place = random.randrange(len(code) + 1)
                code = code[:place] + random.choice(WEEDS) + code[place:]
            case 2:
                parts = code.split(":")
                parts[random.randrange(len(parts))] = random.choice(WEEDS)
                code = ":".join(parts)
            case 3:
                code = ":".join(
                    [random.choice(names), *random.choices([*WEEDS, str(number), "y", "all"], k=random.randrange(4))]
                )
            case 4:
                code = f"f:{ids['draft']}:{random.randrange(-1, 99)}:{random.choice(['confirm', 'n:1', 'drop', 'edit', 'go', *WEEDS])}"
            case 5:
                code += random.choice(WEEDS) * random.randrange(1, 40)
            case _:
                pass
        yield code


def standing(db: Connection, pressers: set[int]) -> dict[str, dict[tuple[Any, ...], tuple[Any, ...]]]:
    """All rows by key, but for the pressers' own."""
    found = {}
    for table in metadata.sorted_tables:
        if table.name in OWN:
            continue
        own = next((table.c[name] for name in ("person_id", "recipient_id", "entered_by") if name in table.c), None)
        own = table.c.id if table.name == "person" else own
        rows = db.execute(select(table) if own is None else select(table).where(own.is_(None) | own.not_in(pressers)))
        keys = [list(table.columns).index(column) for column in table.primary_key]
        found[table.name] = {tuple(row[place] for place in keys): tuple(row) for row in rows}
    return found


def revoked(db: Connection) -> None:
    who = db.execute(insert(person).values(name="Hoàng Văn Cũ", telegram_id=REVOKED)).inserted_primary_key[0]  # type: ignore[index]
    unit_id = db.execute(select(post.c.unit_id).limit(1)).scalar_one()
    day = NOW.date().replace(day=1)
    db.execute(insert(post).values(person_id=who, unit_id=unit_id, role="secretary", valid_from=day, valid_to=day))


async def test_every_hostile_press_is_answered_and_touches_nothing_of_others(store: Store) -> None:
    """Matrix 75."""
    async with housing(store) as house:
        await press_all(house)


async def press_all(house: Stage) -> None:
    ids = await house.store.write(lay)
    await house.store.write(revoked)
    named = select(person.c.telegram_id, person.c.id).where(
        person.c.name.in_(PEOPLE) | (person.c.telegram_id == REVOKED)
    )
    users: dict[int, int] = dict(await house.store.read(lambda db: [tuple(row) for row in db.execute(named)]))
    for user in [*users, STRANGER]:
        house.telegram.add_user(user, "Ai", "")
    before = await house.store.read(standing, set(users.values()))
    running = await house.start()
    bot = next(iter(house.telegram.bots.values()))
    for user in [*users, STRANGER]:
        house.telegram.chat(bot, user).met = True
    made = codes(Random(SEED), ids)  # noqa: S311 - the same run for the same seed
    phones = {user: await house.phone(user) for user in [*users, STRANGER]}
    pressed = 0
    while pressed < PRESSES:
        for phone in phones.values():
            for _ in range(min(AT_ONCE, 1 + (PRESSES - pressed) // len(phones))):
                await phone.press_code(next(made), message_id=1)
                pressed += 1
        await until(lambda: not bot.queries and not running.update_queue.qsize(), 60)
    faults = select(inbox.c.last_error, inbox.c.raw).where(inbox.c.last_error != "")
    broken = await house.store.read(lambda db: [tuple(row) for row in db.execute(faults)])
    assert not broken, broken[:5]

    async def all_done() -> bool:
        return {"done"} == set(await house.states())

    await until(all_done)
    assert (await house.states())["done"] >= PRESSES
    after = await house.store.read(standing, set(users.values()))
    for table, rows in before.items():
        assert {key: after[table].get(key) for key in rows} == rows, table
    told = [sent for user in phones for sent in house.telegram.sent_to(user)]
    assert any(sent.text for sent in told)
    assert not any("Traceback" in sent.text or "Error" in sent.text for sent in told)
