"""`watchbill export` to look at and to print, and for pagers; `watchbill push` as a person types it."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.api.cli.conftest import Planned, Run
from tests.api.pushing.stand_ins import PagerDutyStandIn, Trouble
from tests.uvicorn_thread import served

PEOPLE = ("ana", "ben", "cyd", "dot", "eli", "fay")


@pytest.fixture
def users(tmp_path: Path) -> Path:
    path = tmp_path / "users.csv"
    path.write_text("person,user\n" + "".join(f"{person},U{person}\n" for person in PEOPLE))
    return path


def test_the_workbook_has_leave_hours_and_the_fairness_of_the_report(
    run: Run, planned: Planned, tmp_path: Path
) -> None:
    out = tmp_path / "roster.xlsx"
    assert run("export", planned.plan, "--to", "xlsx", "-o", out).exit_code == 0
    book = load_workbook(out)
    lines = {row[1].value: row for row in book["Roster"].iter_rows(min_row=6)}
    assert [cell.value for cell in lines["eli"]][7:9] == ["×", "×"]  # noqa: RUF001
    told = {tuple(map(str, row[:3])): row[3] for row in book["Fairness"].iter_rows(values_only=True)}
    for standing in planned.document["report"]["fairness"]:
        assert told[standing["person"], standing["site"], standing["burden"]] == standing["counted"]


def test_the_wall_chart_is_on_the_paper_asked_for(run: Run, planned: Planned) -> None:
    done = run("export", planned.plan, "--to", "pdf", "--paper", "a3")
    (page,) = PdfReader(BytesIO(done.stdout_bytes)).pages
    assert round(float(page.mediabox.width)) == 1191
    assert "8 Feb 2027 to 21 Feb 2027" in page.extract_text()


def test_the_page_is_one_persons_where_one_is_named(run: Run, planned: Planned) -> None:
    done = run("export", planned.plan, "--to", "html", "--person", "ana")
    assert "<bdi>ana</bdi>" in done.stdout
    assert "<bdi>ben</bdi>" not in done.stdout


def test_a_font_that_is_none_is_refused_with_its_name(run: Run, planned: Planned) -> None:
    done = run("export", planned.plan, "--to", "pdf", "--font", planned.plan)
    assert done.exit_code == 1
    assert "plan.json cannot be used as a font" in done.stderr


def test_files_for_pagers(run: Run, planned: Planned, users: Path) -> None:
    weeks = [row for row in planned.document["assignments"] if row["duty"] == "standby"]
    done = run("export", planned.plan, "--to", "pagerduty", "--users", users, "--duty", "standby")
    assert [s["start_time"] for s in json.loads(done.stdout)["custom_shifts"]] == [row["start"] for row in weeks]
    (one,) = json.loads(run("export", planned.plan, "--to", "goalert", "--users", users, "--duty", "on-duty").stdout)
    assert len(one["shifts"]) == len(planned.document["assignments"]) - len(weeks)
    both = run("export", planned.plan, "--to", "goalert", "--users", users)
    assert both.exit_code == 1
    assert "one duty and level of on-duty 1, standby 1" in " ".join(both.stderr.split())
    without = run("export", planned.plan, "--to", "goalert", "--duty", "standby")
    assert without.exit_code == 1
    assert all(f"users.{row['person']}" in without.stderr for row in weeks)


def test_push_tells_and_then_does(run: Run, planned: Planned, users: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGERDUTY_TOKEN", "secret")
    pager = PagerDutyStandIn(Trouble())
    with served(pager.app) as url:
        words = ("push", "pagerduty", planned.plan, "--schedule", "PSCHED", "--users", users, "--duty", "standby")
        told = run(*words, "--url", url)
        assert (told.exit_code, pager.shifts) == (0, {})
        assert "Nothing was written: add --for-real." in told.stdout
        done = run(*words, "--url", url, "--for-real")
    assert done.exit_code == 0
    assert len(pager.shifts) == sum(row["duty"] == "standby" for row in planned.document["assignments"])


def test_push_says_what_it_lacks(run: Run, planned: Planned, users: Path) -> None:
    for words in (["--service", "https://example.org"], []):
        done = run("push", "goalert", "--schedule", "x", "--users", users, *words)
        assert done.exit_code == 1
        assert "a plan.json, or --service with --team" in done.stderr
    assert run("push", "pagerduty", planned.plan, "--users", users).exit_code == 1
