"""Moving here from other tools: their exports, and calendars, as on-call documents. Pure: no file, no network."""

from api.documents.moving.grafana.reading import from_grafana
from api.documents.moving.ical.reading import leave_from_ical, oncall_from_ical
from api.documents.moving.opsgenie.reading import from_opsgenie
from api.documents.moving.pagerduty.reading import from_pagerduty
from api.documents.moving.values import Destination, Imported, ImportedLeave

__all__ = [
    "Destination",
    "Imported",
    "ImportedLeave",
    "from_grafana",
    "from_opsgenie",
    "from_pagerduty",
    "leave_from_ical",
    "oncall_from_ical",
]
