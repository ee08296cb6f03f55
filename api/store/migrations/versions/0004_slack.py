"""User groups and topics of Slack that follow who is on call."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON(none_as_null=True).with_variant(
        postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), "postgresql"
    )
    op.create_table(
        "slack_sync",
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("document", json, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("told", json, nullable=True),
        sa.Column("told_version", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_slack_sync_team_id_team"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "name", name=op.f("pk_slack_sync")),
    )


def downgrade() -> None:
    op.drop_table("slack_sync")
