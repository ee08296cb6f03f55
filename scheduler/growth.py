"""Which violations are new: those of a changed roster, held against those of before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from scheduler.domain.roster import Violation
from scheduler.intervals import Interval, elementary

Place = tuple[object, ...]
Cuts = dict[object, list[datetime]]


def grown(before: Sequence[Violation], after: Sequence[Violation]) -> list[tuple[Violation, int]]:
    """Those of `after` that are new or larger than before, each with the amount that is new. All are of one rule.

    Two violations are the same breach when they speak of the same thing (`about`, else the person, else the shifts) and
    start at the same instant; without a start, when they name the same shifts. One that lasts is compared minute by
    minute: when people change in the midst of a gap in coverage, the gap falls into two violations, and neither is new.
    """
    was, now = Counter(before), Counter(after)
    gone, come = list((was - now).elements()), list((now - was).elements())  # what stayed as it was is no change
    cuts = _cuts([*gone, *come])
    known: Counter[Place] = Counter()
    for violation in gone:
        known.update(dict(_parts(violation, cuts)))
    found = []
    for violation in come:
        new = 0
        for place, amount in _parts(violation, cuts):
            old = min(amount, known[place])
            known[place] -= old
            new += amount - old
        if new:
            found.append((violation, new))
    return found


def _parts(violation: Violation, cuts: Cuts) -> Iterator[tuple[Place, int]]:
    """The amount of a violation, by the places that can be compared."""
    v = violation
    if v.start is None or v.end is None:
        yield (_subject(v), v.shifts if v.start is None else v.start), v.amount
        return
    whole = Interval(v.start, v.end)
    each_minute = v.amount // whole.minutes if whole.minutes else 0
    for piece in elementary(cut for cut in cuts[_subject(v)] if v.start <= cut <= v.end):
        yield (_subject(v), piece.start), each_minute * piece.minutes


def _subject(violation: Violation) -> object:
    v = violation
    return next((said for said in (v.about, v.person) if said is not None), v.shifts)


def _cuts(violations: Iterable[Violation]) -> Cuts:
    """All bounds of the violations that last, by what they speak of."""
    cuts: Cuts = defaultdict(list)
    for v in violations:
        if v.start is not None and v.end is not None:
            cuts[_subject(v)] += [v.start, v.end]
    return cuts
