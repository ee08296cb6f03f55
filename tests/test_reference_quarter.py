"""The reference quarter from end to end, as a manager runs it: plan, verify, feeds, on-call at any second."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject

from api.cli.asking import answers
from api.documents.domain import problem_of
from api.documents.examples import example_folder
from api.documents.plan_file import read_plan
from api.documents.reading import read_folder
from scheduler.model import RosterModel
from scheduler.outcome import Budget
from scheduler.solve.clock import Clock
from scheduler.solve.stage import Stage

pytestmark = pytest.mark.slow

SECONDS = 90
PERSON_COUNT = 32


def watchbill(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from api.cli import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"COLUMNS": "100"})


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "out"
    done = watchbill("demo", "--out", folder, "--time-limit", str(SECONDS), "--workers", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "on-duty" in done.stdout
    return folder


@pytest.fixture(scope="module")
def plan(out: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((out / "plan.json").read_text())
    return document


@pytest.fixture(scope="module")
def rows(out: Path) -> list[dict[str, str]]:
    with (out / "roster.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_it_is_legal_and_every_minimum_is_met(plan: dict[str, Any]) -> None:
    assert plan["status"] in {"optimal", "feasible"}
    assert not [v for v in plan["violations"] if v["hard"]]
    assert all(line["minimum_met"] for line in plan["report"]["coverage"])
    assert 0 <= plan["lower_bound"] <= plan["penalty"]


def test_one_worker_alone_comes_by_a_first_roster() -> None:
    model = RosterModel(problem_of(read_folder(example_folder())))
    budget = Budget(seconds=5, workers=1, repeatable=True)
    assert Stage(model, budget, Clock(budget)).first(5).values is not None


def test_the_table_has_the_columns_and_order_that_others_rely_on(rows: list[dict[str, str]]) -> None:
    assert list(rows[0]) == ["person", "shift", "site", "duty", "start", "end"]
    assert rows == sorted(rows, key=lambda row: (row["start"], row["person"]))
    assert rows[0]["start"].endswith("Z")


def test_the_checker_agrees_on_the_table_to_the_unit(out: Path, plan: dict[str, Any]) -> None:
    for file in ("roster.csv", "plan.json"):
        done = watchbill("verify", out / "team.yaml", out / file)
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"{plan['penalty']:,}" in done.stdout or str(plan["penalty"]) in done.stdout


def edited(out: Path, tmp_path: Path, rows: list[dict[str, str]]) -> Path:
    path = tmp_path / "edited.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_deleted_standby_is_caught(out: Path, tmp_path: Path, rows: list[dict[str, str]]) -> None:
    kept = list(rows)
    kept.remove(next(row for row in rows if row["duty"] == "standby"))
    done = watchbill("verify", out / "team.yaml", edited(out, tmp_path, kept))
    assert done.returncode == 1
    assert "second-incident-manager" in done.stdout


def test_any_deleted_assignment_changes_the_penalty(
    out: Path, tmp_path: Path, rows: list[dict[str, str]], plan: dict[str, Any]
) -> None:
    done = watchbill("verify", out / "team.yaml", edited(out, tmp_path, rows[:-1]))
    assert done.returncode == 1 or str(plan["penalty"]) not in done.stdout.replace(",", "")


def test_a_moved_assignment_is_caught(out: Path, tmp_path: Path, rows: list[dict[str, str]]) -> None:
    """The morning shift that begins while a night still runs goes to whoever has that night."""
    night = next(row for row in rows if row["shift"] == "sin-night")
    morning = next(row for row in rows if row["shift"] == "sin-day" and night["start"] < row["start"] < night["end"])
    moved = [row | {"person": night["person"]} if row is morning else row for row in rows]
    done = watchbill("verify", out / "team.yaml", edited(out, tmp_path, moved))
    assert done.returncode == 1
    assert "rest_period" in done.stdout


def test_every_person_and_the_team_have_a_feed_that_another_parser_reads(out: Path, rows: list[dict[str, str]]) -> None:
    feeds = {path.stem: vobject.readOne(path.read_text()) for path in (out / "feeds").glob("*.ics")}
    assert len(feeds) == PERSON_COUNT + 1
    for person in {row["person"] for row in rows}:
        told = sorted((event.dtstart.value, event.dtend.value) for event in feeds[person].vevent_list)
        mine = sorted((instant(row["start"]), instant(row["end"])) for row in rows if row["person"] == person)
        assert told == mine


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_on_call_names_exactly_those_in_the_table_at_every_boundary_and_a_second_to_either_side(
    out: Path, rows: list[dict[str, str]]
) -> None:
    held = [(instant(r["start"]), instant(r["end"]), r["duty"], r["person"]) for r in rows]
    plan = read_plan(out / "plan.json")
    for at in around(sorted({edge for start, end, _, _ in held for edge in (start, end)})):
        told = sorted((a.duty, a.person) for a in answers(plan, at) if a.covered)
        there = sorted((duty, person) for start, end, duty, person in held if start <= at < end)
        assert told == there, at


def around(edges: list[datetime]) -> Iterator[datetime]:
    for edge in edges:
        yield from (edge - timedelta(seconds=1), edge, edge + timedelta(seconds=1))


@pytest.mark.parametrize("at", ["2027-03-14T09:59:59Z", "2027-03-14T10:00:00Z", "2027-03-28T01:00:00Z"])
def test_the_command_line_answers_when_clocks_change(out: Path, rows: list[dict[str, str]], at: str) -> None:
    done = watchbill("oncall", out / "plan.json", "--at", at, "--json")
    told = json.loads(done.stdout)
    assert all(list(a) == ["duty", "level", "person", "since", "until", "next", "source", "covered"] for a in told)
    there = {r["person"] for r in rows if r["duty"] == "on-duty" and r["start"] <= at < r["end"]}
    assert {a["person"] for a in told if a["duty"] == "on-duty"} == there
    assert len([a for a in told if a["duty"] == "standby"]) == 1
