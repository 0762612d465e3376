"""A tiny bot of the stock library that says what a secretary would read, for the tests of the server and the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from demo.server import Server
from tests.demo.conftest import TOKEN

HELLO = """Kính chào đồng chí. Đây là hệ thống ghi sinh hoạt chi bộ của <b>Đảng ủy xã Lục Nam</b>.
Đồng chí được mời làm Bí thư Chi bộ thôn Muối. <i>Không nhập nội dung mật, số thẻ đảng viên, việc kỷ luật.</i>"""
STEP = """<b>Chi bộ thôn Muối</b> · sinh hoạt tháng 11 · Bước 1/6
Như thường lệ:
Thường kỳ, thứ Ba 03/11/2026, 19:30–21:00 (90 phút), Nhà văn hóa thôn
Chủ trì: đ/c Nguyễn Văn An. Thư ký: đ/c Trần Thị Bình"""
LINK = "https://t.me/chi_bo_demo_bot?start=Qm8Zt-moi_vao"


def _keys(*rows: tuple[str, ...]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label) for label in row] for row in rows])


async def _start(update: Update, context: Any) -> None:
    assert update.message
    keys = _keys(("1. Đúng, tôi là Bí thư Chi bộ thôn Muối",), ("2. Không phải tôi",))
    await update.message.reply_html(f"{HELLO}\n{' '.join(context.args)}", reply_markup=keys)


async def _meeting(update: Update, _: Any) -> None:
    assert update.message
    keys = _keys(("1. Đúng cả", "2. Sửa giờ", "3. Sửa nơi"), ("4. Sửa người", "5. Có chuyên đề"), ("Tạm dừng", "Hủy"))
    await update.message.reply_html(STEP, reply_markup=keys)


async def _invite(update: Update, _: Any) -> None:
    assert update.message
    await update.message.reply_html(f"Giấy mời dùng một lần, hạn 3 ngày:\n{LINK}", protect_content=True)


async def _files(update: Update, _: Any) -> None:
    assert update.message
    await update.message.reply_document(b"bien ban" * 900, filename="Biên bản tháng 11.docx", caption="Biên bản")
    ask = KeyboardButton("Chia sẻ số điện thoại", request_contact=True)
    await update.message.reply_text("Xin số:", reply_markup=ReplyKeyboardMarkup([["Có", "Không"], [ask]]))


async def _pressed(update: Update, _: Any) -> None:
    query = update.callback_query
    assert query
    await query.answer(f"Đã ghi: {query.data}", show_alert=query.data == "Hủy")
    await query.edit_message_text(f"Đã ghi: {query.data}", reply_markup=_keys(("Quay lại", "Chốt")))


async def _echo(update: Update, _: Any) -> None:
    message = update.effective_message
    assert message
    edited = "Tin sửa" if update.edited_message else "Đã nhận"
    what = message.text or message.caption or next(k for k in message.to_dict() if k not in _PLAIN)
    remove = ReplyKeyboardRemove() if message.contact else None
    await message.reply_text(f"{edited}: {what}", reply_markup=remove)


_PLAIN = {"message_id", "date", "chat", "from", "channel_chat_created", "delete_chat_photo"} | {
    "group_chat_created",
    "supergroup_chat_created",
}
Echo = Application[Any, Any, Any, Any, Any, Any]


@asynccontextmanager
async def polling(server: Server, token: str = TOKEN) -> AsyncIterator[Echo]:
    """The bot runs on long polling, unchanged but for its address."""
    builder = ApplicationBuilder().token(token)
    app = builder.base_url(f"{server.url}/bot").base_file_url(f"{server.url}/file/bot").build()
    for name, act in (("start", _start), ("hop", _meeting), ("moi", _invite), ("tep", _files)):
        app.add_handler(CommandHandler(name, act))
    app.add_handler(CallbackQueryHandler(_pressed))
    app.add_handler(MessageHandler(filters.ALL, _echo))
    async with app:
        await app.start()
        assert app.updater
        await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        await app.bot.set_my_commands([BotCommand("hop", "Ghi sinh hoạt"), BotCommand("moi", "Mời vào hệ thống")])
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()
