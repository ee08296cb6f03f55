from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser

import pytest

from exports.blocks import blocks
from exports.chart import Chart, Heading
from exports.charting import chart_of, shown_of
from exports.document import to_json
from exports.page import to_html
from exports.paper import Paper
from exports.whole import rows_of, whole_of
from scheduler.domain.roster import Roster
from scheduler.intervals import each_day
from scheduler.problem import Problem


class Page(HTMLParser):
    """What a browser would see: cells by row, all tags with attributes, all text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._cell = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._cell:
            self.rows[-1][-1] += data


@pytest.fixture(scope="module")
def chart(problem: Problem, roster: Roster, stamp: datetime) -> Chart:
    return chart_of(shown_of(problem, roster), Heading("team 1/a", "from a test", stamp))


def test_the_page_is_as_it_was(chart: Chart, golden: Callable[[str, bytes], None]) -> None:
    golden("team.html", to_html(chart).encode())


def test_the_whole_is_as_it_was(
    problem: Problem, roster: Roster, stamp: datetime, golden: Callable[[str, bytes], None]
) -> None:
    shown = shown_of(problem, roster)
    golden("team.json", to_json(whole_of(shown, Heading("team 1/a", "from a test", stamp))).encode())


def test_the_whole_has_the_rows_of_the_csv_in_order(problem: Problem, roster: Roster, stamp: datetime) -> None:
    from exports.document import assignment_rows

    assert rows_of(shown_of(problem, roster)) == assignment_rows(problem, roster)
    of_one = whole_of(shown_of(problem, roster), Heading("x", "y", stamp), "sin-02")
    assert [p["id"] for p in of_one["people"]] == ["sin-02"]
    assert {row["person"] for row in of_one["assignments"]} == {"sin-02"}


def test_every_person_has_a_line_with_a_cell_a_day(chart: Chart) -> None:
    page = Page(to_html(chart))
    for section in chart.sections:
        for row in section.rows:
            (line,) = (line for line in page.rows if line[0] == row.name and len(line) == 1 + len(row.cells) + 6)
            assert line[1:-6] == [cell.text for cell in row.cells]
            assert row.totals is not None
            assert line[-6:] == [f"{value:g}" for value in row.totals.values]


def test_it_loads_nothing_and_runs_nothing(chart: Chart) -> None:
    page = Page(to_html(chart))
    assert {tag for tag, _ in page.tags}.isdisjoint(("script", "link", "img", "iframe", "object", "a", "form", "base"))
    assert not any(name in ("src", "href", "style") or name.startswith("on") for _, has in page.tags for name in has)
    assert "default-src 'none'" in (dict(page.tags[2][1])["content"] or "")
    assert not re.search(r"url\(|@import", to_html(chart))


@pytest.mark.parametrize("paper", Paper)
def test_it_prints_on_that_paper(chart: Chart, paper: Paper) -> None:
    assert f"@page {{ size: {paper.upper()} landscape" in to_html(chart, paper)


def test_a_quarter_has_a_table_for_each_month_and_totals_beside_the_last(
    problem: Problem, roster: Roster, stamp: datetime
) -> None:
    long = replace(shown_of(problem, roster), first=date(2027, 2, 15), last=date(2027, 4, 15))
    page = Page(to_html(chart_of(long, Heading("x", "y", stamp))))
    heads = [row for row in page.rows if row[0] == "Person" and len(row) > 6]
    assert [len(row) for row in heads] == [1 + 14, 1 + 31, 1 + 15 + 6]
    assert [text for text in page.text if text.endswith(" 2027")] == ["February 2027", "March 2027", "April 2027"]


def test_a_few_days_of_a_month_stand_with_the_next_or_the_last() -> None:
    days = list(each_day(date(2027, 1, 27), date(2027, 4, 4)))
    assert [(block.title, block.stop - block.start) for block in blocks(days)] == [
        ("27 Jan 2027 to 28 Feb 2027", 33),
        ("1 Mar 2027 to 4 Apr 2027", 35),
    ]
    assert [block.title for block in blocks(days[:31])] == ["27 Jan 2027 to 26 Feb 2027"]
    assert [day for block in blocks(days) for day in block.of(days)] == days
    assert len(blocks(list(each_day(date(2027, 1, 30), date(2027, 3, 5))))) == 1
