"""Cases about requests that come at once."""

from __future__ import annotations

from scheduler.intervals import parse_instant, shift_by, utc_text
from tests.api.oncall_cases.scenario import DUTY, Scenario
from tests.api.requests.test_requests_at_once import at_once

START = parse_instant("2026-07-06T00:00Z")


def same_override_at_once(scenario: Scenario) -> None:
    """Of the same override, sent by as many clients at once, one is made; the others are told that it is there."""
    asked, expected = scenario.case.input["override"], scenario.case.expected
    scenario.before([START])
    scenario.oncall(scenario.case.document({"shifts": []}, others=[asked["add"]]))
    end = shift_by(START, minutes=60 * asked["duration_hours"])
    body = {"duty": DUTY, "add": asked["add"], "start": utc_text(START), "end": utc_text(end), "reason": "A case"}
    same = (scenario.service.admin, f"/v1/teams/{scenario.team}/overrides", body)
    codes = [
        answer.status_code for answer in at_once(scenario.service, *[same] * scenario.case.input["concurrent_requests"])
    ]
    assert codes.count(201) == expected["succeed"]
    assert codes.count(409) == expected["rejected"]
    assert len(scenario.asked("/overrides", from_=START, until=end)["items"]) == expected["succeed"]
