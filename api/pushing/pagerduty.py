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
        """See `Pager`. What is there twice is taken away once; what is not of our form is not for us to judge."""
        coming = [shift for shift in wanted if shift.start >= now]
        ids: dict[PagerShift, list[str]] = defaultdict(list)
        there = list(self._there(window))
        for id, shift in filter(None, there):
            if shift.start >= now and window.holds(shift.start):
                ids[shift].append(id)
        self._ids = ids
        theirs, ours = Counter({shift: len(found) for shift, found in ids.items()}), Counter(coming)
        parts = ours - theirs, ours & theirs, theirs - ours
        create, keep, remove = (tuple(sorted(part.elements())) for part in parts)
        self._difference = Difference(create, keep, remove, len(wanted) - len(coming), there.count(None))
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

    def _there(self, window: Interval) -> Iterator[tuple[str, PagerShift] | None]:
        """All custom shifts that touch the window, with their true bounds; None for one that is not of our form."""
        asked: dict[str, Any] = {"since": utc_text(window.start), "until": utc_text(window.end), "overflow": "true"}
        offset = 0
        while True:
            answer = self._connection.ask(
                "GET", self._path, twice=True, params={**asked, "limit": PAGE, "offset": offset}
            )
            body = _found(answer, self._path)
            page = body.get("custom_shifts", [])
            if not isinstance(page, list):
                raise Refused(f"{self._path}: the answer has no list of shifts")
            yield from (_read(raw) for raw in page)
            offset += len(page)
            if not page or not body.get("more"):
                return


def _read(raw: Any) -> tuple[str, PagerShift] | None:
    """The shift by its id; None for one that is not exactly of our form: of one member, who is a user or nobody."""
    match raw:
        case {"id": str(id), "start_time": str(start), "end_time": str(end), "assignments": [{"member": member}]}:
            user = _user(member)
        case _:
            return None
    try:
        return None if user is None else (id, PagerShift(parse_instant(start), parse_instant(end), user))
    except ValueError:
        return None


def _user(member: Any) -> str | None:
    """The user's id, "" for nobody, None for what is neither."""
    match member:
        case {"type": "user_member", "user_id": str(user)} if user:
            return user
        case {"type": "empty_member"}:
            return ""
    return None


def _found(answer: Any, path: str) -> dict[str, Any]:
    if answer.status_code == 404:
        raise Refused(f"{path}: no such schedule, or it is not one of version 3")
    try:
        body = answer.json()
    except ValueError as error:
        raise Refused(f"{path}: the answer is not JSON: {error}") from None
    if not isinstance(body, dict):
        raise Refused(f"{path}: the answer is not an object")
    return body
