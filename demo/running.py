"""The ``demo`` command: the made-up Telegram with its phones page, a made-up district, and the bot as a child process."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import socket
import sys
import time
import webbrowser
from contextlib import suppress
from pathlib import Path

from bot.domain.errors import BadSetting
from demo.clock import DemoClock
from demo.people import ADMIN_ID, PEOPLE
from demo.saving import Keeper
from demo.server import Server
from demo.telegram import Telegram

FOLDER = Path("data/demo")
TOKEN = "7100000000:AAdemo-this-token-opens-nothing-anywhere"  # noqa: S105 - made up, for the made-up Telegram only
HOST = "DEMO_HOST"
"""Environment: the address to listen on. 127.0.0.1 unless set; 0.0.0.0 lets a real phone of the same network in."""
GLANCE = 0.2
GOODBYE = 15.0
"""Seconds in which the bot may finish before it is killed."""


def run_demo(port: int, cells: int, months: int, browser: bool) -> int:  # noqa: FBT001 - the command line's switch
    """Runs until Ctrl-C or SIGTERM; BadSetting when the port is taken or another demo uses the folder."""
    host = os.environ.get(HOST) or "127.0.0.1"
    _check_port(host, port)
    FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (FOLDER / "lock").open("w") as lock:
        _lock(lock.fileno())
        clock = DemoClock(FOLDER / "clock")
        try:
            _seed(clock, cells, months)
            asyncio.run(_run(clock, host, port, browser=browser))
        except KeyboardInterrupt:
            _say("Stopped.")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise BadSetting(f"Port {port} cannot be used ({why}); choose another with --port.") from None


def _lock(handle: int) -> None:
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise BadSetting(f"Another demo runs on {FOLDER}; stop it first.") from None


def _seed(clock: DemoClock, cells: int, months: int) -> None:
    """Makes the district once; under another name until it is whole, so that a broken start leaves nothing half."""
    if (FOLDER / "bot.db").exists():
        return
    from demo.district import seed  # noqa: PLC0415 - only needed the first time

    _say(f"Making a district of {cells} cells with {months} months of history …")
    begun = time.monotonic()
    for left in FOLDER.glob("making.db*"):
        left.unlink()
    seed(f"sqlite:///{FOLDER}/making.db", cells, months, clock.now())
    for made in FOLDER.glob("making.db*"):
        made.rename(made.with_name(made.name.replace("making", "bot")))
    _say(f"Made in {time.monotonic() - begun:.0f} s; it stays in {FOLDER} (delete the folder to begin anew).")


class BotProcess:
    """The bot as a process: started, killed, watched."""

    def __init__(self, telegram: Telegram, url: str) -> None:
        self._telegram = telegram
        self._url = url
        self._process: asyncio.subprocess.Process | None = None
        self._started_at = 0.0
        self._wanted = False

    @property
    def state(self) -> str:
        """``running`` once it has asked for updates, ``starting`` before, ``stopped`` when there is no process."""
        if self._process is None or self._process.returncode is not None:
            return "stopped"
        return "running" if self._telegram.bot.updates.polled_at > self._started_at else "starting"

    async def start(self) -> None:
        """Starts it unless it runs."""
        if self.state != "stopped":
            return
        self._started_at, self._wanted = time.monotonic(), True
        with (FOLDER / "bot.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", "--clock", str(FOLDER / "clock")),
                env=self._environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self._url,
            "TELEGRAM_PROXY_URL": "",
            "DATABASE_URL": f"sqlite:///{FOLDER}/bot.db",
            "ADMIN_IDS": str(ADMIN_ID),
            "WEBHOOK_URL": "",
            "LISTEN": "",
        }

    async def kill(self) -> None:
        """Kill -9, in the middle of whatever it does."""
        self._wanted = False
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> None:
        """Asks it to end, and kills it when it does not."""
        self._wanted = False
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(GOODBYE):
                await self._process.wait()
        except TimeoutError:
            await self.kill()

    async def watch(self) -> None:
        """Tells the page when the state changes, and the terminal when the bot ends by itself."""
        before = ""
        while True:
            if (state := self.state) != before:
                self._telegram.publish(None, 0, "process", process=state)
                if state == "stopped" and self._wanted and self._process is not None:
                    _say(f"The bot ended by itself (code {self._process.returncode}); see {FOLDER}/bot.log.")
                before = state
            await asyncio.sleep(GLANCE)


def _die_with_parent() -> None:
    """Linux: the bot must not outlive a killed demo and poll a port where another demo listens."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


async def _run(clock: DemoClock, host: str, port: int, *, browser: bool) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    telegram = Telegram(clock.now, everyone_met=True)
    keeper = Keeper(telegram, FOLDER / "telegram.json")
    keeper.load()
    telegram.add_bot(TOKEN)
    for person in PEOPLE:
        telegram.add_user(person.telegram_id, person.name, person.phone)
    server = Server(telegram, clock)
    try:
        url = await server.start(port, host)
    except OSError as error:
        raise BadSetting(f"Port {port} cannot be used ({error.strerror}); choose another with --port.") from None
    process = BotProcess(telegram, url)
    server.page.process = process
    await process.start()
    tasks = [asyncio.create_task(keeper.run()), asyncio.create_task(process.watch())]
    _say(f"The phones are at {url}/  (Ctrl-C stops everything)")
    if browser:
        tasks.append(asyncio.create_task(asyncio.to_thread(_open, f"{url}/")))
    try:
        await stop.wait()
    finally:
        await process.stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.stop()


def _open(url: str) -> None:
    with suppress(webbrowser.Error, OSError):
        webbrowser.open(url)
