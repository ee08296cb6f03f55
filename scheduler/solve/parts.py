"""A model taken apart by site: what no site alone can beat adds up to what no roster can beat.

Left out is all that ties sites together. Leaving out constraints and penalties only ever lowers a bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ortools.sat.python import cp_model

from scheduler.domain.roster import Tier
from scheduler.model import RosterModel

Owed = list[tuple[cp_model.IntVar, int]]  # variables and what one of each costs
_NOBODYS = -1  # what several sites decide together


class Parts:
    """The constraints and penalties of each site that are its own."""

    def __init__(self, model: RosterModel) -> None:
        self._model = model
        sites = {site.id: n for n, site in enumerate(model.problem.team.sites)}
        self._site: dict[int, int] = {
            decision.index: sites[model.problem.person(person).site]
            for (person, _), decision in model.decisions.items()
        }
        self._constraints: list[list[Any]] = [[] for _ in sites]
        for constraint in model.cp.proto.constraints:
            site = self._whose(_variables(constraint))
            if site != _NOBODYS:
                self._constraints[site].append(constraint)

    def _whose(self, variables: Sequence[int]) -> int:
        """The site of a constraint; to it belongs what is defined by its own decisions alone."""
        known = {self._site[v] for v in variables if v in self._site}
        site = known.pop() if len(known) == 1 else _NOBODYS
        for variable in variables:
            self._site.setdefault(variable, site)
        return site

    def of(self, tier: Tier, above: dict[Tier, int]) -> list[cp_model.CpModel]:
        """A model for each site with a penalty of its own in `tier`, those above held; the smallest first.

        Empty where parts say less than the whole: for one site, and for penalties that sites owe together.
        """
        owed = {t: _flat(self._model.penalty(t)) for t in [*above, tier]}
        if len(self._constraints) == 1 or any(self._site[v.index] == _NOBODYS for v, _ in owed[tier]):
            return []
        parts = []
        for site in sorted(range(len(self._constraints)), key=lambda n: len(self._constraints[n])):
            own = {t: [(v, c) for v, c in terms if self._site[v.index] == site] for t, terms in owed.items()}
            if own[tier]:
                parts.append(self._part(site, own, above))
                parts[-1].minimize(_sum(own[tier]))
        return parts

    def _part(self, site: int, owed: dict[Tier, Owed], above: dict[Tier, int]) -> cp_model.CpModel:
        part = self._model.cp.clone()
        part.proto.constraints.clear()
        part.proto.constraints.extend(self._constraints[site])
        for tier, most in above.items():
            part.add(_sum(owed[tier]) <= most)
        return part


def _flat(penalty: cp_model.LinearExpr) -> Owed:
    """The terms; what is owed in any case is left out."""
    flat = cp_model.FlatIntExpr(penalty)
    return list(zip(flat.vars, flat.coeffs, strict=True))


def _sum(terms: Owed) -> Any:
    return cp_model.LinearExpr.weighted_sum([v for v, _ in terms], [c for _, c in terms])


def _variables(constraint: Any) -> list[int]:
    """The variables of a constraint of any kind that `RosterModel` posts."""
    literals = list(constraint.enforcement_literal)
    if constraint.has_linear():
        literals += constraint.linear.vars
    elif constraint.has_bool_or():
        literals += constraint.bool_or.literals
    elif constraint.has_bool_and():
        literals += constraint.bool_and.literals
    elif constraint.has_at_most_one():
        literals += constraint.at_most_one.literals
    elif constraint.has_lin_max():
        for expression in [constraint.lin_max.target, *constraint.lin_max.exprs]:
            literals += expression.vars
    else:
        raise ValueError(f"a constraint of an unknown kind: {constraint}")
    return [v if v >= 0 else -v - 1 for v in literals]
