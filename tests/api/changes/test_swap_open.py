"""What is given away to whoever takes it."""

from __future__ import annotations

from starlette.testclient import TestClient

from tests.api.changes.crew import DAY, HARBOUR, LATER, NIGHT, Crew, moved, problem
from tests.api.plans_at_hand import harbour, legal, publish

GIVEN = moved("sin-03", DAY)
IN_THE_DAY = "2027-01-19T02:00:00Z"


def takeable(client: TestClient, query: str = "") -> list[int]:
    answer = client.get(f"{HARBOUR}/swaps/takeable?{query}")
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


def test_nobody_knows_yet_what_it_does(crew: Crew) -> None:
    told = crew.offer(crew.three, GIVEN).json()
    assert (told["waits_for"], told["consequences"], told["obstacle"]) == ([], None, None)
    assert told["moves"] == [GIVEN | {"to": None, "open": True, "start": None, "end": None}]


def test_it_is_listed_for_those_who_may_take_it(crew: Crew) -> None:
    swap = crew.offered(crew.three, GIVEN, reason="A wedding.")
    crew.offered(crew.three, moved("sin-03", "sin-day@2027-01-20", "sin-04"))  # offered to somebody
    assert takeable(crew.four) == [swap]
    assert takeable(crew.three) == []  # it is theirs
    assert takeable(crew.two) == []  # a night before it
    assert takeable(crew.mia, "person=sin-01") == [swap]
    assert takeable(crew.mia, "person=dub-01") == []
    assert crew.four.get(f"{HARBOUR}/swaps/takeable?person=sin-01").status_code == 403
    (shown,) = crew.four.get(f"{HARBOUR}/swaps/takeable").json()["items"]
    assert shown["reason"] == "A wedding."
    assert [row["person"] for row in shown["consequences"]["gained"]] == ["sin-04"]
    assert crew.mia.get(f"{HARBOUR}/swaps/{swap}").json()["moves"][0]["to"] is None
    crew.service.clock.set(IN_THE_DAY)
    assert takeable(crew.four) == []


def test_the_list_comes_in_pages_in_order_of_start(crew: Crew) -> None:
    later, sooner = crew.offered(crew.three, moved("sin-03", "sin-day@2027-01-22")), crew.offered(crew.three, GIVEN)
    first = crew.four.get(f"{HARBOUR}/swaps/takeable?limit=1").json()
    assert [row["id"] for row in first["items"]] == [sooner]
    assert takeable(crew.four, f"limit=1&cursor={first['next']}") == [later]


def test_the_first_who_takes_it_has_it(crew: Crew) -> None:
    swap = crew.offered(crew.three, GIVEN)
    told = crew.step(crew.four, swap, "accept").json()
    assert (told["state"], told["moves"][0]["to"]) == ("applied", "sin-04")
    assert problem(crew.step(crew.one, swap, "accept")) == (409, "state")
    assert crew.step(crew.four, swap, "accept").status_code == 200
    assert crew.holders(IN_THE_DAY) == {"sin-04"}


def test_who_may_not_take_it_is_told_why(crew: Crew) -> None:
    swap = crew.offered(crew.three, GIVEN)
    refused = crew.step(crew.two, swap, "accept")
    assert problem(refused) == (409, "breaks-rules")
    assert {row["person"] for row in refused.json()["breaks"]} == {"sin-02"}
    assert takeable(crew.four) == [swap]


def test_a_manager_gives_it_to_somebody_against_a_rule(crew: Crew) -> None:
    swap = crew.offered(crew.three, GIVEN)
    assert crew.step(crew.mia, swap, "accept", person="sin-02").json()["state"] == "accepted"
    assert crew.step(crew.mia, swap, "approve", even_so=True, reason="rested").json()["state"] == "applied"
    other = crew.offered(crew.four, moved("sin-04", LATER))
    unknown = crew.step(crew.mia, other, "accept", person="sin-44").json()
    assert [(issue["path"], issue["advice"]) for issue in unknown["issues"]] == [("person", "Maybe sin-04?")]


def test_who_took_it_gives_it_back_until_it_counts(crew: Crew) -> None:
    crew.option(swap_approval="always")
    swap = crew.offered(crew.three, GIVEN)
    assert crew.step(crew.four, swap, "accept").json()["state"] == "accepted"
    assert problem(crew.step(crew.one, swap, "accept")) == (409, "state")
    assert takeable(crew.one) == []
    told = crew.step(crew.four, swap, "decline").json()
    assert (told["state"], told["moves"][0]["to"], [c["person"] for c in told["consents"]]) == (
        "offered",
        None,
        ["sin-03"],
    )
    assert takeable(crew.one) == [swap]
    assert crew.step(crew.one, swap, "accept").json()["state"] == "accepted"
    assert [entry.after["person"] for entry in crew.audited("swap.give-back")] == ["sin-04"]


def test_all_that_is_open_of_one_swap_goes_together(crew: Crew) -> None:
    swap = crew.offered(crew.three, GIVEN, moved("sin-03", "sin-day@2027-01-20"))
    told = crew.step(crew.four, swap, "accept").json()
    assert [move["to"] for move in told["moves"]] == ["sin-04", "sin-04"]
    assert crew.holders("2027-01-20T02:00:00Z") == {"sin-04"}


def test_what_is_open_beside_an_exchange_waits_for_both(crew: Crew) -> None:
    swap = crew.offered(crew.three, GIVEN, moved("sin-03", "sin-day@2027-01-20", "sin-01"))
    told = crew.step(crew.four, swap, "accept").json()
    assert (told["state"], told["waits_for"]) == ("offered", ["sin-01"])
    assert crew.step(crew.one, swap, "accept").json()["state"] == "applied"


def test_nobody_approves_what_nobody_took(crew: Crew) -> None:
    swap = crew.offered(crew.three, GIVEN)
    refused = crew.step(crew.mia, swap, "approve")
    assert problem(refused) == (409, "not-agreed")
    assert "somebody to take it" in refused.json()["detail"]


def test_a_revision_without_it_withdraws_it(crew: Crew) -> None:
    swap = crew.offered(crew.two, moved("sin-02", NIGHT))
    rows = [row for row in legal(harbour()) if row != ["sin-02", NIGHT]]
    publish(crew.service, rows)
    assert crew.mia.get(f"{HARBOUR}/swaps/{swap}").json()["state"] == "withdrawn"
