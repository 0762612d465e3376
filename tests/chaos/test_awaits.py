"""Failpoints stand at every await between receiving and answering, in the tick and in the sender (decision 0012)."""

from __future__ import annotations

import pytest

from tests.chaos.awaits import OUTSIDE, files, read

PATH = "schedules/sender.py"
LEAST = 120


def test_every_await_passes_a_failpoint() -> None:
    """Matrix 3, 4, 36-38: or the test names the place of the one that does not."""
    seen, bare = read(files())
    assert not bare, "\n".join(["Put failpoint(…) right before:", *bare])
    assert seen >= LEAST, "the reading has missed files"


def test_what_is_left_outside_exists() -> None:
    sources = files()
    for path, names in OUTSIDE.items():
        for name in names:
            assert f"async def {name}(" in sources[path], f"{path} has no {name} any more"


@pytest.mark.parametrize(
    "body",
    [
        "await asyncio.sleep(1)",
        "failpoint('wait', 'x'); await one(); await asyncio.sleep(1)",
        "if so:\n  failpoint('wait', 'x')\n await asyncio.sleep(1)",
        "failpoint('wait', 'x')\n while so:\n  await asyncio.sleep(1)",
        "failpoint('wait', 'x')\n for each in so:\n  await each",
        "try:\n  failpoint('wait', 'x')\n except OSError:\n  await asyncio.sleep(1)",
        "failpoint('wait', 'x')\n async with lock, slots: pass",
        "async for each in rows(): pass",
        "return [await each() for each in so]",
        "await other.one()",
        "async def inner():\n  await asyncio.sleep(1)\n await inner()",
    ],
)
def test_an_await_without_one_is_named(body: str) -> None:
    _, bare = read({"handlers/new.py": f"async def one():\n {body}\n"})
    assert len(bare) == 1
    assert bare[0].startswith("handlers/new.py:")


@pytest.mark.parametrize(
    "body",
    [
        "await self.store.write(work)",
        "await store.read(work)",
        "await self.bot.leave_chat(1)",
        "await bot._post('sendMessage')",
        "failpoint('wait', 'x')\n await asyncio.sleep(1)",
        "if so:\n  failpoint('wait', 'x')\n else:\n  failpoint('wait', 'y')\n await asyncio.sleep(1)",
        "while so:\n  failpoint('wait', 'x')\n  await asyncio.sleep(1)",
        "async with asyncio.timeout(1):\n  await one()",
        "failpoint('wait', 'x')\n async with lock:\n  failpoint('wait', 'y')\n  async with slots: pass",
    ],
)
def test_an_await_with_one_is_not(body: str) -> None:
    assert read({"handlers/new.py": f"async def one():\n {body}\n"})[1] == []


def test_an_await_taken_into_the_code_without_one_is_found() -> None:
    """The sender's call to Telegram is no door of the sender's: its failpoint stands before it."""
    sources = files()
    line = "            message_id = await way(claimed.chat_id, made.text, made.rows)\n"
    assert line in sources[PATH]
    more = sources[PATH].replace(line, line + "            await asyncio.sleep(0)\n")
    (place,) = read({**sources, PATH: more})[1]
    number = more[: more.index("            await asyncio.sleep(0)\n")].count("\n") + 1
    assert place == f"{PATH}:{number} in _deliver: await asyncio.sleep(0)"
