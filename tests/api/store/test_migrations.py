"""The schema: the same from the migrations as from the tables, forwards and backwards, never newer than the program."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.util import CommandError

from api.store.engine import Store
from api.store.migrate import WrongSchema, config, current, downgrade, prepare, upgrade
from tests.api.conftest import Databases


@pytest.fixture
def empty(databases: Databases, request: pytest.FixtureRequest) -> Iterator[Store]:
    store = Store(databases.new(request.param, migrated=False))
    yield store
    store.close()


BOTH = pytest.mark.parametrize("empty", ["sqlite", "postgresql"], indirect=True)


@BOTH
def test_the_migrations_make_the_tables_as_they_are_declared(empty: Store) -> None:
    upgrade(empty)
    with empty.engine.connect() as connection:
        try:
            command.check(config(connection))
        except CommandError as difference:
            pytest.fail(str(difference))


@BOTH
def test_back_and_forth(empty: Store) -> None:
    upgrade(empty)
    downgrade(empty, "base")
    with empty.engine.connect() as connection:
        left = set(sa.inspect(connection).get_table_names())
    assert left <= {"alembic_version"}
    upgrade(empty)
    assert current(empty)


@BOTH
def test_an_old_schema_is_refused_unless_it_may_be_changed(empty: Store) -> None:
    with pytest.raises(WrongSchema, match="watchbill migrate"):
        prepare(empty, migrate=False)
    upgrade(empty, "0001")
    with pytest.raises(WrongSchema):
        prepare(empty, migrate=False)
    prepare(empty, migrate=True)
    prepare(empty, migrate=False)


@BOTH
def test_a_newer_schema_is_never_touched(empty: Store) -> None:
    upgrade(empty)
    with empty.engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    for migrate in (True, False):
        with pytest.raises(WrongSchema, match="newer"):
            prepare(empty, migrate=migrate)


@BOTH
@pytest.mark.parametrize("change", ["update audit_entry set actor = 'nobody'", "delete from audit_entry"])
def test_the_audit_log_only_grows(empty: Store, change: str) -> None:
    upgrade(empty)
    columns = "(at, actor, action, subject, reason)"
    with empty.engine.begin() as connection:
        connection.execute(sa.text(f"insert into audit_entry {columns} values ('2026-12-01', 'mia', 'a', '', '')"))
    with pytest.raises(sa.exc.DBAPIError, match="only grows"), empty.engine.begin() as connection:
        connection.execute(sa.text(change))
