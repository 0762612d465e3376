"""The forms a person can begin, each with its facts, its title and what becomes of its record: two explicit tables."""

from __future__ import annotations

from bot.forms.meeting import meeting_form
from bot.forms.postponement import postponement_form
from bot.forms.resolution import resolution_form
from bot.forms.score import score_form
from bot.forms.task import due_form, task_form
from handlers import meetings, postponements, resolutions, scores, tasks
from handlers.talk import Talk

FORMS: dict[str, Talk] = {
    "meeting": Talk(meeting_form, meetings.begin, meetings.title, meetings.keep),
    "resolution": Talk(resolution_form, resolutions.begin, resolutions.title, resolutions.keep),
    "task": Talk(lambda _: task_form(), tasks.begin, tasks.title, tasks.keep, facts=tasks.facts),
    "due": Talk(lambda _: due_form(), tasks.begin, tasks.title, tasks.keep_due, facts=tasks.facts),
    "postponement": Talk(lambda _: postponement_form(), postponements.begin, postponements.title, postponements.keep),
    "score": Talk(score_form, scores.begin, scores.title, scores.keep),
    "verdict": Talk(score_form, scores.begin_verdict, scores.title_above, scores.keep_verdict, scores.may_judge),
}
