"""Who asks and what answers him: one update inside one transaction, from the person's rights to the screens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

import handlers
from bot.domain.errors import Refused
from bot.domain.names import folded
from bot.domain.people import Person, Post, Role, Scope, practice_post, scope_of
from bot.domain.rules import Rules
from bot.forms.reading.outcome import Understood
from bot.forms.reading.words import read_yes_no
from bot.reports.rendering import LARGEST
from bot.texts import Html, Voice, voice
from bot.texts.screen import Screen
from handlers import forms, practice
from handlers.context import Context, Incoming, screens_of
from handlers.help import home
from handlers.routing import command_of, kind_of, may_be_practised, number_in, present, route_of, routed
from handlers.screens import lines, numbers
from storage import audit, drafts, inbox, joinings, offers, people, rules
from storage.fence import closed, enclose, lifted

if TYPE_CHECKING:
    import handlers.contacts
    import handlers.invitations
    import handlers.templates

NO_ANSWER = frozenset({"blocked", "unblocked", "group"})
"""Kinds of update that owe nobody a reply in this chat."""
MOST_WELCOMED = 1000
AGREEING = frozenset({"dung", "vang", "phai", "yes"})
"""First words of one who is the person invited, where nothing after them denies it."""
DENYING = frozenset({"khong", "ko", "k", "nham", "sai", "chua", "not", "no"})


DENIED = frozenset({"not-found", "no-right"})
"""Refusals of a press that are kept in the audit: a button that the bot gave to its presser seldom ends so."""
Asker = tuple[Person, tuple[Post, ...]]
"""Who writes, and the posts he holds today."""


@dataclass(frozen=True, slots=True)
class House:
    """What stays the same from update to update."""

    zone: ZoneInfo
    language: str = "vi"
    admin_ids: frozenset[int] = frozenset()
    bot_username: str = ""
    """The bot's name in links, known once Telegram has told it."""
    welcomed: dict[int, dict[int, str]] = field(default_factory=dict)
    """By chat: what the numbers of an invitation stand for. In memory only: they hold its token (reliability.md 3.7)."""


@dataclass(frozen=True, slots=True)
class Handled:
    """What is to be said and done outside the transaction."""

    screens: tuple[Screen, ...] = ()
    language: str = "vi"
    roles: frozenset[Role] | None = None
    """Roles that decide the menu; None for a stranger."""
    leave: bool = False
    """Leave this group."""
    fault: bool = False
    """It could not be carried out: said whatever else waits."""


@closed
def handle(db: Connection, incoming: Incoming, now: datetime, house: House) -> Handled | None:
    """The unit of work of one update: marked done and answered in one transaction; None when it was done before."""
    answered = incoming.kind in NO_ANSWER
    if not _mark(db, incoming, now, answered=answered):
        return None
    handled = answer(db, incoming, now, house)
    remember(db, incoming, handled, now)
    return handled


def answer(db: Connection, incoming: Incoming, now: datetime, house: House) -> Handled:
    """What answers the update; Refused when it is not to be carried out."""
    match incoming.kind:
        case "group":
            return Handled((Screen(voice(house.language)("group-only")),), house.language, leave=True)
        case "blocked" | "unblocked":
            people.set_blocked(db, incoming.user_id, incoming.kind == "blocked")
            return Handled()
        case _:
            return _answer(db, incoming, now, house)


@closed
def template_sent(db: Connection, incoming: Incoming, now: datetime, house: House) -> bool:
    """Whether the file is a template from somebody who may send one: only then is it fetched at all."""
    asker = people.asker(db, incoming.user_id, now.astimezone(house.zone).date())
    if asker is None or not handlers.templates.meant(incoming):
        return False
    enclose(db, scope_of(asker[0].id, asker[1]))
    if forms.awaits_file(db, asker[0].id):
        return False
    practising = asker[0].practice_id is not None
    small = incoming.file is not None and incoming.file.size <= LARGEST
    return small and not practising and any(post.role is Role.ADMIN for post in asker[1])


class MustWrite(Exception):
    """The update came by the reading door, but answering it needs the writing one."""


@closed
def told(db: Connection, incoming: Incoming, now: datetime, house: House) -> Handled | None:
    """The read of a reading command; None when it was answered before."""
    if inbox.is_done(db, incoming.bot_id, incoming.update_id):
        return None
    asked_by = people.by_telegram(db, incoming.user_id)
    if asked_by is None or asked_by.practice_id is not None:  # a practice may end with this very update
        raise MustWrite
    return _answer(db, incoming, now, house)


@closed
def again(db: Connection, incoming: Incoming, now: datetime, house: House, since: datetime | None) -> Handled:
    """Where the person stands: his form's present screen, else the home screen; nothing for a stranger.

    ``since``: when his last update was handled, if nobody knows whether he saw the answer; then that it was is said.
    """
    asker = people.asker(db, incoming.user_id, now.astimezone(house.zone).date())
    if asker is None:
        return Handled()
    ctx = context_of(db, incoming, *asker, now, house)
    return Handled(present(ctx) or (home(ctx, opening=_was_done(ctx, since)),), ctx.say.language)


def _was_done(ctx: Context, since: datetime | None) -> str:
    """What stands for an answer that may be lost: above all that a record was saved."""
    if since is None:
        return ""
    sent = drafts.submitted_since(ctx.db, ctx.person.id, since)
    return ctx.say("again-done") if sent is None else ctx.say("again-sent", title=Html(forms.title_of(ctx, sent)))


def _answer(db: Connection, incoming: Incoming, now: datetime, house: House) -> Handled:
    if code := _welcome_answered(house, incoming):
        incoming = replace(incoming, kind="press", code=code, message_id=0)
    asker = known(db, incoming, now, house)
    if asker is None:
        return _stranger(db, incoming, now, house)
    ctx = context_of(db, incoming, *asker, now, house)
    first = (practice.leave(ctx),) if _ends_practice(ctx) else ()
    screens = (*first, *practice.marked(ctx, screens_of(routed(ctx))))
    return Handled(screens, ctx.say.language, frozenset(post.role for post in asker[1]))


def _ends_practice(ctx: Context) -> bool:
    """A real matter (a reminder's button, /tonghop) or another day ends the practice: nobody mistakes one for the other."""
    return ctx.practising and (not may_be_practised(ctx.incoming) or practice.over(ctx))


@closed
def refused(db: Connection, incoming: Incoming, now: datetime, house: House, why: Refused) -> Handled | None:
    """The unit of work after a refusal rolled the first one back: only marked done, and the sentence said."""
    if not _mark(db, incoming, now):
        return None
    if incoming.kind == "press" and why.key in DENIED:
        _note_press(db, incoming, now, why.key)
    say = language_of(db, incoming, house)
    return Handled((Screen(say(why.key, **why.values)),), say.language)


def _note_press(db: Connection, incoming: Incoming, now: datetime, why: str) -> None:
    """Whoever presses what is not his, or names an id that he may not know: who and which kind of button, no more."""
    person = people.by_telegram(db, incoming.user_id)
    about: dict[str, object] = {"button": kind_of(incoming.code), "why": why}
    if person is None:
        about["telegram_id"] = incoming.user_id
    audit.note(db, now, None if person is None else person.id, None, "press-refused", about)


@closed
def finish(db: Connection, incoming: Incoming, handled: Handled, now: datetime, *, answered: bool) -> None:
    """The unit of work after a reading command: marked done, with its reply gone out or still owed."""
    remember(db, incoming, handled, now)
    _mark(db, incoming, now, answered=answered)


@closed
def give_up(db: Connection, incoming: Incoming, error: str) -> None:
    """The unit of work after the last try failed: the update is kept for somebody to look at."""
    inbox.mark_dead(db, incoming.bot_id, incoming.update_id, error)


def remember(db: Connection, incoming: Incoming, handled: Handled, now: datetime) -> None:
    """Keeps what the numbers on the new screen stand for, unless they hold a secret."""
    if (codes := numbers(handled.screens)) and not _secret(codes):
        offers.put(db, incoming.chat_id, codes, lines(handled.screens), now)
    elif handled.screens and handled.screens[-1].draft is None:
        offers.passed(db, incoming.chat_id)
    elif handled.screens and _asked(incoming):
        offers.clear(db, incoming.chat_id)


def _asked(incoming: Incoming) -> bool:
    """True when the person asked for the form's screen (a press, a command) rather than answered it."""
    return incoming.kind == "press" or incoming.text.startswith("/")


def note_welcome(house: House, chat_id: int, handled: Handled) -> None:
    """The same for the screen of an invitation, outside the records; any later screen ends it."""
    codes = numbers(handled.screens)
    if codes and _secret(codes):
        if len(house.welcomed) >= MOST_WELCOMED:
            house.welcomed.pop(next(iter(house.welcomed)))
        house.welcomed[chat_id] = codes
    elif handled.screens:
        house.welcomed.pop(chat_id, None)


def _welcome_answered(house: House, incoming: Incoming) -> str:
    """The code behind what was typed to the screen of an invitation: a number, *đúng rồi*, *không phải tôi*."""
    codes = house.welcomed.get(incoming.chat_id)
    if not codes or incoming.kind != "text" or incoming.text.startswith("/"):
        return ""
    if (number := number_in(incoming)) in codes:
        return codes[number]
    words = re.findall(r"\w+", folded(incoming.text))
    reading = read_yes_no(incoming.text)
    if isinstance(reading, Understood):
        yes = bool(reading.value)
    elif words[:1] and words[0] in AGREEING and DENYING.isdisjoint(words):
        yes = True
    elif words == ["khong", "phai", "toi"]:
        yes = False
    else:
        return ""
    return codes.get(1 if yes else 2, "")


def _secret(codes: Mapping[int, str]) -> bool:
    routes = (route_of(code)[0] for code in codes.values())
    return any(route is not None and route.stranger for route in routes)


def language_of(db: Connection, incoming: Incoming, house: House) -> Voice:
    """The voice in which the sender is spoken to."""
    person = people.by_telegram(db, incoming.user_id)
    return voice(house.language) if person is None else voice(person.language, brief=person.few_words)


def _mark(db: Connection, incoming: Incoming, now: datetime, *, answered: bool = False) -> bool:
    return inbox.mark_done(
        db,
        incoming.bot_id,
        incoming.update_id,
        now,
        chat_id=incoming.chat_id,
        kind=incoming.kind,
        answered=answered,
    )


# --- who asks --------------------------------------------------------------------------------------------------------


def known(db: Connection, incoming: Incoming, now: datetime, house: House) -> Asker | None:
    """The person who writes, with his posts; those of ADMIN_IDS are known from their first word on, once there is a unit."""
    local = now.astimezone(house.zone)
    asker = people.asker(db, incoming.user_id, local.date())
    if asker is None and incoming.user_id in house.admin_ids:
        with lifted(db):
            people.ensure_root_admins(db, (incoming.user_id,), local)
        return people.asker(db, incoming.user_id, local.date())
    return asker


def context_of(
    db: Connection, incoming: Incoming, person: Person, posts: tuple[Post, ...], now: datetime, house: House
) -> Context:
    """Everything a handler may know of the asker, read in this transaction: no right outlives its post."""
    practising = person.practice_id is not None
    if person.practice_id is not None:
        posts = (practice_post(person.id, person.practice_id, now.astimezone(house.zone).date()),)
    scope = scope_of(person.id, posts)
    enclose(db, scope)
    return Context(
        db=db,
        now=now,
        zone=house.zone,
        incoming=incoming,
        person=person,
        posts=posts,
        scope=scope,
        say=voice(person.language, brief=person.few_words),
        rules=rules.rules_for(db, posts[0].unit_id) if posts else Rules(),
        bot_username=house.bot_username,
        practising=practising,
    )


def _stranger(db: Connection, incoming: Incoming, now: datetime, house: House) -> Handled:
    """One polite sentence, unless he brings an invitation or answers one."""
    say = voice(house.language)
    nobody = Person(0, incoming.user_name, language=house.language)
    ctx = Context(db, now, house.zone, incoming, nobody, (), Scope(0, ()), say, Rules())
    name, args = command_of(incoming.text)
    if incoming.kind == "text" and name == "start" and args:
        ctx.args = args
        return Handled(screens_of(handlers.invitations.welcome(ctx)), say.language)
    if incoming.kind == "press" and (found := route_of(incoming.code))[0] is not None and found[0].stranger:
        ctx.args = found[1]
        screens = screens_of(found[0].handle(ctx))
        joined = people.by_telegram(db, incoming.user_id)
        posts = people.posts_of(db, joined.id, ctx.today) if joined is not None else ()
        return Handled(screens, say.language, frozenset(post.role for post in posts) if joined is not None else None)
    if (codes := house.welcomed.get(incoming.chat_id)) is not None:
        return _welcomed_again(ctx, codes)
    if (told := _waiting(ctx)) is not None:
        return Handled((told,), say.language)
    key = "no-units" if incoming.user_id in house.admin_ids else "stranger"
    return Handled((Screen(say(key)),), say.language)


def _waiting(ctx: Context) -> Screen | None:
    """What somebody hears whose joining waits for the word, or was refused: he has no scope yet."""
    with lifted(ctx.db):
        asked = joinings.newest_of(ctx.db, ctx.incoming.user_id)
        if asked is None or asked.state == "approved":
            return None
        waiting = ctx.incoming.kind == "contact" and asked.state == "waiting"
        return handlers.contacts.of_waiting(ctx, asked) if waiting else handlers.contacts.where_waiting(ctx, asked)


def _welcomed_again(ctx: Context, codes: Mapping[int, str]) -> Handled:
    """Whoever opened a link and answers with other words is asked again: he is no stranger who came without one."""
    ctx.args = (codes[min(codes)].rpartition(":")[2],)
    first, *rest = screens_of(handlers.invitations.welcome(ctx))
    if first.rows:
        first = replace(first, text=f"{ctx.say('not-understood')}\n\n{first.text}")
    return Handled((first, *rest), ctx.say.language)
