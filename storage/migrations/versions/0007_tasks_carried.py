"""What a meeting said of earlier tasks, what an update of a task does, and when a task is looked at for a reminder."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("meeting_version", sa.Column("carried", sa.Text(), nullable=True))

    op.add_column("task", sa.Column("reminded_until", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("next_at", sa.Text(), nullable=True))
    op.create_index("ix_task_next", "task", ["state", "next_at"], unique=False)

    op.execute(
        "ALTER TABLE task_update ADD COLUMN act TEXT DEFAULT 'report' NOT NULL "
        "CONSTRAINT ck_task_update_act_known CHECK (act IN ('report', 'undo', 'reopen', 'due'))"
    )
    op.add_column("task_update", sa.Column("said_on", sa.Text(), nullable=True))
    op.add_column("task_update", sa.Column("due_on", sa.Text(), nullable=True))
    op.add_column("task_update", sa.Column("due_was", sa.Text(), nullable=True))
    integer = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for name, target in (("meeting_id", "meeting"), ("replaces", "task_update")):
        op.execute(
            f"ALTER TABLE task_update ADD COLUMN {name} {integer} "
            f"CONSTRAINT fk_task_update_{name} REFERENCES {target} (id)"
        )
    op.create_index(op.f("ix_task_update_meeting_id"), "task_update", ["meeting_id"], unique=False)
