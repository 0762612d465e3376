"""``python -m bot check``: is everything right that must be right? One line each."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from bot import settings as setting
from bot.domain.errors import BadSetting
from bot.settings import Settings

CLOCK_MAY_DIFFER = timedelta(minutes=2)


def check(now: datetime, tell: Callable[[str], None]) -> int:
    """Tells the lines; 1 when one of them is a fault."""
    try:
        chosen = setting.load()
    except BadSetting as exc:
        tell(f"settings    FAULT  {exc}")
        return 1
    tell(f"settings    ok     zone {chosen.timezone}, language {chosen.language}, {len(chosen.admin_ids)} admin(s)")
    faults = 0
    for name, look in (
        ("secrets", _secrets),
        ("token", _token),
        ("database", _database),
        ("migrations", _migrations),
        ("clock", lambda each: _clock(each, now)),
        ("sqlite", _sqlite),
    ):
        faults += _line(name, look, chosen, tell)
    for name, fact in _facts(chosen, now).items():
        faults += _line(name, lambda _, fact=fact: fact(), chosen, tell)  # type: ignore[misc]
    return 1 if faults else 0


def _line(name: str, look: Callable[[Settings], str], chosen: Settings, tell: Callable[[str], None]) -> int:
    try:
        tell(f"{name:<11} ok     {look(chosen)}")
    except BadSetting as exc:
        tell(f"{name:<11} FAULT  {exc}")
        return 1
    except Exception as exc:  # noqa: BLE001 - whatever it is, the other lines must be told
        tell(f"{name:<11} FAULT  {type(exc).__name__}")
        return 1
    return 0


def _facts(chosen: Settings, now: datetime) -> dict[str, Callable[[], str]]:
    """What the records tell of themselves, once there are some that can be read; else the lines above said why not."""
    from storage import condition, migrations, store  # noqa: PLC0415 - slow

    try:
        path = store.sqlite_path(chosen.database_url)
        if path is not None:
            migrations.stored(path)
    except BadSetting:
        return {}
    return condition.facts(chosen.database_url, path, now)


def _secrets(chosen: Settings) -> str:
    if setting.exposed(chosen):
        raise BadSetting("other users of this machine can read .env; run: chmod 600 .env")
    return "nobody else can read .env"


def _token(chosen: Settings) -> str:
    token = chosen.token
    return f"@{asyncio.run(whoami(chosen, token))}"


async def whoami(chosen: Settings, token: str) -> str:
    """The bot's name by getMe; BadSetting when Telegram refuses or cannot be reached."""
    from telegram import Bot  # noqa: PLC0415 - slow, and needed only when there is a token
    from telegram.error import InvalidToken, TelegramError  # noqa: PLC0415

    from handlers.transport import Transport  # noqa: PLC0415

    request = Transport(proxy=chosen.telegram_proxy_url, read_timeout=10)
    await request.initialize()
    try:
        me = await Bot(token, base_url=f"{chosen.telegram_api_url.rstrip('/')}/bot", request=request).get_me()
    except InvalidToken:
        raise BadSetting("BOT_TOKEN was refused by Telegram (getMe)") from None
    except TelegramError as exc:
        raise BadSetting(f"Telegram cannot be reached ({type(exc).__name__})") from None
    finally:
        await request.shutdown()
    return str(me.username)


def _database(chosen: Settings) -> str:
    from storage import sqlite, store  # noqa: PLC0415 - as above

    path = store.sqlite_path(chosen.database_url)
    if path is None:
        return "PostgreSQL"
    if not path.exists():
        return f"{path} is not there yet; the first start makes it"
    sqlite.checked(path)
    return f"{path}, {path.stat().st_size / 1e6:.1f} MB"


def _migrations(chosen: Settings) -> str:
    from storage import migrations, store  # noqa: PLC0415 - as above

    path = store.sqlite_path(chosen.database_url)
    if path is None or not path.exists():
        return f"newest step {migrations.newest()}"
    found = migrations.stored(path)
    if found > migrations.newest():
        raise BadSetting(f"the database is at step {found}, newer than this program ({migrations.newest()})")
    return f"step {found}" + ("" if found == migrations.newest() else f", the next start brings {migrations.newest()}")


def _clock(chosen: Settings, now: datetime) -> str:
    """Beside the clock of Telegram's server, as its answers tell it."""
    stated = asyncio.run(_telegrams_time(chosen))
    if stated is None:
        raise BadSetting("Telegram cannot be reached to compare clocks with.")
    if abs(stated - now) > CLOCK_MAY_DIFFER:
        raise BadSetting(f"this machine's clock differs from Telegram's by {abs(stated - now)}.")
    return f"{now.astimezone(chosen.zone):%Y-%m-%d %H:%M:%S %Z}"


async def _telegrams_time(chosen: Settings) -> datetime | None:
    import aiohttp  # noqa: PLC0415 - as above

    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.head(chosen.telegram_api_url, proxy=chosen.telegram_proxy_url or None) as answer,
        ):
            return parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError, OSError):
        return None


def _sqlite(_: Settings) -> str:
    from storage.sqlite import journal_mode  # noqa: PLC0415 - as above

    mode = journal_mode()
    why = "" if mode == "wal" else " (this version may lose rows in WAL: rollback journal, a little slower)"
    return f"{sqlite3.sqlite_version}, journal {mode}{why}"
