"""What a change of the final schedule means for each person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scheduler.intervals import Interval, union, without
from scheduler.oncall.values import Holding

_Key = tuple[str, str, int, str | None]  # person, duty, level, shift


@dataclass(frozen=True, slots=True)
class Retimed:
    """The same shift, still the same person's, at other times."""

    before: Holding
    after: Holding


@dataclass(frozen=True, slots=True)
class Changes:
    """What one person gained, what they lost, and what is at other times; at least one of them."""

    gained: tuple[Holding, ...] = ()
    lost: tuple[Holding, ...] = ()
    retimed: tuple[Retimed, ...] = ()


def changes(before: Iterable[Holding], after: Iterable[Holding]) -> dict[str, Changes]:
    """Per person for whom anything changed, what. Where an answer comes from is no change of it.

    Give both of the same window. Of a turn that is covered in part, that part alone is lost.
    """
    was, now = _grouped(before), _grouped(after)
    found: dict[str, list[Changes]] = defaultdict(list)
    for key in sorted({*was, *now}, key=str):
        old, new = was.get(key, []), now.get(key, [])
        if _spans(old) != _spans(new):
            found[key[0]].append(_retimed(old, new) if _same_shift(key, old, new) else _difference(old, new))
    return {person: _together(parts) for person, parts in sorted(found.items())}


def _grouped(holdings: Iterable[Holding]) -> dict[_Key, list[Holding]]:
    groups: dict[_Key, list[Holding]] = defaultdict(list)
    for h in holdings:
        groups[h.person, str(h.duty), h.level, h.shift].append(h)
    return groups


def _spans(holdings: Sequence[Holding]) -> list[Interval]:
    return union(h.interval for h in holdings)


def _same_shift(key: _Key, old: Sequence[Holding], new: Sequence[Holding]) -> bool:
    return key[3] is not None and len(_spans(old)) == len(_spans(new)) == 1


def _retimed(old: Sequence[Holding], new: Sequence[Holding]) -> Changes:
    (one,), (other,) = _spans(old), _spans(new)
    return Changes(retimed=(Retimed(replace(old[0], interval=one), replace(new[0], interval=other)),))


def _difference(old: Sequence[Holding], new: Sequence[Holding]) -> Changes:
    return Changes(gained=_left(new, old), lost=_left(old, new))


def _left(holdings: Sequence[Holding], others: Sequence[Holding]) -> tuple[Holding, ...]:
    """The instants of `holdings` that `others` lack."""
    parts = [part for span in _spans(holdings) for part in without(span, _spans(others))]
    return tuple(replace(holdings[0], interval=part) for part in parts)


def _together(parts: Sequence[Changes]) -> Changes:
    return Changes(
        tuple(h for part in parts for h in part.gained),
        tuple(h for part in parts for h in part.lost),
        tuple(m for part in parts for m in part.retimed),
    )
