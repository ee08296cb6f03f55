"""A roster as a calendar, one event an assignment: for a file, or a feed that shows one plan."""

from __future__ import annotations

from datetime import datetime

from icalendar import Event

from exports.document import in_order
from exports.vcalendar import describe, event, header, nothing_planned
from exports.vcalendar import uid as named
from exports.wording import description, summary
from scheduler.domain.people import Person
from scheduler.domain.roster import Assignment, Roster
from scheduler.intervals import to_utc
from scheduler.problem import Problem


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
    calendar = header(name, _zone(problem, whose))
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
    return named(problem.team.id, shift.template, shift.day.isoformat(), str(seat))


def _zone(problem: Problem, whose: Person | None) -> str:
    """The zone that a calendar program may show the feed in: the person's; the team's, when it has only one."""
    zones = {site.zone for site in problem.team.sites if whose is None or site.id == whose.site}
    return zones.pop() if len(zones) == 1 else "UTC"


def _event(problem: Problem, roster: Roster, assignment: Assignment, text: str, made: datetime, *, busy: bool) -> Event:
    shift = problem.shift(assignment.shift)
    found = event(uid(problem, roster, assignment), text, shift.interval, made, busy=busy and shift.on_duty)
    return describe(found, description(problem, roster, assignment), (shift.duty, shift.site))


def _placeholder(problem: Problem, whose: Person | None, made: datetime) -> Event:
    name = named(problem.team.id, whose.id if whose else "", "nothing-planned")
    return nothing_planned(name, problem.first_day, problem.last_day, _zone(problem, whose), made)
