"""The form of a broadcast: to which part below, to whom there, and the words with at most one photo or file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot.domain.broadcasts import Broadcast, Only, Part, Words, longest
from bot.domain.evidence import PICTURES, EvidenceKind, read
from bot.domain.names import folded
from bot.domain.people import Role
from bot.forms.answers import shortened
from bot.forms.evidence import evidence_texts
from bot.forms.form import Form, Question, Reply, Step, Tap, Values
from bot.forms.reading.outcome import Found, Given, NotUnderstood, Reading, Understood, note
from bot.forms.reading.spelling import clean
from bot.texts import Html, Voice

CARRIED = PICTURES | {EvidenceKind.DOCUMENT}
NAMED = 5
"""Chosen units told by name; of more only their number."""
WAYS: dict[Only, str] = {
    Only.ALL: r"(?:tat ca|toan bo|toan the|ca|all|everybody|everyone)(?: .*)?",
    Only.CELLS: r"(?:chi |chi cac |cac )?chi bo|(?:the )?cells(?: only)?|only cells",
    Only.COMMITTEES: r"(?:chi |chi cac |cac )?(?:dang uy|cap uy)(?: cap duoi| ben duoi)?|(?:the )?committees(?: only)?",
}


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """All below, the cells, the committees, or some units right below (``given.usual["below"]``: ``[id, name]`` each)."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        said = folded(reply.text).strip(" .!")
        for only, words in WAYS.items():
            if re.fullmatch(words, said) and (only is not Only.COMMITTEES or given.usual.get("committees")):
                return Understood(Part(only))
        named = [_named(part, given) for part in re.split(r"[,;\n]+", said) if part.strip()]
        chosen = tuple(dict.fromkeys(each for each in named if each is not None))
        if not named or None in named:
            return NotUnderstood(note("broadcast-part-unread"))
        return Understood(Part(Only.ALL, chosen))

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None

    def dump(self, value: Part) -> Any:  # noqa: D102
        return [value.only.value, [list(each) for each in value.units]]

    def load(self, raw: Any) -> Part:  # noqa: D102
        only, units = raw
        return Part(Only(only), tuple((int(key), str(name)) for key, name in units))

    def show(self, value: Part, say: Voice) -> str:  # noqa: D102
        if not value.units:
            return say(f"broadcast-part-{value.only.value}")
        if len(value.units) > NAMED:
            return say("broadcast-part-units", count=len(value.units))
        return say("answer-text", text="; ".join(name for _, name in value.units))

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return ()

    def taps(self, given: Given, known: Any) -> tuple[Tap, ...]:
        """All at once, or unit by unit and then *done*."""
        chosen = known.units if isinstance(known, Part) else ()
        if chosen:
            said = note("broadcast-part-done", count=len(chosen))
            heads = [Tap("done", said, partial(Part, Only.ALL, chosen), done=True)]
        else:
            ways = tuple(Only) if given.usual.get("committees") else (Only.ALL,)
            heads = [Tap(way.value, note(f"broadcast-part-{way.value}"), partial(Part, way), done=True) for way in ways]
        return (*heads, *(_toggle(key, name, chosen) for key, name in given.usual.get("below", ())))


def _toggle(key: int, name: str, chosen: tuple[tuple[int, str], ...]) -> Tap:
    if (key, name) in chosen:
        left = tuple(each for each in chosen if each != (key, name))
        return Tap(f"{key}-", note("broadcast-part-chosen", name=name), partial(Part, Only.ALL, left), listed=True)
    more = (*chosen, (key, name))
    return Tap(f"{key}+", note("answer-name", name=name), partial(Part, Only.ALL, more), listed=True)


def _named(words: str, given: Given) -> tuple[int, str] | None:
    """The only unit right below whose name holds all the words, or ends with them."""
    said = set(words.split())
    found = [(key, name) for key, name in given.usual.get("below", ()) if said <= set(folded(name).split())]
    exact = [each for each in found if folded(each[1]).endswith(words.strip())]
    return found[0] if len(found) == 1 else exact[0] if len(exact) == 1 else None


SETS: dict[str, frozenset[Role]] = {
    "secretaries": frozenset({Role.SECRETARY}),
    "heads": frozenset({Role.SECRETARY, Role.DEPUTY}),
    "cell_committee": frozenset({Role.SECRETARY, Role.DEPUTY, Role.COMMITTEE_MEMBER}),
    "upper_members": frozenset({Role.UPPER_MEMBER}),
    "everybody": frozenset(Role),
}
"""What is offered; any other set is typed: *phó bí thư, đảng ủy viên*."""
ROLE_WORDS: tuple[tuple[Role | str, str], ...] = (
    (Role.UPPER_MEMBER, r"(?:cac )?dang uy vien(?: theo doi| phu trach)?|upper members?"),
    (Role.COMMITTEE_MEMBER, r"(?:cac )?chi uy vien|committee members?"),
    (Role.DEPUTY, r"(?:cac )?pho bi thu|deput(?:y|ies)"),
    (Role.SECRETARY, r"(?:cac )?bi thu|secretar(?:y|ies)"),
    (Role.ADMIN, r"(?:cac )?quan tri(?: vien)?|admins?"),
    ("cell_committee", r"(?:ca |cac )?chi uy"),
    ("everybody", r"tat ca|toan bo|moi nguoi|everybody|everyone|all"),
)


@dataclass(frozen=True, slots=True)
class RolesAnswer:
    """Whom of the part: holders of these posts."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        told: set[Role] = set()
        for part in re.split(r"[,;\n]+|\bva\b|\band\b", folded(reply.text).strip(" .!")):
            if not (words := part.strip()):
                continue
            meant = next((who for who, spelled in ROLE_WORDS if re.fullmatch(spelled, words)), None)
            if meant is None:
                return NotUnderstood(note("broadcast-roles-unread"))
            told |= {meant} if isinstance(meant, Role) else SETS[meant]
        return Understood(frozenset(told)) if told else NotUnderstood(note("broadcast-roles-unread"))

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None

    def dump(self, value: frozenset[Role]) -> Any:  # noqa: D102
        return [role.value for role in Role if role in value]

    def load(self, raw: Any) -> frozenset[Role]:  # noqa: D102
        if not raw:
            raise ValueError(raw)
        return frozenset(map(Role, raw))

    def show(self, value: frozenset[Role], say: Voice) -> str:  # noqa: D102
        name = next((name for name, roles in SETS.items() if roles == value), None)
        if name is not None:
            return say(f"broadcast-roles-{name}")
        told = [say(f"role-{role.value}") for role in Role if role in value]
        return say("answer-kinds", kinds=Html(", ".join(told)))

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return tuple(SETS.values())


@dataclass(frozen=True, slots=True)
class WordsAnswer:
    """The words, with at most one photo or file; the one sent last counts. Words sent again take the place of the first."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        so_far = known if isinstance(known, Words) else Words()
        came = tuple(each for each in reply.photos if read(each).kind in CARRIED)
        if reply.photos and not came:
            return NotUnderstood(note("broadcast-no-such-file"))
        photos = came[-1:] or so_far.photos
        text = clean(reply.text).strip() or so_far.text
        if len(text) > longest(photos):
            key = "broadcast-too-long-with-file" if photos else "form-too-long"
            return NotUnderstood(note(key, most=longest(photos), length=len(text)))
        if not came and not re.search(r"[^\W\d_]{2,}", text):
            return NotUnderstood(note("form-say-words"))
        return Understood(Words(text, photos))

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None

    def dump(self, value: Words) -> Any:  # noqa: D102
        return [value.text, list(value.photos)]

    def load(self, raw: Any) -> Words:  # noqa: D102
        text, photos = raw
        if not isinstance(text, str):
            raise TypeError(raw)
        return Words(text, tuple(map(str, photos)))

    def show(self, value: Words, say: Voice) -> str:  # noqa: D102
        told = [say("answer-text", text=shortened(value.text))] if value.text else []
        return "; ".join([*told, *evidence_texts(value.photos, say)])

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return ()


def wordless(value: Any) -> bool:
    """True for a file without words: they are still asked for."""
    return isinstance(value, Words) and not value.text


def in_cells(values: Values) -> bool:
    """Whether posts of cells are meant: of committees only their admins are told."""
    part = values.get("part")
    return not (isinstance(part, Part) and part.only is Only.COMMITTEES)


def broadcast_form() -> Form:
    """Three questions; what comes of it is a preview, and only its button sends."""
    return Form(
        name="broadcast",
        version=1,
        parts=(
            Step("part", (Question("part", PartAnswer()),)),
            Step("roles", (Question("roles", RolesAnswer(), when=in_cells),)),
            Step("words", (Question("words", WordsAnswer(), photos=True, more=wordless),)),
        ),
        build=build,
        direct=True,
    )


def build(values: Values, given: Given) -> Broadcast:  # noqa: ARG001
    """To committees only their admins are told."""
    told = Broadcast(values["part"], values.get("roles", SETS["everybody"]), values["words"])
    return told if told.part.only is not Only.COMMITTEES else replace(told, roles=frozenset({Role.ADMIN}))
