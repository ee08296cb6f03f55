"""The limits of rule packs in the terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from api.documents.standby import Standby
from api.terminal.tables import section, table
from constraints.packs.applying import Limit, unsaid
from constraints.packs.notice import owed
from constraints.packs.reading import Number, facts
from scheduler.domain.team import Team
from scheduler.report import Report

_BIND = "Limits that bind (watchbill limits has them in words)"
_SAYS = "what it says, for whom, and whether it binds"


def print_binding(console: Console, team: Team, report: Report) -> None:
    """One line for all whom the same limits bind."""
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for bound in report.limits:
        alike[bound.limits].append(bound.person)
    if alike:
        section(console, _BIND, *(f"{_who(team, people)}: {', '.join(limits)}" for limits, people in alike.items()))


def print_limits(console: Console, team: Team, found: Iterable[Limit], standby: Sequence[Standby]) -> None:
    """Each number once, with the people for whom it holds, and what binds in its place; then what is asked of whoever
    publishes, how standby counts, and what nobody has said."""
    people: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    limits: dict[tuple[str, str | None], Limit] = {}
    for limit in found:
        key = limit.number.id, limit.covered_by
        people[key].append(limit.person)
        limits[key] = limit
    rows = table("number", _SAYS, flexible=_SAYS)
    for key, limit in limits.items():
        number = limit.number
        binds = f"as strict: {limit.covered_by}" if limit.covered_by else "binds"
        known = "; ".join([_who(team, people[key]), number.force, number.status, *_in_force(number), binds])
        rows.add_row(Text(number.id), Text.assemble(number.says, "\n", (known, "dim")))
    section(console, "Numbers of laws and of the company's policy", rows)
    notices = [f"{number.id}: {number.says}; {number.force}; {number.status}" for number, _ in owed(team).values()]
    if notices:
        section(console, "Notice, checked when a roster is published", *notices)
    if standby:
        section(console, "Standby", *map(_standing, standby))
    print_unsaid(console, team)


def print_unsaid(console: Console, team: Team) -> None:
    """The facts that packs ask for and nobody has said, each with the people whom it would be about."""
    said = list(_assumed(team))
    if said:
        section(console, "What nobody has said of people, and how it is taken", *said)


def _standing(standby: Standby) -> str:
    """``sin-lead: counts as work (P-STANDBY, policy)``."""
    state = "counts as work" if standby.counts_as_work else "is rest"
    numbers = ", ".join(f"{number.id}, {number.status}" for number in standby.numbers)
    if standby.because:
        against = f", against {numbers}" if numbers and not standby.counts_as_work else ""
        return f"{standby.shift} {state}, as the document decides{against}: {standby.because}"
    return f"{standby.shift} {state}" + (f" ({numbers})" if numbers else "")


def _in_force(number: Number) -> Iterator[str]:
    if number.valid_from:
        yield f"from {number.valid_from} on"
    if number.valid_to:
        yield f"until {number.valid_to}"


def _assumed(team: Team) -> Iterator[str]:
    missing: dict[str, list[str]] = defaultdict(list)
    for person, unknown in unsaid(team).items():
        for fact in unknown:
            missing[fact].append(person)
    for fact, people in missing.items():
        taken = "yes" if facts()[fact].default else "no"
        yield f"{fact}, {_who(team, people)}: {taken}. {facts()[fact].asks}"


def _who(team: Team, people: list[str]) -> str:
    """The sites of which they are everybody, or their ids."""
    by_site = {site.id: [p.id for p in team.people if p.site == site.id] for site in team.sites}
    whole = [site for site, ids in by_site.items() if ids and set(ids) <= set(people)]
    if len(people) == len(team.people):
        return "everybody"
    others = [id for id in people if not any(id in by_site[site] for site in whole)]
    return ", ".join([f"all of {site}" for site in whole] + others)
