"""Pagers of our own, for tests: PagerDuty as its OpenAPI document says, GoAlert as its sources do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from jsonschema import Draft7Validator, ValidationError

from scheduler.intervals import Interval, parse_instant, union, utc_text
from tests.api.documents.samples import SHARED

Raw = dict[str, Any]
PAGERDUTY_DOCUMENT = SHARED / "reference" / "pagerduty-openapi-part.json"


def schema(name: str) -> Draft7Validator:
    """A schema of PagerDuty's public OpenAPI document; skips the test where it is not there."""
    if not PAGERDUTY_DOCUMENT.exists():
        pytest.skip("PagerDuty's OpenAPI document is not beside the project")
    document = json.loads(PAGERDUTY_DOCUMENT.read_text())
    return Draft7Validator({"$ref": f"#/components/schemas/{name}", "components": document["components"]})


@dataclass
class Trouble:
    """What goes wrong: `fail` is asked before each request, by method and how many there were of it, for a status."""

    fail: Callable[[str, int], int | None] = lambda method, n: None
    seen: list[str] = field(default_factory=list)

    def answer(self, method: str) -> Response | None:
        self.seen.append(method)
        status = self.fail(method, self.seen.count(method))
        return None if status is None else JSONResponse({"error": "trouble"}, status, headers={"Retry-After": "0"})


class PagerDutyStandIn:
    """One schedule, ``PSCHED``, with the custom shifts that were made."""

    def __init__(self, trouble: Trouble) -> None:
        self.shifts: dict[str, Raw] = {}
        self.trouble = trouble
        self.app = FastAPI()
        self._numbers = count(1)
        create, one = schema("CreateCustomShiftsRequest"), schema("CustomShift")
        path = "/v3/schedules/{schedule}/custom_shifts"

        @self.app.get(path)
        def listed(
            request: Request, schedule: str, since: str, until: str, limit: int = 25, offset: int = 0
        ) -> Response:
            if refused := self._refused(request, schedule):
                return refused
            window = Interval(parse_instant(since), parse_instant(until))
            there = [s for s in self.ordered() if _interval(s).overlaps(window)]
            page = there[offset : offset + min(limit, 100)]
            for shift in page:
                one.validate(shift)
            more = offset + len(page) < len(there)
            return JSONResponse({"custom_shifts": page, "limit": limit, "offset": offset, "more": more})

        @self.app.post(path)
        async def made(request: Request, schedule: str) -> Response:
            if refused := self._refused(request, schedule):
                return refused
            body = await request.json()
            try:
                create.validate(body)
            except ValidationError as error:
                return JSONResponse({"error": {"message": error.message, "code": 2001}}, 400)
            return JSONResponse({"custom_shifts": [self.add(shift) for shift in body["custom_shifts"]]}, 201)

        @self.app.delete(path + "/{shift}")
        def removed(request: Request, schedule: str, shift: str) -> Response:
            if refused := self._refused(request, schedule):
                return refused
            return Response(status_code=204 if self.shifts.pop(shift, None) else 404)

    def add(self, shift: Raw) -> Raw:
        """A custom shift more, as if by hand."""
        id = f"PS{next(self._numbers)}"
        assignments = [{"id": f"{id}A", **assignment} for assignment in shift["assignments"]]
        self.shifts[id] = {**shift, "id": id, "assignments": assignments}
        return self.shifts[id]

    def ordered(self) -> list[Raw]:
        return sorted(self.shifts.values(), key=lambda s: (s["start_time"], s["id"]))

    def told(self) -> list[str]:
        """``2027-01-04T02:00:00Z UANA`` of each, in order."""
        return [f"{s['start_time']} {s['assignments'][0]['member'].get('user_id', '-')}" for s in self.ordered()]

    def _refused(self, request: Request, schedule: str) -> Response | None:
        if request.headers.get("authorization") != "Token token=secret":
            return JSONResponse({"error": {"message": "Unauthorized", "code": 2006}}, 401)
        if schedule != "PSCHED":
            return JSONResponse({"error": {"message": "Not Found", "code": 2100}}, 404)
        return self.trouble.answer(request.method)


class GoAlertStandIn:
    """One schedule, ``sched``, with its temporary schedules, set and cut as GoAlert does it."""

    def __init__(self, trouble: Trouble) -> None:
        self.schedules: list[Raw] = []
        self.now: datetime | None = None
        self.trouble = trouble
        self.app = FastAPI()

        @self.app.post("/api/graphql")
        async def asked(request: Request) -> Response:
            if request.headers.get("authorization") != "Bearer secret":
                return Response("Unauthorized", 401)
            body = await request.json()
            kind = next(
                k for k in ("setTemporarySchedule", "clearTemporarySchedules", "schedule(") if k in body["query"]
            )
            if (failed := self.trouble.answer(kind)) is not None:
                return failed
            return JSONResponse(self._answer(kind, body["variables"]))

    def _answer(self, kind: str, variables: Raw) -> Raw:
        if kind == "schedule(":
            known = variables["id"] == "sched"
            return {"data": {"schedule": {"id": "sched", "temporarySchedules": self.schedules} if known else None}}
        given = variables["input"]
        if error := self._fault(kind, given):
            return {"data": None, "errors": [{"message": error}]}
        start, end = (_minute(given[name]) for name in ("start", "end"))
        self.schedules = [part for one in self.schedules for part in _cut(one, start, end)]
        if kind == "setTemporarySchedule":
            shifts = [s | {"start": _minute(s["start"]), "end": _minute(s["end"])} for s in given["shifts"]]
            self.schedules = _merged([*self.schedules, {"start": start, "end": end, "shifts": shifts}])
        return {"data": {kind: True}}

    def _fault(self, kind: str, given: Raw) -> str | None:
        wanted = {"scheduleID", "start", "end"} | ({"shifts"} if kind == "setTemporarySchedule" else set())
        if set(given) != wanted or given["scheduleID"] != "sched":
            return f"unknown field or schedule: {sorted(given)}"
        if any(set(shift) != {"userID", "start", "end"} for shift in given.get("shifts", ())):
            return "a shift has userID, start and end"
        if self.now is not None and parse_instant(given["end"]) <= self.now:
            return "End: must be in the future"
        outside = [s for s in given.get("shifts", ()) if s["start"] < given["start"] or s["end"] > given["end"]]
        return "Shifts: must be within the schedule" if outside else None

    def told(self) -> list[str]:
        """``2027-01-04T02:00:00Z to 2027-01-11T02:00:00Z uana`` of each shift, in order."""
        found = (f"{s['start']} to {s['end']} {s['userID']}" for one in self.schedules for s in one["shifts"])
        return sorted(found)


def _interval(shift: Raw) -> Interval:
    return Interval(parse_instant(shift["start_time"]), parse_instant(shift["end_time"]))


def _minute(text: str) -> str:
    return utc_text(parse_instant(text).replace(second=0, microsecond=0))


def _cut(one: Raw, start: str, end: str) -> list[Raw]:
    """What is left of a temporary schedule before and after: texts in UTC compare as instants do."""
    parts = []
    for low, high in ((one["start"], min(one["end"], start)), (max(one["start"], end), one["end"])):
        if low < high:
            inside = [s for s in one["shifts"] if s["start"] < high and s["end"] > low]
            shifts = [s | {"start": max(s["start"], low), "end": min(s["end"], high)} for s in inside]
            parts.append({"start": low, "end": high, "shifts": shifts})
    return parts


def _merged(schedules: list[Raw]) -> list[Raw]:
    result: list[Raw] = []
    for one in sorted(schedules, key=lambda one: str(one["start"])):
        if result and one["start"] <= result[-1]["end"]:
            result[-1]["end"] = max(result[-1]["end"], one["end"])
            result[-1]["shifts"] = [*result[-1]["shifts"], *one["shifts"]]
        else:
            result.append(dict(one))
    return [one | {"shifts": _joined(one["shifts"])} for one in result]


def _joined(shifts: list[Raw]) -> list[Raw]:
    users = sorted({s["userID"] for s in shifts})
    theirs = {
        u: [Interval(parse_instant(s["start"]), parse_instant(s["end"])) for s in shifts if s["userID"] == u]
        for u in users
    }
    return [
        {"userID": user, "start": utc_text(i.start), "end": utc_text(i.end)}
        for user, intervals in theirs.items()
        for i in union(intervals)
    ]
