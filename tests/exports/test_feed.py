from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.feed import feed
from exports.feed_events import FeedEvent, changed
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Duty, shift_id
from scheduler.intervals import Interval, utc_text
from scheduler.oncall.resolve import holdings_of, resolve
from scheduler.oncall.values import Holding, Override, Source, Swap
from scheduler.problem import Problem
from tests.exports.reading import events, lint, unfolded

CASES = Path(__file__).parents[1] / "scheduler" / "oncall" / "oncall-cases.json"
NIGHT = shift_id("sin-night", date(2027, 3, 27))
NEXT_NIGHT = shift_id("sin-night", date(2027, 3, 28))
WINDOW = Interval(datetime(2027, 3, 20, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC))
FIRST, SECOND, THIRD = (datetime(2027, 3, 21 + n, 9, 30, tzinfo=UTC) for n in range(3))
NAMES = {"sin-01": 'Mei "M", Tan; of\\Singapore 🦉', "ana": "Ana"}
ZONES = {"sin": "Asia/Singapore", "dub": "Europe/Dublin"}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def turn(person: str, first: datetime, last: datetime, level: int = 1) -> Holding:
    """A turn of a rotation."""
    return Holding(Duty.STANDBY, level, person, Interval(first, last), site="dub", source=Source.ROTATION)


def shown(found: Sequence[FeedEvent], **options: Any) -> bytes:
    usual: dict[str, Any] = {"name": "Team", "window": WINDOW, "names": NAMES, "zones": ZONES}
    return feed(found, **(usual | options))


def lines(found: Sequence[FeedEvent]) -> list[tuple[str, str, str, int, bool]]:
    """Person, start, end, sequence, cancelled."""
    bounds = [(utc_text(e.interval.start)[5:16], utc_text(e.interval.end)[5:16]) for e in found]
    return [(e.person, *bound, e.sequence, e.cancelled) for e, bound in zip(found, bounds, strict=True)]


@pytest.fixture(scope="module")
def plan(problem: Problem, roster: Roster) -> list[Holding]:
    return holdings_of(problem, roster)


@pytest.fixture(scope="module")
def published(plan: list[Holding]) -> list[FeedEvent]:
    """The feed of the team when its first revision is published."""
    return changed("team 1/a", [], plan, FIRST)


def test_a_feed_shows_the_final_schedule(plan: list[Holding]) -> None:
    day = Interval(at(27, 16), at(27, 18))
    override = Override(day, Duty.ON_DUTY, add="ana", remove="sin-01", shift=NIGHT)
    swap = Swap.exchange(
        Assignment("dub-01", shift_id("dub-night", date(2027, 3, 27))), Assignment("sin-01", NEXT_NIGHT)
    )
    final = resolve(plan, [override], [swap])
    found = changed("team", [], final.holdings, FIRST)
    assert [(e.dtstart.value, e.dtend.value, e.summary.value) for e in events(shown(found))] == [
        (at(27, 2), datetime(2027, 4, 3, 2, tzinfo=UTC), "Standby: manager-week: sin-02"),
        (at(27, 15), at(27, 16), f"sin-night: {NAMES['sin-01']}"),
        (at(27, 15), at(27, 23, 30), "sin-night: sin-02"),
        (at(27, 16), at(27, 18), "sin-night: Ana"),
        (at(27, 18), at(27, 23, 30), f"sin-night: {NAMES['sin-01']}"),
        (at(27, 22), at(28, 5), f"dub-night: {NAMES['sin-01']}"),
        (at(28, 15), at(28, 23, 30), "sin-night: dub-01"),
    ]


def test_a_feed_of_one_person_has_the_same_events_without_the_name(published: list[FeedEvent]) -> None:
    whole = {(e.uid.value, e.summary.value) for e in events(shown(published)) if "Mei" in e.summary.value}
    single = {(e.uid.value, e.summary.value) for e in events(shown(published, person="sin-01"))}
    assert {uid for uid, _ in single} == {uid for uid, _ in whole}
    assert {summary for _, summary in single} == {"sin-night"}


def test_an_event_says_where_when_and_with_whom(published: list[FeedEvent]) -> None:
    (mine, _) = events(shown(published, person="sin-01"))
    assert mine.description.value == (
        "On duty in sin\nSat 27 Mar 2027 23:00 to Sun 28 Mar 2027 07:30 (Asia/Singapore), 8 h 30 min\nWith: sin-02"
    )
    assert mine.categories.value == ["on-duty", "sin"]


def test_turns_of_a_rotation_say_their_level() -> None:
    rotation = [turn("ana", at(22, 8), at(29, 8)), turn("ben", at(22, 8), at(25, 8), level=2)]
    (first, second) = events(shown(changed("team", [], rotation, FIRST)))
    assert (first.summary.value, second.summary.value) == ("Standby: primary: Ana", "Standby: secondary: ben")
    assert first.description.value.splitlines()[0] == "Standby (primary) in dub"
    assert first.description.value.splitlines()[-1] == "With: ben"
    assert second.description.value.splitlines()[-1] == "With: Ana"


def test_where_nothing_is_known_of_site_and_level_the_feed_says_so() -> None:
    found = changed("team", [], [replace(turn("ana", at(22, 8), at(23, 8)), site=None, duty="deploys", level=3)], FIRST)
    (event,) = events(shown(found, zone="Europe/Dublin"))
    assert event.summary.value == "deploys: level 3: Ana"
    assert (
        event.description.value
        == "deploys (level 3)\nMon 22 Mar 2027 08:00 to Tue 23 Mar 2027 08:00 (Europe/Dublin), 24 h"
    )
    assert event.categories.value == ["deploys"]


def test_a_new_revision_changes_only_what_it_changes(plan: list[Holding], published: list[FeedEvent]) -> None:
    later = [h for h in plan if h.shift != NEXT_NIGHT]
    moved = [replace(h, interval=Interval(h.start, at(28, 6))) if h.person == "dub-01" else h for h in later]
    found = changed("team 1/a", published, [replace(h, revision=2) for h in moved], SECOND)
    assert lines(found) == [
        ("sin-02", "03-27T02:00", "04-03T02:00", 0, False),
        ("sin-01", "03-27T15:00", "03-27T23:30", 0, False),
        ("sin-02", "03-27T15:00", "03-27T23:30", 0, False),
        ("dub-01", "03-27T22:00", "03-28T06:00", 1, False),
        ("sin-01", "03-28T15:00", "03-28T23:30", 1, True),
    ]
    assert [e.uid for e in found] == [e.uid for e in published]
    assert [e.last_modified for e in found] == [FIRST, FIRST, FIRST, SECOND, SECOND]


def test_who_is_on_with_me_is_a_change_too(plan: list[Holding], published: list[FeedEvent]) -> None:
    alone = [h for h in plan if (h.person, h.shift) != ("sin-02", NIGHT)]
    found = {(e.person, e.shift): e for e in changed("team 1/a", published, alone, SECOND)}
    assert (found["sin-01", NIGHT].sequence, found["sin-01", NIGHT].others) == (1, ())


def test_what_comes_back_is_the_same_event_and_newer(plan: list[Holding], published: list[FeedEvent]) -> None:
    gone = changed("team 1/a", published, [], SECOND)
    assert all(e.cancelled and e.sequence == 1 for e in gone)
    assert changed("team 1/a", gone, [], THIRD) == gone
    back = changed("team 1/a", gone, plan, THIRD)
    assert [e.uid for e in back] == [e.uid for e in published]
    assert all(not e.cancelled and (e.sequence, e.last_modified) == (2, THIRD) for e in back)


def test_a_swap_back_by_an_override_changes_nothing(plan: list[Holding], published: list[FeedEvent]) -> None:
    again = [replace(h, source=Source.OVERRIDE, revision=7) for h in plan]
    assert changed("team 1/a", published, again, SECOND) == published


def test_a_shift_of_which_one_got_a_part_back_is_one_event(plan: list[Holding], published: list[FeedEvent]) -> None:
    given = Override(Interval(at(27, 16), at(27, 18)), Duty.ON_DUTY, add="ana", remove="sin-01", shift=NIGHT)
    back = replace(given, add="sin-01", remove="ana", created=1)
    final = resolve(plan, [given, back]).holdings
    assert len(final) > len(plan)
    assert changed("team 1/a", published, final, SECOND) == published


def test_with_me_is_who_has_the_same_shift_or_a_turn_of_the_same_duty_at_my_site() -> None:
    day, week = (at(22, 8), at(22, 16)), (at(22, 8), at(29, 8))
    worked = [("ana", "early"), ("ben", "early"), ("cleo", "late")]
    shifts = [Holding(Duty.ON_DUTY, 1, who, Interval(*day), "dub", f"{what}@2027-03-22") for who, what in worked]
    turns = [turn("ana", *week), turn("ben", *week, level=2), replace(turn("cleo", *week), site="sin")]
    later = [turn("dan", at(29, 8), at(31, 8)), replace(turn("eva", *week), duty="deploys")]
    found = changed("team", [], [*shifts, *turns, *later], FIRST)
    assert {(e.person, e.shift): e.others for e in found if e.others} == {
        ("ana", "early@2027-03-22"): ("ben",),
        ("ben", "early@2027-03-22"): ("ana",),
        ("ana", None): ("ben",),
        ("ben", None): ("ana",),
    }


def test_who_stays_second_stays_the_same_event() -> None:
    second = turn("ana", at(22, 8), at(29, 8), level=2)
    both = changed("team", [], [second, replace(second, level=1)], FIRST)
    found = changed("team", both, [second], SECOND)
    assert {(e.level, e.cancelled) for e in found} == {(1, True), (2, False)}
    assert {(e.level, e.uid) for e in found} == {(e.level, e.uid) for e in both}


def test_the_parts_of_a_shift_are_one_event_each(plan: list[Holding], published: list[FeedEvent]) -> None:
    override = Override(Interval(at(27, 16), at(27, 18)), Duty.ON_DUTY, add="ana", remove="sin-01", shift=NIGHT)
    split = changed("team 1/a", published, resolve(plan, [override]).holdings, SECOND)
    mine = [e for e in split if (e.person, e.shift) == ("sin-01", NIGHT)]
    assert lines(mine) == [
        ("sin-01", "03-27T15:00", "03-27T16:00", 1, False),
        ("sin-01", "03-27T18:00", "03-27T23:30", 0, False),
    ]
    undone = [e for e in changed("team 1/a", split, plan, THIRD) if e.shift == NIGHT and e.person != "sin-02"]
    assert lines(undone) == [
        ("sin-01", "03-27T15:00", "03-27T23:30", 2, False),
        ("ana", "03-27T16:00", "03-27T18:00", 1, True),
        ("sin-01", "03-27T18:00", "03-27T23:30", 1, True),
    ]


def test_what_is_over_has_happened(published: list[FeedEvent]) -> None:
    found = changed("team 1/a", published, [], at(28, 5))  # the end of the second to last shift, which it does not hold
    assert [e.cancelled for e in found] == [True, False, False, False, True]
    assert [e for e in found if not e.cancelled] == published[1:4]


def test_modified_never_goes_back(published: list[FeedEvent]) -> None:
    early = FIRST - timedelta(seconds=5)  # another machine's clock
    assert {(e.sequence, e.last_modified) for e in changed("team 1/a", published, [], early)} == {(1, FIRST)}


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="no offset"):
        changed("team", [], [], datetime(2027, 3, 21))  # noqa: DTZ001


def test_a_deleted_override_stays_in_the_feed_as_cancelled() -> None:
    (case,) = [c for c in json.loads(CASES.read_text(encoding="utf-8"))["cases"] if c["id"] == "GF-ICS-01"]
    (old,) = case["input"]["published"]
    bounds = Interval(*(datetime.fromisoformat(old[key]) for key in ("start", "end")))
    override = Holding(Duty.STANDBY, 1, old["user"], bounds, source=Source.OVERRIDE)
    before = changed("team", [], [override], bounds.start - timedelta(days=2))
    deleted = bounds.start - timedelta(days=1)
    window = Interval(bounds.start - timedelta(days=35), bounds.end + timedelta(days=180))
    (event,) = events(shown(changed("team", before, [], deleted), window=window))
    (confirmed,) = events(shown(before, window=window))
    expected = case["expected"]["vevent"]
    assert event.uid.value == confirmed.uid.value
    assert event.status.value == expected["STATUS"]
    assert (event.dtend.value == event.dtstart.value) == expected["DTEND_equals_DTSTART"]
    assert event.contents["last-modified"][0].value == deleted
    assert event.sequence.value == "1"
    assert event.summary.value == "Cancelled: Standby: primary: u2"


def test_a_cancelled_event_is_shown_until_the_window_has_passed_its_cancelling(published: list[FeedEvent]) -> None:
    found = changed("team 1/a", published, [], SECOND)
    shut = Interval(SECOND, WINDOW.end)
    assert {e.status.value for e in events(shown(found, window=shut))} == {"CANCELLED"}
    later = Interval(SECOND + timedelta(seconds=1), WINDOW.end)
    assert [e.status.value for e in events(shown(found, window=later))] == ["CONFIRMED"]
    assert "No shifts planned" in shown(found, window=later).decode()
    assert len(events(shown(published, window=later))) == 5


def test_only_what_shares_an_instant_with_the_window_is_shown(published: list[FeedEvent]) -> None:
    assert len(events(shown(published, window=Interval(at(27, 23, 30), at(28, 15))))) == 2


def test_a_feed_without_shifts_says_so_in_one_event() -> None:
    (event,) = events(shown([], zone="Asia/Singapore", window=Interval(at(20, 16), at(25, 16))))
    assert event.summary.value == "No shifts planned from 2027-03-21 to 2027-03-25"
    assert (event.dtstart.value, event.dtend.value) == (at(20, 16), at(21, 16))


def test_standby_and_what_is_cancelled_never_block_the_calendar(published: list[FeedEvent]) -> None:
    assert {e.transp.value for e in events(shown(published))} == {"TRANSPARENT"}
    blocked = [e for e in events(shown(published, busy=True)) if e.transp.value == "OPAQUE"]
    assert len(blocked) == 4
    assert not any("Standby" in e.summary.value for e in blocked)
    cancelled = changed("team 1/a", published, [], SECOND)
    assert {e.transp.value for e in events(shown(cancelled, busy=True))} == {"TRANSPARENT"}


def test_a_feed_is_clean_and_the_same_bytes_every_time(plan: list[Holding], published: list[FeedEvent]) -> None:
    half = changed("team 1/a", published, plan[:3], SECOND)
    lint(shown(half, name="two\nlines", busy=True))
    lint(shown([]))
    assert shown(half) == shown(list(reversed(half)))
    assert "X-WR-TIMEZONE:Asia/Tokyo" in unfolded(shown(half, zone="Asia/Tokyo"))


@settings(deadline=None)
@given(text=st.text(min_size=1))
def test_any_name_survives(text: str) -> None:
    turns = [replace(turn(who, at(22, 8), at(23, 8)), site=text, duty=text) for who in (text, "ana")]
    lint(shown(changed(text, [], turns, FIRST), name=text, names={text: text * 3}))


# -- whatever happens to a schedule ------------------------------------------------------------------------------------

PEOPLE, SHIFTS = ("ana", "ben"), (None, "sin-night@2027-03-29", "sin-night@2027-03-30")
HOLDINGS = st.builds(
    lambda level, person, shift, start, hours, source: Holding(
        Duty.STANDBY, level, person, Interval(start, start + timedelta(hours=hours)), "sin", shift, source
    ),
    st.sampled_from([1, 2]),
    st.sampled_from(PEOPLE),
    st.sampled_from(SHIFTS),
    st.integers(0, 4).map(lambda hour: at(29, hour)),
    st.integers(1, 3),
    st.sampled_from([Source.REVISION, Source.OVERRIDE]),
)
STEPS = st.lists(st.lists(HOLDINGS, max_size=6), min_size=1, max_size=4)


def hours_held(holdings: Sequence[Holding] | Sequence[FeedEvent]) -> set[tuple[object, ...]]:
    """Who holds what in which hour."""
    return {
        (h.duty, h.level, h.person, h.shift, hour)
        for h in holdings
        for hour in range(12)
        if h.interval.holds(at(29, hour))
    }


@settings(deadline=None)
@given(STEPS)
def test_who_follows_the_feed_always_sees_the_schedule(steps: list[list[Holding]]) -> None:
    calendar: dict[str, FeedEvent] = {}  # of a program that takes an event only with a higher sequence
    found: list[FeedEvent] = []
    for n, holdings in enumerate(steps):
        found = changed("team", found, holdings, FIRST + timedelta(minutes=n))
        assert len({e.uid for e in found}) == len(found)
        for event in found:
            known = calendar.get(event.uid)
            if known is None or event.sequence > known.sequence:
                calendar[event.uid] = event
        assert sorted(calendar.values(), key=lambda e: e.uid) == sorted(found, key=lambda e: e.uid)
        assert hours_held([e for e in calendar.values() if not e.cancelled]) == hours_held(holdings)
        assert changed("team", found, list(reversed(holdings)), THIRD) == found
        lint(shown(found))
