"""What stands in a cell's papers: minutes and resolutions as values for a template, which says how they look.

The names of the values are Vietnamese and plain ASCII, because offices write them into Word (docs/templates.md).
Every value is text, a number, or a list of them; nothing here knows Word.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.domain.carrying import Carried
from bot.domain.documents import DocumentKind, Look, body_named, file_name, place_named
from bot.domain.meetings import HEADINGS, Absence, Attendance, Meeting, of_cell
from bot.domain.members import Standing, Strength
from bot.domain.people import Role
from bot.domain.periods import Month
from bot.domain.resolutions import Resolution
from bot.domain.rules import Rules
from bot.domain.scores import Score
from bot.domain.tasks import Task
from bot.domain.units import CellProfile
from bot.reports import wording
from bot.texts import Voice

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """The cell as it stood on the day of the paper."""

    name: str
    above: str
    """Name of the unit right above; empty for none."""
    profile: CellProfile
    officers: Mapping[str, Role] = field(default_factory=dict)
    """Who held which post, by name."""

    @property
    def named_secretary(self) -> str:
        """Who was secretary; empty for nobody."""
        return next((name for name, held in self.officers.items() if held is Role.SECRETARY), "")


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a task that was open when the meeting began."""

    task: Task
    state: str
    """As said: ``xong``, ``đang làm 75%``."""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Set:
    """A resolution with the tasks it sets."""

    resolution: Resolution
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """Everything known of one session."""

    cell: Cell
    meeting: Meeting
    passed: tuple[Set, ...] = ()
    score: Score | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One paper to be made: its file's name, its values, its look."""

    kind: DocumentKind
    name: str
    values: Values
    look: Look

    @property
    def digest(self) -> str:
        """SHA-256 of what stands in it: the audit and the file's own properties name it."""
        said = json.dumps([self.kind, self.values, asdict(self.look)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def look_of(rules: Rules) -> Look:
    """The look under the rules of the cell's committee."""
    return Look(
        rules.document_size,
        rules.document_title_size,
        rules.document_motto_size,
        rules.document_line,
        rules.spelling,
        rules.document_heading,
    )


def minutes(say: Voice, rules: Rules, record: Record) -> Document:
    """Biên bản of the session (domain.md 5.2)."""
    held = record.meeting
    values = {
        **heads(rules, record.cell),
        **_session(say, record),
        "trich_yeu": wording.session_name(say, held),
        **_people(record.cell.profile, held),
        **_attendance(say, held.attendance),
        "noi_dung": [_heading(say, heading, text) for heading, text in held.content],
        "ket_luan": wording.paragraphs(held.conclusion),
        "bieu_duong": wording.paragraphs(held.praise),
        "ghi_chu": wording.paragraphs(held.remark),
        "nghi_quyet": [_passed(say, each.resolution) for each in record.passed],
        "nhiem_vu": [_task(say, task) for each in record.passed for task in each.tasks],
        "nhiem_vu_truoc": [followed_values(say, each) for each in followed_by(say, held)],
        **_quality(say, record.score),
    }
    name = file_name(DocumentKind.MINUTES, record.cell.name, _file_month(held))
    return Document(DocumentKind.MINUTES, name, values, look_of(rules))


def resolution(
    say: Voice, rules: Rules, cell: Cell, told: Set, held: Meeting | None, score: Score | None = None
) -> Document:
    """Nghị quyết (domain.md 5.3); ``held``: the session that passed it, when it is recorded, and its score."""
    passed = told.resolution
    month = held.period if held is not None else Month.of(passed.passed_on)
    values = {
        **heads(rules, cell),
        "so": f"{rules.document_number} {passed.number}",
        "noi_ngay": f"{rules.document_place or place_named(cell.above) or wording.DOTS}, "
        f"{wording.long_day(say, passed.passed_on)}",
        "trich_yeu": wording.sentence(passed.subject),
        "can_cu": list(rules.document_basis),
        "co_hop": held is not None,
        **(_session(say, Record(cell, held)) if held is not None else _no_session()),
        **(_attendance(say, held.attendance) if held is not None else _attendance(say, Attendance(0, 0))),
        **month_values(month),
        "nhiem_vu_truoc": [followed_values(say, each) for each in followed_by(say, held)],
        "bieu_duong": wording.paragraphs(held.praise) if held is not None else [],
        "noi_dung": wording.paragraphs(passed.text) or [wording.ended(wording.sentence(passed.subject))],
        "nhiem_vu": [_task(say, task) for task in told.tasks],
        "ngay_thong_qua": f"{passed.passed_on:%d/%m/%Y}",
        "bieu_quyet": wording.voted(say, passed.vote),
        **_signature(say, rules, cell, held),
        **_quality(say, score),
    }
    name = file_name(DocumentKind.RESOLUTION, passed.number, cell.name, str(month))
    return Document(DocumentKind.RESOLUTION, name, values, look_of(rules))


# --- parts -----------------------------------------------------------------------------------------------------------


def heads(rules: Rules, cell: Cell) -> Values:
    """The names that head a paper."""
    body = body_named(cell.above, rules.document_body) if cell.above else ""
    return {
        "dang_bo": body.upper(),
        "dang_uy": body_named(cell.above, "Đảng ủy") if cell.above else "",
        "chi_bo": cell.name.upper(),
        "ten_chi_bo": cell.name,
    }


def month_values(month: Month) -> Values:
    """The month and the one before."""
    return {
        "thang": wording.month_number(month.month),
        "thang_truoc": wording.month_number(month.plus(-1).month),
        "nam": str(month.year),
    }


def _file_month(held: Meeting) -> str:
    return str(held.period) if len(held.kinds) and "regular" in held.kinds else f"{held.held_on:%Y-%m-%d}"


def _session(say: Voice, record: Record) -> Values:
    held = record.meeting
    return {
        "ten_buoi": wording.session_name(say, held),
        **month_values(held.period),
        "ngay_hop": wording.long_day(say, held.held_on),
        "ngay_hop_so": f"{held.held_on:%d/%m/%Y}",
        "gio_bat_dau": wording.clock(say, held.hours.starts_at),
        "gio_ket_thuc": wording.clock(say, held.hours.ends_at),
        "thoi_luong": wording.lasted(held.hours),
        "dia_diem": held.place or wording.DOTS,
        "chu_tri": held.chair or wording.DOTS,
        "thu_ky": held.clerk or wording.DOTS,
        "dai_bieu": held.upper_member,
        "chuyen_de": held.topic,
        "dang_phi": {True: "co", False: "khong", None: ""}[held.dues_announced],
    }


def _no_session() -> Values:
    names = ("ten_buoi", "ngay_hop", "ngay_hop_so", "gio_bat_dau", "gio_ket_thuc", "thoi_luong", "dia_diem")
    return dict.fromkeys((*names, "chu_tri", "thu_ky", "dai_bieu", "chuyen_de", "dang_phi"), "")


def _people(profile: CellProfile, held: Meeting) -> Values:
    """The cell's members: as the meeting froze them, else as the cell told them by then."""
    if not of_cell(held.kinds):
        strong, total = Strength(), 0  # a committee or a group meets: the cell's members are not theirs
    elif held.roll is not None:
        strong, total = held.roll.strength, held.roll.strength.total
    else:
        strong = Strength(*(getattr(profile, standing.value) for standing in Standing))
        total = strong.official + strong.probationary + strong.exempt
    return {
        "tong_so": total,
        "chinh_thuc": strong.official,
        "du_bi": strong.probationary,
        "mien": strong.exempt,
        "lam_nhiem_vu_dac_biet": strong.special_duty,
        "tam_thoi_den": strong.temporary_in,
        "tam_thoi_di": strong.temporary_out,
    }


def _attendance(say: Voice, came: Attendance) -> Values:
    excused = [each for each in came.absences if each.excused is not False]
    unexcused = [each for each in came.absences if each.excused is False]
    return {
        "phai_du": came.base,
        "co_mat": came.present,
        "ty_le": say.percent(came.share),
        "vang": came.absent,
        "vang_co_ly_do": came.excused,
        "vang_khong_ly_do": came.unexcused,
        "vang_chua_ro": max(0, came.unexplained),
        "ds_vang_co_ly_do": [_absent(each) for each in excused],
        "ds_vang_khong_ly_do": [_absent(each) for each in unexcused],
        "den_muon": ", ".join(came.late),
        "ve_som": ", ".join(came.left_early),
        "mien_du_hop": ", ".join(came.exempt_present),
        "tam_thoi_du_hop": came.temporary_in,
    }


def _absent(absence: Absence) -> Values:
    return {"ten": absence.name, "ly_do": absence.reason}


def _heading(say: Voice, heading: str, text: str) -> Values:
    known = heading in HEADINGS
    return {"de_muc": say.plain(f"heading-{heading}") if known else heading, "doan": wording.paragraphs(text)}


def _passed(say: Voice, passed: Resolution) -> Values:
    return {
        "so": passed.number,
        "ve_viec": passed.subject,
        "bieu_quyet": wording.voted(say, passed.vote),
    }


def _task(say: Voice, task: Task) -> Values:
    return {
        "viec": wording.sentence(task.what),
        "nguoi": task.assignee,
        "han": "" if task.due_on is None else f"{task.due_on:%d/%m/%Y}",
        "chi_tieu": wording.measured(say, task.measure),
        "dia_ban": task.area,
    }


def followed_by(say: Voice, held: Meeting | None) -> tuple[Followed, ...]:
    """The table of earlier tasks, as the session found them and what it said of each."""
    return () if held is None else tuple(_followed(say, each, held) for each in held.carried)


def _followed(say: Voice, carried: Carried, held: Meeting) -> Followed:
    told = carried.result
    if told is None:
        late = carried.overdue(held.held_on)
        return Followed(carried.task, say.plain("document-overdue" if late else "document-not-told"))
    return Followed(carried.task, say.plain(f"progress-{told.state}"), wording.progressed(say, told))


def followed_values(say: Voice, followed: Followed) -> Values:
    """A task that was open, with what became of it."""
    return {**_task(say, followed.task), "tinh_trang": wording.sentence(followed.state), "ket_qua": followed.result}


def _quality(say: Voice, score: Score | None) -> Values:
    """Points of a hundred and the band; empty when the session was not scored."""
    if score is None:
        return {"diem": "", "xep_loai": ""}
    return {"diem": wording.amount(say, score.total), "xep_loai": say.plain(f"band-{score.band}")}


def _signature(say: Voice, rules: Rules, cell: Cell, held: Meeting | None) -> Values:
    """Signed by who led the meeting, as secretary or deputy; else by the secretary."""
    chair = held.chair if held is not None else ""
    role = cell.officers.get(chair)
    if role not in {Role.SECRETARY, Role.DEPUTY}:
        chair, role = cell.named_secretary or chair, Role.SECRETARY
    return {
        "thay_mat": rules.document_signature,
        "chuc_vu": say.plain(f"role-{role}").upper(),
        "nguoi_ky": chair or wording.DOTS,
    }
