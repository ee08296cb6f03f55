"""What is no fault of a document, but perhaps not meant: told with its place and advice, and never refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from api.documents.advice import counted, shown
from api.documents.domain import limits_of, team_of
from api.documents.model import TeamDocument
from api.errors import Issue
from constraints.base import Rule
from constraints.catalog import RULES
from constraints.packs.applying import Limit, broken, covers
from constraints.packs.reading import COMPANY_POLICY
from scheduler.domain.roster import Roster
from scheduler.domain.shift import Duty, ShiftTemplate
from scheduler.domain.team import Team
from scheduler.intervals import each_day, each_week
from scheduler.problem import Problem


def remarks(document: TeamDocument) -> list[Issue]:
    """Rules that the law overrides, windows longer than what is known, and shifts that nobody may work."""
    team = team_of(document)
    limits = limits_of(document, team)
    said = list(_said(document))
    return [*_overridden(said, Problem(team), limits), *_long_windows(said, team, limits), *_unworkable(team, limits)]


def _said(document: TeamDocument) -> Iterator[tuple[str, type[Rule], Rule | None]]:
    """What the document says of rules, with its place; None: it switches one off."""
    for kind in RULES:
        said = getattr(document.rules, kind.name)
        if isinstance(said, list):
            yield from ((f"rules.{kind.name}[{n}]", kind, rule) for n, rule in enumerate(said))
        elif said is not None:
            yield f"rules.{kind.name}", kind, said or None


Said = Sequence[tuple[str, type[Rule], Rule | None]]


def _overridden(said: Said, problem: Problem, limits: Sequence[Limit]) -> Iterator[Issue]:
    """Hard rules, and rules switched off, that give way to a stricter number of the law."""
    law = [limit for limit in limits if limit.pack != COMPANY_POLICY and limit.covered_by is None]
    for path, kind, rule in said:
        whom = {person.id for person in (rule.concerns(problem) if rule else problem.people)}
        beaten = [
            limit for limit in law if limit.person in whom and isinstance(limit.rule, kind) and _beats(limit, rule)
        ]
        people: dict[str, list[str]] = defaultdict(list)
        for limit in beaten:
            people[limit.number.id].append(limit.person)
        for id, number in {limit.number.id: limit.number for limit in beaten}.items():
            value = _spelled({name: getattr(rule, name) for name in number.parameters}) if rule else "false"
            asked = _spelled(number.parameters)
            way = f"gives way to {id} for {counted(len(people[id]), 'person', 'people')}: {number.says}"
            yield Issue(path, value, way, f"as strict as {asked}", f"Maybe {{{asked}}}?")


def _beats(limit: Limit, rule: Rule | None) -> bool:
    """Whether the limit leaves the rule nothing to say; one that is switched off says nothing anyway."""
    return rule is None or (rule.weight == "hard" and covers(limit.rule, rule))


def _spelled(parameters: Mapping[str, object]) -> str:
    """``hours: 11``, without the zeros that a float brings."""
    return ", ".join(f"{name}: {f'{v:g}' if isinstance(v, float) else v}" for name, v in parameters.items())


def _long_windows(said: Said, team: Team, limits: Sequence[Limit]) -> Iterator[Issue]:
    """Rules that look over more weeks than the period, and what is known before it, have."""
    first = min((past.day for past in team.previous), default=team.period.first_day)
    weeks = len(list(each_week(first, team.period.last_day)))
    known = f"at most the {counted(weeks, 'week', 'weeks')} that are known, from {first} on"
    advice = "Maybe earlier rows in previous? What is known is judged all the same"
    for path, _, rule in said:
        for name, days in rule.windows() if rule else ():
            if days > 7 * weeks:
                yield Issue(f"{path}.{name}", str(getattr(rule, name)), "is longer than what is known", known, advice)
    binding = {limit.number.id: limit for limit in limits if limit.covered_by is None}
    for id, limit in binding.items():
        if any(days > 7 * weeks for _, days in limit.rule.windows()):
            value = f"{team.period.first_day} to {team.period.last_day}"
            yield Issue("period", value, f"is shorter than {id} looks: {limit.number.says}", known, advice)


def _unworkable(team: Team, limits: Sequence[Limit]) -> Iterator[Issue]:
    """Shifts of work that alone break a limit of everybody who could work them."""
    for n, template in enumerate(team.templates):
        people = [p for p in team.people if p.site == template.site]
        able = {p.id for p in people if template.skill is None or template.skill in p.skills}
        alone = _one_shift(team, template)
        if template.duty is Duty.ON_DUTY and alone.shifts:
            roster = Roster.of((person, alone.shifts[0].id) for person in able)
            against = broken(alone, roster, limits)
            found = [violation for violations in against.values() for violation in violations]
            if able and able == {violation.person for violation in found}:
                problem = f"nobody may work it, by {', '.join(against)}: {found[0].because}"
                yield Issue(f"shifts[{n}]", shown(template.id), problem, "a shift that keeps them", "Maybe shorter?")


def _one_shift(team: Team, template: ShiftTemplate) -> Problem:
    """The team with the first shift of `template` alone: nothing stands before it, and nobody is away."""
    days = each_day(team.period.first_day, team.period.last_day)
    day = next((d for d in days if d.weekday() in template.weekdays), team.period.first_day)
    period = replace(team.period, first_day=day, last_day=day)
    return Problem(
        replace(team, period=period, templates=(template,), coverage=(), leave=(), previous=(), pins=frozenset())
    )
