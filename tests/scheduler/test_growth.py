"""When a violation after a change is new, and when it was there before."""

from __future__ import annotations

from constraints.examples import instant
from scheduler.domain.roster import Violation
from scheduler.growth import grown
from scheduler.intervals import minutes_between


def at(hour: int, amount: int = 1, person: str | None = "ana", shifts: tuple[str, ...] = ()) -> Violation:
    """A violation with a start."""
    return Violation("rule", amount, f"{person} at {hour}", person, shifts, instant(0, hour))


def gap(first: int, last: int, missing: int = 1, about: str = "desk") -> Violation:
    """A violation that lasts: `missing` people from one hour to another."""
    start, end = instant(0, first), instant(0, last)
    because = f"{about}: {missing} missing from {first} to {last}"
    return Violation("rule", missing * minutes_between(start, end), because, start=start, end=end, about=about)


def period(about: str | None, amount: int, person: str | None = "ana") -> Violation:
    """A violation without an instant."""
    return Violation("rule", amount, "over the period", person, about=about)


def test_what_was_not_there_is_new() -> None:
    assert grown([], [at(8)]) == [(at(8), 1)]
    assert grown([at(8)], [at(8), at(9)]) == [(at(9), 1)]


def test_what_stays_or_goes_is_not() -> None:
    assert grown([at(8), at(9)], [at(8)]) == []
    assert grown([at(8)], []) == []


def test_what_grew_is_new_by_as_much_as_it_grew() -> None:
    assert grown([at(8, 2)], [at(8, 5)]) == [(at(8, 5), 3)]
    assert grown([at(8, 5)], [at(8, 2)]) == []


def test_the_same_start_is_the_same_breach_whatever_the_shifts() -> None:
    assert grown([at(8, shifts=("a", "c"))], [at(8, shifts=("b", "c"))]) == []
    assert grown([at(8, shifts=("a", "c"))], [at(8, shifts=("b", "c")), at(8, shifts=("a", "c"))]) == [
        (at(8, shifts=("b", "c")), 1)
    ]


def test_of_two_breaches_where_one_was_before_one_is_new() -> None:
    one, other = at(8, shifts=("b",)), at(8, shifts=("c",))
    assert grown([at(8, shifts=("a",))], [one, other]) == [(other, 1)]


def test_somebody_else_at_the_same_time_is_new() -> None:
    assert grown([at(8, person="ben")], [at(8)]) == [(at(8), 1)]


def test_without_a_person_the_shifts_say_what_it_is_about() -> None:
    one, other = at(8, person=None, shifts=("a",)), at(8, person=None, shifts=("b",))
    assert grown([one], [other]) == [(other, 1)]


def test_without_a_start_it_is_the_same_for_the_same_person() -> None:
    assert grown([period(None, 5)], [period(None, 7)]) == [(period(None, 7), 2)]
    assert grown([period(None, 5)], [period(None, 7, "ben")]) == [(period(None, 7, "ben"), 7)]


def test_without_a_start_other_shifts_are_another_breach() -> None:
    one, other = (Violation("rule", 1, "at some time", "ana", (shift,)) for shift in ("a", "b"))
    assert grown([one], [other]) == [(other, 1)]
    assert grown([one], [one, other]) == [(other, 1)]


def test_what_it_is_about_counts_before_the_person() -> None:
    nights, weekends = period("nights at hub", 2, "ben"), period("weekends at hub", 1)
    assert grown([period("nights at hub", 2)], [nights, weekends]) == [(weekends, 1)]


def test_a_gap_that_falls_in_two_is_not_new() -> None:
    assert grown([gap(8, 16)], [gap(8, 12), gap(12, 16)]) == []
    assert grown([gap(8, 12), gap(12, 16)], [gap(8, 16)]) == []


def test_a_gap_is_new_where_it_was_not() -> None:
    assert grown([gap(8, 12)], [gap(10, 16)]) == [(gap(10, 16), 240)]
    assert grown([gap(8, 12)], [gap(6, 16)]) == [(gap(6, 16), 2 * 60 + 4 * 60)]
    assert grown([gap(8, 16)], [gap(10, 12)]) == []


def test_a_gap_is_new_where_more_people_lack() -> None:
    assert grown([gap(8, 16)], [gap(8, 12), gap(12, 16, missing=3)]) == [(gap(12, 16, missing=3), 480)]
    assert grown([gap(8, 16, missing=3)], [gap(8, 12), gap(12, 16, missing=3)]) == []


def test_the_gap_of_one_requirement_is_not_that_of_another() -> None:
    assert grown([gap(8, 16)], [gap(8, 16, about="lead")]) == [(gap(8, 16, about="lead"), 480)]
