"""Who may cover a stretch of on-call time, where people and turns are all that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scheduler.cover.rest import Rest, rest_around
from scheduler.intervals import Interval, utc_text
from scheduler.oncall.values import Holding


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person and a stretch to cover; without `reasons` against it the person may."""

    person: str
    reasons: tuple[str, ...]
    rest: Rest

    @property
    def may(self) -> bool:
        return not self.reasons


def candidates(
    holdings: Iterable[Holding],
    people: Sequence[str],
    wanted: Interval,
    away: Mapping[str, Sequence[Interval]] | None = None,
) -> tuple[Candidate, ...]:
    """All of `people`, those who may cover `wanted` first, and of them the best first.

    Nobody may who holds anything in that time, of whatever duty and level, or is `away`. The best is who has most time
    between it and the nearest own turn, before or after (the rule of LinkedIn's oncall, which measures from start to
    start); so whoever never had a turn comes first. Ties go by the order of `people`. `holdings` should reach a few
    turns back and ahead.
    """
    held: dict[str, list[Holding]] = {person: [] for person in people}
    for holding in holdings:
        held.get(holding.person, []).append(holding)
    found = [_candidate(person, held[person], wanted, (away or {}).get(person, ())) for person in people]
    return tuple(sorted(found, key=lambda c: (not c.may, -c.rest.least if c.may else 0)))


def _candidate(person: str, held: Sequence[Holding], wanted: Interval, away: Iterable[Interval]) -> Candidate:
    busy = [f"{person} has {_name(h)}" for h in held if h.interval.overlaps(wanted)]
    absent = [f"{person} is away from {_span(i)}" for i in away if i.overlaps(wanted)]
    return Candidate(person, (*busy, *absent), rest_around(wanted, (h.interval for h in held)))


def _name(holding: Holding) -> str:
    return f"{holding.shift or f'{holding.duty}, level {holding.level},'} from {_span(holding.interval)}"


def _span(interval: Interval) -> str:
    return f"{utc_text(interval.start)} to {utc_text(interval.end)}"
