"""The names that stand in the parameters of the rules that the document names."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from api.documents.checks.names import skill_nobody_has, unknown_person, unknown_shift, unknown_site
from api.documents.draft import Draft
from api.errors import Issue
from constraints.base import Names


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
CHECKS = (names_in_rules,)
