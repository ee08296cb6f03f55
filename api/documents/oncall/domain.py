"""An on-call document in the words of the domain: who holds what in a window. Every name in it is known to be good."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from api.documents.bands import SHORT_WEEKDAYS, band
from api.documents.oncall.model import LayerRow, OncallDocument, RotationRow, ScheduleRow
from scheduler.intervals import MINUTES_A_DAY, Interval, parse_instant, shift_by
from scheduler.oncall.grid import Grid
from scheduler.oncall.layers import Layer, clipped, layered
from scheduler.oncall.rotation import Rotation
from scheduler.oncall.sweep import joined
from scheduler.oncall.values import Holding, Source, Track

_FARTHEST = 366 * MINUTES_A_DAY


def holdings_in(document: OncallDocument, window: Interval, people: Collection[str] | None = None) -> list[Holding]:
    """Who holds what and shares an instant with `window`, layer over layer, in order of start.

    A window of no length means its instant. Bounds are true ones up to a year outside of the window, and cut there; but
    of several turns in a row that fall to one person, those that do not touch it may be left out. The turns of somebody
    who is not (any more) one of `people` (None: everybody is) are nobody's.
    """
    found = joined(h for schedule in document.schedules for h in _shown(schedule, document.timezone, window))
    return [h for h in found if people is None or h.person in people]


def tracks_in(document: OncallDocument) -> frozenset[Track]:
    """Every duty and level that the document answers for, also where nobody ever holds it."""
    return frozenset((schedule.duty, schedule.level) for schedule in document.schedules)


def fallback_in(document: OncallDocument, track: Track) -> str | None:
    """Whom the document names where nobody holds `track`: by duty and level, else by duty, else by level."""
    duty, level = track
    fitting = [row for row in document.fallback if row.duty in (None, duty) and row.level in (None, level)]
    best = max(fitting, key=lambda row: (row.duty is not None, row.level is not None), default=None)
    return best.person if best else None


def _shown(schedule: ScheduleRow, zone: str, window: Interval) -> list[Holding]:
    """What shows of the layers, worked out as far as anything lasts that touches the window."""
    asked = Interval(shift_by(window.start, seconds=-1), shift_by(window.end, seconds=1))
    layers = [_layer(row, schedule, zone, asked) for row in schedule.layers]
    around = _around(asked, [h.interval for layer in layers for h in layer.holdings])
    if len(layers) > 1:
        layers = [_layer(row, schedule, zone, around) for row in schedule.layers]
    # Beyond it a lower layer would show where an upper one hides it.
    known = [replace(layer, holdings=tuple(clipped(layer.holdings, around))) for layer in layers]
    return [h for h in layered(known) if h.interval.overlaps(window) or h.interval.holds(window.start)]


def _around(asked: Interval, touching: Sequence[Interval]) -> Interval:
    start = min([asked.start, *(i.start for i in touching)])
    end = max([asked.end, *(i.end for i in touching)])
    earliest, latest = shift_by(asked.start, minutes=-_FARTHEST), shift_by(asked.end, minutes=_FARTHEST)
    return Interval(max(start, earliest), min(end, latest))


def _layer(row: LayerRow, schedule: ScheduleRow, zone: str, window: Interval) -> Layer:
    turns = [h for rotation in row.rotations for h in rotation_of(rotation, schedule, zone).holdings(window)]
    shifts = [
        Holding(schedule.duty, schedule.level, shift.person, interval, schedule.site, shift.id, Source.ROTATION)
        for shift in row.shifts
        if (interval := Interval(shift.start, shift.end)).overlaps(window)
    ]
    return Layer((*turns, *shifts), tuple(Interval(span.start, span.end) for span in row.spans))


def rotation_of(row: RotationRow, schedule: ScheduleRow, zone: str) -> Rotation:
    """The rotation that `row` means; `zone` is that of the document."""
    zone = row.timezone or zone
    weekdays = frozenset(SHORT_WEEKDAYS.index(day) for day in row.weekdays)
    bands = [band(text, zone) for text in row.windows]
    return Rotation(
        order=row.people,
        grid=Grid(row.start, zone, row.cadence, row.length, weekdays),
        duty=schedule.duty,
        level=schedule.level,
        site=schedule.site,
        windows=tuple(b for b in bands if b) if all(bands) else (),  # `always` among them: round the clock
        span=Interval(row.since or _EVER.start, row.until or _EVER.end) if row.since or row.until else None,
    )


# Before the first year that a document may name, and after the last one.
_EVER = Interval(parse_instant("1900-01-01T00:00:00Z"), parse_instant("2200-01-01T00:00:00Z"))
