"""The events of a team's feed, carried from one final schedule to the next. Pure.

Calendar programs know an event by its UID, and see that it changed by its SEQUENCE and LAST-MODIFIED. Some keep an
event for ever that merely vanished; so it stays, cancelled.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from exports.vcalendar import uid
from scheduler.intervals import Interval, to_utc, utc_text
from scheduler.oncall.sweep import joined, sweep
from scheduler.oncall.values import Holding, Source


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """`person` answers for `duty` at `level` during `interval`, together with `others` (ids, in order).

    It is as it is since `last_modified`, an instant in UTC, after `sequence` changes. Two feeds that show it, of the
    person and of the team, say the same `uid`.
    """

    uid: str
    duty: str
    level: int
    person: str
    interval: Interval
    site: str | None
    shift: str | None
    others: tuple[str, ...]
    last_modified: datetime
    sequence: int = 0
    cancelled: bool = False


def changed(
    team: str, previous: Iterable[FeedEvent], holdings: Iterable[Holding], instant: datetime
) -> list[FeedEvent]:
    """The events of `team` once its final schedule is `holdings`, in order of start. `previous` are those until now.

    What shows a change since then has a higher sequence, and `instant` as its last modification; the rest is as it
    was. What vanished is cancelled, and revived when it comes back; but what was over by `instant` has happened, and
    stays as it is. So both may leave out what is too old for any feed to show. Raises ValueError for a naive `instant`.
    """
    before = {event.uid: event for event in previous}
    current = {event.uid: event for event in _events(team, holdings, to_utc(instant))}
    kept = [_carried(before[name], event) if name in before else event for name, event in current.items()]
    gone = [_cancelled(event, to_utc(instant)) for name, event in before.items() if name not in current]
    return sorted([*kept, *gone], key=lambda e: (e.interval.start, e.duty, e.level, e.person, e.uid))


def _carried(before: FeedEvent, now: FeedEvent) -> FeedEvent:
    """`now`, as the change of `before` that it is; when it is none, `before`."""
    if replace(now, sequence=before.sequence, last_modified=before.last_modified) == before:
        return before
    return _next(now, before, now.last_modified)


def _cancelled(event: FeedEvent, instant: datetime) -> FeedEvent:
    if event.cancelled or event.interval.end <= instant:
        return event
    return _next(replace(event, cancelled=True), event, instant)


def _next(event: FeedEvent, before: FeedEvent, instant: datetime) -> FeedEvent:
    """`event`, marked as a change of `before`; never as an earlier one, for the clocks of two machines may differ."""
    return replace(event, sequence=before.sequence + 1, last_modified=max(instant, before.last_modified))


def _events(team: str, holdings: Iterable[Holding], instant: datetime) -> Iterator[FeedEvent]:
    """An event for each holding, all of them new. What only differs in where it comes from is one."""
    whole = joined(replace(h, source=Source.REVISION) for h in holdings)
    others, seen = _others(whole), Counter[tuple[str, ...]]()
    for h in whole:
        parts = (team, h.person, h.shift) if h.shift else (team, h.duty, str(h.level), h.person, utc_text(h.start))
        seen[parts] += 1
        name = uid(*parts) if seen[parts] == 1 else uid(*parts, str(seen[parts]))
        together = tuple(sorted(others[h]))
        yield FeedEvent(name, h.duty, h.level, h.person, h.interval, h.site, h.shift, together, instant)


def _others(holdings: Iterable[Holding]) -> dict[Holding, set[str]]:
    """Who else is there at some time of each holding: on the same dated shift, or in the rotations of the same duty."""
    groups: dict[tuple[str | None, ...], list[Holding]] = defaultdict(list)
    for h in holdings:
        groups[(h.shift,) if h.shift else (h.duty, h.site)].append(h)
    found: dict[Holding, set[str]] = {h: set() for group in groups.values() for h in group}
    for group in groups.values():
        for _, active in sweep(group):
            for h in active:
                found[h] |= {other.person for other in active} - {h.person}
    return found
