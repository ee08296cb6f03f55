"""What a plan can be exported to, and which pagers it can be pushed to, as the command line names them."""

from __future__ import annotations

from enum import StrEnum

from api.exporting.formats import Format
from exports.paper import Paper

__all__ = ["Format", "PagerName", "Paper"]


class PagerName(StrEnum):
    """The pagers that can be driven."""

    PAGERDUTY = "pagerduty"
    GOALERT = "goalert"
