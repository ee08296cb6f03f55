"""Rows that may be there already."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def add_missing(session: Session, rows: Sequence[SQLModel]) -> None:
    """Insert those of `rows`, all of one table, that no unique constraint forbids; the others are there already.

    Whoever adds the same at the same time is waited for. The rows are not attached to the session.
    """
    if not rows:
        return
    table = SQLModel.metadata.tables[str(type(rows[0]).__tablename__)]
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = [{name: value for name, value in row.model_dump().items() if name != "id"} for row in rows]
    session.flush()
    session.connection().execute(insert(table).on_conflict_do_nothing(), values)
