"""The search for canaries finds what is foreign, and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import Connection, delete, select

from bot.domain.people import Role
from bot.domain.units import UnitKind
from bot.texts.screen import Button
from handlers.commands import COMMANDS
from storage import people
from storage.tables import person, resolution_share
from tests import canaries, planting
from tests.conftest import NOW
from tests.conversations.talk import Talk
from tests.conversations.test_foreign_ids import CODES
from tests.small_district import add_cell, add_person, add_unit, assign, resolve

TODAY = NOW.date()
STEPS = 6
"""Buttons pressed of each screen."""


@pytest.fixture
def people_of(db: Connection) -> dict[str, int]:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An")
    near, far = add_cell(db, commune, "Chi bộ thôn Muối"), add_cell(db, commune, "Chi bộ thôn Muối Dưới")
    resolve(db, near, TODAY, "Mở đường ngõ hai")
    assign(db, far, None, what="Đào mương thủy lợi")
    ids = {
        "admin": add_person(db, commune, "Lương Thị Hà", Role.ADMIN),
        "near": add_person(db, near, "Nguyễn Văn An"),
        "far": add_person(db, far, "Trần Văn Bình"),
    }
    return {
        who: db.execute(select(person.c.telegram_id).where(person.c.id == key)).scalar_one() for who, key in ids.items()
    }


@pytest.mark.parametrize(
    ("who", "said", "found"),
    [
        ("near", "Chi bộ thôn Muối, Đảng bộ xã An: Mở đường ngõ hai", set()),
        ("near", "Chi bộ thôn Muối Dưới", {"Chi bộ thôn Muối Dưới"}),
        ("near", "1. Đào mương thủy lợi (Trần Văn Bình)", {"Đào mương thủy lợi", "Trần Văn Bình"}),
        ("near", "Lương Thị Hà", {"Lương Thị Hà"}),
        ("far", "Chi bộ thôn Muối Dưới", set()),
        ("far", "Chi bộ thôn Muối", {"Chi bộ thôn Muối"}),
        ("admin", "Mở đường ngõ hai, Đào mương thủy lợi, Nguyễn Văn An", set()),
        ("nobody", "Mở đường ngõ hai", {"Mở đường ngõ hai"}),
    ],
)
def test_what_is_foreign_is_found(
    db: Connection, people_of: dict[str, int], who: str, said: str, found: set[str]
) -> None:
    assert canaries.foreign(db, people_of.get(who, 1), said, TODAY) == found


def test_a_post_that_ended_leaves_the_name_and_no_more(db: Connection, people_of: dict[str, int]) -> None:
    who = people.by_telegram(db, people_of["near"])
    assert who is not None
    people.end_post(db, people.posts_of(db, who.id, TODAY)[0], date(2026, 11, 1))
    assert canaries.foreign(db, people_of["near"], "Chi bộ thôn Muối: Mở đường ngõ hai", TODAY) == {"Mở đường ngõ hai"}


def test_files_are_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", "<si><t>Đào mương</t></si>")
    assert "Đào mương" in canaries.unpacked(out.getvalue())
    assert "Đào mương" in canaries.unpacked("Đào mương;1".encode("utf-8-sig"))


ELSEWHERE: Mapping[str, str] = {
    **dict.fromkeys(
        ("inbox.kind", "inbox.raw", "inbox.last_error"), "the chat's own updates, read by their handler and nobody else"
    ),
    **dict.fromkeys(("offer.codes", "pulse.name", "pulse.detail"), "of a chat or of the program, of no unit"),
    **dict.fromkeys(
        ("unit.kind", "unit.code"), "an office's number and the program's word, far too short to be known by"
    ),
    **dict.fromkeys(
        (
            "cell_profile.meeting_day",
            "cell_profile.starts_at",
            "meeting_version.starts_at",
            "meeting_version.ends_at",
            "obligation.planned_at",
            "obligation.postponed_at",
            "postponement.to_clock",
        ),
        "an hour or a day of the month: alike in every cell",
    ),
    **dict.fromkeys(
        (
            "obligation.kind",
            "event.type",
            "digest_line.rung",
            "digest_line.said",
            "draft.form",
            "meeting_version.kinds",
            "score_version.table_code",
            "invitation.role",
            "person.language",
            "joining.language",
            "audit.act",
            "outbox.dedupe_key",
            "outbox.channel",
            "outbox.kind",
            "outbox.claimed_by",
            "outbox.last_error",
            "reorganisation.fault",
            "review.line",
            "broadcast.part",
            "broadcast.roles",
            "broadcast_reader.role",
        ),
        "the program's own words",
    ),
    **dict.fromkeys(
        (
            "person.search_name",
            "unit_name.search_name",
            "member.search_name",
            "resolution.search_subject",
            "search_entry.plain",
            "search_entry.exact",
        ),
        "a copy without accents or capitals of what is looked for, shown nowhere",
    ),
    **dict.fromkeys(("setting.name", "setting.value"), "a committee's rules, told to everybody below it"),
    **dict.fromkeys(("template.digest", "template.file_name"), "a committee's template, given out to its cells"),
    "invitation.token_hash": "a hash; the token is looked for in logs and files by tests of their own",
    "reorganisation.acts": "codes and names of units, which are watched where they stand once it is carried out",
    "audit.about": "ids; what was set of rules; read by no screen but to undo an act",
    "draft.about": "facts copied from the other columns when the form was begun, beside signs that every cell uses",
    "frozen.figures": "numbers of a committee's month, no words",
    **dict.fromkeys(("piece.rules", "piece.figures", "piece.above"), "numbers and a hash, no words"),
    "resolution.number": "numbers are alike in every cell (01-NQ/CB)",
}
"""Free columns that are no canaries, and why."""


@pytest.fixture
def full(db: Connection) -> tuple[int, dict[str, int]]:
    """A cell of which every column holds a text of its own, and people who may see nothing of it."""
    near, beside = (add_unit(db, UnitKind.COMMUNE, f"Đảng bộ xã {name}") for name in ("An", "Bảo"))
    cell, neighbour = add_cell(db, near, "Chi bộ thôn Muối"), add_cell(db, near, "Chi bộ thôn Vải")
    planting.plant(db, cell, add_person(db, cell, "Nguyễn Văn An"))
    keys = {
        "Bình": add_person(db, neighbour, "Trần Thị Bình"),
        "Hà": add_person(db, beside, "Lương Thị Hà", Role.ADMIN),
        "Mai": add_person(db, neighbour, "Đặng Thị Mai", Role.UPPER_MEMBER),
    }
    phones = {
        who: db.execute(select(person.c.telegram_id).where(person.c.id == key)).scalar_one()
        for who, key in keys.items()
    }
    return cell, {**phones, "Lạ": 4_242}


def test_every_column_that_holds_what_somebody_wrote_is_watched(
    db: Connection, full: tuple[int, dict[str, int]]
) -> None:
    """A column added tomorrow fails here until ``canaries`` reads it, or a reason stands in ELSEWHERE."""
    names, data = canaries.texts(db)
    known = names[full[0]] | data[full[0]]
    unwatched = {name for name, column in planting.free_texts().items() if planting.canary(column) not in known}
    assert unwatched - ELSEWHERE.keys() == set(), "let tests/canaries.py read them, or say why not"
    assert ELSEWHERE.keys() - unwatched == set(), "watched, or gone: no reason is needed any more"
    assert all(ELSEWHERE.values())


def test_a_forgotten_column_would_be_found(
    db: Connection, full: tuple[int, dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [each for each in canaries._OF_UNITS if "growth" not in str(each)]
    monkeypatch.setattr(canaries, "_OF_UNITS", tuple(kept))
    known = canaries.texts(db)[1][full[0]]
    assert planting.canary(planting.free_texts()["growth.name"]) not in known


@pytest.mark.parametrize("who", ["Bình", "Hà", "Mai", "Lạ"])
def test_nothing_that_stands_in_any_column_reaches_somebody_else(
    db: Connection, full: tuple[int, dict[str, int]], who: str
) -> None:
    """Every command, what its buttons open, searching for the very words, and forged codes."""
    db.execute(delete(resolution_share))  # which its cell lets everybody read
    talk = Talk(db, full[1], NOW)
    pressed: set[str] = set()
    for command in COMMANDS:
        for words in (f"/{command.name}", f"/{command.name} {planting.WORD}"):
            answer = talk.says(who, words)
            assert not planting.CANARY.search(answer), words
            for screen in talk.chat(who).screens[-2:]:
                for button in [each for row in screen.rows for each in row][:STEPS]:
                    if button.code not in pressed:
                        pressed.add(button.code)
                        answer = talk.gives_press(who, button)
                        assert not planting.CANARY.search(answer), button
    for _, shape in CODES:
        for number in (1, full[0]):
            answer = talk.gives_press(who, Button("", shape.format(number)))
            assert not planting.CANARY.search(answer), (shape, number)
