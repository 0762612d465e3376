"""Joinings that wait for an admin's word, where a committee has set so (``join_approval``); and telephone numbers held against the import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.domain.errors import Refused
from bot.domain.invitations import Invitation, Joined, Why
from bot.domain.names import cleaned
from bot.domain.people import SWEEP, Person, Role, Scope, may_invite
from storage import audit, invitations, people, units
from storage.tables import invitation, joining

LONGEST_NAME = 80
_JOININGS: units.AnySelect = select(
    joining.c.id,
    joining.c.invitation_id,
    joining.c.telegram_id,
    joining.c.account,
    joining.c.language,
    joining.c.asked_at,
    joining.c.phone,
    joining.c.state,
    invitation.c.unit_id,
    invitation.c.role,
    invitation.c.person_id,
    invitation.c.created_by,
).join(invitation, invitation.c.id == joining.c.invitation_id)

_WAITING_BELOW = _JOININGS.where(joining.c.state == "waiting", units.under(invitation.c.unit_id)).order_by(joining.c.id)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who opened a link and waits; ``phone``: his own number, when he has shared it."""

    id: int
    invitation_id: int
    telegram_id: int
    account: str
    language: str
    asked_at: datetime
    phone: str
    state: str
    unit_id: int
    role: Role
    person_id: int | None
    created_by: int | None


def _asked(row: units.AnyRow) -> Asked:
    values = {name: getattr(row, name) for name in Asked.__dataclass_fields__}
    return Asked(**{**values, "role": Role(values["role"])})


def approvers(db: Connection, found: Invitation, now: datetime) -> tuple[Person, ...]:
    """Who is to say the word: the inviter while he may still give the post, else the admins above who can be reached."""
    if found.created_by is not None:
        inviter = people.get(db, found.created_by)
        posts = people.posts_of(db, inviter.id, now.date())
        if inviter.telegram_id is not None and may_invite(
            posts, found.role, found.unit_id, units.above(db, found.unit_id)
        ):
            return (inviter,)
    admins = people.admins_above(db, found.unit_id, now.date())
    return tuple(who for who in admins if who.telegram_id is not None)


def ask(db: Connection, token: str, telegram_id: int, account: str, now: datetime, language: str) -> Asked | Why:
    """The link is used up for this account, which waits; nothing is seen before the word. ``now`` is local."""
    found = invitations.look(db, token, now, telegram_id)
    if isinstance(found, Why):
        return found
    if (why := invitations.unfit(db, found, telegram_id, now)) is not None:
        return why
    invitations.take(db, found.id, now)
    key = db.execute(
        insert(joining).values(
            invitation_id=found.id,
            telegram_id=telegram_id,
            account=cleaned(account, LONGEST_NAME),
            language=language,
            asked_at=now,
        )
    ).inserted_primary_key
    audit.note(db, now, None, found.unit_id, "joining-asked", {"role": found.role.value, "invitation": found.id})
    return _asked(db.execute(_JOININGS.where(joining.c.id == (key[0] if key else 0))).one())


def newest_of(db: Connection, telegram_id: int) -> Asked | None:
    """What that account asked last."""
    statement = _JOININGS.where(joining.c.telegram_id == telegram_id).order_by(joining.c.id.desc()).limit(1)
    row = db.execute(statement).first()
    return None if row is None else _asked(row)


def waiting_below(db: Connection, scope: Scope, unit_id: int) -> tuple[Asked, ...]:
    """Those who wait for the word below the unit, the first who asked first; Refused("not-found") outside the scope."""
    units.seen(db, scope, unit_id)
    rows = units.run_within(db, _WAITING_BELOW, invitation.c.unit_id, scope, {"unit_id": unit_id})
    return tuple(map(_asked, rows))


def get(db: Connection, scope: Scope, joining_id: int) -> Asked:
    """One of them; Refused("not-found") outside the scope."""
    statement = units.within(_JOININGS.where(joining.c.id == joining_id), invitation.c.unit_id, scope)
    row = db.execute(statement).first()
    if row is None:
        raise Refused("not-found")
    return _asked(row)


def approve(db: Connection, scope: Scope, joining_id: int, by: int, now: datetime) -> Joined:
    """He joins now; Refused when ``by`` may not give the post, or the word was said before. ``now`` is local."""
    asked = _decided(db, scope, joining_id, "approved", by, now)
    found = invitations.of_id(db, scope, asked.invitation_id)
    return invitations.admit(db, found, asked.telegram_id, asked.account, now, asked.language)


def refuse(db: Connection, scope: Scope, joining_id: int, by: int, now: datetime) -> Asked:
    """He does not join, and the link leads nowhere any more."""
    return _decided(db, scope, joining_id, "refused", by, now)


def _decided(db: Connection, scope: Scope, joining_id: int, state: str, by: int, now: datetime) -> Asked:
    asked = get(db, scope, joining_id)
    invitations.allowed(db, scope, asked.unit_id, asked.role, by, now)
    waiting = update(joining).where(joining.c.id == joining_id, joining.c.state == "waiting")
    if db.execute(waiting.values(state=state, decided_by=by, decided_at=now)).rowcount != 1:
        raise Refused("joining-settled")
    about = {"role": asked.role.value, "invitation": asked.invitation_id}
    audit.note(db, now, by, asked.unit_id, f"joining-{state}", about)
    return asked


def expected_phone(db: Connection, asked: Asked) -> str:
    """The number that the import gave for whom the link was meant; empty when it gave none, or nobody in particular is meant."""
    if asked.person_id is not None:
        return people.get(db, asked.person_id).phone
    now = people.holders(db, SWEEP, asked.unit_id, asked.asked_at.date())
    waiting = [who.phone for held, who in now if held.role is asked.role and who.telegram_id is None]
    return waiting[0] if len(waiting) == 1 else ""


def note_phone(db: Connection, joining_id: int, phone: str) -> None:
    """The number that he shared while he waits."""
    db.execute(update(joining).where(joining.c.id == joining_id).values(phone=phone))


def invitation_of(db: Connection, asked: Asked) -> Invitation:
    """The link that he opened."""
    return invitations.of_id(db, SWEEP, asked.invitation_id)


def invited(db: Connection, person_id: int) -> Invitation | None:
    """The invitation by which the person joined last; for telling who made it."""
    statement = select(invitation.c.id).where(invitation.c.used_by == person_id).order_by(invitation.c.id.desc())
    key = db.execute(statement.limit(1)).scalar()
    return None if key is None else invitations.of_id(db, SWEEP, key)
