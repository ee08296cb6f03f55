"""Which rule packs a roster pattern breaks, as the checker finds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from constraints.base import Rule
from constraints.packs.applying import limits
from constraints.packs.reading import COMPANY_POLICY, packs
from scheduler.domain.team import Team
from scheduler.intervals import days_between, next_day
from scheduler.patterns import Pattern
from scheduler.patterns.layout import laid_out
from scheduler.problem import Problem

AN_HOUR = 60  # of unpaid break in each shift, as the figures of a pattern have it too
_UNFINISHED = 14  # days at the end, after which it goes on: what a rule says of them is not the pattern's fault


@cache
def breaks(pattern: Pattern, unpaid_break_minutes: int = 0) -> dict[str, tuple[str, ...]]:
    """By pack, the numbers that it breaks on some day of the week that it begins on; packs that it keeps are left out.

    Nothing is said of people: each fact is taken as the packs take it while nobody says.
    """
    team, roster = laid_out(pattern, unpaid_break_minutes)
    problem = Problem(team)
    until = next_day(team.period.last_day, -_UNFINISHED)
    known: dict[str, bool] = {}

    def broken(rule: Rule) -> bool:
        found = (v.start for v in rule.check(problem, roster))
        return any(start and days_between(start.date(), until) > 0 for start in found)

    def once(rule: Rule) -> bool:
        key = f"{rule.name} {rule.model_dump_json()}"
        return known[key] if key in known else known.setdefault(key, broken(rule))

    numbers = {pack: tuple(id for id, rule in _hard(team, pack) if once(rule)) for pack in packs()}
    return {pack: against for pack, against in numbers.items() if against}


def _hard(team: Team, pack: str) -> Iterator[tuple[str, Rule]]:
    """The hard numbers of the pack, and of those that it includes, for somebody of whom nothing is said."""
    own = pack == COMPANY_POLICY
    sites = tuple(replace(site, pack=None if own else pack) for site in team.sites)
    for limit in limits(replace(team, sites=sites, people=team.people[:1]), ()):
        if limit.rule.weight == "hard" and (own or limit.pack != COMPANY_POLICY):
            yield limit.number.id, limit.rule
