"""Own templates: the nearest unit's newest counts, for all below it; taken back they are kept and count no more."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Connection, select

from bot.domain.documents import DocumentKind
from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Scope
from bot.domain.units import UnitKind
from storage import templates
from storage.entry import Entry
from storage.tables import audit, template
from tests.small_district import add_cell, add_unit

MINUTES = DocumentKind.MINUTES


def test_the_nearest_units_newest_counts_and_taking_it_back_uncovers_what_is_above(
    db: Connection, now: datetime
) -> None:
    district = add_unit(db, UnitKind.DISTRICT, "Đảng bộ huyện Mẫu")
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An", district)
    cell, beside = add_cell(db, commune, "Chi bộ thôn Muối"), add_cell(db, district, "Chi bộ thôn Vải")
    entry = Entry(None, now)
    assert templates.in_force(db, cell, MINUTES) is None
    templates.put(db, SWEEP, district, MINUTES, b"above", "a.docx", entry)
    for content in (b"first", b"second"):
        version = templates.put(db, SWEEP, commune, MINUTES, content, "a.docx", entry)
    assert version == 2
    found = templates.in_force(db, cell, MINUTES)
    assert found is not None
    assert (found.unit_id, found.version, found.content) == (commune, 2, b"second")
    of_beside = templates.in_force(db, beside, MINUTES)
    assert of_beside is not None
    assert of_beside.content == b"above"
    assert templates.in_force(db, cell, DocumentKind.RESOLUTION) is None
    assert templates.withdraw(db, SWEEP, commune, MINUTES, entry)
    assert not templates.withdraw(db, SWEEP, commune, MINUTES, entry)
    uncovered = templates.in_force(db, cell, MINUTES)
    assert uncovered is not None
    assert uncovered.content == b"above"
    assert templates.put(db, SWEEP, commune, MINUTES, b"third", "a.docx", entry) == 3
    assert len(db.execute(select(template.c.id)).all()) == 4
    assert [row.act for row in db.execute(select(audit.c.act))].count("template-put") == 4


def test_a_template_of_a_unit_out_of_sight_is_refused(db: Connection, now: datetime) -> None:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An")
    with pytest.raises(Refused, match="not-found"):
        templates.put(db, Scope(1, ()), commune, MINUTES, b"x", "a.docx", Entry(1, now))
    with pytest.raises(Refused, match="not-found"):
        templates.withdraw(db, Scope(1, ()), commune, MINUTES, Entry(1, now))
