"""`watchbill fatigue`: any roster, as a table, as JSON, as a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from api.documents.reading import read_team
from tests.api.cli.conftest import Planned, Run

FIELDS = [
    *("shift", "start", "end", "kind", "relative_risk", "log_points", "excess_risk_hours"),
    *("kss_mean", "kss_max", "kss_end", "kss_home", "share_kss_7"),
]
HEADER = "person,shift,site,duty,start,end\n"
NIGHTS = HEADER + "".join(
    f"ana,night,hub,on-duty,2027-02-{day:02}T12:00:00Z,2027-02-{day + 1:02}T00:00:00Z\n" for day in (8, 9, 10)
)


@pytest.fixture
def nights(tmp_path: Path) -> Path:
    """Three nights of twelve hours in Singapore."""
    path = tmp_path / "roster.csv"
    path.write_text(NIGHTS)
    return path


def called(team: Path) -> str:
    return read_team(team).team


def document(run: Run, *words: str | Path) -> dict[str, Any]:
    done = run("fatigue", *words, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_json_of_a_roster_from_elsewhere(run: Run, team: Path, nights: Path) -> None:
    found = document(run, team, nights)
    assert (found["team"], found["first_day"], found["last_day"]) == (called(team), "2027-02-08", "2027-02-21")
    assert [person["person"] for person in found["people"]] == ["ana", "ben", "cyd", "dot", "eli", "fay"]
    ana, ben = found["people"][:2]
    assert [list(shift) for shift in ana["shifts"]] == [FIELDS] * 3
    # Twelve hours of night are 1.30 x 1.27; the second and third in a row, 1.06 and 1.17 more.
    assert [shift["relative_risk"] for shift in ana["shifts"]] == [1.651, 1.7501, 1.9317]
    assert [shift["log_points"] for shift in ana["shifts"]] == [50, 56, 66]
    assert ana["excess_risk_hours"] == pytest.approx(
        sum(shift["excess_risk_hours"] for shift in ana["shifts"]), abs=1e-3
    )
    # The day of twelve hours that ana worked on the fifth is in the worst fortnight, and not among the shifts.
    assert ana["worst_14_days"] == {"first_day": "2027-02-05", "last_day": "2027-02-18", "log_points": 24 + 172}
    assert [shift["start"] for shift in ana["shifts"]] == [f"2027-02-{day:02}T12:00:00Z" for day in (8, 9, 10)]
    for shift in ana["shifts"]:
        assert shift["kss_max"] > shift["kss_mean"] > 6
        assert shift["kss_home"] >= shift["kss_end"]
        assert 0 < shift["share_kss_7"] < 1
    assert (ben["shifts"], ben["worst_14_days"], ben["mean_relative_risk"]) == ([], None, 1)


def test_a_plan_its_table_and_one_person_agree(run: Run, planned: Planned, tmp_path: Path) -> None:
    table = tmp_path / "plan.csv"
    assert run("export", planned.plan, "--to", "csv", "-o", table).exit_code == 0
    found = document(run, planned.team, planned.plan)
    assert document(run, planned.team, table) == found
    for person in found["people"]:
        alone = document(run, planned.team, planned.plan, "--person", person["person"])
        assert alone == {**found, "people": [person]}
    standby = [shift for person in found["people"] for shift in person["shifts"] if shift["shift"] == "week"]
    assert standby == []


def test_the_table_has_everybody_worst_first(run: Run, team: Path, nights: Path) -> None:
    done = run("fatigue", team, nights)
    assert done.exit_code == 0
    lines = [line.split() for line in done.stdout.splitlines()]
    people = [line for line in lines if line[:1] in (["ana"], ["ben"], ["cyd"])]
    assert people == [
        ["ana", "3", "196", "from", "5", "Feb", "28.0", "1.78", "1.93", "6.8", "21.1"],
        ["ben", "0"],
        ["cyd", "0"],
    ]
    assert "predict nothing of a person" in done.stdout


def test_the_table_of_one_person_has_every_shift(run: Run, team: Path, nights: Path) -> None:
    done = run("fatigue", team, nights, "--person", "ana")
    assert done.exit_code == 0
    rows = [line.split() for line in done.stdout.splitlines() if line.strip().startswith("night")]
    assert rows[0][:8] == ["night", "8", "Feb", "20:00", "night", "12", "1.65", "50"]
    assert [row[7] for row in rows] == ["50", "56", "66"]
    assert "Most points in any 14 days: 196, 5 February to 18 February 2027." in done.stdout
    free = run("fatigue", team, nights, "--person", "ben")
    assert "No shift in this period." in free.stdout


def test_the_picture_of_everybody_and_of_one(run: Run, team: Path, nights: Path, tmp_path: Path) -> None:
    titles = []
    for more in ((), ("--person", "ana"), ("--json",)):
        path = tmp_path / "picture.svg"
        assert run("fatigue", team, nights, "--svg", path, *more).exit_code == 0
        titles.append(ElementTree.fromstring(path.read_bytes())[0].text)
    assert titles == [
        f"Relative risk in {called(team)}, Mon 8 Feb 2027 to Sun 21 Feb 2027",
        "Sleepiness of ana, Mon 8 Feb 2027 to Sun 21 Feb 2027",
        f"Relative risk in {called(team)}, Mon 8 Feb 2027 to Sun 21 Feb 2027",
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            ("--person", "anna"),
            "--person: 'anna' is not a person of this team. Expected: the id of one of 6 people. Maybe ana?",
        ),
        (("--svg", "absent/a.svg"), "lies in a folder that does not exist"),
        (("--svg", "."), "is a folder"),
    ],
)
def test_bad_input(
    run: Run,
    team: Path,
    nights: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    more: tuple[str, str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("fatigue", team, nights, *more)
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr


def test_every_fault_of_a_roster_is_told_and_no_picture_is_left(run: Run, team: Path, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text(NIGHTS.replace("ana", "zoe").replace(",night", ",nite", 1))
    done = run("fatigue", team, roster, "--svg", tmp_path / "a.svg")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "4 problems" in done.stderr
    assert not (tmp_path / "a.svg").exists()


def test_a_plan_without_a_roster_is_bad_input(run: Run, planned: Planned, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(planned.document | {"status": "infeasible", "assignments": []}))
    done = run("fatigue", planned.team, path)
    assert done.exit_code == 1
    assert "means that there is no roster" in done.stderr
