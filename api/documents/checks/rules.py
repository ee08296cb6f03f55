"""The rules that the document names: the names in their parameters, and whether they can hold together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from api.documents.checks.names import skill_nobody_has, unknown_person, unknown_shift, unknown_site
from api.documents.draft import Draft
from api.errors import Issue
from constraints.base import Names
from constraints.rules.shift_count import ShiftCount


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
CHECKS = (names_in_rules, counts_that_can_hold)
