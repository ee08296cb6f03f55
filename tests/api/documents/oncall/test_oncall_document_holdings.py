"""Who holds what by an on-call document: bounds at the edges of a window, layers, sites, people who left."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from api.documents.oncall import holdings_in, oncall_of
from scheduler.intervals import Interval, parse_instant, shift_by, utc_text
from scheduler.oncall.values import Holding, Source

Raw = dict[str, Any]
PEOPLE = ["ana", "ben", "chi"]
WEEKLY = {"people": PEOPLE, "start": "2026-11-02T09:00"}
OFFICE = {"people": ["ben"], "start": "2026-11-02T09:00", "cadence": "daily", "windows": ["mon-fri 09:00-17:00"]}


def document(*layers: Raw, **schedule: Any) -> Raw:
    people = [{"id": id} for id in PEOPLE]
    return {"timezone": "UTC", "people": people, "schedules": [{"layers": [*layers], **schedule}]}


def held(raw: Raw, start: str, end: str | None = None, people: list[str] | None = None) -> list[tuple[str, str, str]]:
    window = Interval(parse_instant(start), parse_instant(end or start))
    return [told(h) for h in holdings_in(oncall_of(raw), window, people)]


def told(h: Holding) -> tuple[str, str, str]:
    return h.person, utc_text(h.start)[:16], utc_text(h.end)[:16]


def test_a_holding_says_where_it_comes_from() -> None:
    shift = {"id": "s1", "person": "ana", "start": "2026-11-02T09:00:00Z", "end": "2026-11-02T17:00:00Z"}
    raw = document({"rotations": [WEEKLY]}, {"shifts": [shift]}, duty="on-duty", level=2, site="sin")
    now = parse_instant("2026-11-02T12:00:00Z")
    (found,) = holdings_in(oncall_of(raw), Interval(now, now))
    expected = Interval(parse_instant(shift["start"]), parse_instant(shift["end"]))
    assert found == Holding("on-duty", 2, "ana", expected, site="sin", shift="s1", source=Source.ROTATION)


def test_a_window_of_no_length_is_its_instant() -> None:
    raw = document({"rotations": [WEEKLY]})
    assert held(raw, "2026-11-09T09:00:00Z") == [("ben", "2026-11-09T09:00", "2026-11-16T09:00")]
    assert held(raw, "2026-11-09T08:59:59Z") == [("ana", "2026-11-02T09:00", "2026-11-09T09:00")]


def test_an_upper_layer_bounds_a_lower_one_outside_of_the_window_too() -> None:
    raw = document({"rotations": [WEEKLY]}, {"rotations": [OFFICE]})
    assert held(raw, "2026-11-04T20:00:00Z") == [("ana", "2026-11-04T17:00", "2026-11-05T09:00")]
    assert held(raw, "2026-11-04T12:00:00Z") == [("ben", "2026-11-04T09:00", "2026-11-04T17:00")]


def test_a_span_hides_what_lies_below() -> None:
    span = {"start": "2026-11-03T00:00:00Z", "end": "2026-11-04T00:00:00Z"}
    raw = document({"rotations": [WEEKLY]}, {"spans": [span]})
    assert held(raw, "2026-11-03T12:00:00Z") == []
    assert held(raw, "2026-11-02T12:00:00Z") == [("ana", "2026-11-02T09:00", "2026-11-03T00:00")]


def test_a_layer_answers_together_and_nobody_takes_an_empty_turn() -> None:
    raw = document({"rotations": [{**WEEKLY, "people": [["ana", "chi"], [], "ben"]}]})
    assert [who for who, *_ in held(raw, "2026-11-03T00:00:00Z")] == ["ana", "chi"]
    assert held(raw, "2026-11-10T00:00:00Z") == []
    assert [who for who, *_ in held(raw, "2026-11-17T00:00:00Z")] == ["ben"]


def test_a_rotation_is_in_force_from_since_until_just_before_until() -> None:
    raw = document({"rotations": [{**WEEKLY, "since": "2026-11-04T00:00:00Z", "until": "2026-11-11T00:00:00Z"}]})
    assert held(raw, "2026-10-01T00:00:00Z", "2026-12-01T00:00:00Z") == [
        ("ana", "2026-11-04T00:00", "2026-11-09T09:00"),
        ("ben", "2026-11-09T09:00", "2026-11-11T00:00"),
    ]
    for one in ("since", "until"):
        half = document({"rotations": [{**WEEKLY, one: "2026-11-04T00:00:00Z"}]})
        assert len(held(half, "2026-11-03T00:00:00Z", "2026-11-05T00:00:00Z")) == 1


def test_always_among_the_windows_is_round_the_clock() -> None:
    raw = document({"rotations": [{**WEEKLY, "windows": ["mon 09:00-10:00", "always"]}]})
    assert held(raw, "2026-11-05T03:00:00Z") == [("ana", "2026-11-02T09:00", "2026-11-09T09:00")]


def test_a_rotation_may_have_a_time_zone_of_its_own() -> None:
    raw = document({"rotations": [{**WEEKLY, "timezone": "Asia/Singapore", "windows": ["mon 10:00-11:00"]}]})
    assert held(raw, "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z") == [
        ("ana", "2026-11-02T02:00", "2026-11-02T03:00")
    ]


def test_schedules_of_the_same_duty_and_level_add_up() -> None:
    raw = document({"rotations": [{**WEEKLY, "people": ["ana"]}]}, site="sin")
    raw["schedules"].append({"site": "dub", "layers": [{"rotations": [{**WEEKLY, "people": ["ben"]}]}]})
    now = parse_instant("2026-11-03T00:00:00Z")
    found = holdings_in(oncall_of(raw), Interval(now, now))
    assert [(h.track, h.site, h.person) for h in found] == [
        (("standby", 1), "sin", "ana"),
        (("standby", 1), "dub", "ben"),
    ]


def test_the_turn_of_somebody_who_left_is_nobodys() -> None:
    raw = document({"rotations": [{**WEEKLY, "people": ["ben"]}]}, {"rotations": [WEEKLY]})
    assert held(raw, "2026-11-03T00:00:00Z", people=["ben", "chi"]) == []
    assert held(raw, "2026-11-10T00:00:00Z", people=["ben", "chi"]) != []


def test_bounds_are_cut_a_year_away() -> None:
    shift = {"person": "ana", "start": "1950-01-01T00:00:00Z", "end": "2100-01-01T00:00:00Z"}
    (found,) = held(document({"shifts": [shift]}), "2026-06-01T00:00:01Z", "2026-06-01T00:00:02Z")
    assert found == ("ana", "2025-05-31T00:00", "2027-06-02T00:00")


def test_a_shift_that_ends_where_a_turn_begins_goes_on_in_it() -> None:
    shift = {"person": "ana", "start": "2026-11-01T00:00:00Z", "end": "2026-11-02T09:00:00Z"}
    raw = document({"rotations": [{**WEEKLY, "since": "2026-11-02T09:00:00Z"}], "shifts": [shift]})
    assert held(raw, "2026-11-02T09:00:00Z") == [("ana", "2026-11-01T00:00", "2026-11-09T09:00")]


TURNS = st.builds(
    lambda people, start, cadence, length, windows: {
        "people": people,
        "start": start,
        "cadence": cadence,
        "length": length,
        "windows": windows,
    },
    st.lists(st.sampled_from([*PEOPLE, [], ["ana", "ben"]]), min_size=1, max_size=4),
    st.sampled_from(["2026-01-05T09:00", "2026-03-29T01:30", "2026-10-25T01:30"]),
    st.sampled_from(["hourly", "daily", "weekly"]),
    st.integers(5, 9),
    st.sampled_from([[], ["mon-fri 09:00-17:00"], ["20:00-08:00", "sat 00:00-24:00"]]),
)
LAYERS = st.lists(st.fixed_dictionaries({"rotations": st.lists(TURNS, min_size=1, max_size=2)}), min_size=1, max_size=3)


@given(LAYERS, st.integers(0, 60 * 24 * 300))
@settings(max_examples=25, deadline=None)
def test_who_answers_at_an_instant_does_not_depend_on_the_window(layers: list[Raw], minute: int) -> None:
    """Two turns in a row of one person may look like one in the wide window: so the bounds lie inside of its own."""
    read = oncall_of({**document(*layers), "timezone": "Europe/London"})
    now = shift_by(parse_instant("2026-02-01T00:00:00Z"), minutes=minute)
    wide = Interval(shift_by(now, minutes=-60 * 24 * 20), shift_by(now, minutes=60 * 24 * 20))
    narrow = {h.person: h.interval for h in holdings_in(read, Interval(now, now))}
    around = {h.person: h.interval for h in holdings_in(read, wide) if h.interval.holds(now)}
    assert narrow.keys() == around.keys()
    assert all(around[person].covers(interval) for person, interval in narrow.items())
    assert all(interval.holds(now) for interval in narrow.values())
