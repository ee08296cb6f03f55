"""The database's schema: brought up to date, or refused."""

from __future__ import annotations

from importlib.resources import files

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from api.store.engine import Store
from scheduler.errors import WatchbillError

_LOCK = 823_002  # any number that nothing else uses


class WrongSchema(WatchbillError):
    """The database has another schema than this program needs."""


def prepare(store: Store, *, migrate: bool) -> None:
    """Make sure that the schema is the one this program knows.

    With `migrate` an older one is brought up to date; raises WrongSchema when that is not asked for, and for a schema
    newer than the program, which is never touched.
    """
    found = _revision(store)
    if found is not None and found not in _known():
        raise WrongSchema(f"The database has schema {found}, which is newer than this program. Install the newer one.")
    if found == head():
        return
    if not migrate:
        raise WrongSchema(
            f"The database has schema {found or 'none'}, the program needs {head()}. Run `watchbill migrate`, "
            "or start with WATCHBILL_MIGRATE=true."
        )
    upgrade(store)


def current(store: Store) -> bool:
    """Whether the database has the schema that this program needs. Raises DBAPIError when it is away."""
    return _revision(store) == head()


def upgrade(store: Store, to: str = "head") -> None:
    """Migrate forwards; two processes that start at once take turns."""
    with _connection(store) as connection:
        command.upgrade(config(connection), to)


def downgrade(store: Store, to: str) -> None:
    """Migrate backwards, with the loss of what the older schema cannot hold."""
    with _connection(store) as connection:
        command.downgrade(config(connection), to)


def head() -> str:
    """The schema that this program needs."""
    found = _scripts().get_current_head()
    assert found is not None
    return found


def config(connection: sa.Connection | None = None) -> Config:
    """Alembic's settings: it works on `connection`."""
    made = Config()
    made.set_main_option("script_location", str(files("api.store").joinpath("migrations")))
    made.attributes["connection"] = connection
    return made


def _connection(store: Store) -> sa.Connection:
    """One whose transaction nobody else can be in; SQLite's own lock does that already."""
    connection = store.engine.connect()
    if not store.sqlite:
        connection.execute(sa.select(sa.func.pg_advisory_lock(_LOCK)))
        connection.commit()
    return connection


def _revision(store: Store) -> str | None:
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _known() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(config())
