"""The bot with one more command whose effect can be counted; run as a process that tests kill."""

from __future__ import annotations

import asyncio
import sys

from pydantic import SecretStr
from sqlalchemy import insert

from bot import logs, running
from bot.__main__ import real_time
from bot.settings import Settings
from bot.texts.screen import Screen
from handlers import commands
from handlers.commands import Command
from handlers.context import Context
from storage.tables import audit


def counted(ctx: Context) -> Screen:
    """Its effect is one row."""
    ctx.db.execute(insert(audit).values(at=ctx.now, person_id=ctx.person.id, act="counted", about=ctx.args[0]))
    return Screen(f"đã ghi {ctx.args[0]}")


def main(token: str, api_url: str, database_url: str) -> None:
    """Until it is told to stop."""
    logs.configure("INFO")
    commands.COMMANDS = (*commands.COMMANDS, Command("dem", "", counted))
    settings = Settings(bot_token=SecretStr(token), telegram_api_url=api_url, database_url=database_url)
    asyncio.run(running.run(settings, real_time))


if __name__ == "__main__":
    main(*sys.argv[1:])
