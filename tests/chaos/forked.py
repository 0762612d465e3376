"""The bot in a process forked from one that has imported everything: a run begins in a twentieth of the time."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from dataclasses import dataclass

import aiosqlite  # noqa: F401 - what the first read imports
import sqlalchemy.ext.asyncio  # noqa: F401
from pydantic import SecretStr

from bot import logs, running, settings
from bot.duties import Share
from bot.texts import voice
from demo.clock import DemoClock
from handlers import sharing
from storage import failpoints, instance, migrations, store

TOKEN = "7100000000:AAchaos-this-token-opens-nothing-anywhere"
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.chaos.harness"])  # it imports whatever the main module does
voice("vi")  # read once, before any fork
TICKS = 0.2
"""Seconds between two ticks."""


SECRET = "said-by-telegram-each-time"


@dataclass(frozen=True, slots=True)
class Hook:
    """The webhook of a process, and which part of the work is its own."""

    url: str
    port: int
    share: Share = "all"


def alone(port: int) -> Hook:
    """That of one process to which Telegram posts without a balancer."""
    return Hook(f"http://127.0.0.1:{port}/telegram/hook", port)


def bot(folder: str, url: str, failpoint: str, database: str = "", hook: Hook | None = None) -> None:
    """The bot as ``python -m bot run`` has it, in a process that has imported all beforehand."""
    log = os.open(f"{folder}/bot.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    made = settings.Settings(
        bot_token=SecretStr(TOKEN), telegram_api_url=url, database_url=database or f"sqlite:///{folder}/bot.db"
    )
    if hook is not None:  # past the checks: a made-up Telegram may post without TLS
        about = {"webhook_url": hook.url, "webhook_secret": SecretStr(SECRET), "listen": f"127.0.0.1:{hook.port}"}
        made = made.model_copy(update=about)
    logs.configure("INFO")
    failpoints.arm(failpoint)
    running.MOVABLE_SECONDS = TICKS
    sharing.DEBTS = TICKS
    migrations.upgrade(made.database_url)
    with instance.only_one(store.sqlite_path(made.database_url)):
        share = "all" if hook is None else hook.share
        asyncio.run(running.run(made, DemoClock(f"{folder}/clock").now, movable=True, share=share))
