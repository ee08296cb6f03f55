"""The relative-risk index in the words of the solver: the points that each shift has, if and how it is worked.

A state that is carried from shift to shift, as in `risk.following`, is no use before anything is decided. Instead each
shift has a literal for every step of a run and one for a quick return, which hold when something before it holds.
They are held to be true when they must be, but not to be false: use them where fewer points are wanted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from scheduler.domain.people import Person
from scheduler.domain.shift import Shift
from scheduler.fatigue.risk import (
    DAY_RUN,
    NIGHT_RUN,
    QUICK_RETURN,
    QUICK_RETURN_MINUTES,
    SAME_RUN_MINUTES,
    Kind,
    Load,
    load,
    log_points,
)
from scheduler.intervals import local_day, minutes_between, next_day
from scheduler.problem import Condition, Lit, Problem, RuleModel, Terms


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A shift that a person may work, or has worked: `day` is the local day on which it starts."""

    shift: Shift
    works: Lit
    load: Load
    day: date

    @property
    def night(self) -> bool:
        return self.load.kind is Kind.NIGHT


def posted_points(model: RuleModel, problem: Problem, person: Person) -> list[tuple[Shift, Terms]]:
    """Terms that add up to at least the `added_points` of each shift of `person`, the past included, in order.

    They can be exactly that, or more: so bound them from above. A shift that is not worked needs none.
    """
    zone = problem.site(person.site).zone
    candidates = [
        _Candidate(s, model.works(person, s), load(s.interval, zone), local_day(s.start, zone))
        for s in problem.worked_before(person) + problem.shifts_of(person)
    ]
    terms = [[(candidate.load.log_points, candidate.works)] for candidate in candidates]
    for more in (_of_runs(model, candidates), _of_returns(model, candidates)):
        for n, amount, lit in more:
            terms[n].append((amount, lit))
    return [(candidate.shift, own) for candidate, own in zip(candidates, terms, strict=True)]


def _of_runs(model: RuleModel, candidates: Sequence[_Candidate]) -> Iterator[tuple[int, int, Lit]]:
    """What each step of a run adds to a shift: its number, the points, and whether the run has come so far there."""
    before = [list(_run_before(candidates, n)) for n in range(len(candidates))]
    reached = [candidate.works for candidate in candidates]
    for of_day, of_night in zip(_steps(DAY_RUN), _steps(NIGHT_RUN), strict=True):
        reached = [
            model.whenever([([candidate.works, reached[p]], between) for p, between in before[n]])
            for n, candidate in enumerate(candidates)
        ]
        yield from ((n, of_night if c.night else of_day, reached[n]) for n, c in enumerate(candidates))


def _run_before(candidates: Sequence[_Candidate], n: int) -> Iterator[tuple[int, list[Lit]]]:
    """Each shift whose run the nth may continue, and those between the two that would end it.

    Others of the same kind between do not matter: they would make the run longer, and are asked about themselves.
    """
    between: list[Lit] = []
    for p in _lately(candidates, n, SAME_RUN_MINUTES):
        if candidates[p].night == candidates[n].night:
            yield p, list(between)
        else:
            between.append(candidates[p].works)


def _of_returns(model: RuleModel, candidates: Sequence[_Candidate]) -> Iterator[tuple[int, int, Lit]]:
    """What a quick return adds to the shift after it and to those of the next day."""
    longest = max((candidate.shift.interval.minutes for candidate in candidates), default=0)
    returns: dict[date, list[Lit]] = defaultdict(list)
    for n, c in enumerate(candidates):
        near = (candidates[p] for p in _lately(candidates, n, longest + QUICK_RETURN_MINUTES))
        quick = model.whenever(
            [
                ([c.works, b.works], [])
                for b in near
                if minutes_between(b.shift.end, c.shift.start) <= QUICK_RETURN_MINUTES
            ]
        )
        returns[c.day].append(quick)
        day_after: Condition = ([c.works, model.any_of(returns[next_day(c.day, -1)])], [])
        yield n, log_points(QUICK_RETURN), model.whenever([([quick], []), day_after])


def _lately(candidates: Sequence[_Candidate], n: int, minutes: int) -> Iterator[int]:
    """Those before the nth, the last one first, that start at most so long before it."""
    for p in reversed(range(n)):
        if minutes_between(candidates[p].shift.start, candidates[n].shift.start) > minutes:
            return
        yield p


def _steps(factors: Sequence[float]) -> list[int]:
    """How many points each place in a run has more than the one before."""
    return [after - before for before, after in pairwise(map(log_points, factors))]
