"""From packs to rules: which numbers hold for whom, and which of several binds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from constraints.base import Rule, Way
from constraints.catalog import RULES
from constraints.packs.reading import COMPANY_POLICY, Number, Pack, applies, with_included
from constraints.rules.average_hours import AverageHours
from constraints.rules.contract_hours import ContractHours
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.team import Team
from scheduler.problem import Problem

_KINDS = {kind.name: kind for kind in RULES}
_IN_DOCUMENT = "rules."
_SCOPE = {"weight", "sites", "people"}


@dataclass(frozen=True)
class Limit:
    """A number that holds for a person, as a rule. `covered_by` names what is as strict and binds in its place."""

    person: str
    pack: str
    number: Number
    rule: Rule
    covered_by: str | None = None


def limits(team: Team, document: Sequence[Rule], named: frozenset[str] = frozenset()) -> list[Limit]:
    """Which numbers hold for whom, by the packs of people's sites and the company's policy, in order of person.

    `document` are the rules that apply anyway, `named` those of which the document says something: the company's policy
    gives way to that, for whom it concerns, and the law does not. What is in force on some day of the period holds on
    every day of it: where one number takes another's place, the stricter. Of several hard limits of one kind the
    strictest binds, be it law's, policy's or the contract's; of equal ones the document's, then that of the site's
    packs, then the company's policy.
    """
    return [limit for person in team.people for limit in _of_person(team, person, document, named)]


def pack_rules(found: Iterable[Limit]) -> list[Rule]:
    """The rules that bind, each once for all the people for whom it does."""
    people: dict[str, set[str]] = defaultdict(set)
    rules: dict[str, Rule] = {}
    for limit in found:
        if limit.covered_by is None:
            key = f"{limit.rule.name} {limit.rule.model_dump_json()}"
            people[key].add(limit.person)
            rules[key] = limit.rule
    return [rule.model_copy(update={"people": frozenset(people[key])}) for key, rule in rules.items()]


def binding(found: Iterable[Limit]) -> dict[str, tuple[str, ...]]:
    """By person, the hard limits that bind: numbers by id; what covers one in the document as ``rules.<name>``."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for limit in found:
        own = names[limit.person]
        if limit.covered_by is None and limit.rule.weight == "hard":
            own[limit.number.id] = None
        elif limit.covered_by and limit.covered_by.startswith(_IN_DOCUMENT):
            own[limit.covered_by] = None
    return {person: tuple(own) for person, own in names.items()}


def broken(problem: Problem, roster: Roster, found: Iterable[Limit]) -> dict[str, list[Violation]]:
    """By number, what the roster breaks of the hard limits, each judged for those for whom it holds."""
    people: dict[str, set[str]] = defaultdict(set)
    rules: dict[str, Rule] = {}
    for limit in found:
        if limit.rule.weight == "hard":
            people[limit.number.id].add(limit.person)
            rules[limit.number.id] = limit.rule
    judged = {id: rule.model_copy(update={"people": frozenset(people[id])}) for id, rule in rules.items()}
    against = {id: list(rule.check(problem, roster)) for id, rule in judged.items()}
    return {id: violations for id, violations in against.items() if violations}


def unsaid(team: Team) -> dict[str, tuple[str, ...]]:
    """By person, the facts that the packs ask for and nobody has said; those without any are left out."""
    found = {person.id: tuple(sorted(_asked(team, person) - _told(person))) for person in team.people}
    return {person: missing for person, missing in found.items() if missing}


def in_force(team: Team, person: Person) -> Iterator[tuple[str, Number]]:
    """The numbers that apply to the person on some day of the period, each with the id of its pack."""
    for pack in _packs(team, person):
        for number in pack.numbers:
            holds = number.holds_within(team.period.first_day, team.period.last_day)
            if holds and applies(number, person.facts):
                yield pack.id, number


def _asked(team: Team, person: Person) -> set[str]:
    numbers = (number for pack in _packs(team, person) for number in pack.numbers)
    return {fact for number in numbers if number.rule or number.notice for fact in number.facts}


def _told(person: Person) -> set[str]:
    return {fact.removeprefix("not ") for fact in person.facts}


def _packs(team: Team, person: Person) -> list[Pack]:
    site = next(site for site in team.sites if site.id == person.site)
    return [pack for id in (site.pack, COMPANY_POLICY) if id for pack in with_included(id)]


def _of_person(team: Team, person: Person, document: Sequence[Rule], named: frozenset[str]) -> Iterator[Limit]:
    theirs = [rule for rule in document if _concerns(rule, person)]
    spoken_of = {rule.name for rule in document}
    said = {name for name in named if name not in spoken_of or name in {rule.name for rule in theirs}}
    own = list(_numbers(team, person, said))
    for n, limit in enumerate(own):
        earlier = {other.number.id: other.rule for other in own[:n]}
        later = {other.number.id: other.rule for other in own[n + 1 :]}
        stricter = [
            f"{_IN_DOCUMENT}{rule.name}"
            for rule in theirs
            if covers(rule, limit.rule) or contract_covers(person, rule, limit.rule)
        ]
        stricter += [id for id, rule in earlier.items() if covers(rule, limit.rule)]
        stricter += [id for id, rule in later.items() if covers(rule, limit.rule) and not covers(limit.rule, rule)]
        yield Limit(limit.person, limit.pack, limit.number, limit.rule, stricter[0] if stricter else None)


def _numbers(team: Team, person: Person, said: set[str]) -> Iterator[Limit]:
    for pack, number in in_force(team, person):
        given_way = pack == COMPANY_POLICY and number.rule in said
        if number.rule and not given_way:
            yield Limit(person.id, pack, number, _rule(number))


def _rule(number: Number) -> Rule:
    weight = "hard" if number.force == "hard" else 1
    return _KINDS[number.rule or ""].model_validate(number.parameters | {"weight": weight})


def covers(rule: Rule, other: Rule) -> bool:
    """Whether every roster that keeps `rule` keeps `other`: both of one kind, and no parameter less strict."""
    if type(rule) is not type(other) or rule.weight != "hard":
        return False
    mine, theirs = (_parameters(r) for r in (rule, other))
    return all(_as_strict(type(rule).STRICTER.get(name), mine[name], theirs[name]) for name in mine)


def contract_covers(person: Person, rule: Rule, other: Rule) -> bool:
    """Whether the person's contract, where `rule` holds to it, allows no more in any week than `other` does.

    Only of single weeks: with what was worked before the period an average can be the stricter.
    """
    if not (isinstance(rule, ContractHours) and rule.weight == "hard" and isinstance(other, AverageHours)):
        return False
    in_a_week = person.contract_minutes + 60 * rule.overtime <= 60 * other.hours
    return in_a_week and other.weeks == 1 and not other.leave_neutral


def _as_strict(way: Way | None, mine: Any, theirs: Any) -> bool:
    match way:
        case "more":
            return bool(mine >= theirs)
        case "less":
            return bool(mine <= theirs)
        case "any":
            return True
        case None:
            return bool(mine == theirs)
    return way.index(mine) >= way.index(theirs)


def _parameters(rule: Rule) -> Mapping[str, object]:
    return {name: getattr(rule, name) for name in type(rule).model_fields if name not in _SCOPE}


def _concerns(rule: Rule, person: Person) -> bool:
    return (not rule.sites or person.site in rule.sites) and (not rule.people or person.id in rule.people)
