"""Who has a schedule when, as PagerDuty renders it: what was planned, what was changed of it, and how it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.compat.entries import Entry, cut, entries, stretches
from api.compat.ids import opaque
from api.compat.moments import told
from api.compat.pagerduty import schemas
from api.compat.pagerduty.teller import Teller
from api.compat.seats import Seat, user_of
from api.oncall.schemas import View
from api.oncall.service import holdings
from api.schedule.posted import Posted
from scheduler.intervals import Interval, seconds, union

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
        schedule.overrides_subschedule = drawn.sub("Overrides", drawn.viewed(View.OVERRIDES))
    if "final_schedule" in shown.parts:
        schedule.final_schedule = drawn.sub("Final Schedule", drawn.final())
    if shown.next_for:
        schedule.next_oncall_for_user = drawn.next(shown.next_for)
    return schedule


@dataclass(frozen=True)
class _Drawn:
    """One schedule while it is drawn."""

    teller: Teller
    posted: Posted
    seat: Seat
    shown: Shown

    def final(self) -> list[Entry]:
        """Who has it when."""
        window = self.shown.window
        return entries(self.posted.schedule, self.seat, window) if window else []

    def viewed(self, view: View) -> list[Entry]:
        """Who had it by plan, or has it by a change."""
        if self.shown.window is None:
            return []
        found = holdings(self.teller.session, self.posted, self.shown.window, view, *self.seat.track)
        return stretches(holding for holding in found if self.seat.has(holding))

    def layer(self) -> schemas.Layer:
        """The one layer there is: what was planned."""
        planned, made = self.viewed(View.PLANNED), told(self.posted.stamp[1], self.shown.zone)
        lasts = [seconds(entry.interval.end) - seconds(entry.interval.start) for entry in planned[:1]]
        sub = self.sub("", planned)
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
        return schemas.SubSchedule(
            name=name,
            rendered_schedule_entries=[self._entry(entry) for entry in inside],
            rendered_coverage_percentage=_coverage(found, window) if window else None,
        )

    def next(self, user: str) -> schemas.NextOncall | None:
        """When that user has it now, or next; None for nobody of this team, and for never."""
        found = user_of(self.teller.board, user)
        if found is None or found[0] != self.seat.team:
            return None
        mine = self.posted.schedule.person_shifts(found[1], self.teller.now)
        first = next(iter(stretches(holding for holding in mine if self.seat.has(holding))), None)
        return schemas.NextOncall.model_validate(self._entry(first), from_attributes=True) if first else None

    def _entry(self, entry: Entry) -> schemas.Entry:
        return schemas.Entry(
            start=told(entry.interval.start, self.shown.zone),
            end=told(entry.interval.end, self.shown.zone),
            user=self.teller.links.user(self.posted, entry.person),
        )


def _coverage(found: Iterable[Entry], window: Interval) -> float | None:
    """How much of the window somebody is there, in percent; None for an instant."""
    whole = seconds(window.end) - seconds(window.start)
    if not whole:
        return None
    covered = union(part for entry in found if (part := entry.interval.clipped(window)))
    return round(100 * sum(seconds(part.end) - seconds(part.start) for part in covered) / whole, 2)
