"""The workbook as bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from xlsxwriter import Workbook

from exports.chart import Chart
from exports.paper import Paper
from exports.workbook.roster_sheet import RosterSheet
from exports.workbook.styles import Styles
from exports.workbook.tables import fairness_sheet, legend_sheet, shifts_sheet


def to_xlsx(chart: Chart, rows: Sequence[Mapping[str, object]], paper: Paper = Paper.A4) -> bytes:
    """The sheets Roster, Shifts (the `rows`, as in a CSV), Fairness (where anything is known of it) and Legend.

    Text is only ever text, never a formula or a link, whatever it begins with. The same bytes for the same arguments.
    """
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"title": chart.heading.title[:255], "author": "Watchbill", "created": chart.heading.made})
    styles = Styles(book)
    RosterSheet(chart, book.add_worksheet("Roster"), styles).write(paper)
    shifts_sheet(rows, book.add_worksheet("Shifts"), styles)
    if chart.statistics or chart.standings:
        fairness_sheet(chart, book.add_worksheet("Fairness"), styles)
    legend_sheet(chart, book.add_worksheet("Legend"), styles)
    book.close()
    return out.getvalue()
