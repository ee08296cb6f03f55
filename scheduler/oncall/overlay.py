"""Swaps and overrides laid over the holdings of a revision or a rotation."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.roster import Assignment
from scheduler.intervals import Interval, union, without
from scheduler.oncall.sweep import in_order, joined, sweep
from scheduler.oncall.values import Holding, Move, Override, Source, Swap


def swapped(holdings: Iterable[Holding], swaps: Iterable[Swap]) -> list[Holding]:
    """The holdings after `swaps`, each one applied to the outcome of those before it; joined.

    A swap whose assignments are not all there (any more) changes nothing.
    """
    known = list(swaps)
    if not known:
        return joined(holdings)
    named = {move.assignment.shift for swap in known for move in swap.moves}
    stays, current = _parted(joined(holdings), lambda h: h.shift in named)
    for swap in known:
        there = {_assignment(h) for h in current}
        if all(move.assignment in there for move in swap.moves):
            current = [part for h in current for part in _moved(h, swap.moves)]
    return _merged(stays, current)


def overridden(holdings: Sequence[Holding], overrides: Iterable[Override]) -> list[Holding]:
    """The holdings, which are joined as `swapped` leaves them, after `overrides` in the order of their creation.

    Who replaces a person also stands for that person: a later override of A reaches B, if B stands in for A by then.
    """
    rank = {override: n for n, override in enumerate(sorted(overrides, key=lambda o: o.created))}
    changing = union(o.interval for o in rank)
    ends = [stretch.end for stretch in changing]
    stays, touched = _parted(holdings, lambda h: _meets(changing, ends, h.interval))
    things: list[Holding | Override] = [*rank, *touched]
    pieces: list[Holding] = []
    for piece, active in sweep(things):
        here = [thing for thing in active if isinstance(thing, Holding)]
        changes = [thing for thing in active if isinstance(thing, Override)]
        pieces += _piece(piece, here, sorted(changes, key=rank.__getitem__))
    return _merged(stays, pieces)


def _parted(holdings: Iterable[Holding], changes: Callable[[Holding], bool]) -> tuple[list[Holding], list[Holding]]:
    """Those that stay as they are, which is nearly all of a year, and those that may change."""
    stays: list[Holding] = []
    touched: list[Holding] = []
    for h in holdings:
        (touched if changes(h) else stays).append(h)
    return stays, touched


def _merged(stays: list[Holding], changed: Iterable[Holding]) -> list[Holding]:
    """Both in order. What changed may touch its like, but none of `stays`: these were joined before."""
    for h in joined(changed):
        insort(stays, h, key=in_order)
    return stays


def _meets(stretches: Sequence[Interval], ends: Sequence[datetime], interval: Interval) -> bool:
    """Whether `interval` overlaps one of `stretches`, which are in order and apart, and end at `ends`."""
    first = bisect_right(ends, interval.start)
    return first < len(stretches) and stretches[first].overlaps(interval)


@dataclass(frozen=True, slots=True)
class _Post:
    """One place to fill in a piece of time. `holder` None: vacated."""

    holding: Holding
    holder: str | None
    stood_for: frozenset[str | None] = frozenset()


def _piece(piece: Interval, active: Sequence[Holding], overrides: Iterable[Override]) -> Iterator[Holding]:
    posts = [_Post(replace(h, interval=piece), h.person) for h in active]
    for override in overrides:
        posts = _applied(override, posts, piece)
    return (replace(post.holding, person=post.holder) for post in posts if post.holder is not None)


def _applied(override: Override, posts: list[_Post], piece: Interval) -> list[_Post]:
    leaving = _leaving(override, [post for post in posts if override.concerns(post.holding)])
    if override.add is not None and not leaving and override.remove is None:
        return [*posts, _new(override, override.add, piece)]
    return [_handed(post, override.add) if post in leaving else post for post in posts]


def _leaving(override: Override, posts: list[_Post]) -> list[_Post]:
    """Those of `posts` that the override empties or fills anew."""
    if override.everybody:
        return posts
    if override.remove is None:
        return []
    named = [post for post in posts if post.holder == override.remove]
    if named or override.add is None:
        return named
    return [post for post in posts if override.remove in post.stood_for]


def _handed(post: _Post, to: str | None) -> _Post:
    return _Post(replace(post.holding, source=Source.OVERRIDE), to, post.stood_for | {post.holder})


def _new(override: Override, person: str, piece: Interval) -> _Post:
    o = override
    return _Post(Holding(o.duty, o.level, person, piece, o.site, o.shift, Source.OVERRIDE), person)


def _moved(holding: Holding, moves: Sequence[Move]) -> Iterator[Holding]:
    """`holding` cut into the parts that stay and the parts that go over; of two moves of the same part, the first."""
    stays = [holding.interval]
    for move in moves:
        if move.assignment == _assignment(holding):
            gone = [part for left in stays if (part := left.clipped(move.part or left))]
            stays = [rest for left in stays for rest in without(left, gone)]
            yield from (replace(holding, person=move.to, interval=part, source=Source.SWAP) for part in gone)
    yield from (replace(holding, interval=rest) for rest in stays)


def _assignment(holding: Holding) -> Assignment | None:
    return Assignment(holding.person, holding.shift) if holding.shift is not None else None
