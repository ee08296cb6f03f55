from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Shift
from scheduler.intervals import Interval
from scheduler.oncall.layers import Layer, layered
from scheduler.oncall.resolve import holdings_of, resolve
from scheduler.oncall.sweep import joined
from scheduler.oncall.values import Holding, Move, Override, Source, Swap

ZERO = datetime(2027, 1, 4, tzinfo=UTC)


def minute(n: int) -> datetime:
    return ZERO + timedelta(minutes=n)


def span(start: int, end: int) -> Interval:
    return Interval(minute(start), minute(end))


def held(start: int, end: int, revision: int | None = None, shift: str = "s", person: str = "a") -> Holding:
    return Holding("standby", 1, person, span(start, end), shift=shift, revision=revision)


@pytest.mark.parametrize(
    "parts",
    [
        [held(0, 4, 1), held(4, 8, 2)],  # the past is frozen: a shift begins by one revision and ends by the next
        [held(0, 5, 1), held(3, 8, 2)],
        [held(0, 8, 1), held(2, 4, 2)],
        [held(0, 5, 2), held(3, 8, 1)],
        [held(0, 6, 2), held(6, 8)],
        [held(0, 3, 1), held(3, 6), held(6, 8, 2)],
        [held(0, 4), held(4, 4, 9), held(4, 8, 2)],
    ],
)
def test_holdings_of_several_revisions_become_one_of_the_latest(parts: list[Holding]) -> None:
    for order in permutations(parts):
        assert joined(order) == [held(0, 8, 2)]


def test_what_does_not_touch_keeps_its_own_revision() -> None:
    apart = [held(0, 3, 1), held(4, 8, 2), held(9, 10)]
    assert joined(apart) == apart


def test_two_dated_shifts_stay_two() -> None:
    two = [held(0, 4, 1), held(4, 8, 1, shift="t")]
    assert joined(two) == two


def test_swaps_overrides_and_layers_leave_the_revision_as_it_is() -> None:
    base = [held(0, 8, 3), held(8, 16, 4, shift="t")]
    swap = Swap((Move(Assignment("a", "s"), "b"),))
    override = Override(span(2, 4), "standby", add="c", remove="b")
    final = resolve(layered([Layer(()), Layer(tuple(base))]), [override], [swap])
    assert [(h.person, h.revision) for h in final.holdings] == [("b", 3), ("c", 3), ("b", 3), ("a", 4)]
    assert [a.revision for n in (1, 3, 9) for a in final.answer(minute(n))] == [3, 3, 4]


def test_somebody_added_comes_from_no_revision() -> None:
    final = resolve([held(0, 8, 3)], [Override(span(0, 8), "standby", add="c")])
    assert [(a.person, a.revision) for a in final.answer(minute(1))] == [("a", 3), ("c", None)]


def test_a_roster_gives_its_number_to_its_holdings() -> None:
    class Known:
        def shift(self, id: str) -> Shift:
            return Shift(id, "n", "sin", date(2027, 1, 4), minute(0), minute(4))

    found = holdings_of(Known(), Roster.of([("a", "n@1")]), 7)
    assert found == [Holding("on-duty", 1, "a", span(0, 4), "sin", "n@1", Source.REVISION, 7)]
