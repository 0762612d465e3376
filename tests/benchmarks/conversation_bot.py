"""The second bare peer: a ConversationHandler with as many questions as ours and one SQLite insert at its end.

``python -m tests.benchmarks.conversation_bot URL TOKEN DATABASE``. It keeps nothing on the way: a kill loses every
conversation and every update that was fetched. That is what most bots of this library are like.
"""

from __future__ import annotations

import sqlite3
import sys
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, CommandHandler, ConversationHandler, MessageHandler, filters

from tests.benchmarks.questions import DONE, QUESTIONS


class Conversation:
    """Asks one question after another."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("CREATE TABLE IF NOT EXISTS meeting (person INTEGER, answers TEXT)")
        self._db.commit()

    async def begin(self, update: Update, context: Any) -> int:
        """The first question."""
        context.user_data["answers"] = []
        return await self._ask(update, 0)

    async def take(self, update: Update, context: Any) -> int:
        """Notes an answer and asks on, or keeps them all."""
        answers = context.user_data["answers"]
        answers.append(update.message.text if update.message else "")
        if len(answers) < len(QUESTIONS):
            return await self._ask(update, len(answers))
        person = update.effective_user.id if update.effective_user else 0
        self._db.execute("INSERT INTO meeting VALUES (?, ?)", (person, "\n".join(answers)))
        self._db.commit()
        if update.message is not None:
            await update.message.reply_text(DONE)
        return ConversationHandler.END

    async def _ask(self, update: Update, number: int) -> int:
        if update.message is not None:
            await update.message.reply_text(QUESTIONS[number])
        return number


def main(url: str, token: str, path: str) -> None:
    """Polls until told to stop."""
    talk = Conversation(path)
    taking: list[Any] = [MessageHandler(filters.TEXT & ~filters.COMMAND, talk.take)]
    application = ApplicationBuilder().token(token).base_url(f"{url}/bot").build()
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", talk.begin), CommandHandler("hop", talk.begin)],
            states=dict.fromkeys(range(len(QUESTIONS)), taking),
            fallbacks=[],
            allow_reentry=True,
        )
    )
    application.run_polling(allowed_updates=["message"])


if __name__ == "__main__":
    main(*sys.argv[1:])
