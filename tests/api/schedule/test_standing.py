"""The roster as it is now, and the problem that it is checked by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.documents.domain import problem_of
from api.documents.model import TeamDocument
from api.documents.reading import document_of
from api.documents.rows import LeaveRow
from api.schedule.standing import Standings, day_of, roster_now
from api.schedule.today import as_of_today
from api.store.tables import OverrideRow, SwapRow
from scheduler.domain.roster import Assignment, Roster
from scheduler.intervals import Interval, parse_instant, shift_by
from scheduler.oncall.resolve import holdings_of, resolve
from scheduler.oncall.values import Override
from scheduler.verify import verify
from tests.api.plans_at_hand import another, harbour, legal, publish
from tests.service import Service

DAY = "sin-day@2027-01-19"
START, END = parse_instant("2027-01-18T23:00:00Z"), parse_instant("2027-01-19T07:30:00Z")


@pytest.fixture
def standings(service: Service) -> Iterator[Standings]:
    """Of the harbour, published twice: the second time for its last fortnight only."""
    publish(service)
    late = harbour() | {
        "period": harbour()["period"] | {"first_day": "2027-01-18", "coverage_from": "2027-01-18T12:00:00Z"}
    }
    rows = [row for row in legal(harbour()) if row[1].rpartition("@")[2] >= "2027-01-18"]
    publish(service, another(rows, f"sin-03 {DAY}", new=f"sin-04 {DAY}"), late)
    changed: dict[str, Any] = {"team_id": "harbour", "created_by": "test", "created_at": service.clock()}
    override: dict[str, Any] = {"duty": "on-duty", "start": START, "end": END, "add": "sin-01", "remove": "sin-04"}
    move = {"person": "sin-04", "shift": "sin-day@2027-01-28", "to": "sin-03"}
    swap: dict[str, Any] = {"state": "applied", "moves": [move], "offered_by": "sin-04", "applied_at": service.clock()}
    with service.services.store.writing() as session:
        session.add(OverrideRow(**changed, **override))
        session.add(SwapRow(**changed, **swap, starts_at=END))
    with service.services.store.reading() as session:
        yield Standings.now(session, "harbour", service.clock())


def test_the_newest_revision_that_speaks_of_a_day_is_in_force(standings: Standings) -> None:
    early, late = standings.of("sin-day@2027-01-05"), standings.of(DAY)
    assert early
    assert late
    assert (early.revision, late.revision) == (1, 2)
    assert [s.revision for s in standings.all_of([DAY, "sin-day@2027-01-05", "sin-day@2027-01-06", "x"])] == [1, 2]
    assert standings.of("sin-day@2027-02-01") is None
    assert standings.of("sin-dya@2027-01-19") is None
    assert standings.of("christmas") is None


def test_swaps_and_overrides_are_in_it(standings: Standings) -> None:
    for standing in standings.all_of([DAY, "sin-day@2027-01-05"]):
        assert standing.roster.by_shift[DAY] == ["sin-01"]
        assert standing.roster.by_shift["sin-day@2027-01-28"] == ["sin-03"]
        assert standing.checked.roster is standing.roster


def test_it_is_complete_and_can_be_checked(standings: Standings) -> None:
    found = standings.by(1)
    assert len(found.roster) == len(legal(harbour()))
    assert verify(found.problem, found.roster).hard == ()
    assert "sin-day@2027-01-23" in found.shifts  # nobody has it


def test_a_shared_shift_is_whose_who_has_most_of_it() -> None:
    problem = problem_of(document_of(harbour()))
    base = holdings_of(problem, Roster.of([("sin-03", DAY)]))

    def now(*overrides: Override) -> list[str]:
        return roster_now(problem, resolve(base, overrides).holdings).by_shift.get(DAY, [])

    def stands_in(minutes: int, person: str | None = "sin-04") -> Override:
        return Override(Interval(START, shift_by(START, minutes=minutes)), "on-duty", add=person, remove="sin-03")

    assert now() == ["sin-03"]
    assert now(stands_in(200)) == ["sin-03"]
    assert now(stands_in(300)) == ["sin-04"]
    assert now(stands_in(255)) == ["sin-03"]  # half of it
    assert now(stands_in(500, None)) == ["sin-03"]
    assert now(stands_in(510, None)) == []
    one_more = Override(Interval(START, END), "on-duty", add="sin-01", shift=DAY)
    assert now(one_more) == ["sin-01", "sin-03"]
    assert now(Override(Interval(START, shift_by(START, minutes=100)), "on-duty", add="sin-01", shift=DAY)) == [
        "sin-03"
    ]
    assert now(Override(Interval(START, END), "on-duty", add="stranger", remove="sin-03")) == []


@given(st.sets(st.tuples(st.sampled_from(["sin-01", "sin-02", "dub-01"]), st.integers(0, 40)), max_size=20))
def test_without_changes_it_is_the_roster(cells: set[tuple[str, int]]) -> None:
    problem = PROBLEM
    assignments = {Assignment(person, problem.shifts[n].id) for person, n in cells}
    roster = Roster(frozenset(assignments))
    assert roster_now(problem, holdings_of(problem, roster)) == roster


PROBLEM = problem_of(document_of(harbour()))


def test_people_leave_and_callouts_are_those_of_today() -> None:
    published = TeamDocument.model_validate(
        harbour()
        | {"pins": [{"person": "sin-03", "day": "2027-01-19", "shift": "sin-day"}]}
        | {"published": {"as_of": "2027-01-05T09:00:00Z", "first_day": "2027-01-04", "last_day": "2027-01-31"}}
    )
    raw = harbour()
    raw["people"] = [row | {"skills": ["manager"]} for row in raw["people"] if row["id"] != "dub-02"]
    raw["people"] += [{"id": "sin-05", "site": "sin", "contract_hours_per_week": 40}]
    raw["leave"] = [{"person": "sin-04", "first_day": "2027-01-20", "last_day": "2027-01-21"}]
    raw["callouts"] = [{"person": "sin-04", "start": "2027-01-19T18:00:00Z", "end": "2027-01-19T19:00:00Z"}]
    now = as_of_today(published, TeamDocument.model_validate(raw))
    assert [row.id for row in now.people] == [row["id"] for row in harbour()["people"]] + ["sin-05"]
    assert all(row.skills == ("manager",) for row in now.people if row.id not in ("dub-02", "sin-05"))
    assert [(row.person, row.kind) for row in now.leave] == [("sin-04", "approved")]
    assert (now.pins, now.published) == ((), None)
    (called,) = problem_of(now).callouts.values()
    assert (called.day, called.paid_minutes) == (date(2027, 1, 20), 60)


def test_people_of_sites_that_were_not_there_are_left_out() -> None:
    raw = harbour()
    raw["sites"] += [{"id": "sfo", "timezone": "America/Los_Angeles"}]
    raw["people"] += [{"id": "sfo-01", "site": "sfo", "contract_hours_per_week": 40}]
    raw["leave"] = [{"person": "sfo-01", "first_day": "2027-01-20", "last_day": "2027-01-21"}]
    now = as_of_today(TeamDocument.model_validate(harbour()), TeamDocument.model_validate(raw))
    assert {row.site for row in now.people} == {"sin", "dub"}
    assert now.leave == ()


def test_leave_outside_of_the_days_that_are_planned_today_stays() -> None:
    leave = [
        ("2027-01-01", "2027-01-02"),
        ("2027-01-30", "2027-02-05"),
        ("2027-03-01", "2027-03-02"),
        ("2027-04-01", "2027-04-09"),
    ]
    raw = harbour() | {"leave": [{"person": "sin-03", "first_day": first, "last_day": last} for first, last in leave]}
    next_quarter = harbour() | {"leave": []}
    next_quarter["period"] = harbour()["period"] | {"first_day": "2027-02-01", "last_day": "2027-04-04"}
    now = as_of_today(TeamDocument.model_validate(raw), TeamDocument.model_validate(next_quarter))
    assert days(now.leave) == [
        (date(2027, 1, 1), date(2027, 1, 2)),
        (date(2027, 1, 30), date(2027, 1, 31)),
        (date(2027, 4, 5), date(2027, 4, 9)),
    ]
    untouched = as_of_today(TeamDocument.model_validate(raw), None)
    assert [(str(first), str(last)) for first, last in days(untouched.leave)] == leave


def days(leave: tuple[LeaveRow, ...]) -> list[tuple[date, date]]:
    return [(row.first_day, row.last_day) for row in leave]


def test_the_day_of_a_shift_is_in_its_id() -> None:
    assert day_of(DAY) == date(2027, 1, 19)
    assert [day_of(id) for id in ("christmas", "sin-day@", "sin-day@2027-02-30")] == [None] * 3
