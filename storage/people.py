"""People and their posts: who writes from which Telegram account, who holds what where, who stands above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, update

from bot.domain.errors import Refused
from bot.domain.names import folded
from bot.domain.people import RECORDERS, SWEEP, Person, Post, Role, Scope, family_last
from storage import audit, locks, units
from storage.hot import Hot
from storage.tables import Day, person, post, unit, unit_tree

_DAY = bindparam("day", type_=Day())
_HELD = and_(post.c.valid_from <= _DAY, or_(post.c.valid_to.is_(None), post.c.valid_to > _DAY))
_PERSON: units.AnySelect = select(
    person.c.id,
    person.c.name,
    person.c.phone,
    person.c.telegram_id,
    person.c.language,
    person.c.blocked,
    person.c.few_words,
    person.c.practice_id,
)
_POST_COLUMNS = (post.c.id, post.c.person_id, post.c.unit_id, post.c.role, post.c.valid_from, post.c.valid_to)
_BY_TELEGRAM = _PERSON.where(person.c.telegram_id == bindparam("telegram_id"))
_BY_ID = _PERSON.where(person.c.id == bindparam("person_id"))
_LOCK = select(person.c.id).where(person.c.id == bindparam("person_id")).with_for_update(key_share=True)
_POSTS_OF: units.AnySelect = (
    select(*_POST_COLUMNS).where(post.c.person_id == bindparam("person_id"), _HELD).order_by(post.c.id)
)
_ASKER = Hot(
    select(*_PERSON.selected_columns, *(column.label(f"post_{column.name}") for column in _POST_COLUMNS))
    .select_from(person)
    .outerjoin(post, and_(post.c.person_id == person.c.id, _HELD))
    .where(person.c.telegram_id == bindparam("telegram_id"))
    .order_by(post.c.id)
)
HOLDERS: units.AnySelect = (
    select(
        *_POST_COLUMNS,
        person.c.name,
        person.c.phone,
        person.c.telegram_id,
        person.c.language,
        person.c.blocked,
    )
    .join(person, person.c.id == post.c.person_id)
    .where(_HELD)
    .order_by(post.c.id)
)
"""Posts held on ``:day`` with their holders; to be kept to a unit and a scope by whoever runs it."""
_HOLDERS_OF: units.AnySelect = HOLDERS.where(post.c.unit_id == bindparam("unit_id"))
_ORDER = {role.value: place for place, role in enumerate(Role)}
UNNAMED_ADMIN = "Quản trị viên"


def _person(row: units.AnyRow) -> Person:
    blocked, few_words = bool(row.blocked), bool(row.few_words)
    return Person(row.id, row.name, row.phone, row.telegram_id, row.language, blocked, few_words, row.practice_id)


def _post(row: units.AnyRow) -> Post:
    return Post(row.id, row.person_id, row.unit_id, Role(row.role), row.valid_from, row.valid_to)


def pair(row: units.AnyRow) -> tuple[Post, Person]:
    """A row of ``HOLDERS`` as the post and who holds it."""
    who = Person(row.person_id, row.name, row.phone, row.telegram_id, row.language, bool(row.blocked))
    return _post(row), who


def by_telegram(db: Connection, telegram_id: int) -> Person | None:
    """The person who joined from that Telegram account; the numeric id alone is identity (reliability.md 3.7)."""
    row = db.execute(_BY_TELEGRAM, {"telegram_id": telegram_id}).first()
    return None if row is None else _person(row)


def get(db: Connection, person_id: int) -> Person:
    """The person; Refused("not-found") when there is none."""
    row = db.execute(_BY_ID, {"person_id": person_id}).first()
    if row is None:
        raise Refused("not-found")
    return _person(row)


def posts_of(db: Connection, person_id: int, day: date) -> tuple[Post, ...]:
    """The posts the person holds on ``day``, in the order of the roles."""
    return _in_order([_post(row) for row in db.execute(_POSTS_OF, {"person_id": person_id, "day": day})])


def _in_order(posts: list[Post]) -> tuple[Post, ...]:
    return tuple(sorted(posts, key=lambda held: (_ORDER[held.role], held.id)))


def asker(db: Connection, telegram_id: int, day: date) -> tuple[Person, tuple[Post, ...]] | None:
    """:func:`by_telegram` and :func:`posts_of` in one statement: every update begins with it."""
    rows = _ASKER.rows(db, {"telegram_id": telegram_id, "day": day})
    if not rows:
        return None
    first = rows[0]
    posts = [
        Post(
            row.post_id,
            row.post_person_id,
            row.post_unit_id,
            Role(row.post_role),
            row.post_valid_from,
            row.post_valid_to,
        )
        for row in rows
        if row.post_id is not None
    ]
    return _person(first), _in_order(posts)


def holders(db: Connection, scope: Scope, unit_id: int, day: date) -> tuple[tuple[Post, Person], ...]:
    """Who holds a post in that unit on ``day``, in the order of the roles; nobody for a unit outside the scope."""
    rows = units.run_within(db, _HOLDERS_OF, post.c.unit_id, scope, {"unit_id": unit_id, "day": day})
    pairs = [pair(row) for row in rows]
    return tuple(sorted(pairs, key=lambda held: (_ORDER[held[0].role], held[0].id)))


def to_be_told(db: Connection, scope: Scope, unit_id: int, day: date) -> tuple[Person, ...]:
    """Who of the cell is written to: its secretary; where none can be reached, who else records for it."""
    reached = [
        (held, who)
        for held, who in holders(db, scope, unit_id, day)
        if held.role in RECORDERS and who.telegram_id is not None and not who.blocked
    ]
    first = tuple(who for held, who in reached if held.role is Role.SECRETARY)
    return first or tuple(who for _, who in reached)


def upper_members(db: Connection, unit_id: int, day: date) -> tuple[Person, ...]:
    """The committee's members who follow that cell on ``day`` (their posts stand in the cell)."""
    pairs = holders(db, SWEEP, unit_id, day)
    return tuple(who for held, who in pairs if held.role is Role.UPPER_MEMBER)


def following_below(db: Connection, scope: Scope, unit_id: int, day: date) -> dict[Person, frozenset[int]]:
    """The members of committees who follow cells below the unit, each with those cells, by name."""
    statement = HOLDERS.join(unit_tree, unit_tree.c.descendant_id == post.c.unit_id).where(
        unit_tree.c.ancestor_id == unit_id, post.c.role == Role.UPPER_MEMBER.value
    )
    found: dict[int, tuple[Person, set[int]]] = {}
    for row in db.execute(units.within(statement, unit_tree.c.ancestor_id, scope), {"day": day}):
        held, who = pair(row)
        found.setdefault(who.id, (who, set()))[1].add(held.unit_id)
    every = sorted(found.values(), key=lambda each: family_last(each[0].name))
    return {who: frozenset(cells) for who, cells in every}


def admins_above(db: Connection, unit_id: int, day: date) -> tuple[Person, ...]:
    """The admins of the nearest unit above with an admin who has joined; where none has, of the nearest with any."""
    statement = (
        HOLDERS.add_columns(unit_tree.c.depth)
        .join(unit_tree, unit_tree.c.ancestor_id == post.c.unit_id)
        .where(unit_tree.c.descendant_id == unit_id, unit_tree.c.depth > 0, post.c.role == Role.ADMIN.value)
    )
    rows = db.execute(statement, {"day": day}).all()
    if not rows:
        return ()
    nearest = min(rows, key=lambda row: (row.telegram_id is None, row.depth))
    return tuple(pair(row)[1] for row in rows if row.depth == nearest.depth)


def joined_cells(db: Connection, scope: Scope, unit_id: int, day: date) -> int:
    """Of how many open cells below the unit a secretary, deputy or committee member has joined."""
    statement = (
        select(func.count(post.c.unit_id.distinct()))
        .join(person, person.c.id == post.c.person_id)
        .join(unit_tree, unit_tree.c.descendant_id == post.c.unit_id)
        .join(unit, unit.c.id == post.c.unit_id)
        .where(
            unit_tree.c.ancestor_id == unit_id,
            units.still_open(day),
            post.c.role.in_([role.value for role in RECORDERS]),
            person.c.telegram_id.is_not(None),
            _HELD,
        )
    )
    return db.execute(units.within(statement, unit_tree.c.ancestor_id, scope), {"day": day}).scalar_one()


def create(db: Connection, name: str, phone: str = "", language: str = "vi") -> int:
    """Someone who has not joined yet; his id."""
    return create_many(db, [(name, phone)], language)[0]


def create_many(db: Connection, named: Sequence[tuple[str, str]], language: str = "vi") -> list[int]:
    """Their ids; of each his name and phone (empty: unknown)."""
    rows = [{"name": name, "search_name": folded(name), "phone": phone, "language": language} for name, phone in named]
    made = insert(person).returning(person.c.id, sort_by_parameter_order=True)
    return list(db.execute(made, rows).scalars()) if rows else []


def join(db: Connection, person_id: int, telegram_id: int, now: datetime) -> bool:
    """Bind the person to the Telegram account; False when he is bound already (compare-and-set)."""
    free = update(person).where(person.c.id == person_id, person.c.telegram_id.is_(None))
    return db.execute(free.values(telegram_id=telegram_id, joined_at=now, blocked=0)).rowcount == 1


def begin_post(
    db: Connection,
    person_id: int,
    unit_id: int,
    role: Role,
    on: date,
    by: int | None = None,
    *,
    until: date | None = None,
) -> int:
    """The person holds the role there from ``on``; the id of the post (the present one when he holds it already).

    ``until``: the last day of a post for a while.
    """
    db.execute(_LOCK, {"person_id": person_id})  # of two links opened at the same moment one makes the post
    held = select(post.c.id).where(
        post.c.person_id == person_id, post.c.unit_id == unit_id, post.c.role == role.value, post.c.valid_to.is_(None)
    )
    if (present := db.execute(held).scalar()) is not None:
        return int(present)
    values: dict[str, object] = {
        "person_id": person_id,
        "unit_id": unit_id,
        "role": role.value,
        "valid_from": on,
        "granted_by": by,
    }
    values["valid_to"] = None if until is None else until + timedelta(days=1)
    key = db.execute(insert(post).values(values)).inserted_primary_key
    return int(key[0]) if key else 0


def first_posts(db: Connection, begun: Iterable[tuple[int, int, Role]], on: date, by: int | None = None) -> None:
    """What people who are new hold from ``on``: person, unit and role, each once."""
    rows = [
        {"person_id": who, "unit_id": unit_id, "role": role.value, "valid_from": on, "granted_by": by}
        for who, unit_id, role in dict.fromkeys(begun)
    ]
    if rows:
        db.execute(insert(post), rows)


def end_post(db: Connection, held: Post, on: date) -> bool:
    """The post ends with ``on`` (that day excluded); False when it had ended (compare-and-set)."""
    running = update(post).where(post.c.id == held.id, or_(post.c.valid_to.is_(None), post.c.valid_to > on))
    return db.execute(running.values(valid_to=max(on, held.valid_from))).rowcount == 1


def leave(db: Connection, person_id: int, now: datetime) -> tuple[Post, ...]:
    """End all his posts on the day of ``now`` (local), audited; the posts that ended."""
    ended = tuple(held for held in posts_of(db, person_id, now.date()) if end_post(db, held, now.date()))
    for held in ended:
        audit.note(db, now, person_id, held.unit_id, "post-left", {"role": held.role.value})
    return ended


def joined_at(db: Connection, person_id: int) -> datetime | None:
    """When the person bound his Telegram account."""
    return db.execute(select(person.c.joined_at).where(person.c.id == person_id)).scalar()


def set_language(db: Connection, person_id: int, language: str) -> None:
    """The language in which the bot speaks to him."""
    db.execute(update(person).where(person.c.id == person_id).values(language=language))


def set_few_words(db: Connection, person_id: int, *, few_words: bool) -> None:
    """Whether the bot speaks to him in few words."""
    db.execute(update(person).where(person.c.id == person_id).values(few_words=int(few_words)))


def set_blocked(db: Connection, telegram_id: int, blocked: bool) -> None:  # noqa: FBT001
    """Whether he has blocked the bot: then he is unreachable, not negligent."""
    db.execute(update(person).where(person.c.telegram_id == telegram_id).values(blocked=int(blocked)))


def ensure_root_admins(db: Connection, ids: Iterable[int], now: datetime) -> bool:
    """Make the Telegram accounts admins of every root unit; False, and nothing done, while there is no unit at all.

    ``now`` is local time: its date is the day the posts begin.
    """
    locks.alone(db, "root-admins")
    roots = units.roots(db, now.date())
    if not roots:
        return False
    for telegram_id in ids:
        known = by_telegram(db, telegram_id)
        person_id = known.id if known else create(db, UNNAMED_ADMIN)
        if known is None:
            join(db, person_id, telegram_id, now)
        held = {(p.unit_id, p.role) for p in posts_of(db, person_id, now.date())}
        for root in roots:
            if (root.id, Role.ADMIN) not in held:
                begin_post(db, person_id, root.id, Role.ADMIN, now.date())
                audit.note(db, now, person_id, root.id, "post-begun", {"role": Role.ADMIN.value, "from": "ADMIN_IDS"})
    return True
