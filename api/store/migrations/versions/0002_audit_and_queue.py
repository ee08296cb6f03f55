"""The audit log can only grow; on PostgreSQL, the tables of the queue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CHANGES = ("update", "delete")
_FORGET_QUEUE = """
do $$ declare it record; begin
  for it in select tablename as name from pg_tables where tablename like 'procrastinate_%' loop
    execute format('drop table %I cascade', it.name); end loop;
  for it in select oid::regprocedure as name from pg_proc where proname like 'procrastinate_%' loop
    execute format('drop routine %s cascade', it.name); end loop;
  for it in select typname as name from pg_type where typname like 'procrastinate_%' and typtype in ('e', 'c') loop
    execute format('drop type if exists %I cascade', it.name); end loop;
end $$
"""


def _script(connection: sa.Connection, text: str) -> None:
    """Several statements at once, with percent signs of their own: past everything that reads parameters."""
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute(text)


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for change in _CHANGES:
            op.execute(
                f"create trigger audit_entry_no_{change} before {change} on audit_entry "
                "begin select raise(abort, 'the audit log only grows'); end"
            )
        return
    op.execute(
        "create function audit_entry_only_grows() returns trigger language plpgsql as "
        "$$ begin raise exception 'the audit log only grows'; end $$"
    )
    op.execute(
        "create trigger audit_entry_only_grows before update or delete or truncate on audit_entry "
        "for each statement execute function audit_entry_only_grows()"
    )
    _script(connection, SchemaManager.get_schema())


def downgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for change in _CHANGES:
            op.execute(f"drop trigger audit_entry_no_{change}")
        return
    op.execute("drop trigger audit_entry_only_grows on audit_entry")
    op.execute("drop function audit_entry_only_grows()")
    _script(connection, _FORGET_QUEUE)
