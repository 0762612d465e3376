"""The first minute of somebody new: the link is opened, the post confirmed, the cell's usual day proposed."""

from __future__ import annotations

from bot.domain.errors import Refused
from bot.domain.invitations import Invitation, Joined, Why
from bot.domain.people import RECORDERS, Role, Scope
from bot.reports.text import clipped
from bot.texts import Html, Voice
from bot.texts.screen import Screen
from handlers import contacts, forms
from handlers.choices import Option, choose
from handlers.context import Answer, Context
from handlers.onboarding import tell_replaced
from handlers.units import day_words
from storage import drafts, invitations, joinings, notices, people, rules, tasks, units
from storage.fence import lifted

ROUTE = "join"


def welcome(ctx: Context) -> Answer:
    """``/start <token>``, by a stranger or by somebody who has joined: what this is and what he is invited to be."""
    with lifted(ctx.db):
        return _welcome(ctx, ctx.args[0] if ctx.args else "")


def _welcome(ctx: Context, token: str) -> Answer:
    found = invitations.look(ctx.db, token, ctx.local, ctx.incoming.user_id)
    if isinstance(found, Why):
        return Screen(ctx.say(f"invitation-{found.value}"))
    post = Html(_post_offered(ctx, found))
    above = next(iter(units.above(ctx.db, found.unit_id)), found.unit_id)
    committee = units.name_of(ctx.db, above, ctx.today)
    options = [
        (ctx.say("join-yes", post=post), f"{ROUTE}:y:{token}"),
        (ctx.say("join-no"), f"{ROUTE}:n:{token}"),
    ]
    return choose(ctx.say("join-greeting", committee=committee, post=post), options)


def press(ctx: Context) -> Answer:
    """The answer to the welcome: the post that the link leads to is not yet in his scope."""
    with lifted(ctx.db):
        return _answered(ctx)


def _answered(ctx: Context) -> Answer:
    match ctx.args:
        case ("y", token):
            return _taking(ctx, token) or _accept(ctx, token)
        case ("t", token):
            return _accept(ctx, token)
        case ("n", token):
            return _decline(ctx, token)
        case _:
            raise Refused("not-found")


def post_words(ctx: Context, say: Voice, unit_id: int, role: Role) -> str:
    """``Bí thư Chi bộ thôn Muối``, as HTML."""
    return say(f"post-{role.value}", unit=units.name_of(ctx.db, unit_id, ctx.today))


def _post_offered(ctx: Context, found: Invitation) -> str:
    """The post, with its days when it is for a while."""
    term = invitations.term_of(ctx.db, found.id)
    if term is None:
        return post_words(ctx, ctx.say, found.unit_id, found.role)
    unit = units.name_of(ctx.db, found.unit_id, ctx.today)
    return ctx.say("post-stand_in", unit=unit, first=f"{term[0]:%d/%m/%Y}", last=f"{term[1]:%d/%m/%Y}")


def _taking(ctx: Context, token: str) -> Screen | None:
    """Who takes over from whom, asked once more; None when nobody who has joined holds the post."""
    found = invitations.look(ctx.db, token, ctx.local, ctx.incoming.user_id)
    if isinstance(found, Why):
        return None
    before = invitations.sitting(ctx.db, found, ctx.incoming.user_id, ctx.local)
    if not before:
        return None
    name = ctx.person.name if ctx.person.id else ctx.incoming.user_name
    post = Html(post_words(ctx, ctx.say, found.unit_id, found.role))
    names = ", ".join(who.name for who in before)
    text = ctx.say("handover-take", name=clipped(name), post=post, before=names)
    options = [(ctx.say("handover-take-yes"), f"{ROUTE}:t:{token}"), (ctx.say("join-no"), f"{ROUTE}:n:{token}")]
    return choose(text, options)


def _accept(ctx: Context, token: str) -> Answer:
    incoming = ctx.incoming
    found = invitations.look(ctx.db, token, ctx.local, incoming.user_id)
    if isinstance(found, Why):
        return Screen(ctx.say(f"invitation-{found.value}"))
    if _waits(ctx, found):
        return _ask(ctx, token)
    done = invitations.accept(ctx.db, token, incoming.user_id, incoming.user_name, ctx.local, ctx.say.language)
    if isinstance(done, Why):
        return Screen(ctx.say(f"invitation-{done.value}"))
    tell_of_joining(ctx, done)
    phone = contacts.offered(ctx, done.person.phone if done.claimed else "")
    if done.role in RECORDERS:
        return (*phone, _propose_day(ctx, done))
    return (*phone, Screen(ctx.say(f"join-done-{done.role.value}")))


def _waits(ctx: Context, found: Invitation) -> bool:
    """Whether the committee wants to say yes first, and somebody is there to say it."""
    approval = rules.rules_for(ctx.db, found.unit_id).join_approval
    return approval == "on" and bool(joinings.approvers(ctx.db, found, ctx.local))


def _ask(ctx: Context, token: str) -> Answer:
    """He waits; those who may say yes are told, with the account's own name and its number."""
    incoming = ctx.incoming
    asked = joinings.ask(ctx.db, token, incoming.user_id, incoming.user_name, ctx.local, ctx.say.language)
    if isinstance(asked, Why):
        return Screen(ctx.say(f"invitation-{asked.value}"))
    readers = joinings.approvers(ctx.db, joinings.invitation_of(ctx.db, asked), ctx.local)
    values = {"role": asked.role.value, "account": clipped(asked.account), "number": str(asked.telegram_id)}
    buttons = [("joining-approve", f"onb:y:{asked.id}"), ("joining-refuse", f"onb:n:{asked.id}")]
    notices.tell(
        ctx.db, readers, asked.unit_id, "joining-notice", values, f"joining:{asked.id}", ctx.now, buttons=buttons
    )
    return (Screen(ctx.say("join-waiting")), *contacts.offered(ctx, joinings.expected_phone(ctx.db, asked)))


def _propose_day(ctx: Context, done: Joined) -> Screen:
    """Talks.md 5: the usual day is confirmed or mended by one press. Only who may tell it is offered to mend it."""
    scope = Scope(done.person.id, (done.unit_id,))
    profile = units.profile(ctx.db, scope, done.unit_id, ctx.today)
    told = profile.meeting_day or profile.starts_at
    asked = ctx.say(
        "join-usual-day", day=Html(day_words(ctx.say, profile.meeting_day)), hour=profile.starts_at or "none"
    )
    left, resuming = _left_over(ctx, scope, done)
    text = "\n".join([_done_text(ctx, done), *left, asked if told else ctx.say("join-no-day")])
    right = (ctx.say("join-day-right" if told else "join-day-later"), "me:ready")
    change = (ctx.say("join-day-change"), f"day:{done.unit_id}")
    options = [right, change] if done.role is not Role.COMMITTEE_MEMBER else [right]
    return choose(text, [*options, *resuming, (ctx.say("join-practice"), "c:tapdung")], width=2)


def _done_text(ctx: Context, done: Joined) -> str:
    if done.until_on is not None:
        return ctx.say("stand-in-done", last=f"{done.until_on:%d/%m/%Y}")
    return ctx.say("join-done-cell")


SHOWN_DRAFTS = 3


def _left_over(ctx: Context, scope: Scope, done: Joined) -> tuple[list[str], list[Option]]:
    """What the one before left unfinished: it belongs to the cell, to be continued or dropped; and the open tasks."""
    if not done.replaced and not done.drafts:
        return [], []
    lines, options = [], []
    for draft_id in done.drafts[:SHOWN_DRAFTS]:
        held = drafts.by_id(ctx.db, done.person.id, draft_id)
        if held is not None:
            lines.append(ctx.say("handover-draft", title=Html(forms.title_of(ctx, held))))
            code = f"{forms.ROUTE}:{held.id}:{held.revision}"
            options += [(ctx.say("handover-resume"), f"{code}:resume"), (ctx.say("handover-drop"), f"{code}:drop")]
    tasks_open = len(tasks.open_of(ctx.db, scope, done.unit_id))
    if tasks_open:
        lines.append(ctx.say("handover-tasks", count=tasks_open))
    return lines, options


def tell_of_joining(ctx: Context, done: Joined) -> None:
    """Queue one message each: to who invited, to secretaries who were replaced, and of a handover to the committee above."""
    unit = units.name_of(ctx.db, done.unit_id, ctx.today)
    who = {"account": clipped(ctx.incoming.user_name), "number": str(ctx.incoming.user_id)}
    role = done.role.value if done.until_on is None else "stand_in"
    values = {"name": done.person.name, "role": role, "unit": unit, **who}
    key = f"joined:{done.invitation_id}"
    buttons = [("dismiss-at-once", f"out:y:{done.post_id}")]
    handed_over = done.invited_by in {each.id for each in done.replaced}
    if handed_over:
        notices.tell_admins(ctx.db, done.unit_id, "joined-notice", values, key, ctx.local, buttons=buttons)
    elif done.invited_by is not None and done.invited_by != done.person.id:
        inviter = people.get(ctx.db, done.invited_by)
        notices.tell(ctx.db, (inviter,), done.unit_id, "joined-notice", values, key, ctx.now, buttons=buttons)
    tell_replaced(ctx, done, **who)


def _decline(ctx: Context, token: str) -> Answer:
    """Nothing is kept but that the inviter is told: the link may have reached the wrong person."""
    found = invitations.look(ctx.db, token, ctx.local, ctx.incoming.user_id)
    if not isinstance(found, Why) and found.created_by is not None:
        values = {"unit": units.name_of(ctx.db, found.unit_id, ctx.today)}
        inviter = people.get(ctx.db, found.created_by)
        notices.tell(ctx.db, (inviter,), found.unit_id, "declined-notice", values, f"declined:{found.id}", ctx.now)
    return Screen(ctx.say("join-declined"))
