"""Everything that a plan depends on, checked and indexed once; and the Protocols that a rule sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Literal, Protocol, TypeVar

from scheduler.domain.people import Leave, LedgerEntry, Person
from scheduler.domain.roster import Assignment, Roster, Tier, Violation
from scheduler.domain.shift import Duty, Shift, ShiftTemplate, shift_id
from scheduler.domain.team import CallOut, Site, Team
from scheduler.intervals import (
    Interval,
    at,
    days_interval,
    each_day,
    local_day,
    minutes_between,
    next_day,
    utc_text,
)

Weight = int | Literal["hard"]


class Lit(Protocol):
    """A yes-or-no decision of the model; opaque to rules."""


Terms = Sequence[tuple[int, Lit]]
Total = tuple[int, int, Terms]  # share in hundredths, what was carried over, and the literals with their amounts
Bound = tuple[int, Terms]  # the most that the sum may be
Condition = tuple[Sequence[Lit], Sequence[Lit]]  # all of the first are true and none of the second


class Rule(Protocol):
    """What the solver needs to know of a rule: never which rules exist."""

    @property
    def name(self) -> str: ...
    @property
    def weight(self) -> Weight: ...
    @property
    def tier(self) -> Tier: ...
    def post(self, model: RuleModel, problem: Problem) -> None:
        """Say to the solver what is too much."""

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        """Yield every violation in `roster`: who, when, how much, and a sentence."""


class RuleModel(Protocol):
    """The language in which rules speak of rosters. A hard rule forbids the amount; a soft one pays for it."""

    def works(self, person: Person, shift: Shift) -> Lit:
        """Whether `person` is assigned to `shift`; for shifts of the past a constant."""

    def any_of(self, lits: Sequence[Lit]) -> Lit:
        """True exactly when at least one is."""

    def once(self, lits: Sequence[Lit]) -> Terms:
        """Terms that add up to 1 when any of the literals is true, and to 0 when none is."""

    def none_of(self, lits: Sequence[Lit]) -> Lit:
        """True only when none is. For use where more of it is wanted, as in `at_least`."""

    def whenever(self, conditions: Sequence[Condition]) -> Lit:
        """True at least when one of `conditions` holds. For use where less of it is wanted, as in `at_most`."""

    def beyond(self, limit: int, terms: Terms) -> Terms:
        """Terms that add up to at least what the sum is over `limit`, and at least 0: a number among the literals.

        For use where less of it is wanted, as in `at_most`.
        """

    def summed(self, terms: Terms) -> Terms:
        """Terms that add up to at least the sum, as few as can be: for a part that many sums of `at_most` share."""

    def exclusive(self, rule: Rule, lits: Sequence[Lit]) -> None:
        """At most one is true; amount: how many more are."""

    def at_most(self, rule: Rule, limit: int, terms: Terms, unit: int = 1) -> None:
        """The sum is at most `limit`; amount: the excess in `unit`s, rounded up."""

    def at_least(self, rule: Rule, limit: int, terms: Terms, unit: int = 1) -> None:
        """The sum is at least `limit`; amount: what lacks in `unit`s, rounded up."""

    def worst(self, rule: Rule, bounds: Sequence[Bound], unit: int = 1) -> None:
        """Each sum is at most its limit; amount: the largest excess of any in `unit`s, rounded up."""

    def forbid(self, rule: Rule, together: Sequence[Lit], unless: Sequence[Lit] = (), amount: int = 1) -> None:
        """Not all of `together` are true while none of `unless` is; else `amount` is owed."""

    def spread(self, rule: Rule, totals: Sequence[Total], unit: int = 1, tolerance: int = 0) -> None:
        """The most whole units anybody is above the fair level plus the most anybody is below it, at the best level.

        Amount: how far that is over `tolerance`.
        """

    def deviation(self, rule: Rule, totals: Sequence[Total], unit: int = 1) -> None:
        """The sum of all distances from the fair level in whole units, at the best level."""


class Problem:
    """A team's period as the solver, the checker and the report see it.

    `shifts` are the dated shifts of the horizon, in order of start, then id; `past` those of the fortnight before, as
    worked, `callouts` all call-outs as if they were shifts, by id. Raises ValueError when ids are not unique or
    something names what is not there: a document reader reports such faults with their paths before a Problem is made.
    """

    def __init__(self, team: Team, rules: Sequence[Rule] = ()) -> None:
        self.team = team
        self.rules = tuple(rules)
        self.people = team.people
        self.first_day, self.last_day = team.period.first_day, team.period.last_day
        self.coverage_window = Interval(team.period.coverage_from, team.period.coverage_until)
        self._sites = _by_id("site", team.sites)
        self._people = _by_id("person", team.people)
        self._templates = _by_id("shift template", team.templates)
        self.shifts = tuple(sorted(self._dated(), key=_place))
        self._shifts = {shift.id: shift for shift in self.shifts}
        self.history = frozenset(Assignment(p.person, shift_id(p.template, p.day)) for p in team.previous)
        self.past = {
            shift_id(p.template, p.day): self.shift_on(self._templates[p.template], p.day) for p in team.previous
        }
        self.callouts = {shift.id: shift for shift in map(self._called, team.callouts)}
        for pin in team.pins:
            self.person(pin.person), self.shift(pin.shift)

    def with_rules(self, rules: Sequence[Rule]) -> Problem:
        """The same problem under other rules."""
        return Problem(self.team, rules)

    # -- looking things up -------------------------------------------------------------------------------------------

    def site(self, id: str) -> Site:
        return self._sites[id]

    def person(self, id: str) -> Person:
        return self._people[id]

    def shift(self, id: str) -> Shift:
        return self._shifts.get(id) or self.past.get(id) or self.callouts[id]

    def template(self, id: str) -> ShiftTemplate:
        return self._templates[id]

    def is_past(self, shift: Shift) -> bool:
        """True for a shift before the first day, as worked, and for a call-out: no longer a decision."""
        return shift.day < self.first_day or shift.id in self.callouts

    # -- which decisions there are -----------------------------------------------------------------------------------

    def shifts_of(self, person: Person, duty: Duty | None = Duty.ON_DUTY) -> list[Shift]:
        """The shifts of the horizon that `person`'s site has; in order of start. None: of any duty."""
        return self._open[person.site] if duty is None else self._open_by_duty[person.site, duty]

    def shifts_on(self, person: Person, day: date) -> list[Shift]:
        """The on-duty shifts that start on `day` at `person`'s site; of the past, those that the person worked."""
        if day < self.first_day:
            return [s for s in self.worked_before(person) if s.day == day]
        return self._open_by_day.get((person.site, day), [])

    def worked_before(self, person: Person, duty: Duty = Duty.ON_DUTY) -> list[Shift]:
        """What `person` worked in the fortnight before, in order of start."""
        return self._worked_before.get((person.id, duty), [])

    def worked(self, person: Person, roster: Roster, duty: Duty = Duty.ON_DUTY) -> list[Shift]:
        """What `person` works of `duty`, the past included, in order of start."""
        planned = (self.shift(id) for id in roster.by_person.get(person.id, ()))
        return self.worked_before(person, duty) + sorted((s for s in planned if s.duty is duty), key=_place)

    def work_of(self, person: Person) -> list[Shift]:
        """What may be working time of `person`, in order of start: on duty, on standby that counts as work, called out.

        That is what was worked before, every call-out, and the shifts of the horizon that the person's site has.
        """
        return self._work_of[person.id]

    def work(self, person: Person, roster: Roster) -> list[Shift]:
        """The working time of `person` in `roster`, the past and every call-out included, in order of start."""
        planned = (self.shift(id) for id in roster.by_person.get(person.id, ()))
        return sorted([*self._work_done[person.id], *(s for s in planned if s.is_work)], key=_place)

    def has_done(self, person: Person, shift: Shift) -> bool:
        """Whether `shift`, which is past, was worked by `person`."""
        done = (*self.worked_before(person, shift.duty), *self._called_out.get(person.id, ()))
        return any(s.id == shift.id for s in done)

    # -- facts that rules need ---------------------------------------------------------------------------------------

    def away(self, person: Person) -> list[tuple[Leave, Interval]]:
        """The leave of `person` with its interval in the local days of the site."""
        return self._away.get(person.id, [])

    def ledger(self, person: Person) -> LedgerEntry | None:
        return self._ledger.get(person.id)

    def holidays(self, person: Person) -> frozenset[date]:
        """The days that are holidays to `person`: the public ones of the site, and those that the person observes."""
        return self.public_holidays(person) | person.observances

    def public_holidays(self, person: Person) -> frozenset[date]:
        """The public holidays of `person`'s site; of a disputed one, every day on which it may be."""
        return self._holidays[person.site]

    def counts(self, person: Person) -> bool:
        """Whether `person` counts towards coverage: who shadows does not."""
        return person.shadows is None

    def employed_share(self, person: Person) -> float:
        """Which share of the horizon's days `person` is employed."""
        days = list(each_day(self.first_day, self.last_day))
        return sum(person.employed_on(day) for day in days) / len(days)

    # -- built once --------------------------------------------------------------------------------------------------

    def _dated(self) -> Iterator[Shift]:
        for template in self.team.templates:
            for day in each_day(self.first_day, self.last_day):
                if day.weekday() in template.weekdays:
                    yield self.shift_on(template, day)

    def shift_on(self, template: ShiftTemplate, day: date) -> Shift:
        """The dated shift of `template` that starts on local `day`."""
        zone = self._sites[template.site].zone
        start = at(day, template.start, zone)
        end = at(next_day(day, template.span_days), template.end, zone)
        if end <= start:
            raise ValueError(f"{template.id} on {day}: it ends at {end}, not after its start {start}")
        return Shift(
            id=shift_id(template.id, day),
            template=template.id,
            site=template.site,
            day=day,
            start=start,
            end=end,
            paid_minutes=minutes_between(start, end) - template.unpaid_break_minutes
            if template.duty is Duty.ON_DUTY or template.counts_as_work
            else 0,
            duty=template.duty,
            skill=template.skill,
            night=template.night,
            counts_as_work=template.counts_as_work,
        )

    def _called(self, out: CallOut) -> Shift:
        site = self.site(self.person(out.person).site)
        return Shift(
            id=f"call-out of {out.person} at {utc_text(out.start)}",
            template="",
            site=site.id,
            day=local_day(out.start, site.zone),
            start=out.start,
            end=out.end,
            paid_minutes=minutes_between(out.start, out.end),
            duty=Duty.STANDBY,
            counts_as_work=True,
        )

    @cached_property
    def _called_out(self) -> dict[str, list[Shift]]:
        groups: dict[str, list[Shift]] = defaultdict(list)
        for out, shift in zip(self.team.callouts, self.callouts.values(), strict=True):
            groups[out.person].append(shift)
        return dict(groups)

    @cached_property
    def _work_of(self) -> dict[str, list[Shift]]:
        return {person.id: sorted(self._possible_work(person), key=_place) for person in self.people}

    @cached_property
    def _work_done(self) -> dict[str, list[Shift]]:
        return {person: [s for s in shifts if self.is_past(s)] for person, shifts in self._work_of.items()}

    def _possible_work(self, person: Person) -> Iterator[Shift]:
        yield from self._called_out.get(person.id, ())
        for duty in Duty:
            yield from (s for s in self.worked_before(person, duty) + self.shifts_of(person, duty) if s.is_work)

    @cached_property
    def _open(self) -> dict[str, list[Shift]]:
        groups: dict[str, list[Shift]] = {site.id: [] for site in self.team.sites}
        for shift in self.shifts:
            groups[shift.site].append(shift)
        return groups

    @cached_property
    def _open_by_duty(self) -> dict[tuple[str, Duty], list[Shift]]:
        return {
            (site, duty): [s for s in shifts if s.duty is duty] for site, shifts in self._open.items() for duty in Duty
        }

    @cached_property
    def _open_by_day(self) -> dict[tuple[str, date], list[Shift]]:
        groups: dict[tuple[str, date], list[Shift]] = defaultdict(list)
        for shift in self.shifts:
            if shift.on_duty:
                groups[shift.site, shift.day].append(shift)
        return dict(groups)

    @cached_property
    def _worked_before(self) -> dict[tuple[str, Duty], list[Shift]]:
        groups: dict[tuple[str, Duty], list[Shift]] = defaultdict(list)
        for assignment in self.history:
            shift = self.past[assignment.shift]
            groups[assignment.person, shift.duty].append(shift)
        return {key: sorted(shifts, key=_place) for key, shifts in groups.items()}

    @cached_property
    def _away(self) -> dict[str, list[tuple[Leave, Interval]]]:
        groups: dict[str, list[tuple[Leave, Interval]]] = defaultdict(list)
        for leave in self.team.leave:
            zone = self.site(self.person(leave.person).site).zone
            groups[leave.person].append((leave, days_interval(leave.first_day, leave.last_day, zone)))
        return dict(groups)

    @cached_property
    def _ledger(self) -> dict[str, LedgerEntry]:
        return {entry.person: entry for entry in self.team.ledger}

    @cached_property
    def _holidays(self) -> dict[str, frozenset[date]]:
        return {site.id: frozenset(h.day for h in site.holidays) for site in self.team.sites}


def _place(shift: Shift) -> tuple[datetime, str]:
    return (shift.start, shift.id)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_HasId)


def _by_id(what: str, things: Iterable[T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for thing in things:
        if thing.id in found:
            raise ValueError(f"two {what}s are called {thing.id}")
        found[thing.id] = thing
    return found
