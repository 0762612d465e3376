"""What a committee sets of its papers is audited, holds below it, and is on the paper that is tried."""

from __future__ import annotations

import io

import docx
from sqlalchemy import select

from bot.domain.names import folded
from bot.domain.rule_values import VALUES
from bot.texts import voice
from bot.texts.screen import Button
from storage import rules
from storage.tables import audit, score_version, setting, unit
from tests.conversations.talk import Talk


def put(talk: Talk, name: str, value: str) -> None:
    commune = unit_of(talk, "commune")
    talk.gives_press("Hà", Button("", f"rul:one:{commune}:{name}"))
    talk.says("Hà", value)
    assert "Đã đặt" in talk.says("Hà", "Chốt")


def unit_of(talk: Talk, kind: str) -> int:
    return int(talk.db.execute(select(unit.c.id).where(unit.c.kind == kind).order_by(unit.c.id)).scalars().first() or 0)


def tried(talk: Talk) -> str:
    talk.presses("Hà", "Xem thử nghị quyết")
    file = talk.chat("Hà").screens[-1].file
    assert file is not None
    paper = docx.Document(io.BytesIO(file.make()))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(each.text for each in paper.paragraphs)])


def test_papers_follow_the_settings_made_in_the_chat(talk: Talk) -> None:
    put(talk, "document_basis", "- Căn cứ Điều lệ Đảng;\nCăn cứ chương trình công tác năm 2026;")
    put(talk, "document_number", "Số:")
    put(talk, "document_place", "Bắc Ninh")
    put(talk, "document_signature", "T/M CHI ỦY")
    paper = tried(talk)
    for words in (
        "- Căn cứ Điều lệ Đảng;",
        "- Căn cứ chương trình công tác năm 2026;",
        "Số: 11-NQ/CB",
        "Bắc Ninh, ngày",
        "T/M CHI ỦY",
    ):
        assert words in paper
    noted = talk.db.execute(select(audit.c.about).where(audit.c.act == "rule-set")).scalars().all()
    assert [each["rule"] for each in noted] == [
        "document_basis",
        "document_number",
        "document_place",
        "document_signature",
    ]


def test_the_first_day_of_the_term_holds_for_the_cells_until_it_is_taken_back(talk: Talk) -> None:
    put(talk, "term_from", "15/6/2025")
    cell = unit_of(talk, "cell")
    assert rules.rules_for(talk.db, cell).term_from == "2025-06-15"
    assert "Đã bỏ" in talk.presses("Hà", "Bỏ, theo cấp trên")
    assert rules.rules_for(talk.db, cell).term_from == ""


def test_a_button_of_before_the_list_grew_shows_the_list_and_takes_nothing_back(talk: Talk) -> None:
    put(talk, "document_place", "Bắc Ninh")
    commune = unit_of(talk, "commune")
    assert "Cài đặt" in talk.gives_press("Hà", Button("", f"rul:not:{commune}:35"))
    assert talk.db.execute(select(setting.c.name)).scalars().all() == ["document_place"]


def test_a_setting_opens_by_its_number_and_by_its_words_from_any_page(talk: Talk) -> None:
    commune, say = unit_of(talk, "commune"), voice("vi")
    for number, name in enumerate(VALUES, 1):
        label = say.plain(f"rule-{name}")
        for typed in (str(number), folded(label)):
            talk.gives_press("Hà", Button("", f"rul:all:{commune}:{number % 6}"))
            assert label.split("(")[0].strip() in talk.says("Hà", typed), (number, typed)
            talk.says("Hà", "/huy")
            talk.says("Hà", "1")


def test_the_table_of_scores_holds_below_and_a_score_begun_is_judged_by_its_own(talk: Talk) -> None:
    cell = unit_of(talk, "cell")
    put(talk, "score_table", "7 mục")
    assert rules.rules_for(talk.db, cell).score_table == "hd42-7"
    talk.says("An", "/hop")
    for said in ("1", "30/30", "bàn việc đường", "không", "chốt"):
        talk.says("An", said)
    begun = talk.presses("An", "Chấm điểm")
    assert "8." not in begun
    put(talk, "score_table", "8 mục")
    assert "/100" in talk.presses("An", "Đúng cả")
    assert talk.db.execute(select(score_version.c.table_code)).scalars().all() == ["hd42-7"]
    noted = talk.db.execute(select(audit.c.about).where(audit.c.act == "rule-set")).scalars().all()
    assert [each["rule"] for each in noted] == ["score_table", "score_table"]
