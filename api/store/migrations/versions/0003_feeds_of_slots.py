"""Feeds of sites, duties and on call; addresses that change; events by their place in the roster.

What was told of events until now is forgotten: their identifiers named people, and the new ones name places. Calendar
programs that follow a feed put the new events in the place of the old ones when they ask next.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_WINDOW = {"past_days": "60", "future_days": "365"}  # what feeds showed until now


def upgrade() -> None:
    with op.batch_alter_table("feed_secret", schema=None) as batch_op:
        batch_op.add_column(sa.Column("site", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("duty", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("on_call", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("busy", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("language", sa.String(length=8), nullable=False, server_default="en"))
        for name, days in _WINDOW.items():
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=days))
        batch_op.add_column(sa.Column("last_program", sa.String(length=40), nullable=True))
    op.create_table(
        "feed_former_secret",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"],
            ["feed_secret.id"],
            name=op.f("fk_feed_former_secret_feed_id_feed_secret"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_former_secret")),
        sa.UniqueConstraint("digest", name=op.f("uq_feed_former_secret_digest")),
    )
    with op.batch_alter_table("feed_former_secret", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_former_secret_feed_id"), ["feed_id"], unique=False)
    _forget_secrets()
    _forget()
    _tables(
        [sa.Column("person", sa.String(length=64), nullable=False)],
        [
            sa.Column("mark", sa.String(length=300), nullable=False),
            sa.Column("called", sa.String(length=64), nullable=False),
            sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        ],
        uid_length=400,
    )


def _forget_secrets() -> None:
    """Kept answers to who made a feed had its address."""
    op.execute(
        """update idempotent_answer set body = '', headers = '{"cache-control": "no-store"}' """
        "where body like '%watchbill_feed_%'"
    )


def downgrade() -> None:
    _forget()
    _tables([], [], uid_length=300)
    with op.batch_alter_table("feed_former_secret", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_former_secret_feed_id"))
    op.drop_table("feed_former_secret")
    # What showed less than all of its person or team must not show more.
    op.execute("delete from feed_secret where site is not null or duty is not null or on_call")
    with op.batch_alter_table("feed_secret", schema=None) as batch_op:
        for name in ("last_program", *_WINDOW, "language", "busy", "on_call", "duty", "site"):
            batch_op.drop_column(name)


def _forget() -> None:
    op.drop_table("feed_state")
    op.drop_table("feed_event")


def _tables(more: list[sa.Column[Any]], of_state: list[sa.Column[Any]], *, uid_length: int) -> None:
    key = ["team_id", "uid", *(column.name for column in more)]
    op.create_table(
        "feed_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("uid", sa.String(length=uid_length), nullable=False),
        *more,
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("modified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_feed_event_team_id_team"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_event")),
        sa.UniqueConstraint(*key, name=op.f(f"uq_feed_event_{'_'.join(key)}")),
    )
    op.create_table(
        "feed_state",
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *of_state,
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_feed_state_team_id_team"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_feed_state")),
    )
