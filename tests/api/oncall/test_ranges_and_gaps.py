"""Who is on call over a stretch of time, when somebody is next, and where somebody is missing."""

from __future__ import annotations

from typing import Any

from tests.api.oncall.rotating import HANDOVER, document, rotating
from tests.api.plans_at_hand import publish
from tests.service import Service

DAY = {"from": "2027-01-06T00:00:00Z", "until": "2027-01-07T00:00:00Z"}
HOUR = {"start": "2027-01-06T01:00:00Z", "end": "2027-01-06T02:00:00Z"}


def asked(service: Service, path: str, **query: Any) -> dict[str, Any]:
    answer = service.admin.get(f"/v1/teams/{path}", params=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_a_range_of_no_length_is_its_instant_with_true_bounds(service: Service) -> None:
    rotating(service)
    for view in ("final", "planned"):
        told = asked(service, "watch/oncall", view=view, **{"from": HANDOVER, "until": HANDOVER, "level": 1})
        assert (told["from"], told["until"]) == (HANDOVER, HANDOVER)
        (held,) = told["holdings"]
        assert (held["person"], held["start"], held["end"]) == ("ben", HANDOVER, "2026-12-14T09:00:00Z")


def test_a_range_shows_what_was_planned_what_was_changed_and_how_it_is(service: Service) -> None:
    publish(service)
    body = {"duty": "on-duty", "add": "sin-04", "remove": "sin-03", "reason": "ill", **HOUR}
    service.admin.post("/v1/teams/harbour/overrides", json=body).raise_for_status()

    def who(view: str) -> list[tuple[str, str]]:
        rows = asked(service, "harbour/oncall", view=view, duty="on-duty", **HOUR_ASKED)["holdings"]
        return [(row["person"], row["source"]) for row in rows]

    assert who("planned") == [("sin-03", "revision")]
    assert who("overrides") == [("sin-04", "override")]
    assert who("final") == [("sin-04", "override")]


HOUR_ASKED = {"from": HOUR["start"], "until": HOUR["end"]}


def test_a_range_that_runs_backwards_or_too_far_is_refused(service: Service) -> None:
    rotating(service)
    for until in ("2026-12-07T08:59:59Z", "2030-01-01T00:00:00Z"):
        answer = service.admin.get("/v1/teams/watch/oncall", params={"from": HANDOVER, "until": until})
        assert answer.status_code == 422
        assert answer.json()["issues"][0]["path"] == "until"


def test_when_somebody_is_next_begins_with_what_runs(service: Service) -> None:
    rotating(service)
    shifts = asked(service, "watch/people/ana/next", limit=2)["shifts"]
    assert [row["start"] for row in shifts] == ["2026-11-30T09:00:00Z", "2026-12-14T09:00:00Z"]
    assert service.admin.get("/v1/teams/watch/people/zed/next").status_code == 404


def test_when_am_i_next_looks_into_all_of_ones_teams(service: Service) -> None:
    rotating(service)
    rotating(service, "alpha")
    ben = service.asking("ben", "analyst", "watch", "ben")
    service.admin.put("/v1/teams/alpha/members/ben", json={"role": "analyst", "person": "ana"}).raise_for_status()
    shifts = ben.get("/v1/me/next", params={"limit": 2}).json()["shifts"]
    assert [(row["team"], row["person"], row["start"]) for row in shifts] == [
        ("alpha", "ana", "2026-11-30T09:00:00Z"),
        ("watch", "ben", HANDOVER),
    ]


def test_a_duty_and_level_that_nobody_holds_is_a_gap(service: Service) -> None:
    rotating(service)
    (gap,) = asked(service, "watch/gaps", until="2026-12-25T00:00:00Z")["gaps"]
    assert (gap["kind"], gap["duty"], gap["level"], gap["have"], gap["need"]) == ("nobody", "standby", 2, 0, 1)
    assert (gap["start"], gap["end"]) == ("2026-12-01T09:00:00Z", "2026-12-24T09:00:00Z")


def test_a_window_with_nothing_in_it_is_one_gap(service: Service) -> None:
    rotating(service, schedules=[])
    (gap,) = asked(service, "watch/gaps", until="2026-12-02T09:00:00Z")["gaps"]
    assert (gap["duty"], gap["start"], gap["end"]) == (None, "2026-12-01T09:00:00Z", "2026-12-02T09:00:00Z")


def test_a_requirement_that_an_override_leaves_unmet_is_a_gap(service: Service) -> None:
    publish(service)

    def short() -> list[dict[str, Any]]:
        return [gap for gap in asked(service, "harbour/gaps", **DAY)["gaps"] if gap["kind"] == "short"]

    assert short() == []
    body = {"duty": "on-duty", "remove": "sin-03", "reason": "ill", **HOUR}
    service.admin.post("/v1/teams/harbour/overrides", json=body).raise_for_status()
    (gap,) = short()
    assert (gap["requirement"], gap["have"], gap["need"]) == ("office", 0, 1)
    assert (gap["start"], gap["end"]) == (HOUR["start"], HOUR["end"])


def test_who_cannot_be_reached_counts_as_missing_where_that_is_asked(service: Service) -> None:
    people = [
        row | {"email": f"{row['id']}@example.org"} if row["id"] != "ana" else row for row in document()["people"]
    ]
    rotating(service, people=people, schedules=document()["schedules"][:1])
    window = {"from": "2026-12-01T09:00:00Z", "until": "2026-12-14T09:00:00Z"}
    assert asked(service, "watch/gaps", **window)["gaps"] == []
    (gap,) = asked(service, "watch/gaps", unreachable=True, **window)["gaps"]
    assert (gap["kind"], gap["people"], gap["end"]) == ("empty", ["ana"], HANDOVER)
