"""The scopes of the rules that the document names."""

from __future__ import annotations

from collections.abc import Iterator

from api.documents.checks.names import unknown_person, unknown_site
from api.documents.draft import Draft
from api.errors import Issue


def scopes_of_rules(draft: Draft) -> Iterator[Issue]:
    for path, rule in draft.rules:
        for site in sorted(rule.sites):
            yield from unknown_site(draft, site, f"{path}.sites")
        for person in sorted(rule.people):
            yield from unknown_person(draft, person, f"{path}.people")


CHECKS = (scopes_of_rules,)
