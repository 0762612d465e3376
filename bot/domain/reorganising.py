"""Reorganising: what is to become of units on one day, worked out on the tree as it stands, as pure functions.

Units are opened, merged, split, moved, renamed and closed together or not at all; nothing is ever deleted (domain.md 2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain.units import UnitKind

Values = Mapping[str, object]


class ActKind(StrEnum):
    """What one line of a reorganisation does."""

    OPEN = "open"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    RENAME = "rename"
    CLOSE = "close"


ENDING = frozenset({ActKind.MERGE, ActKind.SPLIT, ActKind.CLOSE})
"""After these the unit is there no more, unless a split leaves it."""


class Holders(StrEnum):
    """What becomes of who holds a post in a unit that ends."""

    END = "end"
    GO_OVER = "go_over"


@dataclass(frozen=True, slots=True)
class Act:
    """One line: ``into`` are codes of the units that come after, the first takes over what is open."""

    kind: ActKind
    code: str
    unit_kind: UnitKind | None = None
    name: str = ""
    parent: str = ""
    into: tuple[str, ...] = ()
    holders: Holders = Holders.END
    row: int = 0

    @property
    def ends(self) -> bool:
        """Whether the unit is there no more: one split may go on beside what came out of it."""
        return self.kind in ENDING and self.code not in self.into

    @property
    def heir(self) -> str:
        """Code of the unit that takes over what is open; empty for none."""
        return next((code for code in self.into if code != self.code), "") if self.ends else ""


@dataclass(frozen=True, slots=True)
class Node:
    """A unit in the tree; ``parent`` empty: a root."""

    code: str
    kind: UnitKind
    name: str
    parent: str
    open: bool = True


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why an act cannot be: the sentence ``reorg-wrong-<key>`` with its values."""

    row: int
    key: str
    values: Values


@dataclass(slots=True)
class Outcome:
    """The acts in the order in which they can be carried out; ``after``: the tree they make. No act while any is wrong."""

    after: dict[str, Node]
    opened: list[Act] = field(default_factory=list)
    renamed: list[Act] = field(default_factory=list)
    moved: list[Act] = field(default_factory=list)
    """Those told and, behind them, those that follow: what lies below a merged unit goes with it."""
    ended: list[Act] = field(default_factory=list)
    """The lowest first."""
    parted: list[Act] = field(default_factory=list)
    """Splits that leave the unit."""
    wrong: list[Wrong] = field(default_factory=list)


def outcome(acts: Iterable[Act], tree: Mapping[str, Node]) -> Outcome:
    """What the acts make of the tree, or everything that is wrong with them."""
    told = list(acts)
    made = Outcome(dict(tree))
    made.opened = _parents_first([act for act in told if act.kind is ActKind.OPEN], tree)
    made.renamed = [act for act in told if act.kind is ActKind.RENAME]
    made.moved = [act for act in told if act.kind is ActKind.MOVE]
    made.ended = [act for act in told if act.ends]
    made.parted = [act for act in told if act.kind in ENDING and not act.ends]
    _each_once(told, made)
    _known(told, made, tree)
    if not made.wrong:
        _follow(made, tree)
    if not made.wrong:
        _carry(made)
        _check_tree(made)
    return made


def _blame(made: Outcome, act: Act, key: str, **values: object) -> None:
    made.wrong.append(Wrong(act.row, key, {"code": act.code, **values}))


def _parents_first(opened: list[Act], tree: Mapping[str, Node]) -> list[Act]:
    """New units in an order in which each finds its parent; those that find none stay behind, to be blamed."""
    ordered: list[Act] = []
    there, waiting = {"", *tree}, list(opened)
    while ready := [act for act in waiting if act.parent in there]:
        there |= {act.code for act in ready}
        ordered += ready
        waiting = [act for act in waiting if act not in ready]
    return ordered + waiting


def _each_once(told: list[Act], made: Outcome) -> None:
    seen: set[tuple[str, str]] = set()
    ending = {act.code for act in told if act.ends}
    for act in told:
        what = "end" if act.kind in ENDING else act.kind.value
        if (what, act.code) in seen:
            _blame(made, act, "twice")
        seen.add((what, act.code))
        if act.kind in {ActKind.MOVE, ActKind.RENAME, ActKind.OPEN} and act.code in ending:
            _blame(made, act, "ends-too")


def _known(told: list[Act], made: Outcome, tree: Mapping[str, Node]) -> None:
    """The unit that each act is about, and the others it names: there, open, of the right kind, and not ending itself."""
    opened = {act.code: act.unit_kind for act in told if act.kind is ActKind.OPEN}
    ending = {act.code for act in told if act.ends}
    usable = {code for code, node in tree.items() if node.open} | set(opened)
    kinds = {code: node.kind for code, node in tree.items()} | {code: kind for code, kind in opened.items() if kind}
    for act in told:
        _itself(act, made, tree)
        if not _fitting_number(act):
            _blame(made, act, f"into-{act.kind.value}")
        for other in (*act.into, *([act.parent] if act.parent else [])):
            if other not in usable:
                _blame(made, act, "unknown", other=other)
            elif other in ending and other != act.code:
                _blame(made, act, "other-ends", other=other)
            elif other in act.into and act.code in kinds and not _alike(kinds[act.code], kinds[other]):
                _blame(made, act, "other-kind", other=other)


def _itself(act: Act, made: Outcome, tree: Mapping[str, Node]) -> None:
    opens = act.kind is ActKind.OPEN
    if opens and act.code in tree:
        _blame(made, act, "code-taken")
    elif not opens and act.code not in tree:
        _blame(made, act, "unknown", other=act.code)
    elif not opens and not tree[act.code].open:
        _blame(made, act, "closed")
    nameless = (opens or act.kind is ActKind.RENAME) and not act.name
    if nameless or (opens and act.unit_kind is None):
        _blame(made, act, "no-name")
    lower = act.unit_kind in {UnitKind.CELL, UnitKind.PARTY_GROUP}
    if not act.parent and (act.kind is ActKind.MOVE or (opens and lower)):
        _blame(made, act, "no-parent")


def _fitting_number(act: Act) -> bool:
    others = len({code for code in act.into if code != act.code})
    match act.kind:
        case ActKind.MERGE:
            return others == 1 and act.ends
        case ActKind.SPLIT:
            return others >= (2 if act.ends else 1)
        case ActKind.CLOSE:
            return others <= 1 and act.ends
        case _:
            return not act.into


def _alike(one: UnitKind, other: UnitKind) -> bool:
    """A cell goes on in a cell, a party group in a party group, a committee in a committee."""
    apart = {UnitKind.CELL, UnitKind.PARTY_GROUP}
    return one is other or not {one, other} & apart


def _follow(made: Outcome, tree: Mapping[str, Node]) -> None:
    """What lies below a unit that ends and is not spoken of: it goes to the one heir; party groups of a cell end with it."""
    spoken = {act.code for act in (*made.moved, *made.ended)}
    for act in list(made.ended):
        for child in tree.values():
            if child.parent != act.code or not child.open or child.code in spoken:
                continue
            if len(act.into) == 1:
                made.moved.append(Act(ActKind.MOVE, child.code, parent=act.into[0], row=act.row))
            elif child.kind is UnitKind.PARTY_GROUP:
                made.ended.append(Act(ActKind.CLOSE, child.code, row=act.row))
            else:
                _blame(made, act, "left-behind", other=child.code, name=child.name)


def _carry(made: Outcome) -> None:
    after = made.after
    for act in made.opened:
        if act.unit_kind is not None:
            after[act.code] = Node(act.code, act.unit_kind, act.name, act.parent)
    for act in made.renamed:
        after[act.code] = replace(after[act.code], name=act.name)
    depths = {act.code: len(line(after, act.code)) for act in made.ended}
    made.ended.sort(key=lambda act: -depths[act.code])
    for act in made.moved:
        after[act.code] = replace(after[act.code], parent=act.parent)
    for act in made.ended:
        after[act.code] = replace(after[act.code], open=False)


def _check_tree(made: Outcome) -> None:
    changed = {act.code: act for act in (*made.opened, *made.moved)}
    for code, act in changed.items():
        node = made.after[code]
        above = line(made.after, code)
        if above[-1:] == (code,):
            _blame(made, act, "circle")
            continue
        if above and not lies_below(node.kind, made.after[above[0]].kind):
            _blame(made, act, "below-kind", other=above[0])
    for act in made.ended:
        if act.heir and act.code in line(made.after, act.heir):
            _blame(made, act, "circle")


def lies_below(kind: UnitKind, upper: UnitKind) -> bool:
    """Whether a unit of that kind may lie right below one of the other."""
    if upper is UnitKind.PARTY_GROUP:
        return False
    return upper is not UnitKind.CELL or kind is UnitKind.PARTY_GROUP


def line(tree: Mapping[str, Node], code: str) -> tuple[str, ...]:
    """The codes above, the nearest first; one that lies in a circle ends with itself."""
    found: list[str] = []
    step = tree[code].parent
    while step and step not in found:
        found.append(step)
        if step == code:
            break
        step = tree[step].parent
    return tuple(found)


def cells_by_root(tree: Mapping[str, Node]) -> dict[str, int]:
    """How many open cells lie below each open root, by its code."""
    counted = {node.code: 0 for node in tree.values() if node.open and not node.parent}
    for node in tree.values():
        if node.open and node.kind is UnitKind.CELL:
            top = (node.code, *line(tree, node.code))[-1]
            counted[top] = counted.get(top, 0) + 1
    return counted


def dumped(act: Act) -> dict[str, object]:
    """The act as JSON."""
    return {
        "kind": act.kind.value,
        "code": act.code,
        "unit_kind": act.unit_kind.value if act.unit_kind else "",
        "name": act.name,
        "parent": act.parent,
        "into": list(act.into),
        "holders": act.holders.value,
        "row": act.row,
    }


def loaded(raw: Mapping[str, object]) -> Act:
    """The act back."""
    into = raw["into"]
    return Act(
        ActKind(str(raw["kind"])),
        str(raw["code"]),
        UnitKind(str(raw["unit_kind"])) if raw["unit_kind"] else None,
        str(raw["name"]),
        str(raw["parent"]),
        tuple(map(str, into)) if isinstance(into, list) else (),
        Holders(str(raw["holders"])),
        int(str(raw["row"])),
    )
