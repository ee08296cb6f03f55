from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from exports.document import answer_rows, assignment_rows, to_json
from scheduler.domain.roster import Roster
from scheduler.oncall.resolve import holdings_of, resolve
from scheduler.problem import Problem


def test_a_document_is_readable_stable_and_ends_its_line(problem: Problem, roster: Roster) -> None:
    document = {"team": "Équipe 🦉", "assignments": assignment_rows(problem, roster)}
    text = to_json(document)
    assert json.loads(text) == document
    assert text.startswith('{\n  "team": "Équipe 🦉",\n')
    assert text.endswith("}\n")
    assert to_json(document) == text


def test_numbers_that_json_does_not_know_are_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json({"gap": float("inf")})


def test_answers_have_the_eight_keys_that_others_rely_on(problem: Problem, roster: Roster) -> None:
    schedule = resolve(holdings_of(problem, roster))
    rows = answer_rows(schedule.answer(datetime(2027, 3, 27, 16, tzinfo=UTC)))
    assert rows[0] == {
        "duty": "on-duty",
        "level": 1,
        "person": "sin-01",
        "since": "2027-03-27T15:00:00Z",
        "until": "2027-03-27T23:30:00Z",
        "next": {"person": "sin-01", "start": "2027-03-28T15:00:00Z"},
        "source": "revision",
        "covered": True,
    }
    assert [(row["duty"], row["person"]) for row in rows] == [
        ("on-duty", "sin-01"),
        ("on-duty", "sin-02"),
        ("standby", "sin-02"),
    ]


def test_an_answer_that_nobody_is_there_has_the_same_keys(problem: Problem, roster: Roster) -> None:
    schedule = resolve(holdings_of(problem, roster))
    (on_duty, standby) = answer_rows(schedule.answer(datetime(2027, 3, 27, 1, tzinfo=UTC)))
    assert on_duty == {
        "duty": "on-duty",
        "level": 1,
        "person": None,
        "since": None,
        "until": "2027-03-27T15:00:00Z",
        "next": {"person": "sin-01", "start": "2027-03-27T15:00:00Z"},
        "source": None,
        "covered": False,
    }
    assert standby["until"] == "2027-03-27T02:00:00Z"
    assert json.loads(to_json([on_duty, standby])) == [on_duty, standby]
