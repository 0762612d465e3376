"""A form in the terminal: ``python -m bot.forms.terminal meeting`` talks it through without Telegram and keeps nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.meetings import Hours, Kind
from bot.domain.rules import Rules
from bot.domain.tasks import Measure, Task
from bot.forms.engine import Outcome, Turn, advance, begin
from bot.forms.form import Form, Reply
from bot.forms.meeting import meeting_form
from bot.forms.postponement import postponement_form
from bot.forms.progress import values_of
from bot.forms.reading.outcome import Given
from bot.forms.resolution import resolution_form
from bot.forms.showing import show
from bot.forms.task import due_form, task_form
from bot.texts import voice

FORMS: dict[str, Callable[[], Form]] = {
    "meeting": lambda: meeting_form(Rules()),
    "resolution": lambda: resolution_form(Rules()),
    "task": task_form,
    "due": due_form,
    "postponement": postponement_form,
}


def invented(now: datetime) -> Given:
    """A made-up cell of 30, as the examples of domain.md section 7 have it."""
    usual = {
        "title": "Chi bộ thôn Muối",
        "unit_id": 1,
        "month": f"{now:%m/%Y}",
        "period": f"{now:%Y-%m}",
        "next_number": 11,
        "number_suffix": "NQ/CB",
        "kinds": frozenset({Kind.REGULAR}),
        "held_on": date(now.year, now.month, min(3, now.day)),
        "hours": Hours("19:30", "21:00", 90),
        "place": "Nhà văn hóa thôn",
        "chair": "Nguyễn Văn An",
        "clerk": "Trần Thị Bình",
        "upper_member": "",
        "what": "Vận động 12 hộ ngõ 2 hiến đất",
        "assignee": "Trần Thị Bình",
        "due": "30/11/2026",
        "task": Task("Vận động 12 hộ ngõ 2 hiến đất", "Trần Thị Bình", date(2026, 11, 30), Measure(12, "hộ")),
    }
    people = ("Nguyễn Văn An", "Trần Thị Bình", "Phạm Văn Hùng", "Lê Thị Lan")
    planned = date(now.year, now.month, 3)
    return Given(now=now, base=30, total=32, exempt=2, official=28, roster=people, planned_on=planned, usual=usual)


def talk(form: Form, given: Given, say: Callable[[str], None], hear: Callable[[], str]) -> Turn:
    """The conversation until it is signed off, put aside or given up; buttons are typed by number or word."""
    voice_here = voice("vi")
    turn = Turn(begin(form))
    while turn.outcome is Outcome.OPEN:
        screen = show(
            form,
            turn.progress,
            given,
            voice_here,
            lambda given, say: say(
                f"{form.name}-title", unit=given.usual["title"], month=given.usual["month"], session="regular"
            ),
        )
        buttons = "  ".join(f"[{button.label}]" for row in screen.rows for button in row)
        say(f"{voice_here.without_tags(screen.text)}\n{buttons}")
        turn = advance(form, turn.progress, Reply(hear()), given)
    return turn


def main() -> None:
    """Talk the form named on the command line through."""
    name = sys.argv[1] if len(sys.argv) > 1 else "meeting"
    if name not in FORMS:
        sys.exit(f"no such form: {name}; there are {', '.join(FORMS)}")
    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    form, given = FORMS[name](), invented(now)
    try:
        turn = talk(form, given, print, lambda: input("> "))
    except (EOFError, KeyboardInterrupt):
        sys.exit(0)
    print(turn.outcome)  # noqa: T201
    if turn.outcome is Outcome.SUBMITTED:
        values = values_of(form, turn.progress)
        print(form.build(values, form.know(given, values)))  # noqa: T201


if __name__ == "__main__":
    main()
