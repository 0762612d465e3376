"""The Bot API's methods in one table, by lower-case name (Telegram does not mind the case)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from demo import changing, profile, sending
from demo.calls import Call
from demo.refusals import refuse
from demo.telegram import Webhook
from demo.updates import KINDS

Json = dict[str, Any]

LONGEST_POLL = 50
MOST_UPDATES = 100
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def _allow(call: Call) -> None:
    """Keeps the kinds of updates that the bot asks for; not given: as before; empty: the usual ones."""
    kinds = call.data("allowed_updates")
    if isinstance(kinds, list):
        call.bot.updates.allowed = tuple(kind for kind in kinds if kind in KINDS)


async def get_updates(call: Call) -> list[Json]:
    """GetUpdates."""
    if call.bot.webhook is not None:
        raise refuse(WEBHOOK_ACTIVE, 409)
    _allow(call)
    limit = call.number("limit", MOST_UPDATES)
    limit = limit if 1 <= limit <= MOST_UPDATES else MOST_UPDATES
    timeout = max(0, min(call.number("timeout"), LONGEST_POLL))
    return await call.bot.updates.poll(call.number("offset"), limit, timeout, call.telegram.now)


def set_webhook(call: Call) -> bool:
    """setWebhook; an empty url deletes it."""
    url = call.text("url")
    if url and not (url.startswith("https://") or urlsplit(url).hostname in _LOOPBACK):
        raise refuse("bad webhook: An HTTPS URL must be provided for webhook")
    if (secret := call.text("secret_token")) and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise refuse("secret token contains illegal symbols")
    _allow(call)
    if call.flag("drop_pending_updates"):
        call.bot.updates.drop()
    call.bot.webhook = Webhook(url, secret, call.number("max_connections", 40)) if url else None
    call.bot.updates.end_poll("terminated by setWebhook request" if url else "")
    call.telegram.changed = True
    return True


def delete_webhook(call: Call) -> bool:
    """DeleteWebhook."""
    call.args = {"drop_pending_updates": call.args.get("drop_pending_updates")}
    return set_webhook(call)


def get_webhook_info(call: Call) -> Json:
    """GetWebhookInfo."""
    hook, updates = call.bot.webhook, call.bot.updates
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates.queue),
    }
    if hook:
        info["max_connections"] = hook.max_connections
        if hook.error:
            info |= {"last_error_date": hook.error_at, "last_error_message": hook.error}
    return info | ({"allowed_updates": list(updates.allowed)} if updates.allowed else {})


METHODS: dict[str, Callable[[Call], Any]] = {
    "getme": profile.get_me,
    "logout": profile.yes,
    "close": profile.yes,
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendvoice": sending.send_voice,
    "sendmediagroup": sending.send_media_group,
    "forwardmessage": sending.forward_message,
    "copymessage": sending.copy_message,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": changing.edit_message_text,
    "editmessagecaption": changing.edit_message_caption,
    "editmessagemedia": changing.edit_message_media,
    "editmessagereplymarkup": changing.edit_message_reply_markup,
    "deletemessage": changing.delete_message,
    "deletemessages": changing.delete_messages,
    "answercallbackquery": changing.answer_callback_query,
    "getfile": profile.get_file,
    "getchat": profile.get_chat,
    "getchatmember": profile.get_chat_member,
    "leavechat": profile.leave_chat,
    "setmycommands": profile.set_my_commands,
    "getmycommands": profile.get_my_commands,
    "deletemycommands": profile.delete_my_commands,
    "setmydescription": profile.set_about,
    "getmydescription": profile.get_about,
    "setmyshortdescription": profile.set_about,
    "getmyshortdescription": profile.get_about,
    "setmyname": profile.set_about,
    "getmyname": profile.get_about,
    "setchatmenubutton": profile.set_chat_menu_button,
    "getchatmenubutton": profile.get_chat_menu_button,
}
