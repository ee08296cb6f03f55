"""Schedules in PagerDuty's shape: which there are, and who has them when."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from api.compat.seats import cards_of
from scheduler.intervals import parse_instant
from tests.api.compat.crowd import PAGERDUTY, Desk, Raw, ask, final, schedule, seat, user
from tests.api.compat.published_shapes import must_refuse

FIRST, SECOND, THIRD = "2026-12-01T09:00:00Z", "2026-12-02T09:00:00Z", "2026-12-03T09:00:00Z"
UTC = {"time_zone": "UTC"}


def test_the_list_names_duty_level_and_people(watch: Desk) -> None:
    first, second = ask(watch.admin, "/schedules")["schedules"]
    assert (first["name"], second["name"]) == ("watch standby 1", "watch standby 2")
    assert [who["summary"] for who in first["users"]] == ["Ana Maria Reyes", "Ben Tan"]
    assert first["time_zone"] == "Europe/Dublin"
    assert "final_schedule" not in first


def test_the_list_by_name_by_team_and_in_pages(watch: Desk) -> None:
    team = ask(watch.admin, "/teams")["teams"][0]["id"]
    assert [row["id"] for row in ask(watch.admin, "/schedules", query="STANDBY 2")["schedules"]] == [seat(level=2)]
    assert len(ask(watch.admin, "/schedules", **{"team_ids[]": team})["schedules"]) == 2
    assert ask(watch.admin, "/schedules", **{"team_ids[]": "PNONE"})["schedules"] == []
    page = ask(watch.admin, "/schedules", limit=1, offset=1, total="true")
    assert ([row["name"] for row in page["schedules"]], page["more"], page["total"]) == (["watch standby 2"], False, 2)


def test_the_list_with_entries_where_they_are_asked_for(watch: Desk) -> None:
    query: dict[str, Any] = {"include[]": "final_schedule", "since": FIRST, "until": THIRD, **UTC}
    found = ask(watch.admin, "/schedules", **query)["schedules"][0]
    assert [row["start"] for row in found["final_schedule"]["rendered_schedule_entries"]] == [FIRST, SECOND]
    assert "schedule_layers" not in found


def test_without_a_time_there_are_no_entries(watch: Desk) -> None:
    found = schedule(watch.admin)
    assert found["final_schedule"] == {"name": "Final Schedule", "rendered_schedule_entries": []}
    assert found["schedule_layers"][0]["name"] == "Published roster"
    assert [row["user"]["id"] for row in found["schedule_layers"][0]["users"]] == [user("ana"), user("ben")]


def test_times_are_those_of_the_schedule_unless_others_are_asked_for(watch: Desk) -> None:
    query = {"since": "2026-12-01T12:00", "until": "2026-12-02"}
    assert final(watch.admin, **query) == [("Ben", "2026-12-01T12:00:00+00:00", "2026-12-02T00:00:00+00:00")]
    east = final(watch.admin, time_zone="Singapore", **query)
    assert east == [
        ("Ana", "2026-12-01T12:00:00+08:00", "2026-12-01T17:00:00+08:00"),
        ("Ben", "2026-12-01T17:00:00+08:00", "2026-12-02T00:00:00+08:00"),
    ]


def test_entries_are_cut_at_the_bounds_unless_they_may_overflow(watch: Desk) -> None:
    query = {"since": "2026-12-01T21:00:00Z", "until": "2026-12-02T21:00:00Z", **UTC}
    assert final(watch.admin, **query) == [("Ben", query["since"], SECOND), ("Ana", SECOND, query["until"])]
    whole = [("Ben", FIRST, SECOND), ("Ana", SECOND, THIRD)]
    assert final(watch.admin, overflow="true", **query) == whole
    assert final(watch.admin, overflow="True", **query) == whole
    assert final(watch.admin, overflow="false", **query) != whole


@pytest.mark.parametrize("at", [FIRST, "2026-12-01T12:00:00Z"])
def test_an_instant_gives_who_has_it_then(watch: Desk, at: str) -> None:
    assert final(watch.admin, since=at, until=at, **UTC) == [("Ben", FIRST, SECOND)]


def test_one_end_means_two_weeks(watch: Desk) -> None:
    assert len(final(watch.admin, since=FIRST)) == 14
    found = final(watch.admin, until=FIRST, **UTC)
    assert (len(found), found[-1][2]) == (14, FIRST)


def test_coverage_is_told_in_percent(desks: dict[str, Desk]) -> None:
    client, id = desks["rare"].admin, seat(team="rare")
    found = schedule(client, id, since="2026-12-04", until="2026-12-08", **UTC)
    assert found["final_schedule"]["rendered_coverage_percentage"] == 25
    assert found["schedule_layers"][0]["rendered_coverage_percentage"] == 25
    assert found["overrides_subschedule"]["rendered_coverage_percentage"] == 0
    assert found["schedule_layers"][0]["rotation_turn_length_seconds"] == 86_400


@pytest.mark.parametrize(
    ("team", "site", "since", "until", "offsets"),
    [
        ("watch", "", "2026-10-23", "2026-10-28", ["+01:00", "+01:00", "+01:00", "+00:00", "+00:00", "+00:00"]),
        ("world", "sfo", "2026-10-30", "2026-11-04", ["-07:00", "-07:00", "-07:00", "-08:00", "-08:00", "-08:00"]),
    ],
    ids=["Dublin", "San Francisco"],
)
def test_entries_stay_contiguous_when_clocks_change(
    desks: dict[str, Desk], team: str, site: str, since: str, until: str, offsets: list[str]
) -> None:
    zone = "Europe/Dublin" if team == "watch" else "America/Los_Angeles"
    query = {"since": since, "until": until, "time_zone": zone}
    found = final(desks[team].admin, seat(team=team, site=site), **query)
    assert all(one[2] == next[1] for one, next in pairwise(found))
    assert [row[1][-6:] for row in found] == offsets
    assert {row[1][11:19] for row in found[1:]} == {"09:00:00"}
    lasts = [(parse_instant(end) - parse_instant(start)).total_seconds() / 3600 for _, start, end in found[1:-1]]
    assert sorted(lasts) == [24, 24, 24, 25]


def test_who_has_it_in_a_time_in_full(watch: Desk) -> None:
    path, template = f"/schedules/{seat()}/users", "/schedules/{id}/users"
    now = ask(watch.admin, path, template, since=FIRST, until="2026-12-01T09:00:01Z")["users"]
    assert [(who["name"], who["type"], who["time_zone"]) for who in now] == [("Ben Tan", "user", "Europe/Dublin")]
    assert ask(watch.admin, path, template)["users"] == now
    both = ask(watch.admin, path, template, since="2026-12-01", until="2026-12-05")["users"]
    assert [who["name"] for who in both] == ["Ana Maria Reyes", "Ben Tan"]


def test_when_somebody_is_next(watch: Desk) -> None:
    known = schedule(watch.admin, include_next_oncall_for_user=user("ana"), **UTC)["next_oncall_for_user"]
    assert (known["start"], known["end"], known["user"]["id"]) == (SECOND, THIRD, user("ana"))
    for nobody in (user("eva"), user("ana", "world"), "PNONE"):
        assert "next_oncall_for_user" not in schedule(watch.admin, include_next_oncall_for_user=nobody)


@pytest.mark.parametrize("since", ["2023-02-01", "2027-11-01"])
def test_when_somebody_is_next_has_nothing_to_do_with_the_time_asked_for(watch: Desk, since: str) -> None:
    query = {"include_next_oncall_for_user": user("ana"), **UTC}
    known = schedule(watch.admin, since=since, **query)["next_oncall_for_user"]
    assert (known["start"], known["end"]) == (SECOND, THIRD)
    found = ask(watch.admin, "/schedules", since=since, **query)["schedules"][0]["next_oncall_for_user"]
    assert (found["start"], found["end"]) == (SECOND, THIRD)


def test_next_is_from_the_true_start_and_for_good_without_bounds(desks: dict[str, Desk]) -> None:
    runs = desks["runs"]
    runs.clock.set("2026-12-05T14:30:00Z")
    query = {"include_next_oncall_for_user": user("ana", "runs"), **UTC}
    known = schedule(runs.admin, seat(team="runs"), **query)["next_oncall_for_user"]
    assert (known["start"], known["end"]) == ("2026-12-05T10:00:00Z", "2026-12-05T16:00:00Z")
    watch = desks["watch"].admin
    known = schedule(watch, seat(level=2), include_next_oncall_for_user=user("eva"))["next_oncall_for_user"]
    assert known.keys() == {"user"}


@pytest.mark.parametrize("path", ["", "/users", "/overrides"])
def test_what_is_not_there_is_not_found_as_pagerduty_says_it(watch: Desk, path: str) -> None:
    for id in ("PNONE", seat(team="world"), seat(level=9)):
        answer = watch.admin.get(f"{PAGERDUTY}/schedules/{id}{path}")
        assert answer.status_code == 404
        must_refuse(answer.json())
        assert answer.json()["error"]["code"] == 2100


def test_a_site_has_its_own_zone_and_only_its_people(world: Desk) -> None:
    found = schedule(world.admin, seat(team="world", site="sfo"), since=FIRST, until=FIRST)
    assert [row["user"]["summary"] for row in found["final_schedule"]["rendered_schedule_entries"]] == ["Chi Ng"]
    assert [who["summary"] for who in found["users"]] == ["Chi Ng", "Dan Ó Briain"]
    assert found["escalation_policies"] == []
    whole = schedule(world.admin, seat(team="world"), since=FIRST, until=FIRST)
    assert len(whole["final_schedule"]["rendered_schedule_entries"]) == 2


def test_every_id_is_found_again(desks: dict[str, Desk]) -> None:
    board = desks["watch"].service.services.board
    posts = [posted for team in desks if (posted := board.of(team))]
    assert {seat.id for posted in posts for seat in cards_of(posted).seats.values()} == {
        row["id"] for desk in desks.values() for row in _all(desk)
    }


def _all(desk: Desk) -> list[Raw]:
    found: list[Raw] = ask(desk.admin, "/schedules")["schedules"]
    return found
