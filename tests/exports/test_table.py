from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.document import assignment_rows
from exports.table import to_csv
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster
from scheduler.domain.shift import shift_id
from scheduler.domain.team import Team
from scheduler.problem import Problem

NIGHT = shift_id("sin-night", date(2027, 3, 27))


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def test_the_file_is_as_it_was(problem: Problem, roster: Roster, golden: Callable[[str, bytes], None]) -> None:
    golden("roster.csv", to_csv(problem, roster).encode())


def test_rows_are_in_order_of_start_then_person(problem: Problem, roster: Roster) -> None:
    rows = read(to_csv(problem, roster))
    assert rows == assignment_rows(problem, roster)
    assert [(row["start"], row["person"]) for row in rows] == sorted((row["start"], row["person"]) for row in rows)
    assert len(rows) == len(roster)


def test_of_two_shifts_that_start_together_the_first_by_name_comes_first(team: Team) -> None:
    twin = replace(team, templates=(*team.templates, replace(team.templates[0], id="a-night")))
    roster = Roster.of([("sin-01", shift_id(id, date(2027, 3, 27))) for id in ("sin-night", "a-night")])
    assert [row["shift"] for row in assignment_rows(Problem(twin), roster)] == ["a-night", "sin-night"]
    others = Roster.of([("sin-02", shift_id("a-night", date(2027, 3, 27))), ("sin-01", NIGHT)])
    assert [row["person"] for row in assignment_rows(Problem(twin), others)] == ["sin-01", "sin-02"]


def test_an_empty_roster_is_a_header(problem: Problem) -> None:
    assert to_csv(problem, Roster()) == "person,shift,site,duty,start,end\n"


@pytest.mark.parametrize("sign", [*"=+-@", "\t", '"', ",", "'"])
def test_an_id_that_looks_like_a_formula_survives(team: Team, sign: str) -> None:
    assert person_read_back(team, f"{sign}1+1") == f"{sign}1+1"


# Before Python 3.13 the csv module does not quote a carriage return; document readers let none into an id.
@given(id=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1))
def test_any_id_survives(team: Team, id: str) -> None:
    assert person_read_back(team, id) == id


def person_read_back(team: Team, id: str) -> str:
    problem = Problem(replace(team, people=(Person(id, "sin"),)))
    (row,) = read(to_csv(problem, Roster.of([(id, NIGHT)])))
    return row["person"]
