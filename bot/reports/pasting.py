"""The minutes as plain text, ready to be pasted into the official app: in parts, cut at line ends, nothing left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.reports.document import Document, Values
from bot.texts import Voice

LONGEST = 4000
"""UTF-16 units of a part; the app and Telegram take 4,096."""


def pasted(say: Voice, told: Document) -> tuple[str, ...]:
    """The parts; ``told`` are minutes."""
    return parts(_lines(say, told.values))


def parts(lines: Iterable[str], longest: int = LONGEST) -> tuple[str, ...]:
    """The lines joined to as few texts as hold them; a line longer than that is cut at a word."""
    made: list[str] = []
    for line in lines:
        for piece in _pieces(line, longest):
            joined = f"{made[-1]}\n{piece}" if made else piece
            if made and _units(joined) <= longest:
                made[-1] = joined
            else:
                made.append(piece)
    return tuple(made)


def _pieces(line: str, longest: int) -> Iterator[str]:
    while _units(line) > longest:
        end = longest
        while _units(line[:end]) > longest:
            end -= 1
        at = line.rfind(" ", 1, end)
        cut = at if at > 0 else end
        yield line[:cut]
        line = line[cut:].removeprefix(" ")
    yield line


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _lines(say: Voice, told: Values) -> Iterator[str]:
    yield say.plain("paste-title", session=told["trich_yeu"])
    yield say.plain("paste-when", clock=told["gio_bat_dau"], day=told["ngay_hop"], place=told["dia_diem"])
    yield say.plain("paste-present", present=told["co_mat"], base=told["phai_du"], share=told["ty_le"])
    yield from _absent(say, told)
    if told["dai_bieu"]:
        yield say.plain("paste-upper", name=told["dai_bieu"])
    yield say.plain("paste-chair", chair=told["chu_tri"], clerk=told["thu_ky"])
    if told["dang_phi"] == "co":
        yield say.plain("paste-dues")
    yield from _list(say.plain("paste-before"), [_followed(say, each) for each in told["nhiem_vu_truoc"]])
    for part in told["noi_dung"]:
        yield say.plain("paste-heading", heading=part["de_muc"]) if part["de_muc"] else say.plain("paste-content")
        yield from part["doan"]
    yield from _list(say.plain("paste-conclusion"), told["ket_luan"])
    for each in told["nghi_quyet"]:
        yield say.plain("paste-resolution", number=each["so"], subject=each["ve_viec"], vote=each["bieu_quyet"])
    yield from _list(say.plain("paste-tasks"), [_task(say, each) for each in told["nhiem_vu"]])
    yield from _list(say.plain("paste-praise"), told["bieu_duong"])
    yield from _list(say.plain("paste-remark"), told["ghi_chu"])
    if told["diem"]:
        yield say.plain("paste-score", points=told["diem"], band=told["xep_loai"])
    yield say.plain("paste-end", clock=told["gio_ket_thuc"])


def _list(head: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield head
        yield from lines


def _absent(say: Voice, told: Values) -> Iterator[str]:
    for key, count, named in (
        ("paste-excused", told["vang_co_ly_do"], told["ds_vang_co_ly_do"]),
        ("paste-unexcused", told["vang_khong_ly_do"], told["ds_vang_khong_ly_do"]),
    ):
        if count or named:
            names = "; ".join(f"{each['ten']} ({each['ly_do']})" if each["ly_do"] else each["ten"] for each in named)
            yield say.plain(key, count=count or len(named), names=f": {names}" if names else "")


def _task(say: Voice, each: Values) -> str:
    """``- Trần Thị Bình: Thu tiền 40 hộ, hạn 10/12/2026``."""
    due = say.plain("paste-due", day=each["han"]) if each["han"] else ""
    who = f"{each['nguoi']}: " if each["nguoi"] else ""
    return f"- {who}{each['viec']}{due}"


def _followed(say: Voice, each: Values) -> str:
    result = f" ({each['ket_qua']})" if each["ket_qua"] else ""
    return f"{_task(say, each)}: {each['tinh_trang']}{result}"
