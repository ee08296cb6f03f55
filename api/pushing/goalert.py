"""GoAlert: our shifts as one temporary schedule, which for its time takes the place of GoAlert's own rotations.

Source: GoAlert's public GraphQL schema, and how it sets a temporary schedule: to the minute; what overlaps is cut; and
neighbouring shifts of one user become one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from api.pushing.connection import Connection, Refused
from api.pushing.difference import Difference
from exports.goalert import temporary_schedules
from exports.pager import PagerShift
from scheduler.intervals import Interval, parse_instant, shift_by, union

TOKEN = "GOALERT_TOKEN"
PATH = "/api/graphql"
_READ = "query($id: ID!) { schedule(id: $id) { id temporarySchedules { start end shifts { userID start end } } } }"
_SET = "mutation($input: SetTemporaryScheduleInput!) { setTemporarySchedule(input: $input) }"
_CLEAR = "mutation($input: ClearTemporarySchedulesInput!) { clearTemporarySchedules(input: $input) }"


def headers(token: str) -> dict[str, str]:
    """What every request carries."""
    return {"Authorization": f"Bearer {token}"}


class GoAlert:
    """One schedule. Whoever is on call now stays so until the end of the shift, as far as that is known; likewise
    whoever is when our window begins. Before it nothing is touched.
    """

    def __init__(self, connection: Connection, schedule: str) -> None:
        self._connection, self._schedule = connection, schedule
        self._target: list[PagerShift] = []
        self._span: Interval | None = None

    def difference(self, wanted: Sequence[PagerShift], window: Interval, now: datetime) -> Difference:
        """See `Pager`."""
        first = max(_next_minute(now), _minute(window.start))
        ours = [_to_minutes(shift) for shift in wanted]
        there = [shift for shift in self._there() if shift.end > first]
        beyond = [shift for shift in there if shift.start >= window.end]
        running = [shift for shift in there if shift.start < first]
        begun = [shift for shift in ours if shift.start < first]
        target = _joined([*_rests(running, begun, first), *(shift for shift in ours if shift.start >= first)])
        current = _joined(_from(first, [shift for shift in there if shift not in beyond]))
        self._plan(target, current, beyond)
        create, keep, remove = set(target) - set(current), set(target) & set(current), set(current) - set(target)
        return Difference(tuple(sorted(create)), tuple(sorted(keep)), tuple(sorted(remove)), len(begun))

    def carry_out(self) -> Iterator[str]:
        """See `Pager`. It is one step, unless GoAlert would refuse so many shifts at a time."""
        if self._span is None:
            return
        asked: dict[str, Any] = {"scheduleID": self._schedule}
        for one in temporary_schedules(self._target, self._span):
            bounds = {name: one[name] for name in ("start", "end")}
            if one["shifts"]:
                self._ask(_SET, {"input": asked | one})
            else:
                self._ask(_CLEAR, {"input": asked | bounds})
            yield "set the temporary schedule from {start} to {end}".format(**bounds)

    def _plan(self, target: list[PagerShift], current: list[PagerShift], beyond: list[PagerShift]) -> None:
        """What is set covers all that is to be there or to go; what lies beyond our window and in that time stays."""
        both = [*target, *current]
        if set(target) == set(current) or not both:
            self._span = None
            return
        span = Interval(min(shift.start for shift in both), max(shift.end for shift in both))
        kept = [shift for other in beyond if (shift := _within(span, other))]
        self._span, self._target = span, _joined([*target, *kept])

    def _there(self) -> list[PagerShift]:
        found = self._ask(_READ, {"id": self._schedule}).get("schedule")
        if not found:
            raise Refused(f"{self._schedule}: no such schedule")
        try:
            return [_read(shift) for one in found["temporarySchedules"] for shift in one["shifts"]]
        except (KeyError, TypeError, ValueError) as error:
            raise Refused(f"A temporary schedule cannot be read: {type(error).__name__}: {error}") from None

    def _ask(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        answer = self._connection.ask("POST", PATH, twice=True, json={"query": query, "variables": variables})
        try:
            body = answer.json()
        except ValueError:
            raise Refused(f"{PATH}: {answer.status_code}: the answer is not JSON") from None
        if not isinstance(body, dict) or body.get("errors") or not isinstance(body.get("data"), dict):
            raise Refused(f"{PATH}: {str(body)[:400]}")
        data: dict[str, Any] = body["data"]
        return data


def _rests(running: Iterable[PagerShift], begun: Iterable[PagerShift], first: datetime) -> Iterator[PagerShift]:
    """What is left of the shifts that run, each to the end of ours that runs, where it is longer only by joining."""
    ends = {shift.user: shift.end for shift in begun if shift.end > first}
    for shift in running:
        yield PagerShift(first, min(shift.end, ends.get(shift.user, shift.end)), shift.user)


def _joined(shifts: Iterable[PagerShift]) -> list[PagerShift]:
    """Neighbouring and overlapping shifts of one user as one: as GoAlert keeps them."""
    theirs: dict[str, list[Interval]] = defaultdict(list)
    for shift in shifts:
        theirs[shift.user].append(shift.interval)
    return sorted(PagerShift(i.start, i.end, user) for user, intervals in theirs.items() for i in union(intervals))


def _from(first: datetime, shifts: Iterable[PagerShift]) -> list[PagerShift]:
    return [PagerShift(max(shift.start, first), shift.end, shift.user) for shift in shifts]


def _within(span: Interval, shift: PagerShift) -> PagerShift | None:
    part = shift.interval.clipped(span)
    return PagerShift(part.start, part.end, shift.user) if part else None


def _read(raw: dict[str, Any]) -> PagerShift:
    return PagerShift(parse_instant(raw["start"]), parse_instant(raw["end"]), raw["userID"])


def _to_minutes(shift: PagerShift) -> PagerShift:
    return PagerShift(_minute(shift.start), _minute(shift.end), shift.user)


def _minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)


def _next_minute(instant: datetime) -> datetime:
    whole = _minute(instant)
    return whole if whole == instant else shift_by(whole, minutes=1)
