"""Rights lost in the middle, and codes that no button of the bot ever carried."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.texts.screen import Button
from storage.tables import draft, meeting, person, post, task, task_update
from tests.conversations.talk import Talk


def dismissed(talk: Talk, who: str) -> None:
    """The person's posts ended yesterday."""
    his = select(person.c.id).where(person.c.telegram_id == talk.people[who]).scalar_subquery()
    talk.db.execute(update(post).where(post.c.person_id == his).values(valid_to=date(2026, 11, 1)))


def test_who_lost_his_post_in_the_middle_sees_and_changes_nothing_more(talk: Talk) -> None:
    """Matrix 78."""
    talk.says("An", "/hop")
    dismissed(talk, "An")
    for told in (
        talk.says("An", "28/30"),
        talk.presses("An", "1. Đúng cả"),
        talk.says("An", "", kind="other", what="sticker"),
    ):
        assert "Điểm danh" not in told
        assert "Nhà văn hóa" not in told
    assert talk.db.execute(select(draft.c.state)).scalars().all() == ["paused"]
    assert "không còn phụ trách" in talk.presses("An", "1. Đúng cả")


def test_a_button_of_someone_elses_form_is_not_found(talk: Talk) -> None:
    """Matrix 75."""
    talk.says("An", "/hop")
    stolen = talk.button("An", "1. Đúng cả")
    assert "Chi bộ thôn Muối" not in talk.gives_press("Sơn", stolen)
    assert "Bước 2/5" in talk.gives_press("An", stolen)


def test_another_cells_record_cannot_be_opened_or_corrected(talk: Talk) -> None:
    """Matrix 75."""
    for words in ("/hop", "1", "30/30", "bàn việc mở đường", "không", "Chốt"):
        talk.says("An", words)
    number = talk.db.execute(select(meeting.c.id)).scalar_one()
    for code in (
        f"his:m:{number}",
        f"cor:{number}",
        "his:u:2:0",
        "rec:m:2",
        "tsk:u:2",
        "rem:now:2:2026-11",
        "rem:lui:2:2026-11",
    ):
        assert "mở đường" not in talk.gives_press("Sơn", Button("x", code)), code
        assert "Muối" not in talk.chat("Sơn").answer, code


def test_another_cells_task_cannot_be_seen_or_moved_by_any_button(talk: Talk) -> None:
    """Matrix 75."""
    for words in ("/hop", "1", "30/30", "bàn việc", "NQ làm đường, 28/28. giao đ/c Bình thu quỹ 40 hộ", "Chốt"):
        talk.says("An", words)
    number = talk.db.execute(select(task.c.id)).scalar_one()
    for what in "tdplxhoze":
        assert "thu quỹ" not in talk.gives_press("Sơn", Button("x", f"tsk:{what}:{number}:1")), what
    talk.says("Sơn", "1 xong, 2 xong")
    assert talk.db.execute(select(task.c.state)).scalars().all() == ["open"]
    assert talk.db.execute(select(task_update)).all() == []


def test_evidence_of_one_cell_reaches_nobody_of_another_by_any_button(talk: Talk) -> None:
    """Matrix 75 and 76: of a meeting and of a task."""
    for words in ("/hop", "1"):
        talk.says("An", words)
    talk.says("An", "", kind="voice", what="voice", photos=("voice:heard-in-muoi",))
    for words in ("30/30", "bàn việc", "NQ làm đường, 28/28. giao đ/c Bình thu quỹ 40 hộ", "Chốt", "/nhiemvu", "1"):
        talk.says("An", words)
    talk.says("An", "đang làm", kind="photo", photos=("seen-in-muoi",))
    held = talk.db.execute(select(meeting.c.id)).scalar_one()
    number = talk.db.execute(select(task.c.id)).scalar_one()
    codes = [f"his:e:{held}", f"his:e:{held}:0", f"tsk:e:{number}", f"tsk:e:{number}:0"]
    for who in ("Sơn", "Minh", "Hoa", "Lạ"):
        for code in codes:
            told = talk.gives_press(who, Button("x", code))
            assert told, (who, code)
            assert "in-muoi" not in told, (who, code)
            assert not any(screen.kept for screen in talk.chat(who).screens), (who, code)
    for who, code in (("An", codes[0]), ("Hà", codes[0]), ("Mai", codes[0]), ("An", codes[2]), ("Bình", codes[2])):
        talk.gives_press(who, Button("x", code))
        assert talk.chat(who).screens[-1].kept[0].value.endswith("in-muoi"), (who, code)


@pytest.mark.parametrize("words", ["28/30", "Đúng cả", "1", "/huy", "/start", "/hop"])
def test_forwarded_words_are_no_answer(talk: Talk, words: str) -> None:
    """Matrix 87."""
    talk.says("An", "/hop")
    before = talk.db.execute(select(draft.c.data, draft.c.state)).one()
    assert "chuyển tiếp" in talk.says("An", words, forwarded=True)
    after = talk.db.execute(select(draft.c.data, draft.c.state)).one()
    assert after.state == before.state
    assert after.data["answers"].pop("content") == {"content": [], "conclusion": "", "photos": [f"post:{words}"]}
    assert (after.data["answers"], after.data["at"]) == (before.data["answers"], before.data["at"])


@given(
    code=st.one_of(
        st.text(max_size=30),
        st.builds(
            ":".join,
            st.lists(
                st.sampled_from(
                    [
                        "f",
                        "rec",
                        "cor",
                        "his",
                        "tsk",
                        "sco",
                        "rem",
                        "sch",
                        "sum",
                        "mis",
                        "cel",
                        "don",
                        "inv",
                        "join",
                        "day",
                        "me",
                        "c",
                        "1",
                        "2",
                        "999999999999",
                        "-1",
                        "²",
                        "m",
                        "u",
                        "p",
                        "t",
                        "d",
                        "l",
                        "z",
                        "k",
                        "now",
                        "2026-11",
                        "2026-99",
                        "2026-11+3",
                        "",
                        "resume",
                    ]
                ),
                min_size=1,
                max_size=6,
            ),
        ),
    )
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("who", ["An", "Hà", "Lạ"])
def test_forged_codes_are_answered_and_raise_nothing(talk: Talk, who: str, code: str) -> None:
    """Matrix 75."""
    talk.gives_press(who, Button("x", code))
    assert talk.chat(who).answer
