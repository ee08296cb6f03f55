"""`watchbill verify` and `check`: the same total as the plan's, and every change is caught."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.intervals import parse_instant, shift_by, utc_text
from tests.api.cli.conftest import Planned, Run

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def rows(run: Run, planned: Planned, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    path = tmp_path_factory.mktemp("csv") / "roster.csv"
    assert run("export", planned.plan, "--to", "csv", "-o", path).exit_code == 0
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def roster(tmp_path: Path) -> Callable[[Rows], Path]:
    def write(rows: Rows) -> Path:
        path = tmp_path / "roster.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, ["person", "shift", "site", "duty", "start", "end"])
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def total(output: str) -> int:
    line = next(line for line in output.splitlines() if line.strip().startswith("in all"))
    return int(line.split()[-1].replace(",", ""))


def test_the_table_and_the_plan_have_the_plans_penalty(
    run: Run, planned: Planned, rows: Rows, roster: Callable[[Rows], Path]
) -> None:
    for file in (roster(rows), planned.plan):
        done = run("verify", planned.team, file)
        assert done.exit_code == 0, done.output
        assert "All hard rules (16) are kept." in done.stdout
        assert total(done.stdout) == planned.document["penalty"]
    assert "agrees with" in done.stdout


def test_a_recorded_callout_begins_the_rest_again(
    run: Run, planned: Planned, edited: Callable[[str, str], Path], rows: Rows, roster: Callable[[Rows], Path]
) -> None:
    shift = next(row for row in rows if row["duty"] == "on-duty" and row["start"] > "2027-02-10")
    start, end = (utc_text(shift_by(parse_instant(shift["start"]), minutes=minutes)) for minutes in (-180, -120))
    team = edited("callouts: []", f"callouts: [{{person: {shift['person']}, start: {start}, end: {end}}}]")
    done = run("verify", team, roster(rows))
    assert done.exit_code == 1
    said = f"{shift['person']} rests 2 h between call-out of {shift['person']} at {start} and {shift['shift']}"
    assert said in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("instant", "code", "words"),
    [
        ("2027-01-10T15:59:00Z", 0, "Everybody knows in time."),
        ("2027-01-31T16:00:00Z", 0, "soft: "),
        ("2027-01-31T16:01:00Z", 1, "should have known the shifts of February 2027 by 2027-01-31T16:00:00Z"),
    ],
)
def test_notice_is_checked_for_an_instant(
    run: Run, planned: Planned, edited: Callable[[str, str], Path], instant: str, code: int, words: str
) -> None:
    """The period begins on 8 February: at 16:00 UTC of the day before."""
    team = edited("timezone: Asia/Singapore", "timezone: Asia/Singapore, rule_pack: singapore")
    roster = planned.plan.with_name("roster.csv")
    assert run("export", planned.plan, "--to", "csv", "-o", roster).exit_code == 0
    done = run("verify", team, roster, "--published-at", instant)
    assert words in " ".join(done.stdout.split())
    assert done.exit_code == code


def test_an_instant_without_offset_is_refused(run: Run, planned: Planned) -> None:
    done = run("verify", planned.team, planned.plan, "--published-at", "2027-01-10T15:59")
    assert done.exit_code == 1
    assert "--published-at: '2027-01-10T15:59' is not an instant" in done.stderr


@pytest.mark.parametrize("duty", ["standby", "on-duty"])
def test_a_deleted_assignment_is_caught(
    run: Run, planned: Planned, rows: Rows, roster: Callable[[Rows], Path], duty: str
) -> None:
    owed = [row for row in rows if row["end"] > "2027-02-08T12:00:00Z"]  # when coverage begins
    alone = next(row for row in owed if row["duty"] == duty and sum(r["start"] == row["start"] for r in rows) == 1)
    done = run("verify", planned.team, roster([row for row in rows if row is not alone]))
    assert done.exit_code == 1
    assert "coverage, hard: 1 violation" in done.stdout
    assert alone["end"] in done.stdout


def test_a_moved_assignment_is_caught(run: Run, planned: Planned, rows: Rows, roster: Callable[[Rows], Path]) -> None:
    """Somebody works the day right after a night, in place of whoever was to."""
    pairs = [(a, b) for a in rows for b in rows if a["shift"] == "night" and b["shift"] == "day"]
    night, day = next((a, b) for a, b in pairs if a["end"] == b["start"] and a["person"] != b["person"])
    moved = [row | {"person": night["person"]} if row is day else row for row in rows]
    done = run("verify", planned.team, roster(moved))
    assert done.exit_code == 1
    assert "rest_period, hard: " in done.stdout


def test_hard_violations_come_first_and_long_lists_are_cut(
    run: Run, planned: Planned, roster: Callable[[Rows], Path]
) -> None:
    cut, everything = (run("verify", planned.team, roster([]), *more) for more in ((), ("--all",)))
    assert cut.exit_code == everything.exit_code == 1
    headings = [line for line in cut.stdout.splitlines() if re.match(r"\S.*, (hard|penalty [\d,]+): \d", line)]
    assert [", hard: " in line for line in headings] == [True] + [False] * (len(headings) - 1)
    assert "more (--all lists them)" in cut.stdout
    assert "--all" not in everything.stdout
    assert len(everything.stdout) > len(cut.stdout)


def test_a_plan_that_states_another_penalty_is_told(run: Run, planned: Planned, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(planned.document | {"penalty": planned.document["penalty"] - 1}))
    done = run("verify", planned.team, path)
    assert done.exit_code == 1
    assert "differs from" in done.stdout


@pytest.mark.parametrize("status", ["infeasible", "unknown"])
def test_a_plan_without_roster_cannot_be_verified(run: Run, planned: Planned, tmp_path: Path, status: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(planned.document | {"status": status, "penalty": None, "assignments": []}))
    done = run("verify", planned.team, path)
    assert done.exit_code == 1
    assert "there is no roster" in done.stderr


def test_a_roster_of_strangers_is_bad_input_all_at_once(
    run: Run, planned: Planned, rows: Rows, roster: Callable[[Rows], Path]
) -> None:
    done = run("verify", planned.team, roster([row | {"person": "zoe"} for row in rows[:2]]))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.count("'zoe' is not a person of this team") == 2


# -- check -------------------------------------------------------------------------------------------------------------


def test_check_shows_hours_owed_and_hours_had(run: Run, team: Path) -> None:
    done = run("check", team)
    assert done.exit_code == 0
    for words in ("is in order", "floor", "312 (624)", "hub", "One person may meet several requirements"):
        assert words in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_check_says_who_is_short(run: Run, edited: Callable[[str, str], Path]) -> None:
    done = run("check", edited("minimum: 1, target: 2", "minimum: 9"))
    assert done.exit_code == 0
    assert "short by" in done.stdout
    assert "6 of 9 are employed" in done.stdout


def test_check_tells_every_problem_at_once(run: Run, edited: Callable[[str, str], Path]) -> None:
    done = run("check", edited("timezone: Asia/Singapore}", "timezone: Asia/Singapur}\n  - {id: x, colour: red}"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "3 problems:" in done.stderr
    assert "sites[1].colour: is not known here" in done.stderr
    assert "Maybe Asia/Singapore?" in done.stderr
    assert "Traceback" not in done.stderr
