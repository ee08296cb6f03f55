"""The final schedule in little memory: what a service keeps of every team."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from scheduler.intervals import Interval, microseconds
from scheduler.oncall.sweep import in_order
from scheduler.oncall.timeline import Timeline
from scheduler.oncall.values import Answer, Holding, Track


class Schedule(Protocol):
    """Whoever has holdings, and knows which tracks are asked for: a final schedule does."""

    @property
    def holdings(self) -> Iterable[Holding]: ...
    @property
    def tracks(self) -> Iterable[Track]: ...


def pack(schedule: Schedule) -> Packed:
    """The same schedule, packed; holdings of no length are left out."""
    tracks: dict[Track, list[Holding]] = defaultdict(list, {track: [] for track in schedule.tracks})
    for holding in schedule.holdings:
        tracks[holding.track].append(holding)
    return Packed(Timeline(track, holdings) for track, holdings in sorted(tracks.items(), key=lambda item: item[0]))


class Packed:
    """Who answers for what and when, in 20 to 60 bytes a holding: every question is answered from sorted columns.

    Where `duty` or `level` is given, only of that one; a duty or level that is not on the schedule has no answers.
    Instants and bounds are in UTC. All questions about a naive instant raise ValueError.
    """

    __slots__ = ("_timelines",)

    def __init__(self, timelines: Iterable[Timeline]) -> None:
        """`timelines`, one a track, in order of track."""
        self._timelines = {line.track: line for line in timelines}

    @property
    def tracks(self) -> frozenset[Track]:
        """What is asked for, also where nobody ever holds it."""
        return frozenset(self._timelines)

    def whereabouts(self, duty: str, level: int) -> frozenset[tuple[str, str | None]]:
        """Everybody who ever holds that duty and level, with each site (None: no site) of a holding."""
        return frozenset(pair for line in self._of(duty, level) for pair in line.whereabouts())

    def at(self, instant: datetime, duty: str | None = None, level: int | None = None) -> tuple[Holding, ...]:
        """Who holds anything at `instant`, by duty, level and person."""
        now = microseconds(instant)
        return tuple(holding for line in self._of(duty, level) for holding in line.at(now))

    def answer(self, instant: datetime, duty: str | None = None, level: int | None = None) -> tuple[Answer, ...]:
        """Who answers at `instant`: one answer per duty, level and person, in that order.

        Where nobody holds a duty and level of this schedule, the answer says so. `next` is whoever starts after
        `instant` on the same duty, level and site (in a gap: at any site), of several the first by name.
        """
        now = microseconds(instant)
        return tuple(answer for line in self._of(duty, level) for answer in line.answers(now))

    def valid_until(self, instant: datetime, duty: str | None = None, level: int | None = None) -> datetime | None:
        """Until when the answers of `instant` stay word for word the same, `until` and `next` included.

        It is the next start or end of any holding. None: they stay so for good.
        """
        now = microseconds(instant)
        return min((end for line in self._of(duty, level) if (end := line.valid_until(now))), default=None)

    def between(self, window: Interval, duty: str | None = None, level: int | None = None) -> tuple[Holding, ...]:
        """The holdings that share an instant with `window`, with their true bounds, in order of start.

        A window of no length means its instant: who is there now, since when, and until when.
        """
        start, end = microseconds(window.start), microseconds(window.end)
        found = (holding for line in self._of(duty, level) for holding in line.between(start, end))
        return tuple(sorted(found, key=in_order))

    def person_shifts(self, person: str, after: datetime) -> tuple[Holding, ...]:
        """What `person` holds that ends after the instant `after`, in order of start: now, next, and so on."""
        now = microseconds(after)
        found = (holding for line in self._timelines.values() for holding in line.of_person(person, now))
        return tuple(sorted(found, key=in_order))

    def _of(self, duty: str | None, level: int | None) -> Iterator[Timeline]:
        return (
            line for track, line in self._timelines.items() if duty in (None, track[0]) and level in (None, track[1])
        )
