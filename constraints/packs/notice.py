"""Notice: by when people must know of their shifts, as laws and the company's policy ask of whoever publishes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from constraints.packs.applying import in_force
from constraints.packs.reading import Notice, Number
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.team import Team
from scheduler.intervals import at, monday_of, shift_by, utc_text
from scheduler.problem import Problem

NAME = "notice"


@dataclass(frozen=True, slots=True)
class Late:
    """A number that a publication does not keep: one violation for a site and a month, a week, or the whole roster."""

    number: Number
    violation: Violation


def owed(team: Team) -> dict[str, tuple[Number, tuple[Person, ...]]]:
    """By id, the numbers that ask for notice, with the people for whom they do."""
    found: dict[str, tuple[Number, tuple[Person, ...]]] = {}
    for person in team.people:
        for _, number in in_force(team, person):
            if number.notice:
                found[number.id] = (number, (*found.get(number.id, (number, ()))[1], person))
    return found


def late(problem: Problem, published_at: datetime, fresh: Roster, changed: Roster) -> Iterator[Late]:
    """What a publication comes too late for.

    `fresh` are assignments to shifts of days of which nothing was published before, `changed` those that it adds to
    other days. Nothing in a finding depends on how late it is: it has the same name as long as it stands.
    """
    for number, people in owed(problem.team).values():
        notice = number.notice
        if notice is None:
            continue
        told = Roster(fresh.assignments | changed.assignments) if notice.changes else fresh
        missed: dict[tuple[str, str], dict[str, datetime]] = defaultdict(dict)
        for person in people:
            days = [problem.shift(id).day for id in told.by_person.get(person.id, ())]
            zone = problem.site(person.site).zone
            for unit, first in _units(notice, days):
                due = shift_by(at(first, time(), zone), minutes=-round(60 * notice.hours))
                if due < published_at:
                    missed[person.site, unit][person.id] = due
        yield from (Late(number, _violation(number, *place, dues)) for place, dues in missed.items())


def _units(notice: Notice, days: Iterable[date]) -> Iterator[tuple[str, date]]:
    """The months, the weeks, or the one roster that the days lie in: what it is called, and the day that counts."""
    match notice.of:
        case "month":
            yield from ((f"{first:%B %Y}", first) for first in sorted({day.replace(day=1) for day in days}))
        case "week":
            weeks: dict[date, date] = {}
            for day in sorted(days):
                weeks.setdefault(monday_of(day), day)
            yield from ((f"the week of {monday}", first) for monday, first in weeks.items())
        case "roster":
            yield from (("this roster", first) for first in sorted(days)[:1])


def _violation(number: Number, site: str, unit: str, dues: dict[str, datetime]) -> Violation:
    due = min(dues.values())
    because = (
        f"{', '.join(dues)} of {site} should have known the shifts of {unit} by {utc_text(due)} ({number.id}: "
        f"{number.says})"
    )
    return Violation(NAME, len(dues), because, start=due, about=f"{number.id}, {site}, {unit}")
