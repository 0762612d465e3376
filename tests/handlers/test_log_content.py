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
CONTENT = frozenset(
    ("text", "caption", "name", "names", "phone", "payload", "raw", "answers", "data", "content", "values", "args",
     "subject", "place", "note", "reply", "user_name", "token", "code", "photos", "screen", "screens")
)  # fmt: skip
"""Attributes and names that may hold what somebody wrote, or a secret."""


def test_a_line_names_what_happened_and_ids() -> None:
    """Matrix 97: an exception is named by its type and place: its text may quote anything."""
    for folder in ("bot", "handlers", "storage", "schedules"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(func=ast.Attribute(value=ast.Name(id="log"), attr=level)) if level in LEVELS:
                        assert len(node.args) == 1, f"{path}:{node.lineno}"
                        assert isinstance(node.args[0], ast.Constant | ast.Name), f"{path}:{node.lineno}"
                        for word in (word for word in node.keywords if word.arg != "file"):
                            assert not held(word.value), f"{path}:{node.lineno} {word.arg}: {held(word.value)}"


def held(value: ast.expr) -> set[str]:
    """What the value is made of that may hold content."""
    match value:
        case ast.Call(func=ast.Name(id="type" | "len" | "sum" | "where")) | ast.Attribute(attr="__name__"):
            return set()
        case ast.Call(func=ast.Attribute(attr="where")):
            return set()
        case ast.Attribute(value=ast.Name(id="exc"), attr="message"):
            return set()  # Telegram's own words, from which bot/logs.py strikes out what it quotes
        case ast.Subscript(slice=ast.Constant(value="update_id")):
            return set()
        case ast.JoinedStr():
            return {"an f-string"}
        case ast.Name(id=name):
            return {name} & (CONTENT | {"exc", "err"})
        case ast.Attribute(attr=name):
            return ({name} & CONTENT) | held(value.value)
        case _:
            return set().union(*(held(each) for each in ast.iter_child_nodes(value) if isinstance(each, ast.expr)))


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
    """Matrix 96 and 97."""

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
