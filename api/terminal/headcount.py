"""Hours owed against hours that people have, in tables and in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from api.terminal.tables import section, table
from api.terminal.words import count, span
from constraints.weekly_hours import WeeklyMost
from scheduler.domain.people import Person
from scheduler.headcount import Headcount, NightShifts, RequirementHours, SiteHours, ThinSpot
from scheduler.problem import Problem

MOST_SPOTS = 12
SPARE = 1.1  # what sickness and training take, at the least
NOTES = (
    "Hours are hours of presence: coverage counts unpaid breaks, so they are added to what contracts, less leave, "
    "allow. One person may meet several requirements at once: the lines do not add up. Needed: a rule of thumb, in "
    "full-time people with the contracts and leave of those who count; for standby, so that nobody has more than a "
    "quarter of it. Public holidays are worked like other days: holidays h, which are not taken off, is what they "
    "would take if each were a day off, at five days a week."
)
NIGHTS = (
    "Have: nights that people may work by hours, leave and the limits on nights in a row and on the rest after them; "
    "by hours: without those limits."
)


def print_headcount(console: Console, found: Headcount, spots: Sequence[ThinSpot]) -> None:
    """The count, and when too few people could be there at all."""
    section(console, "Headcount: hours owed by coverage, hours that people have", _requirements(found.requirements))
    section(console, "By site", _sites(found.sites), NOTES)
    if spots:
        words = thin_words(spots)
        more = [f"and {len(words) - MOST_SPOTS} more"] if len(words) > MOST_SPOTS else []
        section(console, "Too few people could be there at all", *words[:MOST_SPOTS], *more)


def print_limits_of_week(console: Console, limits: Mapping[Person, WeeklyMost]) -> None:
    """What says how long a week may be on average, and for how many people."""
    groups = Counter((most.minutes, most.rule) for most in limits.values())
    words = [
        f"{count(people, 'person', 'people')}: {minutes / 60:g} h by {rule or 'contract'}"
        for (minutes, rule), people in sorted(groups.items(), key=lambda group: -group[1])
    ]
    section(console, "What limits the hours of a week", *words)


def print_nights(console: Console, found: Sequence[NightShifts]) -> None:
    """The requirements for which limits on nights leave fewer of them than hours do, or that are short of them."""
    told = [line for line in found if line.bound or line.short_by]
    if not told:
        return
    right = ("owed", "have", "by hours", "people", "needed")
    made = table("requirement", *right, "", right=right)
    for line in told:
        numbers = (line.owed, line.available, line.by_hours, line.people)
        verdict = f"short by {line.short_by}" if line.short_by else "enough"
        made.add_row(line.requirement, *(f"{n:,}" for n in numbers), f"{line.people_needed:g}", verdict)
    section(console, "Night shifts, at hours that no other shift covers", made, NIGHTS)


def print_skills(console: Console, problem: Problem, found: Headcount) -> None:
    """How many people have each skill that somebody asks for, by site."""
    if not found.skills:
        return
    sites = [site.id for site in problem.team.sites]
    made = table("skill", *sites, "have h", right=(*sites, "have h"))
    for line in found.skills:
        made.add_row(line.skill, *map(str, line.people), f"{line.available:,.0f}")
    section(console, "By skill: people at each site", made)


def thin_words(spots: Sequence[ThinSpot]) -> list[str]:
    """A sentence for each: ``floor: 1 of 2 people could be there from ... to ...``."""
    return [
        f"{spot.requirement}: {spot.able} of {spot.minimum} are employed, not on leave and have a shift there, "
        f"{span(spot.start, spot.end)}"
        for spot in spots
    ]


def short_words(lines: Sequence[RequirementHours]) -> list[str]:
    """A sentence for each requirement with too few people."""
    return [
        f"{line.requirement}: short by {count(line.short_by, 'person', 'people')} ({_hours_words(line)})"
        for line in lines
    ]


def _requirements(lines: Sequence[RequirementHours]) -> Table:
    right = ("owed h (target)", "have h", "people", "needed")
    made = table("requirement", "counts", *right, "", right=right)
    for line in lines:
        target = "" if line.owed_at_target is None else f" ({line.owed_at_target:,.0f})"
        available = "" if line.available is None else f"{line.available:,.0f}"
        numbers = (f"{line.owed_at_minimum:,.0f}{target}", available, str(line.people), f"{line.people_needed:g}")
        made.add_row(line.requirement, _who(line), *numbers, _verdict(line))
    return made


def _sites(lines: Sequence[SiteHours]) -> Table:
    right = ("people", "full-time", "owed h, at least", "have h", "holidays h")
    made = table("site", *right, right=right)
    for line in lines:
        hours = (f"{amount:,.0f}" for amount in (line.owed, line.available, line.holidays))
        made.add_row(line.site or "team", str(line.people), f"{line.full_time_equivalents:.1f}", *hours)
    return made


def _who(line: RequirementHours) -> str:
    return ", ".join(part for part in (line.site, line.skill) if part) or "everybody"


def _verdict(line: RequirementHours) -> str:
    if line.short_by:
        return f"short by {line.short_by}"
    if line.available is None:
        return "enough" if line.people >= line.people_needed else "tight"
    if line.available < SPARE * line.owed_at_minimum:
        return "tight"
    return "enough" if line.available >= (line.owed_at_target or 0) else "minimum only"


def _hours_words(line: RequirementHours) -> str:
    if line.available is None:
        return f"{count(line.people, 'person', 'people')} can take it"
    people = count(line.people, "person", "people")
    return f"{line.owed_at_minimum:,.0f} h owed, {people} with {line.available:,.0f} h"
