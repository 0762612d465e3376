"""Model meetings (sinh hoạt mẫu): which meeting, who is invited, who comes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.errors import Refused
from bot.domain.periods import Month
from bot.domain.reminders import Obligation, State
from bot.forms.reading.outcome import Given
from bot.texts import Html, Voice
from bot.texts.screen import Button, Screen, rows_of
from handlers.context import Answer, Context
from handlers.places import administers
from handlers.talk import Begun, records_for
from storage import models, notices, obligations, units
from storage.drafts import Draft
from storage.entry import Entry
from storage.models import Guest, Model

ROUTE = "mod"


def may_mark(ctx: Context, unit_id: int) -> bool:
    """Whether the asker may mark the cell's meetings: who records there, or an admin above."""
    return records_for(ctx, unit_id) or administers(ctx, unit_id)


def to_come(ctx: Context, unit_id: int) -> Obligation | None:
    """The cell's next meeting, of this month or the next."""
    this = Month.of(ctx.today)
    found = (obligations.of(ctx.db, ctx.scope, unit_id, month) for month in (this, this.plus(1)))
    return next(
        (each for each in found if each and each.state is State.OPEN and (each.day is None or each.day >= ctx.today)),
        None,
    )


def button(ctx: Context, unit_id: int) -> tuple[Button, ...]:
    """[Sinh hoạt mẫu] on the card of a cell whose meeting is still to come."""
    owed = to_come(ctx, unit_id) if may_mark(ctx, unit_id) else None
    return (Button(ctx.say.plain("model-button"), f"{ROUTE}:o:{unit_id}:{owed.period}"),) if owed else ()


def when_and_where(ctx: Context, owed: Obligation | None, unit_id: int) -> dict[str, object]:
    """``day``, ``clock``, ``place`` of the meeting as they stand."""
    place = units.profile(ctx.db, ctx.scope, unit_id, ctx.today).place
    day: date | None = owed.day if owed else None
    when = ctx.say.plain("visit-no-day") if day is None else ctx.say.day(day)
    clock = f", {owed.hour}" if owed and owed.hour else ""
    return {"when": f"{when}{clock}", "place": place or "–"}


def tell_guests(ctx: Context, unit_id: int, month: Month) -> None:
    """Every cell invited to see this meeting learns of its new day, and may answer anew."""
    owed, model = obligations.of(ctx.db, ctx.scope, unit_id, month), models.of(ctx.db, ctx.scope, unit_id, month)
    if model is None or owed is None or owed.day is None:
        return
    values = {"host": units.name_of(ctx.db, unit_id, ctx.today), **when_and_where(ctx, owed, unit_id)}
    for guest in models.guests(ctx.db, ctx.scope, model.id):
        about = f"guest:{guest.id}:{owed.day}"
        _tell(ctx, guest, "model-moved-notice", values, f"{about}:{ctx.now.isoformat()}", checked=about, ways=True)


def tell_withdrawn(ctx: Context, model: Model) -> None:
    """Every cell invited to see this meeting learns that it is none to be seen."""
    values = {"host": units.name_of(ctx.db, model.unit_id, ctx.today), "period": model.period}
    for guest in models.guests(ctx.db, ctx.scope, model.id):
        _tell(ctx, guest, "model-off-notice", values, f"model-off:{guest.id}", checked="holder", ways=False)


def tell_invited(ctx: Context, model: Model, guest: Guest) -> None:
    """The invitation itself."""
    owed = obligations.of(ctx.db, ctx.scope, model.unit_id, model.period)
    host = units.name_of(ctx.db, model.unit_id, ctx.today)
    values = {"host": host, "topic": model.topic, **when_and_where(ctx, owed, model.unit_id)}
    about = f"model:{guest.id}:{guest.invited_at.isoformat()}"
    _tell(ctx, guest, "model-notice", values, about, checked=about, ways=True)


def _tell(
    ctx: Context, guest: Guest, key: str, values: Mapping[str, object], dedupe: str, *, checked: str, ways: bool
) -> None:
    readers = models.readers(ctx.db, ctx.scope, guest, ctx.today)
    buttons = (("model-come", f"{ROUTE}:y:{guest.id}"), ("model-not", f"{ROUTE}:x:{guest.id}")) if ways else ()
    notices.tell(ctx.db, readers, guest.unit_id, key, values, dedupe, ctx.now, checked=checked, buttons=buttons)


def page(ctx: Context, model: Model) -> Screen:
    """The model meeting with who is invited and who comes."""
    owed = obligations.of(ctx.db, ctx.scope, model.unit_id, model.period)
    invited = models.guests(ctx.db, ctx.scope, model.id)
    coming = sum(each.answer == "come" for each in invited)
    name = units.name_of(ctx.db, model.unit_id, ctx.today)
    values = {name: Html(str(value)) for name, value in when_and_where(ctx, owed, model.unit_id).items()}
    told = [
        ctx.say("model-head", unit=name, month=model.period.written),
        ctx.say("model-topic-said", topic=model.topic),
        ctx.say("visit-when", **values),
        ctx.say("model-counts", invited=len(invited), coming=coming),
    ]
    if administers(ctx, model.unit_id):
        for each in invited:
            state = each.answer or "waits"
            told.append(ctx.say(f"model-guest-{state}", unit=units.name_of(ctx.db, each.unit_id, ctx.today)))
    buttons = []
    if administers(ctx, model.unit_id):
        buttons.append(Button(ctx.say.plain("model-invite"), f"{ROUTE}:g:{model.id}:0"))
    buttons.append(Button(ctx.say.plain("model-withdraw"), f"{ROUTE}:w:{model.id}"))
    return Screen("\n".join(told), rows_of(buttons, 2))


# --- the form --------------------------------------------------------------------------------------------------------


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """Of which month's meeting."""
    month = Month.read(about["period"])
    name = units.name_of(ctx.db, unit_id, ctx.today)
    usual = {"title": name, "unit_id": unit_id, "month": month.written}
    return Begun(Given(now=ctx.local, usual=usual))


def title(given: Given, say: Voice) -> str:
    """``Chi bộ thôn Muối · sinh hoạt mẫu tháng 12/2026``."""
    return say("model-title", unit=given.usual.get("title", ""), month=given.usual.get("month", ""))


def keep(ctx: Context, draft: Draft, record: str, answers: dict[str, Any]) -> Answer:  # noqa: ARG001
    """The meeting is a model; the page from which others are invited."""
    month = Month.read((draft.about or {})["period"])
    if not may_mark(ctx, draft.unit_id) or obligations.of(ctx.db, ctx.scope, draft.unit_id, month) is None:
        raise Refused("not-found")
    entry = Entry(ctx.person.id, ctx.now, draft.id)
    return page(ctx, models.mark(ctx.db, ctx.scope, draft.unit_id, month, record, entry))
