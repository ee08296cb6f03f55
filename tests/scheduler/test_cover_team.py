"""Who of a planned team may cover an open shift: who is best, and why others may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from constraints.base import Rule
from constraints.examples import ANA, BEN, CAI, FAR, HUB, day, example, instant
from constraints.rules.contract_hours import ContractHours
from constraints.rules.coverage import Coverage
from constraints.rules.rest_period import RestPeriod
from constraints.rules.wishes import Wishes
from scheduler.burden import Burden
from scheduler.checked import Checked
from scheduler.cover import Cover, covers
from scheduler.cover.rest import Rest, rest_around
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Leave, LedgerEntry, Person, Wish
from scheduler.domain.shift import shift_id
from scheduler.effect import BurdenChange
from scheduler.intervals import Interval
from scheduler.problem import Problem

DAN, EVE = Person("dan", "hub"), Person("eve", "hub")
BEFORE = instant(-1)


def asked(
    shift: str, works: dict[str, str], rules: list[Rule], out: str | None = None, now: datetime = BEFORE, **brought: Any
) -> list[Cover]:
    made = example("", 0, **{"people": (ANA, BEN, DAN), "shifts": "DEN", "works": works} | brought)
    return list(covers(Problem(made.team, rules), made.roster, shift, now, out))


def on(letter: str, offset: int) -> str:
    return shift_id({"D": "day", "E": "evening", "N": "night", "S": "standby", "F": "far-day"}[letter], day(offset))


def named(found: list[Cover]) -> list[str]:
    return [cover.person for cover in found if cover.may]


def reasons(found: list[Cover]) -> dict[str, tuple[str, ...]]:
    return {cover.person: cover.reasons for cover in found}


# -- facts -------------------------------------------------------------------------------------------------------------


def test_facts_stand_against_it_whatever_the_rules() -> None:
    people = (
        ANA,
        CAI,
        DAN,
        replace(DAN, id="fay", first_day=day(3)),
        replace(DAN, id="gus", last_day=day(0)),
        replace(DAN, id="hal", shadows="ana"),
        replace(DAN, id="ida"),
    )
    found = asked(
        on("D", 2), {"dan": "--D"}, [], people=people, sites=(HUB, FAR), leave=(Leave("ida", day(1), day(3), "sick"),)
    )
    assert named(found) == ["ana"]
    assert reasons(found) == {
        "ana": (),
        "cai": ("cai is of site far, not hub",),
        "dan": ("dan has day@2027-01-06 at that time",),
        "fay": ("fay starts work on 2027-01-07 only",),
        "gus": ("gus left on 2027-01-04",),
        "hal": ("hal shadows ana and does not count towards coverage",),
        "ida": ("ida is on leave, 2027-01-05 to 2027-01-07",),
    }
    assert [cover.able for cover in found] == [True, *[False] * 6]


def test_the_first_and_the_last_day_of_employment_are_days_of_work() -> None:
    assert named(asked(on("D", 2), {}, [], people=(replace(DAN, first_day=day(2), last_day=day(2)),))) == ["dan"]


def test_somebody_may_lack_the_skill_and_more() -> None:
    found = asked(
        on("S", 0), {}, [], people=(ANA, replace(DAN, shadows="ana")), shifts="S", leave=(Leave("dan", day(1), day(1)),)
    )
    assert reasons(found)["dan"] == (
        "dan lacks the skill lead",
        "dan shadows ana and does not count towards coverage",
        "dan is on leave, 2027-01-05 to 2027-01-05",
    )


def test_nobody_covers_a_shift_that_has_begun() -> None:
    begun = instant(2, 7)
    assert set(reasons(asked(on("D", 2), {}, [], now=begun)).values()) == {
        ("day@2027-01-06 began at 2027-01-06T07:00:00Z",)
    }
    assert named(asked(on("D", 2), {}, [], now=instant(2, 6))) == ["ana", "ben", "dan"]


def test_who_falls_out_is_not_asked_and_makes_the_shift_open() -> None:
    two = (CoverageRequirement("desk", minimum=0, maximum=1),)
    found = asked(on("D", 2), {"ana": "--D"}, [Coverage()], out="ana", coverage=two)
    assert named(found) == ["ben", "dan"]
    assert reasons(found)["ana"] == ("ana is the one to be covered for",)
    assert reasons(asked(on("D", 2), {"ana": "--D"}, [Coverage()], coverage=two))["ben"]


def test_work_and_standby_do_not_clash() -> None:
    assert named(asked(on("D", 2), {"ana": "S"}, [], shifts="DS", people=(ANA,))) == ["ana"]
    assert named(asked(on("S", 0), {"ana": "D"}, [], shifts="DS", people=(ANA,))) == ["ana"]


def test_a_shift_that_is_not_known_is_refused() -> None:
    with pytest.raises(KeyError):
        asked("day@2029-01-01", {}, [])


# -- rules -------------------------------------------------------------------------------------------------------------


def test_rules_that_would_newly_be_broken_are_said_in_sentences_and_the_fewest_come_first() -> None:
    small = replace(BEN, contract_minutes=8 * 60)
    found = asked(on("D", 2), {"ana": "-E", "ben": "-E"}, [RestPeriod(), ContractHours()], people=(small, ANA, DAN))
    assert [cover.person for cover in found] == ["dan", "ana", "ben"]
    assert reasons(found)["ana"] == (
        "ana rests 7.5 h between evening@2027-01-05 and day@2027-01-06; 11 h are required",
    )
    assert reasons(found)["ben"][1] == "ben works 16 h in the week of 2027-01-04; 8 h are the most"
    assert [cover.able for cover in found] == [True, True, True]
    assert [cover.effect is None for cover in found] == [False, True, True]


def test_what_is_broken_anyway_is_no_reason() -> None:
    assert named(asked(on("D", 4), {"ana": "ED"}, [RestPeriod()], people=(ANA,))) == ["ana"]


def test_soft_violations_are_told_and_do_not_forbid() -> None:
    found = asked(on("D", 2), {}, [Wishes(weight=5)], people=(ANA, BEN), wishes=(Wish("ana", day(2), None, 2),))
    assert named(found) == ["ana", "ben"]
    told = [cover.effect for cover in found if cover.effect]
    assert [[c.finding.because for c in effect.worsens] for effect in told] == [
        ["ana wished to be off on 2027-01-06 and has day@2027-01-06"],
        [],
    ]
    assert [effect.cost for effect in told] == [(10,), (0,)]
    assert told[1].burdens == (BurdenChange("ben", Burden.HOURS, 0, 8),)


# -- the best ----------------------------------------------------------------------------------------------------------


def test_most_rest_first_in_whole_days_up_to_two() -> None:
    works = {"ana": "D-----D", "ben": "--D----", "dan": "-------"}
    assert named(asked(on("D", 3), works, [])) == ["dan", "ana", "ben"]
    rested = {cover.person: cover.rest for cover in asked(on("D", 3), works, [])}
    assert rested == {"ana": Rest(63.5, 63.5), "ben": Rest(15.5, None), "dan": Rest(None, None)}
    assert [rested["ana"].least, rested["ben"].least, rested["dan"].least] == [63.5, 15.5, float("inf")]


def test_then_who_worked_the_smallest_part_of_the_contract_that_week() -> None:
    half = replace(BEN, contract_minutes=1200)
    found = asked(on("D", 6), {"ana": "DDD", "ben": "DD", "dan": "DD"}, [], people=(ANA, half, DAN), last=9)
    assert [(c.person, c.week_hours, c.contract_hours) for c in found] == [
        ("dan", 24, 40),
        ("ana", 32, 40),
        ("ben", 24, 20),
    ]


def test_then_who_is_least_ahead_of_a_fair_share_of_what_the_shift_is() -> None:
    ledger = tuple(LedgerEntry(id, night_shifts=n) for id, n in (("ana", 6), ("ben", 2), ("dan", 4)))
    found = asked(on("N", 3), {}, [], ledger=ledger)
    assert named(found) == ["ben", "dan", "ana"]
    assert [cover.ahead for cover in found] == [-2, 0, 2]
    assert named(asked(on("D", 3), {}, [], ledger=ledger)) == ["ana", "ben", "dan"]


def test_hours_ahead_count_by_the_shift_of_eight() -> None:
    ledger = (LedgerEntry("ana", hours=480), LedgerEntry("ben", hours=504))
    assert [c.ahead for c in asked(on("D", 3), {}, [], ledger=ledger, people=(ANA, BEN))] == [-1.5, 1.5]


def test_then_who_has_most_rest_and_last_the_order_of_the_team() -> None:
    works = {"ana": "--------D", "ben": "---------D", "dan": "--------D"}
    assert named(asked(on("D", 3), works, [], last=13)) == ["ben", "ana", "dan"]


def test_the_numbers_beside_it() -> None:
    found = asked(on("D", 3), {"ana": "DD", "ben": "-----N"}, [], last=13, leave=(Leave("ana", day(7), day(13)),))
    numbers = {c.person: (c.week_hours, c.period_hours, c.target_hours) for c in found}
    assert numbers == {"ana": (24, 24, 40), "ben": (16, 16, 80), "dan": (8, 8, 80)}


def test_the_past_is_rest_and_hours_of_the_week_too() -> None:
    found = asked(on("D", 2), {}, [], first=2, before={"ana": "N-"}, people=(ANA, BEN), now=instant(0))
    ana = next(cover for cover in found if cover.person == "ana")
    assert (ana.rest, ana.week_hours, ana.period_hours) == (Rest(23.5, None), 16, 8)


def test_the_hours_and_rest_of_standby_are_those_of_standby() -> None:
    found = asked(on("S", 7), {"ana": "S-----D", "ben": "D"}, [], shifts="DS", people=(ANA, BEN), last=13)
    rested = {cover.person: cover.rest for cover in found}
    assert rested == {"ana": Rest(0, None), "ben": Rest(None, None)}
    assert named(found) == ["ben", "ana"]


def test_a_roster_that_is_checked_already_gives_the_same() -> None:
    made = example("", 0, people=(ANA, BEN, DAN), shifts="DEN", works={"ana": "-E"})
    problem = Problem(made.team, [RestPeriod()])
    known = Checked(problem, made.roster)
    assert covers(problem, known, on("D", 2), BEFORE) == covers(problem, made.roster, on("D", 2), BEFORE)


def test_rest_around_an_interval() -> None:
    def hours(first: int, last: int) -> Interval:
        return Interval(instant(0, first), instant(0, last))

    wanted = hours(10, 12)
    assert rest_around(wanted, []) == Rest(None, None)
    assert rest_around(wanted, [hours(2, 4), hours(6, 8), hours(13, 14), hours(20, 22)]) == Rest(2, 1)
    assert rest_around(wanted, [hours(8, 10), hours(12, 14)]) == Rest(0, 0)
    assert rest_around(wanted, [hours(8, 11)]) == Rest(None, None)
