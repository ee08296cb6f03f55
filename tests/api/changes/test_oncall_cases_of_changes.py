"""What the on-call projects' own suites say of overrides and swaps (oncall-cases.json), asked of the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from starlette.testclient import TestClient

from scheduler.intervals import Interval, parse_instant, shift_by, utc_text
from scheduler.oncall.values import Holding, Override, Source, Swap
from tests.oncall_case_documents import SAID, questions
from tests.service import Service

KINDS = {"override_edit", "override_map", "swap_split", "layered_final", "resolve_shifts"}
ASKED = {
    f"{case['id'].lower()}-{n}": question
    for case in SAID
    if case["kind"] in KINDS
    for n, question in enumerate(questions(case))
}


def test_every_case_of_overrides_and_swaps(service: Service) -> None:
    assert {"ga-res-02-0", "ga-res-08-0", "gf-swp-01-0", "li-ovr-01-0", "li-ovr-04-0", "li-ovr-05-0"} <= ASKED.keys()
    wrong = {}
    for team, question in ASKED.items():
        service.clock.now = shift_by(question.window.start, minutes=-2 * 24 * 60)
        service.admin.post("/v1/teams", json={"team": team, "oncall": question.document}).raise_for_status()
        for override in question.overrides:
            make(service.admin, team, override)
        for swap in question.swaps:
            carry_out(service.admin, team, swap, question.document)
        wrong[team] = question.differences(held(service.admin, team, question.window))
    assert {team: found for team, found in wrong.items() if found} == {}


def make(client: TestClient, team: str, override: Override) -> None:
    told = {name: getattr(override, name) for name in ("duty", "level", "add", "remove", "everybody")}
    times = {"start": utc_text(override.interval.start), "end": utc_text(override.interval.end)}
    answer = client.post(f"/v1/teams/{team}/overrides", json=told | times | {"reason": "the case says so"})
    assert answer.status_code == 201, (team, answer.text)


def carry_out(client: TestClient, team: str, swap: Swap, document: dict[str, Any]) -> None:
    """Grafana's swaps name a stretch of time; ours name the shifts in it."""
    moves = []
    for move in swap.moves:
        assert move.part
        if span_of(document, move.assignment.shift).overlaps(move.part):
            part = {"start": utc_text(move.part.start), "end": utc_text(move.part.end)}
            moves.append({"person": move.assignment.person, "shift": move.assignment.shift, "to": move.to} | part)
    offered = client.post(f"/v1/teams/{team}/swaps", json={"moves": moves})
    assert offered.status_code == 201, offered.text
    address = f"/v1/teams/{team}/swaps/{offered.json()['id']}/accept"
    assert client.post(address, json={"person": moves[0]["to"]}).json()["state"] == "applied"


def span_of(document: dict[str, Any], shift: str) -> Interval:
    rows = [row for layer in document["schedules"][0]["layers"] for row in layer["shifts"]]
    (row,) = [row for row in rows if row["id"] == shift]
    return Interval(parse_instant(row["start"]), parse_instant(row["end"]))


def held(client: TestClient, team: str, window: Interval) -> list[Holding]:
    """Who holds what in `window`; in one of no length, at its instant."""
    until = max(window.end, shift_by(window.start, seconds=1))
    answer = client.get(f"/v1/teams/{team}/roster?from={utc_text(window.start)}&until={utc_text(until)}").json()
    return [holding(row) for row in answer["rows"]]


def holding(row: dict[str, Any]) -> Holding:
    start, end = (datetime.fromisoformat(row[name]) for name in ("start", "end"))
    found = Holding(row["duty"], row["level"], row["person"], Interval(start, end), row["site"], row["shift"])
    return replace(found, source=Source(row["source"]))
