"""The sheets beside the roster: every shift, fairness, and what the letters mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from exports.chart import AWAY, Chart
from exports.cleaning import one_line
from exports.workbook.styles import FREE, GONE, HOLIDAY, Styles, put

_COUNTED = ("person", "duty", "shifts", "hours", "days", "longest_run", "nights", "weekends", "holidays")
_STANDING = ("person", "site", "burden", "counted", "target", "before", "after")
_SPREAD = ("site", "burden", "people", "lowest", "highest", "spread")


def shifts_sheet(rows: Sequence[Mapping[str, object]], sheet: Worksheet, styles: Styles) -> None:
    """One row an assignment, as in the CSV; to be filtered."""
    columns = list(rows[0]) if rows else ["person", "shift", "site", "duty", "start", "end"]
    sheet.set_column(0, len(columns) - 1, 22)
    last = _table(sheet, styles, 0, columns, ([row[name] for name in columns] for row in rows))
    sheet.autofilter(0, 0, max(last - 1, 0), len(columns) - 1)
    sheet.freeze_panes(1, 0)


def fairness_sheet(chart: Chart, sheet: Worksheet, styles: Styles) -> None:
    """How far people are apart, where everybody stands against a fair share, and what everybody has."""
    sheet.set_column(0, 9, 14)
    row = 0
    for title, columns, values in (
        ("How far full-time people are apart", _SPREAD, chart.spreads),
        ("Where everybody stands against a fair share", _STANDING, chart.standings),
        ("What everybody has", _COUNTED, chart.statistics),
    ):
        if values:
            put(sheet, row, 0, title, styles.of(bold=True, font_size=12))
            told = ([getattr(value, name) for name in columns] for value in values)
            row = _table(sheet, styles, row + 1, columns, told) + 1


def legend_sheet(chart: Chart, sheet: Worksheet, styles: Styles) -> None:
    """What letters and colours mean, and which public holidays there are."""
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 4, 26)
    row = _table(sheet, styles, 0, ("Letter", "Shift", "Site", "Duty", "Local time"), [])
    for kind in chart.kinds:
        put(sheet, row, 0, kind.letter, styles.kind(kind))
        for n, text in enumerate((kind.label, one_line(kind.site or ""), kind.duty, kind.times)):
            put(sheet, row, 1 + n, text, styles.plain)
        row += 1
    for text, paper, meaning in (
        (AWAY, GONE, "on leave"),
        ("", FREE, "weekend"),
        ("PH", HOLIDAY, "public holiday of the site"),
        ("n", "", "small: part of a shift only, the rest is another's"),
    ):
        put(sheet, row, 0, text, styles.day(paper))
        put(sheet, row, 1, meaning, styles.plain)
        row += 1
    for note in _notes(chart):
        put(sheet, row + 1, 0, note, styles.quiet)
        row += 1
    holidays = (
        [section.site, day.isoformat(), name]
        for section in chart.sections
        for day, name in sorted(section.holidays.items())
    )
    _table(sheet, styles, row + 2, ("Site", "Day", "Public holiday"), holidays)


def _notes(chart: Chart) -> Iterable[str]:
    yield "Days are those of each person's site: " + ", ".join(f"{s.site} {s.zone}" for s in chart.sections)
    if chart.with_totals:
        yield (
            "Hours are elapsed, breaks included. Nights: three hours or more from 22:00 to 06:00. Weekends and public "
            "holidays: of which any time is worked. Standby: shifts or turns."
        )


def _table(sheet: Worksheet, styles: Styles, row: int, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """A header and the rows. Returns the row after them."""
    head, plain = styles.head, styles.plain
    for n, name in enumerate(columns):
        put(sheet, row, n, name.replace("_", " "), head)
    for values in rows:
        row += 1
        for n, value in enumerate(values):
            put(sheet, row, n, value if isinstance(value, int | float | None) else one_line(str(value)), plain)
    return row + 1
