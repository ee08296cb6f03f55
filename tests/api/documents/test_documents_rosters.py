"""A roster from outside becomes assignments, or everything that is wrong with it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from api.documents.domain import problem_of
from api.documents.reading import document_of
from api.documents.rosters import COLUMNS, read_roster
from api.errors import BadInput
from scheduler.domain.roster import Roster
from scheduler.intervals import utc_text
from scheduler.problem import Problem
from tests.api.documents.samples import team

GOOD = "sin-01,sin-day,sin,on-duty,2027-01-04T23:00:00Z,2027-01-05T07:30:00Z"


@pytest.fixture(scope="module")
def problem() -> Problem:
    return problem_of(document_of(team()))


@pytest.fixture
def roster(problem: Problem) -> Roster:
    """Everybody on everything of their sites."""
    return Roster.of((p.id, s.id) for p in problem.people for s in problem.shifts_of(p, None))


def rows(roster: Roster, problem: Problem) -> list[dict[str, str]]:
    found = []
    for a in roster:
        s = problem.shift(a.shift)
        values = (a.person, s.template, s.site, str(s.duty), utc_text(s.start), utc_text(s.end))
        found.append(dict(zip(COLUMNS, values, strict=True)))
    return sorted(found, key=lambda row: (row["start"], row["person"]))


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join([",".join(COLUMNS), *lines]) + "\n")
    return path


def fault(path: Path, problem: Problem) -> str:
    with pytest.raises(BadInput) as caught:
        read_roster(path, problem)
    return str(caught.value)


def test_a_roster_csv_is_read_back(tmp_path: Path, roster: Roster, problem: Problem) -> None:
    path = tmp_path / "roster.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows(roster, problem))
    assert read_roster(path, problem) == roster


def test_a_plan_json_is_read_back(tmp_path: Path, roster: Roster, problem: Problem) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({"team": "harbour", "assignments": rows(roster, problem), "status": "optimal"}))
    assert read_roster(path, problem) == roster


def test_a_roster_without_rows_is_empty(tmp_path: Path, problem: Problem) -> None:
    assert len(read_roster(written(tmp_path / "roster.csv"), problem)) == 0


def test_the_same_instant_in_another_offset_is_the_same_shift(tmp_path: Path, problem: Problem) -> None:
    path = written(tmp_path / "r.csv", GOOD.replace("2027-01-04T23:00:00Z", "2027-01-05T07:00:00+08:00"))
    assert read_roster(path, problem) == Roster.of([("sin-01", "sin-day@2027-01-05")])


def test_somebody_on_a_shift_of_another_site_is_for_the_checker_to_report(tmp_path: Path, problem: Problem) -> None:
    path = written(tmp_path / "r.csv", GOOD.replace("sin-01", "dub-01"))
    assert len(read_roster(path, problem)) == 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "sin-01",
            "sin-99",
            "r.csv:2 person: 'sin-99' is not a person of this team. Expected: the id of one of 3 people",
        ),
        ("sin-day", "sin-dya", "r.csv:2 shift: 'sin-dya' is not a shift of this team"),
        ("sin-day", "sin-dya", "Maybe sin-day?"),
        ("04T23:00:00Z", "04T22:00:00Z", "r.csv:2 start: '2027-01-04T22:00:00Z' is no start of sin-day"),
        ("04T23:00:00Z", "04T22:00:00Z", "Maybe 2027-01-04T23:00:00Z?"),
        ("2027-01-04T23", "2027-05-04T23", "an instant at which sin-day starts in the period"),
        ("04T23:00:00Z", "04T23:00:00", "r.csv:2 start: '2027-01-04T23:00:00' is not an instant"),
        ("04T23:00:00Z", "04T23:00:00", "Maybe 2027-01-04T23:00:00Z"),
        ("2027-01-04T23:00:00Z", "noon", "r.csv:2 start: 'noon' is not an instant"),
        ("05T07:30:00Z", "05T08:30:00Z", "r.csv:2 end: '2027-01-05T08:30:00Z' contradicts sin-day@2027-01-05"),
        ("05T07:30:00Z", "05T07:30:00", "r.csv:2 end"),
        (",sin,", ",dub,", "r.csv:2 site: 'dub' contradicts sin-day@2027-01-05. Expected: sin."),
        ("on-duty", "standby", "r.csv:2 duty: 'standby' contradicts sin-day@2027-01-05. Expected: on-duty."),
        (",on-duty", ",", "r.csv:2 duty: is missing"),
        (",on-duty", "", "r.csv:2: 5 cells in the row. Expected: 6"),
    ],
)
def test_a_row_that_means_nothing_is_reported(tmp_path: Path, problem: Problem, old: str, new: str, words: str) -> None:
    assert old in GOOD
    assert words in fault(written(tmp_path / "r.csv", GOOD.replace(old, new)), problem)


def test_a_row_said_twice_names_the_first(tmp_path: Path, problem: Problem) -> None:
    assert "r.csv:3 person: 'sin-01' is on this shift already, by r.csv:2" in fault(
        written(tmp_path / "r.csv", GOOD, GOOD), problem
    )


def test_the_faults_of_all_rows_come_at_once(tmp_path: Path, problem: Problem) -> None:
    lines = [GOOD.replace("sin-01", "ghost"), GOOD, GOOD.replace("sin-day", "x"), GOOD.replace("on-duty", "standby")]
    text = fault(written(tmp_path / "r.csv", *lines), problem)
    assert [line.split(": ")[0] for line in text.splitlines()[1:]] == [
        "r.csv:2 person",
        "r.csv:4 shift",
        "r.csv:5 duty",
        "r.csv:5 person",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is not JSON"),
        ("{", "plan.json:1: is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "a list of assignments"),
        ("{}", "a list of assignments"),
        ('{"assignments": {}}', "a list of assignments"),
        ('{"assignments": ["a"]}', "plan.json assignments[0]: 'a' is not valid"),
        ('{"assignments": [{"person": ["x"]}]}', "plan.json assignments[0] person"),
        ('{"assignments": [{"person": null}]}', "plan.json assignments[0] person: is missing"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(tmp_path: Path, problem: Problem, content: str, words: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(content)
    assert words in fault(path, problem)


def test_a_roster_of_the_wrong_columns_is_refused(tmp_path: Path, problem: Problem) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("who,what\n")
    assert "has no column 'person'" in fault(path, problem)
