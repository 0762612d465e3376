"""The first bare peer: python-telegram-bot as it comes, echoing every text. ``python -m tests.benchmarks.echo_bot URL TOKEN``."""

from __future__ import annotations

import sys
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters


async def echo(update: Update, _: Any) -> None:
    """The same text back."""
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


def main(url: str, token: str) -> None:
    """Polls until told to stop."""
    application = ApplicationBuilder().token(token).base_url(f"{url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling(allowed_updates=["message"])


if __name__ == "__main__":
    main(*sys.argv[1:])
