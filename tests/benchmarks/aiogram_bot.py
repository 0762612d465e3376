"""The third bare peer: the same conversation in aiogram 3, by its state machine in memory, one SQLite insert at the end.

``python -m tests.benchmarks.aiogram_bot URL TOKEN DATABASE``, with the interpreter of ``.venv-bench``: nothing else of
ours needs aiogram.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import Message

from tests.benchmarks.questions import DONE, QUESTIONS

UNDER_WAY = State("under_way", "talk")


class Conversation:
    """Asks one question after another."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("CREATE TABLE IF NOT EXISTS meeting (person INTEGER, answers TEXT)")
        self._db.commit()

    async def begin(self, message: Message, state: FSMContext) -> None:
        """The first question."""
        await state.set_state(UNDER_WAY)
        await state.set_data({"answers": []})
        await message.answer(QUESTIONS[0])

    async def take(self, message: Message, state: FSMContext) -> None:
        """Notes an answer and asks on, or keeps them all."""
        answers = [*(await state.get_data())["answers"], message.text or ""]
        if len(answers) < len(QUESTIONS):
            await state.update_data(answers=answers)
            await message.answer(QUESTIONS[len(answers)])
            return
        await state.clear()
        person = message.from_user.id if message.from_user else 0
        self._db.execute("INSERT INTO meeting VALUES (?, ?)", (person, "\n".join(answers)))
        self._db.commit()
        await message.answer(DONE)


async def main(url: str, token: str, path: str) -> None:
    """Polls until told to stop."""
    talk = Conversation(path)
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    dispatcher = Dispatcher()
    dispatcher.message.register(talk.begin, Command("start", "hop"))
    dispatcher.message.register(talk.take, StateFilter(UNDER_WAY))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
