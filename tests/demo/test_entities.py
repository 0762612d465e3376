"""HTML as Telegram reads it, for any text."""

from __future__ import annotations

import html

from hypothesis import given
from hypothesis import strategies as st

from demo.entities import clean, parse_html, plain, units

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(texts)
def test_escaped_text_is_read_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text))[0] == clean(text).strip()


@given(texts, texts)
def test_an_entity_covers_what_stood_between_its_tags(before: str, inside: str) -> None:
    before, inside = f"a{clean(before)}", f"b{clean(inside)}c"
    said, entities = parse_html(f"{html.escape(before)}<b>{html.escape(inside)}</b>")
    bold = next(entity for entity in entities if entity["type"] == "bold")
    utf16 = said.encode("utf-16-le")
    covered = utf16[bold["offset"] * 2 : (bold["offset"] + bold["length"]) * 2].decode("utf-16-le")
    assert covered == inside
    assert len(utf16) // 2 == units(said)


def test_commands_and_links_are_found_but_dates_are_not() -> None:
    text = "/hop ngày 03/11, xem https://t.me/bot?start=a_b-c."
    found = {text[e["offset"] : e["offset"] + e["length"]]: e["type"] for e in plain(text)[1]}
    assert found == {"/hop": "bot_command", "https://t.me/bot?start=a_b-c": "url"}


def test_a_link_is_kept_with_its_address() -> None:
    said, entities = parse_html(
        '<a href="https://x.vn/?a=1&amp;b=2">đây</a> <a href="tg://user?id=7">An</a> <a href="!">-</a>'
    )
    assert said == "đây An -"
    assert entities[0] == {"type": "text_link", "offset": 0, "length": 3, "url": "https://x.vn/?a=1&b=2"}
    assert (entities[1]["type"], entities[1]["user"]["id"], len(entities)) == ("text_mention", 7, 2)
