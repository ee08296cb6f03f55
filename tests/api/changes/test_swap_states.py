"""Swaps: every state, every step from one to another, and every guard (GF-SWP-06)."""

from __future__ import annotations

import pytest

from tests.api.changes.crew import DAY, HARBOUR, LATER, Crew, moved, problem
from tests.api.plans_at_hand import another, harbour, legal, publish

GIVEN = moved("sin-03", DAY, "sin-04")
BACK = moved("sin-04", LATER, "sin-03")
IN_THE_DAY = "2027-01-19T02:00:00Z"
ILLEGAL = moved("sin-03", DAY, "sin-02")  # sin-02 works the nights around it
WHILE_OPEN = ("accept", "decline", "withdraw")


def state(crew: Crew, swap: int) -> str:
    return str(crew.mia.get(f"{HARBOUR}/swaps/{swap}").json()["state"])


def ended(crew: Crew, how: str) -> int:
    """A swap that came to that end."""
    if how == "applied":
        swap = crew.offered(crew.three, GIVEN)
        crew.step(crew.four, swap, "accept")
    elif how == "declined":
        swap = crew.offered(crew.three, GIVEN)
        crew.step(crew.four, swap, "decline")
    elif how == "withdrawn":
        swap = crew.offered(crew.three, GIVEN)
        crew.step(crew.three, swap, "withdraw")
    else:
        swap = crew.offered(crew.three, GIVEN)
        crew.service.clock.set(IN_THE_DAY)
    assert state(crew, swap) == how
    return swap


def test_who_offers_agrees_and_the_other_is_asked(crew: Crew) -> None:
    answer = crew.offer(crew.three, GIVEN, BACK, reason="A wedding.")
    assert answer.status_code == 201, answer.text
    swap = answer.json()
    assert answer.headers["Location"] == f"{HARBOUR}/swaps/{swap['id']}"
    assert answer.headers["ETag"] == '"1"'
    assert (swap["state"], swap["offered_by"], swap["waits_for"]) == ("offered", "sin-03", ["sin-04"])
    assert swap["consents"] == [{"person": "sin-03", "at": "2026-12-01T09:00:00Z"}]
    assert swap["starts_at"] == "2027-01-18T23:00:00Z"
    assert crew.holders(IN_THE_DAY) == {"sin-03"}


def test_it_counts_once_all_have_agreed(crew: Crew) -> None:
    swap = crew.offered(crew.three, GIVEN, BACK)
    answer = crew.step(crew.four, swap, "accept")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["state"], told["waits_for"], told["applied_at"]) == ("applied", [], "2026-12-01T09:00:00Z")
    assert [row["person"] for row in told["consequences"]["gained"]] == ["sin-04", "sin-03"]
    assert crew.holders(IN_THE_DAY) == {"sin-04"}
    assert crew.holders("2027-01-28T02:00:00Z") == {"sin-03"}
    assert [len(crew.audited(f"swap.{step}")) for step in ("offer", "accept", "apply")] == [1, 1, 1]


def test_who_is_asked_declines(crew: Crew) -> None:
    swap = crew.offered(crew.three, GIVEN)
    told = crew.step(crew.four, swap, "decline", reason="I am away.").json()
    assert (told["state"], told["why"], told["decided_by"]) == ("declined", "I am away.", "four")
    assert told["ended_at"] == "2026-12-01T09:00:00Z"
    assert told["consequences"] is None


def test_who_offers_withdraws(crew: Crew) -> None:
    swap = crew.offered(crew.three, GIVEN)
    assert problem(crew.step(crew.three, swap, "decline")) == (409, "own")
    assert crew.step(crew.four, swap, "withdraw").status_code == 403
    assert crew.step(crew.three, swap, "withdraw").json()["state"] == "withdrawn"


def test_a_swap_that_breaks_a_rule_waits_for_a_manager(crew: Crew) -> None:
    offered = crew.offer(crew.three, ILLEGAL).json()
    assert {row["person"] for row in offered["breaks"]} == {"sin-02"}
    accepted = crew.step(crew.two, offered["id"], "accept").json()
    assert (accepted["state"], accepted["applied_at"]) == ("accepted", None)
    assert crew.step(crew.two, offered["id"], "approve").status_code == 403
    refused = crew.step(crew.mia, offered["id"], "approve")
    assert problem(refused) == (409, "breaks-rules")
    assert refused.json()["breaks"] == offered["breaks"]
    without = crew.step(crew.mia, offered["id"], "approve", even_so=True)
    assert [issue["path"] for issue in without.json()["issues"]] == ["reason"]
    told = crew.step(crew.mia, offered["id"], "approve", even_so=True, reason="Both slept.").json()
    assert (told["state"], told["decided_by"], told["why"]) == ("applied", "mia", "Both slept.")
    assert told["breaks"] == offered["breaks"]
    assert crew.holders(IN_THE_DAY) == {"sin-02"}
    (entry,) = crew.audited("swap.approve")
    assert entry.reason == "Both slept."


def test_a_team_may_want_every_swap_approved(crew: Crew) -> None:
    crew.option(swap_approval="always")
    swap = crew.offered(crew.three, GIVEN)
    assert crew.step(crew.four, swap, "accept").json()["state"] == "accepted"
    assert crew.holders(IN_THE_DAY) == {"sin-03"}
    assert crew.step(crew.mia, swap, "approve").json()["state"] == "applied"
    assert crew.holders(IN_THE_DAY) == {"sin-04"}


def test_nobody_approves_before_all_have_agreed(crew: Crew) -> None:
    swap = crew.offered(crew.three, GIVEN)
    refused = crew.step(crew.mia, swap, "approve")
    assert problem(refused) == (409, "not-agreed")
    assert refused.json()["waits_for"] == ["sin-04"]


def test_a_yes_can_become_a_no_until_it_counts(crew: Crew) -> None:
    crew.option(swap_approval="always")
    swap = crew.offered(crew.three, GIVEN)
    crew.step(crew.four, swap, "accept")
    assert crew.step(crew.four, swap, "decline").json()["state"] == "declined"
    swap = crew.offered(crew.three, GIVEN)
    crew.step(crew.four, swap, "accept")
    assert crew.step(crew.three, swap, "withdraw").json()["state"] == "withdrawn"


def test_a_manager_refuses(crew: Crew) -> None:
    crew.option(swap_approval="always")
    swap = crew.offered(crew.three, GIVEN)
    crew.step(crew.four, swap, "accept")
    told = crew.step(crew.mia, swap, "decline", reason="Too near to the audit.").json()
    assert (told["state"], told["decided_by"]) == ("declined", "mia")
    (entry,) = crew.audited("swap.refuse")
    assert (entry.reason, entry.after["person"]) == ("Too near to the audit.", None)


def test_time_runs_out(crew: Crew) -> None:
    crew.option(swap_approval="always")
    open_one, accepted = crew.offered(crew.three, GIVEN), crew.offered(crew.three, GIVEN)
    crew.step(crew.four, accepted, "accept")
    crew.service.clock.set("2027-01-18T22:59:59Z")
    assert (state(crew, open_one), state(crew, accepted)) == ("offered", "accepted")
    crew.service.clock.set("2027-01-18T23:00:00Z")
    assert (state(crew, open_one), state(crew, accepted)) == ("expired", "expired")
    for client, swap, step in ((crew.four, open_one, "accept"), (crew.mia, accepted, "approve")):
        assert problem(crew.step(client, swap, step)) == (409, "state")


@pytest.mark.parametrize("how", ["applied", "declined", "withdrawn", "expired"])
def test_from_an_end_no_step_leads_on(crew: Crew, how: str) -> None:
    swap = ended(crew, how)
    asking = {"accept": crew.four, "decline": crew.four, "withdraw": crew.three, "approve": crew.mia}
    allowed = {"applied": {"accept", "approve"}, "declined": {"decline"}, "withdrawn": {"withdraw"}}.get(how, set())
    for step, client in asking.items():
        answer = crew.step(client, swap, step)
        expected = 200 if step in allowed else 409
        assert answer.status_code == expected, (step, answer.text)
        assert state(crew, swap) == how


def test_the_same_step_twice_is_like_once(crew: Crew) -> None:
    crew.option(swap_approval="always")
    swap = crew.offered(crew.three, GIVEN)
    for client, step in ((crew.four, "accept"), (crew.mia, "approve")):
        first, again = (crew.step(client, swap, step) for _ in range(2))
        assert (first.status_code, again.status_code) == (200, 200)
        assert first.json()["version"] == again.json()["version"]
    other = crew.offered(crew.four, BACK)
    for client, step in ((crew.three, "decline"), (crew.three, "decline")):
        assert crew.step(client, other, step).status_code == 200
    assert len(crew.audited("swap.decline")) == 1


def test_three_agree_before_a_circle_counts(crew: Crew) -> None:
    circle = [
        moved("sin-03", DAY, "sin-04"),
        moved("sin-04", LATER, "sin-01"),
        moved("sin-01", "sin-night@2027-01-25", "sin-03"),
    ]
    swap = crew.offered(crew.three, *circle)
    told = crew.step(crew.four, swap, "accept").json()
    assert (told["state"], told["waits_for"]) == ("offered", ["sin-01"])
    assert crew.step(crew.one, swap, "accept").json()["state"] in {"applied", "accepted"}


def test_managers_act_for_others_and_the_log_says_so(crew: Crew) -> None:
    swap = crew.offered(crew.mia, GIVEN)
    assert crew.mia.get(f"{HARBOUR}/swaps/{swap}").json()["offered_by"] == "sin-03"
    assert [i["path"] for i in crew.step(crew.mia, swap, "accept").json()["issues"]] == ["person"]
    assert crew.step(crew.three, swap, "accept", person="sin-04").status_code == 403
    assert crew.step(crew.mia, swap, "accept", person="sin-04").json()["state"] == "applied"
    (entry,) = crew.audited("swap.accept")
    assert (entry.actor, entry.after["person"]) == ("mia", "sin-04")
    other = crew.offered(crew.mia, BACK, person="sin-03")
    assert crew.mia.get(f"{HARBOUR}/swaps/{other}").json()["waits_for"] == ["sin-04"]
    assert crew.step(crew.mia, other, "decline", person="sin-04").json()["state"] == "declined"


def test_one_is_concerned_or_one_is_a_manager(crew: Crew) -> None:
    assert crew.offer(crew.two, GIVEN).status_code == 403
    assert crew.offer(crew.three, GIVEN, person="sin-04").status_code == 403
    assert crew.offer(crew.mia, GIVEN, person="sin-01").status_code == 403
    assert [i["path"] for i in crew.offer(crew.eve, GIVEN).json()["issues"]] == ["person"]
    swap = crew.offered(crew.three, GIVEN)
    for step in WHILE_OPEN:
        assert crew.step(crew.two, swap, step).status_code == 403
        assert crew.step(crew.pager, swap, step).status_code == 403
    assert state(crew, swap) == "offered"


def test_a_step_on_what_others_changed_is_refused(crew: Crew) -> None:
    crew.option(swap_approval="always")
    swap = crew.offered(crew.three, GIVEN)
    crew.step(crew.four, swap, "accept")
    old = {"If-Match": '"1"'}
    for client, step in ((crew.mia, "approve"), (crew.three, "withdraw"), (crew.four, "decline")):
        address = f"{HARBOUR}/swaps/{swap}/{step}"
        assert client.post(address, json={}, headers=old).status_code == 412


def test_a_revision_without_its_assignment_withdraws_it(crew: Crew) -> None:
    swap = ended(crew, "applied")
    rows = another(legal(harbour()), f"sin-03 {DAY}", new=f"sin-04 {DAY}")
    publish(crew.service, rows)
    told = crew.mia.get(f"{HARBOUR}/swaps/{swap}").json()
    assert (told["state"], told["why"]) == ("withdrawn", f"Revision 2 does not have sin-03 on {DAY}.")


def test_gf_swp_06(crew: Crew) -> None:
    """Grafana's open, taken, past_due and deleted are our offered, applied, expired and withdrawn."""
    taken = crew.offered(crew.three, moved("sin-03", DAY))
    assert state(crew, taken) == "offered"
    assert problem(crew.step(crew.three, taken, "accept")) == (409, "own")
    assert crew.step(crew.four, taken, "accept").json()["state"] == "applied"
    deleted = crew.offered(crew.four, moved("sin-04", LATER))
    assert crew.step(crew.four, deleted, "withdraw").json()["state"] == "withdrawn"
    late = crew.offered(crew.four, moved("sin-04", LATER))
    crew.service.clock.set("2027-01-28T00:00:00Z")
    assert state(crew, late) == "expired"
    for swap in (taken, late, deleted):
        assert crew.step(crew.one, swap, "accept").status_code == 409
