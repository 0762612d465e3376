"""Conversations at the edge: a draft and a reply in, the next screen out; one transaction holds it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

import handlers
from bot.domain.errors import Refused
from bot.domain.people import RECORDERS
from bot.domain.rules import Rules
from bot.forms.engine import Outcome, advance, begin
from bot.forms.form import Form, Reply
from bot.forms.given import dump_given, load_given
from bot.forms.progress import Progress, known_with, values_of
from bot.forms.reading.outcome import Given
from bot.forms.showing import show
from bot.forms.spots import step_of, where
from bot.forms.taking import take
from bot.texts import Html, Voice
from bot.texts.screen import Button, Screen
from handlers import long_texts
from handlers.context import Answer, Context
from handlers.talk import Talk, Turned
from storage import drafts, outbox, practice, rules
from storage.drafts import Draft
from storage.outbox import Unfinished
from storage.recent import Recent

if TYPE_CHECKING:
    import handlers.talks

ROUTE = "f"
TELLING = 25
"""Characters from which a message may tell of a meeting by itself."""
ENOUGH = 2
"""Answers that such a message must hold."""


@dataclass(frozen=True, slots=True)
class Open:
    """A draft taken up: its form, the facts frozen at its start, and how far it has come."""

    draft: Draft
    talk: Talk
    form: Form
    given: Given
    progress: Progress

    @property
    def title_facts(self) -> Given:
        """The facts with the answers so far: the title names the kind and the month that were told."""
        return known_with(self.form, self.progress, self.given)


@lru_cache(maxsize=64)
def form_under(name: str, rules_now: Rules) -> Form:
    """The form as the rules have it, made once for all committees with the same rules."""
    return handlers.talks.FORMS[name].form(rules_now)


def by_its_table(rules_now: Rules, about: Mapping[str, Any]) -> Rules:
    """The rules for a conversation: a score goes by the table, and its version, by which it was begun."""
    return replace(rules_now, score_table=about["table"]) if "table" in about else rules_now


_LAST = Recent[Open](drafts.MOST_REMEMBERED)
"""Drafts as values, as they stood after the last turn: taken on with only while the draft still says the very same."""


def taken_up(draft: Draft, rules_now: Rules, now: datetime) -> Open:
    """The draft as values; ``now`` is local."""
    talk = handlers.talks.FORMS[draft.form]
    form = form_under(draft.form, by_its_table(rules_now, draft.about or {}))
    known = _LAST.take(draft.id)
    if known is not None and known.draft.about is draft.about and known.form is form:
        progress = known.progress if known.draft.data is draft.data else Progress.load(draft.data)
        return Open(draft, talk, form, known.given.at(now), progress)
    given = talk.facts(load_given(form, (draft.about or {}).get("given", {}), now))
    opened = Open(draft, talk, form, given, Progress.load(draft.data))
    _LAST.put(draft.id, opened)
    return opened


def cells_of(ctx: Context) -> list[int]:
    """The cells for which the person records today, in the order of his posts."""
    return list(dict.fromkeys(post.unit_id for post in ctx.holds(*RECORDERS)))


def own_open(ctx: Context) -> Draft | None:
    """The person's open draft, while its cell is still his."""
    held = drafts.open_of(ctx.db, ctx.person.id)
    return held if held is not None and may_lead(ctx, held) else None


def may_lead(ctx: Context, held: Draft) -> bool:
    """Whether the draft's conversation is still the person's to lead."""
    return handlers.talks.FORMS[held.form].may(ctx, held.unit_id)


def awaits_file(db: Connection, person_id: int) -> bool:
    """Whether a file that the person sends belongs to what he is writing: it is kept by its id and never fetched."""
    held = drafts.open_of(db, person_id)
    return held is not None and handlers.talks.FORMS[held.form].files


def rules_of(ctx: Context, unit_id: int) -> Rules:
    """The rules of the unit that a conversation is about: not always those of the person's first post."""
    if ctx.posts and ctx.posts[0].unit_id == unit_id:
        return ctx.rules
    return rules.rules_for(ctx.db, unit_id)


def screen_of(held: Open, say: Voice) -> Screen:
    """The draft's present screen; its buttons carry the draft's id and revision."""
    several = bool(held.given.usual.get("several"))
    head = f"{ROUTE}:{held.draft.id}:{held.draft.revision}:"
    shown = show(held.form, held.progress, held.given, say, held.talk.title, always_title=several, head=head)
    return Screen(shown.text, shown.rows, draft=(held.draft.id, held.draft.revision))


def start(ctx: Context, form_name: str, unit_id: int, about: dict[str, Any] | None = None) -> Answer:
    """Begin a form for one of the person's cells; the one that is open meanwhile is kept and offered first."""
    if not handlers.talks.FORMS[form_name].may(ctx, unit_id):
        raise Refused("not-found")
    held = drafts.open_of(ctx.db, ctx.person.id)
    if held is not None:
        if same_talk(held, form_name, unit_id, about or {}):
            return resumed(ctx, _renewed(ctx, _gone_on_with(ctx, held)), "form-resumed")
        drafts.close(ctx.db, held, "paused", ctx.now)
    paused = next(
        (each for each in drafts.paused_of(ctx.db, ctx.person.id) if same_talk(each, form_name, unit_id, about or {})),
        None,
    )
    if paused is not None:
        return resumed(ctx, _renewed(ctx, drafts.resume(ctx.db, paused, ctx.now)), "form-resumed")
    opened = fresh(ctx, form_name, unit_id, about or {})
    screen = screen_of(opened, ctx.say)
    if held is not None:
        screen = replace(screen, text=ctx.say("form-put-aside", title=Html(title_of(ctx, held))) + "\n" + screen.text)
    return screen


def _renewed(ctx: Context, held: Draft) -> Draft:
    """The draft with its facts as they are now, where they may have changed since it was begun."""
    talk, about = handlers.talks.FORMS[held.form], held.about or {}
    if talk.renew is None:
        return held
    form = form_under(held.form, rules_of(ctx, held.unit_id))
    given = load_given(form, about.get("given", {}), ctx.local)
    now = dump_given(form, talk.renew(ctx, held.unit_id, given))
    if now == about.get("given"):
        return held
    return drafts.turn(ctx.db, held, held.form, held.form_version, {**about, "given": now}, held.data, ctx.now)


def same_talk(held: Draft, form_name: str, unit_id: int, about: dict[str, Any]) -> bool:
    """True when the draft is the conversation asked for: the same form, unit and subject."""
    subject = {key: value for key, value in (held.about or {}).items() if key not in {"given", "why"}}
    return (
        held.form == form_name
        and held.unit_id == unit_id
        and (not about or all(subject.get(k) == v for k, v in about.items()))
    )


def fresh(ctx: Context, form_name: str, unit_id: int, about: dict[str, Any]) -> Open:
    """A new draft with the facts of this moment."""
    talk = handlers.talks.FORMS[form_name]
    begun = talk.begin(ctx, unit_id, about)
    form = talk.form(by_its_table(rules_of(ctx, unit_id), begun.about))
    several = len({post.unit_id for post in ctx.posts}) > 1
    given = replace(begun.given, usual={**begun.given.usual, "several": several})
    progress = replace(begin(form, begun.answers, confirmed=begun.confirmed), at=begun.at, notes=begun.notes)
    kept = {**about, **begun.about, "given": dump_given(form, given)}
    draft = drafts.start(
        ctx.db,
        person_id=ctx.person.id,
        unit_id=unit_id,
        chat_id=ctx.incoming.chat_id,
        form=form_name,
        form_version=form.version,
        now=ctx.now,
        about=kept,
        data=progress.dump(),
    )
    return Open(draft, talk, form, talk.facts(given), progress)


def resumed(ctx: Context, held: Draft, key: str) -> Answer:
    """The draft's present screen under one line that says what it is."""
    opened = taken_up(held, rules_of(ctx, held.unit_id), ctx.local)
    number, of = step_of(opened.form, opened.progress, where(opened.form, opened.progress, opened.given))
    head = ctx.say(key, title=Html(opened.talk.title(opened.title_facts, ctx.say)), number=number, of=of)
    quiet = replace(opened, progress=replace(opened.progress, echo=(), notes=()))
    screen = screen_of(quiet, ctx.say)
    return replace(screen, text=f"{head}\n{screen.text}")


def placed(left: Unfinished, say: Voice) -> tuple[str, int, int]:
    """Title of what its owner left, its present step and how many there are."""
    opened = taken_up(left.draft, left.rules, left.now)
    number, of = step_of(opened.form, opened.progress, where(opened.form, opened.progress, opened.given))
    return opened.talk.title(opened.title_facts, say), number, of


def title_of(ctx: Context, held: Draft) -> str:
    """What the draft is about, as its screens are headed."""
    opened = taken_up(held, rules_of(ctx, held.unit_id), ctx.local)
    return opened.talk.title(opened.title_facts, ctx.say)


def reply(ctx: Context) -> Answer:
    """A typed message or evidence while a draft is open; Refused("no-draft") when none is."""
    held = drafts.open_of(ctx.db, ctx.person.id)
    if held is None:
        raise Refused("no-draft")
    if not may_lead(ctx, held):
        return _left_behind(ctx, held)
    if held.told and (move := _chosen_of_notice(ctx, held)):
        return _pressed(ctx, held, held.revision, move)
    if (whole := long_texts.joined(held.data, ctx.incoming)) is not None:
        text, before = whole
        return _advance(ctx, replace(held, data=before), Reply(text))
    return _advance(ctx, held, Reply(ctx.incoming.words, ctx.incoming.evidence))


def _chosen_of_notice(ctx: Context, held: Draft) -> str:
    """The move behind a typed number when the newest message is the notice that this draft lies unfinished."""
    number = ctx.incoming.text.strip(" .)")
    codes = outbox.offered(ctx.db, ctx.person.id, held.updated_at)
    if not codes or not codes[0].startswith(f"{ROUTE}:{held.id}:"):
        return ""
    return next((code.split(":")[-1] for n, code in enumerate(codes, 1) if number == str(n)), "")


def press(ctx: Context) -> Answer:
    """A button of a form; one of an earlier screen changes nothing and shows the present one."""
    draft_id, revision, move = ctx.number(0), ctx.number(1), ":".join(ctx.args[2:])
    held = drafts.by_id(ctx.db, ctx.person.id, draft_id)
    if held is None:
        raise Refused("not-found")
    if not may_lead(ctx, held):
        return _left_behind(ctx, held)
    return _pressed(ctx, held, revision, move)


def _pressed(ctx: Context, held: Draft, revision: int, move: str) -> Answer:
    aside = held.state == "paused" or held.left
    if aside and move == "resume":
        return resume(ctx, held)
    if aside and move == "drop":
        resume(ctx, held)
        return turn(ctx, drafts.by_id(ctx.db, ctx.person.id, held.id) or held, "cancel")
    if held.state != "open":
        return _closed(ctx, held)
    if move == "resume":
        return resumed(ctx, _gone_on_with(ctx, held), "form-resumed")
    if move == "drop":
        return turn(ctx, held, "cancel")
    if held.revision != revision:
        return resumed(ctx, held, "form-old-button")
    return _advance(ctx, held, Reply(press=move))


def _gone_on_with(ctx: Context, held: Draft) -> Draft:
    """Touched, when its owner had been told that it lies unfinished: the notice is answered."""
    return drafts.save(ctx.db, held, held.data, held.revision + 1, ctx.now) if held.told else held


def turn(ctx: Context, held: Draft, move: str) -> Answer:
    """A move made from outside the form's own buttons (``/huy``)."""
    return _advance(ctx, held, Reply(press=move))


def resume(ctx: Context, held: Draft) -> Answer:
    """A draft put aside is taken up again; another one that is open is put aside in its stead."""
    other = drafts.open_of(ctx.db, ctx.person.id)
    if other is not None:
        drafts.close(ctx.db, other, "paused", ctx.now)
    return resumed(ctx, drafts.resume(ctx.db, held, ctx.now), "form-resumed")


def _closed(ctx: Context, held: Draft) -> Answer:
    now_open = drafts.open_of(ctx.db, ctx.person.id)
    if now_open is not None:
        return resumed(ctx, now_open, "form-old-button")
    title = Html(title_of(ctx, held))
    if held.state == "submitted":
        return Screen(ctx.say("form-was-submitted", title=title))
    if held.state == "paused" or held.left:
        return Screen(ctx.say("form-was-paused", title=title), ((resume_button(held, ctx.say),),))
    return Screen(ctx.say("form-was-cancelled", title=title))


def resume_button(held: Draft, say: Voice) -> Button:
    """[Tiếp tục]"""
    return Button(say.plain("form-resume"), f"{ROUTE}:{held.id}:{held.revision}:resume")


def _advance(ctx: Context, held: Draft, said: Reply) -> Answer:
    opened = taken_up(held, rules_of(ctx, held.unit_id), ctx.local)
    made = advance(opened.form, opened.progress, said, opened.given)
    match made.outcome:
        case Outcome.OPEN:
            revision = held.revision + (not made.stays)
            data = long_texts.kept(made.progress.dump(), ctx.incoming, said.text, opened.progress.dump())
            kept = drafts.save(ctx.db, held, data, revision, ctx.now)
            talk, form, given = opened.talk, opened.form, opened.given
            screen = screen_of(Open(kept, talk, form, given, made.progress), ctx.say)
            _LAST.put(held.id, Open(kept, talk, form, given, made.progress.read_back(kept.data)))
            return replace(screen, replace=True) if made.stays else screen
        case Outcome.PAUSED:
            saved = drafts.save(ctx.db, held, made.progress.dump(), held.revision + 1, ctx.now)
            paused = drafts.close(ctx.db, saved, "paused", ctx.now)
            title = Html(opened.talk.title(opened.title_facts, ctx.say))
            return Screen(ctx.say("form-paused", title=title), ((resume_button(paused, ctx.say),),))
        case Outcome.CANCELLED:
            drafts.close(ctx.db, held, "abandoned", ctx.now)
            return Screen(ctx.say("form-cancelled", title=Html(opened.talk.title(opened.title_facts, ctx.say))))
        case Outcome.SUBMITTED:
            values = values_of(opened.form, made.progress)
            record = opened.form.build(values, known_with(opened.form, made.progress, opened.given))
            if opened.talk.leads_to:
                saved = drafts.save(ctx.db, held, made.progress.dump(), held.revision + 1, ctx.now)
                drafts.close(ctx.db, saved, "submitted", ctx.now)
                return start(ctx, opened.talk.leads_to, held.unit_id, {"led": held.id})
            answer = opened.talk.end(ctx, held, record, made.progress.answers)
            if isinstance(answer, Turned):
                return _turned(ctx, held, made.progress, answer)
            drafts.close(ctx.db, held, "submitted", ctx.now)
            return answer


def _turned(ctx: Context, held: Draft, told: Progress, into: Turned) -> Answer:
    """The draft goes on as another talk: its answers stand, beside what the other talk begins with."""
    talk = handlers.talks.FORMS[into.form]
    begun = talk.begin(ctx, held.unit_id, into.about)
    form = talk.form(rules_of(ctx, held.unit_id))
    usual = {**begun.given.usual, "several": len({post.unit_id for post in ctx.posts}) > 1}
    given = replace(begun.given, usual=usual)
    answers = {**told.answers, **into.answers}
    progress = replace(told, answers=answers, at="", echo=(), notes=(into.said,), choices=None)
    about = {**into.about, **begun.about, "given": dump_given(form, given)}
    draft = drafts.turn(ctx.db, held, into.form, form.version, about, progress.dump(), ctx.now)
    return screen_of(Open(draft, talk, form, talk.facts(given), progress), ctx.say)


def _left_behind(ctx: Context, held: Draft) -> Answer:
    """The post has ended since the draft was begun: it is put aside, unseen by the former holder."""
    if ctx.practising:
        raise Refused("practice-not-here")
    if held.state == "open":
        drafts.close(ctx.db, held, "paused", ctx.now)
    return Screen(ctx.say("practice-over" if practice.is_one(ctx.db, held.unit_id) else "no-longer-yours"))


def unasked(ctx: Context) -> Answer | None:
    """A message that tells of a meeting while nothing is open begins the meeting form with it; None for any other."""
    cells = cells_of(ctx)
    if len(cells) != 1 or len(ctx.incoming.text) < TELLING:
        return None
    form = handlers.talks.FORMS["meeting"].form(ctx.rules)
    probe = Given(now=ctx.local, base=30)
    if len(take(form, Progress(), ctx.incoming.text, probe).values) < ENOUGH:
        return None
    return _telling(ctx, cells[0], ctx.incoming.text)


def told(ctx: Context, unit_id: int, text: str) -> Answer:
    """The meeting form, begun or taken up again, with ``text`` as its first reply (``/hop tối qua, có mặt 28/30 …``)."""
    held = own_open(ctx)
    if held is not None and held.form == "meeting" and held.unit_id == unit_id:
        return _advance(ctx, held, Reply(text))
    if held is not None:
        drafts.close(ctx.db, held, "paused", ctx.now)
    return _telling(ctx, unit_id, text)


def _telling(ctx: Context, unit_id: int, text: str) -> Answer:
    opened = fresh(ctx, "meeting", unit_id, {})
    return _advance(ctx, opened.draft, Reply(text, ctx.incoming.evidence))


def begun_with(ctx: Context, form_name: str, unit_id: int, about: dict[str, Any]) -> Answer:
    """A form begun by the message that answers its first question already."""
    opened = fresh(ctx, form_name, unit_id, about)
    return _advance(ctx, opened.draft, Reply(ctx.incoming.words, ctx.incoming.evidence))


def reminder_of_draft(ctx: Context) -> Screen | None:
    """One line under a command answered in the middle of a form: that it is still open, and the way back."""
    held = own_open(ctx)
    if held is None:
        return None
    opened = taken_up(held, rules_of(ctx, held.unit_id), ctx.local)
    number, of = step_of(opened.form, opened.progress, where(opened.form, opened.progress, opened.given))
    told = ctx.say("form-still-open", title=Html(opened.talk.title(opened.title_facts, ctx.say)), number=number, of=of)
    return Screen(told, ((resume_button(held, ctx.say),),))


def present(ctx: Context) -> Screen | None:
    """The present screen of the person's open draft, for a message that is no answer and for a restart; None for none."""
    held = own_open(ctx)
    return None if held is None else screen_of(taken_up(held, rules_of(ctx, held.unit_id), ctx.local), ctx.say)
