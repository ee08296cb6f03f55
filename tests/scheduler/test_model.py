"""The language in which rules speak to the solver: every word of it on every roster of a tiny team, hard and soft."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations
from math import ceil, floor

import pytest
from ortools.sat.python import cp_model

from constraints.examples import ANA, BEN, CAI, FAR, HUB, example
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.model import RosterModel
from scheduler.problem import Condition, Lit, Problem, RuleModel, Weight
from tests.constraints.agreement import Trial

WORKED_BEFORE = {"ana": "D-"}


@dataclass(frozen=True)
class Said:
    """A rule that posts what it is told to; `owes` says what that should cost."""

    posting: Callable[[Said, RuleModel, Sequence[Lit]], None]
    owes: Callable[[Sequence[bool]], int] = lambda _: 0
    weight: Weight = 3
    tier: Tier = Tier.POLICY
    name: str = "said"

    def post(self, model: RuleModel, problem: Problem) -> None:
        self.posting(self, model, decisions(model, problem))

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        chosen = {(a.person, a.shift) for a in roster}
        worked = [(p.id, s.id) in chosen for p in problem.people for s in problem.shifts]
        amount = self.owes(worked)
        if amount:
            yield Violation(self.name, amount, "as said")


def problem_with(*rules: Said, before: dict[str, str] | None = None) -> Problem:
    """Two people and two days: four decisions, in the order ana, ana, ben, ben."""
    team = example("", 0, last=1, people=(ANA, BEN), before=before).team
    return Problem(team, rules)


def decisions(model: RuleModel, problem: Problem) -> list[Lit]:
    return [model.works(p, s) for p in problem.people for s in problem.shifts]


def all_rosters(problem: Problem) -> list[Roster]:
    cells = [(p.id, s.id) for p in problem.people for s in problem.shifts]
    return [Roster.of(c) for c in chain.from_iterable(combinations(cells, n) for n in range(len(cells) + 1))]


def weighted(worked: Sequence[bool], amounts: Sequence[int]) -> int:
    return sum(amount for amount, works in zip(amounts, worked, strict=True) if works)


def units(amount: int, unit: int) -> int:
    return max(0, ceil(Fraction(amount, unit)))


AMOUNTS = (5, 3, 2, 7)


def at_most(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.at_most(rule, 6, list(zip(AMOUNTS, lits, strict=True)), unit=4)


def at_least(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.at_least(rule, 11, list(zip(AMOUNTS, lits, strict=True)), unit=4)


def with_negative_amounts(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.at_least(rule, 0, [(4, lits[0]), (-3, lits[1]), (-3, lits[2])])


def with_constants(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.at_most(rule, 3, [(2, True), (9, False), *((1, lit) for lit in lits)])


def the_same_literal_twice(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.at_most(rule, 1, [(1, lits[0]), (1, lits[0]), (1, lits[1])])


def beyond(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    both = [*model.beyond(3, list(zip(AMOUNTS, lits[:2], strict=False))), *model.beyond(1, [(2, lits[2]), (1, True)])]
    model.at_most(rule, 2, [*both, (1, lits[3])], unit=2)


def beyond_what_is_known(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    assert list(model.beyond(9, [(1, lit) for lit in lits])) == [(0, True)]
    assert list(model.beyond(2, [(5, True), (9, False)])) == [(3, True)]


def exclusive(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.exclusive(rule, lits)


def exclusive_with_one_that_is_known(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.exclusive(rule, [True, lits[0], lits[1]])


def forbid(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.forbid(rule, lits[:2])


def forbid_unless(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.forbid(rule, [lits[0], True], unless=[lits[1], lits[2], False], amount=2)


def forbid_one(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.forbid(rule, [lits[3]], amount=5)


def demand(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.forbid(rule, [True], unless=[lits[0]], amount=2)


def demand_what_cannot_be(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.forbid(rule, [True])


def forbid_what_never_happens(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.forbid(rule, [lits[0], False])
    model.forbid(rule, [lits[0]], unless=[True])


def forbid_any(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.forbid(rule, [model.any_of(lits[:3])])


def want_any(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.forbid(rule, [True], unless=[model.any_of(lits[:3])])


def want_any_of_few(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    assert model.any_of([]) is False
    assert model.any_of([False, True]) is True
    assert model.any_of([False, lits[0]]) is lits[0]
    assert model.any_of(lits[:2]) is model.any_of([lits[1], lits[0]])


def once_in_two_pairs(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    pairs = (lits[:2], lits[2:], [True, lits[0]])
    model.at_most(rule, 1, [term for pair in pairs for term in model.once(pair)])


def once_of_what_cannot_be_together(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.forbid(Said(forbid, weight="hard"), lits[:2])
    assert list(model.once(lits[:2])) == [(1, lits[0]), (1, lits[1])]
    model.at_most(rule, 0, model.once(lits[:2]))


def want_none(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    assert model.none_of([False]) is True
    assert model.none_of([lits[0], True]) is False
    model.at_least(rule, 1, [(1, model.none_of(lits[:2])), (1, model.none_of(lits[2:]))])


def whenever(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    conditions: list[Condition] = [([lits[0], lits[1], True], [lits[2], False]), ([lits[3]], [])]
    assert model.whenever(conditions) is model.whenever(conditions)
    assert model.whenever([([lits[0], lits[1]], [lits[2]])]) is not model.whenever([([lits[0], lits[1]], [lits[3]])])
    model.at_most(rule, 1, [(3, model.whenever(conditions)), (1, lits[0])])


def whenever_none_is(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.at_most(rule, 0, [(1, model.whenever([([], lits[:2])]))])


def whenever_it_is_known(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    never: list[Condition] = [([lits[0], False], []), ([lits[0]], [lits[1], True])]
    assert model.whenever([]) is False
    assert model.whenever(never) is False
    assert model.whenever([*never, ([True], [False])]) is True
    assert model.whenever([([], [])]) is True
    assert model.whenever([*never, ([True, lits[0]], [False])]) is lits[0]


def whenever_what_cannot_be_together_is(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.forbid(Said(forbid, weight="hard"), lits[:2])
    assert model.whenever([(lits[:2], []), (lits[:3], [lits[3]])]) is False
    model.at_most(rule, 0, [(1, model.whenever([(lits[:2], []), (lits[1:3], [])]))])


def summed(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    """Two windows have the first two literals in common."""
    common = model.summed([(5, lits[0]), (3, lits[1]), (2, True), (9, False)])
    model.at_most(rule, 6, [*common, (7, lits[2])])
    model.at_most(rule, 9, [*common, (2, lits[3])])


def summed_negative_amounts(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.at_most(rule, 0, [*model.summed([(-4, lits[0]), (3, lits[1])]), (3, lits[2])])


def summed_of_few(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    assert list(model.summed([])) == []
    assert list(model.summed([(2, lits[0]), (3, True)])) == [(2, lits[0]), (3, True)]


def worst(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    never = (9, [(1, lit) for lit in lits])
    model.worst(rule, [(6, list(zip(AMOUNTS, lits, strict=True))), never, (1, [(4, lits[0]), (1, True)])], unit=2)


def worst_of_nothing(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
    model.worst(rule, [])
    model.worst(rule, [(4, [(1, lit) for lit in lits])])


WORDS: dict[str, tuple[Callable[[Said, RuleModel, Sequence[Lit]], None], Callable[[Sequence[bool]], int]]] = {
    "at most": (at_most, lambda w: units(weighted(w, AMOUNTS) - 6, 4)),
    "at least": (at_least, lambda w: units(11 - weighted(w, AMOUNTS), 4)),
    "negative amounts": (with_negative_amounts, lambda w: max(0, 3 * w[1] + 3 * w[2] - 4 * w[0])),
    "constants": (with_constants, lambda w: max(0, 2 + sum(w) - 3)),
    "the same literal twice": (the_same_literal_twice, lambda w: max(0, 2 * w[0] + w[1] - 1)),
    "beyond": (beyond, lambda w: units(max(0, 5 * w[0] + 3 * w[1] - 3) + 2 * w[2] + w[3] - 2, 2)),
    "beyond what is known": (beyond_what_is_known, lambda w: 0),
    "exclusive": (exclusive, lambda w: max(0, sum(w) - 1)),
    "exclusive with one that is known": (exclusive_with_one_that_is_known, lambda w: w[0] + w[1]),
    "forbid": (forbid, lambda w: int(w[0] and w[1])),
    "forbid unless": (forbid_unless, lambda w: 2 * int(w[0] and not w[1] and not w[2])),
    "forbid one": (forbid_one, lambda w: 5 * w[3]),
    "demand": (demand, lambda w: 2 * (not w[0])),
    "demand what cannot be": (demand_what_cannot_be, lambda w: 1),
    "forbid what never happens": (forbid_what_never_happens, lambda w: 0),
    "forbid any": (forbid_any, lambda w: int(any(w[:3]))),
    "want any": (want_any, lambda w: int(not any(w[:3]))),
    "want any of few": (want_any_of_few, lambda w: 0),
    "once in two pairs": (once_in_two_pairs, lambda w: any(w[:2]) + any(w[2:])),
    "want none": (want_none, lambda w: int(any(w[:2]) and any(w[2:]))),
    "whenever": (whenever, lambda w: max(0, 3 * ((w[0] and w[1] and not w[2]) or w[3]) + w[0] - 1)),
    "whenever none is": (whenever_none_is, lambda w: int(not any(w[:2]))),
    "whenever it is known": (whenever_it_is_known, lambda w: 0),
    "summed": (
        summed,
        lambda w: max(0, 5 * w[0] + 3 * w[1] + 7 * w[2] - 4) + max(0, 5 * w[0] + 3 * w[1] + 2 * w[3] - 7),
    ),
    "summed negative amounts": (summed_negative_amounts, lambda w: max(0, -4 * w[0] + 3 * w[1] + 3 * w[2])),
    "summed of few": (summed_of_few, lambda w: 0),
    "worst": (worst, lambda w: max(units(weighted(w, AMOUNTS) - 6, 2), 2 * w[0])),
    "worst of nothing": (worst_of_nothing, lambda w: 0),
}


@pytest.mark.parametrize("weight", ["hard", 1, 3])
@pytest.mark.parametrize("word", WORDS)
def test_a_hard_rule_forbids_the_amount_and_a_soft_one_pays_for_it(word: str, weight: Weight) -> None:
    posting, owes = WORDS[word]
    trial = Trial(problem_with().team, [Said(posting, owes, weight)])
    assert trial.disagreement(all_rosters(trial.problem)) is None


# -- the fair level ----------------------------------------------------------------------------------------------------

UNIT = 2
Shares = tuple[int, int]
SHARES = pytest.mark.parametrize("shares", [(100, 40), (10, 20)], ids=str)


def totals(lits: Sequence[Lit], shares: Shares) -> list[tuple[int, int, list[tuple[int, Lit]]]]:
    """Ana and ben with what their days weigh; ana carries 1 over, ben owes 3, and one thing is known of ben."""
    return [
        (shares[0], 1, [(5, lits[0]), (3, lits[1])]),
        (shares[1], -3, [(2, lits[2]), (7, lits[3]), (1, True), (9, False)]),
    ]


def best(amount: Callable[[list[Fraction]], int], shares: Shares) -> Callable[[Sequence[bool]], int]:
    """The least amount at any level."""

    def ahead(worked: Sequence[bool], level: int) -> list[Fraction]:
        each = (1 + 5 * worked[0] + 3 * worked[1], -2 + 2 * worked[2] + 7 * worked[3])
        return [Fraction(total, UNIT) - Fraction(part, 100) * level for total, part in zip(each, shares, strict=True)]

    return lambda worked: min(amount(ahead(worked, level)) for level in range(100))


def spread_over(tolerance: int) -> Callable[[list[Fraction]], int]:
    def amount(ahead: list[Fraction]) -> int:
        above, below = max(0, *map(floor, ahead)), max(0, *(floor(-distance) for distance in ahead))
        return max(0, above + below - tolerance)

    return amount


def sum_of_distances(ahead: list[Fraction]) -> int:
    return sum(floor(abs(distance)) for distance in ahead)


@SHARES
@pytest.mark.parametrize("weight", ["hard", 2])
@pytest.mark.parametrize("tolerance", [0, 1, 2])
def test_spread_owes_the_most_above_the_level_and_the_most_below(
    tolerance: int, weight: Weight, shares: Shares
) -> None:
    def posting(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
        model.spread(rule, totals(lits, shares), UNIT, tolerance)

    trial = Trial(problem_with().team, [Said(posting, best(spread_over(tolerance), shares), weight)])
    assert trial.disagreement(all_rosters(trial.problem)) is None


@SHARES
@pytest.mark.parametrize("weight", ["hard", 2])
def test_deviation_owes_every_distance_from_the_level(weight: Weight, shares: Shares) -> None:
    def posting(rule: Said, model: RuleModel, lits: Sequence[Lit]) -> None:
        model.deviation(rule, totals(lits, shares), UNIT)

    trial = Trial(problem_with().team, [Said(posting, best(sum_of_distances, shares), weight)])
    assert trial.disagreement(all_rosters(trial.problem)) is None


@pytest.mark.parametrize("weight", ["hard", 3])
def test_once_takes_what_cannot_be_together_as_it_is(weight: Weight) -> None:
    rule = Said(once_of_what_cannot_be_together, lambda worked: worked[0] + worked[1], weight)
    trial = Trial(problem_with().team, [rule, Said(forbid, WORDS["forbid"][1], "hard")])
    assert trial.disagreement(all_rosters(trial.problem)) is None


@pytest.mark.parametrize("weight", ["hard", 3])
def test_what_cannot_be_together_is_no_condition(weight: Weight) -> None:
    rule = Said(whenever_what_cannot_be_together_is, lambda worked: int(worked[1] and worked[2]), weight)
    trial = Trial(problem_with().team, [rule, Said(forbid, WORDS["forbid"][1], "hard")])
    assert trial.disagreement(all_rosters(trial.problem)) is None


def test_what_one_rule_makes_exclusive_helps_another_and_changes_nothing() -> None:
    both = Trial(
        problem_with().team, [Said(exclusive, WORDS["exclusive"][1], "hard"), Said(forbid_any, WORDS["forbid any"][1])]
    )
    assert both.disagreement(all_rosters(both.problem)) is None


# -- decisions, history, tiers -----------------------------------------------------------------------------------------


def test_there_is_a_decision_for_each_person_and_shift_of_the_persons_site() -> None:
    team = example("", 0, last=0, people=(ANA, CAI), sites=(HUB, FAR), shifts="DSF").team
    assert RosterModel(Problem(team)).decisions.keys() == {
        ("ana", "day@2027-01-04"),
        ("ana", "standby@2027-01-04"),
        ("cai", "far-day@2027-01-04"),
    }


def test_the_past_is_known() -> None:
    problem = problem_with(before=WORKED_BEFORE)
    (worked,) = problem.past.values()
    model = RosterModel(problem)
    assert (model.works(ANA, worked), model.works(BEN, worked)) == (True, False)


def test_a_tier_costs_the_sum_of_its_rules_and_tiers_come_in_order() -> None:
    service = Said(forbid_one, weight=3, tier=Tier.SERVICE)
    policy = (Said(forbid_one, weight=2), Said(demand, weight=4))
    model = RosterModel(problem_with(service, *policy, Said(forbid, weight="hard", tier=Tier.SHORTFALL)))
    assert model.tiers == [Tier.POLICY, Tier.SERVICE]
    model.fix(Roster.of([("ben", "day@2027-01-05")]))
    model.cp.minimize(model.penalty(Tier.POLICY) + model.penalty(Tier.SERVICE))
    solver = solved(model)
    assert solver.value(model.penalty(Tier.POLICY)) == 2 * 5 + 4 * 2
    assert solver.value(model.penalty(Tier.SERVICE)) == 3 * 5
    assert solver.value(model.penalty(Tier.FAIRNESS)) == 0


def test_a_fixed_roster_is_the_one_that_comes_out() -> None:
    for roster in all_rosters(problem_with()):
        model = RosterModel(problem_with())
        model.fix(roster)
        assert model.roster(solved(model).value) == roster


def test_a_roster_with_an_assignment_that_is_no_decision_cannot_be_fixed() -> None:
    model = RosterModel(problem_with())
    with pytest.raises(KeyError, match="zoe"):
        model.fix(Roster.of([("zoe", "day@2027-01-04")]))


def solved(model: RosterModel) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    return solver
