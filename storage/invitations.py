"""Single-use links into a post: only a token's hash is kept, and a compare-and-set lets one person through.

``now`` is local time throughout: its date is the day on which posts begin and end.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import Connection, insert, select, update

from bot.domain.errors import Refused
from bot.domain.invitations import WINDOW, Invitation, Joined, Why, fault, locked
from bot.domain.names import cleaned
from bot.domain.people import SWEEP, Person, Post, Role, Scope, hands_over, may_invite, roles_in
from storage import audit, drafts, people, units
from storage.tables import invitation, invitation_term, post, wrong_token

log = structlog.get_logger()

TOKEN_BYTES = 32
LONGEST_NAME = 80
_COLUMNS: units.AnySelect = select(*(invitation.c[name] for name in Invitation.__dataclass_fields__))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _invitation(row: units.AnyRow) -> Invitation:
    values = {name: getattr(row, name) for name in Invitation.__dataclass_fields__}
    return Invitation(**{**values, "role": Role(values["role"])})


def invite(  # noqa: PLR0913
    db: Connection,
    scope: Scope,
    unit_id: int,
    role: Role,
    person_id: int | None,
    by: int | None,
    now: datetime,
    hours: int,
    *,
    term: tuple[date, date] | None = None,
    successor: bool = False,
) -> str:
    """A fresh token for that post, valid ``hours``; ``person_id``: for that holder alone, ``by`` None: the command line.
    ``term``: first and last day of a post for a while; ``successor``: to the post that ``by`` holds himself.

    Refused("not-found") outside the scope, ("invitation-no-right") when ``by`` may not give the post. An older open
    link to the same secretary's post, or for the same person, is revoked.
    """
    allowed(db, scope, unit_id, role, by, now, successor=successor)
    if person_id is not None and person_id not in {who.id for _, who in waiting(db, scope, unit_id, role, now)}:
        raise Refused("not-found")
    _revoke_older(db, unit_id, role, person_id, now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    key = db.execute(
        insert(invitation).values(
            token_hash=_hash(token),
            unit_id=unit_id,
            role=role.value,
            person_id=person_id,
            created_by=by,
            created_at=now,
            expires_at=now + timedelta(hours=hours),
        )
    ).inserted_primary_key
    if term is not None and key:
        db.execute(insert(invitation_term).values(invitation_id=key[0], from_on=term[0], until_on=term[1]))
    audit.note(db, now, by, unit_id, "invited", {"role": role.value, "person": person_id, "hours": hours})
    return token


def allowed(
    db: Connection,
    scope: Scope,
    unit_id: int,
    role: Role,
    by: int | None,
    now: datetime,
    *,
    successor: bool = False,
) -> None:
    """Refused unless the unit is seen, open and has such a post, and ``by`` may give it (``successor``: or holds it)."""
    found = units.get(db, scope, unit_id, now.date())
    if found.closed_on is not None and found.closed_on <= now.date():
        raise Refused("not-found")
    if role not in roles_in(found.kind):
        raise Refused("invitation-no-such-post")
    if by is None:
        return
    posts = people.posts_of(db, by, now.date())
    if successor and hands_over(posts, role, unit_id):
        return
    if not may_invite(posts, role, unit_id, units.above(db, unit_id)):
        raise Refused("invitation-no-right")


def waiting(db: Connection, scope: Scope, unit_id: int, role: Role, now: datetime) -> tuple[tuple[Post, Person], ...]:
    """Imported holders of that post who have not joined."""
    pairs = people.holders(db, scope, unit_id, now.date())
    return tuple((held, who) for held, who in pairs if held.role is role and who.telegram_id is None)


def _revoke_older(db: Connection, unit_id: int, role: Role, person_id: int | None, now: datetime) -> None:
    same = [invitation.c.unit_id == unit_id, invitation.c.role == role.value]
    if role is not Role.SECRETARY:
        if person_id is None:
            return
        same.append(invitation.c.person_id == person_id)
    unused = (invitation.c.used_at.is_(None), invitation.c.revoked_at.is_(None))
    db.execute(update(invitation).where(*same, *unused).values(revoked_at=now))


def revoke(db: Connection, scope: Scope, invitation_id: int, by: int | None, now: datetime) -> bool:
    """The link leads nowhere any more; False when it was used or revoked already. Only who may give the post may."""
    row = db.execute(
        units.within(_COLUMNS.where(invitation.c.id == invitation_id), invitation.c.unit_id, scope)
    ).first()
    if row is None:
        raise Refused("not-found")
    allowed(db, scope, row.unit_id, Role(row.role), by, now, successor=row.created_by == by)
    open_ = (invitation.c.id == invitation_id, invitation.c.used_at.is_(None), invitation.c.revoked_at.is_(None))
    if db.execute(update(invitation).where(*open_).values(revoked_at=now)).rowcount != 1:
        return False
    audit.note(db, now, by, row.unit_id, "invitation-revoked", {"role": row.role})
    return True


def look(db: Connection, token: str, now: datetime, telegram_id: int | None = None) -> Invitation | Why:
    """The invitation behind the token while it is valid, else why it is not.

    An unknown token counts against the Telegram account; after five within the hour it hears only LOCKED. So the
    caller must not roll back on a Why.
    """
    if telegram_id is not None and _locked(db, telegram_id, now):
        return Why.LOCKED
    row = db.execute(_COLUMNS.where(invitation.c.token_hash == _hash(token))).first()
    if row is None:
        if telegram_id is not None:
            db.execute(insert(wrong_token).values(telegram_id=telegram_id, at=now))
            _alarm(db, telegram_id, now)
        return Why.UNKNOWN
    found = _invitation(row)
    if (why := fault(found, now)) is not None:
        return why
    if _given_up(db, found, now):
        return Why.REVOKED
    unit = units.get(db, SWEEP, found.unit_id, now.date())
    return Why.CLOSED if unit.closed_on is not None and unit.closed_on <= now.date() else found


def _alarm(db: Connection, telegram_id: int, now: datetime) -> None:
    """Somebody guesses: the try that locks him out is told to the operator and written down."""
    if _locked(db, telegram_id, now):
        audit.note(db, now, None, None, "tokens-guessed", {"telegram_id": telegram_id})
        log.critical("invitation.guessing", telegram_id=telegram_id)


def _given_up(db: Connection, found: Invitation, now: datetime) -> bool:
    """Whether the secretary who meant to hand over his post by this link no longer holds it: no right outlives its post."""
    if found.role is not Role.SECRETARY or found.created_by is None:
        return False
    his = select(post.c.id).where(
        post.c.person_id == found.created_by, post.c.unit_id == found.unit_id, post.c.role == Role.SECRETARY.value
    )
    if db.execute(his).first() is None:
        return False
    posts = people.posts_of(db, found.created_by, now.date())
    above = units.above(db, found.unit_id)
    return not (hands_over(posts, found.role, found.unit_id) or may_invite(posts, found.role, found.unit_id, above))


def term_of(db: Connection, invitation_id: int) -> tuple[date, date] | None:
    """First and last day of the post that the link leads into, when it is for a while."""
    row = db.execute(select(invitation_term).where(invitation_term.c.invitation_id == invitation_id)).first()
    return None if row is None else (row.from_on, row.until_on)


def sitting(db: Connection, found: Invitation, telegram_id: int, now: datetime) -> tuple[Person, ...]:
    """The secretaries whom somebody with that Telegram account would replace by the link: those who have joined."""
    if found.role is not Role.SECRETARY:
        return ()
    return tuple(
        who
        for held, who in people.holders(db, SWEEP, found.unit_id, now.date())
        if held.role is Role.SECRETARY and who.telegram_id not in {None, telegram_id}
    )


def _locked(db: Connection, telegram_id: int, now: datetime) -> bool:
    recent = select(wrong_token.c.at).where(wrong_token.c.telegram_id == telegram_id, wrong_token.c.at > now - WINDOW)
    return locked(db.execute(recent).scalars(), now)


def accept(
    db: Connection, token: str, telegram_id: int, name: str, now: datetime, language: str = "vi"
) -> Joined | Why:
    """Join by the link: the imported holder if exactly one waits (or the one it was made for), else a new person.

    Somebody who has joined before keeps his person and gets one more post. A second press, or another person's, finds
    the link used. A secretary ends the post of the one before.
    """
    found = look(db, token, now, telegram_id)
    if isinstance(found, Why):
        return found
    if (why := unfit(db, found, telegram_id, now)) is not None:
        return why
    take(db, found.id, now)
    return admit(db, found, telegram_id, name, now, language)


def unfit(db: Connection, found: Invitation, telegram_id: int, now: datetime) -> Why | None:
    """Why that account cannot join by a valid link: it made it itself, or the days it is for are over."""
    if _own(db, found, telegram_id, now):
        return Why.OWN
    term = term_of(db, found.id)
    return Why.EXPIRED if term is not None and term[1] < now.date() else None


def take(db: Connection, invitation_id: int, now: datetime) -> None:
    """The link is used up (compare-and-set); Refused("invitation-used") for the second who comes."""
    unused = update(invitation).where(
        invitation.c.id == invitation_id, invitation.c.used_at.is_(None), invitation.c.revoked_at.is_(None)
    )
    if db.execute(unused.values(used_at=now)).rowcount != 1:
        raise Refused("invitation-used")


def of_id(db: Connection, scope: Scope, invitation_id: int) -> Invitation:
    """The invitation; Refused("not-found") outside the scope."""
    row = db.execute(
        units.within(_COLUMNS.where(invitation.c.id == invitation_id), invitation.c.unit_id, scope)
    ).first()
    if row is None:
        raise Refused("not-found")
    return _invitation(row)


def admit(db: Connection, found: Invitation, telegram_id: int, name: str, now: datetime, language: str) -> Joined:
    """Whoever has taken the link holds the post from now on; Refused when its days are over meanwhile."""
    term = term_of(db, found.id)
    if term is not None and term[1] < now.date():
        raise Refused("invitation-expired")
    person_id, claimed = _joiner(db, found, telegram_id, name, now, language, named=term is None)
    db.execute(update(invitation).where(invitation.c.id == found.id).values(used_by=person_id))
    begins = now.date() if term is None else max(term[0], now.date())
    until = None if term is None else term[1]
    post_id = people.begin_post(db, person_id, found.unit_id, found.role, begins, found.created_by, until=until)
    replaced = _replaced(db, found, person_id, now) if found.role is Role.SECRETARY else ()
    audit.note(
        db,
        now,
        person_id,
        found.unit_id,
        "joined",
        {"role": found.role.value, "invitation": found.id, "replaced": [who.id for who in replaced]},
    )
    left: tuple[int, ...] = ()
    if found.role is Role.SECRETARY:
        left = drafts.pass_on(db, found.unit_id, person_id, telegram_id, now, now.date())
    who = people.get(db, person_id)
    return Joined(found.id, who, found.unit_id, found.role, post_id, found.created_by, claimed, replaced, left, until)


def _own(db: Connection, found: Invitation, telegram_id: int, now: datetime) -> bool:
    """Whether the link leads its own maker into the post that he holds."""
    known = people.by_telegram(db, telegram_id)
    return (
        known is not None
        and known.id == found.created_by
        and hands_over(people.posts_of(db, known.id, now.date()), found.role, found.unit_id)
    )


def _joiner(
    db: Connection, found: Invitation, telegram_id: int, name: str, now: datetime, language: str, *, named: bool
) -> tuple[int, bool]:
    """Who joins, and whether the import had named him (``named``: whether that is to be looked for)."""
    waits = waiting(db, SWEEP, found.unit_id, found.role, now) if named else ()
    if found.person_id is not None:
        waits = tuple(pair for pair in waits if pair[1].id == found.person_id)
    imported = waits[0][1] if len(waits) == 1 else None
    known = people.by_telegram(db, telegram_id)
    if known is not None:
        if imported is not None:
            _hand_over(db, imported.id, known.id, now)
        return known.id, imported is not None
    if imported is not None and people.join(db, imported.id, telegram_id, now):
        people.set_language(db, imported.id, language)
        return imported.id, True
    person_id = people.create(db, cleaned(name, LONGEST_NAME) or str(telegram_id), language=language)
    people.join(db, person_id, telegram_id, now)
    return person_id, False


def _hand_over(db: Connection, imported_id: int, known_id: int, now: datetime) -> None:
    """The import named somebody who has joined under another row: his posts go on with the person who has joined."""
    for held in people.posts_of(db, imported_id, now.date()):
        people.end_post(db, held, now.date())
        people.begin_post(db, known_id, held.unit_id, held.role, now.date())


def _replaced(db: Connection, found: Invitation, person_id: int, now: datetime) -> tuple[Person, ...]:
    """End the posts of the secretaries before, and say whose they were."""
    return tuple(
        who
        for held, who in people.holders(db, SWEEP, found.unit_id, now.date())
        if held.role is Role.SECRETARY and who.id != person_id and people.end_post(db, held, now.date())
    )


def newest(db: Connection, unit_id: int, by: int) -> int:
    """Id of the newest invitation that the person made for the unit; 0 for none."""
    statement = select(invitation.c.id).where(invitation.c.unit_id == unit_id, invitation.c.created_by == by)
    return db.execute(statement.order_by(invitation.c.id.desc()).limit(1)).scalar() or 0
