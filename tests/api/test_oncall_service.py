"""Who is on call over HTTP: the same answers as the command line gives."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from api.documents.plan_file import PlanFile
from api.oncall.service import application
from constraints.examples import ANA, BEN, example
from exports.document import answer_rows
from scheduler.intervals import parse_instant
from scheduler.problem import Problem


@pytest.fixture
def plan() -> PlanFile:
    made = example("", 0, last=1, people=(ANA, BEN), shifts="DS", works={"ana": "DD", "ben": "S"})
    return PlanFile(Problem(made.team), made.roster, "feasible", datetime(2027, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("at", ["2027-01-04T06:59:59Z", "2027-01-04T07:00:00Z", "2027-01-04T15:30:00+00:00"])
def test_it_answers_as_the_schedule_does(plan: PlanFile, at: str) -> None:
    told = TestClient(application(plan)).get("/v1/oncall", params={"at": at})
    assert told.status_code == 200
    assert told.json() == answer_rows(plan.schedule.answer(parse_instant(at)))
    assert {row["duty"] for row in told.json()} == {"on-duty", "standby"}


def test_nobody_is_an_answer(plan: PlanFile) -> None:
    rows = TestClient(application(plan)).get("/v1/oncall", params={"at": "2027-01-05T20:00:00Z"}).json()
    assert [(r["person"], r["covered"]) for r in rows if r["duty"] == "on-duty"] == [(None, False)]


def test_without_an_instant_it_is_now(plan: PlanFile) -> None:
    assert TestClient(application(plan)).get("/v1/oncall").status_code == 200


@pytest.mark.parametrize("at", ["yesterday", "2027-01-04T07:00:00", "0", ""])
def test_what_is_no_instant_is_refused_with_the_reason(plan: PlanFile, at: str) -> None:
    told = TestClient(application(plan)).get("/v1/oncall", params={"at": at})
    assert told.status_code == 400
    assert "is not an instant" in told.json()["detail"]


def test_it_says_which_plan_it_serves(plan: PlanFile) -> None:
    told = TestClient(application(plan)).get("/v1/health").json()
    assert told == {"team": "example", "status": "feasible", "last_day": "2027-01-05"}
