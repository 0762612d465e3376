"""Row-level security, of PostgreSQL alone: who has not said which units he sees, sees nothing of any (decision 0024)."""

# ruff: noqa: S608 - names of tables and columns alone, all of them in this file
from __future__ import annotations

from alembic import op

revision = "0024"
down_revision = "0023"

SETTING = "current_setting('bot.scope', true)"
WHOLE = f"(SELECT {SETTING}) = 'all'"
ROOTS = f"ANY ((SELECT CASE WHEN {SETTING} LIKE '{{%' THEN {SETTING} END)::bigint[])"
PERSON = "(SELECT NULLIF(current_setting('bot.person', true), '')::bigint)"

FENCED = (
    *("cell_profile", "frozen", "meeting", "obligation", "broadcast", "correction_request", "invitation", "member"),
    *("model_meeting", "reorganisation", "review", "score", "unlocking", "visit", "growth", "task", "piece"),
)
OWNED = {"draft": "person_id", "broadcast_reader": "person_id", "outbox": "recipient_id"}
THROUGH = {
    "attendance_mark": ("meeting_id", "meeting"),
    "digest_line": ("obligation_id", "obligation"),
    "event": ("obligation_id", "obligation"),
    "invitation_term": ("invitation_id", "invitation"),
    "joining": ("invitation_id", "invitation"),
    "meeting_version": ("meeting_id", "meeting"),
    "member_standing": ("member_id", "member"),
    "model_guest": ("model_id", "model_meeting"),
    "postponement": ("obligation_id", "obligation"),
    "score_version": ("score_id", "score"),
    "task_update": ("task_id", "task"),
}
READ_BY_ALL = ("post", "search_entry")
TREE = ("unit", "unit_name", "unit_parent", "unit_past", "unit_tree", "succession")


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for name in FENCED:
        _fence(name, f"{_below(name)} OR {_once(name)}", _below(name))
    for name, column in OWNED.items():
        own = f"{name}.{column} = {PERSON}"
        put = "true" if name == "outbox" else f"{_below(name)} OR {own}"
        _fence(name, f"{own} OR {_below(name)} OR {_once(name)}", f"{_below(name)} OR {own}", put)
    for name, (column, parent) in THROUGH.items():
        guest = f"{_below(name)} OR " if name == "model_guest" else ""
        seen = f"EXISTS (SELECT 1 FROM {parent} o WHERE o.id = {name}.{column})"
        written = f"EXISTS (SELECT 1 FROM {parent} o WHERE o.id = {name}.{column} AND {_below('o')})"
        _fence(name, guest + seen, guest + written)
    for name, shared in (
        ("resolution", "EXISTS (SELECT 1 FROM resolution_share h WHERE h.resolution_id = resolution.id AND {})"),
        ("resolution_share", "{}"),
    ):
        others = shared.format("withdrawn_at IS NULL")
        _fence(name, f"{_below(name)} OR {_once(name)} OR {others}", _below(name))
    for name in ("setting", "template"):
        above = f"{name}.unit_id IN (SELECT t.ancestor_id FROM unit_tree t WHERE t.descendant_id = {ROOTS})"
        _fence(name, f"{_below(name)} OR {above}", _below(name))
    _fence("audit", f"{_below('audit')} OR {_once('audit')}", _below("audit"), "true")
    for name in READ_BY_ALL:
        _fence(name, "true", _below(name))
    for name in TREE:
        _fence(name, "true", "false")


def _below(name: str) -> str:
    """That the row's unit lies in a subtree of the scope: made once a statement, where EXISTS would look for each row."""
    return f"{name}.unit_id IN (SELECT t.descendant_id FROM unit_tree t WHERE t.ancestor_id = {ROOTS})"


def _once(name: str) -> str:
    """That it lay there, before it was moved."""
    return f"{name}.unit_id IN (SELECT t.descendant_id FROM unit_past t WHERE t.ancestor_id = {ROOTS})"


def _fence(name: str, seen: str, written: str, put: str = "") -> None:
    """The table's policies; the tables' owner meets them too."""
    reading = "true" if seen == "true" else f"{WHOLE} OR {seen}"
    changing = f"{WHOLE} OR {written}"
    adding = "true" if put == "true" else f"{WHOLE} OR {put or written}"
    op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY seen ON {name} FOR SELECT USING ({reading})")
    op.execute(f"CREATE POLICY put ON {name} FOR INSERT WITH CHECK ({adding})")
    op.execute(f"CREATE POLICY changed ON {name} FOR UPDATE USING ({changing})")
    op.execute(f"CREATE POLICY removed ON {name} FOR DELETE USING ({changing})")
