"""A folder of CSV files is read as people really save them, and every fault is found at its cell."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from api.documents.examples import example_folder
from api.documents.reading import read_folder
from api.documents.rows import ShiftRow
from api.documents.sheets import SHEETS
from api.errors import BadInput


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(example_folder(), tmp_path / "gsr-2027q1"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def fault(folder: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_folder(folder)
    return str(caught.value)


def test_the_example_is_read_whole(folder: Path) -> None:
    document = read_folder(folder)
    rows = {sheet.section: len((folder / f"{sheet.name}.csv").read_text().splitlines()) - 1 for sheet in SHEETS}
    assert rows.pop("period") == 1
    assert {section: len(getattr(document, section)) for section in rows} == rows
    assert document.team == "gsr-2027q1"


def test_durations_become_ends_by_the_wall_clock(folder: Path) -> None:
    shifts = {shift.id: shift for shift in read_folder(folder).shifts}
    assert (shifts["sin-night"].end, shifts["sin-night"].span_days) == (time(7, 30), None)
    assert shifts["sin-day"].weekdays == ShiftRow.model_fields["weekdays"].default


def test_a_week_of_standby_starts_on_mondays(folder: Path) -> None:
    standby = next(shift for shift in read_folder(folder).shifts if shift.id == "standby-incident-manager")
    assert (standby.weekdays, standby.span_days, standby.end) == (("mon",), 7, time(10))


def test_coverage_by_skill_and_by_shift_are_told_apart(folder: Path) -> None:
    rows = {row.id: row for row in read_folder(folder).coverage}
    assert (rows["incident-manager"].skill, rows["incident-manager"].shift) == ("incident-manager", None)
    assert (rows["second-incident-manager"].skill, rows["second-incident-manager"].shift) == (
        None,
        "standby-incident-manager",
    )


def test_weekly_wishes_are_told_from_dated_ones(folder: Path) -> None:
    weekly = [(w.person, w.every, w.day) for w in read_folder(folder).wishes if w.every]
    assert weekly == [("sin-13", "friday", None), ("dub-05", "saturday", None)]


def test_the_holidays_of_the_period_are_written_out(folder: Path) -> None:
    site = read_folder(folder).sites[0]
    assert [str(h.day) for h in site.holidays or ()] == ["2027-02-06", "2027-02-07", "2027-03-10", "2027-03-26"]


def with_mark(content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content


def with_semicolons(content: bytes) -> bytes:
    return content.replace(b";", b"|").replace(b",", b";").replace(b"|", b",")


def with_quoted_skills(content: bytes) -> bytes:
    rows = [line.split(b",") for line in content.splitlines()]
    return b"\r\n".join(b";".join(b'"' + cell + b'"' for cell in row) for row in rows)


def with_tabs(content: bytes) -> bytes:
    return content.replace(b",", b"\t")


def with_unix_ends(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


def with_windows_ends(content: bytes) -> bytes:
    return with_unix_ends(content).replace(b"\n", b"\r\n")


def with_blank_rows(content: bytes) -> bytes:
    return content.replace(b"\n", b"\n\n") + b",,,\r\n"


@pytest.mark.parametrize(
    "saved",
    [
        with_mark,
        with_semicolons,
        with_quoted_skills,
        with_tabs,
        with_unix_ends,
        with_windows_ends,
        with_blank_rows,
        lambda content: with_mark(with_semicolons(with_windows_ends(content))),
    ],
)
def test_the_ways_in_which_spreadsheets_save_make_no_difference(folder: Path, saved: Callable[[bytes], bytes]) -> None:
    expected = read_folder(folder)
    for file in folder.glob("*.csv"):
        file.write_bytes(saved(file.read_bytes()))
    assert read_folder(folder) == expected


CELLS = [
    ("people.csv", "sin-01,2027-01-18", "sin-99,2027-01-18", "people.csv:16 shadows: 'sin-99' is not a person"),
    ("people.csv", "1.0,40.0", '"1,0",40.0', "people.csv:2 fte: '1,0' is not valid"),
    ("people.csv", "1.0,40.0", "1,0,40.0", "people.csv:2: 9 cells in the row. Expected: 8"),
    ("people.csv", "sin-16,sin,0.6", "sin-16,sin,0,6", "people.csv:17: 9 cells"),
    ("people.csv", "sin-01,sin,", "sin-01,,", "people.csv:2 site: is missing"),
    ("leave.csv", "2027-01-09", "04/01/2027", "leave.csv:2 first_day: '04/01/2027' is not valid"),
    ("leave.csv", "2027-01-09", "04/01/2027", "Maybe 2027-01-04 or 2027-04-01?"),
    ("leave.csv", "2027-01-09", "31/01/2027", "Maybe 2027-01-31?"),
    ("leave.csv", "2027-01-09", "2027-02-29", "2027 is not a leap year"),
    ("leave.csv", "2027-01-15", "2027-01-08", "leave.csv:2 last_day: 2027-01-08 comes before"),
    ("ledger.csv", "490.1", "490,1", "ledger.csv:2: 7 cells in the row"),
    ("ledger.csv", "490.1", "many", "ledger.csv:2 hours: 'many' is not valid. Expected: a number"),
    ("shifts.csv", "07:00,510", "07:00,0", "shifts.csv:2 duration_minutes: '07:00' makes a shift of no length"),
    ("shifts.csv", "07:00,510", "07:00,1500", "shifts.csv:2 duration_minutes: '08:00' makes a shift of 25 h"),
    ("shifts.csv", "07:00,510", "07:00,-30", "shifts.csv:2 duration_minutes: '-30' is not valid. Expected: at least 0"),
    ("shifts.csv", "07:00,510", "07:00,", "shifts.csv:2 duration_minutes: is missing"),
    ("shifts.csv", "07:00,510", "7am,510", "shifts.csv:2 start_local: '7am' is not valid"),
    ("shifts.csv", "sin-day,sin,", "sin-day,sni,", "shifts.csv:2 site: 'sni' is not a site"),
    ("coverage.csv", ",,incident-manager,", ",,incident-manger,", "coverage.csv:4 skill_or_shift: 'incident-manger'"),
    ("preferences.csv", "every Friday", "every Fryday", "preferences.csv:64 day: 'Fryday' is not valid"),
    ("preferences.csv", "2027-03-23,off,3", "2027-05-23,off,3", "preferences.csv:2 day: 2027-05-23 lies outside"),
    ("preferences.csv", "sin-night,3", "dub-day,3", "preferences.csv:3 wish: 'dub-day' is a shift of dub"),
    ("sites.csv", "Asia/Singapore", "Asia/Singapur", "sites.csv:2 timezone: 'Asia/Singapur' is not a time zone"),
    ("period.csv", "2027-04-04,", "2027-01-03,", "period.csv:2 last_day: 2027-01-03 comes before"),
    ("period.csv", "2027-01-04T12:00:00Z", "2027-01-04 12:00", "period.csv:2 coverage_from"),
    ("previous.csv", "2026-12-21", "2027-01-04", "previous.csv:2 day: 2027-01-04 is not before the period"),
    ("previous.csv", "sin-evening", "sin-eve", "previous.csv:2 shift: 'sin-eve' is not a shift"),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), CELLS)
def test_a_fault_is_found_at_its_cell(folder: Path, file: str, old: str, new: str, words: str) -> None:
    edit(folder / file, old, new)
    assert words in fault(folder)


FILES = [
    ("leave.csv", b"", "leave.csv: is empty. Expected: a header row: person,first_day,last_day,kind"),
    ("leave.csv", b"\xef\xbb\xbf\r\n", "leave.csv: is empty"),
    ("leave.csv", b"person,first_day,kind\n", "leave.csv: has no column 'last_day'"),
    ("leave.csv", b"person,first_day,last_day,kind,note\n", "leave.csv: 'note' is not a column of this file"),
    ("leave.csv", b"person,first_day,lastday,kind\n", "leave.csv: 'lastday' is not a column of this file"),
    ("leave.csv", b"person,first_day,lastday,kind\n", "Maybe last_day?"),
    ("leave.csv", b"person,first_day,last_day,kind,kind\n", "leave.csv: 'kind' is a column twice"),
    ("leave.csv", b"person,first_day,last_day,kind\nsin-01,2027\n", "leave.csv:2: 2 cells in the row"),
    ("leave.csv", "person,first_day,last_day,kind\nZoë\n".encode("latin-1"), "leave.csv:2: is not UTF-8: byte 0xeb"),
    ("leave.csv", b'person,first_day,last_day,kind\n"a\n', "leave.csv: is not CSV"),
    ("period.csv", b"first_day,last_day,coverage_from,coverage_until\n", "period.csv: 0 rows below the header"),
    ("people.csv", b"person,site,fte\nsin-01,sin,1\n", "people.csv: has no column 'skills'"),
    ("sites.csv", b"site,timezone,holiday_calendar,rule_pack\n", "sites.csv: is empty. Expected: at least 1 row"),
]


@pytest.mark.parametrize(("file", "content", "words"), FILES)
def test_a_file_that_is_no_such_table_is_reported(folder: Path, file: str, content: bytes, words: str) -> None:
    (folder / file).write_bytes(content)
    assert words in fault(folder)


@pytest.mark.parametrize("name", [sheet.name for sheet in SHEETS])
def test_a_missing_file_is_the_only_issue(folder: Path, name: str) -> None:
    (folder / f"{name}.csv").rename(folder / f"{name}s.csv")
    assert fault(folder).splitlines() == [
        "1 problem:",
        f"{name}.csv: does not exist. Expected: a file. Maybe {name}s.csv?",
    ]


def test_a_row_that_does_not_fit_the_header_makes_no_noise_elsewhere(folder: Path) -> None:
    edit(folder / "people.csv", "sin-01,sin,1.0", "sin-01,sin,1,0")
    assert len(fault(folder).splitlines()) == 2


def test_the_faults_of_all_files_come_together(folder: Path) -> None:
    edit(folder / "people.csv", "1.0,40.0", "1.0,forty")
    edit(folder / "leave.csv", "2027-01-09", "09/01/2027")
    edit(folder / "sites.csv", "Europe/Dublin", "Europe/Dublins")
    (folder / "ledger.csv").unlink()
    places = [line.split(": ")[0] for line in fault(folder).splitlines()[1:]]
    assert places == [
        "sites.csv:3 timezone",
        "people.csv:2 contract_hours_per_week",
        "leave.csv:2 first_day",
        "ledger.csv",
    ]


def test_a_folder_must_be_there(tmp_path: Path) -> None:
    assert "is not a folder" in fault(tmp_path / "nowhere")


def test_the_name_of_the_folder_becomes_an_id(folder: Path) -> None:
    assert read_folder(folder.rename(folder.with_name("My team (Q1)"))).team == "My-team-Q1"
