"""Who has a schedule when, as PagerDuty renders it: what was planned, what was changed of it, and how it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from api.compat.entries import ALL, CHANGES, Entry, bounds, cut, entries, next_of
from api.compat.ids import opaque
from api.compat.moments import told
from api.compat.pagerduty import schemas
from api.compat.pagerduty.spans import usual
from api.compat.pagerduty.teller import Teller
from api.compat.seats import Seat, user_of
from api.compat.surroundings import planned
from api.schedule.posted import Posted
from scheduler.intervals import Interval, seconds, union
from scheduler.oncall.packed import Packed
from scheduler.oncall.values import Source

PARTS = frozenset({"schedule_layers", "overrides_subschedule", "final_schedule"})
_A_DAY = 86_400


@dataclass(frozen=True)
class Shown:
    """How a schedule is shown: in which time zone, its `parts`, of which `window` (None: without entries).

    With `overflow` bounds stay as they are, also outside of the window.
    """

    zone: str
    window: Interval | None
    overflow: bool = False
    parts: frozenset[str] = PARTS
    next_for: str | None = None


def rendered(teller: Teller, posted: Posted, seat: Seat, shown: Shown) -> schemas.Schedule:
    """The schedule with its `parts`."""
    schedule = teller.schedule(posted, seat)
    around = teller.around(seat.team, shown.window) if shown.window else posted
    drawn = _Drawn(teller, around, seat, shown)
    if "schedule_layers" in shown.parts:
        schedule.schedule_layers = [drawn.layer()]
    if "overrides_subschedule" in shown.parts:
        schedule.overrides_subschedule = drawn.sub("Overrides", drawn.found(CHANGES))
    if "final_schedule" in shown.parts:
        schedule.final_schedule = drawn.sub("Final Schedule", drawn.found())
    if shown.next_for:
        schedule.next_oncall_for_user = _next(teller, posted, seat, shown)
    return schedule


@dataclass(frozen=True)
class _Drawn:
    """One schedule while it is drawn."""

    teller: Teller
    posted: Posted
    seat: Seat
    shown: Shown

    def found(self, sources: frozenset[Source] = ALL) -> list[Entry]:
        """Who has it when, by what comes from `sources`."""
        return self._entries(self.posted.schedule, sources)

    def planned(self) -> list[Entry]:
        """Who had it by plan."""
        return self._entries(planned(self.teller.session, self.posted), ALL) if self.shown.window else []

    def layer(self) -> schemas.Layer:
        """The one layer there is: what was planned."""
        found, made = self.planned(), told(self.posted.stamp[1], self.shown.zone)
        lasts = [_length(entry.interval) for entry in found[:1] if None not in bounds(entry, self.posted.window)]
        sub = self.sub("", found)
        users = self.teller.holders(self.posted, self.seat)
        return schemas.Layer(
            id=opaque("layer", self.seat.id),
            name="Published roster",
            start=made,
            rotation_virtual_start=made,
            rotation_turn_length_seconds=round(next(iter(lasts), _A_DAY)),
            users=[schemas.LayerUser(user=user) for user in users],
            rendered_schedule_entries=sub.rendered_schedule_entries,
            rendered_coverage_percentage=sub.rendered_coverage_percentage,
        )

    def sub(self, name: str, found: list[Entry]) -> schemas.SubSchedule:
        """A view with its entries."""
        window = self.shown.window
        inside = cut(found, window) if window and not self.shown.overflow else found
        known = [self._bounded(entry, window) for entry in inside] if window else []
        return schemas.SubSchedule(
            name=name,
            rendered_schedule_entries=[self._entry(entry) for entry in known],
            rendered_coverage_percentage=_coverage(found, window) if window else None,
        )

    def _entries(self, schedule: Packed, sources: frozenset[Source]) -> list[Entry]:
        return entries(schedule, self.seat, self.shown.window, sources) if self.shown.window else []

    def _bounded(self, entry: Entry, window: Interval) -> Entry:
        """An entry has to have bounds: where it has none, they are those that are asked for."""
        start, end = bounds(entry, self.posted.window)
        asked = usual(window)
        return replace(entry, interval=Interval(start or asked.start, end or asked.end))

    def _entry(self, entry: Entry) -> schemas.Entry:
        return schemas.Entry(
            start=told(entry.interval.start, self.shown.zone),
            end=told(entry.interval.end, self.shown.zone),
            user=self.teller.links.user(self.posted, entry.person),
        )


def _next(teller: Teller, posted: Posted, seat: Seat, shown: Shown) -> schemas.NextOncall | None:
    """When the user that is asked about has it now, or next; None for nobody of this team, and for never."""
    found = user_of(teller.board, shown.next_for or "")
    if found is None or found[0] != seat.team:
        return None
    entry = next_of(posted.schedule, seat, found[1], teller.now)
    if entry is None:
        return None
    start, end = (told(bound, shown.zone) if bound else None for bound in bounds(entry, posted.window))
    return schemas.NextOncall(start=start, end=end, user=teller.links.user(posted, entry.person))


def _length(interval: Interval) -> float:
    return seconds(interval.end) - seconds(interval.start)


def _coverage(found: Iterable[Entry], window: Interval) -> float | None:
    """How much of the window somebody is there, in percent; None for an instant."""
    whole = _length(window)
    if not whole:
        return None
    covered = union(part for entry in found if (part := entry.interval.clipped(window)))
    return round(100 * sum(map(_length, covered)) / whole, 2)
