"""Who is on call in PagerDuty's shape: what is in it, and every trap that its clients lay."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.compat.crowd import PAGERDUTY, Desk, ask, oncalls, seat, user
from tests.api.compat.published_shapes import must_be, must_refuse

# ana has the first of December from 09:00 in Dublin, ben the second, and so on.
FIRST, SECOND, THIRD = "2026-12-01T09:00:00Z", "2026-12-02T09:00:00Z", "2026-12-03T09:00:00Z"


def test_now_one_row_of_each_level_in_order_with_true_bounds(watch: Desk) -> None:
    body = ask(watch.admin, "/oncalls")
    assert [row["escalation_level"] for row in body["oncalls"]] == [1, 2]
    first, second = body["oncalls"]
    assert (first["user"]["summary"], first["start"], first["end"]) == ("Ben Tan", FIRST, SECOND)
    assert second["user"]["summary"] == "eva"
    assert first["user"]["id"] == user("ben")
    assert first["schedule"]["id"] == seat()
    assert {name: body[name] for name in ("limit", "offset", "more", "total")} == {
        "limit": 25,
        "offset": 0,
        "more": False,
        "total": None,
    }


def test_worked_duties_come_before_standby(desks: dict[str, Desk]) -> None:
    found = ask(desks["yard"].admin, "/oncalls")["oncalls"]
    levels = [(row["user"]["summary"], row["escalation_level"]) for row in found]
    assert levels == [("Ben Tan", 1), ("Ana Maria Reyes", 2)]


def test_at_the_second_of_a_handover_only_who_comes(watch: Desk) -> None:
    at = {"since": SECOND, "until": SECOND, "schedule_ids[]": seat()}
    assert oncalls(watch.admin, **at) == [("Ana", SECOND, THIRD)]
    before = "2026-12-02T08:59:59Z"
    assert oncalls(watch.admin, **at | {"since": before, "until": before}) == [("Ben", FIRST, SECOND)]
    watch.clock.set(SECOND)
    assert oncalls(watch.admin, **{"schedule_ids[]": seat()}) == [("Ana", SECOND, THIRD)]


def test_a_range_gives_what_overlaps_it_with_bounds_outside_of_it(watch: Desk) -> None:
    query = {"since": "2026-12-01T12:00:00Z", "until": SECOND, "schedule_ids[]": seat()}
    assert oncalls(watch.admin, **query) == [("Ben", FIRST, SECOND)]
    query["until"] = "2026-12-02T09:00:01Z"
    assert oncalls(watch.admin, **query) == [("Ben", FIRST, SECOND), ("Ana", SECOND, THIRD)]


def test_turns_of_one_person_that_touch_are_one_entry_whatever_is_asked(watch: Desk) -> None:
    query = {"schedule_ids[]": seat(level=2)}
    assert oncalls(watch.admin, **query) == [("eva", None, None)]  # for good
    assert oncalls(watch.admin, since="2026-12-05", until="2026-12-25", **query) == [("eva", None, None)]


@pytest.mark.parametrize(
    ("since", "until"), [("11:00", "11:00"), ("13:00", "13:30"), ("10:00", "16:00"), ("14:30", "16:00")]
)
def test_shifts_that_touch_are_one_entry_also_outside_of_what_is_asked(
    desks: dict[str, Desk], since: str, until: str
) -> None:
    query = {"since": f"2026-12-05T{since}Z", "until": f"2026-12-05T{until}Z"}
    assert oncalls(desks["runs"].admin, **query) == [("Ana", "2026-12-05T10:00:00Z", "2026-12-05T16:00:00Z")]


def test_a_gap_or_another_person_ends_an_entry(desks: dict[str, Desk]) -> None:
    found = oncalls(desks["runs"].admin, since="2026-12-05T17:00Z", until="2026-12-06")
    assert found == [
        ("Ben", "2026-12-05T16:00:00Z", "2026-12-05T18:00:00Z"),
        ("Ana", "2026-12-05T20:00:00Z", "2026-12-05T22:00:00Z"),
    ]


@pytest.mark.parametrize(
    "since",
    ["2026-12-02T09:00:00+0000", "2026-12-02T17:00:00 0800", "2026-12-02T17:00:00 08:00", "2026-12-02 09:00:00Z"],
)
def test_instants_as_scripts_write_them(watch: Desk, since: str) -> None:
    query = {"since": since, "until": SECOND, "schedule_ids[]": seat()}
    assert oncalls(watch.admin, **query) == [("Ana", SECOND, THIRD)]


def test_a_plus_that_was_not_encoded(watch: Desk) -> None:
    query = f"since=2026-12-02T10:00:00+0100&until={SECOND}&schedule_ids[]={seat()}"
    answer = watch.admin.get(f"{PAGERDUTY}/oncalls?{query}")
    assert [row["user"]["summary"] for row in answer.json()["oncalls"]] == ["Ana Maria Reyes"]


def test_bare_dates_and_naive_times_are_of_the_zone_that_is_named(watch: Desk) -> None:
    query: dict[str, Any] = {"schedule_ids[]": seat(), "time_zone": "Pacific/Auckland"}
    # Midnight in Auckland is 11:00 of the day before in Dublin.
    assert oncalls(watch.admin, since="2026-12-03", until="2026-12-03", **query) == [
        ("Ana", "2026-12-02T22:00:00+13:00", "2026-12-03T22:00:00+13:00")
    ]
    assert oncalls(watch.admin, since="2026-12-02T21:59:59", until="2026-12-02 21:59:59", **query) == [
        ("Ben", "2026-12-01T22:00:00+13:00", "2026-12-02T22:00:00+13:00")
    ]


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("UTC", FIRST),
        ("Etc/UTC", FIRST),
        ("Europe/London", "2026-12-01T09:00:00+00:00"),
        ("Pacific Time (US & Canada)", "2026-12-01T01:00:00-08:00"),
        ("EST", "2026-12-01T04:00:00-05:00"),
        ("Asia/Calcutta", "2026-12-01T14:30:00+05:30"),
        ("", FIRST),
    ],
)
def test_times_carry_the_offset_of_the_zone_that_is_named(watch: Desk, zone: str, start: str) -> None:
    assert oncalls(watch.admin, time_zone=zone, **{"schedule_ids[]": seat()})[0][1] == start


@pytest.mark.parametrize(
    "query",
    [
        {"time_zone": "Mars/Olympus"},
        {"since": "yesterday"},
        {"since": "0001-01-01T00:00:00+14:00"},
        {"since": "9999-12-31"},
        {"since": SECOND, "until": FIRST},
        {"since": FIRST, "until": "2027-03-02"},
        {"limit": "0"},
        {"limit": "many"},
        {"offset": "-1"},
        {"offset": "9990", "limit": "11"},
        {"earliest": "perhaps"},
    ],
)
def test_what_cannot_be_meant_is_refused_as_pagerduty_does(watch: Desk, query: dict[str, str]) -> None:
    answer = watch.admin.get(f"{PAGERDUTY}/oncalls", params=query)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/json"
    must_refuse(answer.json())
    assert answer.json()["error"]["code"] == 2001


def test_what_is_not_known_is_ignored(watch: Desk) -> None:
    assert ask(watch.admin, "/oncalls", statuses="x", foo="1") == ask(watch.admin, "/oncalls")


@pytest.mark.parametrize("ids", [["A", "B"], ["A,B"], ["A, B"], ["A", "A,B", "zzz"]])
def test_lists_repeated_or_with_commas(watch: Desk, ids: list[str]) -> None:
    known = {"A": seat(), "B": seat(level=2)}
    named = [",".join(known.get(part.strip(), part) for part in id.split(",")) for id in ids]
    assert len(oncalls(watch.admin, **{"schedule_ids[]": named})) == 2


def test_only_whom_and_what_is_asked_for(watch: Desk) -> None:
    policy = ask(watch.admin, "/oncalls")["oncalls"][0]["escalation_policy"]["id"]
    assert len(oncalls(watch.admin, **{"escalation_policy_ids[]": policy})) == 2
    assert oncalls(watch.admin, **{"escalation_policy_ids[]": "PNONE"}) == []
    assert [row[0] for row in oncalls(watch.admin, **{"user_ids[]": user("ben")})] == ["Ben"]
    assert oncalls(watch.admin, **{"schedule_ids[]": "null"}) == []
    brackets = watch.admin.get(f"{PAGERDUTY}/oncalls?schedule_ids%5B%5D={seat(level=2)}").json()
    assert [row["escalation_level"] for row in brackets["oncalls"]] == [2]


@pytest.mark.parametrize("said", ["true", "True", "1"])
def test_the_earliest_of_each_person_and_level_only(watch: Desk, said: str) -> None:
    query = {"since": FIRST, "until": "2026-12-08T09:00:00Z"}
    assert len(oncalls(watch.admin, **query)) == 8
    found = ask(watch.admin, "/oncalls", earliest=said, **query)["oncalls"]
    assert [(row["escalation_level"], row["user"]["summary"]) for row in found] == [
        (1, "Ben Tan"),
        (1, "Ana Maria Reyes"),
        (2, "eva"),
    ]
    assert [row["start"] for row in found[:2]] == [FIRST, SECOND]


def test_seven_rows_in_pages_of_three(watch: Desk) -> None:
    query: dict[str, Any] = {"since": FIRST, "until": "2026-12-08T09:00:00Z", "schedule_ids[]": seat()}
    query |= {"limit": 3, "total": "True"}
    pages = [ask(watch.admin, "/oncalls", offset=offset, **query) for offset in (0, 3, 6, 9)]
    assert [len(page["oncalls"]) for page in pages] == [3, 3, 1, 0]
    assert [page["more"] for page in pages] == [True, True, False, False]
    assert {page["total"] for page in pages} == {7}
    starts = [row["start"] for page in pages for row in page["oncalls"]]
    assert starts == sorted(set(starts))
    assert len(starts) == 7


def test_a_page_has_at_most_a_hundred(watch: Desk) -> None:
    assert ask(watch.admin, "/oncalls", limit=1000)["limit"] == 100


def test_what_is_included_is_told_in_full(watch: Desk) -> None:
    include = ["users,schedules", "escalation_policies"]
    # PagerDuty's document has references only, and does not say what `include` does.
    row = watch.admin.get(f"{PAGERDUTY}/oncalls", params={"include[]": include}).json()["oncalls"][0]
    must_be(row["user"], "User")
    must_be(row["schedule"], "Schedule")
    must_be(row["escalation_policy"], "EscalationPolicy")
    assert {name: row[name]["type"] for name in ("user", "schedule", "escalation_policy")} == {
        "user": "user",
        "schedule": "schedule",
        "escalation_policy": "escalation_policy",
    }
    assert row["user"]["time_zone"] == "Europe/Dublin"
    targets = [rule["targets"][0]["id"] for rule in row["escalation_policy"]["escalation_rules"]]
    assert targets == [seat(), seat(level=2)]


def test_people_of_two_sites_are_two_rows_and_a_site_is_asked_for_by_its_own_schedule(world: Desk) -> None:
    assert [row[0] for row in oncalls(world.admin)] == ["Chi", "Ben"]
    assert [row[0] for row in oncalls(world.admin, **{"schedule_ids[]": seat(site="dub", team="world")})] == ["Ben"]
    names = [row["name"] for row in ask(world.admin, "/schedules")["schedules"]]
    assert names == ["world standby 1", "world standby 1 dub", "world standby 1 sfo"]


def test_a_duty_of_one_site_has_one_schedule(desks: dict[str, Desk]) -> None:
    names = [row["name"] for row in ask(desks["yard"].admin, "/schedules")["schedules"]]
    assert names == ["yard on-duty 2", "yard standby 1"]


def test_where_nobody_is_there_is_no_row(desks: dict[str, Desk]) -> None:
    body = ask(desks["rare"].admin, "/oncalls", total="true")
    assert (body["oncalls"], body["more"], body["total"]) == ([], False, 0)


def test_an_answer_may_be_kept_until_the_next_handover_and_not_longer(watch: Desk) -> None:
    watch.clock.set("2026-12-02T08:59:50Z")
    answer = watch.admin.get(f"{PAGERDUTY}/oncalls")
    assert answer.headers["cache-control"] == "private, max-age=10"
    same = watch.admin.get(f"{PAGERDUTY}/oncalls", headers={"If-None-Match": answer.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    watch.clock.set(SECOND)
    other = watch.admin.get(f"{PAGERDUTY}/oncalls", headers={"If-None-Match": answer.headers["etag"]})
    assert other.status_code == 200
    assert other.headers["cache-control"] == "private, max-age=30"


def test_what_is_long_past_is_read_from_the_database(watch: Desk) -> None:
    found = oncalls(watch.admin, since="2025-12-01T12:00Z", until="2025-12-01T12:00Z", **{"schedule_ids[]": seat()})
    assert [row[1:] for row in found] == [("2025-12-01T09:00:00Z", "2025-12-02T09:00:00Z")]
