"""What Telegram takes and what it refuses, in its own words, as the stock client hears it."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    MenuButtonCommands,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from demo.clock import DemoClock
from demo.phone import Phone
from demo.pictures import sample_png
from demo.server import Server
from demo.telegram import Telegram
from tests.demo.conftest import TOKEN

Bot = ExtBot[None]


def keys(*codes: str, row: int = 1) -> InlineKeyboardMarkup:
    buttons = [InlineKeyboardButton(f"{n}", callback_data=code) for n, code in enumerate(codes, 1)]
    return InlineKeyboardMarkup([buttons[i : i + row] for i in range(0, len(buttons), row)])


@pytest.fixture
async def an(server: Server) -> Phone:
    """An has pressed Start."""
    phone = Phone(server, 1)
    await phone.start()
    return phone


async def refused(what: Coroutine[Any, Any, Any]) -> str:
    with pytest.raises(BadRequest) as caught:
        await what
    return caught.value.message


async def test_html_becomes_text_and_entities_in_utf16_units(bot: Bot, an: Phone) -> None:
    sent = await bot.send_message(1, "😀 <b>Chi bộ &amp; <i>thôn</i></b> <code>a&lt;b</code>", parse_mode="HTML")
    assert sent.text == "😀 Chi bộ & thôn a<b"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [
        ("bold", 3, 13),
        ("italic", 12, 4),
        ("code", 17, 3),
    ]
    assert sent.text_html == "😀 <b>Chi bộ &amp; <i>thôn</i></b> <code>a&lt;b</code>"


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<b>Hùng", 'Can\'t find end tag corresponding to start tag "b"'),
        ("Hùng</b>", "Unexpected end tag at byte offset 5"),
        ("<p>Hùng</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<b>Hùng</i>", 'Unmatched end tag at byte offset 8, expected "</b>", found "</i>"'),
        ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
        ("ồ <b", "Unclosed start tag at byte offset 4"),
    ],
)
async def test_bad_html_is_refused_with_its_byte_offset(
    bot: Bot, an: Phone, telegram: Telegram, html: str, why: str
) -> None:
    await refused(bot.send_message(1, html, parse_mode="HTML"))
    assert telegram.refused[-1].why == f"Bad Request: can't parse entities: {why}"


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "<b></b>"])
async def test_empty_text_is_refused(bot: Bot, an: Phone, text: str) -> None:
    assert (await refused(bot.send_message(1, text, parse_mode="HTML"))).lower() == "message text is empty"


async def test_text_is_measured_after_parsing(bot: Bot, an: Phone) -> None:
    full = "ộ" * 4094 + "😀"
    assert (await bot.send_message(1, f"<b>{full}</b>", parse_mode="HTML")).text == full
    assert (await refused(bot.send_message(1, f"{full}ộ"))).lower() == "message is too long"


async def test_a_caption_holds_1024(bot: Bot, an: Phone) -> None:
    sent = await bot.send_photo(1, sample_png(), caption="<i>" + "x" * 1024 + "</i>", parse_mode="HTML")
    assert len(sent.caption or "") == 1024
    assert "caption is too long" in await refused(bot.send_photo(1, sample_png(), caption="x" * 1025))


@pytest.mark.parametrize("code", ["x" * 65, "ộ" * 22])
async def test_callback_data_has_64_bytes_at_most(bot: Bot, an: Phone, code: str) -> None:
    assert await refused(bot.send_message(1, "a", reply_markup=keys(code))) == "Button_data_invalid"
    assert await bot.send_message(1, "a", reply_markup=keys("ộ" * 21))


async def test_too_many_buttons_are_refused(bot: Bot, an: Phone) -> None:
    assert await bot.send_message(1, "a", reply_markup=keys(*["x"] * 96, row=8))
    assert (
        await refused(bot.send_message(1, "a", reply_markup=keys(*["x"] * 101)))
    ).lower() == "reply markup is too long"
    assert (
        await refused(bot.send_message(1, "a", reply_markup=keys(*["x"] * 9, row=9)))
    ).lower() == "reply markup is too long"


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, an: Phone) -> None:
    sent = await bot.send_message(1, "<b>a</b>", parse_mode="HTML", reply_markup=keys("x"))
    why = await refused(sent.edit_text("<b>a</b>", parse_mode="HTML", reply_markup=keys("x")))
    assert why.startswith("Message is not modified")
    assert await sent.edit_text("<b>a</b>", parse_mode="HTML")
    assert an.screen.keys == ()
    assert await sent.edit_reply_markup(keys("y"))
    assert an.screen.labels == ("1",)


async def test_only_ones_own_messages_of_the_last_two_days_can_be_edited(bot: Bot, an: Phone, clock: DemoClock) -> None:
    theirs = await an.send("của tôi")
    assert await refused(bot.edit_message_text("b", 1, theirs)) == "Message can't be edited"
    assert await refused(bot.edit_message_text("b", 1, 999)) == "Message to edit not found"
    photo = await bot.send_photo(1, sample_png())
    assert "no text in the message" in await refused(photo.edit_text("b"))
    sent = await bot.send_message(1, "a")
    clock.shift(timedelta(hours=49))
    assert await refused(sent.edit_text("b")) == "Message can't be edited"
    assert await refused(sent.delete()) == "Message can't be deleted for everyone"


async def test_a_press_is_answered_once_and_in_time(bot: Bot, an: Phone, telegram: Telegram) -> None:
    await bot.send_message(1, "a", reply_markup=keys("x"))
    first, second = await an.press(1), await an.press(1)
    assert await bot.answer_callback_query(first, "được")
    assert "query is too old" in (await refused(bot.answer_callback_query(first))).lower()
    telegram.bot.queries[second].at = time.monotonic() - telegram.query_lifetime - 1
    assert "query is too old" in (await refused(bot.answer_callback_query(second))).lower()
    assert [toast.text for toast in an.toasts] == ["được"]
    assert an.pending == {second}


async def test_a_long_answer_is_refused(bot: Bot, an: Phone) -> None:
    await bot.send_message(1, "a", reply_markup=keys("x"))
    query = await an.press(1)
    assert await refused(bot.answer_callback_query(query, "x" * 201)) == "Message_too_long"
    assert await bot.answer_callback_query(query, "x" * 200, show_alert=True)
    assert (await an.answered()).alert


async def test_strangers_blockers_and_the_unstarted_are_not_reached(bot: Bot, an: Phone) -> None:
    assert await refused(bot.send_message(999, "a")) == "Chat not found"
    assert await refused(bot.send_message(2, "a")) == "Chat not found"
    await an.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(1, "a")
    updates = await bot.get_updates(timeout=0)
    change = updates[-1].my_chat_member
    assert change
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    await an.unblock()
    assert await bot.send_message(1, "a")


async def test_pictures_documents_and_albums_come_as_they_were(bot: Bot, an: Phone, server: Server) -> None:
    await bot.send_document(1, "Biên bản".encode(), filename="Biên bản.docx", caption="tháng 11")
    said = an.screen
    assert (said.file_name, said.text) == ("Biên bản.docx", "tháng 11")
    assert (await an.download(said)).decode() == "Biên bản"
    assert server.telegram.sent_to(1, "senddocument")[0].files == (("Biên bản.docx", "Biên bản".encode()),)
    picture = await bot.send_photo(1, sample_png())
    again = await bot.send_photo(1, picture.photo[-1])
    assert (again.photo[-1].width, again.photo[-1].height) == (96, 128)
    album = await bot.send_media_group(1, [InputMediaPhoto(sample_png(), caption="một"), InputMediaPhoto(sample_png())])
    assert len({m.media_group_id for m in album}) == 1
    assert album[0].caption == "một"
    papers = [InputMediaDocument(b"a", filename="a.txt"), InputMediaDocument(b"b", filename="b.txt")]
    assert [m.document.file_name for m in await bot.send_media_group(1, papers) if m.document] == ["a.txt", "b.txt"]
    voice = await bot.send_voice(1, b"OggS", caption="ghi âm")
    assert (an.screen.text, voice.voice is not None) == ("ghi âm", True)
    assert voice.voice
    assert (await bot.send_voice(1, voice.voice.file_id)).voice == voice.voice
    assert "IMAGE_PROCESS_FAILED".lower() in (await refused(bot.send_photo(1, b"no picture"))).lower()


async def test_a_photo_of_a_phone_can_be_downloaded(bot: Bot, an: Phone) -> None:
    await bot.get_updates(offset=-1, timeout=0)
    await an.send_photo(sample_png(20, 30), caption="sổ")
    message = (await bot.get_updates(timeout=0))[-1].message
    assert message
    assert message.photo[-1].height == 30
    file = await bot.get_file(message.photo[-1])
    assert bytes(await file.download_as_bytearray()) == sample_png(20, 30)
    assert await refused(bot.get_file("no-such-file")) == "Invalid file_id"


async def test_reply_keyboards_come_and_go(bot: Bot, an: Phone) -> None:
    await bot.send_message(1, "a", reply_markup=ReplyKeyboardMarkup([["Có", "Không"]], one_time_keyboard=True))
    assert [key.label for row in an.keyboard for key in row] == ["Có", "Không"]
    await an.press("Có")
    message = (await bot.get_updates(timeout=0))[-1].message
    assert message
    assert message.text == "Có"
    assert an.keyboard == ()
    await bot.send_message(1, "a", reply_markup=ReplyKeyboardMarkup([["Có"]]))
    await bot.send_message(1, "b", reply_markup=ReplyKeyboardRemove())
    assert an.keyboard == ()


async def test_protected_content_is_not_passed_on(bot: Bot, an: Phone) -> None:
    sent = await bot.send_message(1, "mời", protect_content=True)
    assert sent.has_protected_content
    assert "protected content" in await refused(sent.forward(1))
    assert "protected content" in await refused(sent.copy(1))
    free = await bot.send_message(1, "<b>mời</b>", parse_mode="HTML")
    assert (await free.forward(1)).forward_origin
    assert (await free.copy(1)).message_id == free.message_id + 2


async def test_a_deleted_message_is_gone(bot: Bot, an: Phone) -> None:
    sent = await bot.send_message(1, "a")
    assert await sent.delete()
    assert await refused(sent.delete()) == "Message to delete not found"
    assert await refused(sent.edit_text("b")) == "Message to edit not found"


async def test_what_the_bot_says_about_itself_is_kept(bot: Bot, an: Phone) -> None:
    await bot.set_my_description("Sổ tay của chi bộ", language_code="vi")
    await bot.set_my_short_description("Sổ tay")
    await bot.set_chat_menu_button(1, MenuButtonCommands())
    assert (await bot.get_my_description("vi")).description == "Sổ tay của chi bộ"
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_short_description()).short_description == "Sổ tay"
    assert (await bot.get_chat_menu_button(1)).type == "commands"
    assert await refused(bot.set_my_commands([("Hop", "x")])) == "Bot_command_invalid"
    assert await bot.send_chat_action(1, "typing")
    assert an.actions == ["typing"]


async def test_too_fast_is_refused_with_the_seconds_to_wait(bot: Bot, an: Phone, telegram: Telegram) -> None:
    telegram.limits.on = True
    for _ in range(3):
        await bot.send_message(1, "a")
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(1, "a")
    assert caught.value.retry_after == 1 or caught.value.retry_after == timedelta(seconds=1)
    assert len(telegram.sent_to(1)) == 3


async def test_the_overall_pace_has_a_burst_of_thirty(bot: Bot, telegram: Telegram) -> None:
    telegram.limits.on, telegram.limits.rate, telegram.everyone_met = True, 0.001, True
    for chat in range(100, 130):
        await bot.send_message(chat, "a")
    with pytest.raises(RetryAfter):
        await bot.send_message(130, "a")


async def test_unknown_methods_and_bodies_of_all_kinds(server: Server, an: Phone) -> None:
    async with ClientSession() as http:
        base = f"{server.url}/bot{TOKEN}"
        async with http.post(f"{base}/noSuchMethod") as response:
            assert (response.status, (await response.json())["description"]) == (404, "Not Found: method not found")
        async with http.get(f"{base}/sendmessage", params={"chat_id": "1", "text": "a"}) as response:
            assert (await response.json())["result"]["text"] == "a"
        typed: dict[str, Any] = {"chat_id": 1, "text": "b", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}
        async with http.post(f"{base}/SendMessage", json=typed) as response:
            assert "Text buttons are unallowed in the inline keyboard" in (await response.json())["description"]
        typed["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = "x"
        async with http.post(f"{base}/SendMessage", json=typed) as response:
            assert (await response.json())["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "x"
        async with http.post(f"{server.url}/botnonsense/getMe") as response:
            assert response.status == 404


@pytest.mark.parametrize(
    "act",
    [Phone.sticker, Phone.voice, Phone.location, Phone.contact, Phone.forward, Phone.send_photo],
    ids=lambda act: act.__name__,
)
async def test_everything_a_phone_sends_parses(bot: Bot, an: Phone, act: Callable[[Phone], Any]) -> None:
    await bot.get_updates(offset=-1, timeout=0)
    await act(an)
    message = (await bot.get_updates(timeout=0))[-1].message
    assert message
    assert message.from_user
    assert message.effective_attachment or message.forward_origin
    if message.contact:
        assert message.contact.user_id == message.from_user.id


async def test_a_long_text_arrives_in_pieces_as_from_a_real_client(bot: Bot, an: Phone) -> None:
    await bot.get_updates(offset=-1, timeout=0)
    await an.send("😀" * 2500)
    texts = [u.message.text for u in (await bot.get_updates(timeout=0))[1:] if u.message]
    assert [len(text or "") for text in texts] == [2048, 452]


async def test_a_refusal_is_written_down_but_not_as_sent(bot: Bot, an: Phone, telegram: Telegram) -> None:
    with pytest.raises(TelegramError):
        await bot.send_message(1, "")
    assert telegram.sent_to(1) == []
    assert telegram.refused[-1].why == "Bad Request: message text is empty"
