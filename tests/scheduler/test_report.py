"""The report of a roster made by hand, against numbers worked out by hand; and against the rules where both count."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from constraints.base import Example
from constraints.examples import ANA, BEN, HUB, day, example, instant
from constraints.rules.average_hours import AverageHours
from constraints.rules.consecutive_days import ConsecutiveDays
from constraints.rules.coverage import Coverage
from constraints.rules.fairness import Fairness
from constraints.rules.overtime import Overtime
from constraints.rules.rest_period import RestPeriod
from constraints.rules.wishes import Wishes
from scheduler.burden import Burden
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.holidays import Holiday
from scheduler.domain.people import Leave, LedgerEntry, Person, Wish
from scheduler.domain.roster import Roster, Tier
from scheduler.domain.team import PastShift
from scheduler.fairness import Standing, spreads, standings
from scheduler.outcome import TierResult
from scheduler.problem import Problem
from scheduler.report import Reach, Report, plain, report, says
from scheduler.report.contents import TierLine
from scheduler.report.coverage import CoverageGap
from scheduler.verify import verify

CYD = Person("cyd", "hub", fte=0.5, contract_minutes=1200)
DOT = Person("dot", "hub", shadows="ana")
WEEK = example(
    "Tuesday is a holiday; cyd works half and is away on Monday and Tuesday; dot shadows ana",
    0,
    people=(ANA, BEN, CYD, DOT),
    sites=(replace(HUB, holidays=(Holiday(day(1), "Founders' Day"),)),),
    shifts="DN",
    works={"ana": "DD---D-", "dot": "DD---D-", "ben": "NN----D", "cyd": "--D"},
    leave=(Leave("cyd", day(0), day(1)),),
    ledger=(LedgerEntry("ana", hours=500, night_shifts=3), LedgerEntry("ben", hours=480, night_shifts=1)),
    coverage=(CoverageRequirement("floor", minimum=1, target=2), CoverageRequirement("desk", minimum=2)),
    coverage_window=(instant(0, 8), instant(0, 16)),
    wishes=(
        Wish("ana", day(2), None, 3),
        Wish("ben", day(2), None, 2),
        Wish("cyd", day(2), "day", 1),
        Wish("cyd", day(3), "night", 2),
    ),
)
RULES = (RestPeriod(), Coverage(weight=5), Wishes(weight=10), Fairness(), ConsecutiveDays())


@pytest.fixture(scope="module")
def problem() -> Problem:
    return Problem(WEEK.team, RULES)


@pytest.fixture(scope="module")
def told(problem: Problem) -> Report:
    return report(problem, WEEK.roster, verify(problem, WEEK.roster))


def test_every_gap_of_coverage_is_told_with_its_length(told: Report) -> None:
    floor, desk = told.coverage
    assert (floor.minimum_met, floor.owed_hours) == (False, 8.0)
    assert (floor.share_at_minimum, floor.share_at_target) == (0.9375, 0.0)
    assert floor.gaps == (CoverageGap(_at(15, 30), _at(16), present=0, missing=1),)
    assert desk.share_at_target is None
    assert [(g.start, g.end, g.present, g.missing) for g in desk.gaps] == [
        (_at(8), _at(15, 30), 1, 1),
        (_at(15, 30), _at(16), 0, 2),
    ]


@pytest.mark.parametrize(
    ("rule", "back_to"),
    [
        (AverageHours(weeks=1), None),
        (AverageHours(weeks=2), None),
        (AverageHours(weeks=3), day(-14)),
        (Overtime(months=1), None),
        (Overtime(months=2), day(-35)),  # the week that ends on 6 December
    ],
)
def test_windows_that_begin_before_what_is_known_are_told(rule: AverageHours | Overtime, back_to: date | None) -> None:
    """The period begins on 4 January 2027, and the week before it is known."""
    known = Problem(replace(WEEK.team, previous=(PastShift("ana", day(-5), "day"),)), (rule, rule))
    expected = () if back_to is None else (Reach(rule.name, back_to, day(-5)),)
    assert report(known, WEEK.roster, verify(known, WEEK.roster)).reaches == expected


def test_hours_are_shared_with_leave_as_worked(problem: Problem) -> None:
    """1440 + 1440 + 480 minutes worked and 342 on leave make 1480.8 for a full share; 29400 was fair last quarter."""
    assert _standings(problem, Burden.HOURS) == {
        "ana": (24.0, 24.68, 10.0, 9.32),
        "ben": (24.0, 24.68, -10.0, -10.68),
        "cyd": (8.0, 6.64, 0.0, 1.36),
        "dot": (24.0, None, None, None),
    }


def test_nights_go_by_share_with_the_carry_over(problem: Problem) -> None:
    assert _standings(problem, Burden.NIGHTS) == {
        "ana": (0, 0.8, 1, 0.2),
        "ben": (2, 0.8, -1, 0.2),
        "cyd": (0, 0.4, 0, -0.4),
    }


def test_a_shift_belongs_to_the_day_it_starts_on(problem: Problem) -> None:
    assert {p: s[0] for p, s in _standings(problem, Burden.WEEKENDS).items()} == {
        "ana": 1,
        "ben": 1,
        "cyd": 0,
        "dot": 1,
    }
    assert {p: s[0] for p, s in _standings(problem, Burden.HOLIDAYS).items()} == {
        "ana": 1,
        "ben": 1,
        "cyd": 0,
        "dot": 1,
    }
    assert not _standings(problem, Burden.STANDBY)


def test_what_is_carried_over_adds_up_to_what_was_carried_before(problem: Problem) -> None:
    for burden in Burden:
        carried = [(b, a) for _, _, b, a in _standings(problem, burden).values() if a is not None and b is not None]
        assert sum(b for b, _ in carried) == pytest.approx(sum(a for _, a in carried), abs=0.03)


def test_full_time_people_are_compared_with_their_carry_over(problem: Problem) -> None:
    apart = {s.burden: (s.people, s.lowest, s.highest, s.spread) for s in spreads(problem, WEEK.roster)}
    assert apart[Burden.NIGHTS] == (2, 1, 1, 0)
    assert apart[Burden.WEEKENDS] == (2, 1, 1, 0)
    assert apart[Burden.HOURS] == (2, 14.0, 34.0, 20.0)


def test_who_joins_within_the_period_is_no_full_time_person(problem: Problem) -> None:
    joined = replace(problem.team, people=(ANA, replace(BEN, first_day=day(3)), CYD))
    assert not spreads(Problem(joined), WEEK.roster)


def test_wishes_are_counted_and_the_unmet_ones_listed(told: Report) -> None:
    total = told.wishes.total
    assert (total.wishes, total.granted, total.weight, total.granted_weight, total.share) == (4, 2, 8, 4, 0.5)
    by_person = {p.person: (p.granted.wishes, p.granted.granted, p.granted.share) for p in told.wishes.people}
    assert by_person == {"ana": (1, 1, 1.0), "ben": (1, 0, 0.0), "cyd": (2, 1, 0.3333)}
    assert [(u.person, u.day, u.wish, u.works) for u in told.wishes.unmet] == [
        ("ben", day(2), "off", ("night@2027-01-05",)),
        ("cyd", day(3), "night", ()),
    ]


def test_each_rule_has_its_count_amount_penalty_and_sentence(told: Report) -> None:
    lines = {line.rule: line for line in told.rules}
    assert (lines["coverage"].count, lines["coverage"].amount, lines["coverage"].penalty) == (3, 540, 2700)
    assert (lines["coverage"].tier, lines["coverage"].hard) == ("shortfall", False)
    assert (lines["wishes"].count, lines["wishes"].amount, lines["wishes"].penalty) == (2, 4, 40)
    assert lines["wishes"].worst == "ben wished to be off on 2027-01-06 and has night@2027-01-05"
    assert (lines["rest_period"].hard, lines["rest_period"].penalty, lines["rest_period"].count) == (True, None, 0)
    assert lines["rest_period"].worst is None


def test_hard_rules_come_first_then_the_tiers_in_their_order(told: Report) -> None:
    assert [line.rule for line in told.rules] == ["rest_period", "consecutive_days", "coverage", "fairness", "wishes"]
    assert [f.rule for f in told.violations] == [line.rule for line in told.rules for _ in range(line.count)]
    assert all(f.weight == 10 and not f.hard for f in told.violations if f.rule == "wishes")


def test_the_penalties_of_all_rules_are_the_checkers(problem: Problem, told: Report) -> None:
    verdict = verify(problem, WEEK.roster)
    assert sum(line.penalty or 0 for line in told.rules) == verdict.penalty
    assert sum(f.amount * (f.weight or 0) for f in told.violations) == verdict.penalty
    assert {line.tier: line.penalty for line in told.tiers} == {t.name.lower(): p for t, p in verdict.penalties.items()}


def test_a_tier_is_told_with_what_a_search_proved(problem: Problem) -> None:
    verdict = verify(problem, WEEK.roster)
    proven = (TierResult(Tier.SERVICE, 40, 30), TierResult(Tier.SMOOTHNESS, 0, 0))
    lines = {line.tier: line for line in report(problem, WEEK.roster, verdict, proven).tiers}
    assert lines["service"] == TierLine("service", 40, 30, 0.25)
    assert lines["smoothness"] == TierLine("smoothness", 0, 0, 0.0)
    assert lines["shortfall"] == TierLine("shortfall", 2700, None, None)


def test_it_is_json_and_the_same_for_the_same_roster(problem: Problem, told: Report) -> None:
    again = Roster.of((a.person, a.shift) for a in sorted(WEEK.roster.assignments, reverse=True))
    other = report(problem, again, verify(problem, again))
    assert json.dumps(plain(other)) == json.dumps(plain(told))
    assert list(plain(told)) == [
        "coverage",
        "fairness",
        "spreads",
        "wishes",
        "rules",
        "tiers",
        "violations",
        "holidays",
        "limits",
        "reaches",
        "ledger",
    ]
    assert plain(told)["coverage"][0]["gaps"][0]["start"] == "2027-01-04T15:30:00Z"
    assert plain(told)["wishes"]["unmet"][0]["day"] == "2027-01-06"


def test_what_has_no_order_has_no_plain_form() -> None:
    with pytest.raises(TypeError, match="frozenset"):
        plain(frozenset({1}))


def test_a_rule_is_said_with_its_numbers() -> None:
    words = "At least `hours` of elapsed time lie between the end of an on-duty shift and the start of the next."
    assert says(RestPeriod(hours=12)) == f"{words} (hours: 12)"


def test_an_empty_roster_of_a_team_without_anything_has_a_report() -> None:
    empty = Problem(example("", 0).team)
    made = report(empty, Roster(), verify(empty, Roster()))
    assert (made.coverage, made.rules, made.tiers, made.wishes.total.share) == ((), (), (), None)


@pytest.mark.parametrize("case", Wishes.EXAMPLES, ids=lambda case: case.says)
def test_the_report_and_the_rule_grant_the_same_wishes(case: Example) -> None:
    problem = Problem(case.team)
    made = report(problem, case.roster, verify(problem, case.roster))
    assert sum(wish.weight for wish in made.wishes.unmet) == case.amount


@pytest.mark.parametrize("case", Coverage.EXAMPLES, ids=lambda case: case.says)
def test_the_report_and_the_rule_find_the_same_gaps(case: Example) -> None:
    problem = Problem(replace(case.team, coverage=tuple(replace(r, maximum=None) for r in case.team.coverage)))
    made = report(problem, case.roster, verify(problem, case.roster))
    missing = sum(
        g.missing * round((g.end - g.start).total_seconds() / 60) for line in made.coverage for g in line.gaps
    )
    assert missing == sum(v.amount for v in Coverage().check(problem, case.roster))


def _standings(problem: Problem, burden: Burden) -> dict[str, tuple[float, float | None, float | None, float | None]]:
    found: list[Standing] = [s for s in standings(problem, WEEK.roster) if s.burden is burden]
    return {s.person: (s.counted, s.target, s.before, s.after) for s in found}


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 1, 4, hour, minute, tzinfo=UTC)
