from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Client, MockTransport, Response

from api.errors import BadInput
from api.pushing.connection import Connection, Refused
from api.pushing.difference import Difference
from api.pushing.pagerduty import PagerDuty
from exports.custom_shifts import custom_shifts
from exports.pager import PagerShift
from scheduler.intervals import Interval, parse_instant
from tests.api.pushing.stand_ins import PagerDutyStandIn, Raw, Trouble

Push = Callable[..., int]
PLAN = "ana 4 7, ben 7 11"
MADE = ["2027-01-04T02:00:00Z UANA", "2027-01-07T02:00:00Z UBEN"]


def by_hand(pagerduty: PagerDutyStandIn, start: int, end: int, user: str) -> None:
    begins, ends = (parse_instant(f"2027-01-{day:02}T02:00:00Z") for day in (start, end))
    pagerduty.add(custom_shifts([PagerShift(begins, ends, user)])["custom_shifts"][0])


def test_without_for_real_it_only_tells(
    push: Push, pagerduty: PagerDutyStandIn, trouble: Trouble, capsys: pytest.CaptureFixture[str]
) -> None:
    assert push("pagerduty", PLAN) == 0
    assert set(trouble.seen) == {"GET"}
    assert pagerduty.shifts == {}
    said = capsys.readouterr().out
    assert "2 to make, 0 to take away, 0 stay." in said
    assert "+ 2027-01-04T02:00:00Z to 2027-01-07T02:00:00Z UANA (ana)" in said
    assert "Nothing was written: add --for-real." in said


def test_for_real_the_shifts_are_made_and_a_second_push_changes_nothing(
    push: Push, pagerduty: PagerDutyStandIn, trouble: Trouble, capsys: pytest.CaptureFixture[str]
) -> None:
    assert push("pagerduty", PLAN, for_real=True) == 0
    assert pagerduty.told() == MADE
    before = list(trouble.seen)
    assert push("pagerduty", PLAN, for_real=True) == 0
    assert trouble.seen == [*before, "GET"]
    assert "0 to make, 0 to take away, 2 stay." in capsys.readouterr().out


def test_what_is_not_of_the_plan_goes_and_what_is_there_twice_goes_once(
    push: Push, pagerduty: PagerDutyStandIn
) -> None:
    by_hand(pagerduty, 4, 7, "UANA")
    by_hand(pagerduty, 4, 7, "UANA")
    by_hand(pagerduty, 7, 11, "UCYD")
    by_hand(pagerduty, 11, 12, "UCYD")  # begins when the plan ends: none of ours
    assert push("pagerduty", PLAN, for_real=True) == 0
    assert pagerduty.told() == [*MADE, "2027-01-11T02:00:00Z UCYD"]


def test_what_has_begun_is_neither_made_nor_taken_away(
    push: Push, pagerduty: PagerDutyStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    by_hand(pagerduty, 4, 7, "UCYD")
    assert push("pagerduty", PLAN, now="2027-01-05T00:00:00Z", for_real=True) == 0
    assert pagerduty.told() == ["2027-01-04T02:00:00Z UCYD", "2027-01-07T02:00:00Z UBEN"]
    assert "1 have begun and are left alone" in capsys.readouterr().out


def test_a_shift_that_begins_at_this_second_has_not_begun(push: Push, pagerduty: PagerDutyStandIn) -> None:
    assert push("pagerduty", PLAN, now="2027-01-07T02:00:00Z", for_real=True) == 0
    assert pagerduty.told() == MADE[1:]


def test_gaps_are_empty_members(push: Push, pagerduty: PagerDutyStandIn) -> None:
    assert push("pagerduty", "ana 4 7, ben 8 11", for_real=True, gaps=True) == 0
    assert pagerduty.told()[1] == "2027-01-07T02:00:00Z -"
    assert push("pagerduty", "ana 4 7, ben 8 11", gaps=True) == 0


def test_all_pages_are_read(push: Push, pagerduty: PagerDutyStandIn, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(230):
        by_hand(pagerduty, 5, 6, "UCYD")
    assert push("pagerduty", PLAN) == 0
    assert "2 to make, 230 to take away, 0 stay." in capsys.readouterr().out


def test_whoever_is_busy_is_asked_again(push: Push, pagerduty: PagerDutyStandIn, trouble: Trouble) -> None:
    trouble.fail = lambda method, n: 429 if n == 1 else 503 if n == 2 else None
    assert push("pagerduty", PLAN, for_real=True) == 0
    assert pagerduty.told() == MADE
    assert trouble.seen == ["GET"] * 3 + ["POST"] * 3


def test_a_making_that_may_have_happened_is_not_repeated(
    push: Push, pagerduty: PagerDutyStandIn, trouble: Trouble, capsys: pytest.CaptureFixture[str]
) -> None:
    trouble.fail = lambda method, n: 500 if (method, n) == ("POST", 1) else None
    assert push("pagerduty", PLAN, for_real=True) == 1
    assert trouble.seen == ["GET", "POST"]
    assert "Stopped after 0 steps" in capsys.readouterr().out
    assert push("pagerduty", PLAN, for_real=True) == 0


def test_a_failure_half_way_says_what_was_done_and_the_next_push_does_the_rest(
    push: Push, pagerduty: PagerDutyStandIn, trouble: Trouble, capsys: pytest.CaptureFixture[str]
) -> None:
    for day in (12, 13, 14):
        by_hand(pagerduty, day, day + 1, "UCYD")
    plan = f"{PLAN}, ana 15 16"
    trouble.fail = lambda method, n: 403 if method == "DELETE" and n == 2 else None
    assert push("pagerduty", plan, for_real=True) == 1
    said = capsys.readouterr().out
    assert "made 3, 3 of 3" in said
    assert "took away 2027-01-12T02:00:00Z to 2027-01-13T02:00:00Z" in said
    assert "Stopped after 2 steps, which are done; the rest is not." in said
    assert len(pagerduty.shifts) == 5
    assert push("pagerduty", plan, for_real=True) == 0
    assert pagerduty.told() == [*MADE, "2027-01-15T02:00:00Z UANA"]


def test_what_is_gone_when_it_is_to_be_taken_away_is_no_failure(
    push: Push, pagerduty: PagerDutyStandIn, trouble: Trouble
) -> None:
    by_hand(pagerduty, 5, 6, "UCYD")
    trouble.fail = lambda method, n: 404 if method == "DELETE" else None
    assert push("pagerduty", PLAN, for_real=True) == 0


@pytest.mark.parametrize(
    ("schedule", "token", "fault"), [("NONE", "secret", "no such schedule"), ("PSCHED", "x", "401")]
)
def test_a_wrong_schedule_or_token_is_refused(
    push: Push, monkeypatch: pytest.MonkeyPatch, schedule: str, token: str, fault: str
) -> None:
    monkeypatch.setenv("PAGERDUTY_TOKEN", token)
    with pytest.raises(Refused, match=fault):
        push("pagerduty", PLAN, schedule=schedule, for_real=True)


def test_all_people_without_a_user_are_told_at_once(push: Push, users: Path, trouble: Trouble) -> None:
    users.write_text("person,user\nben,UBEN\n")
    with pytest.raises(BadInput) as caught:
        push("pagerduty", "dot 4 7, ana 7 8")
    assert [issue.path for issue in caught.value.issues] == ["users.ana", "users.dot"]
    assert trouble.seen == []


def test_a_token_that_is_not_set_is_told(push: Push, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAGERDUTY_TOKEN")
    with pytest.raises(BadInput, match="PAGERDUTY_TOKEN"):
        push("pagerduty", PLAN)


TWO = [{"type": "shift_assignment", "member": {"type": "user_member", "user_id": user}} for user in ("UANA", "UCYD")]
TEAM = [{"type": "shift_assignment", "member": {"type": "team_member", "team_id": "T"}}]
NO_END = "when it is over"


@pytest.mark.parametrize(
    ("assignments", "end"),
    [([], None), (TWO, None), (TEAM, None), (TWO[:1], NO_END)],
    ids=["nobody", "two", "a team", "no end"],
)
def test_what_is_not_of_our_form_is_told_and_neither_kept_as_ours_nor_taken_away(
    trouble: Trouble, assignments: list[Raw], end: str | None
) -> None:
    window = Interval(parse_instant("2027-01-04T02:00:00Z"), parse_instant("2027-01-11T02:00:00Z"))
    shift = PagerShift(window.start, window.end, "UANA")
    (ours,) = custom_shifts([shift])["custom_shifts"]
    theirs = ours | {"id": "PX", "assignments": assignments} | ({"end_time": end} if end else {})
    pager = PagerDuty(answering({"custom_shifts": [theirs], "more": False}), "PSCHED")
    found = pager.difference([shift], window, parse_instant("2027-01-01T00:00:00Z"))
    assert found == Difference((shift,), (), (), foreign=1)


def test_what_is_left_alone_is_told(
    push: Push, pagerduty: PagerDutyStandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    by_hand(pagerduty, 4, 7, "")
    monkeypatch.setattr("api.pushing.pagerduty._user", lambda member: None)
    assert push("pagerduty", PLAN) == 0
    assert "2 to make, 0 to take away, 0 stay; 1 are of another form and are left alone." in capsys.readouterr().out


@pytest.mark.parametrize("body", [[], {"custom_shifts": None}, {"custom_shifts": "x"}])
def test_an_answer_that_is_no_list_of_shifts_stops_the_push(body: Any) -> None:
    instant = parse_instant("2027-01-04T02:00:00Z")
    with pytest.raises(Refused, match="the answer"):
        PagerDuty(answering(body), "PSCHED").difference([], Interval(instant, instant), instant)


def answering(body: Any) -> Connection:
    """A pager that says this, whatever it is asked."""
    asked = Connection("http://127.0.0.1", {})
    asked._client.close()
    asked._client = Client(transport=MockTransport(lambda request: Response(200, json=body)), base_url="http://pager")
    return asked


def test_a_duty_that_nobody_has_any_more_is_taken_away(push: Push, pagerduty: PagerDutyStandIn) -> None:
    by_hand(pagerduty, 3, 6, "UCYD")
    by_hand(pagerduty, 5, 6, "UCYD")
    day = {"id": "day", "site": "hub", "kind": "on-duty", "start": "08:00", "end": "16:00"}
    now = "2027-01-04T00:00:00Z"
    assert push("pagerduty", PLAN, now, duty="on-duty", shifts=[day], for_real=True) == 0
    assert pagerduty.told() == ["2027-01-03T02:00:00Z UCYD"]  # has begun


def test_a_duty_that_the_team_has_not_is_refused(push: Push, trouble: Trouble) -> None:
    with pytest.raises(BadInput, match="standby 1"):
        push("pagerduty", PLAN, duty="on-duty", for_real=True)
    assert trouble.seen == []


def test_which_duty_is_meant_does_not_hang_on_who_has_one_just_now(push: Push) -> None:
    day = {"id": "day", "site": "hub", "kind": "on-duty", "start": "08:00", "end": "16:00"}
    with pytest.raises(BadInput, match="on-duty 1, standby 1"):
        push("pagerduty", PLAN, shifts=[day])
