"""A roster as a calendar, one event an assignment: for a file. It speaks as feeds do, and of the same events."""

from __future__ import annotations

from datetime import datetime

from exports.document import in_order
from exports.phrases import phrase
from exports.vcalendar import Event, calendar, header, nothing_planned, written
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
    shown = in_order(problem, [a for a in roster if whose is None or a.person == whose.id])
    events = [_event(problem, roster, a, made, personal=whose is not None, busy=busy) for a in shown]
    color = f"{problem.team.id}/{whose.id if whose else ''}"
    return calendar(header(name, _zone(problem, whose), color=color), events or [_placeholder(problem, whose, made)])


def uid(problem: Problem, roster: Roster, assignment: Assignment) -> str:
    """The name of the slot, the same in every feed: team, duty, site, shift, local day, and seat on that shift.

    Neither the person nor the end is in it, so a shift that changes hands or length stays one event. People on the same
    shift sit in the order of their ids, as they do in a feed at first: when one of several is replaced, the team's
    calendar keeps exactly its events.
    """
    shift = problem.shift(assignment.shift)
    seat = roster.by_shift[assignment.shift].index(assignment.person) + 1
    return named(problem.team.id, shift.duty, shift.site, shift.template, shift.day.isoformat(), str(seat))


def _zone(problem: Problem, whose: Person | None) -> str:
    """The zone that a calendar program may show the feed in: the person's; the team's, when it has only one."""
    zones = {site.zone for site in problem.team.sites if whose is None or site.id == whose.site}
    return zones.pop() if len(zones) == 1 else "UTC"


def _event(
    problem: Problem, roster: Roster, assignment: Assignment, made: datetime, *, personal: bool, busy: bool
) -> bytes:
    shift = problem.shift(assignment.shift)
    return written(
        Event(
            uid(problem, roster, assignment),
            summary(problem, assignment, personal=personal),
            shift.interval,
            made,
            busy=busy and shift.on_duty,
            description=description(problem, roster, assignment),
            categories=(shift.duty, shift.site),
            location=shift.site,
        )
    )


def _placeholder(problem: Problem, whose: Person | None, made: datetime) -> bytes:
    name = named(problem.team.id, whose.id if whose else "", "nothing-planned")
    first, last = problem.first_day, problem.last_day
    return nothing_planned(name, first, first, made, phrase("nothing from to", first=first, last=last))
