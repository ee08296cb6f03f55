"""Connections to the database, set up alike on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Session

from api.errors import BadInput, Issue
from api.settings import Settings

_SQLITE = ("journal_mode=wal", "busy_timeout=10000", "foreign_keys=on", "synchronous=full")
_WRITES = "watchbill_writes"


class Store:
    """The database at `url`. Sessions read or write; on SQLite one writes at a time, and nobody who reads waits."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._writing = self.engine.execution_options(**{_WRITES: True})

    @property
    def sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose transaction is committed at the end, or rolled back when something is raised."""
        with self.session() as session, session.begin():
            yield session

    def session(self, *, writes: bool = True) -> Session:
        """A session, which the caller commits and closes."""
        return Session(self._writing if writes else self.engine, expire_on_commit=False)

    def close(self) -> None:
        self.engine.dispose()


def store_of(settings: Settings) -> Store:
    """The store that the settings name. Raises BadInput for an address that is none."""
    try:
        return Store(driver_url(settings.database_url))
    except (ArgumentError, ImportError) as error:
        issue = Issue(
            "database_url", "", f"is not the address of a database: {error}", "sqlite:///FILE or postgresql://..."
        )
        raise BadInput([issue]) from None


def driver_url(url: str) -> str:
    """`url` with the driver that we bring."""
    scheme, separator, rest = url.partition("://")
    return f"postgresql+psycopg{separator}{rest}" if scheme in {"postgres", "postgresql"} else url


def unreachable(error: DBAPIError) -> bool:
    """True when the database was away or busy, so that the same may succeed later."""
    return error.connection_invalidated or isinstance(error, sa.exc.OperationalError)


def _engine(url: str) -> sa.Engine:
    if url.startswith("sqlite"):
        engine = sa.create_engine(url, connect_args={"check_same_thread": False})
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine
    return sa.create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True, connect_args={"connect_timeout": 5})


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """SQLAlchemy's own BEGIN is switched off, for it cannot say IMMEDIATE."""
    connection.isolation_level = None
    for pragma in _SQLITE:
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """Who will write takes the lock at once: taking it half-way could fail, however long one waits."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("begin immediate" if writes else "begin")
