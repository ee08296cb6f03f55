"""Two rosters of one small team at random, with all default rules; hard as they are, or all soft."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from constraints.catalog import RULES
from scheduler.domain.roster import Assignment, Roster
from scheduler.problem import Problem
from tests.constraints.random_cases import teams


@dataclass(frozen=True)
class Pair:
    problem: Problem
    before: Roster
    after: Roster


@st.composite
def changes(draw: st.DrawFn) -> Pair:
    """`after` differs from `before` in up to four assignments."""
    problem = Problem(draw(teams()), [rule for kind in RULES for rule in kind.defaults()])
    cells = [Assignment(p.id, s.id) for p in problem.people for s in problem.shifts_of(p, None)]
    before = frozenset(draw(st.sets(st.sampled_from(cells), max_size=len(cells))))
    after = before ^ draw(st.sets(st.sampled_from(cells), max_size=4))
    return Pair(problem, Roster(before), Roster(after))
