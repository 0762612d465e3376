"""What committees may decide otherwise: thresholds, hours, grace, the ladder. Defaults come from domain.md section 3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force for one unit; a committee's settings replace single fields, inherited down the tree."""

    attendance_good: float = 0.90
    """Share of the base below which attendance is warned of (forms under HD 42 [S]; 0.85 in the 2018 text [O])."""
    attendance_low: float = 0.85
    absences_told: int = 3
    """Absences after which the secretary alone is told of a member (Điều lệ names three months [O])."""
    absences_window: str = "row"
    """``row``: so many running; ``year``: so many in the calendar year. The sources differ (domain.md 11.2)."""
    minutes_regular: int = 90
    """HD 42 [O]."""
    minutes_with_thematic: int = 120
    thematic_each_quarter: int = 1
    """Thematic sessions that a cell owes a quarter [S]."""
    small_cell: int = 30
    """Cells with fewer members need only ``minutes_regular`` even with a thematic part [S]."""
    vote_majority: float = 0.5
    """A resolution binds when more than this share of all official members agree (Điều lệ [O])."""
    quorum_warn: float = 2 / 3
    quorum_alarm: float = 1 / 2
    far_days: int = 60
    """A date without year further off than this is asked about [A]."""
    grace_days: int = 2
    """Days after the planned day before a cell counts as late [A]."""
    entry_days: int = 2
    """Days to report after the meeting [S]."""
    correction_days: int = 2
    """Days after the meeting was signed off in which its recorder may correct it [A]."""
    lock_day: int = 10
    """Day of the next month on which a month closes [A]."""
    registration_day: int = 25
    """Cells that register their day monthly do so by then, in the month before [S]."""
    ask_hour: str = "20:00"
    """Evening question on the planned day for a cell with no known hour [A]."""
    morning_hour: str = "08:00"
    """When T-3, T+2, T+5 and the month's end go out [A]."""
    quiet_from: str = "20:30"
    """Nobody is written to first between this and ``quiet_to`` (domain.md 10.1: 7-20 h; the evening question may follow a meeting)."""
    quiet_to: str = "07:00"
    ladder: tuple[tuple[str, int], ...] = (("before", -3), ("visit", -3), ("evening", 0), ("after", 2))
    """Rungs with their day relative to the planned day; the levels above and the month's end are rungs of their own [A]."""
    upper_days: int = 5
    """Days of silence after the day that counts from which on who follows the cell is told (T+5, domain.md 10.1) [A]; 0: not told…"""
    committee_days: int = 10
    """… its committee; domain.md 6 has it told of a missed month, which the month's end does anyway [A]…"""
    next_committee_days: int = 20
    """… and the next committee above that one: no source says when (domain.md 11.10) [A]."""
    without_day: tuple[tuple[str, int], ...] = (("middle", 15), ("near_end", -4))
    """Rungs of a cell whose day is not known: day of the month, or days before its last when negative [A]."""
    task_before_days: int = 3
    """Days before its due day on which a task is reminded of; earlier it sleeps [A]."""
    task_again_days: int = 7
    """An overdue task is reminded of on the day after its due day, and then every so many days [A]…"""
    task_again_times: int = 3
    """… so many times more; then it is silent until the next meeting asks about it [A]."""
    task_reopen_days: int = 30
    """Days in which a closed task may be opened again [A]."""
    task_undo_hours: int = 24
    """Hours in which an update of a task may be taken back [A]."""
    draft_notice_days: int = 21
    """Quiet days after which the owner of something left unfinished is told of it, once [A]."""
    draft_left_days: int = 30
    """Quiet days after which it counts as abandoned; it can still be gone on with [A]."""
    holidays: tuple[str, ...] = ()
    """More days without proactive messages, ``MM-DD`` or ``YYYY-MM-DD``; Tết and public holidays are built in."""
    number_suffix: str = "NQ/CB"
    spelling: str = "ủy"
    """``ủy`` or ``uỷ`` in documents."""
    term_from: str = ""
    """First day of the term (``2025-06-15``), with which the numbers of resolutions begin anew; empty: never [S]."""
    thematic_series: str = "one"
    """``one``: all resolutions of a cell count on; ``own``: those of thematic sessions have numbers of their own [S]."""
    thematic_suffix: str = "NQ/CĐ-CB"
    """Follows the number of a thematic session's resolution (``03-NQ/CĐ-CB``) where they count by themselves [S]."""
    numbering: str = "term"
    """``term``: from 01 through the whole term; ``month``: the month is the number (``09-NQ/CB``) [S]."""
    document_signature: str = "CHI BỘ"
    """For whom a resolution is signed: ``T/M CHI BỘ``; ``CHI ỦY`` is seen too (domain.md 11.4)."""
    document_body: str = "Đảng bộ"
    """Whose name heads a document: ``Đảng bộ`` or ``Đảng ủy`` of the commune."""
    document_place: str = ""
    """Place in the line with the date; empty: the commune's own name."""
    document_number: str = "Số"
    """``Số`` or ``Số:``."""
    document_heading: str = "-"
    """What follows the Roman number of a heading: ``I-`` or ``I.``."""
    document_basis: tuple[str, ...] = ()
    """Lines ``- Căn cứ …;`` of a resolution, without the dash and the semicolon."""
    document_size: int = 14
    """Body, in points; with it go names, place and date, headings (domain.md 5.1)."""
    document_title_size: int = 16
    document_motto_size: int = 15
    document_line: int = 18
    """Distance of lines, in points."""
    invitation_hours: int = 72
    join_approval: str = "off"
    """``on``: who opens a link waits until an admin says yes (decision 0008)."""
    score_table: str = "hd42"
    """Which of ``bot.domain.scores``'s tables scores meetings (the frame of HD 42 as two wards print it [S])."""
    score_thematic: str = "given"
    """What becomes of the thematic points in a month without one: ``given``, ``left_out`` or ``lost`` (domain.md 11.3)."""
    score_confirms: str = "upper_member"
    """Who confirms a cell's score: ``upper_member`` (or an admin above), ``admin``, ``nobody`` [S]."""
    score_year: str = "seven-good"
    """Which rule of ``score_tables/years`` makes a year's band out of its months (one province's [S]); ``none``: none."""
    score_excused_running: int = 3
    """Excused more than so many times running loses a point (domain.md 3.4; "in a row or in a year" is open)."""
    months_without_visit: int = 6
    """Months after which a cell counts as visited by nobody of the committee above (domain.md 10.2)."""
    care_late_months: int = 3
    """Months running not in time from which on a cell is to be cared for [A]."""
    care_fall: float = 0.10
    """By how much attendance must have fallen, as a share of the base [A]…"""
    care_fall_months: int = 3
    """… over so many months, beside as many before [A]."""
    care_overdue_tasks: int = 3
    """Overdue tasks from which on a cell is to be cared for [A]."""
    years_without_admission: int = 3
    """Years after which a cell counts as without new members for years [A]."""

    def __hash__(self) -> int:
        """Of what committees decide otherwise most: to hash all fields costs more than what is looked up by them."""
        return hash((self.number_suffix, self.score_table, self.lock_day, self.grace_days, self.ladder))


def with_settings(settings: Mapping[str, Any], rules: Rules | None = None) -> Rules:
    """The rules with those settings put in; names that are no rule are passed over, lists become tuples."""
    known = {field.name for field in fields(Rules)}
    chosen = {name: _frozen(value) for name, value in settings.items() if name in known}
    return replace(rules or Rules(), **chosen)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
