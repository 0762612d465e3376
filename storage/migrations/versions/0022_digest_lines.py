"""What a digest names, and how it stood: a table of its own. What the version before left waiting is told in the new way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITING = "state IN ('pending', 'held') AND (kind = 'digest' OR dedupe_key LIKE 'remind:%:regular:upper%')"


def upgrade() -> None:
    op.create_table(
        "digest_line",
        sa.Column("outbox_id", _ID, nullable=False),
        sa.Column("obligation_id", _ID, nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_digest_line_obligation_id")),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_digest_line_outbox_id")),
        sa.PrimaryKeyConstraint("outbox_id", "obligation_id", "rung", name=op.f("pk_digest_line")),
        sqlite_strict=True,
    )
    op.create_index("ix_digest_line_obligation_id", "digest_line", ["obligation_id"], unique=False)
    _tell_anew()


def _tell_anew() -> None:
    """Messages to those above that have not gone out have no lines: they end, and the next sweep queues them as digests.

    That they were told is no event any more, so what keeps events from being deleted is lifted for that.
    """
    bind = op.get_bind()
    waiting = bind.execute(sa.text(f"SELECT id, dedupe_key FROM outbox WHERE {_WAITING}")).all()  # noqa: S608
    if not waiting:
        return
    sqlite = bind.dialect.name == "sqlite"
    op.execute("DROP TRIGGER event_no_delete" if sqlite else "ALTER TABLE event DISABLE TRIGGER event_append_only")
    for row_id, key in waiting:
        _, unit_id, period, _, rung, _ = key.split(":")
        of = {"unit_id": int(unit_id), "period": period, "type": f"rung:{rung}", "row": row_id}
        those = (
            "SELECT o.id FROM obligation o JOIN unit_tree t ON t.descendant_id = o.unit_id"
            " WHERE t.ancestor_id = :unit_id AND o.period = :period AND o.state IN ('open', 'missed')"
        )
        bind.execute(sa.text(f"DELETE FROM event WHERE type = :type AND obligation_id IN ({those})"), of)  # noqa: S608
        bind.execute(sa.text(f"UPDATE obligation SET next_at = changed_at WHERE id IN ({those})"), of)  # noqa: S608
        bind.execute(
            sa.text("UPDATE outbox SET state = 'expired', last_error = 'told in a digest' WHERE id = :row"), of
        )
    op.execute(
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only'); END"
        if sqlite
        else "ALTER TABLE event ENABLE TRIGGER event_append_only"
    )
