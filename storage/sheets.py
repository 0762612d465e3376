"""Table files as rows of text: .xlsx, .xls and .csv, refused before parsing when they are not what they say.

Nothing here knows what the columns mean. A broken file is a BadSetting with one clear line.
"""

from __future__ import annotations

import csv
import io
import pickle
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.domain.errors import BadSetting
from bot.domain.names import cleaned
from bot.domain.spreadsheets import BEFORE_FORMULA, guarded, writable
from storage.workbook import SECONDS

LARGEST = 20 * 1024 * 1024
"""Bytes of a file."""
INFLATION = 100
"""How many times an .xlsx may grow when unpacked (reliability.md 3.8)."""
ENTRIES = 1000
"""Parts an .xlsx may have."""
SMALL_PART = 1024 * 1024
"""Parts that unpack to less are harmless whatever their ratio."""
MOST_UNPACKED = 400 * 1024 * 1024
"""Bytes of a workbook's parts together."""
MOST_ROWS, MOST_COLUMNS = 200_000, 256
"""Of a worksheet: it is laid out whole in memory, to its outermost cell, and one far away would take all there is."""
LONGEST_CELL = 2000
_PLACE = re.compile(rb"""[\s:]r\s*=\s*["']([A-Z]{0,4})(\d{1,10})["']""")
XLSX, XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UNZIPPING = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    struct.error,
)
"""What the unpacking of a broken file raises."""
DELIMITERS = ";,\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One row as text; ``number`` counts as the spreadsheet shows it, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of the first worksheet that hold anything."""

    rows: tuple[Row, ...]


def read_sheet(path: Path) -> Sheet:
    """The file's rows; BadSetting when it is missing, too large, of another type, or broken."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise BadSetting(
                f"{path.name} is too large ({size // 1024 // 1024} MB; at most {LARGEST // 1024 // 1024})."
            )
        content = path.read_bytes()
    except OSError as exc:
        raise BadSetting(f"{path.name} cannot be read: {exc.strerror}.") from exc
    match path.suffix.lower():
        case ".csv":
            return _from_csv(path.name, content)
        case ".xlsx" if content.startswith(XLSX):
            _refuse_bomb(path.name, content)
            _refuse_expanse(path.name, content)
            return _from_workbook(path.name, content)
        case ".xls" if content.startswith(XLS):
            return _from_workbook(path.name, content)
        case ".xlsx" | ".xls" as suffix:
            raise BadSetting(f"{path.name} is not a {suffix} file, whatever its name says.")
        case _:
            raise BadSetting(f"{path.name}: only .xlsx, .xls and .csv files can be imported.")


def _refuse_bomb(name: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except UNZIPPING as exc:
        raise BadSetting(f"{name} is broken: {type(exc).__name__}.") from exc
    whole = sum(part.file_size for part in parts)
    grown = any(
        part.file_size > SMALL_PART and part.file_size > INFLATION * max(1, part.compress_size) for part in parts
    )
    if (
        len(parts) > ENTRIES
        or whole > MOST_UNPACKED
        or grown
        or (whole > SMALL_PART and whole > INFLATION * len(content))
    ):
        raise BadSetting(f"{name} is refused: unpacked it would be suspiciously large.")


def _refuse_expanse(name: str, content: bytes) -> None:
    """Every cell tells its place: one beyond the bounds is found before the worksheet is laid out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for part in packed.infolist():
                if part.filename.lower().endswith(".xml"):
                    _refuse_far(name, packed.read(part))
    except UNZIPPING as exc:
        raise BadSetting(f"{name} is broken: {type(exc).__name__}.") from exc


def _refuse_far(name: str, part: bytes) -> None:
    for column, row in _PLACE.findall(part):
        place = 0
        for letter in column:
            place = place * 26 + letter - 64
        if place > MOST_COLUMNS or int(row) > MOST_ROWS:
            raise BadSetting(
                f"{name} holds something in {column.decode()}{row.decode()}: at most {MOST_ROWS} rows and {MOST_COLUMNS} "
                "columns are read. Delete what stands far outside the table."
            )


def _from_workbook(name: str, content: bytes) -> Sheet:
    """Read in a process of its own: whatever a broken file does there, it is a sentence here."""
    program = [sys.executable, "-I", str(Path(__file__).with_name("workbook.py"))]
    try:
        done = subprocess.run(program, input=content, capture_output=True, timeout=2 * SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise BadSetting(f"{name} is broken: it cannot be read in {2 * SECONDS} seconds.") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() if done.returncode > 0 else []
        raise BadSetting(f"{name} is broken: {said[-1][:200] if said else 'its reader gave up'}.")
    return _sheet(pickle.loads(done.stdout))  # noqa: S301 - written by our own program


def _from_csv(name: str, content: bytes) -> Sheet:
    if content.startswith((XLSX, XLS)) or b"\x00" in content[:4096]:
        raise BadSetting(f"{name} is not a .csv file, whatever its name says.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise BadSetting(f"{name} is not in UTF-8 (byte {exc.start}); save it as “CSV UTF-8”.") from exc
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as exc:
        raise BadSetting(f"{name} is broken: {exc}.") from exc
    return _sheet([[_unguarded(cell) for cell in row] for row in rows])


def _delimiter(text: str) -> str:
    """The one that cuts most of the first lines into the same number of cells, rather many than few."""
    head = text[:8192].splitlines()[:10]

    def cut(delimiter: str) -> tuple[int, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(head, delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            return (0, 0)
        return max(((lines, width) for width, lines in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=cut)


def _unguarded(cell: str) -> str:
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in BEFORE_FORMULA else cell


def _sheet(rows: Sequence[Sequence[Any]]) -> Sheet:
    if len(rows) > MOST_ROWS:
        raise BadSetting(f"The table has {len(rows)} rows; at most {MOST_ROWS} are read.")
    made = (Row(number, tuple(_text(cell) for cell in row)) for number, row in enumerate(rows, 1))
    return Sheet(tuple(row for row in made if any(row.cells)))


def _text(cell: Any) -> str:
    """A cell as a person would have typed it: 3 and not 3.0, 19:30 and not a fraction of a day."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | time():
            return f"{cell:%H:%M}" if isinstance(cell, time) else cell.isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
        case timedelta():
            minutes = round(cell.total_seconds() / 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        case _:
            return cleaned(str(cell), LONGEST_CELL)


def write_sheet(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """The rows as .xlsx (every cell a string) or .csv (with BOM and ``;``, as a Vietnamese Excel opens it)."""
    rows = [[writable(cell) for cell in row] for row in rows]
    match path.suffix.lower():
        case ".xlsx":
            content = _workbook(rows)
        case ".csv":
            out = io.StringIO(newline="")
            csv.writer(out, delimiter=";").writerows([[guarded(cell) for cell in row] for row in rows])
            content = out.getvalue().encode("utf-8-sig")
        case _:
            raise BadSetting(f"{path.name}: only .xlsx and .csv files can be written.")
    try:
        path.write_bytes(content)
    except OSError as exc:
        raise BadSetting(f"{path.name} cannot be written: {exc.strerror}.") from exc


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - heavy, needed here alone

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("units")
        bold = book.add_format({"bold": True})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                page.write_string(number, place, cell, bold if number == 0 else None)
        page.freeze_panes(1, 0)
    return out.getvalue()
