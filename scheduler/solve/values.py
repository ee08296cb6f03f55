"""The value of every variable in one solution of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from scheduler.domain.roster import Roster, Tier
from scheduler.model import RosterModel


class Values:
    """The value of every variable in one solution."""

    def __init__(self, model: RosterModel, values: Sequence[int], penalties: Mapping[Tier, int] | None = None) -> None:
        """`penalties` are those of the values, where somebody knows them."""
        self._values = tuple(values)
        self._penalties = penalties or {tier: self._evaluate(model.penalty(tier)) for tier in model.tiers}

    def of(self, variable: cp_model.IntVar) -> int:
        return self._values[variable.index]

    @property
    def all(self) -> tuple[int, ...]:
        """In the order of the model's variables."""
        return self._values

    def penalty(self, tier: Tier) -> int:
        return self._penalties[tier]

    def hint(self, cp: cp_model.CpModel) -> None:
        """Give the solution to the solver as a start."""
        _hint(cp, range(len(self._values)), self._values)

    def _evaluate(self, expression: cp_model.LinearExpr) -> int:
        flat = cp_model.FlatIntExpr(expression)
        return flat.offset + sum(c * self.of(v) for c, v in zip(flat.coeffs, flat.vars, strict=True))


def hint_decisions(model: RosterModel, roster: Roster) -> None:
    """Let the solver try `roster` first; what the rules need besides it finds itself."""
    chosen = {(a.person, a.shift) for a in roster}
    indices = [decision.index for decision in model.decisions.values()]
    _hint(model.cp, indices, [int(key in chosen) for key in model.decisions])


def _hint(cp: cp_model.CpModel, indices: Sequence[int], values: Sequence[int]) -> None:
    hint = cp.proto.solution_hint  # written at once: add_hint for each variable took a sixth of a step
    hint.vars.clear()
    hint.vars.extend(indices)
    hint.values.clear()
    hint.values.extend(values)


def set_domain(cp: cp_model.CpModel, variable: cp_model.IntVar, low: int, high: int) -> None:
    """Let the variable take ``low`` to ``high`` in this copy of the model, whatever it could before."""
    domain = cp.proto.variables[variable.index].domain
    domain.clear()
    domain.extend([low, high])
