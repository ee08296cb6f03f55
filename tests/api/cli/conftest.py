"""A team small enough to be planned in a second, as a folder of CSV files, as a document, and planned."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli.app import app

SHEETS = {
    "period": """\
first_day,last_day,coverage_from,coverage_until
2027-02-08,2027-02-21,2027-02-08T12:00:00Z,2027-02-21T12:00:00Z
""",
    "sites": """\
site,timezone,holiday_calendar,rule_pack
hub,Asia/Singapore,,
""",
    "shifts": """\
shift,site,start_local,duration_minutes,unpaid_break_minutes,kind,required_skill
day,hub,08:00,720,60,on-duty,
night,hub,20:00,720,60,on-duty,
week,hub,10:00,10080,0,standby,lead
""",
    "coverage": """\
coverage,when,site,skill_or_shift,minimum,target
floor,always,,,1,2
second,always,,week,1,
""",
    "people": """\
person,site,fte,contract_hours_per_week,skills,shadows,first_day,last_day
ana,hub,1.0,44,lead,,,
ben,hub,1.0,44,lead,,,
cyd,hub,1.0,44,lead,,,
dot,hub,1.0,44,,,,
eli,hub,1.0,44,,,,
fay,hub,0.5,22,,,,
""",
    "leave": "person,first_day,last_day,kind\neli,2027-02-13,2027-02-14,annual\n",
    "preferences": "person,day,wish,weight\nana,2027-02-13,off,3\nben,2027-02-10,night,2\n",
    "ledger": "person,hours,night_shifts,weekend_shifts,holiday_shifts,standby_weeks\nana,480,16,12,2,2\n",
    "previous": "person,day,shift\nana,2027-02-05,day\n",
}
QUICK = {"isolated_days": False, "complete_weekends": False}  # without them the best roster is proven at once


@dataclass(frozen=True)
class Planned:
    """The tiny team's document, its plan, and what the command said."""

    team: Path
    plan: Path
    result: Result

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.plan.read_text())
        return found


Run = Callable[..., Result]


def watchbill(*words: str | Path | int) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], prog_name="watchbill")


@pytest.fixture(scope="session")
def run() -> Run:
    return watchbill


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The CSV files."""
    made = tmp_path_factory.mktemp("tiny")
    for name, text in SHEETS.items():
        (made / f"{name}.csv").write_text(text)
    return made


@pytest.fixture(scope="session")
def team(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document."""
    path = tmp_path_factory.mktemp("team") / "team.yaml"
    assert watchbill("import", folder, "-o", path).exit_code == 0
    path.write_text(path.read_text().replace("rules: {}", f"rules: {json.dumps(QUICK)}"))
    return path


@pytest.fixture(scope="session")
def planned(team: Path, tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """The plan."""
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    return Planned(team, path, watchbill("plan", team, "-o", path, "--time-limit", 30, "--workers", 1))


@pytest.fixture
def edited(team: Path, tmp_path: Path) -> Callable[[str, str], Path]:
    """The document with one text replaced by another."""

    def edit(old: str, new: str) -> Path:
        text = team.read_text()
        assert old in text
        path = tmp_path / "edited.yaml"
        path.write_text(text.replace(old, new))
        return path

    return edit
