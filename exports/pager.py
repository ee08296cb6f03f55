"""One duty and level of a schedule as a pager takes it: shifts of the pager's own users."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from scheduler.intervals import Interval, without
from scheduler.oncall.values import Holding, Track


@dataclass(frozen=True, slots=True, order=True)
class PagerShift:
    """The pager's `user` is on call from `start` to `end`, half-open, in UTC; "" is nobody, said so on purpose."""

    start: datetime
    end: datetime
    user: str

    @property
    def interval(self) -> Interval:
        return Interval(self.start, self.end)


def pager_shifts(
    holdings: Iterable[Holding], track: Track, users: Mapping[str, str], *, gaps: bool = False
) -> list[PagerShift]:
    """Who is on call for `track`, in order of start, then end, then user; `users` has the pager's id of each person.

    Somebody who holds the track twice at once holds it once. With `gaps` the time between the first and the last shift
    in which nobody is on call is a shift of nobody. Raises KeyError for a person without a user.
    """
    held = sorted(PagerShift(h.start, h.end, users[h.person]) for h in holdings if h.track == track)
    found = _once(held)
    if gaps and found:
        whole = Interval(found[0].start, max(shift.end for shift in found))
        empty = (PagerShift(i.start, i.end, "") for i in without(whole, [shift.interval for shift in found]))
        found = sorted([*found, *empty])
    return found


def _once(held: Iterable[PagerShift]) -> list[PagerShift]:
    """What overlaps of one user as one; shifts that only follow one another stay apart."""
    last: dict[str, PagerShift] = {}
    found: list[PagerShift] = []
    for shift in held:
        before = last.get(shift.user)
        if before is not None and shift.start < before.end:
            found.remove(before)
            shift = PagerShift(before.start, max(before.end, shift.end), shift.user)
        last[shift.user] = shift
        found.append(shift)
    return sorted(found)
