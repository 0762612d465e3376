"""A district, a province, a country: the same questions at 471, 7,000 and 250,000 cells, on SQLite and PostgreSQL.

A made-up district is copied by SQL alone, table by table, until there are so many cells; provinces and a country are
put above. Beyond ``THICK`` cells only what the questions read is copied. On SQLite the files are kept for the next run.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, func, insert, select, text

from storage import recounting
from storage.tables import COMMITTEE, metadata, unit
from tests import postgresql as servers
from tests.benchmarks import district, inside
from tests.benchmarks.table import Row, told
from tests.conftest import ZONE

THICK = 10_000
"""Up to so many cells everything is copied."""
APART = 100_000
"""Between a row's id and that of its copy."""
DISTRICTS = 15
"""In a province."""
ROOT_ADMIN = 7_999_999_999
NOT_COPIED = frozenset({"pulse", "audit", "outbox", "draft", "inbox", "offer", "setting"}) | {
    "piece",
    "piece_mark",
}
READ = frozenset(
    {"unit", "unit_name", "unit_parent", "unit_tree", "cell_profile", "person", "post", "meeting", "meeting_version"}
) | {"obligation", "resolution", "task", "event", "frozen"}
UNREAD = {"meeting_version": ("carried", "attendance")}
"""Columns left empty beyond ``THICK`` cells: wide, and read by none of the questions."""
GOALS = {district.CELLS: 20.0, 7_000: 100.0, 250_000: 1_000.0}
"""Milliseconds of /tonghop."""
SWEPT = 5_000.0
ASKED = ("/tonghop", "/chuahop")
SEARCHED = "/tim đường"
"""Asked up to ``THICK`` cells."""
UNNUMBERED = {"ref_id"}
"""Columns that hold an id without saying of which table."""


def rows(asked: list[str], kept: Path, times: int, *, postgresql: bool) -> list[Row]:
    """The questions at each size (``7000x36``: cells x months), on SQLite and, if asked, on PostgreSQL too."""
    kept.mkdir(parents=True, exist_ok=True)
    found = []
    for size in asked:
        cells, months = (int(part) for part in size.split("x"))
        folder = _on_sqlite(kept, cells, months)
        told(f"{size} on SQLite")
        with district.opened(folder, writing=True) as db:
            found += _asked(db, f"{size}, SQLite", cells, times, time.thread_time)
        if postgresql:
            told(f"{size} on PostgreSQL")
            with _on_postgresql(kept, cells, months) as run:
                found += run(_asked, f"{size}, PostgreSQL", cells, times, time.perf_counter)
    return found


def _asked(db: Connection, where: str, cells: int, times: int, clock: inside.Clock) -> list[Row]:
    admin = ROOT_ADMIN if cells > district.CELLS else district.admin(db)
    thin = cells > THICK
    spent = inside.asked(db, ASKED if thin else (*ASKED, SEARCHED), min(times, 5), admin, clock)
    made = [
        Row(f"{name}: {where}", cost, "ms", GOALS.get(cells) if name == "/tonghop" else None)
        for name, cost in spent.items()
    ]
    if not thin:
        cost, size = inside.workbook_of(db, admin, clock)
        note = f"{size / 1e6:.1f} MB, this month, made in this process"
        made.append(Row(f"workbook of /xuat: {where}", cost / 1000, "s", note=note))
    made.append(Row(f"sweep, nothing due: {where}", inside.quiet_sweep(db, 3, clock), "ms", SWEPT))
    busy, looked, queued = inside.busy_sweep(db, clock)
    made.append(Row(f"sweep, a day due at once: {where}", busy, "ms", SWEPT, note=f"{looked:,} due, {queued:,} queued"))
    return made


# --- made ------------------------------------------------------------------------------------------------------------


def _template(kept: Path, months: int) -> Path:
    folder = kept / f"district{months}"
    if not (folder / "made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        district.lay(folder, district.CELLS, months)
        (folder / "made").touch()
    return folder


def _on_sqlite(kept: Path, cells: int, months: int) -> Path:
    template = _template(kept, months)
    folder = kept / f"{cells}x{months}"
    if cells <= district.CELLS:
        return template
    if not (folder / "made").exists():
        told(f"making {cells:,} cells × {months} months")
        begun = time.perf_counter()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        shutil.copy(template / "bot.db", folder / "bot.db")
        engine = create_engine(f"sqlite:///{folder}/bot.db", connect_args={"isolation_level": None})
        with engine.connect() as db:
            for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-1000000"):
                db.exec_driver_sql(f"PRAGMA {pragma}")
            db.exec_driver_sql("BEGIN")
            with _bare(db):
                multiply(db, cells)
            if cells <= THICK:
                db.exec_driver_sql("INSERT INTO search_words(search_words) VALUES ('rebuild')")
            db.exec_driver_sql("ANALYZE")
            told(f"copied in {time.perf_counter() - begun:.0f} s")
            keep_pieces(db)
            db.exec_driver_sql("COMMIT")
        engine.dispose()
        (folder / "made").touch()
        told(f"made in {time.perf_counter() - begun:.0f} s")
    return folder


@contextmanager
def _bare(db: Connection) -> Iterator[None]:
    """Rows that are copied mark nothing (all pieces are kept afterwards), and indexes are made of all of them at once."""
    known = db.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        " AND (type = 'index' OR type = 'trigger' AND name LIKE '%_marks_%')"
    ).all()
    for kind, name, _ in known:
        db.exec_driver_sql(f"DROP {kind} {name}")
    yield
    for _, _, statement in known:
        db.exec_driver_sql(statement)


@contextmanager
def _bare_there(db: Connection) -> Iterator[None]:
    """The same on PostgreSQL, where what loads it passes the triggers by."""
    known = db.exec_driver_sql(
        "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index i"
        " JOIN pg_class t ON t.oid = i.indrelid AND t.relnamespace = 'public'::regnamespace"
        " WHERE NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)"
    ).all()
    for name, _ in known:
        db.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for _, statement in known:
        db.exec_driver_sql(statement)


def keep_pieces(db: Connection) -> None:
    """The figures of all pieces: counted for the district, for all above, and for the first copy, whose own are every copy's."""
    begun = time.perf_counter()
    db.exec_driver_sql("DELETE FROM piece")
    db.exec_driver_sql("DELETE FROM piece_mark")
    _count_pieces(db, 2 * APART)
    names = ("period", "day", "rules", "figures", "above")
    ids = "t.id + k.n * :apart, t.unit_id + k.n * :apart"
    copies = db.execute(text("SELECT max(id) / :apart FROM unit"), {"apart": APART}).scalar_one()
    counted = "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < :more)"
    if copies > 1:
        db.execute(
            text(
                f"INSERT INTO piece (id, unit_id, {', '.join(names)}) {counted} SELECT {ids}, {', '.join(names)}"
                " FROM k CROSS JOIN piece t WHERE t.unit_id >= :apart AND t.unit_id < 2 * :apart"
            ),
            {"apart": APART, "more": copies - 1},
        )
    district.keep_pieces(db, inside.MOMENT)
    told(f"pieces kept in {time.perf_counter() - begun:.0f} s")


def _count_pieces(db: Connection, below: int) -> None:
    """Those of units with lower numbers: the job begins with them."""
    wanted = db.execute(select(func.count()).select_from(unit).where(COMMITTEE, unit.c.id < below)).scalar_one()
    recounting.recount(db, inside.MOMENT, ZONE, most=wanted)


Run = Callable[..., Any]


@contextmanager
def _on_postgresql(kept: Path, cells: int, months: int) -> Iterator[Run]:
    """Runs a function of a connection to that many cells, on a server of its own that goes when it is done."""
    template = _template(kept, months)
    with ExitStack() as stack:
        server = stack.enter_context(servers.running())
        with server.transaction(servers.SUPER) as loading:
            server.run(_carried_over, loading, template)
            if cells > district.CELLS:
                server.run(_multiplied_there, loading, cells)
            server.run(_numbered_on, loading)
            server.run(keep_pieces, loading)
        db = stack.enter_context(server.transaction())
        yield lambda work, *args: server.run(work, db, *args)


def _carried_over(db: Connection, template: Path) -> None:
    """The district's rows, table by table."""
    db.exec_driver_sql("SET session_replication_role = replica")
    engine = create_engine(f"sqlite:///{template}/bot.db")
    with engine.connect() as source:
        for table in metadata.sorted_tables:
            rows_of = [dict(row) for row in source.execute(select(table)).mappings()]
            for at in range(0, len(rows_of), 2000):
                db.execute(insert(table), rows_of[at : at + 2000])
    engine.dispose()


def _multiplied_there(db: Connection, cells: int) -> None:
    with _bare_there(db):
        multiply(db, cells)


def _numbered_on(db: Connection) -> None:
    """New rows get numbers above those that were carried over."""
    for table in metadata.sorted_tables:
        if "id" in table.primary_key.columns and table.c.id.autoincrement:
            above = f'(SELECT coalesce(max(id), 0) + 1 FROM "{table.name}")'
            db.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {above}, false)")
    db.exec_driver_sql("SET session_replication_role = DEFAULT")
    db.exec_driver_sql("DELETE FROM piece_mark")
    db.exec_driver_sql("ANALYZE")


def multiply(db: Connection, cells: int) -> None:
    """The district that is there, again and again below provinces and a country, until there are so many cells."""
    copies = -(-cells // district.CELLS)
    tables = [table for table in metadata.sorted_tables if table.name not in NOT_COPIED]
    for table in tables:
        if cells <= THICK or table.name in READ:
            db.execute(text(_copying(table, thin=cells > THICK)), {"copies": copies - 1})
    _put_above(db, copies)


def _copying(table: Table, *, thin: bool) -> str:
    """``INSERT … SELECT`` of every copy at once: ids moved on, what must be unique told apart, drafts left out."""
    values = []
    for column in table.columns:
        name = f't."{column.name}"'
        numbered = column.foreign_keys or (column.primary_key and column.name == "id") or column.name in UNNUMBERED
        if column.name == "draft_id" or (thin and column.name in UNREAD.get(table.name, ())):
            values.append("NULL")
        elif column.name == "code" and table.name == "unit":
            values.append(f"{name} || '-' || k.n")
        elif column.name == "telegram_id":
            values.append(f"{name} + k.n * 10000000000")
        elif numbered and column.name != "version":
            values.append(f"{name} + k.n * {APART}")
        else:
            values.append(name)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    counted = "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < :copies)"
    return (
        f'INSERT INTO "{table.name}" ({names}) {counted} SELECT {", ".join(values)} FROM k CROSS JOIN "{table.name}" t'
        f' WHERE t."{next(iter(table.primary_key.columns)).name}" < {APART}'
    )


def _put_above(db: Connection, copies: int) -> None:
    """A province above each few districts, a country above the provinces where there are several, and its admin."""
    root = db.execute(text("SELECT unit_id, parent_id FROM unit_parent")).all()
    below = {unit for unit, _ in root}
    tops = sorted({parent for _, parent in root} - below)
    provinces = [APART - 2 - at for at in range(-(-copies // DISTRICTS))]
    country = APART - 1 if len(provinces) > 1 else provinces[0]
    for at, province in enumerate(provinces):
        _unit(db, province, f"Tỉnh {at + 1}")
        for top in tops[at * DISTRICTS : (at + 1) * DISTRICTS]:
            _hang(db, top, province)
    if country not in provinces:
        _unit(db, country, "Cả nước")
        for province in provinces:
            _hang(db, province, country)
    about = {"id": APART - 1, "unit": country, "telegram": ROOT_ADMIN, "day": "2000-01-01"}
    db.execute(
        text(
            "INSERT INTO person (id, name, search_name, phone, telegram_id, language, blocked, few_words)"
            " VALUES (:id, 'Quản trị', 'quan tri', '', :telegram, 'vi', 0, 0)"
        ),
        about,
    )
    db.execute(
        text("INSERT INTO post (id, person_id, unit_id, role, valid_from) VALUES (:id, :id, :unit, 'admin', :day)"),
        about,
    )


def _unit(db: Connection, key: int, name: str) -> None:
    about = {"id": key, "name": name, "day": "2000-01-01", "code": f"U{key}"}
    for statement in (
        "INSERT INTO unit (id, kind, code, opened_on) VALUES (:id, 'province', :code, :day)",
        "INSERT INTO unit_name (id, unit_id, name, search_name, valid_from) VALUES (:id, :id, :name, :name, :day)",
        "INSERT INTO unit_tree (ancestor_id, descendant_id, depth) VALUES (:id, :id, 0)",
    ):
        db.execute(text(statement), about)


def _hang(db: Connection, lower: int, upper: int) -> None:
    about = {"lower": lower, "upper": upper, "day": "2000-01-01", "id": lower + APART // 2}
    db.execute(
        text("INSERT INTO unit_parent (id, unit_id, parent_id, valid_from) VALUES (:id, :lower, :upper, :day)"), about
    )
    db.execute(
        text(
            "INSERT INTO unit_tree (ancestor_id, descendant_id, depth)"
            " SELECT :upper, descendant_id, depth + 1 FROM unit_tree WHERE ancestor_id = :lower"
        ),
        about,
    )
