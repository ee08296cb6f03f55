"""A backup: everything that the database holds at one instant, in one file that either engine can restore.

The file is gzip of JSON lines: first ``{"watchbill": 1, "schema": ..., "made": ...}``, then a line for each row,
``{"table": ..., "row": {...}}``, and last ``{"rows": n}``, without which the file is not whole.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from api.documents.files import written_atomically
from api.errors import BadInput, Issue
from api.store.engine import Store
from api.store.migrate import head
from api.store.tables import TeamRow
from api.store.types import UtcDateTime
from scheduler.intervals import utc_text

FORMAT = 1
_BATCH = 500
_LOG = "audit_entry"


def backup(store: Store, file: Path, made: datetime) -> int:
    """Write everything to `file`, while others go on reading and writing. Returns how many rows there are."""
    count = 0
    with written_atomically(file) as stream, gzip.open(stream, "wt", encoding="utf-8") as text:
        text.write(_line({"watchbill": FORMAT, "schema": head(), "made": utc_text(made)}))
        for table, row in _rows(store):
            text.write(_line({"table": table, "row": row}))
            count += 1
        text.write(_line({"rows": count}))
    return count


def restore(store: Store, file: Path, *, replace: bool) -> int:
    """Put what `file` holds into the database, in one transaction. Returns how many rows there are.

    Raises BadInput for a file that is not whole or of another schema, and, without `replace`, for a database that
    holds anything. The audit log only grows: entries of the file are added to those that are there.
    """
    count = _checked(file)
    with store.writing() as session:
        connection = session.connection()
        account = SQLModel.metadata.tables["account"]
        if not replace and connection.scalar(sa.select(sa.func.count()).select_from(account)):
            raise _wrong(file, "would replace what the database holds", "an empty database, or --replace")
        for table in reversed(_tables()):
            if table.name != _LOG:
                connection.execute(sa.delete(table))
        _insert(connection, file)
        _outdate(connection)
    return count


def _tables() -> list[sa.Table]:
    """Those that others refer to first."""
    return SQLModel.metadata.sorted_tables


def _rows(store: Store) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row, all as of the same instant."""
    options: dict[str, Any] = {} if store.sqlite else {"isolation_level": "REPEATABLE READ"}  # SQLite always is so
    with store.engine.connect().execution_options(**options) as connection:
        for table in _tables():
            key = list(table.primary_key.columns)
            found = connection.execution_options(yield_per=_BATCH).execute(sa.select(table).order_by(*key))
            for row in found.mappings():
                yield table.name, {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _checked(file: Path) -> int:
    """How many rows the file has, which is whole and of our schema."""
    count, first, last = -2, None, None
    try:
        for line in _lines(file):
            first, last, count = first or line, line, count + 1
    except (OSError, ValueError, EOFError) as error:
        raise _wrong(file, f"cannot be read: {error}", "what `watchbill backup` wrote") from None
    if not first or not last or first.get("watchbill") != FORMAT or last.get("rows") != count:
        raise _wrong(file, "is not whole", "what `watchbill backup` wrote")
    if first.get("schema") != head():
        raise _wrong(file, f"has schema {first.get('schema')}", f"{head()}: restore with the version that wrote it")
    return count


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as text:
        yield from map(json.loads, text)


def _insert(connection: sa.Connection, file: Path) -> None:
    """The rows stand in the order of `_tables`."""
    rows = (line for line in _lines(file) if "table" in line)
    for name, group in groupby(rows, key=lambda line: str(line["table"])):
        table = SQLModel.metadata.tables[name]
        read = (_read(table, line["row"]) for line in group)
        new = _unknown(connection, table, read) if name == _LOG else read
        while batch := list(islice(new, _BATCH)):
            connection.execute(sa.insert(table), batch)
        _advance(connection, table)


def _read(table: sa.Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(table.columns[name].type, value) for name, value in row.items()}


def _value(kind: Any, value: Any) -> Any:
    if value is None or not isinstance(value, str):
        return value
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if isinstance(kind, UtcDateTime) else value


def _unknown(connection: sa.Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The entries that the log does not have yet, to be numbered anew."""
    names = ["at", "actor", "action", "subject", "request_id"]
    known = {tuple(row) for row in connection.execute(sa.select(*(table.c[name] for name in names)))}
    for row in rows:
        if tuple(row[name] for name in names) not in known:
            yield {name: value for name, value in row.items() if name != "id"}


def _advance(connection: sa.Connection, table: sa.Table) -> None:
    """Let PostgreSQL go on numbering after the rows that brought their numbers."""
    if connection.dialect.name == "postgresql" and "id" in table.columns and isinstance(table.c.id.type, sa.Integer):
        name = f'"{table.name}"'
        largest = f"(select coalesce(max(id), 0) + 1 from {name})"
        connection.exec_driver_sql(f"select setval(pg_get_serial_sequence('{name}', 'id'), {largest}, false)")


def _outdate(connection: sa.Connection) -> None:
    """Every process that holds schedules in memory is to read them again."""
    teams = SQLModel.metadata.tables[str(TeamRow.__tablename__)]
    connection.execute(sa.update(teams).values(schedule_version=teams.c.schedule_version + 1_000_000))


def _wrong(file: Path, problem: str, expected: str) -> BadInput:
    return BadInput([Issue("", "", problem, expected, place=file.name)])
