"""Several who change the same roster at the same instant: one after the other, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from httpx2 import Response

from tests.api.changes.crew import DAY, DAY_TIMES, HARBOUR, LATER, Crew, moved

Call = tuple[str, str, dict[str, Any]]  # login, the rest of the address, body

OVERRIDE = {
    "start": DAY_TIMES[0],
    "end": DAY_TIMES[1],
    "duty": "on-duty",
    "add": "sin-04",
    "remove": "sin-03",
    "reason": "is ill",
}


def at_once(crew: Crew, *calls: Call) -> list[Response]:
    """The answers to calls that begin together; all on the one server, as requests of many clients are."""
    start = Barrier(len(calls))

    def call(one: Call) -> Response:
        login, address, body = one
        start.wait()
        headers = {"Authorization": crew.secrets[login]}
        answer: Response = crew.service.client.post(f"{HARBOUR}/{address}", json=body, headers=headers)
        return answer

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))


def statuses(answers: list[Response]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def states(crew: Crew) -> list[str]:
    return sorted(row["state"] for row in crew.mia.get(f"{HARBOUR}/swaps").json()["items"])


def test_of_two_identical_overrides_one_is_made(crew: Crew) -> None:
    """GA-CON-01."""
    answers = at_once(crew, ("mia", "overrides", OVERRIDE), ("one", "overrides", OVERRIDE))
    assert statuses(answers) == [201, 409]
    assert len(crew.mia.get(f"{HARBOUR}/overrides").json()["items"]) == 1


def test_of_many_who_take_over_one_does(crew: Crew) -> None:
    body = {"duty": "on-duty", "shift": DAY, "instead_of": "sin-03", "reason": "is ill"}
    calls: list[Call] = [("four", "take-over", body), ("one", "take-over", body), ("four", "take-over", body)]
    answers = at_once(crew, *calls)
    assert statuses(answers) == [201, 409, 409]
    (taker,) = crew.holders("2027-01-19T02:00:00Z")
    assert taker in {"sin-04", "sin-01"}


def test_an_open_shift_is_taken_once(crew: Crew) -> None:
    swap = crew.offered(crew.three, moved("sin-03", DAY))
    accept: Callable[[str], Call] = lambda login: (login, f"swaps/{swap}/accept", {})  # noqa: E731
    answers = at_once(crew, accept("four"), accept("one"))
    assert statuses(answers) == [200, 409]
    (taken,) = [answer.json() for answer in answers if answer.status_code == 200]
    assert crew.holders("2027-01-19T02:00:00Z") == {taken["moves"][0]["to"]}


def test_two_swaps_of_one_assignment_do_not_both_count(crew: Crew) -> None:
    one = crew.offered(crew.three, moved("sin-03", DAY, "sin-04"))
    other = crew.offered(crew.three, moved("sin-03", DAY, "sin-01"))
    answers = at_once(crew, ("four", f"swaps/{one}/accept", {}), ("one", f"swaps/{other}/accept", {}))
    assert statuses(answers) == [200, 409]
    assert states(crew) == ["applied", "offered"]


def test_the_last_two_consents_are_both_counted(crew: Crew) -> None:
    circle = [
        moved("sin-03", DAY, "sin-04"),
        moved("sin-04", LATER, "sin-01"),
        moved("sin-01", "standby@2027-01-18", "sin-02"),
    ]
    swap = crew.offered(crew.three, *circle, person="sin-03")
    calls: list[Call] = [(login, f"swaps/{swap}/accept", {}) for login in ("one", "two", "four")]
    answers = at_once(crew, *calls)
    assert statuses(answers) == [200, 200, 200]
    assert crew.mia.get(f"{HARBOUR}/swaps/{swap}").json()["waits_for"] == []
    assert states(crew)[0] in {"accepted", "applied"}


def test_accepting_and_withdrawing_at_once_do_not_both_succeed(crew: Crew) -> None:
    swap = crew.offered(crew.three, moved("sin-03", DAY, "sin-04"))
    answers = at_once(crew, ("four", f"swaps/{swap}/accept", {}), ("three", f"swaps/{swap}/withdraw", {}))
    assert statuses(answers) == [200, 409]
    holder = {"applied": "sin-04", "withdrawn": "sin-03"}[states(crew)[0]]
    assert crew.holders("2027-01-19T02:00:00Z") == {holder}


def test_approving_twice_at_once_counts_once(crew: Crew) -> None:
    crew.option(swap_approval="always")
    swap = crew.offered(crew.three, moved("sin-03", DAY, "sin-04"))
    crew.step(crew.four, swap, "accept")
    answers = at_once(crew, ("mia", f"swaps/{swap}/approve", {}), ("one", f"swaps/{swap}/approve", {}))
    assert statuses(answers) == [200, 200]
    assert len(crew.audited("swap.approve")) == 1


def test_an_override_and_a_swap_of_one_assignment_are_told_apart(crew: Crew) -> None:
    swap = crew.offered(crew.three, moved("sin-03", DAY, "sin-01"))
    answers = at_once(crew, ("mia", "overrides", OVERRIDE), ("one", f"swaps/{swap}/accept", {}))
    (made, accepted) = (answer.status_code for answer in answers)
    assert (made, accepted) in {(201, 409), (409, 200)}
    expected = {"sin-04"} if made == 201 else {"sin-01"}
    assert crew.holders("2027-01-19T02:00:00Z") == expected
