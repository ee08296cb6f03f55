from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.chart import TOTALS, Chart, Heading
from exports.charting import Shown, chart_of, shown_of
from exports.paper import Paper
from exports.whole import rows_of
from exports.workbook import to_xlsx
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster
from scheduler.domain.shift import ShiftTemplate
from scheduler.domain.team import Period, Site, Team
from scheduler.oncall.values import Holding
from scheduler.problem import Problem


@pytest.fixture(scope="module")
def shown(problem: Problem, roster: Roster) -> Shown:
    return shown_of(problem, roster)


@pytest.fixture(scope="module")
def chart(shown: Shown, stamp: datetime) -> Chart:
    return chart_of(shown, Heading("team 1/a", "from a test", stamp))


def read(body: bytes, *, values: bool = True) -> Workbook:
    return load_workbook(BytesIO(body), data_only=values)


@pytest.fixture(scope="module")
def book(chart: Chart, shown: Shown) -> Workbook:
    return read(to_xlsx(chart, rows_of(shown)))


def test_the_sheets_are_those_that_managers_look_for(book: Workbook) -> None:
    assert book.sheetnames == ["Roster", "Shifts", "Fairness", "Legend"]


def test_the_roster_is_people_by_days(book: Workbook, chart: Chart) -> None:
    sheet = book["Roster"]
    lines = {str(row[1].value): row for row in sheet.iter_rows(min_row=6) if row[1].value}
    for section in chart.sections:
        for person in section.rows:
            told = lines[person.person]
            assert told[0].value == person.name
            assert [cell.value or "" for cell in told[2:4]] == [cell.text for cell in person.cells]
            assert person.totals is not None
            assert [cell.value for cell in told[4:10]] == list(person.totals.values)
    assert [cell.value for cell in sheet[5]][:10] == ["Person", "Id", 27, 28, *TOTALS]
    assert sheet.freeze_panes == "C6"


def test_cover_is_a_formula_that_has_its_value_already(chart: Chart, shown: Shown, book: Workbook) -> None:
    body = to_xlsx(chart, rows_of(shown))
    formulas = [r for r in read(body, values=False)["Roster"].iter_rows() if str(r[2].value).startswith("=SUMPRODUCT")]
    wanted = [(kind, counts) for section in chart.sections for kind, counts in section.cover]
    assert [row[1].value for row in formulas] == [kind.letter for kind, _ in wanted]
    values = [[book["Roster"].cell(row[0].row or 0, n).value for n in (3, 4)] for row in formulas]
    assert values == [list(counts) for _, counts in wanted]
    assert formulas[0][2].value == '=SUMPRODUCT(--ISNUMBER(SEARCH("+N+","+"&C7:C8&"+")))'


def _bounds(cells: str) -> tuple[int, int, int, int]:
    """First and last row, first and last column."""
    left, top, right, bottom = range_boundaries(cells)
    return int(top or 0), int(bottom or 0), int(left or 0), int(right or 0)


def evaluated(sheet: Worksheet, formula: str) -> int:
    """What a spreadsheet makes of a formula of ours: how many cells have the letter, large or small, between pluses."""
    found = re.fullmatch(r'=SUMPRODUCT\(--ISNUMBER\(SEARCH\("\+(\w+)\+","\+"&(\w+:\w+)&"\+"\)\)\)', formula)
    assert found is not None, formula
    cells = [str(row[0].value or "") for row in sheet.iter_rows(*_bounds(found[2]))]
    return sum(f"+{found[1]}+".lower() in f"+{text}+".lower() for text in cells)


def formulas(shown: Shown, stamp: datetime) -> Iterator[tuple[str, str, str, int]]:
    """Of each row of cover: what it is called, its letter, and of each day the formula and the value that is there."""
    body = to_xlsx(chart_of(shown, Heading("x", "y", stamp)), rows_of(shown))
    sheet, values = read(body, values=False)["Roster"], read(body)["Roster"]
    for row in sheet.iter_rows(min_row=6):
        for cell in row:
            if str(cell.value).startswith("="):
                value = values[cell.coordinate].value
                assert evaluated(sheet, str(cell.value)) == value
                yield str(row[0].value), str(row[1].value), cell.coordinate, int(str(value))


def test_formulas_come_to_their_values(shown: Shown, stamp: datetime) -> None:
    assert any(value for *_, value in formulas(shown, stamp))


@pytest.mark.parametrize("order", [1, -1])
def test_kinds_of_one_letter_are_counted_together(stamp: datetime, order: int) -> None:
    """After a cover from another site, and where the name of a site is in the one name and not in the other."""
    sites = (Site("sin", "Asia/Singapore"), Site("dub", "Europe/Dublin"))
    early = [ShiftTemplate(id, id[:3], time(7), time(15)) for id in ("sin-early", "dub-early")]
    templates = (*early[::order], ShiftTemplate("early", "sin", time(9), time(17)))
    people = (Person("a", "sin"), Person("b", "sin"), Person("c", "dub"))
    first, until = (datetime.fromisoformat(f"2027-01-{day}T00:00:00+00:00") for day in ("04", "11"))
    team = Team("t", Period(date(2027, 1, 4), date(2027, 1, 10), first, until), sites, people, templates)
    shifts = {shift.id: shift for shift in Problem(team).shifts}

    def held(person: str, id: str) -> Holding:
        return Holding("on-duty", 1, person, shifts[id].interval, shifts[id].site, id)

    day = "2027-01-04"
    holdings = [held("a", f"sin-early@{day}"), held("b", f"dub-early@{day}"), held("b", f"early@{day}")]
    found = list(formulas(Shown(team, holdings, shifts, date(2027, 1, 4), date(2027, 1, 10)), stamp))
    assert [(label[:5], letter, value) for label, letter, at, value in found if at.startswith("C")] == [
        ("early", "E", 2),
        ("early", "E", 0),
    ]
    assert len({label for label, *_ in found}) <= 2


def test_shifts_are_the_rows_of_the_csv(book: Workbook, shown: Shown) -> None:
    header, *rows = book["Shifts"].iter_rows(values_only=True)
    assert [dict(zip(header, row, strict=True)) for row in rows] == rows_of(shown)
    assert book["Shifts"].freeze_panes == "A2"


def test_fairness_says_what_the_core_says(book: Workbook, chart: Chart) -> None:
    told = [row for row in book["Fairness"].iter_rows(values_only=True) if row[0] is not None]
    assert sum(row[0] in {s.person for s in chart.standings} for row in told) == len(chart.standings) + len(
        chart.statistics
    )
    first = chart.standings[0]
    assert any(row[:4] == (first.person, first.site, str(first.burden), first.counted) for row in told)


def test_the_legend_has_every_letter(book: Workbook, chart: Chart) -> None:
    letters = [row[0] for row in book["Legend"].iter_rows(values_only=True)]
    assert letters[1 : 1 + len(chart.kinds)] == [kind.letter for kind in chart.kinds]


@pytest.mark.parametrize("paper", Paper)
def test_it_prints_on_its_long_side_with_names_and_days_on_every_page(chart: Chart, shown: Shown, paper: Paper) -> None:
    sheet = read(to_xlsx(chart, rows_of(shown), paper))["Roster"]
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == (
        "landscape",
        9 if paper == "a4" else 8,
    )
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$3:$5", "$A:$B")


def test_the_same_roster_gives_the_same_bytes(chart: Chart, shown: Shown) -> None:
    body = to_xlsx(chart, rows_of(shown))
    assert body == to_xlsx(chart, rows_of(shown))
    assert read(body).properties.created == chart.heading.made.replace(tzinfo=None)


def test_a_chart_of_months_begins_a_page_with_each(problem: Problem, roster: Roster, stamp: datetime) -> None:
    from dataclasses import replace

    long = replace(shown_of(problem, roster), first=date(2027, 1, 15), last=date(2027, 4, 15))
    sheet = read(to_xlsx(chart_of(long, Heading("x", "y", stamp)), []))["Roster"]
    assert [page.id for page in sheet.col_breaks.brk] == [2 + 17, 2 + 17 + 28, 2 + 17 + 28 + 31]
