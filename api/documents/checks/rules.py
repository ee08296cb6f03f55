"""The rules that the document names: the names in their parameters, and windows that cannot be filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from api.documents.checks.names import skill_nobody_has, unknown_person, unknown_shift, unknown_site
from api.documents.draft import Draft
from api.errors import Issue
from constraints.base import Names
from constraints.rules.practice import Practice
from scheduler.intervals import days_between, monday_of, next_day


def names_in_rules(draft: Draft) -> Iterator[Issue]:
    for path, rule in draft.rules:
        for parameter, kind, name in rule.named():
            yield from _UNKNOWN[kind](draft, name, f"{path}.{parameter}")


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


CHECKS = (names_in_rules, practice_in_known_weeks)
