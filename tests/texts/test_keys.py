"""Whatever the code wants to say exists, with the values it gives, and fits where it is shown."""

from __future__ import annotations

import re

import pytest

from bot.domain.meetings import HEADINGS, Kind
from bot.domain.rules import Rules
from bot.domain.tasks import ReportedState
from bot.forms.broadcast import broadcast_form
from bot.forms.form import Form, Repeat, named_key
from bot.forms.growth import growth_form
from bot.forms.meeting import meeting_form
from bot.forms.members import group_form, leaving_form, members_form, name_form, standing_form
from bot.forms.postponement import postponement_form
from bot.forms.reading.words import Control, control_word
from bot.forms.reorganising import reorganising_form
from bot.forms.resolution import resolution_form
from bot.forms.score import score_form
from bot.forms.stand_in import stand_in_form
from bot.forms.task import task_form
from bot.texts import LANGUAGES, voice
from handlers.commands import COMMANDS
from tests.texts.calls import calls
from tests.texts.sentences import book

COMMAND_LIMIT = 256
"""Telegram's limit for the description of a command."""
LABEL_LIMIT = 40
"""Longer labels are cut on a narrow phone."""
NO_LABELS = re.compile(
    r"command-|sheet-|book-year-|document-(?!button)|paste-|agenda-|heading-|meeting-corrected-by-recorder|span-|summary-roots"
)
"""Said plainly, but not on buttons of their own."""

FORMS = (
    meeting_form(Rules()),
    resolution_form(Rules()),
    postponement_form(),
    task_form(),
    score_form(Rules()),
    stand_in_form(),
    members_form(),
    standing_form(),
    leaving_form(),
    group_form(),
    name_form(),
    growth_form(),
    reorganising_form(),
    broadcast_form(),
)
both = pytest.mark.parametrize("language", LANGUAGES)


@both
def test_every_key_that_the_code_names_exists(language: str) -> None:
    known = book(language).by_key
    lost = sorted({f"{call.key} ({call.where})" for call in calls() if call.exact and call.key not in known})
    assert lost == []


@both
def test_every_key_that_the_code_puts_together_can_exist(language: str) -> None:
    known = book(language).by_key
    lost = sorted(
        f"{call.key} ({call.where})"
        for call in calls()
        if not call.exact and not any(re.fullmatch(call.key, key) for key in known)
    )
    assert lost == []


@both
def test_the_code_gives_every_value_that_a_sentence_names(language: str) -> None:
    known = book(language).by_key
    lacking = {
        f"{call.key} ({call.where})": sorted(known[call.key].variables - call.given)
        for call in calls()
        if call.exact and call.given is not None and call.key in known
    }
    assert {where: names for where, names in lacking.items() if names} == {}


def keys_of(form: Form) -> list[str]:
    """What the engine says by itself for a form."""
    keys = [f"{form.name}-title"]
    if not form.direct:
        keys.append(f"{form.name}-review.help")
    for part in form.parts:
        head = f"{form.name}-{part.key}-" if isinstance(part, Repeat) else f"{form.name}-"
        if isinstance(part, Repeat):
            gate = head.removesuffix("-")
            keys += [gate, f"{gate}.label", f"{gate}.help", f"{gate}-none", f"{gate}-new", f"{gate}-remove"]
        elif part.card:
            keys += [f"{head}{part.key}", f"{head}{part.key}.help"]
        for question in part.questions:
            if question.named is None:
                keys += [f"{head}{question.key}{attribute}" for attribute in ("", ".label", ".help")]
            else:
                keys += [f"{head}{named_key(question)}", f"{head}{named_key(question)}.help"]
    return keys


@both
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_question_has_its_sentence_its_label_and_its_help(form: Form, language: str) -> None:
    known = book(language).by_key
    assert [key for key in keys_of(form) if key not in known] == []


@both
def test_every_kind_heading_and_state_has_its_word(language: str) -> None:
    speaking = voice(language)
    words = [
        *(f"kind-{each}" for each in Kind),
        *(f"heading-{each}" for each in HEADINGS),
        *(f"progress-{each}" for each in ReportedState),
        *(f"control-{each}" for each in Control if each is not Control.HELP),
    ]
    assert [key for key in words if not speaking.knows(key)] == []


@both
def test_the_words_on_the_control_buttons_are_understood_when_typed(language: str) -> None:
    told = [each for each in Control if each is not Control.HELP]
    assert [control_word(voice(language).plain(f"control-{each}")) for each in told] == told


@both
@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_has_a_description_that_telegram_takes(name: str, language: str) -> None:
    speaking = voice(language)
    assert speaking.knows(f"command-{name}")
    assert 0 < len(speaking.plain(f"command-{name}")) <= COMMAND_LIMIT


def labels() -> list[str]:
    """Keys that become buttons: said plainly, or offered by the engine."""
    known = book("vi").by_key
    plainly = [call for call in calls() if call.speaker == "plain"]
    keys = {call.key for call in plainly if call.exact}
    keys |= {key for call in plainly if not call.exact for key in known if re.fullmatch(call.key, key)}
    keys |= {
        key for key in known if re.fullmatch(r"form-(?:all-right|cancel-yes|cancel-no)|.*-(?:none|new|remove)", key)
    }
    offered = {f"{form.name}-{part.key}" for form in FORMS for part in form.parts if isinstance(part, Repeat)}
    return sorted(
        key
        for key in keys
        if not NO_LABELS.match(key)
        and (not re.search(r"-(?:none|new|remove)$", key) or key.rpartition("-")[0] in offered)
    )


@both
def test_a_label_of_a_button_fits_a_narrow_phone(language: str) -> None:
    known, speaking = book(language).by_key, voice(language)
    long = {
        key: label
        for key in labels()
        if key in known
        and len(label := speaking.plain(key, **dict.fromkeys(known[key].variables, "11/2026"))) > LABEL_LIMIT
    }
    assert long == {}
