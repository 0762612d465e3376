"""Where the program may be interrupted between receiving and answering: every ``await``, read from the code.

An await passes a failpoint in one of three ways: it is a call to a door (the store, Telegram), where failpoints stand;
it calls a function of ours that is looked at here, too; or the nearest thing before it on every path is a failpoint.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("handlers", "schedules")
FILES = ("storage/store.py",)
DOOR = re.compile(r"(?:^|\.)_?store\.(?:write|read)$|(?:^|\.)bot\.\w+$|^self\._post$|^bot\._post$")
"""A call of the store or of the bot; each request of the bot goes through ``Transport.do_request``."""
AT_ONCE = ("asyncio.timeout",)
"""Entering these suspends nothing."""
OBJECTS = {"desk": "application"}
"""Where the class of a variable is written whose functions others call."""
OUTSIDE = {
    "handlers/application.py": {"start", "stop"},
    "handlers/listening.py": {"listen"},
    "handlers/transport.py": {"initialize", "shutdown"},
    "handlers/webhook.py": {"announce"},
    "schedules/sender.py": {"stop"},
    "storage/store.py": {"open", "close", "once"},
}
"""Before the first update is received or after the last one is: a kill there is one of the random ones."""


@dataclass
class Reading:
    """One file: which awaits of it are bare."""

    path: str
    ours: Mapping[str, frozenset[str]]
    """By path: names of all the functions that are looked at."""
    bare: list[str] = field(default_factory=list)
    seen: int = 0
    _function: str = ""

    def read(self, source: str) -> None:
        """Every async function in it, those inside others too."""
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.AsyncFunctionDef) and node.name not in OUTSIDE.get(self.path, ()):
                self._function = node.name
                self._block(node.body, armed=False)

    def _block(self, body: Sequence[ast.stmt], *, armed: bool) -> bool:
        for each in body:
            armed = self._statement(each, armed=armed)
        return armed

    def _statement(self, node: ast.stmt, *, armed: bool) -> bool:  # noqa: PLR0912 - one case for each kind of statement
        """Whether, after it, a failpoint was the last thing passed."""
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return armed
            case ast.Expr(value=ast.Call(func=ast.Name(id="failpoint"))):
                return True
            case ast.If():
                armed = self._expressions(node.test, armed=armed)
                return self._block(node.body, armed=armed) & self._block(node.orelse, armed=armed)
            case ast.While():
                self._expressions(node.test, armed=False)
                return self._block([*node.body, *node.orelse], armed=False) and False
            case ast.For() | ast.AsyncFor():
                armed = self._expressions(node.iter, armed=armed)
                if isinstance(node, ast.AsyncFor):
                    self._passes(node.iter, armed=armed)
                return self._block([*node.body, *node.orelse], armed=False) and False
            case ast.Try():
                armed = self._block([*node.body, *node.orelse], armed=armed)
                for handler in node.handlers:
                    self._block(handler.body, armed=False)
                return self._block(node.finalbody, armed=False) if node.finalbody else armed and not node.handlers
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    armed = self._expressions(item.context_expr, armed=armed)
                    if isinstance(node, ast.AsyncWith) and self._text(item.context_expr) not in AT_ONCE:
                        armed = self._passes(item.context_expr, armed=armed)
                return self._block(node.body, armed=armed)
            case ast.Match():
                armed = self._expressions(node.subject, armed=armed)
                return all([self._block(case.body, armed=armed) for case in node.cases])  # noqa: C419 - each is looked at
            case _:
                return self._expressions(node, armed=armed)

    def _expressions(self, node: ast.AST, *, armed: bool) -> bool:
        for each in _awaits(node):
            armed = self._passes(each.value, armed=armed)
        return armed

    def _passes(self, awaited: ast.expr, *, armed: bool) -> bool:
        """False, for whatever was passed before is no longer the last thing; bare when nothing was."""
        self.seen += 1
        if not armed and not self._door(awaited):
            said = " ".join(ast.unparse(awaited).split())
            self.bare.append(f"{self.path}:{awaited.lineno} in {self._function}: await {said[:80]}")
        return False

    def _door(self, awaited: ast.expr) -> bool:
        name = self._text(awaited)
        owner, _, last = name.rpartition(".")
        module = owner.rpartition(".")[2]
        module = OBJECTS.get(module, module)
        return bool(DOOR.search(name)) or any(
            last in names
            for path, names in self.ours.items()
            if not owner or (path == self.path if owner == "self" else Path(path).stem == module)
        )

    def _text(self, node: ast.expr) -> str:
        """What is called; nothing for what is no call of a name."""
        match node:
            case ast.Call(func=ast.Name() | ast.Attribute() as called):
                return ast.unparse(called)
            case _:
                return ""


def _awaits(node: ast.AST) -> Iterator[ast.Await]:
    """The awaits of a statement in their order, without those of functions made in it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _awaits(child)
    if isinstance(node, ast.Await):
        yield node


def files() -> dict[str, str]:
    """The files that are looked at, by path from the root."""
    paths = [*(path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.py"))), *map(ROOT.joinpath, FILES)]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}


def read(sources: dict[str, str]) -> tuple[int, list[str]]:
    """How many awaits there are, and where the bare ones stand."""
    ours = {
        path: frozenset(
            node.name
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.AsyncFunctionDef) and node.name not in OUTSIDE.get(path, ())
        )
        for path, source in sources.items()
    }
    readings = [Reading(path, ours) for path in sources]
    for reading in readings:
        reading.read(sources[reading.path])
    return sum(reading.seen for reading in readings), [place for reading in readings for place in reading.bare]
