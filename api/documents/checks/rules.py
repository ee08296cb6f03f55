"""The rules that the document names: names in their parameters, windows, and whether they can hold together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from api.documents.checks.names import skill_nobody_has, unknown_person, unknown_shift, unknown_site
from api.documents.draft import Draft
from api.errors import Issue
from constraints.base import Names
from constraints.rules.practice import Practice
from constraints.rules.shift_count import ShiftCount
from scheduler.intervals import days_between, monday_of, next_day


def names_in_rules(draft: Draft) -> Iterator[Issue]:
    for path, rule in draft.rules:
        for parameter, kind, name in rule.named():
            yield from _UNKNOWN[kind](draft, name, f"{path}.{parameter}")


def counts_that_can_hold(draft: Draft) -> Iterator[Issue]:
    """Of hard counts for the same people, none asks for more of some shifts than another allows of these and others."""
    counts = [(path, r) for path, r in draft.rules if isinstance(r, ShiftCount) and r.weight == "hard"]
    for (path, least), (other, most) in product(counts, counts):
        if most.most is not None and least.least > most.most and _of_the_same(least, most):
            problem = f"is more than the {most.most} of {other}.most, and both are hard"
            advice = "Maybe give one of the two a weight?"
            yield Issue(f"{path}.least", str(least.least), problem, f"at most {most.most}", advice)


def _of_the_same(least: ShiftCount, most: ShiftCount) -> bool:
    within = not most.shifts or (least.shifts and least.shifts <= most.shifts)
    scopes = ((least.sites, most.sites), (least.people, most.people))
    return bool(within and least.per == most.per and all(not a or not b or a & b for a, b in scopes))


_UNKNOWN: dict[Names, Callable[[Draft, str, str], Iterator[Issue]]] = {
    Names.SITE: unknown_site,
    Names.PERSON: unknown_person,
    Names.SHIFT: unknown_shift,
    Names.SKILL: lambda draft, skill, path: skill_nobody_has(draft, skill, None, path),
}


def practice_in_known_weeks(draft: Draft) -> Iterator[Issue]:
    """A window that is longer than what is known would ask nothing of anybody."""
    if draft.period is None:
        return
    known_from = min([draft.period.first_day, *(row.day for _, row in draft.previous.rows)])
    whole = days_between(monday_of(next_day(known_from, 6)), next_day(draft.period.last_day)) // 7
    for path, rule in draft.rules:
        if isinstance(rule, Practice) and rule.weeks is not None and rule.weeks > whole:
            problem = "is more weeks than the period and the past have"
            yield Issue(f"{path}.weeks", str(rule.weeks), problem, f"at most {whole}", "Maybe null, for the period?")


CHECKS = (names_in_rules, counts_that_can_hold, practice_in_known_weeks)
