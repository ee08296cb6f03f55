"""Whatever people are called: every export can be read by another program, has the name, and is not broken out of."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime, time
from io import BytesIO, StringIO
from unicodedata import category

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from exports.chart import Heading
from exports.charting import Shown, chart_of, shown_of
from exports.custom_shifts import custom_shifts
from exports.document import to_json
from exports.goalert import temporary_schedules
from exports.page import to_html
from exports.pager import pager_shifts
from exports.table import roster_csv
from exports.wall_chart import to_pdf
from exports.whole import rows_of, whole_of
from exports.workbook import to_xlsx
from scheduler.domain.holidays import Holiday
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Roster
from scheduler.domain.shift import ShiftTemplate, shift_id
from scheduler.domain.team import Period, Site, Team
from scheduler.problem import Problem
from tests.exports.test_page_html import Page

FIRST, LAST = date(2027, 1, 4), date(2027, 1, 6)
MADE = datetime(2026, 12, 1, tzinfo=UTC)
HOSTILE = (
    "Tan, Mei; Dr.\nand\r\nsons",
    '=HYPERLINK("http://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2+3",
    "{=1+1}",
    "</td><script>alert(1)</script>",
    "]]><x/>&lt;&amp;",
    "</style></title><img src=x onerror=alert(1)>",
    "owl 🦉 and 👩‍🚒",
    "\u202ednuor denrut\u202c אבג عربي",
    "a\x00b\x07c\x1b[31m",
    "half \ud800 of one",
    "x" * 10_240,
    "猫" * 3_500,
    "_x0041_ http://example.org mailto:a@b",
    " \u00a0 ",
    "\ufffe\uffff",
    "&L&P&D",
)
anything = st.text(st.characters(), min_size=1, max_size=60) | st.sampled_from(HOSTILE)


def shown_with(name: str, site: str = "sin") -> Shown:
    team = Team(
        id="team",
        period=Period(FIRST, LAST, datetime(2027, 1, 4, tzinfo=UTC), datetime(2027, 1, 7, tzinfo=UTC)),
        sites=(Site(site, "Asia/Singapore", holidays=(Holiday(LAST, name),)),),
        people=(Person("p1", site, name=name), Person("p2", site, name="Last")),
        templates=(ShiftTemplate(f"{site}-day", site, time(7), time(15)),),
        leave=(Leave("p2", LAST, LAST),),
    )
    roster = Roster.of([("p1", shift_id(f"{site}-day", FIRST)), ("p2", shift_id(f"{site}-day", FIRST))])
    return shown_of(Problem(team), roster)


def kept(name: str) -> str:
    """What of a name can be shown on a line: no controls, no halves of characters, one space between words."""
    spaced = "".join(" " if c.isspace() else c for c in name)
    shown = "".join(c for c in spaced if category(c) not in {"Cc", "Cs"} and c not in "\ufffe\uffff")
    return " ".join(shown.split()) or "p1"


@given(name=anything)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(name=HOSTILE[0])
@example(name=HOSTILE[6])
def test_any_name_survives_every_chart_and_document(name: str) -> None:
    shown, heading = shown_with(name), Heading(name, name, MADE)
    chart = chart_of(shown, heading)
    in_html(to_html(chart), name)
    in_workbook(to_xlsx(chart, rows_of(shown)), name)
    in_json(to_json(whole_of(shown, heading)).encode(), name)


def test_hostile_names_survive_also_on_the_wall() -> None:
    shown = shown_with("Mei")
    crowd = [Person(f"h{n}", "sin", name=name) for n, name in enumerate(HOSTILE)]
    held = [replace(shown.holdings[0], person=p.id) for p in (*crowd, shown.team.people[1])]
    team = replace(shown.team, people=(*crowd, shown.team.people[1]))
    body = to_pdf(chart_of(replace(shown, team=team, holdings=held), Heading(HOSTILE[6], HOSTILE[10], MADE)))
    (page,) = PdfReader(BytesIO(body)).pages
    lines = page.extract_text().splitlines()
    begins = lines.index("sin PH") + 1  # each has a line, with the shift on it, wherever the name is cut
    told = lines[begins : begins + len(HOSTILE) + 1]
    assert all(" D" in line for line in told)
    assert told[-1].startswith("Last D")
    for name, line in zip(HOSTILE, told, strict=False):
        if kept(name).isascii() and name.isprintable():
            assert line.startswith(kept(name)[:12])
    assert b"/JavaScript" not in body
    assert "/Annots" not in page


@pytest.mark.parametrize("name", HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
def test_hostile_ids_survive_tables_and_pagers(name: str) -> None:
    """Documents let no such id in; nothing breaks all the same. CSV cannot hold what UTF-8 cannot."""
    held = [replace(h, person=name if h.person == "p1" else h.person) for h in shown_with("x").holdings]
    shown = replace(shown_with("x"), holdings=held)
    rows = list(csv.DictReader(StringIO(roster_csv(rows_of(shown)), newline="")))
    assert sorted(row["person"].replace("\r\n", "\n") for row in rows) == sorted([name.replace("\r\n", "\n"), "p2"])
    assert all(len(row) == 6 and None not in row for row in rows)
    shifts = pager_shifts(held, ("on-duty", 1), {name: name, "p2": "U2"})
    (made,) = [s for s in custom_shifts(shifts)["custom_shifts"] if s["assignments"][0]["member"]["user_id"] == name]
    assert json.loads(json.dumps(made)) == made
    assert sorted(s["userID"] for s in temporary_schedules(shifts)[0]["shifts"]) == sorted([name, "U2"])


@pytest.mark.parametrize("site", ["=1+1", "</style><script>", "x" * 2_000, "a:b/c*d?[e]", "日本"])
def test_hostile_sites_and_shifts_survive(site: str) -> None:
    shown, heading = shown_with("Mei", site), Heading("t", "s", MADE)
    chart = chart_of(shown, heading)
    assert site in "".join(Page(to_html(chart)).text)
    book = load_workbook(BytesIO(to_xlsx(chart, rows_of(shown))))
    assert site in [cell.value for cell in book["Roster"]["A"]]
    assert PdfReader(BytesIO(to_pdf(chart))).pages[0].extract_text()


def in_html(text: str, name: str) -> None:
    page = Page(text.encode().decode())  # it can be written in UTF-8
    people = [row for row in page.rows if len(row) == 1 + 3 + 6 and row[1] == "D"]
    assert [row[0] for row in people] == [kept(name), "Last"]
    assert [row[1:4] for row in people] == [["D", "", ""], ["D", "", "×"]]  # noqa: RUF001
    usual = Page(to_html(chart_of(shown_with("Mei"), Heading("t", "s", MADE))))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in usual.tags]
    assert [sorted(has) for _, has in page.tags] == [sorted(has) for _, has in usual.tags]


def in_workbook(body: bytes, name: str) -> None:
    sheet = load_workbook(BytesIO(body))["Roster"]
    cells = [cell for row in sheet.iter_rows(max_col=2) for cell in row if cell.value is not None]
    assert all(cell.data_type in "sn" and cell.hyperlink is None for cell in cells)
    (place,) = [cell.row for cell in cells if cell.value == "p1" and cell.column == 2]
    told = sheet.cell(place, 1).value
    assert str(told).replace("_x005F_", "_") == kept(name)
    assert [sheet.cell(place + 1, n).value for n in (1, 2, 3)] == ["Last", "p2", "D"]


def in_json(body: bytes, name: str) -> None:
    read = json.loads(body)
    whole = "".join("\ufffd" if category(c) == "Cs" else c for c in name)
    assert [(p["id"], p["name"]) for p in read["people"]] == [("p1", whole), ("p2", "Last")]
    assert len(read["assignments"]) == 2
