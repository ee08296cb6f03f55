"""A document becomes the team and the rules that it means."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from api.documents.bands import UnreadableBand, band
from api.documents.domain import limits_of, problem_of, team_of
from api.documents.patterns import is_night, template_of
from api.documents.reading import document_of
from api.documents.rows import ShiftRow
from api.documents.standby import standbys
from constraints.rules.rest_period import RestPeriod
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Duty
from tests.api.documents.samples import changed, team, without


def shift(start: str, end: str, **more: object) -> ShiftRow:
    return ShiftRow.model_validate({"id": "s", "site": "sin", "start": start, "end": end, **more})


@pytest.mark.parametrize(
    ("start", "end", "night"),
    [
        ("23:00", "07:30", True),
        ("20:00", "02:00", True),  # 3 h from 23:00
        ("20:00", "01:59", False),
        ("03:00", "11:00", True),  # 3 h to 06:00
        ("03:01", "11:00", False),
        ("00:00", "03:00", True),
        ("15:00", "23:30", False),
        ("07:00", "07:00", True),  # 24 hours
        ("22:00", "01:30", False),
    ],
)
def test_a_shift_is_a_night_when_it_holds_three_hours_of_the_night(start: str, end: str, night: bool) -> None:
    assert is_night(shift(start, end)) is night


def test_standby_is_no_night_unless_said() -> None:
    assert not template_of(shift("10:00", "10:00", span_days=7, kind="standby")).night
    assert template_of(shift("10:00", "10:00", span_days=7, kind="standby", night=True)).night


def test_what_is_said_of_nights_counts() -> None:
    assert template_of(shift("07:00", "15:00", night=True)).night
    assert not template_of(shift("23:00", "07:00", night=False)).night


@pytest.mark.parametrize(
    ("start", "end", "days"), [("07:00", "15:00", 0), ("23:00", "07:00", 1), ("07:00", "07:00", 1)]
)
def test_a_shift_that_ends_before_its_start_ends_the_next_day(start: str, end: str, days: int) -> None:
    assert template_of(shift(start, end)).span_days == days


def test_weekdays_count_from_monday() -> None:
    assert template_of(shift("07:00", "15:00", weekdays=["mon", "sun"])).weekdays == {0, 6}
    assert template_of(shift("07:00", "15:00")).weekdays == set(range(7))


def test_weekly_wishes_are_dated_over_the_days_employed() -> None:
    wishes = [w for w in team_of(document_of(team())).wishes if w.person == "sin-02"]
    assert [w.day for w in wishes] == [date(2027, 1, 15), date(2027, 1, 22), date(2027, 1, 29)]
    assert {w.template for w in wishes} == {"sin-day"}


def test_a_wish_for_a_day_before_employment_is_nobodys_to_grant() -> None:
    raw = changed("wishes", [{"person": "sin-02", "day": "2027-01-10", "wish": "off"}])
    assert team_of(document_of(raw)).wishes == ()


def test_off_is_a_wish_without_a_shift() -> None:
    assert team_of(document_of(team())).wishes[0].template is None


def test_what_is_published_is_a_roster_of_its_days() -> None:
    row = {"as_of": "2027-01-05T09:00:00Z", "first_day": "2027-01-04", "last_day": "2027-01-10"}
    known = team_of(document_of(team() | {"published": row | {"assignments": team()["pins"]}})).published
    assert known is not None
    assert known.roster == Roster.of([("sin-01", "sin-day@2027-01-05")])
    assert known.as_of == datetime(2027, 1, 5, 9, tzinfo=UTC)
    assert [known.speaks_of(date(2027, 1, day)) for day in (3, 4, 10, 11)] == [False, True, True, False]


def test_pins_name_the_dated_shift() -> None:
    assert team_of(document_of(team())).pins == {Assignment("sin-01", "sin-day@2027-01-05")}


def test_a_site_without_holidays_has_those_of_its_calendar() -> None:
    raw = changed("period.last_day", "2027-02-10")
    assert [h.day for h in team_of(document_of(raw)).sites[0].holidays] == [date(2027, 2, 6), date(2027, 2, 7)]


def test_a_holiday_on_the_day_after_the_period_counts_for_the_last_night() -> None:
    raw = changed("period.last_day", "2027-02-05")
    assert [h.day for h in team_of(document_of(raw)).sites[0].holidays] == [date(2027, 2, 6)]


@pytest.mark.parametrize("holidays", [[], [{"day": "2027-01-06", "name": "Founders' Day"}]])
def test_a_site_that_lists_holidays_has_these_and_no_others(holidays: list[dict[str, str]]) -> None:
    site = team_of(document_of(changed("sites.0.holidays", holidays))).sites[0]
    assert [h.name for h in site.holidays] == [h["name"] for h in holidays]


def test_contract_hours_become_minutes() -> None:
    people = {p.id: p for p in team_of(document_of(changed("people.2.contract_hours_per_week", 37.4))).people}
    assert people["dub-01"].contract_minutes == 2244
    assert (people["sin-02"].shadows, people["dub-01"].last_day) == ("sin-01", date(2027, 1, 24))


def test_coverage_keeps_its_zone_and_its_shift() -> None:
    floor, office, second = team_of(document_of(team())).coverage
    assert (floor.when, floor.minimum, floor.target) == (None, 1, 2)
    assert office.when is not None
    assert (office.when.zone, office.when.weekdays, office.when.start) == (
        "Asia/Singapore",
        frozenset(range(5)),
        time(8),
    )
    assert second.template == "standby"


def test_a_time_zone_that_is_said_goes_before_that_of_the_site() -> None:
    requirement = team_of(document_of(changed("coverage.1.timezone", "Europe/Paris"))).coverage[1]
    assert requirement.when
    assert requirement.when.zone == "Europe/Paris"


@pytest.mark.parametrize(
    ("text", "days", "start", "end"),
    [
        ("mon-fri 08:00-20:00", {0, 1, 2, 3, 4}, time(8), time(20)),
        ("sat,sun 20:00-08:00", {5, 6}, time(20), time(8)),
        ("fri-mon 00:00-24:00", {4, 5, 6, 0}, time(0), time(0)),
        ("mon-tue, sun 09:30-10:00", {0, 1, 6}, time(9, 30), time(10)),
        ("wed 09:00-17:00", {2}, time(9), time(17)),
        ("22:00-06:00", set(range(7)), time(22), time(6)),
    ],
)
def test_a_band_is_days_and_wall_clock_times(text: str, days: set[int], start: time, end: time) -> None:
    found = band(text, "UTC")
    assert found
    assert (set(found.weekdays), found.start, found.end, found.zone) == (days, start, end, "UTC")


@pytest.mark.parametrize(
    "text", ["", "mon", "mon-fri", "mon-fri 8-20", "mon-fri 08:00-25:00", "monday 08:00-09:00", "mon- 08:00-09:00"]
)
def test_any_other_band_is_refused(text: str) -> None:
    with pytest.raises(UnreadableBand):
        band(text, "UTC")


def test_rules_come_with_what_the_document_says_of_them() -> None:
    rules = {rule.name: rule for rule in problem_of(document_of(team())).rules}
    assert isinstance(rules["rest_period"], RestPeriod)
    assert rules["rest_period"].hours == 12
    assert "complete_weekends" not in rules


def test_a_rule_can_apply_several_times() -> None:
    raw = changed("rules.rest_period", [{"hours": 11}, {"hours": 12, "sites": ["sin"], "weight": 5}])
    assert [r.weight for r in problem_of(document_of(raw)).rules if r.name == "rest_period"] == ["hard", 5]


def test_a_document_that_says_nothing_of_rules_has_the_default_ones() -> None:
    assert {rule.name for rule in problem_of(document_of(without("rules"))).rules} >= {
        "rest_period",
        "complete_weekends",
    }


def test_the_problem_has_the_shifts_of_the_period_and_the_past() -> None:
    problem = problem_of(document_of(team()))
    assert problem.shift("sin-night@2026-12-21")
    assert sum(s.duty is Duty.STANDBY for s in problem.shifts) == 4


def test_the_packs_of_sites_add_their_numbers_for_their_people() -> None:
    raw = changed("sites.0.rule_pack", "singapore")
    added = [rule for rule in problem_of(document_of(raw)).rules if rule.name == "hours_in_day"]
    document = document_of(raw)
    sin = {person.id for person in document.people if person.site == "sin"}
    assert {limit.person for limit in limits_of(document, team_of(document)) if limit.number.id == "SG-038-12H"} == sin
    assert added
    assert all(rule.weight == "hard" for rule in added)


@pytest.mark.parametrize(
    ("said", "pack", "numbers", "is_work"),
    [
        ({}, "ireland", [], False),
        ({"response_minutes": 10}, None, ["P-STANDBY"], True),
        ({"response_minutes": 11}, "ireland", [], False),
        ({"confined": True}, "ireland", ["EU-STANDBY", "P-STANDBY"], True),
        ({"confined": True}, "california", ["CA-ONCALL", "US-785.17", "P-STANDBY"], True),
        ({"confined": True}, "singapore", ["P-STANDBY"], True),
        (
            {"response_minutes": 5, "counts_as_work": False, "counts_because": "calls are rare"},
            None,
            ["P-STANDBY"],
            False,
        ),
        ({"counts_as_work": True, "counts_because": "counsel, 3 May"}, "ireland", [], True),
    ],
)
def test_standby_is_work_or_rest_by_its_response_and_place(
    said: dict[str, Any], pack: str | None, numbers: list[str], is_work: bool
) -> None:
    raw = team()
    raw["shifts"][3] |= said
    raw["sites"][0]["rule_pack"] = pack
    (found,) = standbys(document_of(raw))
    assert ([number.id for number in found.numbers], found.counts_as_work) == (numbers, is_work)
    week = problem_of(document_of(raw)).shift("standby@2027-01-04")
    assert (week.is_work, week.on_duty, week.paid_minutes) == (is_work, False, 7 * 24 * 60 * is_work)


def test_callouts_are_working_time_wherever_they_lie() -> None:
    calls = [
        {"person": "sin-01", "start": f"{day}T20:00:00Z", "end": f"{day}T21:30:00Z"}
        for day in ("2026-12-30", "2027-01-05")
    ]
    problem = problem_of(document_of(changed("callouts", calls)))
    worked = problem.work(problem.person("sin-01"), Roster.of([("sin-01", "sin-day@2027-01-06")]))
    assert [(s.day, s.paid_minutes, problem.is_past(s)) for s in worked] == [
        (date(2026, 12, 21), 510, True),
        (date(2026, 12, 31), 90, True),  # 04:00 in Singapore
        (date(2027, 1, 6), 90, True),
        (date(2027, 1, 6), 480, False),
    ]
    assert not problem.work(problem.person("sin-02"), Roster())


def test_who_is_outside_a_law_is_not_held_to_it() -> None:
    document = document_of(changed("sites.0.rule_pack", "singapore") | {"people": [*map(_outside, team()["people"])]})
    assert not [x for x in limits_of(document, team_of(document)) if x.number.id.startswith("SG")]


def _outside(person: dict[str, Any]) -> dict[str, Any]:
    return person | {"facts": ["not sg_part4"]}
