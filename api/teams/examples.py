"""Small teams: what the API shows as examples."""

from __future__ import annotations

from typing import Any

from api.documents.oncall.examples import EXAMPLE

PLANNED_TEAM: dict[str, Any] = {
    "team": "harbour",
    "name": "Harbour watch",
    "period": {
        "first_day": "2027-01-04",
        "last_day": "2027-01-31",
        "coverage_from": "2027-01-04T00:00:00Z",
        "coverage_until": "2027-02-01T00:00:00Z",
    },
    "sites": [{"id": "sin", "timezone": "Asia/Singapore", "holiday_calendar": "SG"}],
    "shifts": [{"id": "sin-day", "site": "sin", "start": "07:00", "end": "15:30", "unpaid_break_minutes": 30}],
    "coverage": [{"id": "office", "site": "sin", "minimum": 1, "when": "mon-fri 08:00-15:00"}],
    "people": [{"id": f"sin-0{n}", "site": "sin", "contract_hours_per_week": 40} for n in (1, 2)],
    "leave": [{"person": "sin-01", "first_day": "2027-01-11", "last_day": "2027-01-12", "kind": "annual"}],
}
ROTATION_TEAM: dict[str, Any] = {"team": "sre", "name": "Site reliability", "oncall": EXAMPLE}
