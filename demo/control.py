"""Breaking the made-up Telegram on purpose, by Python or as JSON over ``/control``; and reading its log."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from demo.acts import ACTS, Act
from demo.clock import DemoClock
from demo.telegram import Bot, Telegram

Json = dict[str, Any]


def poison(telegram: Telegram, bot: Bot, user_id: int) -> int | None:
    """An update that no library can parse: its date is a word. Gives its update_id."""
    chat = telegram.chat(bot, user_id)
    message = {"message_id": bot.next_message, "date": "hôm qua", "chat": chat.api, "text": "poison"}
    bot.next_message += 1
    return telegram.update(bot, "message", message | {"from": telegram.users[user_id]})


def serve_again(telegram: Telegram, bot: Bot) -> int:
    """The last batch of updates comes once more."""
    return bot.updates.serve_again(telegram.now())


def jump(bot: Bot, next_id: int) -> int:
    """update_id falls or jumps: the next update gets this one."""
    bot.updates.jump(next_id)
    return next_id


def migrate(telegram: Telegram, bot: Bot, chat_id: int, to: int) -> int:
    """A group becomes a supergroup with another id; writing to the old one is refused with the new one named."""
    old = telegram.chats[bot.id, chat_id]
    telegram.add_group(bot, to, str(old.api.get("title", "")))
    old.migrated_to = to
    return to


# --- the same as JSON: {"do": verb, …}


def _fault(telegram: Telegram, bot: Bot, order: Json) -> Json:
    values = {k: v for k, v in order.items() if k not in {"do", "kind"}}
    telegram.faults.add(order["kind"], values.pop("method", "*"), **values)
    return _faults(telegram, bot, order)


def _faults(telegram: Telegram, _: Bot, __: Json) -> Json:
    waiting = telegram.faults.waiting
    return {"faults": [{"kind": f.kind, "method": f.method, "times": f.times, "met": f.met} for f in waiting]}


def _behave(telegram: Telegram, bot: Bot, order: Json) -> Json:
    telegram.faults.clear()
    return _faults(telegram, bot, order)


def _log(telegram: Telegram, _: Bot, order: Json) -> Json:
    chat_id = order.get("chat_id")
    chosen = [sent for sent in telegram.log if chat_id is None or sent.chat_id == chat_id]
    after = int(order.get("after", 0))
    return {
        "log": [
            {
                "at": sent.at.isoformat(),
                "chat_id": sent.chat_id,
                "method": sent.method,
                "args": sent.args,
                "text": sent.text,
                "message_id": sent.message_id,
                "files": [{"name": name, "base64": base64.b64encode(data).decode()} for name, data in sent.files],
            }
            for sent in chosen[after:]
        ],
        "refused": [{"method": r.method, "chat_id": r.chat_id, "why": r.why} for r in telegram.refused],
        "calls": telegram.calls,
    }


def _limits(telegram: Telegram, _: Bot, order: Json) -> Json:
    for name in ("on", "chat_rate", "chat_burst", "rate", "burst"):
        if name in order:
            setattr(telegram.limits, name, order[name])
    for name in ("most_buttons", "most_in_row", "query_lifetime"):
        if name in order:
            setattr(telegram, name, order[name])
    return {"on": telegram.limits.on}


CONTROLS: dict[str, Callable[[Telegram, Bot, Json], Json]] = {
    "fault": _fault,
    "faults": _faults,
    "behave": _behave,
    "poison": lambda telegram, bot, order: {"update_id": poison(telegram, bot, int(order["user_id"]))},
    "again": lambda telegram, bot, _: {"served": serve_again(telegram, bot)},
    "jump": lambda _, bot, order: {"next": jump(bot, int(order["to"]))},
    "migrate": lambda telegram, bot, order: {"to": migrate(telegram, bot, int(order["chat_id"]), int(order["to"]))},
    "group": lambda telegram, bot, order: telegram.add_group(bot, int(order["chat_id"]), str(order["title"])).api,
    "log": _log,
    "limits": _limits,
    "act": lambda telegram, bot, order: ACTS[order["act"]](Act(telegram, bot, int(order["user_id"]), order)),
}


def obey(telegram: Telegram, order: Json) -> Json:
    """Carries out one order; raises ValueError for one that there is not."""
    if order.get("do") not in CONTROLS:
        raise ValueError(f"No such order: {order.get('do')}. There are: {', '.join(CONTROLS)}")
    bot = telegram.bots.get(str(order.pop("token", "")), telegram.bot)
    return CONTROLS[order["do"]](telegram, bot, order)


def move_clock(clock: DemoClock, order: Json) -> datetime:
    """``{"shift": seconds}``, ``{"months": n}``, ``{"set": "2026-11-05T20:00+07:00"}`` or ``{"reset": true}``."""
    match order:
        case {"shift": int() | float() as seconds}:
            return clock.shift(timedelta(seconds=seconds))
        case {"months": int() as months}:
            return clock.set(_months_on(clock.now(), months))
        case {"set": str() as moment}:
            wanted = datetime.fromisoformat(moment)
            if wanted.tzinfo is None:
                raise ValueError("The moment needs a zone, e.g. 2026-11-05T20:00+07:00")
            return clock.set(wanted)
        case {"reset": _}:
            return clock.reset()
    raise ValueError("shift, months, set or reset")


def _months_on(moment: datetime, months: int) -> datetime:
    """The same day and hour so many months on; the last day of a shorter month."""
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    for day in range(moment.day, 0, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise ValueError("no such month")
