"""Báo cáo: one to two pages for the committee above, in the style of domain.md 5; the figures are those of the summary."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.documents import DocumentKind, body_named, file_name, place_named
from bot.reports.document import Document, Values, look_of
from bot.reports.printing import printed, shipped
from bot.reports.report import CellMonth, Report, by_age
from bot.reports.summary import OF_BANDS, CellState, ChildSummary, ListName
from bot.reports.text import frozen_text, list_name, span_name, unit_name
from bot.texts import Voice

UNITS = 20
"""Lines of the table; more would run over two pages."""
NAMES = 12
"""Names of cells in one sentence."""
WITHOUT_NAMES = (CellState.OVERDUE, CellState.MISSED, CellState.POSTPONED)
"""States whose cells are named."""


def committee_report(say: Voice, report: Report) -> Document:
    """The paper as values for its template."""
    told, rules = report.summary, report.rules
    body = body_named(report.unit, "Đảng ủy") if report.unit else ""
    values: Values = {
        "dang_bo": body_named(report.above_name, rules.document_body).upper(),
        "cap_tren": body_named(report.above_name, "Đảng ủy"),
        "don_vi": body.upper() or say.plain("summary-roots").upper(),
        "ten_don_vi": unit_name(say, report.unit),
        "noi_ngay": f"{place_named(report.unit)}, " * bool(report.unit) + _dated(report),
        "ky": say.without_tags(span_name(say, told.span)),
        "den_ngay": f"{report.today:%d/%m/%Y}",
        "so_chi_bo": say.number(told.cells),
        "so_ky": say.number(told.expected),
        "da_hop": say.number(told.held),
        "ty_le_da_hop": say.percent(told.share),
        "tinh_hinh": [
            {
                "ten": say.without_tags(list_name(say, ListName(state.value), rules)),
                "so": say.number(told.count(ListName(state.value))),
            }
            for state in CellState
            if told.count(ListName(state.value))
        ],
        "du_hop": say.percent(told.attendance) if told.attendance is not None else "",
        "muc_tot": say.percent(rules.attendance_good),
        "duoi_muc_tot": say.number(told.count(ListName.BELOW_GOOD)),
        "muc_thap": say.percent(rules.attendance_low),
        "duoi_muc_thap": say.number(told.count(ListName.BELOW_LOW)),
        "ghi_muon": say.number(told.count(ListName.LATE_ENTRY)),
        "phat_bieu": say.number(round(told.mean_speakers, 1)) if told.mean_speakers is not None else "",
        "ty_le_phat_bieu": say.percent(told.speakers_share) if told.speakers_share is not None else "",
        "xep_loai": [
            {"ten": say.plain(f"band-{band.value}"), "so": say.number(told.count(name))}
            for band, name in OF_BANDS.items()
            if told.count(name)
        ],
        "nghi_quyet": say.number(told.count(ListName.RESOLUTIONS)),
        "viec_xong": say.number(told.count(ListName.TASKS_DONE)),
        "viec_dang_lam": say.number(told.count(ListName.TASKS_OPEN)),
        "viec_qua_han": say.number(told.count(ListName.TASKS_OVERDUE)),
        "viec_qua_90_ngay": say.number(by_age(report)["more"]),
        "ket_nap": say.number(told.count(ListName.ADMITTED)),
        "chua_ket_nap": say.number(told.count(ListName.NO_ADMISSION)),
        "so_nam": say.number(rules.years_without_admission),
        "ve_du": say.number(told.count(ListName.VISITED)),
        "chua_ai_ve_du": say.number(told.count(ListName.UNVISITED)),
        "so_thang_chua_ve_du": say.number(rules.months_without_visit),
        "cong_nhan": say.number(told.count(ListName.RECOGNISED)),
        "khoa_so_lieu": say.without_tags(frozen_text(say, told, rules)),
        "chua_vao": say.number(told.count(ListName.NOT_JOINED)),
        "don_vi_duoi": [_child(say, child) for child in report.children[:UNITS] if child.expected],
        "con_lai": say.number(max(0, len(report.children) - UNITS)) if len(report.children) > UNITS else "",
        "neu_ten": [named for state in WITHOUT_NAMES if (named := _named(say, report, state))],
        "thay_mat": body.upper(),
    }
    name = file_name(DocumentKind.REPORT, unit_name(say, report.unit), str(told.span))
    return Document(DocumentKind.REPORT, name, values, look_of(rules))


def _dated(report: Report) -> str:
    day = report.today
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)  # noqa: PLR2004 - 1 and 2 alone (domain.md 5.1)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def _child(say: Voice, child: ChildSummary) -> Values:
    return {
        "ten": child.name,
        "so_ky": say.number(child.expected),
        "da_hop": say.number(child.held),
        "qua_han": say.number(child.overdue),
        "chua_bao": say.number(child.missed),
        "du_hop": say.percent(child.attendance) if child.attendance is not None else "",
    }


def _named(say: Voice, report: Report, state: CellState) -> Values | None:
    found = [each for each in report.cells if each.state is state]
    if not found:
        return None
    names = [_called(each, report) for each in found[:NAMES]]
    more = len(found) - len(names)
    rest = f" và {more} kỳ khác" if more else ""
    title = say.without_tags(list_name(say, ListName(state.value), report.rules))
    return {"ten": title, "so": say.number(len(found)), "ds": _joined(names) + rest}


def _called(each: CellMonth, report: Report) -> str:
    """The cell, with the place when another bears its name, with the month where there are several, and the reason of a postponement."""
    name = each.cell
    if len({other.unit_id for other in report.cells if other.cell == name}) > 1:
        name = f"{name} – {place_named(each.above)}"
    parts = [each.facts.postponed_reason if each.state is CellState.POSTPONED else ""]
    if report.summary.span.months > 1:
        parts.insert(0, f"tháng {each.facts.period.month:02d}")
    told = ", ".join(filter(None, parts))
    return f"{name} ({told})" if told else name


def _joined(names: Iterable[str]) -> str:
    return "; ".join(names)


def printed_report(say: Voice, report: Report) -> bytes:
    """The file, after the committee's own template, else the shipped one; Broken when its own is at fault."""
    return printed(committee_report(say, report), report.template or shipped(DocumentKind.REPORT))
