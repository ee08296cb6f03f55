"""A chart as a PDF to be pinned to the wall: a page for each month, or several where people do not fit on one."""

from exports.wall_chart.document import to_pdf
from exports.wall_chart.typeface import UnreadableFont

__all__ = ["UnreadableFont", "to_pdf"]
