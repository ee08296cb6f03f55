"""`watchbill export` and `oncall`: from the plan alone."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.api.cli.conftest import Planned, Run

NOON = "2027-02-10T04:00:00Z"


def test_the_table_has_the_columns_that_others_rely_on(run: Run, planned: Planned) -> None:
    done = run("export", planned.plan, "--to", "csv")
    assert done.stdout.splitlines()[0] == "person,shift,site,duty,start,end"
    assert list(csv.DictReader(StringIO(done.stdout))) == planned.document["assignments"]


def test_json_has_the_same_rows_and_all_that_they_speak_of(run: Run, planned: Planned) -> None:
    told = json.loads(run("export", planned.plan, "--to", "json").stdout)
    assert told["assignments"] == planned.document["assignments"]
    assert [person["id"] for person in told["people"]] == ["ana", "ben", "cyd", "dot", "eli", "fay"]
    assert told["leave"] == [{"person": "eli", "first_day": "2027-02-13", "last_day": "2027-02-14"}]
    assert list(told)[:5] == ["team", "source", "made", "first_day", "last_day"]


@pytest.mark.parametrize("format", ["csv", "json", "ics"])
def test_one_persons_export_has_nobody_elses_shifts(run: Run, planned: Planned, format: str) -> None:
    mine = [row for row in planned.document["assignments"] if row["person"] == "ana"]
    done = run("export", planned.plan, "--to", format, "--person", "ana")
    assert done.exit_code == 0
    if format == "csv":
        assert list(csv.DictReader(StringIO(done.stdout))) == mine
    elif format == "json":
        assert json.loads(done.stdout)["assignments"] == mine
    else:
        assert done.stdout.count("BEGIN:VEVENT") == len(mine)


def test_a_feed_is_stamped_with_the_time_of_the_plan(run: Run, planned: Planned) -> None:
    first, second = (run("export", planned.plan, "--to", "ics", "--team") for _ in range(2))
    assert first.stdout_bytes == second.stdout_bytes
    made = planned.document["made"].replace("-", "").replace(":", "")
    assert f"DTSTAMP:{made}" in first.stdout
    assert first.stdout.count("BEGIN:VEVENT") == len(planned.document["assignments"])


def test_a_file_is_written_whole(run: Run, planned: Planned, tmp_path: Path) -> None:
    done = run("export", planned.plan, "--to", "ics", "--person", "ana", "-o", tmp_path / "ana.ics")
    assert (done.exit_code, done.stdout) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["ana.ics"]
    assert (tmp_path / "ana.ics").read_bytes().endswith(b"END:VCALENDAR\r\n")


def test_who_is_not_in_the_plan_has_no_export(run: Run, planned: Planned, tmp_path: Path) -> None:
    done = run("export", planned.plan, "--to", "csv", "--person", "anna", "-o", tmp_path / "x.csv")
    assert done.exit_code == 1
    assert "Maybe ana?" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_person_and_the_team_exclude_each_other(run: Run, planned: Planned) -> None:
    assert run("export", planned.plan, "--to", "csv", "--person", "ana", "--team").exit_code == 1


# -- oncall ------------------------------------------------------------------------------------------------------------


def asked(run: Run, planned: Planned, at: str) -> list[dict[str, Any]]:
    done = run("oncall", planned.plan, "--at", at, "--json")
    assert done.exit_code == 0
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_the_answer_has_its_keys_in_order(run: Run, planned: Planned) -> None:
    for answer in asked(run, planned, NOON):
        assert list(answer) == ["duty", "level", "person", "since", "until", "next", "source", "covered"]
        assert list(answer["next"]) == ["person", "start"]
        assert (answer["level"], answer["source"], answer["covered"]) == (1, "revision", True)


@pytest.mark.parametrize("at", [NOON, "2027-02-10T11:59:59Z", "2027-02-10T12:00:00Z", "2027-02-10T12:00:01Z"])
def test_it_names_exactly_who_is_in_the_table(run: Run, planned: Planned, at: str) -> None:
    there = [row for row in planned.document["assignments"] if row["start"] <= at < row["end"]]
    told = asked(run, planned, at)
    assert sorted((a["duty"], a["person"], a["since"], a["until"]) for a in told) == sorted(
        (row["duty"], row["person"], row["start"], row["end"]) for row in there
    )


def test_an_instant_with_another_offset_is_the_same_instant(run: Run, planned: Planned) -> None:
    assert asked(run, planned, "2027-02-10T12:00:00+08:00") == asked(run, planned, NOON)


def test_when_nobody_comes_any_more_next_is_null(run: Run, planned: Planned) -> None:
    told = asked(run, planned, "2027-02-21T11:00:00Z")
    assert {a["duty"]: a["next"] for a in told}["standby"] is None


def test_after_the_plan_every_duty_says_that_nobody_is_there(run: Run, planned: Planned) -> None:
    told = asked(run, planned, "2028-01-01T00:00:00Z")
    assert [(a["duty"], a["person"], a["covered"], a["source"]) for a in told] == [
        ("on-duty", None, False, None),
        ("standby", None, False, None),
    ]


def test_the_table_says_so_too(run: Run, planned: Planned) -> None:
    done = run("oncall", planned.plan, "--at", "2028-01-01T00:00:00Z")
    assert "Nobody holds on-duty, level 1." in done.stdout
    assert "The instant lies outside the plan" in done.stdout


def test_times_are_shown_in_another_zone_as_well(run: Run, planned: Planned) -> None:
    done = run("oncall", planned.plan, "--at", NOON, "--tz", "Asia/Singapore")
    assert "10 Feb 00:00" in done.stdout
    assert "10 Feb 08:00" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_without_an_instant_it_asks_for_now(run: Run, planned: Planned) -> None:
    done = run("oncall", planned.plan)
    assert done.exit_code == 0
    assert "On call at 2" in done.stdout


def test_a_plan_without_roster_says_so(run: Run, planned: Planned, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(planned.document | {"status": "infeasible", "assignments": []}))
    done = run("oncall", path, "--at", NOON)
    assert "The plan has no roster: its status is infeasible." in done.stdout
    assert "Nobody holds standby" in done.stdout


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--at", "2027-02-10T04:00:00"), "Maybe 2027-02-10T04:00:00Z, if it is meant in UTC?"),
        (("--at", "noon"), "'noon' is not an instant"),
        (("--tz", "Asia/Singapur"), "Maybe Asia/Singapore?"),
    ],
)
def test_bad_questions_are_refused(run: Run, planned: Planned, words: tuple[str, str], fault: str) -> None:
    done = run("oncall", planned.plan, *words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert fault in done.stderr


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "is not JSON"),
        ("[]", "a plan.json"),
        ("{}", "what `watchbill plan` writes"),
        ('{"document": {}}', "people"),
        ('{"document": {"people": 5}}', "people"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_what_is_no_plan_is_bad_input(run: Run, tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text)
    for command in (("oncall", path), ("export", path, "--to", "csv")):
        done = run(*command)
        assert (done.exit_code, done.stdout) == (1, ""), done.output
        assert fault in done.stderr


def test_a_plan_with_a_broken_assignment_is_bad_input(run: Run, planned: Planned, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    broken = [planned.document["assignments"][0] | {"person": "zoe"}]
    path.write_text(json.dumps(planned.document | {"assignments": broken}))
    done = run("oncall", path, "--at", NOON)
    assert done.exit_code == 1
    assert "'zoe' is not a person of this team" in done.stderr
