"""A feed's bytes: what it shows of a team's events, and how."""

# ruff: noqa: RUF001 - the punctuation of Chinese

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.feed import KEPT_DAYS, Surroundings, View, feed, moved
from exports.feed_events import LEAVE, WISH, FeedEvent, Piece, Said, changed
from exports.feed_pieces import pieces
from exports.phrases import LANGUAGES
from exports.vcalendar import stem
from exports.wording import one_line, without_controls
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Duty, shift_id
from scheduler.intervals import Interval, days_interval
from scheduler.oncall.resolve import holdings_of, resolve
from scheduler.oncall.values import Holding, Override, Source, Swap
from scheduler.problem import Problem
from tests.exports.reading import events, lint, unfolded

NIGHT = shift_id("sin-night", date(2027, 3, 27))
NEXT_NIGHT = shift_id("sin-night", date(2027, 3, 28))
TODAY = date(2027, 3, 24)
WINDOW = Interval(datetime(2027, 3, 20, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC))
FIRST, SECOND = (datetime(2027, 3, 21 + n, 9, 30, tzinfo=UTC) for n in range(2))
NAMES = {"sin-01": 'Mei "M", Tan; of\\Singapore 🦉', "ana": "Ana"}
ZONES = {"sin": "Asia/Singapore", "dub": "Europe/Dublin"}
LINK = "https://rota.example.org"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def zone_of(site: str | None) -> str:
    return ZONES.get(site or "", "UTC")


def turn(person: str, first: datetime, last: datetime, level: int = 1) -> Holding:
    """A turn of a rotation."""
    return Holding(Duty.STANDBY, level, person, Interval(first, last), site="dub", source=Source.ROTATION)


def told(holdings: Sequence[Holding], previous: Sequence[FeedEvent] = (), when: datetime = FIRST) -> list[FeedEvent]:
    found = pieces("team 1/a", holdings, called=lambda id: NAMES.get(id, id), zone=zone_of)
    return changed(previous, found, when)


def shown(found: Sequence[FeedEvent], *, window: Interval = WINDOW, link: str = "", **view: Any) -> bytes:
    about = Surroundings("Team", "Asia/Singapore", link)
    return feed(found, View("team 1/a", **view), about, TODAY, window)


@pytest.fixture(scope="module")
def plan(problem: Problem, roster: Roster) -> list[Holding]:
    return holdings_of(problem, roster)


@pytest.fixture(scope="module")
def published(plan: list[Holding]) -> list[FeedEvent]:
    """What is told of the team's first revision."""
    return told(plan)


def test_a_feed_shows_the_final_schedule(plan: list[Holding]) -> None:
    override = Override(Interval(at(27, 16), at(27, 18)), Duty.ON_DUTY, add="ana", remove="sin-01", shift=NIGHT)
    exchanged = (Assignment("dub-01", shift_id("dub-night", date(2027, 3, 27))), Assignment("sin-01", NEXT_NIGHT))
    final = resolve(plan, [override], [Swap.exchange(*exchanged)])
    assert [(e.dtstart.value, e.dtend.value, e.summary.value) for e in events(shown(told(final.holdings)))] == [
        (at(27, 2), datetime(2027, 4, 3, 2, tzinfo=UTC), "Standby: manager-week: sin-02"),
        (at(27, 15), at(27, 16), f"sin-night: {NAMES['sin-01']}"),
        (at(27, 15), at(27, 23, 30), "sin-night: sin-02"),
        (at(27, 16), at(27, 18), "sin-night: Ana"),
        (at(27, 18), at(27, 23, 30), f"sin-night: {NAMES['sin-01']}"),
        (at(27, 22), at(28, 5), f"dub-night: {NAMES['sin-01']}"),
        (at(28, 15), at(28, 23, 30), "sin-night: dub-01"),
    ]


def test_every_feed_has_the_same_events_by_the_same_names(published: list[FeedEvent]) -> None:
    whole = {e.uid.value: e.dtstart.value for e in events(shown(published))}
    for narrowed in ({"person": "sin-01"}, {"site": "dub"}, {"duty": "standby"}, {"on_call": True}):
        part = {e.uid.value: e.dtstart.value for e in events(shown(published, **narrowed))}
        assert 0 < len(part) < len(whole)
        assert part.items() <= whole.items()
    assert {e.summary.value for e in events(shown(published, person="sin-01"))} == {"sin-night"}


def test_narrowed_feeds_have_what_they_are_of(published: list[FeedEvent]) -> None:
    def summaries(**view: Any) -> list[str]:
        return [e.summary.value for e in events(shown(published, **view))]

    assert summaries(site="dub") == ["dub-night: dub-01"]
    assert summaries(duty="standby") == summaries(on_call=True) == ["Standby: manager-week: sin-02"]
    assert summaries(site="sin", on_call=True, person="sin-02") == ["Standby: manager-week"]
    assert summaries(site="dub", person="sin-02") == ["No shifts planned"]


def test_on_call_are_standby_and_turns_of_whatever_duty() -> None:
    rotation = replace(turn("ana", at(22, 8), at(29, 8)), duty="on-duty")
    worked = Holding("on-duty", 1, "ana", Interval(at(22, 8), at(22, 16)), "dub", "early@2027-03-22")
    fixed = replace(worked, person="ben", shift="christmas", interval=Interval(at(23, 8), at(23, 16)))
    found = events(shown(told([rotation, worked, fixed]), on_call=True))
    assert [e.summary.value for e in found] == ["On duty: primary: Ana", "christmas: ben"]


def test_a_shift_that_goes_to_another_site_or_duty_is_cancelled_where_it_was() -> None:
    worked = Holding("on-duty", 1, "ana", Interval(at(27, 8), at(27, 16)), "dub", "early@2027-03-27")
    first = told([worked])
    changes: list[tuple[Holding, dict[str, Any]]] = [
        (replace(worked, site="sin"), {"site": "dub"}),
        (replace(worked, duty="standby"), {"duty": "on-duty"}),
    ]
    for other, view in changes:
        (was,) = events(shown(first, **view))
        after = told([other], first, SECOND)
        (gone,) = events(shown(after, **view))
        assert (gone.uid.value, gone.status.value) == (was.uid.value, "CANCELLED")
        assert gone.sequence.value > was.sequence.value
        assert sorted(e.status.value for e in events(shown(after))) == ["CANCELLED", "CONFIRMED"]


def test_another_clock_is_another_text_and_what_is_cancelled_keeps_its_own() -> None:
    worked = Holding("on-duty", 1, "ana", Interval(at(27, 8), at(27, 16)), "dub", "early@2027-03-27")
    first = told([worked])
    moved_clock = pieces("team 1/a", [worked], called=str, zone=lambda _: "Asia/Tokyo")
    (event,) = changed(first, moved_clock, SECOND)
    assert (event.sequence, event.said.zone) == (1, "Asia/Tokyo")
    (gone,) = changed(first, [], SECOND)
    (said,) = events(shown([gone]))
    assert "(Europe/Dublin)" in said.description.value


def test_an_event_says_where_when_with_whom_and_after_whom(published: list[FeedEvent]) -> None:
    (mine, _) = events(shown(published, person="sin-01", link=LINK))
    assert mine.description.value.split("\n") == [
        "On duty in sin",
        "Sat 27 Mar 2027 23:00 to Sun 28 Mar 2027 07:30 (Asia/Singapore), 8 h 30 min",
        "With: sin-02",
        LINK,
    ]
    assert (mine.location.value, mine.url.value) == ("sin", LINK)
    assert mine.categories.value == ["on-duty", "sin"]


def test_handing_over_is_told_to_both() -> None:
    weeks = [turn("ana", at(15, 8), at(22, 8)), turn("ben", at(22, 8), at(29, 8))]
    (first, second) = events(shown(told(weeks)))
    assert "Hands over to: ben" in first.description.value.split("\n")
    assert "Takes over from: Ana" in second.description.value.split("\n")


@pytest.mark.parametrize(
    ("language", "summary", "lines"),
    [
        (
            "zh",
            "待命: 主责: Ana",
            ["待命 (主责)（dub）", "2027-03-22 08:00 - 2027-03-23 09:30 (Europe/Dublin), 25小时30分钟"],
        ),
        ("ms", "Siap sedia: utama: Ana", ["Siap sedia (utama) di dub", "25 jam 30 minit"]),
        ("ta", "தயார் நிலை: முதன்மை: Ana", ["தயார் நிலை (முதன்மை) (dub)", "25 மணி 30 நிமிடம்"]),
    ],
)
def test_a_feed_speaks_the_chosen_language(language: str, summary: str, lines: list[str]) -> None:
    body = shown(told([turn("ana", at(22, 8), at(23, 9, 30))]), language=language)
    lint(body)
    (event,) = events(body)
    assert event.summary.value == summary
    assert all(line in event.description.value for line in lines)


def test_where_nothing_is_known_of_site_and_level_the_feed_says_so() -> None:
    found = told([replace(turn("ana", at(22, 8), at(23, 8)), site=None, duty="deploys", level=3)])
    (event,) = events(shown(found))
    assert event.summary.value == "deploys: level 3: Ana"
    expected = "deploys (level 3)\nMon 22 Mar 2027 08:00 to Tue 23 Mar 2027 08:00 (UTC), 24 h"
    assert event.description.value == expected
    assert event.categories.value == ["deploys"]


def test_notes_are_for_those_who_may_read_them() -> None:
    said = Said("standby", 1, Interval(at(22, 8), at(23, 8)), "Ana", note="Queue 3; is slow,\nreally" + "!" * 5000)
    found = changed([], [Piece(stem("team", "x"), "ana", said)], FIRST)
    (event,) = events(shown(found, notes=True))
    assert "Handover note: Queue 3; is slow,\nreally!!" in event.description.value
    assert len(event.description.value) < 2200
    assert "Queue" not in shown(found).decode()


def test_what_is_cancelled_is_shown_for_a_while(published: list[FeedEvent]) -> None:
    gone = told([], published, SECOND)
    assert {e.status.value for e in events(shown(gone))} == {"CANCELLED"}
    last = SECOND.date() + timedelta(days=KEPT_DAYS)
    for day, count in ((last, 5), (last + timedelta(days=1), 0)):
        body = feed(gone, View("team 1/a"), Surroundings("Team", "UTC"), day, WINDOW)
        assert body.count(b"STATUS:CANCELLED") == count
    assert KEPT_DAYS >= 7


def test_who_lost_a_shift_sees_it_cancelled_and_the_team_who_got_it(plan: list[Holding]) -> None:
    before = told(plan)
    after = told([replace(h, person="dub-02") if h.person == "dub-01" else h for h in plan], before, SECOND)
    (was,) = events(shown(before, person="dub-01"))
    (lost,) = events(shown(after, person="dub-01"))
    (got,) = events(shown(after, person="dub-02"))
    (team,) = (e for e in events(shown(after, site="dub")))
    assert {e.uid.value for e in (was, lost, got, team)} == {was.uid.value}
    assert (lost.status.value, lost.summary.value) == ("CANCELLED", "Cancelled: dub-night")
    assert [e.status.value for e in (got, team)] == ["CONFIRMED"] * 2
    assert {e.sequence.value for e in (lost, got, team)} == {"1"}
    assert team.summary.value == "dub-night: dub-02"


def test_only_what_shares_an_instant_with_the_window_is_shown(published: list[FeedEvent]) -> None:
    assert len(events(shown(published, window=Interval(at(27, 23, 30), at(28, 15))))) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feed_without_shifts_says_so_on_the_days_of_the_month(language: str) -> None:
    (event,) = events(shown([], language=language))
    assert (event.dtstart.value, event.dtend.value) == (date(2027, 3, 1), date(2027, 4, 1))
    lint(shown([], language=language))
    days = [feed([], View("team"), Surroundings("Team", "UTC"), date(2027, 3, n), WINDOW) for n in range(1, 32)]
    assert len(set(days)) == 1


def test_an_address_that_was_given_up_says_so_and_shows_nothing() -> None:
    body = moved(View("team", "ana"), Surroundings("Team", "UTC", LINK), at(20, 9), 30)
    lint(body)
    (event,) = events(body)
    assert event.summary.value == "The address of this calendar has changed"
    assert (event.dtstart.value, event.dtend.value) == (date(2027, 3, 20), date(2027, 4, 20))


def test_standby_and_what_is_cancelled_never_block_the_calendar(published: list[FeedEvent]) -> None:
    assert {e.transp.value for e in events(shown(published))} == {"TRANSPARENT"}
    blocked = [e for e in events(shown(published, busy=True)) if e.transp.value == "OPAQUE"]
    assert len(blocked) == 4
    assert not any("Standby" in e.summary.value for e in blocked)
    cancelled = told([], published, SECOND)
    assert {e.transp.value for e in events(shown(cancelled, busy=True))} == {"TRANSPARENT"}


def asked(duty: str, shift: str | None = None, *, tentative: bool = True) -> Piece:
    days = (date(2027, 3, 24), date(2027, 3, 26))
    said = Said(duty, 1, days_interval(*days, "UTC"), "Ana", shift=shift, days=days, tentative=tentative)
    return Piece(stem("team", duty), "ana", said)


def test_leave_and_wishes_are_whole_days_and_for_their_owner_only() -> None:
    found = changed([], [asked(LEAVE, tentative=False), asked(WISH)], FIRST)
    own = {e.summary.value: e for e in events(shown(found, person="ana", leave=True))}
    assert {name: e.status.value for name, e in own.items()} == {"Leave": "CONFIRMED", "Wish: day off": "TENTATIVE"}
    assert {(e.dtstart.value, e.dtend.value) for e in own.values()} == {(date(2027, 3, 24), date(2027, 3, 27))}
    assert {e.transp.value for e in own.values()} == {"TRANSPARENT"}
    for view in ({}, {"person": "ana"}, {"person": "ben", "leave": True}, {"leave": True}):
        assert [e.summary.value for e in events(shown(found, **view))] == ["No shifts planned"]


def test_leave_that_is_withdrawn_is_cancelled_and_that_is_granted_the_same() -> None:
    before = changed([], [asked(LEAVE), asked(WISH, "early")], FIRST)
    granted = changed(before, [asked(LEAVE, tentative=False)], SECOND)
    leave, wish = events(shown(granted, person="ana", leave=True))
    assert (leave.summary.value, leave.status.value, leave.sequence.value) == ("Leave", "CONFIRMED", "1")
    assert (wish.summary.value, wish.status.value) == ("Cancelled: Wish: early", "CANCELLED")
    lint(shown(granted, person="ana", leave=True))


def test_a_feed_is_clean_and_the_same_bytes_every_time(plan: list[Holding], published: list[FeedEvent]) -> None:
    half = told(plan[:3], published, SECOND)
    lint(shown(half, busy=True))
    assert shown(half) == shown(list(reversed(half)))
    assert "X-WR-TIMEZONE:Asia/Singapore" in unfolded(shown(half))


def test_its_colour_is_that_of_its_scope() -> None:
    def color(**view: Any) -> str:
        return next(line for line in unfolded(shown([], **view)) if line.startswith("COLOR:"))

    assert color() == color(language="zh", busy=True, past_days=3)
    assert len({color(person=f"p{n}") for n in range(40)}) > 8


HOSTILE = [
    "a,b;c\\d\\n\\N",
    "x\r\nBEGIN:VEVENT\r\nUID:evil\r\nEND:VEVENT",
    '=HYPERLINK("http://evil")',
    "👩🏽‍🚒 مريم ‮evil",
    "Ana " * 2600,
    "N\x00U\x07L\x7f\ud83d",
    "\u2028line\x85",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_out(name: str) -> None:
    turns = [replace(turn(who, at(22, 8), at(23, 8)), site=name, duty=name) for who in (name, "ana")]
    found = changed([], pieces("team", turns, called=lambda id: id, zone=zone_of), FIRST)
    body = feed(found, View("team"), Surroundings(name, "UTC"), TODAY, WINDOW)
    lint(body)
    assert len(events(body)) == 2
    calendar = vobject.readOne(body.decode())
    assert calendar.contents["x-wr-calname"][0].value == one_line(name)
    shown_as = without_controls(name).replace("\n", " ")
    assert any(e.summary.value.endswith(f": {shown_as}") for e in events(body))


@settings(deadline=None)
@given(text=st.text(min_size=1))
def test_any_name_survives(text: str) -> None:
    turns = [replace(turn(who, at(22, 8), at(23, 8)), site=text, duty=text) for who in (text, "ana")]
    found = changed([], pieces(text, turns, called=lambda id: id * 3, zone=zone_of), FIRST)
    lint(feed(found, View(text), Surroundings(text, "UTC"), TODAY, WINDOW))
