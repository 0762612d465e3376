"""Made-up quality scores: proposed from the record as the bot does it, a few points lost, mostly confirmed from above."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random

from bot.domain.periods import Month
from bot.domain.prefill import Filled, Reason, Told, prefilled
from bot.domain.rules import Rules
from bot.domain.scores import Line, Score, scored, table_of
from bot.texts import voice
from demo.chance import Weighted, happens, pick
from demo.rows import Rows
from storage.tables import score, score_version

RULES = Rules()
LOSSES = (
    ("preparation", 2.0, "Tài liệu gửi muộn"),
    ("preparation", 1.0, "Chưa báo đảng ủy viên theo dõi"),
    ("organising", 3.0, "Ít đồng chí phát biểu"),
    ("organising", 5.0, "Tự phê bình và phê bình còn hình thức"),
    ("leading", 1.0, "Kéo dài phần báo cáo"),
    ("principles", 1.0, "Có đồng chí nói chuyện riêng"),
    ("results", 6.0, "Một số việc còn chậm"),
    ("results", 12.0, "Nhiều việc chưa làm"),
)
HOW_MANY: Weighted[int] = ((0, 20), (1, 35), (2, 25), (3, 15), (4, 5))
SCORED = 0.85


def keep_score(
    rows: Rows, unit_id: int, month: Month, meeting_id: int, told: Told, secretary_id: int, at: datetime, now: datetime
) -> None:
    """The score of one regular meeting recorded ``at``; from a chance of its own, so that the district stays as it was."""
    rng = Random(meeting_id)
    if not happens(rng, SCORED):
        return
    table = table_of(RULES.score_table)
    lines = {key: _line(filled) for key, filled in prefilled(table, told, RULES).items()}
    for key, points, remark in rng.sample(LOSSES, pick(rng, HOW_MANY)):
        line = lines[key]
        lines[key] = replace(line, points=max(0.0, line.points - points), why="", remark=remark)
    confirmed = at + timedelta(days=rng.randint(1, 3)) if happens(rng, 0.8) else now
    stages = [("proposed", min(now, at + timedelta(minutes=10)))]
    if confirmed < now:
        stages.append(("confirmed", confirmed))
    given = scored(table, lines)
    score_id = rows.add(score, unit_id=unit_id, meeting_id=meeting_id, period=month, version=len(stages))
    for version, (stage, moment) in enumerate(stages, 1):
        _version(rows, score_id, version, stage, given, secretary_id, moment)


def _version(
    rows: Rows, score_id: int, version: int, stage: str, given: Score, secretary_id: int, at: datetime
) -> None:
    rows.add(
        score_version,
        score_id=score_id,
        version=version,
        stage=stage,
        table_code=given.table,
        table_version=given.table_version,
        meeting_version=1,
        lines=[[key, asdict(line)] for key, line in given.lines.items()],
        points=given.points,
        most=given.most,
        total=given.total,
        band=given.band.value,
        entered_by=secretary_id if stage == "proposed" else None,
        entered_at=at,
    )


def _line(filled: Filled) -> Line:
    return Line(filled.points, filled.most, _words(filled.reasons), _words(filled.lost))


def _words(reasons: tuple[Reason, ...]) -> str:
    return "; ".join(_said(each.key, tuple(each.values.items())) for each in reasons)


@lru_cache(maxsize=4096)
def _said(key: str, values: tuple[tuple[str, object], ...]) -> str:
    return voice("vi").plain(key, **dict(values))
