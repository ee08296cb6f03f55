"""Rule packs that sites name, and the facts about people that packs ask for."""

from __future__ import annotations

from collections.abc import Iterator

from api.documents.advice import maybe, shown
from api.documents.draft import Draft
from api.errors import Issue
from constraints.packs.reading import conditions, packs


def packs_that_are_known(draft: Draft) -> Iterator[Issue]:
    for path, site in draft.sites.rows:
        if site.rule_pack is not None and site.rule_pack not in packs():
            expected = f"one of {', '.join(packs())}"
            yield Issue(
                f"{path}.rule_pack",
                shown(site.rule_pack),
                "is not a rule pack",
                expected,
                maybe(site.rule_pack, packs()),
            )


def facts_that_packs_ask_for(draft: Draft) -> Iterator[Issue]:
    known = conditions()
    for path, person in draft.people.rows:
        for n, fact in enumerate(person.facts):
            place = f"{path}.facts[{n}]"
            if fact not in known:
                yield Issue(
                    place, shown(fact), "is nothing that a rule pack asks for", _either(known), maybe(fact, known)
                )
            elif f"not {fact}" in person.facts:
                yield Issue(place, shown(fact), "is said, and denied", f"{fact}, or not {fact}")


def _either(known: list[str]) -> str:
    return f"one of {', '.join(known)}"


CHECKS = (packs_that_are_known, facts_that_packs_ask_for)
