"""Pulses: the newest replaces the one before."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from storage import pulse
from storage.pulse import Pulse
from tests.conftest import NOW


def test_what_never_went_well_has_no_pulse(db: Connection) -> None:
    assert pulse.last(db, "poll") is None


def test_the_newest_pulse_is_kept_with_what_is_to_be_remembered(db: Connection) -> None:
    pulse.beat(db, "tick", NOW, {"heard": 1})
    pulse.beat(db, "poll", NOW)
    pulse.beat(db, "tick", NOW + timedelta(minutes=1), {"heard": 2})
    assert pulse.last(db, "tick") == Pulse(NOW + timedelta(minutes=1), {"heard": 2})
    assert pulse.last(db, "poll") == Pulse(NOW)
