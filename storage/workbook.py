"""Run as a program of its own (``storage.sheets``): a workbook on standard input, the rows of its first sheet on standard output.

A broken or hostile workbook may hang its reader, take all memory or end the process: this one, and within bounds.
"""

from __future__ import annotations

import io
import pickle
import sys

SECONDS, MEMORY = 60, 3 * 1024**3


def main() -> None:
    """Ends with one line on stderr when there is nothing to be read."""
    try:
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    except (ImportError, ValueError, OSError):
        pass
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - within the bounds

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except BaseException as exc:  # noqa: BLE001 - calamine panics with a class that cannot be named
        said = str(exc).splitlines()
        sys.exit(said[0] if said else type(exc).__name__)
    pickle.dump(rows, sys.stdout.buffer)


if __name__ == "__main__":
    main()
