"""Before the meeting: the agenda in order with who does what, the open tasks, a skeleton of the report (domain.md 3.3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from bot.domain.documents import DocumentKind, file_name
from bot.domain.meetings import HEADINGS, Kind
from bot.domain.periods import Month
from bot.domain.rules import Rules
from bot.reports import wording
from bot.reports.document import Cell, Document, Followed, Values, followed_values, heads, look_of, month_values
from bot.texts import Html, Voice

CHAIR, SECRETARY, MEMBERS, UPPER, CLERK, SPEAKER = "chair", "secretary", "members", "upper", "clerk", "speaker"
OPENING = (("reason", CHAIR), ("clerk", CHAIR), ("roll", CHAIR), ("dues", CHAIR), ("agenda", CHAIR))
REGULAR = (
    ("report", SECRETARY),
    ("members", SECRETARY),
    ("news", SECRETARY),
    ("discussion", MEMBERS),
    ("criticism", MEMBERS),
    ("upper", UPPER),
)
THEMATIC = (("topic", SPEAKER), ("topic_discussion", MEMBERS), ("topic_conclusion", CHAIR))
CLOSING = (
    ("summary", CHAIR),
    ("tasks", CHAIR),
    ("requests", CHAIR),
    ("conclusion", CHAIR),
    ("score", MEMBERS),
    ("minutes", CLERK),
    ("end", CHAIR),
)
"""Steps with who takes them; texts ``agenda-step-…``, ``agenda-who-…``."""
REPORT = ("done", "lacks", "next", "proposals")
"""Parts of the report; texts ``agenda-report-…``."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of a meeting to come."""

    cell: Cell
    month: Month
    day: date | None
    starts_at: str = ""
    place: str = ""
    chair: str = ""
    clerk: str = ""
    upper_member: str = ""
    kinds: frozenset[Kind] = frozenset({Kind.REGULAR})
    topic: str = ""
    open: tuple[Followed, ...] = ()
    """Tasks not done yet."""
    closed: tuple[Followed, ...] = ()
    """Tasks closed since the last meeting."""

    def named(self, who: str) -> str:
        """Who that is in this cell; empty when nobody is known, or all are meant."""
        secretary = self.cell.named_secretary or self.chair
        return {CHAIR: self.chair, SECRETARY: secretary, UPPER: self.upper_member, CLERK: self.clerk}.get(who, "")


Steps = tuple[tuple[str, str], ...]


def sections(plan: Plan) -> tuple[tuple[str, Steps], ...]:
    """The parts of the agenda with their steps, by the kinds of the meeting."""
    middle: tuple[tuple[str, Steps], ...] = ()
    if Kind.REGULAR in plan.kinds or Kind.THEMATIC not in plan.kinds:
        middle += (("regular", REGULAR),)
    if Kind.THEMATIC in plan.kinds:
        middle += (("thematic", THEMATIC),)
    return (("opening", OPENING), *middle, ("closing", CLOSING))


def leads(steps: Steps) -> str:
    """Who takes most of the steps: named once, with the part."""
    return Counter(who for _, who in steps).most_common(1)[0][0]


def agenda_text(say: Voice, plan: Plan) -> str:
    """The agenda and what is open, as HTML for a phone; the skeleton of the report stands in the document."""
    when = say.day(plan.day) + (f", {plan.starts_at}" if plan.starts_at else "") if plan.day else say("agenda-no-day")
    said = [say("agenda-head", unit=plan.cell.name, month=str(plan.month.month), when=Html(when))]
    for name, steps in sections(plan):
        leader = leads(steps)
        said.append(f"<b>{say(f'agenda-part-{name}')}</b>" + _who_html(say, plan, leader))
        said += [
            f"{number}. {say(f'agenda-step-{step}')}" + ("" if who == leader else _who_html(say, plan, who))
            for number, (step, who) in enumerate(steps, 1)
        ]
    if plan.open:
        said.append(f"<b>{say('agenda-open', count=len(plan.open))}</b>")
        said += [
            say(
                "agenda-open-line",
                what=wording.sentence(each.task.what),
                who=each.task.assignee or "–",
                state=each.state,
            )
            for each in plan.open
        ]
    return "\n".join(said)


def _who_html(say: Voice, plan: Plan, who: str) -> str:
    return " " + say("agenda-who", who=_who(say, plan, who))


def _who(say: Voice, plan: Plan, who: str) -> str:
    name = plan.named(who)
    return say.plain("agenda-named", name=name) if name else say.plain(f"agenda-who-{who}")


def agenda(say: Voice, rules: Rules, plan: Plan) -> Document:
    """Chương trình with the skeleton of the report."""
    day = wording.long_day(say, plan.day) if plan.day else wording.DOTS
    values = {
        **heads(rules, plan.cell),
        **month_values(plan.month),
        "trich_yeu": wording.session_of(say, plan.kinds, plan.month, plan.day or plan.month.first, plan.topic),
        "gio_bat_dau": wording.clock(say, plan.starts_at),
        "ngay_hop": day,
        "dia_diem": plan.place or wording.DOTS,
        "chu_tri": plan.chair or wording.DOTS,
        "thu_ky": plan.clerk or wording.DOTS,
        "phan": [_part(say, plan, name, steps) for name, steps in sections(plan)],
        "nhiem_vu_truoc": [followed_values(say, each) for each in plan.open],
        "bao_cao": [
            {"so": str(number), "ten": say.plain(f"agenda-report-{name}"), "doan": _report(say, plan, name)}
            for number, name in enumerate(REPORT, 1)
        ],
    }
    name = file_name(DocumentKind.AGENDA, plan.cell.name, str(plan.month))
    return Document(DocumentKind.AGENDA, name, values, look_of(rules))


def _part(say: Voice, plan: Plan, name: str, steps: Steps) -> Values:
    leader = leads(steps)
    taken = [
        {"viec": say.plain(f"agenda-step-{step}"), "nguoi": "" if who == leader else _who(say, plan, who)}
        for step, who in steps
    ]
    return {"ten": say.plain(f"agenda-part-{name}").upper(), "nguoi": _who(say, plan, leader), "buoc": taken}


def _report(say: Voice, plan: Plan, part: str) -> list[str]:
    """What the records already know, and room for the rest."""
    match part:
        case "done":
            known = [_told(say, each) for each in (*plan.closed, *plan.open)]
            return known + [f"- {say.plain(f'heading-{name}')}: {wording.DOTS}" for name in HEADINGS]
        case "next":
            return [_told(say, each) for each in plan.open] + [f"- {wording.DOTS}"]
        case _:
            return [f"- {wording.DOTS}"]


def _told(say: Voice, each: Followed) -> str:
    values = followed_values(say, each)
    who = f" ({values['nguoi']})" if values["nguoi"] else ""
    due = say.plain("paste-due", day=values["han"]) if values["han"] else ""
    result = f", {each.result}" if each.result else ""
    return f"- {values['viec']}{who}{due}: {each.state}{result}"
