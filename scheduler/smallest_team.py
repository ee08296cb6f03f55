"""The smallest team for which a roster exists: the hard rules alone, and as few people as possible.

Soft rules are dropped; in their place stands one that is paid for each person who works at all. So the ordinary search
finds ever smaller teams, its bound says which sizes are impossible, and the ordinary checker confirms the roster. Where
the team as it is has no roster, newcomers are added, twice as many each time, and those who work are counted instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.domain.team import Team
from scheduler.headcount.hours import asked_skills
from scheduler.headcount.smallest import SitePeople, SmallestTeam
from scheduler.intervals import each_week, next_day
from scheduler.outcome import Budget, Status
from scheduler.plan import Plan, plan
from scheduler.problem import Lit, Problem, Rule, RuleModel, Weight

NEWCOMERS = (1, 2, 4, 8, 16)  # so many at each site, one after the other


@dataclass(frozen=True, slots=True)
class House:
    """How a team is planned. `problem` puts a team under its rules: newcomers are subject to rule packs too.

    `most` gives the most paid minutes that the hard rules allow a person in any one week.
    """

    problem: Callable[[Team], Problem]
    most: Callable[[Problem, Person], int]


def smallest_team(team: Team, house: House, budget: Budget) -> SmallestTeam:
    """Search with `budget` for each step: one for the team as it is, up to five more where it has no roster."""
    problem = house.problem(team)
    counted = [p.id for p in team.people if problem.counts(p)]
    found = _fewest(house, team, counted, budget)
    match found.outcome.status:
        case Status.INFEASIBLE:
            return _with_newcomers(team, house, budget)
        case Status.UNKNOWN:
            return SmallestTeam(None, None, 0)
    at_work = _at_work(found, counted)
    rest = tuple(id for id in counted if id not in at_work)
    return SmallestTeam(True, len(at_work), found.outcome.lower_bound, _sites(problem, counted, at_work), rest)


def _with_newcomers(team: Team, house: House, budget: Budget) -> SmallestTeam:
    """Newcomers at each site, until there is a roster, somebody cancels, or there are too many."""
    at_least, tried = 1, 0
    for number in NEWCOMERS:
        if budget.cancel.is_set():
            break
        new = newcomers(team, number)
        ids = [p.id for p in new]
        found = _fewest(house, replace(team, people=(*team.people, *new)), ids, budget, _InOrder(tuple(ids)))
        tried = number
        if found.outcome.status is Status.INFEASIBLE:
            at_least = number + 1
        elif found.outcome.roster is not None:
            at_work = _at_work(found, ids)
            bound = max(at_least, found.outcome.lower_bound)
            present = [p.id for p in team.people if p.shadows is None]
            sites = _sites(found.problem, present, at_work)
            return SmallestTeam(False, len(at_work), bound, sites, most_tried=tried)
    return SmallestTeam(False, None, at_least, most_tried=tried)


def newcomers(team: Team, number: int) -> list[Person]:
    """So many new people at each site that has shifts: a usual full-time contract, every skill, no leave, no past."""
    skills = frozenset(s for p in team.people for s in p.skills) | set(asked_skills(team))
    taken = {p.id for p in team.people}
    sites = [s.id for s in team.sites if any(t.site == s.id for t in team.templates)]
    return [
        Person(_free(f"{site}-new-{n}", taken), site, 1.0, contract, skills, facts=_facts(team, site))
        for site in sites
        for contract in [_usual_contract(team, site)]
        for n in range(1, number + 1)
    ]


def _free(id: str, taken: set[str]) -> str:
    return id if id not in taken else _free(f"{id}-", taken)


def _usual_contract(team: Team, site: str) -> int:
    """The week that most people of the site have, or of the team, each as if full-time; of several the longest."""
    people = [p for p in team.people if p.site == site] or team.people
    weeks = Counter(round(p.contract_minutes / p.fte) for p in people)
    return max(weeks, key=lambda minutes: (weeks[minutes], minutes))


def _facts(team: Team, site: str) -> frozenset[str]:
    """What is said of all people of the site: of a newcomer no more is known."""
    said = [p.facts for p in team.people if p.site == site]
    return frozenset.intersection(*said) if said else frozenset()


def _fewest(house: House, team: Team, counted: Sequence[str], budget: Budget, *also: Rule) -> Plan:
    """A roster that keeps the hard rules, and `also` those, with as few of `counted` as possible at work."""
    problem = house.problem(team)
    hard = [rule for rule in problem.rules if rule.weight == "hard"]
    most = {id: house.most(problem, problem.person(id)) for id in counted}
    return plan(problem.with_rules([*hard, _Weekly(most), *also, _FewPeople(frozenset(counted))]), budget)


def _at_work(found: Plan, counted: Sequence[str]) -> list[str]:
    assert found.outcome.roster is not None
    return [id for id in counted if id in found.outcome.roster.by_person]


def _sites(problem: Problem, present: Sequence[str], at_work: Sequence[str]) -> tuple[SitePeople, ...]:
    now, then = (Counter(problem.person(id).site for id in ids) for ids in (present, at_work))
    return tuple(SitePeople(site.id, now[site.id], then[site.id]) for site in problem.team.sites)


@dataclass(frozen=True)
class _FewPeople:
    """One is owed for each of `people` who works at all."""

    people: frozenset[str]
    name: str = "few_people"
    weight: Weight = 1
    tier: Tier = Tier.SHORTFALL

    def post(self, model: RuleModel, problem: Problem) -> None:
        for id in sorted(self.people):
            model.forbid(self, [_works_at_all(model, problem, problem.person(id))])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for id in sorted(self.people & roster.by_person.keys()):
            yield Violation(self.name, 1, f"{id} works", id)


@dataclass(frozen=True)
class _Weekly:
    """Who works has at most `most` paid minutes in a Monday-to-Sunday week, who does not has none.

    The hard rules say so too, in more words. Without this one the solver would believe, until it has tried, in many
    people who work a little each, and could prove next to nothing.
    """

    most: Mapping[str, int]
    name: str = "weekly"
    weight: Weight = "hard"
    tier: Tier = Tier.SHORTFALL

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in map(problem.person, self.most):
            at_all = _works_at_all(model, problem, person)
            for monday in each_week(problem.first_day, problem.last_day):
                sunday = next_day(monday, 6)
                past = sum(s.paid_minutes for s in problem.worked_before(person) if s.day >= monday)
                week = [s for s in problem.shifts_of(person) if monday <= s.day <= sunday]
                terms = [(s.paid_minutes, model.works(person, s)) for s in week]
                model.at_most(self, 0, [*terms, (-max(0, self.most[person.id] - past), at_all)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        """Nothing: what it adds to the hard rules is no more than what it says of them."""
        return iter(())


@dataclass(frozen=True)
class _InOrder:
    """Of two newcomers of a site, who are alike, the second works only if the first does: one team less to look at."""

    people: tuple[str, ...]
    name: str = "in_order"
    weight: Weight = "hard"
    tier: Tier = Tier.SHORTFALL

    def post(self, model: RuleModel, problem: Problem) -> None:
        for first, second in pairwise(map(problem.person, self.people)):
            if first.site == second.site:
                at_all = [_works_at_all(model, problem, person) for person in (second, first)]
                model.forbid(self, at_all[:1], unless=at_all[1:])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        """Nothing: it rules out no team, only the second name for one."""
        return iter(())


def _works_at_all(model: RuleModel, problem: Problem, person: Person) -> Lit:
    return model.any_of([model.works(person, shift) for shift in problem.shifts_of(person, None)])
