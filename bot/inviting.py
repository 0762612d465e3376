"""``python -m bot invite``: a single-use link for a post in a unit, made on the machine itself."""

from __future__ import annotations

import asyncio
import io
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection, select

from bot.checking import whoami
from bot.domain.errors import BadSetting, Refused
from bot.domain.invitations import invite_link
from bot.domain.people import SWEEP, Role
from bot.reports.invitation_sheet import Page, Slip
from bot.reports.invitation_sheet import sheet as printable
from bot.settings import Settings
from bot.texts import voice
from storage import invitations, migrations, onboarding, tables
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
    return invitations.invite(db, SWEEP, _unit(db, unit_code), role, None, None, now, days * HOURS)


def sheet(settings: Settings, unit_code: str, roles: str, days: int, file: Path, now: datetime) -> str:
    """A printable sheet of links for all who have not joined below the unit, written to the file; what it says."""
    if file.suffix.lower() != ".docx":
        raise BadSetting(f"{file.name}: the sheet is a .docx file.")
    try:
        wanted = tuple(Role(each.strip()) for each in roles.split(","))
    except ValueError:
        raise BadSetting(f"--role must be of {', '.join(Role)}, separated by commas.") from None
    migrations.upgrade(settings.database_url)
    local = now.astimezone(settings.zone)
    pages = asyncio.run(_pages(settings, unit_code, wanted, days, local))
    try:
        file.write_bytes(printable(pages, voice(settings.language)))
        file.chmod(0o600)
    except OSError as exc:
        raise BadSetting(f"{file.name} cannot be written: {exc.strerror}.") from exc
    count = sum(len(page.slips) for page in pages)
    return f"{count} links for {len(pages)} committees written to {file}; valid for {days} day(s), each for one person."


async def _pages(
    settings: Settings, unit_code: str, roles: tuple[Role, ...], days: int, now: datetime
) -> tuple[Page, ...]:
    username = await whoami(settings, settings.token)
    made = await once(settings.database_url, _links, unit_code, roles, days, now)
    say, until = voice(settings.language), now + timedelta(days=days)
    return tuple(
        Page(
            above,
            tuple(
                Slip(say.plain(f"role-{each.role.value}"), each.unit, each.name, invite_link(username, token), until)
                for each, token in of_above
            ),
        )
        for above, of_above in groupby(made, key=lambda pair: pair[0].above)
    )


def _links(
    db: Connection, unit_code: str, roles: tuple[Role, ...], days: int, now: datetime
) -> tuple[tuple[onboarding.Awaited, str], ...]:
    found = _unit(db, unit_code)
    waiting = onboarding.awaited(db, SWEEP, found, now.date(), roles)
    if not waiting:
        raise BadSetting(f"Nobody is waited for below {unit_code}: all who hold such posts have joined.")
    return onboarding.links(db, SWEEP, waiting, None, now, days * HOURS)


def _unit(db: Connection, unit_code: str) -> int:
    found = db.execute(select(tables.unit.c.id).where(tables.unit.c.code == unit_code)).scalar()
    if found is None:
        raise BadSetting(f"There is no unit with the code {unit_code}.")
    return int(found)


def _qr(address: str) -> str:
    import segno  # noqa: PLC0415 - one use

    out = io.StringIO()
    segno.make(address, micro=False).terminal(out, compact=True)
    return out.getvalue()
