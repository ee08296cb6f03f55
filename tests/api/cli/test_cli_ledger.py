"""`watchbill ledger`: what a roster leaves for the next quarter, as YAML and as CSV files, and back in again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from api.documents.domain import problem_of
from api.documents.reading import parse_team, read_folder, read_team
from scheduler.burden import Burden
from scheduler.carry_over import carried, carry_over
from tests.api.cli.conftest import Planned, Run

HEADER = "person,shift,site,duty,start,end\n"
NIGHTS = HEADER + "".join(
    f"{person},night,hub,on-duty,2027-02-{day:02}T12:00:00Z,2027-02-{day + 1:02}T00:00:00Z\n"
    for person, day in (("ana", 8), ("ana", 9), ("ana", 13), ("ben", 10))
)


@pytest.fixture
def nights(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(NIGHTS)
    return path


@pytest.fixture
def document(team: Path, tmp_path: Path) -> Path:
    """The team with carry-over and points as the house has them."""
    path = tmp_path / "house.yaml"
    text = team.read_text().replace("\npoints: null", "\npoints: {}").replace("\ncarry_over: null", "\ncarry_over: {}")
    path.write_text(text)
    return path


@pytest.fixture
def next_folder(folder: Path, tmp_path: Path) -> Path:
    """The CSV files of the next quarter, as long as its ledger is the old one."""
    return Path(shutil.copytree(folder, tmp_path / "next"))


def test_the_rows_are_those_of_a_document_and_of_a_folder(
    run: Run, document: Path, nights: Path, next_folder: Path
) -> None:
    printed = run("ledger", document, nights)
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert printed.stdout.splitlines()[2:4] == [
        "ledger:",
        # Of 44 h, 4 nights, 1 weekend and 14 points a full share is 8 h, 0.73, 0.18 and 2.55; two duties are the cap.
        "  - {person: ana, hours: 33, night_shifts: 3, weekend_shifts: 1, carried_hours: 16, carried_nights: 1.82, "
        "carried_weekends: 0.66, carried_holidays: 0, carried_standby: 0, carried_points: 6}",
    ]
    done = run("ledger", document, nights, "-o", next_folder)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "Written: " in done.stderr
    text = document.read_text()
    start, end = text.index("\nledger:"), text.index("\n# The fortnight before")
    by_hand = parse_team(text[:start] + "\n" + printed.stdout[printed.stdout.index("ledger:") :] + text[end:])
    assert read_folder(next_folder).ledger == by_hand.ledger
    assert [row.person for row in by_hand.ledger] == ["ana", "ben", "cyd", "dot", "eli", "fay"]


def test_the_next_quarter_starts_with_what_was_carried_over(
    run: Run, document: Path, nights: Path, next_folder: Path
) -> None:
    assert run("ledger", document, nights, "-o", next_folder).exit_code == 0
    later = problem_of(read_folder(next_folder))
    by_id = {person.id: person for person in later.people}
    # Four nights, shared by 5.5: fair is 0.727. Ana had 16 nights in the ledger, the others no row.
    assert {id: carry_over(later, by_id[id], Burden.NIGHTS) for id in ("ana", "ben", "fay")} == {
        "ana": 1.82,
        "ben": 0.22,
        "fay": -0.29,
    }
    assert carried(later, by_id["ana"], Burden.NIGHTS) == 2


def test_a_plan_says_the_same_in_its_report(run: Run, planned: Planned, tmp_path: Path) -> None:
    told = json.loads(planned.plan.read_text())["report"]["ledger"]
    assert run("ledger", planned.team, planned.plan, "-o", tmp_path / "next").exit_code == 0
    lines = (tmp_path / "next" / "ledger.csv").read_text().splitlines()
    assert lines[0].split(",") == list(told[0])
    assert [line.split(",") for line in lines[1:]] == [
        ["" if value is None else str(value) for value in row.values()] for row in told
    ]


def test_the_folder_cannot_be_a_file(run: Run, team: Path, nights: Path) -> None:
    done = run("ledger", team, nights, "-o", nights)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "roster.csv: is not a folder" in done.stderr


def test_a_roster_that_is_none_is_refused(run: Run, team: Path, nights: Path) -> None:
    nights.write_text(NIGHTS.replace("ben,night", "zoe,night"))
    done = run("ledger", team, nights)
    assert done.exit_code == 1
    assert "'zoe' is not a person" in done.stderr


def test_holidays_worked_are_remembered_from_quarter_to_quarter(run: Run, nights: Path, next_folder: Path) -> None:
    """A day of the site's own, of which the folder of the quarter after need not know any more."""
    remembered, own = next_folder / "holidays_worked.csv", next_folder / "holiday_overrides.csv"
    remembered.write_text("person,holiday,year\nben,sg-deepavali,2024\nben,sg-deepavali,2019\n")
    own.write_text(
        "site,do,holiday,day,name,who,why\nhub,add,hub-founders-day-2027,2027-02-08,Founders' Day,mia,agreed\n"
    )
    document = next_folder / "team.yaml"
    assert run("import", next_folder, "-o", document).exit_code == 0
    assert run("ledger", document, nights, "-o", next_folder).exit_code == 0
    assert remembered.read_text() == "person,holiday,year\nana,hub-founders-day,2027\nben,sg-deepavali,2024\n"
    own.unlink()
    assert run("import", next_folder, "-o", document).exit_code == 0
    rows = [(row.person, row.holiday, row.year) for row in read_team(document).holidays_worked]
    assert rows == [("ana", "hub-founders-day", 2027), ("ben", "sg-deepavali", 2024)]


def test_a_wrong_row_of_holidays_worked_is_told_with_its_place(run: Run, next_folder: Path, tmp_path: Path) -> None:
    (next_folder / "holidays_worked.csv").write_text(
        "person,holiday,year\nben,sg-deepavaly,2024\nzoe,sg-deepavali,2024\nben,sg-deepavali,2028\n"
    )
    done = run("import", next_folder, "-o", tmp_path / "team.yaml")
    assert done.exit_code == 1
    assert "holidays_worked.csv:2 holiday: 'sg-deepavaly' is not a holiday" in done.stderr
    assert "Maybe sg-deepavali?" in done.stderr
    assert "holidays_worked.csv:3 person: 'zoe' is not a person" in done.stderr
    assert "holidays_worked.csv:4 year: 2028 lies in the future" in done.stderr
