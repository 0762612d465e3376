"""What is fuzzed: functions of bytes that raise only when something is wrong, each with the examples it begins from."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from bot.domain.errors import BadSetting
from bot.forms.reading.errands import read_errand
from bot.forms.reading.growth import read_growth
from bot.forms.terminal import invented
from bot.texts import voice
from handlers import routing
from handlers.incoming import Unreadable, about, incoming_of
from storage import member_import, reorganising_file, unit_plan
from storage.sheets import read_sheet
from storage.unit_state import Standing as Units
from tests.conftest import NOW
from tests.fuzzing.talks import LINES, answers, of_form

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Target:
    """``run`` raises nothing on any bytes; ``words`` are pieces worth putting in."""

    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    words: tuple[bytes, ...] = ()
    kept: Callable[[bytes], bytes] = bytes
    """Input of this target → the same for the whole one of which it is a part (``answers`` of ``answers:meeting``)."""


# --- updates ----------------------------------------------------------------------------------------------------------


def update(data: bytes) -> None:
    """Parsed as a webhook's body or a poll's answer is, then read as the handlers read it."""
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return
    if not isinstance(raw, dict):
        return
    about(raw)
    try:
        read = incoming_of(raw, 900)
    except Unreadable:  # kept as dead, never handled
        return
    if read is not None and read.kind == "text":
        routing.command_of(read.text)
        routing.number_in(read)


def _updates() -> list[bytes]:
    who = {"id": 7, "is_bot": False, "first_name": "An"}
    chat = {"id": 7, "type": "private", "first_name": "An"}
    message: dict[str, object] = {"message_id": 1, "date": 1_762_000_000, "chat": chat, "from": who}
    file: dict[str, object] = {"file_id": "a", "file_unique_id": "b"}
    parts: list[dict[str, object]] = [
        {"text": "/hop@bot 9"},
        {"photo": [file | {"width": 1, "height": 1}], "caption": "ảnh"},
        {"document": file | {"file_name": "a.docx", "mime_type": "image/png"}},
        {"voice": file | {"duration": 1}},
        {"contact": {"phone_number": "0900", "first_name": "A", "user_id": 7}},
        {"sticker": file | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}},
        {"text": "x", "forward_origin": {"type": "hidden_user", "sender_user_name": "B", "date": 1}},
    ]
    updates: list[object] = [{"update_id": 1, "message": message | part} for part in parts]
    updates.append({"update_id": 1, "edited_message": message | {"text": "y"}})
    pressed = {"id": "1", "from": who, "message": message, "chat_instance": "1", "data": "his:m:1"}
    updates.append({"update_id": 2, "callback_query": pressed})
    left = {"user": who, "status": "kicked", "until_date": 0}
    changed: dict[str, object] = {
        "chat": chat,
        "from": who,
        "date": 1,
        "old_chat_member": {"user": who, "status": "member"},
    }
    updates.append({"update_id": 3, "my_chat_member": changed | {"new_chat_member": left}})
    return [json.dumps(each).encode() for each in updates]


# --- codes ------------------------------------------------------------------------------------------------------------


def code(data: bytes) -> None:
    """A pressed code as far as it is read before anybody's rights are asked."""
    text = data.decode("utf-8", "replace")
    routing.route_of(text)
    routing.kind_of(text)
    routing.command_of(text)


def _codes() -> list[bytes]:
    found = re.findall(
        r'"([a-z]{1,3}(?::[^"{} ]{1,20})+)"', (ROOT / "conversations/test_foreign_ids.py").read_text("utf-8")
    )
    return [b"f:1:1:confirm", b"c:hop:9", b"his:m:1", *(each.encode() for each in found)]


# --- words ---------------------------------------------------------------------------------------------------------------


def read(data: bytes) -> None:
    """One message outside any form."""
    text = data.decode("utf-8", "replace")
    given = invented(NOW)
    read_errand(text, given)
    read_growth(text, given)
    voice("vi")("unit-added", unit=text)


def _lines() -> Iterator[str]:
    for path in sorted((ROOT / "conversations").glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if (found := re.match(r"\S+ ([>\]]) (.+)", line)) is not None:
                yield found[2]


def _talks() -> list[bytes]:
    said = list(_lines())
    starts = range(0, len(said) - LINES, 7)
    return [bytes([start // 7 % 256]) + "\n".join(said[start : start + LINES]).encode() for start in starts]


def _messages() -> list[bytes]:
    return [line.encode() for line in sorted(set(_lines()))]


# --- files ------------------------------------------------------------------------------------------------------------

_NOBODY = Units({}, {}, {}, {})
_SUFFIXES = (".csv", ".xlsx", ".xls")


def table(data: bytes) -> None:
    """A file as units and as rosters; what cannot be read says so."""
    if not data:
        return
    with tempfile.NamedTemporaryFile(suffix=_SUFFIXES[data[0] % 3]) as file:
        file.write(data[1:])
        file.flush()
        try:
            sheet = read_sheet(Path(file.name))
        except BadSetting:
            return
    found = unit_plan.compared(sheet, _NOBODY, NOW.date())
    unit_plan.fault_lines(found.faults)
    member_import.show(member_import.compared(sheet, ((), {}), NOW.date()))
    if reorganising_file.is_one(sheet):
        reorganising_file.read(sheet, NOW.date())


def _tables() -> list[bytes]:
    example = (ROOT.parent / "docs/examples/luc-nam.csv").read_bytes()[:3000]
    rosters = "Mã chi bộ;Họ và tên;Diện;Tổ đảng;Từ ngày;Ra khỏi danh sách\nC1;Lan;dự bị;Tổ 1;03/11/2026;\n"
    acts = "Việc;Mã;Tên;Vào;Ngày\nnhập;C1;;C2;01/12/2026\nđổi tên;C3;Mới;;01/12/2026\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            page = book.add_worksheet()
            for number, line in enumerate(example.decode("utf-8-sig", "ignore").splitlines()[:4]):
                page.write_row(number, 0, line.split(";"))
        workbook = path.read_bytes()
    old = (ROOT / "storage/files/units.xls").read_bytes()
    return [b"\0" + example, b"\0" + rosters.encode(), b"\0" + acts.encode(), b"\1" + workbook, b"\2" + old]


_TOLD = (
    "28/30",
    "vắng",
    "đ/c",
    "mùng",
    "ngày",
    "tháng",
    "19h30",
    "không",
    "5/6/2026",
    "âm",
    "1.",
    "2 ",
    "%",
    "triệu",
    "hộ",
    "%%",
    "½",
)
_CONTROL = ("quay lại", "bỏ qua", "tạm dừng", "sửa", "chốt", "giúp", "]confirm", "]1", "\n")
WORDS = tuple(each.encode() for each in (*_TOLD, *_CONTROL, "9" * 30, "\u202e", "\u0301", "İ", "ß", "²", "١", "🙂"))
TARGETS = {
    "update": Target(
        update, _updates, (b"null", b"[]", b"{}", b"-1", b"1e999", b'"\\ud800"', b'"\\u0000"', b'"channel"', b'"group"')
    ),
    "code": Target(code, _codes, (b":", b"9" * 30, b"c:", b"f:", b"\xff", "đ".encode())),
    "answers": Target(answers, _talks, WORDS),
    "message": Target(read, _messages, WORDS),
    "table": Target(
        table, _tables, (b";", b'"', b"\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"31/02/2026", b"C1", b"\x00")
    ),
}


def target_of(name: str) -> Target:
    """``table``, or ``answers:meeting`` for one form; KeyError when there is none of that name."""
    whole, _, form = name.partition(":")
    target = TARGETS[whole]
    if not form:
        return target
    if target.run is not answers:
        raise KeyError(name)
    kept = of_form(form)
    return Target(
        lambda data: answers(kept(data)),
        lambda: list(dict.fromkeys(map(kept, target.seeds()))),
        target.words,
        kept,
    )
