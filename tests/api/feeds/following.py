"""A calendar program that follows a feed, and is strict about what it is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from icalendar import Calendar

from scheduler.intervals import Interval
from tests.api.plans_at_hand import TEAM
from tests.exports.reading import lint
from tests.service import Service

Held = set[tuple[str, datetime, datetime]]


class Following:
    """Holds events by UID. Asks with what it knows, and believes only what a higher SEQUENCE says."""

    def __init__(self, service: Service, **wanted: Any) -> None:
        made = service.admin.post(f"/v1/teams/{TEAM}/feeds", json=wanted)
        assert made.status_code == 201, made.text
        self._client = service.anonymous
        self._address = made.json()["url"].removeprefix("http://testserver")
        self._etag = ""
        self._sequences: dict[str, int] = {}
        self.person = wanted.get("person")
        self.events: dict[str, Any] = {}

    def poll(self) -> bool:
        """Ask; whether there was anything new."""
        answer = self._client.get(self._address, headers={"If-None-Match": self._etag} if self._etag else {})
        if answer.status_code == 304:
            return False
        assert answer.status_code == 200, answer.text
        lint(answer.content)
        assert answer.headers["ETag"] != self._etag
        self._etag = answer.headers["ETag"]
        told = list(Calendar.from_ical(answer.content).walk("VEVENT"))
        found = {str(event["UID"]): event for event in told}
        assert len(found) == len(told)
        for uid, event in found.items():
            self._take(uid, event)
        self.events = found
        return True

    def _take(self, uid: str, event: Any) -> None:
        known, sequence = self.events.get(uid), int(event["SEQUENCE"])
        assert event["DTSTAMP"] == event["LAST-MODIFIED"]
        assert sequence >= self._sequences.get(uid, 0)
        if known is not None:
            risen = sequence > int(known["SEQUENCE"])
            assert risen == (event.to_ical() != known.to_ical())
            assert (event["LAST-MODIFIED"].dt >= known["LAST-MODIFIED"].dt) if risen else True
        self._sequences[uid] = sequence

    @property
    def shifts(self) -> dict[str, Any]:
        """Those that are on."""
        return {
            uid: event
            for uid, event in self.events.items()
            if event["STATUS"] == "CONFIRMED" and isinstance(event["DTSTART"].dt, datetime)
        }

    @property
    def cancelled(self) -> set[str]:
        return {uid for uid, event in self.events.items() if event["STATUS"] == "CANCELLED"}

    @property
    def held(self) -> Held:
        """Who has what when, by what it holds."""
        return {
            (self.person or str(e["SUMMARY"]).rpartition(": ")[2], e["DTSTART"].dt, e["DTEND"].dt)
            for e in self.shifts.values()
        }


def final(service: Service, person: str | None = None) -> Held:
    """Who has what when, by the final schedule."""
    posted = service.services.board.of(TEAM)
    assert posted is not None
    found = posted.schedule.between(Interval(posted.window.start, posted.window.end))
    return {(h.person, h.start, h.end) for h in found if person in (None, h.person)}
