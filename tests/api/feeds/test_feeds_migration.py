"""Feeds of an older version go on at their addresses; what was told of their events begins anew."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from api.store.engine import Store
from api.store.migrate import downgrade, upgrade
from tests.api.conftest import Databases

NOW = "'2026-12-01 09:00:00+00:00'"
BEFORE = (
    f"insert into team (id, name, options, version, schedule_version, created_at, updated_at) "
    f"values ('t', 'T', '{{}}', 1, 1, {NOW}, {NOW})",
    f"insert into account (id, login, name, administrator, active, created_at, version) "
    f"values (1, 'a', 'A', true, true, {NOW}, 1)",
    f"insert into feed_secret (digest, hint, team_id, person, account_id, created_at) "
    f"values ('d', 'h', 't', 'ana', 1, {NOW})",
    f"insert into feed_event (team_id, uid, sequence, modified_at, cancelled, content) "
    f"values ('t', 'u', 3, {NOW}, false, '{{}}')",
    "insert into feed_state (team_id, version) values ('t', 1)",
    f"insert into idempotent_answer (account_id, key, fingerprint, status, headers, body, created_at) "
    f"values (1, 'k', 'f', 201, '{{}}', 'at /feeds/watchbill_feed_x.ics', {NOW}), "
    f"(1, 'l', 'f', 201, '{{}}', 'a plan', {NOW})",
)


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_feeds_of_an_older_version_go_on(engine: str, databases: Databases) -> None:
    store = Store(databases.new(engine, migrated=False))
    upgrade(store, "0002")
    with store.engine.begin() as connection:
        for statement in BEFORE:
            connection.execute(sa.text(statement))
    upgrade(store)
    with store.engine.begin() as connection:
        (feed,) = connection.execute(sa.text("select * from feed_secret")).mappings().all()
        assert (feed["digest"], feed["person"], feed["past_days"], feed["future_days"]) == ("d", "ana", 60, 365)
        assert (feed["site"], feed["duty"], bool(feed["on_call"]), bool(feed["busy"])) == (None, None, False, False)
        assert connection.execute(sa.text("select count(*) from feed_event")).scalar() == 0
        kept = connection.execute(sa.text("select body from idempotent_answer order by key")).scalars()
        assert list(kept) == ["", "a plan"]
        connection.execute(sa.text("update feed_secret set site = 'sin'"))
    downgrade(store, "0002")
    with store.engine.begin() as connection:
        assert connection.execute(sa.text("select count(*) from feed_secret")).scalar() == 0
    store.close()
