"""The harbour, whose schedule changes in every way there is, while calendars subscribe to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from tests.api.changes.crew import DAY_TIMES, HARBOUR, LATER, Crew, enrolled, moved
from tests.api.documents.samples import Raw
from tests.api.plans_at_hand import another, harbour, legal, publish
from tests.calendar_readers.seen import Seen
from tests.service import Service, serving

PEOPLE = [person["id"] for person in harbour()["people"]]
WHOLE = {"from": "2026-12-01T00:00:00Z", "until": "2027-03-01T00:00:00Z"}
MORNING: Raw = {"start": DAY_TIMES[0], "end": "2027-01-19T02:00:00Z"}
BEFORE = "sin-day@2027-01-18"
RETURNS, LOST = "dub-01 dub-day@2027-01-18", "dub-01 dub-day@2027-01-19"
ILL, WELL = "sin-03 sin-day@2027-01-21", "sin-04 sin-day@2027-01-21"


@contextmanager
def crew_at(folder: Path) -> Iterator[Crew]:
    """The harbour's people and service, with a database in `folder`, in December before anything is published."""
    with serving(f"sqlite:///{folder / 'harbour.db'}") as service:
        publish(service)
        yield Crew(service, enrolled(service))


def changes(crew: Crew) -> Iterator[str]:
    """Makes one change after another, an hour apart, and says which; at the start there is a first revision."""
    for change in _changes(crew):
        yield change
        crew.service.clock.now += timedelta(hours=1)


def _changes(crew: Crew) -> Iterator[str]:
    service, rows = crew.service, legal(harbour())
    yield "first revision"
    publish(service, rows, _half_an_hour_later())
    yield "the days in Dublin are half an hour later"
    whole = crew.override().json()["override"]["id"]
    yield "another stands in"
    publish(service, another(rows, RETURNS, LOST), _half_an_hour_later())
    yield "two shifts go"
    assert crew.mia.delete(f"{HARBOUR}/overrides/{whole}").status_code == 200
    part = crew.override(**MORNING).json()["override"]["id"]
    yield "another stands in for a part instead"
    swap = crew.offered(crew.three, moved("sin-03", BEFORE, "sin-04"), moved("sin-04", LATER, "sin-03"))
    assert crew.step(crew.four, swap, "accept").json()["state"] == "applied"
    yield "two swap"
    publish(service, another(rows, RETURNS, LOST, ILL, new=WELL), _half_an_hour_later())
    yield "the swap and the part stay in a third revision"
    assert crew.mia.delete(f"{HARBOUR}/overrides/{part}").status_code == 200
    publish(service, another(rows, LOST))
    yield "all is as it was at first, but for the swap and one shift that stays away"
    service.clock.set("2027-01-20T03:00:00Z")
    yield "weeks go by"
    publish(service, another(rows, LOST, ILL, new=WELL), consents=[{"person": p, "reason": "ill"} for p in PEOPLE])
    yield "somebody is ill on the next day"


def _half_an_hour_later() -> Raw:
    raw = harbour()
    (shift,) = (shift for shift in raw["shifts"] if shift["id"] == "dub-day")
    shift |= {"start": "08:30", "end": "17:00"}
    return raw


def address(service: Service, person: str | None = None) -> str:
    """The path of a new feed: of a person, or of the team."""
    made = service.admin.post(f"{HARBOUR}/feeds", json={"person": person} if person else {})
    assert made.status_code == 201, made.text
    return str(made.json()["url"]).removeprefix("http://testserver")


def schedule(service: Service, person: str | None = None) -> list[tuple[datetime, datetime]]:
    """When the person, or anybody, is on by the final schedule; in order."""
    only = {"person": person} if person else {}
    told = service.admin.get(f"{HARBOUR}/roster", params=WHOLE | only).json()
    return sorted((datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"])) for row in told["rows"])


def on(events: list[Seen]) -> list[tuple[datetime, datetime]]:
    """When a calendar says so; in order."""
    return sorted((event.start, event.end) for event in events if event.status == "CONFIRMED")
