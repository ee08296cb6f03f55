"""What has been carried over so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.documents.advice import counted
from api.documents.moving.people import LONGEST_NAME, People
from api.documents.moving.values import Destination, Imported
from api.documents.oncall.reading import oncall_of
from scheduler.intervals import Interval, utc_text
from scheduler.oncall.values import Override, Track

Fields = dict[str, Any]


@dataclass
class Carried:
    """Builds an import, schedule by schedule. The first one has the level that is wanted, each further one the next."""

    into: Destination
    people: People = field(init=False)
    overrides: list[Override] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _zone: str = "UTC"
    _schedules: list[Fields] = field(default_factory=list)
    _tracks: list[Track] = field(default_factory=list)
    _ended: int = 0

    def __post_init__(self) -> None:
        self.people = People(self.into.people)

    def note(self, sentence: str) -> None:
        """Say something to the manager, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def track(self, zone: str) -> Track:
        """The duty and level of the next schedule, which keeps the clock of `zone`."""
        if not self._tracks:
            self._zone = zone
        self._tracks.append((self.into.duty, self.into.level + len(self._tracks)))
        return self._tracks[-1]

    def schedule(self, name: str, track: Track, layers: Iterable[Fields]) -> None:
        """Add a schedule of `layers`, the lowest first. Several of one track add up."""
        row: Fields = {"duty": track[0], "level": track[1], "layers": [*layers]}
        row |= {"site": self.into.site} if self.into.site else {}
        self._schedules.append(row | called(name))

    def is_over(self, interval: Interval) -> bool:
        """Whether something ended before anybody asks; it is counted, to be said."""
        over = interval.end <= self.into.window.start
        self._ended += over
        return over

    def override(self, interval: Interval, track: Track, people: Sequence[str]) -> None:
        """For `interval`, `people` answer in place of everybody else; where there are none, nobody does."""
        if interval.start >= interval.end or self.is_over(interval):
            return
        first = people[0] if people else None
        duty, level = track
        self.overrides.append(Override(interval, duty, level, first, everybody=True, created=len(self.overrides)))
        for person in people[1:]:
            self.overrides.append(Override(interval, duty, level, person, created=len(self.overrides)))

    def imported(self) -> Imported:
        """All of it. Raises BadInput when it is more than a document may hold."""
        raw = {"timezone": self._zone, "people": self.people.rows(), "schedules": self._schedules}
        document = oncall_of(raw, people=[row.id for row in self.into.people])
        if len(self._tracks) > 1:
            levels = ", ".join(str(level) for _, level in self._tracks)
            self.note(f"{len(self._tracks)} schedules became the levels {levels}, in the order of the export.")
        if self._ended:
            what = counted(self._ended, "turn, shift or override", "turns, shifts or overrides")
            self.note(f"Left behind: {what} that ended before {utc_text(self.into.window.start)}.")
        return Imported(document, tuple(self.overrides), tuple(self.notes))


def called(name: str | None) -> Fields:
    """The field `name` of a row, if there is one."""
    return {"name": name[:LONGEST_NAME]} if name else {}
