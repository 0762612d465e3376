"""The log holds ids, never content: read from the code, and tried with a bot that fails (matrix 96 and 97)."""

from __future__ import annotations

import ast
import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot import logs
from bot.texts.screen import Screen
from handlers.commands import Command
from handlers.context import Context
from tests.handlers.conftest import SECRETARY, STRANGER, TOKEN, Stage

ROOT = Path(__file__).parents[2]
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}
IDS = frozenset(
    (
        "update_id",
        "chat_id",
        "kind",
        "attempt",
        "error",
        "where",
        "why",
        "username",
        "webhook",
        "pause",
        "work",
        "before",
        "after",
        "version",
        "missed",
        "queued",
        "unreachable",
        "rows",
        "reason",
        "plain",
        "obligation",
        "by",
        "what",
        "count",
        "seconds",
        "age",
        "since",
        "end",
        "file",
        "bytes",
    )
)
"""What a line may name: ids, types, places in the code, numbers; never a text of somebody's."""


def test_a_line_names_what_happened_and_ids() -> None:
    for folder in ("bot", "handlers", "storage", "schedules"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(func=ast.Attribute(value=ast.Name(id="log"), attr=level)) if level in LEVELS:
                        told = {word.arg for word in node.keywords if word.arg is not None}
                        assert told <= IDS, f"{path}:{node.lineno}: {told - IDS}"
                        assert isinstance(node.args[0], ast.Constant | ast.Name), f"{path}:{node.lineno}"
                        assert len(node.args) == 1, f"{path}:{node.lineno}"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("INFO", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


SAID = "nội dung kín của chi bộ"


async def test_what_people_write_reaches_no_log_whatever_fails(
    house: Stage, tables: object, written: io.StringIO
) -> None:
    def fails(ctx: Context) -> Screen:
        raise ValueError(ctx.incoming.text)

    def bad_html(ctx: Context) -> Screen:
        return Screen(f"<kinmat>{ctx.incoming.text}")

    tables(Command("hong", "", fails), Command("lech", "", bad_html))  # type: ignore[operator]
    await house.start()
    secretary, stranger = await house.phone(SECRETARY), await house.phone(STRANGER)
    await secretary.send(f"/hong {SAID}")
    await secretary.sees("chưa lưu được")
    await secretary.send(f"/lech {SAID}")
    await secretary.sees(SAID)
    house.telegram.faults.add("bad_gateway_after", "sendMessage")
    await secretary.send(f"họp tối mùng 3 có mặt 28/30, {SAID}")
    await secretary.send_photo(caption=SAID)
    await stranger.start(f"mot-ma-moi-{'x' * 32}")
    await stranger.sees("không đúng")
    await stranger.send(SAID)
    await stranger.sees("Kính chào")
    await house.stop()
    log = written.getvalue()
    assert "update.dead" in log
    assert "screen.bad_html" in log
    for word in (SAID, "Muối", "Nguyễn Văn An", "mot-ma-moi", TOKEN, TOKEN.split(":")[1], "kinmat"):
        assert word not in log, word
