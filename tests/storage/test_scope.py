"""No query on a unit's data can be written without a scope (reliability.md 3.7; matrix rows 75, 76): read from the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

OWN = "answers about the asker himself, by his own number or the link he holds"
NAME = "only a name, a rule or a place in the tree, of a unit that a checked read, a post or an invitation has named"
QUEUE = "queues a sentence; the claim checks the reader's post again before it goes out"
PIECES = "sums for a summary, whose values and sight are made of the asker's scope"
PROGRAM = "the program's own work; no handler may call it"
UNSCOPED = {
    **dict.fromkeys(
        (
            "people.by_telegram",
            "people.asker",
            "people.posts_of",
            "people.leave",
            "people.joined_at",
            "people.set_language",
            "people.set_few_words",
            "practice.begin",
            "practice.end",
            "practice.begun_on",
            "practice.is_one",
        ),
        OWN,
    ),
    **dict.fromkeys(("people.set_blocked", "invitations.look", "invitations.accept", "invitations.newest"), OWN),
    **dict.fromkeys(("invitations.term_of", "invitations.sitting"), OWN),
    "pacing.claim": PROGRAM,
    "pacing.pause": PROGRAM,
    **dict.fromkeys(
        ("fence.begin", "fence.lifted", "fence.down"), "says how much is seen; tests/storage/test_fence.py"
    ),
    "condition.second_fence": PROGRAM,
    **dict.fromkeys(("closure.lies_below", "closure.remember", "closure.hang"), PROGRAM),
    "locks.alone": "makes others wait; reads and writes nothing",
    "drafts.pass_on": "follows the post that an accepted invitation has just given",
    **dict.fromkeys(
        ("drafts.open_of", "drafts.by_id", "drafts.submitted_since", "drafts.paused_of", "drafts.start", "drafts.save"),
        OWN,
    ),
    **dict.fromkeys(
        (
            "drafts.close",
            "drafts.turn",
            "drafts.resume",
            "drafts.shown",
            "offers.put",
            "offers.clear",
            "offers.chosen",
            "offers.newest",
            "offers.meant",
            "offers.answered",
            "offers.passed",
            "outbox.offered",
        ),
        OWN,
    ),
    **dict.fromkeys(("outbox.numbered", "inbox.mark_done", "inbox.mark_dead", "inbox.answered", "inbox.is_done"), OWN),
    **dict.fromkeys(("inbox.all_answered", "people.get"), OWN),
    "store.savepoint": "a part of a transaction, whatever it is for",
    **dict.fromkeys(
        ("units.name_of", "units.above", "rules.rules_for", "templates.in_force", "audit.note", "audit.note_many"), NAME
    ),
    **dict.fromkeys(("notices.tell", "notices.tell_admins"), QUEUE),
    **dict.fromkeys(
        ("drafts.unshown", "inbox.unanswered", "inbox.waiting", "inbox.waiting_chats"), "the start's replay"
    ),
    **dict.fromkeys(
        (
            "inbox.store",
            "inbox.prune",
            "inbox.backlog",
            "inbox.dead_since",
            "condition.messages",
            "condition.updates",
            "condition.imports",
            "pulse.beat",
            "pulse.last",
            "outbox.counts",
            "figures.of_now",
        ),
        "counts",
    ),
    **dict.fromkeys(("inbox.first", "outbox.first"), "which one is first, for the watchdog"),
    "outages.back": "tells people of hours, and committees a number; which people is decided inside",
    "outages.heard_at": "a moment",
    "broadcasts.seen": OWN,
    **dict.fromkeys(("broadcasts.standing_with", "broadcasts.has_seen"), PROGRAM),
    "people.ensure_root_admins": "ADMIN_IDS, the settings' own people",
    **dict.fromkeys(
        (
            "inbox.failed",
            "claims.claim",
            "claims.undisturbed_until",
            "sweeping.sweep",
            "task_sweep.sweep",
            "task_sweep.holders_of",
            "draft_sweep.sweep",
            "draft_sweep.standing",
            "visits.last_word",
            "models.stands",
            "models.still_on",
            "visits.to_be_asked",
            "sweeping.lengthen_grace",
        ),
        PROGRAM,
    ),
    **dict.fromkeys(("outbox.put", "outbox.sent", "outbox.later", "outbox.without_formatting"), PROGRAM),
    **dict.fromkeys(
        ("outbox.uncertain", "outbox.dead", "outbox.migrated", "outbox.recover", "outbox.any_due"), PROGRAM
    ),
    **dict.fromkeys(("digests.queue", "digests.put_lines", "digests.target_of", "digests.told"), PROGRAM),
    **dict.fromkeys(("digests.as_they_are", "digests.correct", "digests.held_by", "digest_claims.read"), PROGRAM),
    **dict.fromkeys(("reach.of_cells", "reach.committees", "reach.rules_of", "unreachable.lost"), PROGRAM),
    **dict.fromkeys(("obligations.unopened", "obligations.open_period", "new_rows.insert_new"), PROGRAM),
    **dict.fromkeys(("people.upper_members", "people.admins_above", "people.create", "people.join"), PROGRAM),
    **dict.fromkeys(("people.begin_post", "people.end_post", "units.roots", "units.everything", "units.add"), PROGRAM),
    **dict.fromkeys(("units.add_many", "units.first_profiles", "units.newest_id"), PROGRAM),
    **dict.fromkeys(("people.create_many", "people.first_posts"), PROGRAM),
    **dict.fromkeys(("units.rename", "units.move", "units.close", "units.rebuild_tree"), PROGRAM),
    **dict.fromkeys(("unit_import.import_file", "unit_import.apply", "unit_import.export_file"), PROGRAM),
    **dict.fromkeys(("unit_changes.carry", "member_import.carry"), PROGRAM),
    **dict.fromkeys(("member_import.import_file", "member_import.apply", "member_import.export_file"), PROGRAM),
    **dict.fromkeys(("member_import.plan", "member_import.standing"), PROGRAM),
    **dict.fromkeys(("unit_plan.plan", "unit_state.standing"), PROGRAM),
    **dict.fromkeys(("reorganising_file.import_file", "reorganising.plan_from_file", "reorganising.due"), PROGRAM),
    **dict.fromkeys(("reorganising.carry_out", "reorganising.carry_out_due", "successions.note"), PROGRAM),
    **dict.fromkeys(
        ("unit_endings.open_in", "unit_endings.met_since", "unit_endings.holders_after", "unit_endings.takes_roster"),
        PROGRAM,
    ),
    "unit_endings.end": PROGRAM,
    **dict.fromkeys(
        ("reorganising.standing", "reorganising.look"), "what is looked at was proposed, and ``propose`` asks"
    ),
    **dict.fromkeys(("invitations.unfit", "invitations.take", "invitations.admit"), OWN),
    **dict.fromkeys(("joinings.ask", "joinings.newest_of", "joinings.note_phone", "joinings.invited"), OWN),
    **dict.fromkeys(("joinings.approvers", "joinings.expected_phone", "joinings.invitation_of"), OWN),
    **dict.fromkeys(
        ("pieces.added", "pieces.own_units", "pieces.marked", "pieces.of_units", "pieces.above_all"), PIECES
    ),
    **dict.fromkeys(("summaries.count", "recounting.recount"), PROGRAM),
    **dict.fromkeys(("frozen.due", "frozen.keep", "freezing.figures"), PROGRAM),
    "search.is_shared": "what a cell shares, all may read",
    **dict.fromkeys(("search.forget", "search.rebuild"), PROGRAM),
    **dict.fromkeys(("copying.copy", "copying.fingerprint", "copying.first_with_rows"), PROGRAM),
    **dict.fromkeys(("moved.mark", "moved.lift", "moved.refuse"), PROGRAM),
    **dict.fromkeys(("quarantine.waiting", "quarantine.begin", "quarantine.release"), PROGRAM),
}
"""Public functions of storage that take a connection and no scope, each with its reason."""


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Public functions of storage whose first argument is a connection."""
    for path in sorted((ROOT / "storage").glob("*.py")):
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.args.args:
                first = node.args.args[0].annotation
                if first is not None and ast.unparse(first) == "Connection":
                    yield f"{path.stem}.{node.name}", node


def used_names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}


def handlers() -> list[Path]:
    return sorted((ROOT / "handlers").glob("*.py"))


def test_every_read_and_write_takes_a_scope_and_uses_it() -> None:
    """Matrix 76."""
    without = set()
    for name, node in functions():
        given = {arg.arg: arg.annotation for arg in (*node.args.args, *node.args.kwonlyargs)}
        if "scope" not in given:
            without.add(name)
            continue
        assert ast.unparse(given["scope"] or ast.Constant(None)) == "Scope", name
        assert "scope" in {used for part in node.body for used in used_names(part)}, f"{name} does not use its scope"
    assert not without - set(UNSCOPED), "name the reason, or take a scope"


def test_a_scope_is_asked_for_by_no_default() -> None:
    for name, node in functions():
        with_default = node.args.args[len(node.args.args) - len(node.args.defaults) :]
        assert "scope" not in {arg.arg for arg in with_default}, name


@pytest.mark.parametrize("path", handlers(), ids=lambda path: path.stem)
def test_a_handler_opens_no_connection_and_says_no_sql(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Import(names=names):
                assert not any(each.name.split(".")[0] in {"sqlalchemy", "sqlite3", "aiosqlite"} for each in names)
            case ast.ImportFrom(module=str(module), names=names):
                told = {each.name for each in names}
                assert not module.startswith("sqlalchemy") or told == {"Connection"}
                assert module not in {"storage.tables", "storage.sqlite", "sqlite3", "aiosqlite"}
                assert module != "storage" or not told & {"tables", "sqlite", "migrations"}
            case ast.Attribute(attr=attr):
                asks = {"execute", "exec_driver_sql", "scalars", "begin_nested", "connect"}
                assert attr not in asks or (path.stem, attr) == ("transport", "connect")  # to Telegram


@pytest.mark.parametrize("path", handlers(), ids=lambda path: path.stem)
def test_a_handler_sees_by_the_askers_scope_alone(path: Path) -> None:
    """The whole is the program's; the narrow scopes made by hand are a stranger's none and a newcomer's own unit."""
    tree = tree_of(path)
    assert "SWEEP" not in used_names(tree)
    made = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Scope"]
    narrow = {"access": ["Scope(0, ())"], "invitations": ["Scope(done.person.id, (done.unit_id,))"]}
    assert [ast.unparse(each) for each in made] == narrow.get(path.stem, [])
    called = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    called |= {f"{node.module}.{each.name}".removeprefix("storage.") for node in imports for each in node.names}
    assert not called & {name for name, why in UNSCOPED.items() if why == PROGRAM}
