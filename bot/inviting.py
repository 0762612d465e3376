"""``python -m bot invite``: a single-use link for a post in a unit, made on the machine itself."""

from __future__ import annotations

import asyncio
import io
from datetime import datetime

from sqlalchemy import Connection, select

from bot.checking import whoami
from bot.domain.errors import BadSetting, Refused
from bot.domain.invitations import invite_link
from bot.domain.people import SWEEP, Role
from bot.settings import Settings
from bot.texts import voice
from storage import invitations, migrations, tables
from storage.store import once

HOURS = 24


def link(settings: Settings, unit_code: str, role: str, days: int, now: datetime) -> str:
    """The link and its QR code as text; BadSetting for a unit or role that is none."""
    try:
        wanted = Role(role)
    except ValueError:
        raise BadSetting(f"--role must be one of {', '.join(Role)}.") from None
    migrations.upgrade(settings.database_url)
    return asyncio.run(_made(settings, unit_code, wanted, days, now.astimezone(settings.zone)))


async def _made(settings: Settings, unit_code: str, role: Role, days: int, now: datetime) -> str:
    username = await whoami(settings, settings.token)
    try:
        token = await once(settings.database_url, _invite, unit_code, role, days, now)
    except Refused as why:
        raise BadSetting(voice("en").plain(why.key, **why.values)) from None
    address = invite_link(username, token)
    return f"{address}\nValid for {days} day(s), for one person.\n{_qr(address)}"


def _invite(db: Connection, unit_code: str, role: Role, days: int, now: datetime) -> str:
    found = db.execute(select(tables.unit.c.id).where(tables.unit.c.code == unit_code)).scalar()
    if found is None:
        raise BadSetting(f"There is no unit with the code {unit_code}.")
    return invitations.invite(db, SWEEP, found, role, None, None, now, days * HOURS)


def _qr(address: str) -> str:
    import segno  # noqa: PLC0415 - one use

    out = io.StringIO()
    segno.make(address, micro=False).terminal(out, compact=True)
    return out.getvalue()
