from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.ical import to_ics
from exports.wording import one_line, without_controls
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster
from scheduler.domain.shift import shift_id
from scheduler.domain.team import Team
from scheduler.intervals import utc_text
from scheduler.problem import Problem
from tests.exports.reading import events, lint, unfolded

Golden = Callable[[str, bytes], None]

NIGHT = shift_id("sin-night", date(2027, 3, 27))
STAMP = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


def team_feed(problem: Problem, roster: Roster, **options: Any) -> bytes:
    return to_ics(problem, roster, name="Team", stamp=STAMP, **options)


def test_the_feeds_are_as_they_were(problem: Problem, roster: Roster, stamp: datetime, golden: Golden) -> None:
    golden("team.ics", to_ics(problem, roster, name="Team 1, all", stamp=stamp))
    golden("sin-02.ics", to_ics(problem, roster, person="sin-02", name="sin-02", stamp=stamp))
    golden("nothing.ics", to_ics(problem, roster, person="dub-02", name="dub-02", stamp=stamp))


@pytest.mark.parametrize("person", [None, "sin-01", "sin-02", "dub-01", "dub-02"])
def test_a_feed_is_clean_to_the_byte(problem: Problem, roster: Roster, person: str | None) -> None:
    lint(team_feed(problem, roster, person=person))


def test_another_reader_finds_the_same_shifts_at_the_same_instants(problem: Problem, roster: Roster) -> None:
    found = [(e.dtstart.value, e.dtend.value, e.summary.value) for e in events(team_feed(problem, roster))]
    assert found == [
        (utc(27, 2), datetime(2027, 4, 3, 2, tzinfo=UTC), "Standby: manager-week: sin-02"),
        (utc(27, 15), utc(27, 23, 30), 'sin-night: Mei "M", Tan; of\\Singapore 🦉'),
        (utc(27, 15), utc(27, 23, 30), "sin-night: sin-02"),
        (utc(27, 22), utc(28, 5), f"dub-night: {problem.person('dub-01').name}"),
        (utc(28, 15), utc(28, 23, 30), 'sin-night: Mei "M", Tan; of\\Singapore 🦉'),
    ]


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def test_the_description_says_the_time_on_site_the_true_length_and_with_whom(problem: Problem, roster: Roster) -> None:
    texts = [event.description.value for event in events(team_feed(problem, roster))]
    assert texts[2:4] == [
        "On duty in sin\nSat 27 Mar 2027 23:00 to Sun 28 Mar 2027 07:30 (Asia/Singapore), 8 h 30 min\n"
        'With: Mei "M", Tan; of\\Singapore 🦉',
        "On duty in dub\nSat 27 Mar 2027 22:00 to Sun 28 Mar 2027 06:00 (Europe/Dublin), 7 h",
    ]


def test_a_person_and_the_team_see_the_same_events(problem: Problem, roster: Roster) -> None:
    whole = {(e.uid.value, utc_text(e.dtstart.value)) for e in events(team_feed(problem, roster))}
    single = [
        (e.uid.value, utc_text(e.dtstart.value))
        for person in ("sin-01", "sin-02", "dub-01")
        for e in events(team_feed(problem, roster, person=person))
    ]
    assert sorted(single) == sorted(whole)


def test_when_a_shift_changes_hands_the_team_sees_the_same_events(problem: Problem, roster: Roster) -> None:
    other = Roster.of([(a.person.replace("dub-01", "dub-02"), a.shift) for a in roster])
    before, after = (events(team_feed(problem, r)) for r in (roster, other))
    assert {e.uid.value for e in before} == {e.uid.value for e in after}
    assert {e.summary.value for e in before} != {e.summary.value for e in after}


def test_when_a_shift_is_lengthened_its_event_stays_the_same(team: Team, roster: Roster) -> None:
    longer = replace(team, templates=tuple(replace(t, end=t.end.replace(minute=45)) for t in team.templates))
    before, after = (events(team_feed(Problem(t), roster)) for t in (team, longer))
    assert [e.uid.value for e in before] == [e.uid.value for e in after]


def test_a_feed_is_the_same_bytes_every_time(problem: Problem, roster: Roster) -> None:
    again = Problem(problem.team)
    assert team_feed(problem, roster) == team_feed(again, Roster(frozenset(sorted(roster, reverse=True))))


def test_time_stamps_are_those_of_the_plan(problem: Problem, roster: Roster) -> None:
    feed = to_ics(problem, roster, name="Team", stamp=datetime.fromisoformat("2026-12-01T10:30+01:00"))
    stamps = {line for line in unfolded(feed) if line.startswith(("DTSTAMP", "LAST-MODIFIED"))}
    assert stamps == {"DTSTAMP:20261201T093000Z", "LAST-MODIFIED:20261201T093000Z"}


def test_nothing_blocks_the_calendar_unless_asked_and_standby_never_does(problem: Problem, roster: Roster) -> None:
    assert shown(team_feed(problem, roster)) == {("TRANSPARENT", "FREE")}
    both = shown(team_feed(problem, roster, busy=True))
    assert both == {("TRANSPARENT", "FREE"), ("OPAQUE", "BUSY")}
    (standby,) = [e for e in events(team_feed(problem, roster, busy=True)) if "Standby" in e.summary.value]
    assert standby.transp.value == "TRANSPARENT"


def shown(feed: bytes) -> set[tuple[str, str]]:
    return {(e.transp.value, e.contents["x-microsoft-cdo-busystatus"][0].value) for e in events(feed)}


def test_a_feed_without_shifts_says_so_in_one_event(problem: Problem) -> None:
    (event,) = events(team_feed(problem, Roster()))
    assert event.summary.value == "No shifts planned from 2027-03-27 to 2027-03-28"
    assert event.dtend.value - event.dtstart.value == timedelta(days=1)


def test_the_calendar_shows_in_the_zone_of_the_person(problem: Problem, roster: Roster) -> None:
    zones = [
        [line for line in unfolded(team_feed(problem, roster, person=who)) if line.startswith("X-WR-TIMEZONE")]
        for who in ("sin-01", "dub-01", None)
    ]
    assert zones == [["X-WR-TIMEZONE:Asia/Singapore"], ["X-WR-TIMEZONE:Europe/Dublin"], ["X-WR-TIMEZONE:UTC"]]


def test_who_is_not_in_the_team_has_no_feed(problem: Problem, roster: Roster) -> None:
    with pytest.raises(KeyError, match="nobody"):
        team_feed(problem, roster, person="nobody")


@settings(deadline=None)
@given(text=st.text(min_size=1), title=st.text())
def test_any_name_survives_all_but_its_controls(team: Team, text: str, title: str) -> None:
    people = (Person(text, "sin", name=text), Person("other", "sin"))
    problem = Problem(replace(team, people=people))
    feed = to_ics(problem, Roster.of([(p.id, NIGHT) for p in people]), name=title, stamp=STAMP)
    lint(feed)
    calendar = vobject.readOne(feed.decode())
    shown_as = without_controls(text).replace("\n", " ")
    assert f"sin-night: {shown_as}" in [event.summary.value for event in calendar.vevent_list]
    assert calendar.contents["x-wr-calname"][0].value == one_line(title)
    assert calendar.contents["name"][0].value == one_line(title)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a,b;c\\d", "a,b;c\\d"),
        ("two\r\nlines", "two\nlines"),
        ("old\rMac", "old\nMac"),
        ("odd\u2028line\x85ends\x0b", "odd\nline\nends"),
        ("N\x00U\x07L\x7f", "NUL"),
        ("tab\tstays", "tab\tstays"),
        ("half a pair \ud83d", "half a pair "),
        ("👩🏽‍🚒 مريم", "👩🏽‍🚒 مريم"),
    ],
)
def test_controls_are_taken_out(text: str, kept: str) -> None:
    assert without_controls(text) == kept
    assert one_line(text) == kept.replace("\n", " ").replace("\t", " ").strip()
