"""PagerDuty's version 3 schedules: our shifts as custom shifts. Source: its public OpenAPI document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from api.pushing.connection import Connection, Refused
from api.pushing.difference import Difference
from exports.custom_shifts import custom_shifts
from exports.pager import PagerShift
from scheduler.intervals import Interval, parse_instant, utc_text

URL, TOKEN = "https://api.pagerduty.com", "PAGERDUTY_TOKEN"
PAGE, BATCH = 100, 50


def headers(token: str) -> dict[str, str]:
    """What every request carries."""
    return {"Authorization": f"Token token={token}", "Accept": "application/vnd.pagerduty+json;version=2"}


class PagerDuty:
    """One schedule. A shift that has begun is neither changed nor taken away, nor made."""

    def __init__(self, connection: Connection, schedule: str) -> None:
        self._connection = connection
        self._path = f"/v3/schedules/{quote(schedule, safe='')}/custom_shifts"
        self._difference = Difference((), (), ())
        self._ids: dict[PagerShift, list[str]] = {}

    def difference(self, wanted: Sequence[PagerShift], window: Interval, now: datetime) -> Difference:
        """See `Pager`. What is there twice is taken away once."""
        coming = [shift for shift in wanted if shift.start >= now]
        ids: dict[PagerShift, list[str]] = defaultdict(list)
        for id, shift in self._there(window):
            if shift.start >= now and window.holds(shift.start):
                ids[shift].append(id)
        self._ids = ids
        there, ours = Counter({shift: len(found) for shift, found in ids.items()}), Counter(coming)
        create, remove, keep = (sorted(part.elements()) for part in (ours - there, there - ours, ours & there))
        self._difference = Difference(tuple(create), tuple(keep), tuple(remove), len(wanted) - len(coming))
        return self._difference

    def carry_out(self) -> Iterator[str]:
        """See `Pager`. First what is new, so that at no time fewer people are on call than before."""
        create = self._difference.create
        for n in range(0, len(create), BATCH):
            some = create[n : n + BATCH]
            answer = self._connection.ask("POST", self._path, twice=False, json=custom_shifts(some))
            _found(answer, self._path)
            yield f"made {len(some)}, {n + len(some)} of {len(create)}"
        for shift in self._difference.remove:
            id = self._ids[shift].pop()
            # Not found: it is gone already.
            self._connection.ask("DELETE", f"{self._path}/{quote(id, safe='')}", twice=True)
            yield f"took away {utc_text(shift.start)} to {utc_text(shift.end)}"

    def _there(self, window: Interval) -> Iterator[tuple[str, PagerShift]]:
        """All custom shifts that touch the window, with their true bounds."""
        asked: dict[str, Any] = {"since": utc_text(window.start), "until": utc_text(window.end), "overflow": "true"}
        offset = 0
        while True:
            answer = self._connection.ask(
                "GET", self._path, twice=True, params={**asked, "limit": PAGE, "offset": offset}
            )
            body = _found(answer, self._path)
            page = body.get("custom_shifts", [])
            yield from (_read(raw) for raw in page)
            offset += len(page)
            if not page or not body.get("more"):
                return


def _read(raw: dict[str, Any]) -> tuple[str, PagerShift]:
    try:
        member = raw["assignments"][0]["member"]
        shift = PagerShift(
            parse_instant(raw["start_time"]), parse_instant(raw["end_time"]), member.get("user_id") or ""
        )
        return str(raw["id"]), shift
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"A custom shift cannot be read: {type(error).__name__}: {error}") from None


def _found(answer: Any, path: str) -> dict[str, Any]:
    if answer.status_code == 404:
        raise Refused(f"{path}: no such schedule, or it is not one of version 3")
    try:
        body: dict[str, Any] = answer.json()
    except ValueError as error:
        raise Refused(f"{path}: the answer is not JSON: {error}") from None
    return body
