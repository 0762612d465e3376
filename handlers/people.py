"""/toi and /ngonngu: what the bot knows of the person himself, his language, and leaving."""

from __future__ import annotations

from bot.domain.errors import Refused
from bot.domain.people import Post
from bot.texts import LANGUAGES, Html, voice
from bot.texts.screen import Screen
from handlers import forms, handover
from handlers.choices import choose
from handlers.context import Answer, Context
from handlers.help import home
from storage import drafts, notices, people, units

ROUTE = "me"
SHOWN_DRAFTS = 4
NAMES = {"vi": "Tiếng Việt", "en": "English"}


def toi(ctx: Context) -> Answer:
    """/toi: all that is kept of him (what he recorded is the cell's); the ways to change the language and to leave."""
    lines = [ctx.say("me-title", name=ctx.person.name)]
    lines += [_post(ctx, post) for post in ctx.posts]
    if not ctx.posts:
        lines.append(ctx.say("me-no-post"))
    if ctx.person.phone:
        lines.append(ctx.say("me-phone", phone=ctx.person.phone))
    if ctx.person.telegram_id is not None:
        lines.append(ctx.say("me-account", number=str(ctx.person.telegram_id)))
    if (joined := people.joined_at(ctx.db, ctx.person.id)) is not None:
        lines.append(ctx.say("me-joined", day=joined.astimezone(ctx.zone).date()))
    paused = drafts.paused_of(ctx.db, ctx.person.id)[:SHOWN_DRAFTS]
    seen = [each for each in paused if forms.may_lead(ctx, each)]
    lines += [ctx.say("me-draft", title=Html(forms.title_of(ctx, each))) for each in seen]
    lines.append(ctx.say("me-language"))
    options = [(ctx.say("me-button-language"), f"{ROUTE}:lang"), _words_button(ctx)]
    options += handover.options(ctx)
    if ctx.posts:
        options.append((ctx.say("me-button-leave"), f"{ROUTE}:leave"))
    return choose("\n".join(lines), options, width=2)


def _post(ctx: Context, post: Post) -> str:
    unit = ctx.units.get(post.unit_id, "")
    if not post.for_a_while:
        return ctx.say(f"post-{post.role.value}", unit=unit)
    last = handover.last_day(post.valid_to)
    return ctx.say("post-stand_in", unit=unit, first=f"{post.valid_from:%d/%m/%Y}", last=last)


def ngonngu(ctx: Context) -> Answer:
    """/ngonngu: the languages, each under its own name."""
    return choose(ctx.say("language-ask"), [(NAMES[code], f"{ROUTE}:lang:{code}") for code in LANGUAGES], width=2)


def _words_button(ctx: Context) -> tuple[str, str]:
    return (ctx.say("me-button-all-words"), "me:all") if ctx.say.brief else (ctx.say("me-button-few-words"), "me:few")


WORDS = {"chu it": True, "it chu": True, "few words": True, "chu day du": False, "du chu": False, "all words": False}
"""Typed words (folded) that choose how much is said; they win over answers, as control words do."""
LONGEST_WISH = 15
"""Characters of a message that may be one of them."""


def speak(ctx: Context, *, few_words: bool) -> Answer:
    """From now on in few words or in all; a form that is open is shown so at once."""
    people.set_few_words(ctx.db, ctx.person.id, few_words=few_words)
    ctx.say = voice(ctx.person.language, brief=few_words)
    said = Screen(ctx.say("few-words-kept" if few_words else "all-words-kept"))
    shown = forms.present(ctx)
    return said if shown is None else (said, shown)


def press(ctx: Context) -> Answer:
    """A press under either."""
    match ctx.args:
        case ("ready",):  # the answer to the usual day that was proposed after joining
            return home(ctx, opening=ctx.say("join-ready"))
        case ("few" | "all",):
            return speak(ctx, few_words=ctx.args == ("few",))
        case ("lang",):
            return ngonngu(ctx)
        case ("lang", code) if code in LANGUAGES:
            people.set_language(ctx.db, ctx.person.id, code)
            return Screen(voice(code)("language-kept"))
        case ("leave", *_) if ctx.practising:
            raise Refused("practice-not-here")
        case ("leave",):
            options = [(ctx.say("leave-yes"), f"{ROUTE}:leave:yes"), (ctx.say("leave-no"), f"{ROUTE}:leave:no")]
            return choose(ctx.say("leave-ask"), options, width=2)
        case ("leave", "no"):
            return Screen(ctx.say("stayed"))
        case ("leave", "yes"):
            return _leave(ctx)
        case _:
            raise Refused("not-found")


def _leave(ctx: Context) -> Screen:
    """End his posts and tell the committees above."""
    ended = people.leave(ctx.db, ctx.person.id, ctx.local)
    for post in ended:
        values = {
            "name": ctx.person.name,
            "role": post.role.value,
            "unit": units.name_of(ctx.db, post.unit_id, ctx.today),
        }
        notices.tell_admins(ctx.db, post.unit_id, "left-notice", values, f"left:{post.id}", ctx.now)
    return Screen(ctx.say("left", count=len(ended)))
