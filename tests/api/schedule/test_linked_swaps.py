"""Which swaps, and which shifts outside of a window, it takes to know the window."""

from __future__ import annotations

from datetime import UTC, datetime

from api.schedule.linked import linked
from api.store.tables import SwapRow
from scheduler.intervals import Interval

NOW = datetime(2027, 1, 1, tzinfo=UTC)


def day(n: int) -> Interval:
    return Interval(datetime(2027, 1, n, tzinfo=UTC), datetime(2027, 1, n + 1, tzinfo=UTC))


def swap(*shifts: str) -> SwapRow:
    moves = [{"person": "ana", "shift": shift, "to": "ben"} for shift in shifts]
    return SwapRow(team_id="t", state="applied", moves=moves, offered_by="ana", created_by="", starts_at=NOW)


PLACES = {f"s{n}": day(n) for n in range(1, 28)}


def test_swaps_that_share_shifts_come_along_with_theirs() -> None:
    swaps = [swap("s1", "s5"), swap("s5", "s9"), swap("s2", "s3"), swap("s9", "s20")]
    needed, places = linked(swaps, PLACES.get, day(20))
    assert needed == [swaps[0], swaps[1], swaps[3]]
    assert sorted(places) == ["s1", "s20", "s5", "s9"]


def test_what_lies_elsewhere_or_nowhere_is_not_needed() -> None:
    assert linked([swap("s1", "s2"), swap("gone", "s3")], PLACES.get, day(10)) == ([], {})


def test_a_shift_that_is_nowhere_is_no_place() -> None:
    one = swap("s10", "gone")
    assert linked([one], PLACES.get, day(10)) == ([one], {"s10": day(10)})
