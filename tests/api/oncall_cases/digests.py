"""Cases about when somebody is told who is on call."""

from __future__ import annotations

from scheduler.intervals import parse_instant
from tests.api.oncall_cases.scenario import Raw, Scenario
from tests.oncall_cases.rows import day_names

PERSON = "ana"


def next_digest(scenario: Scenario) -> None:
    """A digest on no day is refused: who wants none leaves it out, and gets none."""
    scenario.service.clock.now = parse_instant(scenario.case.input["now"])
    scenario.oncall(scenario.case.document({"shifts": []}, others=[PERSON]))
    path = f"/v1/teams/{scenario.team}/people/{PERSON}/notices"
    for row, due in zip(scenario.case.input["rows"], scenario.case.expected["rows"], strict=True):
        if row["weekdays"] == []:
            scenario.sent("PUT", path, {"digest": {"clock": row["clock"], "weekdays": []}}, status=422)
        told = scenario.sent("PUT", path, _chosen(scenario, row))["next_digest_at"]
        assert (told and parse_instant(told)) == (due and parse_instant(due))


def _chosen(scenario: Scenario, row: Raw) -> Raw:
    hook = {"channel": "webhook", "address": "https://example.org/hook", "kinds": ["digest"]}
    chosen = {"destinations": [hook], "timezone": scenario.case.zone}
    if row["clock"] is None or row["weekdays"] == []:
        return chosen
    days = {"weekdays": day_names(row["weekdays"])} if row["weekdays"] else {}
    return chosen | {"digest": {"clock": row["clock"], **days}}
