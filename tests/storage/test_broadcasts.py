"""A broadcast goes once to each it is for, below its sender alone; what may have come is held for a person to decide."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from bot.domain.broadcasts import Broadcast, Only, Part, Reader, Words
from bot.domain.errors import Refused
from bot.domain.people import Role, Scope
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from storage import broadcasts, outbox, people, quarantine, unreachable
from storage.claims import claim
from storage.outbox import Announced, Claimed
from storage.tables import audit, post
from storage.tables import outbox as queue
from tests.conftest import ZONE
from tests.small_district import add_cell, add_person, add_unit, close

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=ZONE)
HEADS = frozenset({Role.SECRETARY, Role.DEPUTY})
SAID = "Họp giao ban lúc 7 giờ 30"


class District:
    """A district with two communes; in each two cells with a secretary, in the first also a deputy and others."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.top = add_unit(db, UnitKind.DISTRICT, "Đảng bộ huyện Lục Nam")
        self.admin = add_person(db, self.top, "Vũ Thị Hoa", Role.ADMIN)
        self.fellow = add_person(db, self.top, "Hà Văn Đồng", Role.ADMIN)
        self.communes = [add_unit(db, UnitKind.COMMUNE, f"Đảng bộ xã {name}", self.top) for name in ("Bảo", "Cẩm")]
        self.admins = [add_person(db, each, f"Quản trị {each}", Role.ADMIN) for each in self.communes]
        self.cells = [add_cell(db, each, f"Chi bộ {each}-{n}") for each in self.communes for n in range(2)]
        self.secretaries = [add_person(db, each, f"Bí thư {each}") for each in self.cells]
        self.deputy = add_person(db, self.cells[0], "Phó Một", Role.DEPUTY)
        self.stranger = add_person(db, self.cells[1], "Phó Hai", Role.DEPUTY, joined=False)
        self.gone = add_person(db, self.cells[2], "Phó Ba", Role.DEPUTY, blocked=True)
        self.scope = Scope(self.admin, (self.top,))

    def kept(self, part: Part | None = None, roles: frozenset[Role] = HEADS, unit: int = 0, **words: Any) -> int:
        told = Broadcast(part or Part(), roles, Words(SAID, **words))
        return broadcasts.keep(self.db, self.scope, unit or self.top, told, self.admin, NOW)

    def sent(self, *about: Any, now: datetime = NOW, **more: Any) -> int:
        made = self.kept(*about, **more)
        assert broadcasts.send(self.db, self.scope, made, self.admin, now, Rules(), ZONE) is not None
        return made

    def claimed(self, now: datetime = NOW) -> Claimed | None:
        return claim(self.db, "one", now, timedelta(minutes=2), ZONE)

    def took(self, now: datetime = NOW) -> Claimed:
        claimed = self.claimed(now)
        assert claimed is not None
        return claimed

    def standing(self, made: int) -> dict[int, Reader]:
        return {each.person_id: each for each in broadcasts.standing(self.db, self.scope, made, NOW.date())}


@pytest.fixture
def district(db: Connection) -> District:
    return District(db)


def for_whom(district: District, part: Part, roles: frozenset[Role]) -> set[int]:
    told = Broadcast(part, roles, Words(SAID))
    found = broadcasts.readers(district.db, district.scope, district.top, told, NOW.date(), district.admin)
    return {each.person_id for each, _ in found}


def test_a_part_and_posts_choose_the_readers(district: District) -> None:
    first = Part(Only.ALL, ((district.communes[0], "xã Bảo"),))
    assert for_whom(district, Part(), frozenset({Role.SECRETARY})) == set(district.secretaries)
    assert for_whom(district, first, frozenset({Role.SECRETARY})) == set(district.secretaries[:2])
    assert for_whom(district, Part(Only.COMMITTEES), frozenset({Role.ADMIN})) == set(district.admins)
    assert for_whom(district, Part(Only.CELLS), frozenset(Role)).isdisjoint(district.admins)
    everybody = for_whom(district, Part(), frozenset(Role))
    assert everybody > {*district.secretaries, *district.admins, district.deputy}
    assert everybody.isdisjoint({district.admin, district.fellow})  # below the sender's own unit only


def test_who_holds_two_posts_gets_it_once(district: District) -> None:
    people.begin_post(district.db, district.secretaries[0], district.cells[1], Role.DEPUTY, NOW.date())
    made = district.sent()
    queued = district.db.execute(select(queue.c.recipient_id).where(queue.c.kind == "broadcast")).scalars().all()
    assert sorted(queued) == sorted([*district.secretaries, district.deputy])
    assert len(district.standing(made)) == len(queued) + 2


def test_nothing_goes_out_before_the_press_and_two_presses_send_once(district: District) -> None:
    made = district.kept()
    assert district.claimed() is None
    press = (district.db, district.scope, made, district.admin, NOW, Rules(), ZONE)
    assert broadcasts.send(*press) == (5, NOW)
    assert broadcasts.send(*press) is None
    keys = district.db.execute(select(queue.c.dedupe_key)).scalars().all()
    assert len(keys) == len(set(keys)) == 5
    acts = district.db.execute(select(audit.c.act).where(audit.c.unit_id == district.top)).scalars().all()
    assert acts == ["broadcast-sent"]


def test_at_night_it_waits_for_the_morning(district: District) -> None:
    night = NOW.replace(hour=22)
    district.sent(now=night)
    assert district.claimed(night) is None
    assert district.took(NOW.replace(day=11, hour=7)).kind == "broadcast"


def test_the_claim_reads_what_is_said(district: District) -> None:
    made = district.sent(photos=("document:abc",))
    (part,) = district.took().parts
    assert part == Announced(made, "Đảng bộ huyện Lục Nam", SAID, "document:abc")


@pytest.mark.parametrize("what", ["post", "unit", "sender", "blocked", "moved"])
def test_a_row_that_stands_no_more_when_it_is_taken_falls(district: District, what: str) -> None:
    db, cell, who = district.db, district.cells[0], district.secretaries[0]
    made = district.sent(Part(Only.ALL, ((cell, "ô"),)), frozenset({Role.SECRETARY}), unit=district.communes[0])
    match what:
        case "post":
            db.execute(update(post).where(post.c.person_id == who).values(valid_to=NOW.date()))
        case "unit":
            close(db, cell, NOW.date())
        case "sender":
            db.execute(update(post).where(post.c.person_id == district.admin).values(valid_to=NOW.date()))
        case "blocked":
            people.set_blocked(db, people.get(db, who).telegram_id or 0, blocked=True)
        case _:
            from storage import units  # noqa: PLC0415

            units.move(db, cell, district.communes[1], NOW.date())
    assert district.claimed() is None
    assert district.standing(made)[who].state == ("blocked" if what == "blocked" else "fallen")


def test_what_may_have_come_is_held_and_let_go_one_by_one(district: District) -> None:
    """Matrix 36 and 37: a broadcast is not sent again by itself."""
    made = district.sent()
    first, second = district.took(), district.took()
    outbox.uncertain(district.db, first, ["bro:seen:1"], "TimedOut", NOW)
    later = NOW + timedelta(minutes=5)  # the second's sender died
    outbox.recover(district.db, later)
    held = {who for who, each in district.standing(made).items() if each.state == "held"}
    assert held == {first.person_id, second.person_id}
    while district.claimed(later) is not None:
        pass
    outbox.recover(district.db, later + timedelta(minutes=10))
    for claimed in (first, second):
        assert claimed.person_id in held
    args = (district.db, district.scope, made, first.person_id, district.admin, later)
    assert broadcasts.release(*args)
    assert not broadcasts.release(*args)
    again = district.took(later)
    assert (again.person_id, again.again) == (first.person_id, True)
    assert district.standing(made)[second.person_id].state == "held"


def test_in_quarantine_nothing_is_let_go(district: District) -> None:
    made = district.sent()
    outbox.uncertain(district.db, claimed := district.took(), [], "TimedOut", NOW)
    quarantine.begin(district.db, NOW)
    assert not broadcasts.release(district.db, district.scope, made, claimed.person_id, district.admin, NOW)


def test_each_reader_s_state_is_told(district: District) -> None:
    made = district.sent()
    sent, lost = district.took(), district.took()
    outbox.sent(district.db, sent, 1, ["x"], NOW)
    unreachable.lost(district.db, lost, "Forbidden", NOW, ZONE)
    states = {who: each.state for who, each in district.standing(made).items()}
    assert states[sent.person_id] == "sent"
    assert states[lost.person_id] == states[district.gone] == "blocked"
    assert states[district.stranger] == "not_joined"
    assert sorted(states.values()) == sorted(["sent", "blocked", "blocked", "not_joined", *["waiting"] * 3])


def test_seen_counts_once_and_only_its_readers_may_say_so(district: District) -> None:
    made = district.sent()
    broadcasts.seen(district.db, made, district.deputy, NOW)
    broadcasts.seen(district.db, made, district.deputy, NOW)
    assert [who for who, each in district.standing(made).items() if each.seen] == [district.deputy]
    with pytest.raises(Refused, match="not-found"):
        broadcasts.seen(district.db, made, district.admins[0], NOW)


def test_who_has_not_seen_it_is_reminded_once_a_day(district: District) -> None:
    made = district.sent()
    while (claimed := district.claimed()) is not None:
        outbox.sent(district.db, claimed, 1, ["x"], NOW)
    broadcasts.seen(district.db, made, district.deputy, NOW)
    press = (district.db, district.scope, made, district.admin)
    assert broadcasts.remind(*press, NOW, Rules(), ZONE) == (4, NOW)
    assert broadcasts.remind(*press, NOW, Rules(), ZONE) == (0, NOW)
    broadcasts.seen(district.db, made, district.secretaries[0], NOW)  # before it is his turn
    told = set()
    while (claimed := district.claimed()) is not None:
        (part,) = claimed.parts
        assert isinstance(part, Announced)
        assert part.since == NOW.date()
        told.add(claimed.person_id)
        outbox.sent(district.db, claimed, 1, ["x"], NOW)
    assert told == set(district.secretaries[1:])
    tomorrow = NOW + timedelta(days=1)
    assert broadcasts.remind(*press, tomorrow, Rules(), ZONE) == (3, tomorrow)


def test_nobody_elsewhere_finds_it(district: District) -> None:
    """Matrix 75."""
    made = district.sent()
    for root in (*district.communes, *district.cells):
        with pytest.raises(Refused, match="not-found"):
            broadcasts.find(district.db, Scope(1, (root,)), made)
