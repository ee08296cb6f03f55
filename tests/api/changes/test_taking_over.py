"""Taking over what somebody else has, now or in a shift to come."""

from __future__ import annotations

from typing import Any

from httpx2 import Response

from tests.api.changes.crew import DAY, DAY_TIMES, HARBOUR, NIGHT, Crew, problem
from tests.api.teams.rotations import rotation_team
from tests.service import Service

IN_THE_DAY = "2027-01-19T02:00:00Z"


def take(client: Any, *, dry: bool = False, **body: Any) -> Response:
    told = {"duty": "on-duty", "reason": "swapped by telephone"} | body
    answer: Response = client.post(f"{HARBOUR}/take-over?dry_run={dry}", json=told)
    return answer


def test_an_analyst_takes_the_rest_of_what_goes_on(crew: Crew) -> None:
    crew.service.clock.set(IN_THE_DAY)
    answer = take(crew.four)
    assert answer.status_code == 201, answer.text
    made = answer.json()["override"]
    assert (made["add"], made["remove"], made["shift"], made["site"]) == ("sin-04", "sin-03", DAY, "sin")
    assert (made["start"], made["end"]) == (IN_THE_DAY, DAY_TIMES[1])
    assert answer.json()["consequences"]["partial"] == [DAY]
    assert crew.holders("2027-01-19T01:59:59Z") == {"sin-03"}
    assert crew.holders(IN_THE_DAY) == {"sin-04"}
    (entry,) = crew.audited("override.take-over")
    assert (entry.actor, entry.reason) == ("four", "swapped by telephone")
    assert answer.headers["Location"] == f"{HARBOUR}/overrides/{made['id']}"


def test_a_shift_to_come_is_taken_whole(crew: Crew) -> None:
    answer = take(crew.four, shift=DAY).json()
    assert (answer["override"]["start"], answer["override"]["end"]) == DAY_TIMES
    assert answer["consequences"]["partial"] == []


def test_until_some_time(crew: Crew) -> None:
    crew.service.clock.set(IN_THE_DAY)
    until = "2027-01-19T03:00:00Z"
    assert [i["path"] for i in take(crew.four, until=IN_THE_DAY).json()["issues"]] == ["until"]
    assert take(crew.four, until=until).json()["override"]["end"] == until
    assert crew.holders(until) == {"sin-03"}


def test_a_manager_takes_for_anybody(crew: Crew) -> None:
    crew.service.clock.set(IN_THE_DAY)
    assert take(crew.three, person="sin-04").status_code == 403
    assert take(crew.mia, person="sin-04").json()["override"]["add"] == "sin-04"
    assert [i["path"] for i in take(crew.mia).json()["issues"]] == ["person"]


def test_a_broken_rule_refuses_unless_a_manager_says_even_so(crew: Crew) -> None:
    refused = take(crew.two, shift=DAY)  # in the rest after a night
    assert problem(refused) == (409, "breaks-rules")
    assert {row["person"] for row in refused.json()["breaks"]} == {"sin-02"}
    assert take(crew.two, shift=DAY, even_so=True).status_code == 403
    assert crew.audited("override.take-over") == []
    assert take(crew.mia, shift=DAY, person="sin-02", even_so=True).status_code == 201
    assert crew.holders(IN_THE_DAY) == {"sin-02"}


def test_of_several_one_is_named(crew: Crew) -> None:
    crew.service.clock.set(IN_THE_DAY)
    crew.override(remove=None, add="sin-01")
    refused = take(crew.four)
    assert problem(refused) == (409, "several")
    assert refused.json()["people"] == ["sin-01", "sin-03"]
    assert take(crew.four, instead_of="sin-03").json()["override"]["remove"] == "sin-03"
    assert take(crew.four, instead_of="sin-02").status_code == 409


def test_there_must_be_something_to_take(crew: Crew) -> None:
    crew.service.clock.set("2027-01-23T12:00:00Z")
    assert problem(take(crew.four)) == (409, "nobody")
    crew.service.clock.set(IN_THE_DAY)
    assert problem(take(crew.three)) == (409, "nobody")
    assert problem(take(crew.four, shift=NIGHT)) == (409, "nobody")  # it has ended
    assert problem(take(crew.four, shift=DAY, site="dub")) == (409, "nobody")


def test_unknown_names_are_told_at_once(crew: Crew) -> None:
    refused = take(crew.mia, person="sin-44", instead_of="sin-33", shift="x", site="x", level=9).json()
    assert [i["path"] for i in refused["issues"]] == ["person", "instead_of", "level", "site", "shift"]


def test_a_dry_run_takes_nothing(crew: Crew) -> None:
    answer = take(crew.four, dry=True, shift=DAY)
    assert (answer.status_code, answer.json()["override"]["id"]) == (200, None)
    assert crew.holders(IN_THE_DAY) == {"sin-03"}


def test_a_turn_of_a_rotation_is_taken_to_its_end(service: Service) -> None:
    service.admin.post("/v1/teams", json=rotation_team()).raise_for_status()
    service.clock.set("2026-12-02T00:00:00Z")
    ana = service.asking("ana", "analyst", "sre", "ana")
    answer = ana.post("/v1/teams/sre/take-over", json={"duty": "standby", "reason": "is away"})
    assert answer.status_code == 201, answer.text
    made = answer.json()["override"]
    assert (made["remove"], made["start"], made["end"]) == ("ben", "2026-12-02T00:00:00Z", "2026-12-07T01:00:00Z")
    assert answer.json()["consequences"]["effects"] == []
    posted = service.services.board.of("sre")
    assert posted
    assert [h.person for h in posted.schedule.at(service.clock())] == ["ana"]


def test_readers_take_nothing(crew: Crew) -> None:
    assert take(crew.pager, shift=DAY).status_code == 403
