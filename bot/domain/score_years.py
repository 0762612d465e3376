"""The band of a whole year's meetings: a rule that is data, and says nothing where nothing is known (domain.md 4).

A rule is a file of ``score_tables/years``, ``<code>.<version>.json``, and is never changed once used. One is known, of
one province, and of it the best band only: all months Khá at least, seven of them Tốt. Other offices add theirs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.domain.scores import FOLDER, Band

YEARS = FOLDER / "years"
NONE = "none"
"""The setting of a committee that wants no band of a year."""
_RANK = {band: rank for rank, band in enumerate(Band)}


@dataclass(frozen=True, slots=True)
class YearBand:
    """What a year must show for ``band``: no month below ``least``, and so many months of a band or better."""

    band: Band
    least: Band
    counts: tuple[tuple[Band, int], ...]

    def fits(self, bands: Sequence[Band]) -> bool:
        """Whether the months' bands make it."""
        enough = all(sum(_RANK[each] <= _RANK[wanted] for each in bands) >= number for wanted, number in self.counts)
        return enough and all(_RANK[each] <= _RANK[self.least] for each in bands)


@dataclass(frozen=True, slots=True)
class YearRule:
    """How the bands of a year's months make the year's; the bands known, the best first."""

    code: str
    version: int
    issuer: Mapping[str, str]
    months: int
    """Scored months without which nothing is said of a year."""
    bands: tuple[YearBand, ...]

    def band(self, bands: Sequence[Band]) -> Band | None:
        """The year's band; None where too few months are scored, and where the rule knows none that fits."""
        if len(bands) < self.months:
            return None
        return next((each.band for each in self.bands if each.fits(bands)), None)


@dataclass(frozen=True, slots=True)
class YearScore:
    """A year with enough scored months: their bands, and what the rule makes of them."""

    year: int
    bands: tuple[Band, ...]
    band: Band | None
    rule: YearRule


def judged(rule: YearRule | None, by_year: Mapping[int, Sequence[Band]]) -> tuple[YearScore, ...]:
    """The years with enough scored months, the latest first."""
    if rule is None:
        return ()
    return tuple(
        YearScore(year, tuple(bands), rule.band(bands), rule)
        for year, bands in sorted(by_year.items(), reverse=True)
        if len(bands) >= rule.months
    )


@cache
def year_rule(code: str, version: int = 0, folder: Path = YEARS) -> YearRule | None:
    """The rule of that code, the newest version unless one is named; None for ``none`` and for what is no rule."""
    if not re.fullmatch(r"[a-z0-9-]{1,40}", code):
        return None
    found = {int(path.name.split(".")[1]): path for path in folder.glob(f"{code}.[0-9]*.json")}
    wanted = found.get(version or max(found, default=0))
    return None if wanted is None else read_year_rule(json.loads(wanted.read_text(encoding="utf-8")))


def read_year_rule(raw: Mapping[str, Any]) -> YearRule:
    """The rule in a file's JSON; ValueError or KeyError when it is none."""
    bands = tuple(
        YearBand(
            Band(each["band"]),
            Band(each["least"]),
            tuple((Band(name), int(number)) for name, number in each.get("counts", ())),
        )
        for each in raw["bands"]
    )
    rule = YearRule(raw["code"], int(raw["version"]), raw["issuer"], int(raw["months"]), bands)
    ranks = [_RANK[each.band] for each in bands]
    if not 1 <= rule.months <= 12 or ranks != sorted(set(ranks)):  # noqa: PLR2004 - months of a year
        raise ValueError("one to twelve months, each band once, the best first")
    return rule
