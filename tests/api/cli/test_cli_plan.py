"""`watchbill plan`: formats that others rely on, exit codes, and what is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from api.cli import planning
from api.cli.patience import patiently
from api.documents.domain import problem_of
from api.documents.plan_file import read_plan
from api.documents.reading import read_team
from api.terminal import progress
from scheduler.errors import SolverDisagreesWithChecker
from scheduler.outcome import Budget, Outcome, Progress, Status
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.verify import verify
from tests.api.cli.conftest import Planned, Run
from tests.processes import until

ROOT = Path(__file__).resolve().parents[3]
KEYS = [
    "team",
    "first_day",
    "last_day",
    "status",
    "penalty",
    "lower_bound",
    "gap",
    "seconds",
    "seed",
    "assignments",
    "violations",
    "report",
    "tiers",
    "versions",
    "made",
    "document",
]
Edited = Callable[[str, str], Path]


def test_the_plan_has_its_keys_in_order_and_is_proven(planned: Planned) -> None:
    plan = planned.document
    assert planned.result.exit_code == 0
    assert list(plan) == KEYS
    assert (plan["first_day"], plan["last_day"], plan["seed"]) == ("2027-02-08", "2027-02-21", 1)
    assert plan["status"] == "optimal"
    assert plan["penalty"] == plan["lower_bound"]
    assert plan["gap"] == 0
    assert set(plan["versions"]) == {"watchbill", "ortools", "tzdata"}


def test_assignments_are_rows_in_order_of_start_then_person(planned: Planned) -> None:
    rows = planned.document["assignments"]
    assert all(list(row) == ["person", "shift", "site", "duty", "start", "end"] for row in rows)
    assert rows == sorted(rows, key=lambda row: (row["start"], row["person"]))
    assert {row["duty"] for row in rows} == {"on-duty", "standby"}
    assert rows[0]["start"].endswith("Z")


def test_violations_and_report_are_complete(planned: Planned) -> None:
    plan = planned.document
    for violation in plan["violations"]:
        assert list(violation) == ["rule", "amount", "weight", "hard", "because", "person", "shifts", "start"]
        assert not violation["hard"]
    assert sum(v["weight"] * v["amount"] for v in plan["violations"]) == plan["penalty"]
    assert sum(tier["penalty"] for tier in plan["tiers"]) == plan["penalty"]
    assert list(plan["report"]) == [
        "coverage",
        "fairness",
        "spreads",
        "wishes",
        "rules",
        "holidays",
        "limits",
        "reaches",
        "ledger",
    ]
    assert all(line["minimum_met"] and line["gaps"] == [] for line in plan["report"]["coverage"])


def test_the_report_says_of_everybody_which_limits_bind(planned: Planned) -> None:
    plan = planned.document
    told = {line["person"]: line["limits"] for line in plan["report"]["limits"]}
    assert list(told) == [person["id"] for person in plan["document"]["people"]]
    assert {"rules.rest_period", "P-DUTY"} <= set(told["ana"])
    assert "P-REST" not in told["ana"]
    section = planned.result.stdout.partition("Limits that bind")[2]
    assert "everybody: " in section
    assert all(name in section for name in told["ana"])


def test_contracts_and_skills_and_why_somebody_is_away_stay_out_of_the_plan(planned: Planned) -> None:
    told = planned.document["document"]
    assert list(told) == ["period", "sites", "shifts", "people", "leave"]
    assert [row["kind"] for row in told["leave"]] == ["away"]
    assert told["people"][0] == {"id": "ana", "site": "hub"}
    assert all("required_skill" not in row for row in told["shifts"])


def test_the_report_is_readable_in_a_hundred_columns_without_colour(planned: Planned) -> None:
    text = planned.result.stdout
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 100
    for words in (
        "All hard rules (16) are kept",
        "No gap: every minimum",
        "Fairness at hub",
        "Wishes",
        "Where rules gave way",
    ):
        assert words in text


def test_progress_goes_to_stderr(planned: Planned) -> None:
    assert "penalty" in planned.result.stderr
    assert "Written: " in planned.result.stderr


def test_quiet_says_nothing(run: Run, team: Path, tmp_path: Path) -> None:
    done = run("plan", team, "-o", tmp_path / "plan.json", "--time-limit", 4, "--workers", 1, "--quiet")
    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / "plan.json").exists()


def test_the_same_seed_and_a_proof_give_the_same_penalty(run: Run, planned: Planned, tmp_path: Path) -> None:
    run("plan", planned.team, "-o", tmp_path / "p.json", "--time-limit", 60, "--workers", 1, "--seed", 7, "--quiet")
    again = json.loads((tmp_path / "p.json").read_text())
    assert (again["penalty"], again["seed"]) == (planned.document["penalty"], 7)


def test_a_repeatable_search_gives_the_same_roster(run: Run, team: Path, tmp_path: Path) -> None:
    plans = [tmp_path / "first.json", tmp_path / "second.json"]
    for out in plans:
        assert run("plan", team, "-o", out, "--time-limit", 5, "--repeatable", "--quiet").exit_code == 0
    first, second = (json.loads(out.read_text(encoding="utf-8"))["assignments"] for out in plans)
    assert first == second


def test_a_new_plan_is_held_against_the_published_one(
    run: Run, edited: Edited, planned: Planned, tmp_path: Path
) -> None:
    again, shifts = tmp_path / "again.json", [(row["person"], row["start"]) for row in planned.document["assignments"]]
    file = edited('"isolated_days": false', '"isolated_days": false, "minimum_change": {"weight": "hard"}')
    file.write_text(file.read_text().replace("day: 2027-02-10, wish: night", "day: 2027-02-11, wish: night"))
    result = run("plan", file, "-o", again, "--published", planned.plan, "--seed", 2, "--workers", 1, "--quiet")
    assert result.exit_code == 0, result.stderr
    found = json.loads(again.read_text())["assignments"]
    assert [(row["person"], row["start"]) for row in found] == shifts


def test_without_a_rule_about_it_what_is_published_is_of_no_use(
    run: Run, team: Path, planned: Planned, tmp_path: Path
) -> None:
    result = run("plan", team, "-o", tmp_path / "again.json", "--published", planned.plan)
    assert result.exit_code == 1
    assert "frozen_days or minimum_change" in result.stderr
    assert not (tmp_path / "again.json").exists()


def test_no_roster_is_exit_2_with_the_rules_that_clash(run: Run, edited: Edited, tmp_path: Path) -> None:
    impossible = edited("minimum: 1, target: 2", "minimum: 4")
    done = run("plan", impossible, "-o", tmp_path / "plan.json", "--time-limit", 5, "--workers", 1)
    assert done.exit_code == 2
    assert "No roster keeps all hard rules." in done.stderr
    assert "coverage: Each requirement's minimum is met" in done.stderr
    assert "floor: short by" in done.stderr
    plan = json.loads((tmp_path / "plan.json").read_text())
    assert list(plan) == KEYS
    assert (plan["status"], plan["penalty"], plan["gap"], plan["assignments"]) == ("infeasible", None, None, [])
    assert "coverage" in {rule["rule"] for rule in plan["report"]["reasons"]["clash"]}


def test_nobody_able_is_named_with_the_time(run: Run, edited: Edited, tmp_path: Path) -> None:
    away = [f"  - {{person: {p}, first_day: 2027-02-10, last_day: 2027-02-10}}" for p in ("ana", "ben", "cyd")]
    document = edited("\nleave:\n", "\n".join(["", "leave:", *away, ""]))
    done = run("plan", document, "-o", tmp_path / "plan.json", "--time-limit", 5, "--workers", 1)
    assert done.exit_code == 2, done.stderr
    assert "second: 0 of 1 are employed, not on leave and have a shift there" in done.stderr


def test_none_found_in_time_is_exit_3(run: Run, team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_vain(problem: Problem, budget: Budget) -> Plan:
        return Plan(problem, Outcome(Status.UNKNOWN, seconds=budget.seconds), None)

    monkeypatch.setattr(planning, "plan", in_vain)
    done = run("plan", team, "-o", tmp_path / "plan.json", "--time-limit", 5)
    assert done.exit_code == 3
    assert "No roster was found in 5 s" in done.stderr
    assert json.loads((tmp_path / "plan.json").read_text())["status"] == "unknown"


def test_a_roster_that_the_checker_refuses_is_not_written(
    run: Run, team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(problem: Problem, budget: Budget) -> Plan:
        raise SolverDisagreesWithChecker("service: lower bound 4, checked 3, solver's 9")

    monkeypatch.setattr(planning, "plan", refused)
    done = run("plan", team, "-o", tmp_path / "plan.json")
    assert done.exit_code == 1
    assert "A bug in Watchbill" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_wrong_output_is_told_before_the_search(run: Run, team: Path, tmp_path: Path) -> None:
    began = monotonic()
    missing = run("plan", team, "-o", tmp_path / "nowhere" / "plan.json")
    folder = run("plan", team, "-o", tmp_path)
    assert monotonic() - began < 5
    assert (missing.exit_code, folder.exit_code) == (1, 1)
    assert "does not exist" in missing.stderr
    assert "is a folder" in folder.stderr


# -- Ctrl-C ------------------------------------------------------------------------------------------------------------


def unending(edited: Edited) -> Path:
    """With the smoothness rules no search of this team ends by itself for minutes."""
    return edited('"isolated_days": false, "complete_weekends": false', "")


PRESSED = """
import signal
from api.cli import main
from api.terminal import progress

def tell(display, told):
    global pressed
    if told.stage == "{stage}" and told.penalty is not None and not pressed:
        pressed = True
        signal.raise_signal(signal.SIGINT)

pressed = False
progress.Silent.tell = tell
main()
"""


@pytest.mark.parametrize("stage", ["balance", "smoothness"])
def test_ctrl_c_keeps_the_best_roster(edited: Edited, tmp_path: Path, stage: str) -> None:
    """In a process of its own: a solver that takes the signal for itself would end it. In an early and a late stage."""
    words = ("plan", unending(edited), "-o", tmp_path / "plan.json", "--time-limit", "60", "--workers", "1")
    began = monotonic()
    done = subprocess.run(
        [sys.executable, "-c", PRESSED.format(stage=stage), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert monotonic() - began < 40
    plan = json.loads((tmp_path / "plan.json").read_text())
    assert plan["status"] == "feasible"
    assert plan["assignments"]


def test_a_program_that_is_killed_has_lost_nothing(edited: Edited, tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    words = ("plan", unending(edited), "-o", out, "--time-limit", "600", "--workers", "1", "--quiet")
    command = [sys.executable, "-c", "from api.cli import main; main()", *map(str, words)]
    with subprocess.Popen(command, cwd=ROOT) as killed:
        try:
            until(out.exists)
        finally:
            killed.kill()
    plan = read_plan(out)
    verdict = verify(problem_of(read_team(unending(edited))), plan.roster)
    assert not verdict.hard
    told = json.loads(out.read_text())
    assert (told["status"], told["penalty"], told["lower_bound"]) == ("feasible", verdict.penalty, 0)


def test_what_is_no_file_gets_the_last_plan_alone(team: Path, tmp_path: Path) -> None:
    document = read_team(team)
    made = planning.make(document, planning.Effort(seconds=20, workers=1, quiet=True))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    planning.keep(made, document, pipe)  # would wait for a reader for ever
    assert pipe.is_fifo()


def test_cancelling_from_the_callback_keeps_the_best_roster(edited: Edited, monkeypatch: pytest.MonkeyPatch) -> None:
    effort = planning.Effort(seconds=100, workers=1, quiet=True)

    def tell(display: progress.Silent, told: Progress) -> None:
        if told.penalty is not None:
            effort.cancel.set()

    monkeypatch.setattr(progress.Silent, "tell", tell)
    made = planning.make(read_team(unending(edited)), effort)
    assert made.exit_code == 0
    assert made.report is not None
    assert made.plan.outcome.seconds < 50


def test_cancelled_before_a_first_roster_is_exit_3(team: Path) -> None:
    effort = planning.Effort(seconds=100, workers=1, quiet=True)
    effort.cancel.set()
    made = planning.make(read_team(team), replace(effort, seconds=0.1))
    assert made.exit_code in {0, 3}  # presolve alone may find a roster
    assert (made.report is None) == (made.reasons is not None)


def test_a_second_ctrl_c_gives_up() -> None:
    cancel, release = Event(), Event()

    def stubborn() -> None:
        signal.raise_signal(signal.SIGINT)
        cancel.wait(10)
        signal.raise_signal(signal.SIGINT)
        release.wait(10)

    with pytest.raises(KeyboardInterrupt):
        patiently(stubborn, cancel, lambda: None)
    release.set()


def test_an_error_of_the_work_comes_out() -> None:
    def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        patiently(broken, Event(), lambda: None)
