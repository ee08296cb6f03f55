from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from exports.chart import AWAY, Chart, Heading, Row
from exports.charting import Shown, chart_of, shown_of
from exports.page import to_html
from scheduler.domain.holidays import Holiday
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Roster
from scheduler.domain.shift import Duty, ShiftTemplate, shift_id
from scheduler.domain.team import Period, Site, Team
from scheduler.intervals import Interval, parse_instant
from scheduler.oncall.resolve import resolve
from scheduler.oncall.values import Holding, Override
from scheduler.problem import Problem

HEADING = Heading("A team", "from a test", datetime(2026, 12, 1, tzinfo=UTC))
FIRST, LAST = date(2027, 1, 4), date(2027, 1, 17)  # two weeks from a Monday


@pytest.fixture(scope="module")
def two_weeks() -> Team:
    """Singapore and Dublin; nights, and a week of standby."""
    return Team(
        id="harbour",
        period=Period(FIRST, LAST, datetime(2027, 1, 4, tzinfo=UTC), datetime(2027, 1, 18, tzinfo=UTC)),
        sites=(
            Site("sin", "Asia/Singapore", holidays=(Holiday(date(2027, 1, 8), "Founder's\nday"),)),
            Site("dub", "Europe/Dublin"),
        ),
        people=(
            Person("sin-01", "sin", name="Mei  Tan"),
            Person("sin-02", "sin"),
            Person("dub-01", "dub", name="Áine"),
        ),
        templates=(
            ShiftTemplate("sin-day", "sin", time(7), time(15, 30)),
            ShiftTemplate("sin-night", "sin", time(23), time(7, 30), span_days=1, night=True),
            ShiftTemplate("dub-day", "dub", time(8), time(16, 30)),
            ShiftTemplate("week", "sin", time(10), time(10), span_days=7, duty=Duty.STANDBY),
        ),
        leave=(Leave("sin-02", date(2027, 1, 12), date(2027, 2, 1), kind="medical"),),
    )


def roster_of(*rows: str) -> Roster:
    """From texts such as ``sin-01 sin-night 4``."""
    parts = (row.split() for row in rows)
    return Roster.of((person, shift_id(shift, date(2027, 1, int(day)))) for person, shift, day in parts)


def shown(team: Team, *rows: str) -> Shown:
    return shown_of(Problem(team), roster_of(*rows))


def chart(team: Team, *rows: str) -> Chart:
    return chart_of(shown(team, *rows), HEADING)


def row(chart: Chart, person: str) -> Row:
    return next(row for section in chart.sections for row in section.rows if row.person == person)


def letters(chart: Chart, person: str) -> str:
    return " ".join(cell.text or "." for cell in row(chart, person).cells)


def test_people_stand_by_site_in_the_order_of_the_team(two_weeks: Team) -> None:
    found = chart(two_weeks)
    assert [(s.site, s.zone, [r.name for r in s.rows]) for s in found.sections] == [
        ("sin", "Asia/Singapore", ["Mei Tan", "sin-02"]),
        ("dub", "Europe/Dublin", ["Áine"]),
    ]
    assert (found.days[0], found.days[-1], len(found.days)) == (FIRST, LAST, 14)


def test_a_night_stands_on_the_day_on_which_it_begins(two_weeks: Team) -> None:
    found = chart(two_weeks, "sin-01 sin-day 4", "sin-01 sin-night 5", "dub-01 dub-day 17")
    assert letters(found, "sin-01") == "D N" + " ." * 12
    assert letters(found, "dub-01") == ". " * 13 + "D"


def test_a_week_of_standby_stands_on_the_days_it_lasts_through_beside_what_is_worked(two_weeks: Team) -> None:
    found = chart(two_weeks, "sin-01 week 5", "sin-01 sin-night 6")
    assert letters(found, "sin-01") == ". W N+W W W W W W . . . . . ."


def test_leave_is_shown_and_its_kind_is_nowhere(two_weeks: Team) -> None:
    found = chart(two_weeks, "sin-02 sin-day 12")
    assert letters(found, "sin-02") == ". " * 8 + "D" + f" {AWAY}" * 5
    assert "medical" not in repr(found)


def test_who_is_there_is_counted_by_day_and_site(two_weeks: Team) -> None:
    found = chart(two_weeks, "sin-01 sin-day 4", "sin-02 sin-day 4", "sin-01 week 5")
    cover = {kind.label: counts for kind, counts in found.sections[0].cover}
    assert (cover["day"][:2], cover["night"][:2], cover["week"]) == ((2, 0), (0, 0), (0,) + (1,) * 7 + (0,) * 6)
    assert [kind.label for kind, _ in found.sections[1].cover] == ["day"]


def test_totals_are_what_the_statistics_say(two_weeks: Team) -> None:
    found = chart(two_weeks, "sin-01 sin-day 8", "sin-01 sin-night 9", "sin-01 week 11", "dub-01 dub-day 4")
    totals = row(found, "sin-01").totals
    assert totals is not None
    assert totals.values == (17.0, 2, 1, 1, 1, 1)
    assert {s.person: s.hours for s in found.statistics if s.duty == "on-duty"} == {
        "sin-01": 17.0,
        "sin-02": 0,
        "dub-01": 8.5,
    }


def test_where_totals_are_not_to_be_seen_there_are_none(two_weeks: Team) -> None:
    found = chart_of(replace(shown(two_weeks, "sin-01 sin-day 4"), totals=False), HEADING)
    assert not found.with_totals
    assert found.statistics == ()


def test_a_piece_of_a_shift_has_a_small_letter_on_the_day_of_the_shift(two_weeks: Team) -> None:
    whole = shown(two_weeks, "sin-01 sin-night 5")
    taken = Interval(parse_instant("2027-01-05T20:00:00Z"), parse_instant("2027-01-06T00:00:00Z"))  # the 6th there
    final = resolve(whole.holdings, [Override(taken, "on-duty", add="sin-02", remove="sin-01")])
    found = chart_of(replace(whole, holdings=final.holdings), HEADING)
    assert letters(found, "sin-01")[:3] == letters(found, "sin-02")[:3] == ". n"
    assert {kind.label: counts for kind, counts in found.sections[0].cover}["night"][1] == 2


def test_turns_of_a_rotation_are_a_kind_of_their_own(two_weeks: Team) -> None:
    turn = Interval(parse_instant("2027-01-06T01:00:00Z"), parse_instant("2027-01-08T01:00:00Z"))
    held = [Holding("standby", 1, "sin-01", turn), Holding("standby", 2, "gone", turn)]
    found = chart_of(replace(shown(two_weeks), holdings=held), HEADING)
    assert letters(found, "sin-01") == ". . S S" + " ." * 10
    assert letters(found, "gone") == ". . S2 S2" + " ." * 10  # who is in no document stands at the first site
    assert [kind.label for kind in found.kinds][-2:] == ["standby", "standby 2"]


def test_what_reaches_in_from_before_counts_from_the_first_day_on(two_weeks: Team) -> None:
    week = Interval(parse_instant("2026-12-30T02:00:00Z"), parse_instant("2027-01-06T02:00:00Z"))
    eve = Interval(parse_instant("2027-01-03T15:00:00Z"), parse_instant("2027-01-03T23:30:00Z"))
    night = Problem(two_weeks).shift_on(two_weeks.templates[1], date(2027, 1, 3))
    held = [Holding("standby", 1, "sin-01", week), Holding("on-duty", 1, "sin-02", eve, "sin", night.id)]
    found = chart_of(replace(shown(two_weeks), holdings=held, shifts={night.id: night}), HEADING)
    assert letters(found, "sin-01").startswith("S S . ")
    assert letters(found, "sin-02").startswith(". . ")
    totals = row(found, "sin-02").totals
    assert totals is not None
    assert totals.hours == 0  # what stands on no day is not counted either
    standby = next(s for s in found.statistics if (s.person, s.duty) == ("sin-01", "standby"))
    assert standby.hours == 58  # from the first midnight on


def test_one_person_alone(two_weeks: Team) -> None:
    found = chart_of(shown(two_weeks, "sin-01 sin-day 4", "sin-02 sin-day 4"), HEADING, "sin-01")
    assert [[r.person for r in s.rows] for s in found.sections] == [["sin-01"]]
    assert {s.person for s in found.standings} == {"sin-01"}
    assert found.spreads == ()


def test_letters_at_a_site_are_all_different(two_weeks: Team) -> None:
    names = ("sin-day", "sin-dusk", "sin-day-long", "sin-dawn", "夜", "日", "sin-d", "sin-day-late")
    templates = tuple(ShiftTemplate(name, "sin", time(7), time(15)) for name in names)
    found = chart(replace(two_weeks, templates=templates))
    assert [kind.letter for kind in found.kinds] == ["D", "DU", "DL", "DA", "X", "X2", "D2", "DAY"]


def test_the_same_shift_looks_alike_at_every_site_and_nights_are_dark(two_weeks: Team) -> None:
    kinds = chart(two_weeks).kinds
    (sin_day, night, dub_day, week) = kinds
    assert (sin_day.letter, sin_day.paper) == (dub_day.letter, dub_day.paper)
    assert night.ink == "FFFFFF"
    assert len({kind.paper for kind in (sin_day, night, week)}) == 3


def test_texts_of_the_chart_are_on_one_line(two_weeks: Team) -> None:
    assert chart(two_weeks).sections[0].holidays == {date(2027, 1, 8): "Founder's day"}


def test_doubts_about_holidays_are_told_and_stand_beside_their_names(two_weeks: Team) -> None:
    sin, dub = two_weeks.sites
    days = (
        Holiday(date(2027, 1, 8), "Founders' day", "disputed", id="f"),
        Holiday(date(2027, 1, 9), "Eid", "estimated"),
    )
    doubtful = replace(sin, holidays=days, holiday_calendar="SG", confirmed_until=date(2026, 12, 31))
    drawn = chart(replace(two_weeks, sites=(doubtful, dub)))
    assert list(drawn.sections[0].holidays.values()) == ["Founders' day (disputed)", "Eid (estimated)"]
    assert [notice.split(":")[0].split(" in ")[0] for notice in drawn.notices] == [
        "Holidays of SG are confirmed until 2026-12-31; the period ends on 2027-01-17",
        "Estimated",
        "Disputed",
    ]
    assert "confirmed until 2026-12-31" in to_html(drawn)


def test_without_doubts_no_word_is_lost_on_them(two_weeks: Team) -> None:
    assert chart(two_weeks).notices == ()
