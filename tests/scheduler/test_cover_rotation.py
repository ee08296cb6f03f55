"""Who may cover a stretch of a rotation; what LinkedIn's own suite expects (oncall-cases.json) among it."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from constraints.examples import instant
from scheduler.cover import Candidate, candidates
from scheduler.cover.rest import Rest
from scheduler.intervals import Interval, parse_instant, shift_by
from scheduler.oncall.values import Holding

Case = dict[str, Any]

CASES = {
    case["id"]: case
    for case in json.loads((Path(__file__).parent / "oncall" / "oncall-cases.json").read_text())["cases"]
}
SLOT = Interval(instant(7), instant(14))


def turn(
    person: str, first: int, last: int, duty: str = "standby", level: int = 1, shift: str | None = None
) -> Holding:
    """A holding from one day to another."""
    return Holding(duty, level, person, Interval(instant(first), instant(last)), shift=shift)


def may(found: tuple[Candidate, ...]) -> list[str]:
    return [candidate.person for candidate in found if candidate.may]


@pytest.mark.parametrize("name", ["LI-SUG-02", "LI-SUG-03"])
def test_the_largest_distance_to_the_own_neighbouring_turns_wins(name: str) -> None:
    case = CASES[name]
    events = case["input"]["events"]
    roles = ["primary"] * len(events)
    if name == "LI-SUG-03":  # as its note says, u4's event is of another role
        roles[-1] = "secondary"
    holdings = [
        Holding(role, 1, user, Interval(parse_instant(start), parse_instant(end)))
        for role, (user, start, end) in zip(roles, events, strict=True)
    ]
    slot = Interval(*map(parse_instant, case["input"]["slot"]))
    found = candidates(holdings, case["input"]["roster"], slot)
    assert may(found)[0] == case["expected"]["suggested"]
    assert ("u4" in may(found)) is False


def test_who_never_had_a_turn_is_picked_first() -> None:
    case = CASES["LI-PCK-01"]
    people = list(map(str, case["input"]["roster"]))
    held = [turn(person, 0, 7) for person in people if int(person) not in case["input"]["never_scheduled"]]
    assert may(candidates(held, people, SLOT))[0] == str(case["expected"]["picked"])
    assert may(candidates(held, people[::-1], SLOT))[0] == str(case["expected"]["picked"])


def test_the_busy_are_left_out_before_distances_count() -> None:
    case = CASES["LI-PCK-02"]
    start, end = (shift_by(instant(0), seconds=s) for s in case["input"]["slot"])
    busy = [Holding("standby", 1, str(person), Interval(start, end)) for person in case["input"]["busy"]]
    others = [Holding("standby", 1, person, Interval(instant(-7), instant(-6))) for person in ("456", "789")]
    found = candidates([*busy, *others], list(map(str, case["input"]["roster"])), Interval(start, end))
    assert may(found) == list(map(str, case["expected"]["candidates"]))


def test_busy_with_anything_says_with_what() -> None:
    found = candidates(
        [turn("ana", 13, 20, level=2), turn("ben", 6, 8, "on-duty", shift="day@2027-01-10"), turn("cai", 0, 7)],
        ["ana", "ben", "cai"],
        SLOT,
    )
    assert may(found) == ["cai"]
    assert {c.person: c.reasons for c in found} == {
        "cai": (),
        "ana": ("ana has standby, level 2, from 2027-01-17T00:00:00Z to 2027-01-24T00:00:00Z",),
        "ben": ("ben has day@2027-01-10 from 2027-01-10T00:00:00Z to 2027-01-12T00:00:00Z",),
    }


def test_who_is_away_may_not() -> None:
    away = {"ana": [Interval(instant(0), instant(7)), Interval(instant(13), instant(20))], "ben": [SLOT]}
    found = candidates([], ["ana", "ben", "cai"], SLOT, away)
    assert may(found) == ["cai"]
    assert found[1].reasons == ("ana is away from 2027-01-17T00:00:00Z to 2027-01-24T00:00:00Z",)
    assert may(candidates([], ["ana"], SLOT, {"ana": [Interval(instant(14), instant(20))]})) == ["ana"]


def test_the_shorter_side_counts() -> None:
    held = [turn("ana", 0, 6), turn("ana", 34, 35), turn("ben", -9, -8), turn("ben", 16, 17), turn("cai", 17, 18)]
    found = candidates(held, ["ana", "ben", "cai"], SLOT)
    assert [(c.person, c.rest) for c in found] == [
        ("cai", Rest(None, 72)),
        ("ben", Rest(15 * 24, 48)),
        ("ana", Rest(24, 20 * 24)),
    ]


def test_ties_go_by_the_order_of_the_people() -> None:
    people = ["cai", "ana", "ben"]
    assert may(candidates([], people, SLOT)) == people
    assert may(candidates([turn(p, 0, 6) for p in sorted(people)], people, SLOT)) == people


def test_others_holdings_are_nobodys_business() -> None:
    assert may(candidates([turn("zoe", 7, 14)], ["ana"], SLOT)) == ["ana"]


def test_more_distance_is_never_worse() -> None:
    people = [f"p{n}" for n in range(6)]
    found = candidates([turn(p, -n, 1 - n) for n, p in enumerate(people)], people, SLOT)
    assert all(one.rest.least >= other.rest.least for one, other in pairwise(found))
    assert may(found) == people[::-1]
