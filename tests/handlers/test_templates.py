"""Committees' own templates, the whole way: an admin's phone, Telegram's file, the check, the records, the next paper."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from sqlalchemy import Connection, insert, select

from bot.domain.documents import DocumentKind
from bot.domain.people import SWEEP
from bot.reports.printing import shipped
from bot.reports.rendering import LARGEST
from demo.phone import Phone
from storage import templates
from storage.entry import Entry
from storage.tables import audit, person, post, template, unit
from tests.bot.reports.test_templates import template as word_file
from tests.conftest import NOW
from tests.handlers.conftest import ADMIN, SECRETARY, Stage
from tests.small_district import hold, oblige, resolve

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OWN = word_file("MẪU XÃ LỤC NAM", "{{ ten_chi_bo }} họp {{ ngay_hop }}, có mặt {{ co_mat }}/{{ phai_du }}.")


def cell(db: Connection) -> int:
    return int(db.execute(select(unit.c.id).where(unit.c.code == "C1")).scalar_one())


async def with_a_record(house: Stage) -> None:
    def record(db: Connection) -> None:
        held = hold(db, cell(db), NOW.date())
        resolve(db, cell(db), NOW.date(), "Mở đường ngõ 2", meeting_id=held)

    await house.store.write(record)


async def acts(house: Stage, name: str) -> list[dict[str, object]]:
    def read(db: Connection) -> list[dict[str, object]]:
        return list(db.execute(select(audit.c.about).where(audit.c.act == name).order_by(audit.c.id)).scalars())

    return await house.store.read(read)


def words(content: bytes) -> str:
    word = docx.Document(io.BytesIO(content))
    return "\n".join(each.text for each in word.paragraphs)


async def test_an_admin_sends_a_template_and_his_cells_papers_follow_it(house: Stage) -> None:
    await with_a_record(house)
    await house.start()
    admin, secretary = await house.phone(ADMIN), await house.phone(SECRETARY)
    await admin.send_document("mau-bien-ban.docx", OWN, WORD)
    told = await admin.sees("Đã nhận mẫu Biên bản, bản thứ 1", seconds=30)
    assert "Đảng bộ xã Lục Nam" in told.text
    await secretary.send("/lichsu")
    await secretary.sees("Các buổi đã ghi")
    await secretary.press("1")
    await secretary.sees("tháng 11/2026")
    await secretary.press("Biên bản .docx")
    said = await secretary.sees("Biên bản sinh hoạt", seconds=30)
    assert (
        words(await secretary.download(said))
        == "MẪU XÃ LỤC NAM\nChi bộ thôn Muối họp ngày 05 tháng 11 năm 2026, có mặt 28/30."
    )
    (put,) = await acts(house, "template-put")
    assert (put["kind"], put["version"]) == ("minutes", 1)
    (made,) = await acts(house, "document-made")
    assert made["kind"] == "minutes"
    assert len(str(made["hash"])) == 64


async def test_a_broken_template_is_refused_with_the_reason_and_the_shipped_one_used(house: Stage) -> None:
    """Matrix 91."""
    await with_a_record(house)
    await house.start()
    admin = await house.phone(ADMIN)
    await admin.send_document("mau-bien-ban.docx", word_file("{{ ten_chibo }} họp"), WORD)
    told = await admin.sees("Mẫu chưa dùng được", seconds=30)
    assert "ten_chibo" in told.text
    await admin.send("/chibo Muối")
    await admin.sees("Chi bộ thôn Muối")
    await admin.press("Các buổi đã ghi, văn bản")
    await admin.sees("Các buổi đã ghi ·")
    await admin.press("1")
    await admin.sees("tháng 11/2026")
    await admin.press("Biên bản .docx")
    said = await admin.sees("Biên bản sinh hoạt", seconds=30)
    assert words(await admin.download(said)).startswith("BIÊN BẢN\nsinh hoạt chi bộ thường kỳ")


async def test_who_is_no_admin_changes_no_template_and_his_file_is_not_even_fetched(house: Stage) -> None:
    """Matrix 91 and 93: no upload by users."""
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send_document("mau-bien-ban.docx", OWN, WORD)
    await phone.reads()
    assert await house.store.read(templates.in_force, 2, DocumentKind.MINUTES) is None
    assert not [call for call in house.telegram.log if call.method == "getFile"]


@pytest.mark.parametrize(
    ("name", "content", "answer"),
    [
        ("mau-bien-ban.docx", b"x" * (LARGEST + 1), "Tệp quá lớn"),
        ("mau-bien-ban.docx", b"%PDF-1.7", "không phải Word"),
        ("mau-bien-ban.doc", b"\xd0\xcf\x11\xe0", "không phải Word"),
        ("a.docx", OWN, "Chưa rõ tệp này là mẫu gì"),
    ],
)
async def test_what_cannot_be_a_template_is_answered_with_what_to_do(
    house: Stage, name: str, content: bytes, answer: str
) -> None:
    """Matrix 93."""
    await house.start()
    phone = await house.phone(ADMIN)
    await phone.send_document(name, content, WORD)
    assert answer in (await phone.sees(answer, seconds=30)).text


async def test_a_template_that_fails_later_gives_way_to_the_shipped_one_and_it_is_said(house: Stage) -> None:
    await with_a_record(house)
    broken = word_file("{{ 1 / (co_mat - 28) }}")

    def put(db: Connection) -> None:
        above = db.execute(select(unit.c.id).where(unit.c.code == "X1")).scalar_one()
        templates.put(db, SWEEP, above, DocumentKind.MINUTES, broken, "a.docx", Entry(None, NOW))

    await house.store.write(put)
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/lichsu")
    await phone.sees("Các buổi đã ghi")
    await phone.press("1")
    await phone.sees("tháng 11/2026")
    await phone.press("Biên bản .docx")
    said = await phone.sees("theo mẫu có sẵn", seconds=30)
    assert words(await phone.download(said)).startswith("BIÊN BẢN")


async def test_only_who_records_for_the_cell_may_pass_its_papers_on(house: Stage) -> None:
    await with_a_record(house)
    await house.start()
    for who, protected in ((SECRETARY, False), (ADMIN, True)):
        phone = await house.phone(who)
        await phone.send("/lichsu" if who == SECRETARY else "/chibo Muối")
        await phone.reads()
        if who == ADMIN:
            await phone.press("Các buổi đã ghi, văn bản")
            await phone.sees("Các buổi đã ghi ·")
        await phone.press("1")
        await phone.sees("tháng 11/2026")
        await phone.press("Biên bản .docx")
        await phone.sees("Biên bản sinh hoạt", seconds=30)
        sent = house.telegram.sent_to(who, "sendDocument", "senddocument")[-1]
        assert (str(sent.args.get("protect_content", "false")).lower() == "true") is protected


async def test_the_templates_of_a_unit_are_seen_fetched_and_taken_back(house: Stage) -> None:
    await house.start()
    phone = await house.phone(ADMIN)
    await phone.send("/donvi")
    await phone.sees("Đảng bộ xã Lục Nam")
    await phone.press("Mẫu văn bản")
    assert "Biên bản: mẫu có sẵn" in (await phone.sees("Mẫu văn bản ·")).text
    await phone.press("Lấy mẫu Biên bản")
    said = await phone.sees("Sửa bằng Word")
    assert await phone.download(said) == shipped(DocumentKind.MINUTES)
    await phone.send_document("mau-bien-ban (2).docx", OWN, WORD)
    await phone.sees("bản thứ 1", seconds=30)
    await phone.press("Xem thử")
    said = await phone.sees("Văn bản thử", seconds=30)
    assert words(await phone.download(said)).startswith("MẪU XÃ LỤC NAM")
    await phone.send("/donvi")
    await phone.sees("Đảng bộ xã Lục Nam")
    await phone.press("Mẫu văn bản")
    assert "Biên bản: mẫu riêng, bản thứ 1" in (await phone.sees("Mẫu văn bản ·")).text
    await phone.press("Bỏ mẫu riêng Biên bản")
    await phone.sees("Bỏ mẫu riêng Biên bản của")
    await phone.press("Bỏ mẫu riêng")
    await phone.sees("Đã bỏ mẫu riêng Biên bản")
    assert await acts(house, "template-withdrawn") == [{"kind": "minutes"}]
    kept = await house.store.read(lambda db: db.execute(select(template.c.version)).scalars().all())
    assert kept == [1], "nothing is deleted"


async def test_of_several_units_the_code_beside_the_file_says_which(house: Stage) -> None:
    def second_post(db: Connection) -> None:
        who = db.execute(select(person.c.id).where(person.c.telegram_id == ADMIN)).scalar_one()
        other = db.execute(select(unit.c.id).where(unit.c.code == "X2")).scalar_one()
        db.execute(insert(post).values(person_id=who, unit_id=other, role="admin", valid_from=date(2026, 1, 1)))

    await house.store.write(second_post)
    await house.start()
    phone = await house.phone(ADMIN)
    await phone.send_document("mau-bien-ban.docx", OWN, WORD)
    await phone.sees("ghi kèm mã đơn vị", seconds=30)
    await phone.send_document("moi.docx", OWN, WORD, caption="biên bản x2")
    assert "Đảng bộ xã Khuất Mắt" in (await phone.sees("Đã nhận mẫu Biên bản", seconds=30)).text


REPORT = word_file("MẪU BÁO CÁO XÃ", "{{ ten_don_vi }}: {{ da_hop }}/{{ so_ky }} kỳ.")


async def report_of(house: Stage, admin: Phone) -> tuple[str, str]:
    """What is said with the report, and its words."""
    await admin.send("/xuat")
    await admin.sees("Báo cáo (Word)")
    await admin.press("4")
    said = await admin.sees("Hệ thống đã ghi lại", seconds=40)
    return said.text, words(await admin.download(said))


async def test_a_committee_may_have_its_own_template_of_the_report(house: Stage) -> None:
    await with_a_record(house)
    await house.store.write(lambda db: oblige(db, cell(db), planned_on=NOW.date()))
    await house.start()
    admin = await house.phone(ADMIN)
    await admin.send_document("mau-bao-cao.docx", REPORT, WORD)
    await admin.sees("Đã nhận mẫu Báo cáo, bản thứ 1", seconds=30)
    said, paper = await report_of(house, admin)
    assert paper == "MẪU BÁO CÁO XÃ\nĐảng bộ xã Lục Nam: 1/1 kỳ."
    assert "bị lỗi" not in said
    await admin.send_document("mau-bao-cao.docx", word_file("{{ ten_chi_bo }} họp"), WORD)
    told = await admin.sees("Mẫu chưa dùng được", seconds=30)
    assert "ten_chi_bo" in told.text, "a name of the cells' papers is none of the report's"


async def test_a_report_whose_own_template_fails_follows_the_shipped_one_and_says_so(house: Stage) -> None:
    """Matrix 91: what was checked long ago may fail with what is written today."""

    def keep(db: Connection) -> None:
        oblige(db, cell(db), planned_on=NOW.date())
        templates.put(db, SWEEP, 1, DocumentKind.REPORT, b"broken", "mau.docx", Entry(None, NOW))

    await house.store.write(keep)
    await house.start()
    admin = await house.phone(ADMIN)
    said, paper = await report_of(house, admin)
    assert "Mẫu riêng của cấp ủy bị lỗi, tệp này theo mẫu có sẵn" in said
    assert paper.startswith("BÁO CÁO\ntình hình sinh hoạt chi bộ tháng 11/2026")
