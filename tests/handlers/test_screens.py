from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot.texts.screen import Button, Piece, Screen
from demo.pictures import sample_png
from handlers.commands import Command
from handlers.screens import lines, numbers, plain, split, units
from tests.handlers.conftest import SECRETARY, Stage

Tables = Callable[..., None]


class Balanced(HTMLParser):
    """Fails on a tag that is closed before it was opened, or never."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def balanced(text: str) -> bool:
    parser = Balanced()
    parser.feed(text)
    return not parser.open


def parsed_units(text: str) -> int:
    return units(plain(text))


words = st.sampled_from(
    [
        "chi bộ ",
        "<b>đậm</b>",
        "<i>nghiêng <b>cả hai</b> đây</i>",
        "&amp;",
        "&lt;",
        "😀",
        "\n",
        "x" * 50,
        '<a href="https://t.me/x?a=1&amp;b=2">nối</a>',
    ]
)


@given(st.lists(words, max_size=60), st.integers(20, 200))
def test_pieces_are_short_enough_closed_and_lose_no_word(parts: list[str], longest: int) -> None:
    """Matrix 30."""
    text = "".join(parts)
    pieces = split(text, longest)
    assert all(parsed_units(piece) <= longest for piece in pieces)
    assert all(balanced(piece) for piece in pieces)
    whole = re.sub(r"\s+", "", plain(text))
    assert re.sub(r"\s+", "", "".join(map(plain, pieces))) == whole


def test_a_short_text_is_one_piece_as_it_is() -> None:
    assert split("<b>ngắn</b>\n") == ["<b>ngắn</b>\n"]


def test_a_long_text_is_broken_at_the_end_of_a_line() -> None:
    assert split("một hai\nba bốn\nnăm", 9) == ["một hai\n", "ba bốn\n", "năm"]


def test_a_letter_beyond_the_plane_counts_twice() -> None:
    """Matrix 30."""
    assert units("a😀") == 3
    assert len(split("😀" * 3000)) == 2


async def test_a_long_post_is_shown_in_pieces(house: Stage, tables: Tables) -> None:
    """Matrix 30: a post of letters that count twice."""
    piece = Piece("post", "", "😀" * 3000, "mất")
    tables(Command("xem", "", lambda _: Screen("Hết", kept=(piece,))))
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/xem")
    await phone.sees("Hết")
    *pieces, _ = house.telegram.texts_to(SECRETARY)
    assert "".join(pieces) == piece.caption


async def test_the_own_number_is_shared_by_a_button_below_the_chat(house: Stage, tables: Tables) -> None:
    """Matrix 83."""
    tables(Command("so", "", lambda _: Screen("Mời đồng chí", contact="Chia sẻ số của tôi")))
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/so")
    await phone.sees("Mời đồng chí")
    (sent,) = [each for each in house.telegram.sent_to(SECRETARY) if "Mời" in each.text]
    markup = json.loads(sent.args["reply_markup"])
    assert markup["keyboard"] == [[{"text": "Chia sẻ số của tôi", "request_contact": True}]]
    assert markup["one_time_keyboard"]


def test_numbers_stand_for_the_buttons_that_show_them() -> None:
    rows = ((Button("1. Ghi ngay", "r:1"), Button("2", "r:2")), (Button("Trang sau", "r:n"), Button("12 xong", "r:12")))
    assert numbers((Screen("x", rows),)) == {1: "r:1", 2: "r:2", 12: "r:12"}
    assert numbers((Screen("x", rows, draft=(1, 1)),)) is None
    assert numbers((Screen("x"),)) is None
    assert numbers(()) is None


def test_a_numbered_line_is_known_by_its_words_and_a_button_where_no_line_says_more() -> None:
    rows = ((Button("1", "r:1"), Button("2. Hoãn 2", "r:2")),)
    assert lines((Screen("Xã:\n1. <b>Chi bộ thôn Muối</b>: 28 người", rows),)) == {
        1: "Chi bộ thôn Muối: 28 người",
        2: "Hoãn 2",
    }
    assert lines(()) == {}


async def test_evidence_is_shown_again_as_it_came_and_may_not_be_forwarded(house: Stage, tables: Tables) -> None:
    """A picture that Telegram will not show as one comes as a file; what is gone is said in its place."""
    paper = house.telegram.store_file(b"no picture", "bien-ban.pdf", "application/pdf").id
    book = house.telegram.store_file(sample_png(), "so.png", "image/png").id
    voice = house.telegram.store_file(b"OggS", "voice.ogg", "audio/ogg").id
    kept = [("photo", book), ("voice", voice), ("file", book), ("photo", paper), ("voice", "gone"), ("post", "")]
    pieces = tuple(
        Piece(kind, value, f"{number} &amp; {kind}", f"{number}: <i>mất</i>")
        for number, (kind, value) in enumerate(kept, 1)
    )
    tables(Command("xem", "", lambda _: Screen("Hết", ((Button("1. Lại", "c:xem"),),), kept=pieces)))
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/xem")
    assert (await phone.sees("Hết")).labels == ("1. Lại",)
    sent = [each for each in house.telegram.sent_to(SECRETARY) if each.method.startswith("send")]
    assert [(each.method, each.text) for each in sent] == [
        ("sendphoto", "1 & photo"),
        ("sendvoice", "2 & voice"),
        ("senddocument", "3 & file"),
        ("senddocument", "4 & photo"),
        ("sendmessage", "5: mất"),
        ("sendmessage", "6 & post"),
        ("sendmessage", "Hết"),
    ]
    protected = [each.args.get("protect_content") in (True, "true", "True") for each in sent]
    assert protected == [True, True, True, True, False, True, False]
