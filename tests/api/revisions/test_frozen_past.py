"""What has begun stays what was published of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.documents.domain import problem_of
from api.documents.reading import document_of
from api.revisions.frozen import known_to, merged
from api.revisions.published import Published
from api.schedule.content import roster_of, shifts_of
from api.store.tables import RevisionRow
from scheduler.domain.roster import Assignment
from scheduler.intervals import Interval, parse_instant, shift_by, utc_text
from scheduler.oncall.values import Holding
from tests.api.plans_at_hand import Rows, another, harbour, legal, planned, publish, published, rotating
from tests.service import Service

TUESDAY, THURSDAY = "sin-03 sin-day@2027-01-19", "sin-03 sin-day@2027-01-21"
WEDNESDAY = "2027-01-20T12:00:00Z"


def exchanged() -> Rows:
    """The harbour's roster with Tuesday and Thursday of the third week given to sin-04."""
    return another(legal(harbour()), TUESDAY, THURSDAY, new="sin-04 sin-day@2027-01-19, sin-04 sin-day@2027-01-21")


def seen(service: Service, first: str, last: str) -> list[Holding]:
    posted = service.services.board.of("harbour")
    assert posted
    return list(posted.schedule.between(Interval(parse_instant(first), parse_instant(last))))


def test_shifts_that_have_begun_stay_and_the_answer_says_which(service: Service) -> None:
    publish(service)
    past = seen(service, "2027-01-04T00:00:00Z", WEDNESDAY)
    service.clock.set(WEDNESDAY)
    answer = published(service, exchanged()).json()
    assert answer["kept"] == [
        {
            "shift": "sin-day@2027-01-19",
            "start": "2027-01-18T23:00:00Z",
            "kept": ["sin-03"],
            "planned": ["sin-04"],
        }
    ]
    assert answer["changes"]["touched"] == ["sin-03", "sin-04"]
    assert [shift["shift"] for shift in answer["changes"]["shifts"]] == ["sin-day@2027-01-21"]
    then = [(h.person, h.shift, h.interval) for h in seen(service, "2027-01-04T00:00:00Z", WEDNESDAY)]
    assert then == [(h.person, h.shift, h.interval) for h in past]
    (coming,) = (h for h in seen(service, "2027-01-21T00:00:00Z", "2027-01-21T01:00:00Z") if h.duty == "on-duty")
    assert (coming.person, coming.revision) == ("sin-04", 2)


def test_a_violation_of_the_past_needs_nobody_to_accept_it(service: Service) -> None:
    publish(service)
    holed = another(legal(harbour()), TUESDAY, THURSDAY)
    service.clock.set("2027-01-18T23:00:00Z")  # Tuesday's shift begins
    (violation,) = published(service, holed).json()["violations"]
    assert violation["start"] == "2027-01-21T00:00:00Z"
    gap = [{"violation": violation["id"], "reason": "the office is closed"}]
    service.clock.set(WEDNESDAY)
    assert published(service, holed, accept=gap).status_code == 201
    service.clock.set("2027-01-22T00:00:00Z")
    again = published(service, holed)
    assert again.status_code == 201, again.text


def test_without_anything_published_nobody_was_there(service: Service) -> None:
    """A gap that reaches into the future is one that somebody has to accept."""
    service.clock.set("2027-01-19T03:00:00Z")
    refused = published(service)
    assert {v["end"] for v in refused.json()["violations"]} == {"2027-01-19T07:00:00Z", "2027-01-25T02:00:00Z"}
    accept = [{"violation": v["id"], "reason": "first week"} for v in refused.json()["violations"]]
    answer = published(service, accept=accept).json()
    assert ("sin-day@2027-01-19", [], ["sin-03"]) in [(r["shift"], r["kept"], r["planned"]) for r in answer["kept"]]
    assert seen(service, "2027-01-04T00:00:00Z", "2027-01-19T03:00:00Z") == []


def test_who_left_the_team_stays_in_its_past(service: Service) -> None:
    raw = harbour()
    publish(service)
    service.clock.set("2027-01-24T00:00:00Z")
    past = seen(service, "2027-01-04T00:00:00Z", "2027-01-24T00:00:00Z")
    raw["people"] = [person for person in raw["people"] if person["id"] != "sin-03"]
    raw["leave"] = []
    rows = [row for row in legal(harbour()) if row[0] != "sin-03"]
    assert published(service, rows, raw).status_code == 201
    then = seen(service, "2027-01-04T00:00:00Z", "2027-01-24T00:00:00Z")
    assert "sin-03" in {h.person for h in then}
    assert [(h.person, h.interval) for h in then] == [(h.person, h.interval) for h in past]


def test_a_violation_that_reaches_back_before_the_period_becomes_past_too(service: Service) -> None:
    raw = harbour() | {"previous": [{"person": "sin-03", "day": "2027-01-03", "shift": "sin-night"}]}
    rows = legal(harbour())
    tired = [v for v in published(service, rows, raw).json()["violations"] if v["shifts"]]
    assert {v["shifts"][0] for v in tired} == {"sin-night@2027-01-03"}
    accept = [{"violation": v["id"], "reason": "Sunday was quiet"} for v in tired]
    assert published(service, rows, raw, accept=accept).status_code == 201
    service.clock.set("2027-01-18T00:00:00Z")
    assert published(service, rows, raw).status_code == 201


def test_a_shift_has_begun_at_the_instant_of_its_start() -> None:
    problem, rows, start = problem_of(document_of(harbour())), legal(harbour()), parse_instant("2027-01-18T23:00:00Z")
    nothing = Published.by([])
    before, then = (merged(problem, roster_of(rows), nothing, shift_by(start, seconds=n)) for n in (-1, 0))
    assert before.roster.assignments - then.roster.assignments == {Assignment("sin-03", "sin-day@2027-01-19")}


def test_the_checker_is_not_asked_about_who_and_what_is_no_more() -> None:
    problem = problem_of(document_of(harbour()))
    kept = ["sin-03", "sin-day@2027-01-19"]
    rows = [kept, ["sin-09", "sin-day@2027-01-19"], ["sin-03", "sin-late@2027-01-20"]]
    assert known_to(problem, roster_of(rows)) == roster_of([kept])


@pytest.mark.parametrize(("start", "now"), [("06:00", "2027-01-18T22:30:00Z"), ("08:00", "2027-01-18T23:30:00Z")])
def test_a_shift_with_other_times_has_begun_when_it_has_begun_by_either(start: str, now: str) -> None:
    rows, raw, day = legal(harbour()), harbour(), "sin-day@2027-01-19"
    raw["shifts"][0]["start"] = start
    changed = problem_of(document_of(raw))
    found = merged(changed, roster_of(rows), Published.by([_revision(rows)]), parse_instant(now))
    assert found.records[day]["start"] == "2027-01-18T23:00:00Z"
    assert found.records["sin-day@2027-01-20"]["start"] == utc_text(changed.shift("sin-day@2027-01-20").start)


def test_what_rotations_said_before_the_first_revision_stays(service: Service) -> None:
    plan, past = planned(service), ("2027-01-04T12:00:00Z", "2027-01-18T00:00:00Z")
    rotating(service, "sin-03", "sin-04", cadence="daily")
    before = seen(service, *past)
    service.clock.set("2027-01-18T00:00:00Z")
    needed = service.admin.get(f"/v1/plans/{plan}/diff").json()["violations"]
    accept = [{"violation": v["id"], "reason": "the first week"} for v in needed]
    assert service.admin.post(f"/v1/plans/{plan}/publish", json={"accept": accept}).status_code == 201
    assert [(h.person, h.start) for h in seen(service, *past)] == [(h.person, h.start) for h in before]
    holders = {(h.person, h.source) for h in seen(service, "2027-01-25T02:00:00Z", "2027-01-25T03:00:00Z")}
    assert ("sin-02", "revision") in holders
    assert "rotation" not in {source for _, source in holders}


@given(st.integers(min_value=0, max_value=28 * 24 * 60), st.data())
@settings(deadline=None, max_examples=40)
def test_the_past_is_what_was_published_and_the_future_what_is_planned(minutes: int, data: st.DataObject) -> None:
    now = shift_by(datetime(2027, 1, 4, tzinfo=UTC), minutes=minutes)
    problem, rows = problem_of(document_of(harbour())), legal(harbour())
    people = st.sampled_from(["sin-01", "sin-02", "sin-03", "sin-04"])
    planned = [[data.draw(people) if n % 5 == 0 else person, shift] for n, (person, shift) in enumerate(rows)]
    found = merged(problem, roster_of(planned), Published.by([_revision(rows)]), now)
    for assignment in roster_of(rows).assignments ^ found.roster.assignments:
        assert problem.shift(assignment.shift).start > now
    for assignment in roster_of(planned).assignments ^ found.roster.assignments:
        assert problem.shift(assignment.shift).start <= now
    assert found.records.keys() == found.roster.by_shift.keys()


def _revision(rows: Rows) -> RevisionRow:
    """A revision of the harbour, in no database."""
    problem = problem_of(document_of(harbour()))
    return RevisionRow(
        team_id="harbour",
        number=1,
        plan_id="",
        first_day=problem.first_day,
        last_day=problem.last_day,
        assignments=rows,
        shifts=shifts_of(problem, roster_of(rows)),
        digest="",
        published_by="",
    )
