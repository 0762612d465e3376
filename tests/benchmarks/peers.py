"""The bots that are compared, each a process on a core of its own, all talked to by the same phones."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from demo.telegram import Telegram
from tests.benchmarks.phones import Line, Part
from tests.benchmarks.questions import DONE, QUESTIONS

TOKEN = "7100000002:AAbench-this-token-opens-nothing-anywhere"
GOODBYE = 20.0
UNUSUAL = {"PYTHONDONTWRITEBYTECODE"}
"""An installed program is compiled once and not at each start."""

MEETING = (
    Line("/hop", "đã có biên bản", part=Part.OPENING),
    Line("3", "Loại sinh hoạt", part=Part.OPENING),
    Line("bất thường", "Bước 1/"),
    Line("19h30-21h", when="mấy giờ"),
    Line("nhà văn hóa thôn", when="ở đâu"),
    Line("đ/c Khổng Văn Tiến", when="chủ trì"),
    Line("đ/c Khổng Thị Lụa", when="thư ký"),
    Line("không", when="cấp trên"),
    Line("tan lúc 21h15", "Điểm danh"),
    Line("vắng 2", "có lý do không"),
    Line("vắng đ/c Khổng Thị Lụa ốm, đ/c Khổng Văn Tiến đi làm xa", "Đã ghi"),
    Line("bỏ qua", "Nội dung và kết luận", when="Nhiệm vụ tháng trước"),
    Line("bàn việc mở đường ngõ {n}, nhất trí đổ bê tông trong tháng 12", "Nghị quyết (nếu có)"),
    Line("NQ đổ bê tông đường ngõ {n}", "Biểu quyết"),
    Line("tất cả tán thành", "Giao ai"),
    Line("giao đ/c Khổng Văn Tiến thu tiền {n} hộ xong trước 10/12", "Xem lại"),
    Line("Chốt", "Đã chốt", part=Part.ENDING),
)
"""A session beside the month's regular one: chosen, nine answers in its form, signed off; it can be recorded again and again."""
_SAID = tuple(line for line in MEETING if not line.when or line.when == "Nhiệm vụ tháng trước")
SAME = tuple(
    Line(said.text, expected, part=said.part) for said, expected in zip(_SAID, (*QUESTIONS, DONE), strict=True)
)
"""As many messages, the same words, to the bare bots."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One bot: how it is started in a folder, and how it is talked to."""

    name: str
    command: Callable[[str, Path], Sequence[str]]
    lines: tuple[Line, ...]
    environment: Callable[[str, Path], dict[str, str]] = lambda _, __: {}
    python: Path = Path(sys.executable)

    @property
    def installed(self) -> bool:
        """False for aiogram's bot where only the tests' libraries are."""
        return self.python.exists()


def _ours(url: str, folder: Path) -> dict[str, str]:
    return {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": url,
        "DATABASE_URL": f"sqlite:///{folder}/bot.db",
        "LOG_LEVEL": "WARNING",
    } | dict.fromkeys(("TELEGRAM_PROXY_URL", "ADMIN_IDS", "WEBHOOK_URL", "LISTEN", "LANGUAGE", "TIMEZONE"), "")


ECHO = Peer(
    "bare echo bot",
    lambda url, _: ("tests.benchmarks.echo_bot", url, TOKEN),
    (Line("xin chào", "xin chào"), Line("cảm ơn", "cảm ơn", part=Part.ENDING)),
)
BARE = Peer(
    "bare ConversationHandler",
    lambda url, folder: ("tests.benchmarks.conversation_bot", url, TOKEN, f"{folder}/bare.db"),
    SAME,
)
AIOGRAM_PYTHON = Path(".venv-bench/bin/python")
AIOGRAM = Peer(
    "bare aiogram FSM",
    lambda url, folder: ("tests.benchmarks.aiogram_bot", url, TOKEN, f"{folder}/bare.db"),
    SAME,
    python=AIOGRAM_PYTHON,
)
OURS = Peer(
    "this bot",
    lambda _, folder: ("tests.benchmarks.installed", "run", "--clock", f"{folder}/clock", "--steady"),
    MEETING,
    _ours,
)
PEERS = (ECHO, BARE, AIOGRAM, OURS)


def cores() -> tuple[int, int] | None:
    """One core for the phones and the made-up Telegram, another for the bot; None where that cannot be chosen."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    usable = sorted(os.sched_getaffinity(0))
    return (usable[0], usable[1]) if len(usable) > 1 else None


@dataclass(frozen=True, slots=True)
class Running:
    """A started bot."""

    process: asyncio.subprocess.Process
    started_at: float
    """perf_counter."""

    def memory(self) -> float:
        """Resident megabytes; 0 where the system does not tell."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        except OSError:
            return 0.0
        return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)

    def worked(self) -> float:
        """Seconds that it has used of its core; 0 where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def running(peer: Peer, telegram: Telegram, url: str, folder: Path, log: BinaryIO) -> AsyncIterator[Running]:
    """The bot as a process, ended at the end; RuntimeError when it ends by itself."""
    telegram.add_bot(TOKEN)
    pinned = cores()
    started_at = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(str(peer.python), "-m", *peer.command(url, folder)),
        env={name: value for name, value in os.environ.items() if name not in UNUSUAL} | peer.environment(url, folder),
        stdout=log,
        stderr=log,
        preexec_fn=partial(os.sched_setaffinity, 0, {pinned[1]}) if pinned else None,
    )
    try:
        yield Running(process, started_at)
        if process.returncode is not None:
            raise RuntimeError(f"{peer.name} ended by itself (code {process.returncode})")
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                async with asyncio.timeout(GOODBYE):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()


def fresh(folder: Path, seeded: Path) -> Path:
    """An emptied folder with a copy of the seeded district and the clock."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("bot.db", "clock"):
        shutil.copy(seeded / name, folder / name)
    return folder
