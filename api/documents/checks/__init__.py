"""What a document must fulfil beyond the shape of its rows. One file a subject; each check yields issues."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice

from api.documents.checks import coverage, duplicates, holidays, packs, people, places, rules, shifts, worked
from api.documents.draft import Draft
from api.errors import Issue

MOST_GATHERED = 1_000  # each may search for a close name: a hostile file shall not buy minutes of it

CHECKS: tuple[Callable[[Draft], Iterator[Issue]], ...] = (
    *duplicates.CHECKS,
    *places.CHECKS,
    *shifts.CHECKS,
    *coverage.CHECKS,
    *people.CHECKS,
    *packs.CHECKS,
    *worked.CHECKS,
    *rules.CHECKS,
    *holidays.CHECKS,
)


def check(draft: Draft) -> Iterator[Issue]:
    """Everything that is wrong with what could be read, up to a thousand issues."""
    return islice(chain.from_iterable(one(draft) for one in CHECKS), MOST_GATHERED)
