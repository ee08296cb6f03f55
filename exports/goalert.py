"""Shifts as GoAlert's temporary schedules: what its GraphQL mutation `setTemporarySchedule` takes as its input.

Source: GoAlert's public GraphQL schema, SetTemporaryScheduleInput, and its store of temporary schedules. GoAlert reads
instants to the minute, and makes one of temporary schedules that follow one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from exports.pager import PagerShift
from scheduler.intervals import Interval, utc_text

MOST = 150  # shifts that GoAlert takes at a time


def temporary_schedules(shifts: Sequence[PagerShift], span: Interval | None = None) -> list[dict[str, Any]]:
    """The inputs, without the id of the schedule, that set `span` (None: from the first start to the last end).

    In that time only these shifts count, and where there are none nobody is on call. It is one input, unless there are
    too many shifts for one. Raises ValueError for no shifts without a span: such a schedule has no bounds.
    """
    if span is None:
        if not shifts:
            raise ValueError("a temporary schedule without shifts has no bounds")
        span = Interval(min(shift.start for shift in shifts), max(shift.end for shift in shifts))
    return [_input(part, inside) for part, inside in _parts(span, shifts)]


def _parts(span: Interval, shifts: Sequence[PagerShift]) -> Iterator[tuple[Interval, list[PagerShift]]]:
    """The span with what is in it, cut in halves until that is little enough; what is there all at once is not cut."""
    inside = sorted(part for shift in shifts if (part := _within(span, shift)))
    middle = inside[len(inside) // 2].start if inside else span.start
    if len(inside) <= MOST or middle == span.start:
        yield span, inside
    else:
        yield from _parts(Interval(span.start, middle), inside)
        yield from _parts(Interval(middle, span.end), inside)


def _within(span: Interval, shift: PagerShift) -> PagerShift | None:
    part = shift.interval.clipped(span)
    return PagerShift(part.start, part.end, shift.user) if part else None


def _input(span: Interval, shifts: Sequence[PagerShift]) -> dict[str, Any]:
    return {
        "start": utc_text(span.start),
        "end": utc_text(span.end),
        "shifts": [
            {"userID": shift.user, "start": utc_text(shift.start), "end": utc_text(shift.end)} for shift in shifts
        ],
    }
