"""A shared telephone number held against the one that was imported: a difference is told to who invited, and blocks nothing."""

from __future__ import annotations

from bot.domain.phones import ending, same
from bot.reports.text import clipped
from bot.texts.screen import Screen
from handlers.context import Context
from storage import audit, joinings, notices, people, units
from storage.joinings import Asked


def offered(ctx: Context, expected: str) -> tuple[Screen, ...]:
    """The button that shares the own number, where the import gave one to hold it against."""
    if not expected:
        return ()
    return (Screen(ctx.say("contact-ask"), contact=ctx.say.plain("contact-share")),)


def received(ctx: Context) -> Screen | None:
    """The number of somebody who has joined; None when there is nothing to hold it against."""
    if not ctx.person.phone:
        return None
    if not ctx.incoming.phone:
        return Screen(ctx.say("contact-not-own"))
    found = joinings.invited(ctx.db, ctx.person.id)
    agrees = same(ctx.incoming.phone, ctx.person.phone)
    unit_id = None if found is None else found.unit_id
    audit.note(ctx.db, ctx.now, ctx.person.id, unit_id, "phone-matched" if agrees else "phone-differs")
    if agrees:
        return Screen(ctx.say("contact-same"))
    if found is not None and found.created_by is not None:
        held = [post for post in ctx.posts if post.unit_id == found.unit_id and post.role is found.role]
        values = {
            "name": clipped(ctx.person.name),
            "listed": ending(ctx.person.phone),
            "shared": ending(ctx.incoming.phone),
        }
        inviter = people.get(ctx.db, found.created_by)
        buttons = [("dismiss-at-once", f"out:y:{post.id}") for post in held]
        notices.tell(
            ctx.db,
            (inviter,),
            found.unit_id,
            "contact-differs-notice",
            values,
            f"phone:{found.id}:{ending(ctx.incoming.phone)}",
            ctx.now,
            buttons=buttons,
        )
    return Screen(ctx.say("contact-differs"))


def of_waiting(ctx: Context, asked: Asked) -> Screen:
    """The number of somebody who waits for the word: whoever says it is told whether it is the one that was imported."""
    if not ctx.incoming.phone:
        return Screen(ctx.say("contact-not-own"))
    joinings.note_phone(ctx.db, asked.id, ctx.incoming.phone)
    expected = joinings.expected_phone(ctx.db, asked)
    if not expected:
        return Screen(ctx.say("join-waiting"))
    agrees = same(ctx.incoming.phone, expected)
    key = "joining-phone-same" if agrees else "joining-phone-differs"
    values = {"account": clipped(asked.account), "listed": ending(expected), "shared": ending(ctx.incoming.phone)}
    readers = joinings.approvers(ctx.db, joinings.invitation_of(ctx.db, asked), ctx.local)
    dedupe = f"joining-phone:{asked.id}:{ending(ctx.incoming.phone)}"
    buttons = [("joining-approve", f"onb:y:{asked.id}"), ("joining-refuse", f"onb:n:{asked.id}")]
    notices.tell(ctx.db, readers, asked.unit_id, key, values, dedupe, ctx.now, buttons=buttons)
    return Screen(ctx.say("join-waiting"))


def where_waiting(ctx: Context, asked: Asked) -> Screen:
    """What somebody who waits, or was refused, hears whatever he writes."""
    unit = units.name_of(ctx.db, asked.unit_id, ctx.today)
    return Screen(ctx.say("join-refused" if asked.state == "refused" else "join-waiting", unit=unit))
