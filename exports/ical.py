"""A roster as a calendar that people subscribe to (docs: RFC 5545, RFC 7986).

Instants are in UTC, one event an assignment, no recurrence and no VTIMEZONE: of the calendar programs tried, every one
reads this right. There is no METHOD (it makes invitations of shifts), no alarm, and no UID of the calendar itself
(vdirsyncer then keeps one event of all). A feed never is empty: Evolution would keep the old shifts for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

from icalendar import Calendar, Event, vDuration, vText

from exports.document import in_order
from exports.wording import description, one_line, summary, without_controls
from scheduler.domain.people import Person
from scheduler.domain.roster import Assignment, Roster
from scheduler.intervals import Interval, day_interval, to_utc
from scheduler.problem import Problem

PRODUCT = "-//Watchbill//Watchbill//EN"
POLL = timedelta(hours=1)
ABOUT = "Planned shifts. Calendar programs may show changes a day late: for who is on call now ask Watchbill."


def to_ics(
    problem: Problem,
    roster: Roster,
    *,
    person: str | None = None,
    name: str,
    stamp: datetime,
    busy: bool = False,
) -> bytes:
    """The feed of one `person`, or of the whole team, called `name`. The same bytes for the same arguments.

    `stamp` is when the plan was made, never now: it becomes DTSTAMP and LAST-MODIFIED of every event. With `busy`
    on-duty shifts block the time in the calendar; standby never does. Raises KeyError for a person who is not in the
    team, ValueError for a naive `stamp`.
    """
    whose = problem.person(person) if person is not None else None
    made = to_utc(stamp)
    calendar = _header(name, _zone(problem, whose))
    for assignment in in_order(problem, [a for a in roster if whose is None or a.person == whose.id]):
        text = summary(problem, assignment, personal=whose is not None)
        calendar.add_component(_event(problem, roster, assignment, text, made, busy=busy))
    if not calendar.subcomponents:
        calendar.add_component(_placeholder(problem, whose, made))
    body: bytes = calendar.to_ical()
    return body


def uid(problem: Problem, roster: Roster, assignment: Assignment) -> str:
    """The name of the slot, the same in every feed: team, shift, local day, and seat among the people on that shift.

    Neither the person nor the end is in it, so a shift that changes hands or length stays one event. People on the same
    shift sit in the order of their ids: when one of several is replaced, the team's feed keeps exactly its events.
    """
    shift = problem.shift(assignment.shift)
    seat = roster.by_shift[assignment.shift].index(assignment.person) + 1
    return _uid(problem.team.id, shift.template, shift.day.isoformat(), str(seat))


def _uid(*parts: str) -> str:
    return "/".join(quote(part, safe="") for part in parts) + "@watchbill"


def _zone(problem: Problem, whose: Person | None) -> str:
    """The zone that a calendar program may show the feed in: the person's; the team's, when it has only one."""
    zones = {site.zone for site in problem.team.sites if whose is None or site.id == whose.site}
    return zones.pop() if len(zones) == 1 else "UTC"


def _header(name: str, zone: str) -> Calendar:
    calendar, title, poll = Calendar(), one_line(name), vDuration(POLL)
    poll.params["VALUE"] = "DURATION"  # RFC 7986 5.7 wants it, and icalendar leaves it out
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar["NAME"] = calendar["X-WR-CALNAME"] = vText(title)  # `add` would not escape them
    calendar["X-WR-CALDESC"] = vText(ABOUT)
    calendar.add("X-WR-TIMEZONE", zone)
    calendar.add("REFRESH-INTERVAL", poll)
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    return calendar


def _event(problem: Problem, roster: Roster, assignment: Assignment, text: str, made: datetime, *, busy: bool) -> Event:
    shift = problem.shift(assignment.shift)
    event = _bare(uid(problem, roster, assignment), text, shift.interval, made, busy=busy and shift.on_duty)
    event.add("DESCRIPTION", without_controls(description(problem, roster, assignment)))
    event.add("CATEGORIES", [str(shift.duty), without_controls(shift.site)])
    return event


def _placeholder(problem: Problem, whose: Person | None, made: datetime) -> Event:
    """Says that nothing is planned, on the first day of the period."""
    day = day_interval(problem.first_day, _zone(problem, whose))
    name = _uid(problem.team.id, whose.id if whose else "", "nothing-planned")
    return _bare(name, f"No shifts planned from {problem.first_day} to {problem.last_day}", day, made, busy=False)


def _bare(name: str, text: str, interval: Interval, made: datetime, *, busy: bool) -> Event:
    event = Event()
    event.add("UID", name)
    event.add("SEQUENCE", 0)
    event.add("DTSTAMP", made)
    event.add("LAST-MODIFIED", made)
    event.add("DTSTART", interval.start)
    event.add("DTEND", interval.end)
    event.add("SUMMARY", without_controls(text))
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "OPAQUE" if busy else "TRANSPARENT")
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", "BUSY" if busy else "FREE")
    return event
