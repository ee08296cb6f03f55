"""What a change of a published roster does: to people, to rules and burden, and to coverage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from api.changes.laid import Laid
from api.schedule.standing import Standing
from scheduler.domain.roster import Assignment, Roster
from scheduler.effect import Change, Effect, effect
from scheduler.intervals import Interval, union, without
from scheduler.oncall.gaps import gaps
from scheduler.oncall.resolve import FinalSchedule
from scheduler.oncall.sweep import in_order
from scheduler.oncall.values import Holding, Track

Key = Callable[[Holding], object]


@dataclass(frozen=True)
class Weighed:
    """Who loses and who gains what, of the final schedule; `gaps` are where nobody is any more.

    `effects` are by number of the revision, and hold a change of a part of a shift for one of the whole: `partial`
    names those shifts. What no revision has, such as a turn of a rotation, has no effect on rules. `idle`: nobody's
    time on any duty and level changes.
    """

    lost: tuple[Holding, ...]
    gained: tuple[Holding, ...]
    gaps: tuple[tuple[Track, Interval], ...]
    partial: tuple[str, ...]
    effects: tuple[tuple[int, Effect], ...]
    idle: bool

    @property
    def broken(self) -> list[Change]:
        """What it newly breaks of the hard rules."""
        return [change for _, found in self.effects for change in found.breaks]


def weighed(before: Laid, after: Laid) -> Weighed:
    """What comes of `after` in place of `before`."""
    lost, gained = _difference(before.final, after.final, _whole_key)
    known = before.standings.all_of({h.shift for h in (*lost, *gained) if h.shift is not None})
    return Weighed(
        tuple(lost),
        tuple(gained),
        tuple(_opened(after.final, lost)),
        tuple(sorted({id for s in known for id in _partial(s, (*lost, *gained))})),
        tuple((s.revision, _effect(s, lost, gained)) for s in known),
        not any(_difference(before.final, after.final, _time_key)),
    )


def _whole_key(h: Holding) -> object:
    return h.person, h.duty, h.level, h.site, h.shift


def _time_key(h: Holding) -> object:
    return h.person, h.duty, h.level


def _difference(before: FinalSchedule, after: FinalSchedule, key: Key) -> tuple[list[Holding], list[Holding]]:
    """What is lost and what is gained, in order; by `key` what counts as the same."""
    keys = {key(h) for h in {*before.holdings} ^ {*after.holdings}}
    was, now = (_grouped(schedule.holdings, key, keys) for schedule in (before, after))
    lost, gained = (_left(one, other) for one, other in ((was, now), (now, was)))
    return sorted(lost, key=in_order), sorted(gained, key=in_order)


def _grouped(holdings: Iterable[Holding], key: Key, wanted: set[object]) -> dict[object, list[Holding]]:
    groups: dict[object, list[Holding]] = defaultdict(list)
    for h in holdings:
        if (found := key(h)) in wanted:
            groups[found].append(h)
    return groups


def _left(those: dict[object, list[Holding]], others: dict[object, list[Holding]]) -> Iterator[Holding]:
    """The instants of `those` that `others` lack."""
    for key, same in those.items():
        holes = [h.interval for h in others.get(key, ())]
        for span in union(h.interval for h in same):
            yield from (replace(same[0], interval=part) for part in without(span, holes))


def _opened(after: FinalSchedule, lost: Iterable[Holding]) -> Iterator[tuple[Track, Interval]]:
    """Where nobody has the duty and level any more, at whatever site."""
    found: dict[Track, list[Interval]] = defaultdict(list)
    for h in lost:
        found[h.track] += gaps(after.holdings, h.interval, h.track)
    return ((track, gap) for track in sorted(found) for gap in union(found[track]))


def _partial(standing: Standing, changed: Sequence[Holding]) -> Iterator[str]:
    """The shifts of which somebody gains or loses a part only."""
    for h in changed:
        if h.shift is not None and h.shift in standing.shifts:
            same = union(other.interval for other in changed if (other.person, other.shift) == (h.person, h.shift))
            if standing.problem.shift(h.shift).interval not in same:
                yield h.shift


def _effect(standing: Standing, lost: Iterable[Holding], gained: Iterable[Holding]) -> Effect:
    """As if whoever gains or loses a part of a shift gained or lost all of it."""
    less, more = (frozenset(_assignments(standing, some)) for some in (lost, gained))
    after = Roster((standing.roster.assignments - less) | more)
    return effect(standing.problem, standing.checked, after)


def _assignments(standing: Standing, holdings: Iterable[Holding]) -> Iterator[Assignment]:
    people = {person.id for person in standing.problem.people}
    for h in holdings:
        if h.shift is not None and h.shift in standing.shifts and h.person in people:
            yield Assignment(h.person, h.shift)
