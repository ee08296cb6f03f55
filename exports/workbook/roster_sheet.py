"""The sheet that hangs on the wall: people by days, totals to the right, who is there below."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from exports.chart import TOTALS, Cell, Chart, Row, Section
from exports.cleaning import one_line
from exports.kinds import Kind
from exports.paper import Paper
from exports.workbook.styles import FREE, GONE, HEAD, HOLIDAY, Styles, put
from scheduler.burden import is_weekend

MONTHS, WEEKDAYS, NUMBERS, FIRST = 2, 3, 4, 5  # rows
NAME, ID, DAY = 0, 1, 2  # columns
MOST_DAYS_ON_A_PAGE = 45
_PAPERS = {Paper.A4: 9, Paper.A3: 8}  # as Excel numbers them


class RosterSheet:
    """Writes one chart to one sheet."""

    def __init__(self, chart: Chart, sheet: Worksheet, styles: Styles) -> None:
        self._chart, self._sheet, self._styles = chart, sheet, styles
        self._totals = DAY + len(chart.days)

    def write(self, paper: Paper) -> None:
        self._columns()
        self._header()
        row = FIRST
        for section in self._chart.sections:
            row = self._section(section, row) + 1
        self._sheet.freeze_panes(FIRST, DAY)
        self._print(paper)

    def _columns(self) -> None:
        self._sheet.set_column(NAME, NAME, 24)
        self._sheet.set_column(ID, ID, 9)
        self._sheet.set_column(DAY, self._totals - 1, 3.6)
        if self._chart.with_totals:
            self._sheet.set_column(self._totals, self._totals + len(TOTALS) - 1, 9)

    def _header(self) -> None:
        styles, heading = self._styles, self._chart.heading
        put(self._sheet, 0, NAME, heading.title, styles.title)
        put(self._sheet, 1, NAME, heading.source, styles.quiet)
        self._months()
        for n, day in enumerate(self._chart.days):
            look = styles.day(FREE if is_weekend(day) else "", bold=True)
            put(self._sheet, WEEKDAYS, DAY + n, f"{day:%a}"[:2], look)
            put(self._sheet, NUMBERS, DAY + n, day.day, look)
        put(self._sheet, NUMBERS, NAME, "Person", styles.head)
        put(self._sheet, NUMBERS, ID, "Id", styles.head)
        for n, name in enumerate(TOTALS if self._chart.with_totals else ()):
            put(self._sheet, NUMBERS, self._totals + n, name, styles.of(**_head(align="right")))

    def _months(self) -> None:
        look, column = self._styles.of(**_head(align="left")), DAY
        for _, days in groupby(self._chart.days, key=lambda day: (day.year, day.month)):
            month = list(days)
            for n in range(len(month)):
                put(self._sheet, MONTHS, column + n, f"{month[0]:%B %Y}" if n == 0 else None, look)
            column += len(month)

    def _section(self, section: Section, row: int) -> int:
        """Returns the row after it."""
        self._site(section, row)
        first = row + 1
        for n, person in enumerate(section.rows):
            self._person(section, person, first + n)
        below = first + len(section.rows)
        for n, (kind, counts) in enumerate(section.cover):
            self._cover(kind, counts, below + n, (first, below - 1))
        return below + len(section.cover)

    def _site(self, section: Section, row: int) -> None:
        look = self._styles.of(bold=True, bg_color="#DDE3EC")
        put(self._sheet, row, NAME, section.site, look)
        put(self._sheet, row, ID, None, look)
        holiday = self._styles.of(bold=True, align="center", font_color="#B3261E", bg_color=f"#{HOLIDAY}")
        for n, day in enumerate(self._chart.days):
            named = day in section.holidays
            put(self._sheet, row, DAY + n, "PH" if named else None, holiday if named else look)

    def _person(self, section: Section, person: Row, row: int) -> None:
        line = {"bottom": 1, "bottom_color": "#E3E6EA"}
        put(self._sheet, row, NAME, person.name, self._styles.of(**line))
        put(self._sheet, row, ID, one_line(person.person), self._styles.of(font_color="#6A7280", **line))
        for n, (day, cell) in enumerate(zip(self._chart.days, person.cells, strict=True)):
            put(self._sheet, row, DAY + n, cell.text, self._look(section, day, cell))
        for n, value in enumerate(person.totals.values if person.totals else ()):
            put(self._sheet, row, self._totals + n, value, self._styles.of(num_format="0.0#" if n == 0 else "0"))

    def _look(self, section: Section, day: date, cell: Cell) -> Format:
        if cell.marks:
            return self._styles.kind(cell.marks[0].kind, part=cell.marks[0].part)
        if cell.away:
            return self._styles.day(GONE, font_color="#6A7280")
        if day in section.holidays:
            return self._styles.day(HOLIDAY)
        return self._styles.day(FREE if is_weekend(day) else "")

    def _cover(self, kind: Kind, counts: tuple[int, ...], row: int, people: tuple[int, int]) -> None:
        """How many people have a kind of shift, as a formula: it follows when somebody changes the sheet by hand."""
        look = self._styles.of(italic=True, font_color="#3D4658")
        put(self._sheet, row, NAME, f"{kind.label} {kind.times}".strip(), look)
        put(self._sheet, row, ID, kind.letter, self._styles.kind(kind))
        for n, count in enumerate(counts):
            cells = ":".join(xl_rowcol_to_cell(line, DAY + n) for line in people)
            formula = f'=SUMPRODUCT(--ISNUMBER(SEARCH("+{kind.letter}+","+"&{cells}&"+")))'
            looks = {"font_color": "#B8BDC6" if count == 0 else "#26324A"}
            self._sheet.write_formula(row, DAY + n, formula, self._styles.day(**looks), count)

    def _print(self, paper: Paper) -> None:
        sheet, days = self._sheet, self._chart.days
        sheet.set_landscape()
        sheet.set_paper(_PAPERS[paper])
        sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.5)
        sheet.repeat_rows(MONTHS, NUMBERS)
        sheet.repeat_columns(NAME, ID)
        sheet.set_footer("&L&8Watchbill&R&8&P / &N")
        if len(days) <= MOST_DAYS_ON_A_PAGE:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.set_print_scale(70 if paper is Paper.A4 else 100)
            sheet.set_v_pagebreaks([DAY + n for n, day in enumerate(days) if day.day == 1 and n])


def _head(**looks: str) -> dict[str, object]:
    return {"bold": True, "font_color": "#FFFFFF", "bg_color": f"#{HEAD}", **looks}
