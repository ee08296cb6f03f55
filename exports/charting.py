"""From a final schedule, or a plan, to the chart of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from exports.chart import Cell, Chart, Heading, Mark, Row, Section, Totals
from exports.cleaning import one_line
from exports.kinds import Kind, Kinds
from scheduler.domain.holidays import DISPUTED, ESTIMATED, Holiday
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Roster
from scheduler.domain.shift import Duty, Shift
from scheduler.domain.team import Period, Site, Team
from scheduler.fairness import Spread, Standing, spreads, standings
from scheduler.intervals import MINUTES_A_DAY, Interval, day_interval, each_day, local_day, next_day
from scheduler.oncall.resolve import holdings_of
from scheduler.oncall.values import Holding
from scheduler.pay import Place
from scheduler.problem import Problem
from scheduler.report import holiday_notices
from scheduler.statistics import PersonStatistics, statistics


@dataclass(frozen=True)
class Shown:
    """What is drawn: the people, sites, templates and leave of `team`, and who holds what.

    `shifts` has the dated shifts by id, as far as they are known. Days from `first` to `last` are shown, both included.
    """

    team: Team
    holdings: Sequence[Holding]
    shifts: Mapping[str, Shift]
    first: date
    last: date
    standings: tuple[Standing, ...] = ()
    spreads: tuple[Spread, ...] = ()
    totals: bool = True

    @property
    def period(self) -> Period:
        """The days shown."""
        return replace(self.team.period, first_day=self.first, last_day=self.last)

    @cached_property
    def templates(self) -> frozenset[str]:
        return frozenset(template.id for template in self.team.templates)


def shown_of(problem: Problem, roster: Roster, *, fairness: bool = True) -> Shown:
    """A whole plan; with `fairness` as its people, leave and ledger make it."""
    shifts = {shift.id: shift for shift in problem.shifts}
    known = (standings(problem, roster), spreads(problem, roster)) if fairness else ((), ())
    held = holdings_of(problem, roster)
    return Shown(problem.team, held, shifts, problem.first_day, problem.last_day, *known)


def chart_of(shown: Shown, heading: Heading, person: str | None = None) -> Chart:
    """The chart of everybody, or of one `person`. The same for the same arguments."""
    people = _people(shown)
    kinds = Kinds(shown.team.templates, {h.track for h in shown.holdings if _template(h, shown) is None})
    held: dict[str, list[_Drawn]] = defaultdict(list)
    zones = {p.id: site.zone for site, members in people for p in members}
    days = tuple(each_day(shown.first, shown.last))
    for holding in sorted(shown.holdings, key=lambda h: (h.duty != Duty.ON_DUTY, h.start, h.end, h.track)):
        drawn = _drawn(holding, shown, kinds, zones[holding.person])
        if drawn.days:
            held[holding.person].append(drawn)
    asked = [(site, [p for p in members if person in (None, p.id)]) for site, members in people]
    found = [_Site(shown, site, members, held, kinds, days) for site, members in asked if members]
    return Chart(
        Heading(one_line(heading.title), one_line(heading.source), heading.made),
        days,
        tuple(one.section() for one in found),
        kinds.all(),
        tuple(line for one in found for line in one.statistics),
        tuple(s for s in shown.standings if person in (None, s.person)),
        shown.spreads if person is None else (),
        tuple(map(one_line, holiday_notices(shown.period, shown.team.sites))),
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A holding with the days on which it is drawn."""

    holding: Holding
    mark: Mark
    days: tuple[date, ...]


def _people(shown: Shown) -> list[tuple[Site, list[Person]]]:
    """The people by site, in the order of the team; who holds something and is nowhere stands at the first site."""
    known = {p.id for p in shown.team.people}
    strangers = sorted({h.person for h in shown.holdings} - known)
    home = shown.team.sites[0].id
    people = [*shown.team.people, *(Person(id, home) for id in strangers)]
    return [(site, [p for p in people if p.site == site.id]) for site in shown.team.sites]


def _drawn(holding: Holding, shown: Shown, kinds: Kinds, zone: str) -> _Drawn:
    """On the day on which it begins, and on those that it lasts through; a shift of a day on its own day."""
    shift = shown.shifts.get(holding.shift or "")
    kind = kinds.of(_template(holding, shown), holding.track)
    mark = Mark(kind, holding.interval, part=shift is not None and holding.interval != shift.interval)
    if shift is not None and shift.interval.minutes <= MINUTES_A_DAY:
        days: tuple[date, ...] = (shift.day,)
    else:
        begins = local_day(holding.start, zone)
        days = (begins, *_through(holding.interval, begins, zone))
    return _Drawn(holding, mark, tuple(day for day in days if shown.first <= day <= shown.last))


def _template(holding: Holding, shown: Shown) -> str | None:
    """Of a dated shift the template, if the team has it still."""
    shift = shown.shifts.get(holding.shift or "")
    return shift.template if shift and shift.template in shown.templates else None


def _through(interval: Interval, begins: date, zone: str) -> Iterator[date]:
    if interval.minutes > MINUTES_A_DAY:
        later = each_day(next_day(begins), local_day(interval.end, zone))
        yield from (day for day in later if interval.covers(day_interval(day, zone)))


@dataclass
class _Site:
    """One section in the making."""

    shown: Shown
    site: Site
    people: Sequence[Person]
    held: Mapping[str, Sequence[_Drawn]]
    kinds: Kinds
    days: Sequence[date]
    statistics: tuple[PersonStatistics, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.statistics = self._statistics() if self.shown.totals else ()

    def section(self) -> Section:
        rows = tuple(self._row(person) for person in self.people)
        first, last = self.shown.first, self.shown.last
        holidays = {h.day: one_line(_called(h)) for h in self.site.holidays if first <= h.day <= last}
        return Section(one_line(self.site.id), self.site.zone, holidays, rows, tuple(self._cover(rows)))

    def _statistics(self) -> tuple[PersonStatistics, ...]:
        """Of what is drawn, from the first day on."""
        held = [drawn.holding for person in self.people for drawn in self.held.get(person.id, ())]
        if not held:
            return ()
        start = day_interval(self.days[0], self.site.zone).start
        window = Interval(start, max(h.end for h in held))
        place = Place(self.site.zone, frozenset(h.day for h in self.site.holidays))
        skills = {id: shift.skill for id, shift in self.shown.shifts.items() if shift.skill}
        return statistics(held, {p.id: place for p in self.people}, window, skills=skills)

    def _row(self, person: Person) -> Row:
        marks: dict[date, list[Mark]] = defaultdict(list)
        for drawn in self.held.get(person.id, ()):
            for day in drawn.days:
                marks[day].append(drawn.mark)
        away = {day for leave in self.shown.team.leave if leave.person == person.id for day in self._away(leave)}
        cells = tuple(Cell(tuple(marks.get(day, ())), day in away) for day in self.days)
        return Row(person.id, one_line(person.name or "") or one_line(person.id), cells, self._totals(person.id))

    def _away(self, leave: Leave) -> Iterator[date]:
        return each_day(max(leave.first_day, self.shown.first), min(leave.last_day, self.shown.last))

    def _totals(self, person: str) -> Totals | None:
        if not self.shown.totals:
            return None
        mine = [line for line in self.statistics if line.person == person]
        work = next((line for line in mine if line.duty == Duty.ON_DUTY), None)
        standby = sum(line.shifts for line in mine if line.duty != Duty.ON_DUTY)
        if work is None:
            return Totals(0, 0, 0, 0, 0, standby)
        return Totals(work.hours, work.shifts, work.nights, work.weekends, work.holidays, standby)

    def _cover(self, rows: Sequence[Row]) -> Iterator[tuple[Kind, tuple[int, ...]]]:
        """By letter, of the kinds of the site, and of those that anybody there has.

        Kinds of one letter are counted together, for who looks at the cells cannot tell them apart either.
        """
        there = [[{mark.kind.letter for mark in row.cells[n].marks} for row in rows] for n in range(len(self.days))]
        had = {mark.kind for row in rows for cell in row.cells for mark in cell.marks}
        found: dict[str, Kind] = {}
        for kind in self.kinds.all():
            own = kind.site == self.site.id
            if own and found.get(kind.letter, kind).site != self.site.id:
                found[kind.letter] = kind  # rather than that of another site
            elif own or kind in had:
                found.setdefault(kind.letter, kind)
        for letter, kind in found.items():
            yield kind, tuple(sum(letter in letters for letters in day) for day in there)


def _called(holiday: Holiday) -> str:
    """Its name, with the doubt about its day."""
    return f"{holiday.name} ({holiday.status})" if holiday.status in (ESTIMATED, DISPUTED) else holiday.name
