"""What a plan can be exported to."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """A table, a calendar feed, or rows for programs."""

    CSV = "csv"
    ICS = "ics"
    JSON = "json"
