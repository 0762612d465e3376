"""The forms a person can begin, each with its facts, its title and what becomes of its record: two explicit tables."""

from __future__ import annotations

from bot.forms.broadcast import broadcast_form
from bot.forms.correction import correction_form, plea_form
from bot.forms.growth import growth_form
from bot.forms.leading import leading_form
from bot.forms.meeting import meeting_form
from bot.forms.members import group_form, leaving_form, members_form, name_form, standing_form
from bot.forms.model import model_form
from bot.forms.postponement import postponement_form
from bot.forms.reorganising import reorganising_form
from bot.forms.resolution import resolution_form
from bot.forms.review import review_form
from bot.forms.rule import rule_form
from bot.forms.score import score_form
from bot.forms.stand_in import stand_in_form
from bot.forms.task import due_form, task_form
from bot.forms.visit import visit_form
from handlers import (
    broadcasts,
    corrections,
    growth,
    handover,
    leading,
    meetings,
    members,
    models,
    postponements,
    reorganising,
    resolutions,
    reviews,
    rules,
    scores,
    tasks,
    visits,
)
from handlers.meeting_facts import renewed
from handlers.talk import Talk

FORMS: dict[str, Talk] = {
    "meeting": Talk(meeting_form, meetings.begin, meetings.title, meetings.keep, renew=renewed),
    "correction": Talk(correction_form, corrections.begin, meetings.title, corrections.keep),
    "plea": Talk(lambda _: plea_form(), corrections.begin_plea, corrections.plea_title, corrections.keep_plea),
    "review": Talk(lambda _: review_form(), reviews.begin, reviews.title, reviews.keep, may=reviews.may),
    "visit": Talk(lambda _: visit_form(), visits.begin, visits.title, visits.keep, may=visits.may),
    "model": Talk(lambda _: model_form(), models.begin, models.title, models.keep, may=models.may_mark),
    "leading": Talk(leading_form, leading.begin, leading.title, meetings.keep, leads_to="meeting"),
    "resolution": Talk(resolution_form, resolutions.begin, resolutions.title, resolutions.keep),
    "task": Talk(lambda _: task_form(), tasks.begin, tasks.title, tasks.keep, facts=tasks.facts),
    "due": Talk(lambda _: due_form(), tasks.begin, tasks.title, tasks.keep_due, facts=tasks.facts),
    "members": Talk(lambda _: members_form(), members.begin, members.title, members.keep, may=members.may),
    **{
        name: Talk(made, members.begin_one, members.title_of_one, members.keep_one, may=members.may)
        for name, made in {
            "standing": lambda _: standing_form(),
            "leaving": lambda _: leaving_form(),
            "party_group": lambda _: group_form(),
            "member_name": lambda _: name_form(),
        }.items()
    },
    "broadcast": Talk(
        lambda _: broadcast_form(), broadcasts.begin, broadcasts.title, broadcasts.keep, broadcasts.may, files=True
    ),
    "rule": Talk(lambda _: rule_form(), rules.begin, rules.title, rules.keep, may=rules.may),
    "postponement": Talk(lambda _: postponement_form(), postponements.begin, postponements.title, postponements.keep),
    "score": Talk(score_form, scores.begin, scores.title, scores.keep),
    "verdict": Talk(score_form, scores.begin_verdict, scores.title_above, scores.keep_verdict, scores.may_judge),
    "growth": Talk(lambda _: growth_form(), growth.begin, growth.title, growth.keep, may=growth.may),
    "reorganising": Talk(
        lambda _: reorganising_form(), reorganising.begin, reorganising.title, reorganising.keep, may=reorganising.may
    ),
    "stand_in": Talk(
        lambda _: stand_in_form(), handover.begin, handover.title, handover.keep, may=handover.may_let_stand_in
    ),
}
