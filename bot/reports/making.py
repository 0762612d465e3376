"""Pictures and workbooks come about in a process of their own: ``python -m bot.reports.making FOLDER``.

Drawing takes a processor for seconds and 100 MB of libraries; neither is the bot's. The order is this project's own
(pickled, from standard input); each line of standard output tells how far the work is, and the file lies in the folder.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from bot.reports import charts, sheets, workbook
from bot.reports.charts import Chart
from bot.reports.printing import KEPT_VARIABLES, ROOT
from bot.reports.report import Report
from bot.texts import voice
from bot.texts.screen import Told

log = structlog.get_logger()
TIMEOUT = 300.0
"""Seconds."""
LARGEST = 45 << 20
"""Bytes; Telegram takes 50 MB."""
RESULT = "made"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made: a chart's name, or ``book``, ``quality``, ``year``, ``csv``."""

    what: str
    report: Report
    language: str
    page: int = 0


def made(order: Order, told: Told) -> bytes:
    """The file; RuntimeError when the process fails. What it wrote on the way is gone whatever happens."""
    with TemporaryDirectory(prefix="chi-bo-") as folder:
        environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        process = subprocess.Popen(  # noqa: S603 - this very module
            [sys.executable, "-m", "bot.reports.making", folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment | {"HOME": os.environ.get("HOME", folder), "PYTHONWARNINGS": "ignore"},
        )
        late = threading.Timer(TIMEOUT, process.kill)
        late.start()
        try:
            _watched(process, order, told)
        finally:
            late.cancel()
            process.kill()
            process.wait()
        path = Path(folder) / RESULT
        if process.returncode or not path.is_file() or path.stat().st_size > LARGEST:
            log.error("file.failed", what=order.what, code=process.returncode)
            raise RuntimeError("the process that makes files failed")
        return path.read_bytes()


def _watched(process: subprocess.Popen[bytes], order: Order, told: Told) -> None:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("no pipes")
    with process.stdin, process.stdout:
        try:
            pickle.dump(order, process.stdin)
            process.stdin.close()
        except BrokenPipeError:
            return
        for line in process.stdout:
            done, _, of = line.strip().partition(b"/")
            if done.isdigit() and of.isdigit():
                told(int(done), int(of))
        process.wait()


def make(order: Order, folder: Path, told: Told) -> bytes:
    """The file, in this process."""
    say, report = voice(order.language), order.report
    match order.what:
        case "book":
            return workbook.workbook(report, say, folder, told)
        case "quality":
            return workbook.table(sheets.quality(report, say), report, say, folder, told)
        case "year":
            return workbook.table(sheets.year(report, say), report, say, folder, told)
        case "csv":
            return workbook.as_csv(sheets.months(report, say))
        case chart:
            return charts.drawn(Chart(chart), report, say, order.page)


def _tell(done: int, of: int) -> None:
    sys.stdout.write(f"{done}/{of}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.umask(0o077)
    where = Path(sys.argv[1])
    wanted = pickle.load(sys.stdin.buffer)  # noqa: S301 - of the process that started this one
    (where / RESULT).write_bytes(make(wanted, where, _tell))
