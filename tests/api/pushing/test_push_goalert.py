from __future__ import annotations

from collections.abc import Callable

import pytest

from api.errors import BadInput
from api.pushing.connection import Refused
from scheduler.intervals import parse_instant
from tests.api.pushing.stand_ins import GoAlertStandIn, Raw, Trouble

Push = Callable[..., int]
PLAN = "ana 4 7, ben 7 11"
MADE = [
    "2027-01-04T02:00:00Z to 2027-01-07T02:00:00Z UANA",
    "2027-01-07T02:00:00Z to 2027-01-11T02:00:00Z UBEN",
]
WRITES = {"setTemporarySchedule", "clearTemporarySchedules"}


def temporary(start: int, end: int, *shifts: tuple[int, int, str]) -> Raw:
    rows = [{"userID": user, "start": _instant(a), "end": _instant(b)} for a, b, user in shifts]
    return {"start": _instant(start), "end": _instant(end), "shifts": rows}


def _instant(day: int) -> str:
    return f"2027-01-{day:02}T02:00:00Z"


def test_without_for_real_it_only_tells(push: Push, goalert: GoAlertStandIn, trouble: Trouble) -> None:
    assert push("goalert", PLAN) == 0
    assert goalert.schedules == []
    assert trouble.seen == ["schedule("]


def test_for_real_it_is_set_and_a_second_push_changes_nothing(
    push: Push, goalert: GoAlertStandIn, trouble: Trouble, capsys: pytest.CaptureFixture[str]
) -> None:
    assert push("goalert", PLAN, for_real=True) == 0
    assert goalert.told() == MADE
    assert push("goalert", PLAN, for_real=True) == 0
    assert trouble.seen.count("setTemporarySchedule") == 1
    assert "0 to make, 0 to take away, 2 stay." in capsys.readouterr().out


def test_neighbouring_shifts_of_one_person_are_one_there_and_a_second_push_sees_that(
    push: Push, goalert: GoAlertStandIn, trouble: Trouble
) -> None:
    plan = "ana 4 7, ana 7 11, ben 11 14"
    assert push("goalert", plan, for_real=True) == 0
    assert goalert.told()[0] == "2027-01-04T02:00:00Z to 2027-01-11T02:00:00Z UANA"
    assert push("goalert", plan, for_real=True) == 0
    assert push("goalert", plan, now="2027-01-05T00:00:00Z", for_real=True) == 0
    assert trouble.seen.count("setTemporarySchedule") == 1


def test_more_shifts_than_it_takes_at_a_time_are_set_in_parts(
    push: Push, goalert: GoAlertStandIn, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exports.goalert.MOST", 1)
    assert push("goalert", PLAN, for_real=True) == 0
    assert goalert.told() == MADE
    assert trouble.seen.count("setTemporarySchedule") == 2
    assert len(goalert.schedules) == 1
    assert push("goalert", PLAN, for_real=True) == 0
    assert trouble.seen.count("setTemporarySchedule") == 2


def test_what_is_not_of_the_plan_goes_and_what_lies_beyond_stays(push: Push, goalert: GoAlertStandIn) -> None:
    goalert.schedules = [temporary(4, 16, (4, 7, "UANA"), (7, 10, "UCYD"), (12, 16, "UCYD"))]
    assert push("goalert", PLAN, for_real=True) == 0
    assert goalert.told() == [*MADE, "2027-01-12T02:00:00Z to 2027-01-16T02:00:00Z UCYD"]


def test_what_lies_beyond_stays_also_beside_a_shift_that_goes(push: Push, goalert: GoAlertStandIn) -> None:
    goalert.schedules = [temporary(7, 16, (7, 16, "UCYD"), (12, 14, "UBEN"))]
    assert push("goalert", PLAN, for_real=True) == 0
    assert goalert.told() == [*MADE, "2027-01-12T02:00:00Z to 2027-01-14T02:00:00Z UBEN"]


def test_who_is_on_call_stays_until_the_end_of_the_shift(push: Push, goalert: GoAlertStandIn) -> None:
    goalert.schedules = [temporary(3, 8, (3, 8, "UCYD"))]
    goalert.now = parse_instant("2027-01-05T00:00:00Z")
    assert push("goalert", PLAN, now="2027-01-05T00:00:30Z", for_real=True) == 0
    assert goalert.told() == ["2027-01-03T02:00:00Z to 2027-01-08T02:00:00Z UCYD", MADE[1]]
    assert push("goalert", PLAN, now="2027-01-05T00:00:30Z") == 0


def test_of_a_long_shift_that_ours_was_joined_to_only_the_rest_is_changed(push: Push, goalert: GoAlertStandIn) -> None:
    assert push("goalert", "ana 4 7, ana 7 11", for_real=True) == 0
    assert push("goalert", PLAN, now="2027-01-05T00:00:00Z", for_real=True) == 0
    assert goalert.told() == MADE


def test_before_the_plan_begins_nothing_is_touched(push: Push, goalert: GoAlertStandIn) -> None:
    goalert.schedules = [temporary(1, 31, (1, 3, "UCYD"), (3, 4, "UBEN"), (4, 31, "UCYD"))]
    assert push("goalert", PLAN, now="2027-01-02T00:00:00Z", for_real=True) == 0
    before = ["2027-01-01T02:00:00Z to 2027-01-03T02:00:00Z UCYD", "2027-01-03T02:00:00Z to 2027-01-04T02:00:00Z UBEN"]
    assert goalert.told() == [*before, *MADE]


def test_what_is_set_begins_with_the_plan_also_where_somebody_is_on_call_now(
    push: Push, goalert: GoAlertStandIn
) -> None:
    goalert.schedules = [temporary(1, 2, (1, 2, "UCYD"))]
    assert push("goalert", PLAN, now="2027-01-01T12:00:00Z", for_real=True) == 0
    # In between GoAlert's own rotations say who is on call, not an empty temporary schedule.
    assert [(one["start"], one["end"]) for one in goalert.schedules] == [
        ("2027-01-01T02:00:00Z", "2027-01-02T02:00:00Z"),
        ("2027-01-04T02:00:00Z", "2027-01-11T02:00:00Z"),
    ]


def test_a_shift_that_reaches_into_the_plan_stays_to_its_end(
    push: Push, goalert: GoAlertStandIn, trouble: Trouble
) -> None:
    goalert.schedules = [temporary(2, 9, (2, 5, "UCYD"), (5, 9, "UBEN"), (8, 9, "UANA"))]
    now = "2027-01-01T00:00:00Z"
    for _ in range(2):
        assert push("goalert", PLAN, now=now, for_real=True) == 0
        assert goalert.told() == ["2027-01-02T02:00:00Z to 2027-01-05T02:00:00Z UCYD", *MADE]
    assert trouble.seen.count("setTemporarySchedule") == 1


def test_a_duty_that_nobody_has_any_more_is_cleared(push: Push, goalert: GoAlertStandIn) -> None:
    goalert.schedules = [temporary(2, 16, (2, 3, "UCYD"), (5, 9, "UCYD"), (12, 16, "UCYD"))]
    day = {"id": "day", "site": "hub", "kind": "on-duty", "start": "08:00", "end": "16:00"}
    assert push("goalert", PLAN, duty="on-duty", shifts=[day], for_real=True) == 0
    assert goalert.told() == [
        "2027-01-02T02:00:00Z to 2027-01-03T02:00:00Z UCYD",
        "2027-01-12T02:00:00Z to 2027-01-16T02:00:00Z UCYD",
    ]


def test_a_set_that_failed_is_asked_again_for_it_does_no_harm(
    push: Push, goalert: GoAlertStandIn, trouble: Trouble
) -> None:
    trouble.fail = lambda kind, n: 502 if kind in WRITES and n < 3 else None
    assert push("goalert", PLAN, for_real=True) == 0
    assert goalert.told() == MADE


def test_what_it_refuses_is_told_and_nothing_is_done(
    push: Push, goalert: GoAlertStandIn, trouble: Trouble, capsys: pytest.CaptureFixture[str]
) -> None:
    goalert.now = parse_instant("2028-01-01T00:00:00Z")
    assert push("goalert", PLAN, for_real=True) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "Stopped after 0 steps" in said
    assert "End: must be in the future" in said


def test_a_wrong_schedule_or_token_is_refused(
    push: Push, goalert: GoAlertStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="no such schedule"):
        push("goalert", PLAN, schedule="other")
    monkeypatch.setenv("GOALERT_TOKEN", "wrong")
    with pytest.raises(Refused, match="401"):
        push("goalert", PLAN)


def test_it_has_no_gaps_to_tell_and_no_address_of_its_own(push: Push, goalert: GoAlertStandIn) -> None:
    with pytest.raises(BadInput, match="--gaps"):
        push("goalert", PLAN, gaps=True)
    with pytest.raises(BadInput, match="--url"):
        push("goalert", PLAN, url=None)
