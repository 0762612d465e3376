"""The bot with one part that stands still, or an end that hangs; its watchdog counts in seconds instead of minutes."""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot import logs, running, watching
from bot.__main__ import real_time
from bot.domain.liveness import Limits
from bot.settings import Settings
from bot.watching import Watchdog
from demo.clock import DemoClock
from handlers import application
from handlers.application import Desk
from handlers.receiving import InboxBot
from schedules import jobs
from schedules.sender import Sender
from storage.store import Store

LIMITS = Limits(poll=4, tick=2, outbox=2, inbox=2, store=4)


async def hang(*_: Any, **__: Any) -> None:
    await asyncio.sleep(3600)


async def fail(*_: Any, **__: Any) -> None:
    raise RuntimeError("told to fail")


def register(told: Any, house: Any, *, dies: bool, **_: Any) -> None:
    """The jobs run often; the scheduler may die soon after."""
    register_jobs(told, house, seconds=0.3)
    if dies:
        asyncio.get_running_loop().call_later(2, told.job_queue.scheduler.shutdown, False)


register_jobs = jobs.register
original_asking = InboxBot.asking


async def asks_once(self: InboxBot, call: Any) -> Any:
    answer = await original_asking(self, call)
    setattr(InboxBot, "asking", hang)  # noqa: B010 - no method takes its place for mypy
    return answer


BROKEN: dict[str, tuple[tuple[object, str, object], ...]] = {
    "poll": ((InboxBot, "asking", asks_once),),
    "outbox": ((Sender, "run", hang),),
    "inbox": ((Desk, "attend", hang),),
    "start": ((application, "start", fail),),
    "hanging-start": ((application, "start", fail), (Store, "close", hang)),
    "end": ((Store, "close", hang),),
}


def break_(part: str) -> None:
    """Whatever the test wants to stand still."""
    vars(jobs)["register"] = partial(register, dies=part == "tick")
    for where, name, other in BROKEN.get(part, ()):
        setattr(where, name, other)


def main(token: str, api_url: str, database_url: str, part: str, clock: str = "") -> None:
    """Until it is told to stop, or stops itself."""
    logs.configure("INFO")
    vars(application)["POLL_SECONDS"] = 1
    vars(running)["Watchdog"] = partial(Watchdog, limits=LIMITS, look_every=0.3)
    vars(watching)["end_in_time"] = partial(watching.end_in_time, 3.0)
    break_(part)
    settings = Settings(bot_token=SecretStr(token), telegram_api_url=api_url, database_url=database_url)
    now = DemoClock(Path(clock)).now if clock else real_time
    asyncio.run(running.run(settings, now, movable=bool(clock)))


if __name__ == "__main__":
    main(*sys.argv[1:])
