"""A chart as a workbook of Excel's (XLSX), as managers keep rosters: one sheet to look at, the rest to count with."""

from exports.workbook.book import to_xlsx

__all__ = ["to_xlsx"]
