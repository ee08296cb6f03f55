"""What a roster can be exported to."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """Tables, charts to look at and to print, calendars, and what pagers take."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    HTML = "html"
    PDF = "pdf"
    ICS = "ics"
    GOALERT = "goalert"
    PAGERDUTY = "pagerduty"

    @property
    def media_type(self) -> str:
        """As HTTP names it."""
        return _MEDIA_TYPES.get(self, "application/json")

    @property
    def ending(self) -> str:
        """How the names of such files end."""
        return f".{self}.json" if self in PAGERS else f".{self}"


PAGERS = frozenset({Format.GOALERT, Format.PAGERDUTY})
_MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.HTML: "text/html; charset=utf-8",
    Format.PDF: "application/pdf",
    Format.ICS: "text/calendar; charset=utf-8",
}
