"""Who may score and confirm, by post and by setting; what becomes of a notice whose reader lost his post."""

from __future__ import annotations

from datetime import UTC, date

import pytest
from sqlalchemy import insert, select, update

from bot.domain.meetings import Attendance, Hours, Kind, Meeting
from bot.domain.people import SWEEP
from bot.domain.periods import Month
from bot.texts.screen import Button
from storage import meetings, rules
from storage.entry import Entry
from storage.tables import draft, meeting, outbox, person, post, score, score_version
from tests.conftest import NOW
from tests.conversations.talk import Talk


def recorded(talk: Talk) -> int:
    for words in ("/hop", "1", "30/30", "bàn việc mở đường", "không", "Chốt"):
        talk.says("An", words)
    return int(talk.db.execute(select(meeting.c.id)).scalar_one())


def scored(talk: Talk) -> int:
    recorded(talk)
    talk.presses("An", "Chấm điểm")
    talk.presses("An", "Đúng cả")
    return int(talk.db.execute(select(score.c.id)).scalar_one())


def setting(talk: Talk, name: str, value: str) -> None:
    commune = talk.db.execute(
        select(post.c.unit_id).join(person, person.c.id == post.c.person_id).where(person.c.telegram_id == 502)
    ).scalar_one()
    rules.set_rule(talk.db, SWEEP, commune, name, value, None, NOW.astimezone(UTC))


def dismissed(talk: Talk, who: str) -> None:
    his = select(person.c.id).where(person.c.telegram_id == talk.people[who]).scalar_subquery()
    talk.db.execute(update(post).where(post.c.person_id == his).values(valid_to=date(2026, 11, 1)))


def told(talk: Talk) -> list[tuple[int, str]]:
    rows = select(person.c.telegram_id, outbox.c.payload).join(person, person.c.id == outbox.c.recipient_id)
    return [(row[0], row[1]["key"]) for row in talk.db.execute(rows.where(outbox.c.kind == "notice"))]


def test_scoring_takes_two_presses(talk: Talk) -> None:
    recorded(talk)
    before = talk.chat("An").actions
    talk.presses("An", "Chấm điểm")
    talk.presses("An", "Đúng cả")
    assert talk.chat("An").actions - before == 2
    assert talk.db.execute(select(score_version.c.total, score_version.c.band)).one() == (100, "good")


def test_another_cells_score_is_neither_seen_nor_made(talk: Talk) -> None:
    score_id, number = scored(talk), talk.db.execute(select(meeting.c.id)).scalar_one()
    for code in (f"sco:v:{score_id}", f"sco:n:{number}", f"sco:y:{score_id}:1", f"sco:d:{score_id}:1"):
        assert "100/100" not in talk.gives_press("Sơn", Button("x", code))
    assert talk.db.execute(select(score.c.version)).scalar_one() == 1


def test_the_cell_does_not_confirm_itself(talk: Talk) -> None:
    score_id = scored(talk)
    talk.gives_press("An", Button("x", f"sco:y:{score_id}:1"))
    assert talk.db.execute(select(score_version.c.stage)).scalars().all() == ["proposed"]


def test_an_admin_of_the_commune_may_confirm_too(talk: Talk) -> None:
    score_id = scored(talk)
    assert "Đã xác nhận" in talk.gives_press("Hà", Button("x", f"sco:y:{score_id}:1"))
    assert "score-confirmed-notice" in [key for who, key in told(talk) if who == talk.people["An"]]


@pytest.mark.parametrize(
    ("confirms", "asked"),
    [("upper_member", {506}), ("admin", {502}), ("nobody", set())],
)
def test_who_is_asked_is_a_setting(talk: Talk, confirms: str, asked: set[int]) -> None:
    setting(talk, "score_confirms", confirms)
    score_id = scored(talk)
    assert {who for who, key in told(talk) if key == "score-notice"} == asked
    said = talk.gives_press("Mai", Button("x", f"sco:y:{score_id}:1"))
    assert ("Đã xác nhận" in said) == (confirms == "upper_member")


def test_without_a_member_above_the_committee_is_asked(talk: Talk) -> None:
    dismissed(talk, "Mai")
    scored(talk)
    assert [who for who, key in told(talk) if key == "score-notice"] == [502]


def test_a_committee_may_score_by_another_table(talk: Talk) -> None:
    setting(talk, "score_table", "hd42-7")
    scored(talk)
    row = talk.db.execute(select(score_version.c.table_code, score_version.c.lines)).one()
    assert (row.table_code, len(row.lines)) == ("hd42-7", 7)
    setting(talk, "score_table", "hd42")
    score_id = talk.db.execute(select(score.c.id)).scalar_one()
    shown = talk.gives_press("An", Button("x", f"sco:v:{score_id}"))
    assert "7. Kết thúc" in shown
    assert "8." not in shown


@pytest.mark.parametrize("goes_on", ["at once", "later"])
def test_a_score_is_judged_by_the_table_by_which_the_cell_scored(talk: Talk, goes_on: str) -> None:
    setting(talk, "score_table", "hd42-7")
    score_id = scored(talk)
    setting(talk, "score_table", "hd42")
    shown = talk.gives_press("Mai", Button("x", f"sco:d:{score_id}:1"))
    assert "7. Kết thúc" in shown
    assert "8." not in shown
    if goes_on == "later":
        talk.says("Mai", "tạm dừng")
        talk.gives_press("Mai", Button("x", f"sco:d:{score_id}:1"))
    talk.says("Mai", "3 5 chưa họp chi ủy")
    assert "95/100" in talk.presses("Mai", "Đúng cả")
    rows = talk.db.execute(select(score_version.c.table_code, score_version.c.stage).order_by(score_version.c.version))
    assert [tuple(row) for row in rows] == [("hd42-7", "proposed"), ("hd42-7", "differed")]


def test_an_older_version_of_the_table_is_judged_as_it_stands(talk: Talk) -> None:
    score_id = scored(talk)
    talk.db.execute(update(score).values(version=2))
    first = talk.db.execute(select(score_version)).mappings().one()
    older = {**first, "version": 2, "table_version": 1, "draft_id": None}
    talk.db.execute(insert(score_version).values(older))
    assert "3. Chuẩn bị" in talk.gives_press("Mai", Button("x", f"sco:d:{score_id}:2"))
    talk.says("Mai", "3 5 chưa họp chi ủy")
    talk.presses("Mai", "Đúng cả")
    newest = select(score_version.c.table_version, score_version.c.stage).order_by(score_version.c.version.desc())
    assert tuple(talk.db.execute(newest).first() or ()) == (1, "differed")


def test_who_lost_his_post_is_not_told_and_goes_no_further(talk: Talk) -> None:
    score_id = scored(talk)
    talk.gives_press("Mai", Button("x", f"sco:d:{score_id}:1"))
    dismissed(talk, "Mai")
    for said in (talk.says("Mai", "3 5 chưa họp chi ủy"), talk.presses("Mai", "Đúng cả")):
        assert "Chuẩn bị" not in said
    assert talk.db.execute(select(draft.c.state).where(draft.c.form == "verdict")).scalars().all() == ["paused"]
    talk.tick()
    assert "100/100" not in talk.chat("Mai").answer
    assert talk.db.execute(select(score.c.version)).scalar_one() == 1


def test_a_committee_meeting_is_not_scored(talk: Talk) -> None:
    day = date(2026, 11, 2)
    cell = talk.db.execute(
        select(post.c.unit_id).join(person, person.c.id == post.c.person_id).where(person.c.telegram_id == 501)
    ).scalar_one()
    came = Attendance(4, 4)
    held = Meeting(cell, Month.of(day), frozenset({Kind.COMMITTEE}), day, Hours(), "", "", "", came)
    number = meetings.record(talk.db, SWEEP, held, Entry(None, NOW.astimezone(UTC)))
    assert "Chấm điểm" not in talk.gives_press("An", Button("x", f"his:m:{number}"))
    assert "không chấm điểm" in talk.gives_press("An", Button("x", f"sco:n:{number}"))
