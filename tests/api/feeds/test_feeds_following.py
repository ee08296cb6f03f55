"""What calendar programs hold after each change is the final schedule: no duplicate, no ghost, nothing a minute off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar

from api.documents.domain import problem_of
from api.documents.reading import document_of
from exports.ical import to_ics
from scheduler.domain.roster import Roster
from tests.api.changes.crew import DAY, LATER, Crew, moved
from tests.api.feeds.following import Following, final
from tests.api.plans_at_hand import TEAM, another, harbour, legal, publish, rotating
from tests.service import Service

PEOPLE = ("sin-01", "sin-02", "sin-03", "sin-04", "dub-01", "dub-02")


@pytest.fixture
def calendars(crew: Crew) -> dict[str | None, Following]:
    """That of the team, and of each person."""
    return {None: Following(crew.service)} | {who: Following(crew.service, person=who) for who in PEOPLE}


def settled(crew: Crew, calendars: dict[str | None, Following]) -> None:
    """All of them ask again, and hold what is so."""
    for person, calendar in calendars.items():
        calendar.poll()
        assert calendar.held == final(crew.service, person)
        assert not calendar.poll()
    everybodys = calendars[None].shifts
    for calendar in calendars.values():
        for uid, event in calendar.shifts.items():
            assert event["SEQUENCE"] == everybodys[uid]["SEQUENCE"]
            assert event["DTSTART"] == everybodys[uid]["DTSTART"]
    crew.service.clock.now += timedelta(minutes=7)


def test_overrides_swaps_revisions_and_their_undoing(crew: Crew, calendars: dict[str | None, Following]) -> None:
    settled(crew, calendars)
    team = calendars[None]
    published, sequences = set(team.shifts), {uid: int(e["SEQUENCE"]) for uid, e in team.shifts.items()}

    whole = crew.override()
    assert whole.status_code == 201, whole.text
    settled(crew, calendars)
    uid = f"{TEAM}/on-duty/sin/sin-day/2027-01-19/1@watchbill"
    assert set(team.shifts) == published
    assert str(team.events[uid]["SUMMARY"]) == "sin-day: sin-04"
    assert int(team.events[uid]["SEQUENCE"]) > sequences[uid]
    assert calendars["sin-03"].cancelled == {uid}
    assert str(calendars["sin-03"].events[uid]["SUMMARY"]) == "Cancelled: sin-day"
    assert uid in calendars["sin-04"].shifts

    assert crew.mia.delete(f"/v1/teams/{TEAM}/overrides/{whole.json()['override']['id']}").status_code == 200
    settled(crew, calendars)
    assert set(team.shifts) == published
    assert (uid in calendars["sin-03"].shifts, calendars["sin-04"].cancelled) == (True, {uid})

    part = crew.override(start="2027-01-19T01:00:00Z", end="2027-01-19T03:00:00Z")
    settled(crew, calendars)
    assert len(team.shifts) == len(published) + 2
    crew.mia.delete(f"/v1/teams/{TEAM}/overrides/{part.json()['override']['id']}")
    settled(crew, calendars)
    assert set(team.shifts) == published

    swap = crew.offered(crew.three, moved("sin-03", DAY, "sin-04"), moved("sin-04", LATER, "sin-03"))
    assert crew.step(crew.four, swap, "accept").status_code == 200
    settled(crew, calendars)
    assert set(team.shifts) == published
    assert uid in calendars["sin-03"].cancelled

    gone = "sin-03 sin-day@2027-01-20"
    publish(crew.service, another(legal(harbour()), gone, new="sin-04 sin-day@2027-01-20"))
    settled(crew, calendars)
    publish(crew.service, legal(harbour()))
    settled(crew, calendars)
    assert set(team.shifts) == published


def test_what_is_cancelled_is_kept_a_while_then_dropped(crew: Crew) -> None:
    calendar = Following(crew.service, person="sin-03")
    calendar.poll()
    crew.override()
    calendar.poll()
    (gone,) = calendar.cancelled
    for _ in range(7):
        crew.service.clock.now += timedelta(days=1)
        calendar.poll()
        assert calendar.cancelled == {gone}
    crew.service.clock.now += timedelta(days=8)
    assert calendar.poll()
    assert gone not in calendar.events


def test_narrowed_feeds_follow_too(crew: Crew) -> None:
    calendars = [
        Following(crew.service, site="sin"),
        Following(crew.service, site="dub"),
        Following(crew.service, duty="on-duty"),
        Following(crew.service, on_call=True),
    ]
    team = Following(crew.service)
    for change in (lambda: None, lambda: crew.override().status_code):
        change()
        team.poll()
        for calendar in calendars:
            calendar.poll()
            assert calendar.shifts.items() <= team.shifts.items()
        site, other, duty, on_call = (set(calendar.shifts) for calendar in calendars)
        assert site | other == set(team.shifts) == duty | on_call
        assert not site & other
        assert not duty & on_call


def test_from_day_to_day_nothing_moves_in_a_rotation(service: Service) -> None:
    service.clock.set("2027-01-11T00:00:00Z")
    rotating(service, "ana")
    calendar = Following(service, person="ana")
    calendar.poll()
    for _ in range(45):
        before = {uid: event.to_ical() for uid, event in calendar.shifts.items()}
        service.clock.now += timedelta(days=1)
        service.services.board.refresh([TEAM])  # as it does by itself each day
        calendar.poll()
        after = {uid: event.to_ical() for uid, event in calendar.shifts.items()}
        assert all(after[uid] == before[uid] for uid in before.keys() & after.keys())
        assert len(before.keys() - after.keys()) <= 1
        assert not calendar.cancelled


def test_a_file_and_a_feed_name_the_same_events(crew: Crew) -> None:
    calendar = Following(crew.service)
    calendar.poll()
    problem = problem_of(document_of(harbour()))
    roster = Roster.of((person, shift) for person, shift in legal(harbour()))
    written = to_ics(problem, roster, name="x", stamp=crew.service.clock())
    assert set(calendar.shifts) == {str(event["UID"]) for event in Calendar.from_ical(written).walk("VEVENT")}


def test_a_machine_whose_clock_is_behind_takes_nothing_back(service: Service) -> None:
    service.clock.set("2027-01-11T23:59:59Z")
    rotating(service, "ana", "ben", cadence="daily")
    calendar, behind, third = (
        Following(service, busy=busy, past_days=n) for busy, n in ((False, 1), (True, 2), (True, 3))
    )
    service.clock.now += timedelta(seconds=2)
    calendar.poll()
    service.clock.now -= timedelta(seconds=2)
    behind.poll()
    service.clock.now += timedelta(seconds=2)
    third.poll()
    assert {int(event["SEQUENCE"]) for event in third.events.values()} == {0}
    assert not third.cancelled
