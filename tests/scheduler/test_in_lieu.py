"""What people are owed for holidays on which they are off, by examples from the law's text; and doubts about dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from constraints.base import Example
from constraints.examples import ANA, HUB, day, example
from scheduler.domain.holidays import Holiday
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Roster
from scheduler.domain.team import Site
from scheduler.in_lieu import in_lieu
from scheduler.problem import Problem
from scheduler.report import holiday_notices, report
from scheduler.verify import verify

Case = tuple[Problem, Roster]


def owed(
    calendar: str | None, works: str, holidays: Sequence[int], leave: Sequence[Leave] = (), ana: Person = ANA
) -> list[tuple[int, int | None, str]]:
    """For ana, who `works` (a letter a day from Monday on): number of the holiday, number of the day observed, why."""
    found = in_lieu(*_case(calendar, works, holidays, leave, ana))
    numbers = {day(n): n for n in range(60)}
    return [(numbers[o.day], numbers[o.observed] if o.observed else None, o.because) for o in found]


def _case(calendar: str | None, works: str, holidays: Sequence[int], leave: Sequence[Leave], ana: Person) -> Case:
    named = tuple(Holiday(day(n), f"holiday {n}", id=f"h-{n}") for n in holidays)
    made: Example = example(
        "holidays of one person",
        0,
        last=len(works) - 1,
        people=(ana,),
        sites=(replace(HUB, holiday_calendar=calendar, holidays=named),),
        shifts="D",
        works={"ana": works},
        leave=tuple(leave),
    )
    return Problem(made.team), made.roster


def test_the_examples_start_on_a_monday() -> None:
    assert day(0).weekday() == 0


# -- Singapore: Employment Act 1968, section 88(1) ---------------------------------------------------------------------


def test_on_the_rest_day_the_next_working_day_is_the_paid_holiday() -> None:
    """Who works Monday to Friday: Sunday is the rest day, so that Monday is the holiday, as every calendar has it."""
    assert owed("SG", "DDDDD--DDDDD--", [6]) == [
        (6, 7, "it falls on the rest day: the next working day, 2027-01-11, is the paid holiday (EA s.88(1)(b))")
    ]


def test_it_is_each_persons_own_rest_day() -> None:
    """Who is off on Wednesday and works on Sunday is owed nothing for Sunday; for a Wednesday, Thursday."""
    assert owed("SG", "DD-DDDDDD-DDDD", [6]) == []
    ((holiday, observed, because),) = owed("SG", "DD-DDDDDD-DDDD", [2])
    assert (holiday, observed) == (2, 3)
    assert "s.88(1)(b)" in because


def test_the_next_working_day_is_the_next_on_which_the_person_works() -> None:
    ((_, observed, _),) = owed("SG", "DDDDD----DDDDD", [6])
    assert observed == 9


def test_a_day_off_that_is_not_the_rest_day_earns_pay_or_another_day_off() -> None:
    """Saturday, for who works from Monday to Friday."""
    assert owed("SG", "DDDDD--DDDDD--", [5]) == [
        (5, None, "it falls on a day off that is not the rest day: a day's pay or another day off (EA s.88(1)(c))")
    ]


def test_two_holidays_do_not_share_a_day_in_lieu_and_none_lies_on_a_holiday() -> None:
    """Chinese New Year 2027 falls on Saturday and Sunday."""
    assert [(h, o) for h, o, _ in owed("SG", "DDDDD--DDDDD--", [5, 6])] == [(5, None), (6, 7)]
    assert [(h, o) for h, o, _ in owed("SG", "DDDDD--DDDDD--", [6, 7])] == [(6, 8)]
    assert [(h, o) for h, o, _ in owed("SG", "DDDDDD--------DDDDDD-", [6, 13])] == [(6, 14), (13, 15)]


def test_where_nothing_more_is_planned_the_day_is_not_known_yet() -> None:
    ((_, observed, because),) = owed("SG", "DDDDD--", [6])
    assert observed is None
    assert because == "it falls on the rest day: the next working day is the paid holiday (EA s.88(1)(b))"


def test_who_works_on_the_holiday_is_on_leave_or_not_employed_is_owed_no_other_day() -> None:
    assert owed("SG", "DDDDDDDDDDDDD-", [6]) == []
    assert owed("SG", "DDDDD--DDDDD--", [6], [Leave("ana", day(6), day(6))]) == []
    assert owed("SG", "-------DDDDD--", [6], ana=replace(ANA, first_day=day(7))) == []


def test_a_companys_own_day_is_a_matter_of_contract() -> None:
    problem, roster = _case("SG", "DDDDD--DDDDD--", [6], (), ANA)
    site = problem.team.sites[0]
    own = tuple(replace(h, status="company") for h in site.holidays)
    assert in_lieu(Problem(replace(problem.team, sites=(replace(site, holidays=own),))), roster) == ()


# -- elsewhere ---------------------------------------------------------------------------------------------------------


def test_ireland_gives_one_of_four_benefits_and_moves_no_day() -> None:
    ((holiday, observed, because),) = owed("IE", "DDDDD--DDDDD--", [5])
    assert (holiday, observed) == (5, None)
    assert "s.21" in because


def test_england_substitutes_weekdays_for_a_weekend() -> None:
    """Christmas 2027 is on Saturday, Boxing Day on Sunday: 27 and 28 December; a holiday on a weekday stays."""
    found = owed("GB-ENG", "DDDDD--DDDDD--", [5, 6])
    assert [(h, o) for h, o, _ in found] == [(5, 7), (6, 8)]
    assert owed("GB-ENG", "DDD-D--DDDDD--", [3]) == []


def test_englands_substitute_days_are_the_same_for_who_works_on_one_of_the_holidays() -> None:
    """Christmas on Saturday, Boxing Day on Sunday: Monday and Tuesday are their substitutes, whoever works then."""
    ((holiday, observed, _),) = owed("GB-ENG", "DDDDDD-DDDDD--", [5, 6])
    assert (holiday, observed) == (6, 8)


def test_a_disputed_holiday_is_owed_once() -> None:
    twice = tuple(Holiday(day(n), "holiday", id="h") for n in (5, 6))
    problem, roster = _case("IE", "DDDDD--", [], [], ANA)
    site = replace(problem.team.sites[0], holidays=twice)
    found = in_lieu(Problem(replace(problem.team, sites=(site,))), roster)
    assert [o.day for o in found] == [day(5)]


@pytest.mark.parametrize("calendar", ["US-CA", "JP", "AU-NSW", None])
def test_where_the_calendar_has_every_day_or_the_law_says_nothing_nothing_is_derived(calendar: str | None) -> None:
    assert owed(calendar, "DDDDD--DDDDD--", [5, 6]) == []


# -- doubts ------------------------------------------------------------------------------------------------------------

SITE = Site("sin", "Asia/Singapore", "SG", None, (), date(2027, 12, 31), date(2030, 12, 31))


def notices(first: date, last: date, *sites: Site) -> tuple[str, ...]:
    period = example("a period", 0, people=(ANA,), shifts="D").team.period
    return holiday_notices(replace(period, first_day=first, last_day=last), sites or (SITE,))


def test_nothing_is_said_inside_the_confirmed_horizon() -> None:
    assert notices(date(2027, 10, 4), date(2027, 12, 31)) == ()


def test_a_period_beyond_the_confirmed_horizon_is_told() -> None:
    assert notices(date(2027, 10, 4), date(2028, 1, 1)) == (
        "Holidays of SG are confirmed until 2027-12-31; the period ends on 2028-01-01: later dates may change.",
    )


def test_a_period_beyond_the_table_is_told() -> None:
    _, known = notices(date(2030, 10, 7), date(2031, 1, 5))
    assert (
        known == "Holidays of SG are known until 2030-12-31; the period ends on 2031-01-05: none is counted after that."
    )


def test_estimated_and_disputed_dates_of_the_period_are_named_once_a_calendar() -> None:
    puasa = Holiday(date(2028, 2, 27), "Hari Raya Puasa", "estimated", "", "puasa")
    doubtful = [Holiday(date(2028, m, d), "Deepavali", "disputed", "", "diwali") for m, d in ((10, 17), (11, 15))]
    site = replace(SITE, confirmed_until=None, holidays=(puasa, *doubtful))
    assert notices(date(2028, 2, 1), date(2028, 10, 31), site, replace(site, id="sin-2")) == (
        "Estimated in SG: Hari Raya Puasa 2028-02-27.",
        "Disputed in SG: Deepavali 2028-10-17 or 2028-11-15; each day counts as a holiday until somebody confirms one "
        "(diwali).",
    )
    assert notices(date(2028, 3, 1), date(2028, 9, 30), site) == ()


def test_the_report_tells_both() -> None:
    problem, roster = _case("SG", "DDDDD--DDDDD--", [6], (), ANA)
    told = report(problem, roster, verify(problem, roster)).holidays
    assert told.notices == ()
    assert told.in_lieu == in_lieu(problem, roster)
    assert [(o.person, o.holiday, o.observed) for o in told.in_lieu] == [("ana", "holiday 6", day(7))]
