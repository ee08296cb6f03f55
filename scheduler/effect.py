"""What a change of a roster does: which violations come and go, what it costs, and whose burden it changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.burden import Burden, burden_of, burdens
from scheduler.checked import Checked, checked, touched
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.growth import grown
from scheduler.intervals import seconds
from scheduler.problem import Problem
from scheduler.report.rules import Finding, findings_of


@dataclass(frozen=True, slots=True)
class Change:
    """A violation and `by` how much of its amount it came or went: all of it, or what was added or taken off."""

    finding: Finding
    by: int


@dataclass(frozen=True, slots=True)
class TierChange:
    """By how much the penalty of a tier rises; negative when it falls."""

    tier: str
    by: int


@dataclass(frozen=True, slots=True)
class BurdenChange:
    """One person's burden before and after: paid hours for hours, points for points, else shifts that start in the
    period."""

    person: str
    burden: Burden
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does. Violations of hard rules come and go as `breaks` and `mends`, of soft ones as `worsens` and
    `eases`: in the order of the rules, then of time. The effect of the way back is the opposite.

    `penalty_change` lists every tier that has soft rules, `burdens` the burdens that change, by person.
    """

    breaks: tuple[Change, ...]
    mends: tuple[Change, ...]
    worsens: tuple[Change, ...]
    eases: tuple[Change, ...]
    penalty_change: tuple[TierChange, ...]
    burdens: tuple[BurdenChange, ...]

    @property
    def cost(self) -> tuple[int, ...]:
        """The change of each tier's penalty, the most important tier first: of two effects the smaller is better."""
        return tuple(change.by for change in self.penalty_change)


def effect(problem: Problem, before: Roster | Checked, after: Roster | Checked) -> Effect:
    """The effect of changing `before` into `after`, two rosters of `problem`.

    Give `before` as Checked where it is asked about again and again: then only what the change touches is checked anew.
    """
    was = checked(problem, before)
    now = after if isinstance(after, Checked) else was.after(after)
    return Effect(
        breaks=breaks(was, now),
        mends=breaks(now, was),
        worsens=_changes(was, now, hard=False),
        eases=_changes(now, was, hard=False),
        penalty_change=tuple(_penalty_change(was, now)),
        burdens=tuple(_burdens(problem, was.roster, now.roster)),
    )


def breaks(was: Checked, now: Checked) -> tuple[Change, ...]:
    """What the change newly breaks of the hard rules, without a look at the soft ones."""
    return _changes(was, now, hard=True)


def _changes(was: Checked, now: Checked, *, hard: bool) -> tuple[Change, ...]:
    """The violations that are new in `now`, or larger."""
    rules = [(n, rule) for n, rule in enumerate(was.problem.rules) if (rule.weight == "hard") is hard]
    return tuple(
        Change(findings_of([(rule, (violation,))])[0], by)
        for n, rule in sorted(rules, key=lambda pair: 0 if hard else pair[1].tier)
        for violation, by in sorted(grown(was.found(n), now.found(n)), key=_by_time)
    )


def _by_time(new: tuple[Violation, int]) -> tuple[float, str, tuple[str, ...], str]:
    v, _ = new
    return (seconds(v.start) if v.start else float("inf"), v.person or "", v.shifts, v.because)


def _penalty_change(was: Checked, now: Checked) -> Iterator[TierChange]:
    before, after = _penalties(was), _penalties(now)
    return (TierChange(tier.name.lower(), after[tier] - before[tier]) for tier in sorted(before))


def _penalties(of: Checked) -> dict[Tier, int]:
    penalties: dict[Tier, int] = {}
    for n, rule in enumerate(of.problem.rules):
        if rule.weight != "hard":
            price = rule.weight * sum(violation.amount for violation in of.found(n))
            penalties[rule.tier] = penalties.get(rule.tier, 0) + price
    return penalties


def _burdens(problem: Problem, before: Roster, after: Roster) -> Iterator[BurdenChange]:
    for person in touched(before, after):
        for burden in burdens(problem):
            had, has = (_carries(problem, roster, person, burden) for roster in (before, after))
            if had != has:
                yield BurdenChange(person, burden, had, has)


def _carries(problem: Problem, roster: Roster, id: str, burden: Burden) -> float:
    person = problem.person(id)
    return burden.told(sum(burden_of(problem, person, problem.shift(s), burden) for s in roster.by_person.get(id, ())))
