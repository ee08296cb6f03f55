"""Schedules in memory: they follow what other processes change, and outlive the database."""

from __future__ import annotations

import sqlalchemy as sa

from api.schedule.board import MOST_MOVED
from tests.api.oncall.rotating import ask, people, rotating
from tests.api.plans_at_hand import publish
from tests.postgres import own_server
from tests.processes import until
from tests.service import Service, serving

ILL = {"duty": "standby", "add": "chi", "remove": "ana", "reason": "ill"}
ILL |= {"start": "2026-12-01T09:00:00Z", "end": "2026-12-02T09:00:00Z"}


def stale_since(service: Service, team: str = "watch") -> str | None:
    told: str | None = service.admin.get(f"/v1/oncall?team={team}").json()["stale_since"]
    return told


def test_what_one_process_changes_another_one_answers(database_url: str) -> None:
    with serving(database_url) as one, serving(database_url, root="another") as two:
        rotating(one)
        rotating(one, "alpha")
        until(lambda: two.services.board.teams() == ["alpha", "watch"])
        before, others = two.services.board.of("watch"), two.services.board.of("alpha")
        one.admin.post("/v1/teams/watch/overrides", json=ILL).raise_for_status()
        until(lambda: two.services.board.of("watch") is not before)
        assert people(two.admin, team="watch", level=1) == ["chi"]
        assert two.services.board.of("alpha") is others, "a team that did not change is not worked out again"
        one.admin.delete("/v1/teams/alpha").raise_for_status()
        until(lambda: two.services.board.teams() == ["watch"])


def test_a_team_deleted_and_made_anew_is_the_new_one(database_url: str) -> None:
    with serving(database_url) as one, serving(database_url, root="another") as two:
        rotating(one)
        until(lambda: two.services.board.of("watch") is not None)
        one.clock.set("2026-12-01T09:00:01+00:00")
        one.admin.delete("/v1/teams/watch").raise_for_status()
        rotating(one, schedules=[])
        until(lambda: ask(two.admin, team="watch") == [])


def test_a_revision_that_was_tampered_with_leaves_what_was_good(service: Service) -> None:
    publish(service)
    rotating(service)
    asked = {"team": "harbour", "at": "2027-01-05T01:00:00Z"}
    before = ask(service.admin, **asked)
    with service.services.store.writing() as session:
        session.execute(sa.text("update revision set digest = 'other'"))
        session.execute(sa.text("update team set schedule_version = schedule_version + 1 where id = 'harbour'"))
    service.services.board.compare()
    assert ask(service.admin, **asked) == before
    assert stale_since(service, "harbour") == "2026-12-01T09:00:00Z"
    assert stale_since(service) is None


def test_answers_go_on_while_the_database_is_away_and_say_so() -> None:
    with own_server() as server, serving(server.database("away")) as service:
        rotating(service)
        server.kill()
        until(lambda: stale_since(service) is not None)
        assert stale_since(service) == "2026-12-01T09:00:00Z"
        assert people(service.admin, team="watch", level=1) == ["ana"]
        ready = service.anonymous.get("/readyz")
        assert (ready.status_code, ready.json()["stale_since"]) == (503, "2026-12-01T09:00:00Z")
        server.start()
        until(lambda: stale_since(service) is None)
        until(lambda: service.anonymous.get("/readyz").status_code == 200)
        service.admin.post("/v1/teams/watch/overrides", json=ILL).raise_for_status()
        assert people(service.admin, team="watch", level=1) == ["chi"]


def test_windows_move_on_with_time_a_few_at_once(service: Service) -> None:
    for n in range(MOST_MOVED + 1):
        rotating(service, f"team-{n}")
    board = service.services.board
    service.clock.set("2026-12-02T08:59:59+00:00")
    before = [board.of(team) for team in board.teams()]
    board.move_windows()
    assert [board.of(team) for team in board.teams()] == before
    service.clock.set("2026-12-02T09:00:00+00:00")
    board.move_windows()
    moved = [posted for team in board.teams() if (posted := board.of(team)) and posted.resolved_at == service.clock()]
    assert len(moved) == MOST_MOVED
    assert all(posted.window.end.year == 2028 for posted in moved)
