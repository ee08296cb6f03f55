"""A packed schedule against the plain holdings, searched one by one."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.intervals import Interval
from scheduler.oncall.packed import Packed, pack
from scheduler.oncall.resolve import FinalSchedule, resolve
from scheduler.oncall.values import Answer, Holding, Next, Source, Track

ZERO = datetime(2027, 1, 4, tzinfo=UTC)
END = 9  # the little world of these tests lasts so many minutes
TICK = timedelta(microseconds=1)
NEVER_HELD = ("standby", 3)


def minute(n: float) -> datetime:
    return ZERO + timedelta(minutes=n)


def held(person: str, start: float, end: float, **more: Any) -> Holding:
    return Holding("standby", 1, person, Interval(minute(start), minute(end)), **more)


HOLDINGS = st.builds(
    lambda track, *rest: Holding(*track, *rest),
    st.sampled_from([("standby", 1), ("standby", 2), ("on-duty", 1)]),
    st.sampled_from("abc"),
    st.tuples(st.integers(0, END), st.integers(0, END)).map(lambda n: Interval(minute(min(n)), minute(max(n)))),
    st.sampled_from([None, "dub", "sin"]),
    st.sampled_from([None, "s", "t"]),
    st.sampled_from(Source),
    st.sampled_from([None, 1, 2]),
)


@st.composite
def schedules(draw: st.DrawFn) -> FinalSchedule:
    final = resolve(draw(st.lists(HOLDINGS, max_size=12)))
    return FinalSchedule(final.holdings, final.tracks | {NEVER_HELD})


def instants(schedule: FinalSchedule) -> list[datetime]:
    """Every breakpoint, just before and after it, some between, before the first and after the last."""
    bounds = {bound for h in schedule.holdings for bound in (h.start, h.end)}
    near = {bound + step for bound in bounds for step in (-TICK, 0 * TICK, TICK)}
    return sorted(near | {minute(n + 0.5) for n in range(-2, END + 2)} | {minute(-(10**7)), minute(10**7)})


# -- the answers, worked out from the holdings alone -------------------------------------------------------------------


def plain_at(schedule: FinalSchedule, instant: datetime) -> list[Holding]:
    there = [h for h in schedule.holdings if h.interval.holds(instant)]
    return sorted(there, key=lambda h: (h.track, h.person, h.start, h.site or "", h.shift or "", h.source))


def plain_answers(schedule: FinalSchedule, instant: datetime) -> list[Answer]:
    return [answer for track in sorted(schedule.tracks) for answer in plain_track(schedule, track, instant)]


def plain_track(schedule: FinalSchedule, track: Track, instant: datetime) -> list[Answer]:
    line = [h for h in schedule.holdings if h.track == track]
    there = [h for h in plain_at(schedule, instant) if h.track == track]
    if not there:
        since = max((h.end for h in line if h.end <= instant), default=None)
        until = min((h.start for h in line if h.start > instant), default=None)
        return [Answer(*track, None, since, until, plain_next(line, instant), None, covered=False)]
    return [
        plain_person([h for h in there if h.person == person], line, instant)
        for person in sorted({h.person for h in there})
    ]


def plain_person(same: list[Holding], line: list[Holding], instant: datetime) -> Answer:
    h = same[0]
    return Answer(
        *h.track,
        h.person,
        min(h.start for h in same),
        max(h.end for h in same),
        plain_next([other for other in line if other.site == h.site], instant),
        h.source,
        covered=True,
        site=h.site,
        shift=h.shift,
        revision=h.revision,
    )


def plain_next(line: Iterable[Holding], instant: datetime) -> Next | None:
    coming = min(((h.start, h.person) for h in line if h.start > instant), default=None)
    return Next(coming[1], coming[0]) if coming else None


@given(schedules())
def test_whereabouts_are_all_people_with_all_their_sites(schedule: FinalSchedule) -> None:
    packed = pack(schedule)
    for track in schedule.tracks:
        assert packed.whereabouts(*track) == {(h.person, h.site) for h in schedule.holdings if h.track == track}


@given(schedules(), st.randoms(use_true_random=False))
def test_packed_answers_are_those_of_the_plain_holdings(schedule: FinalSchedule, random: Any) -> None:
    packed, asked = pack(schedule), instants(schedule)
    random.shuffle(asked)
    assert packed.tracks == schedule.tracks
    for instant in asked:
        assert [*packed.at(instant)] == plain_at(schedule, instant)
        assert [*packed.answer(instant)] == plain_answers(schedule, instant)
        assert packed.answer(instant) == schedule.answer(instant)


@given(schedules())
def test_answers_stay_the_same_until_they_say(schedule: FinalSchedule) -> None:
    packed, last = pack(schedule), minute(10**7)
    bounds = {bound for h in schedule.holdings for bound in (h.start, h.end)}
    for instant in instants(schedule):
        until = packed.valid_until(instant)
        assert until == min((bound for bound in bounds if bound > instant), default=None)
        assert packed.answer(until - TICK if until else last) == packed.answer(instant)


@given(schedules(), st.integers(-1, END + 1), st.integers(0, END))
def test_a_window_has_what_shares_an_instant_with_it(schedule: FinalSchedule, start: int, length: int) -> None:
    for cut in (timedelta(0), TICK, -TICK):
        window = Interval(minute(start), max(minute(start), minute(start + length) + cut))
        there = [h for h in schedule.holdings if h.interval.overlaps(window) or h.interval.holds(window.start)]
        assert [*pack(schedule).between(window)] == there == [*schedule.between(window)]


@given(schedules(), st.sampled_from("abcx"))
def test_what_is_ahead_of_a_person_begins_with_what_has_not_ended(schedule: FinalSchedule, person: str) -> None:
    for instant in instants(schedule):
        ahead = [h for h in schedule.holdings if h.person == person and h.end > instant]
        assert [*pack(schedule).person_shifts(person, instant)] == ahead


@given(schedules(), st.sampled_from([None, "standby", "x"]), st.sampled_from([None, 1, 3, 9]))
def test_a_duty_or_a_level_can_be_asked_for_alone(schedule: FinalSchedule, duty: str | None, level: int | None) -> None:
    def asked(thing: Answer | Holding) -> bool:
        return duty in (None, thing.duty) and level in (None, thing.level)

    packed = pack(schedule)
    alone = FinalSchedule(tuple(h for h in schedule.holdings if asked(h)), frozenset())
    for instant in instants(schedule):
        assert packed.answer(instant, duty, level) == tuple(a for a in packed.answer(instant) if asked(a))
        assert packed.at(instant, duty, level) == tuple(h for h in packed.at(instant) if asked(h))
        assert packed.valid_until(instant, duty, level) == pack(alone).valid_until(instant)
    window = Interval(minute(2), minute(6))
    assert packed.between(window, duty, level) == pack(alone).between(window)


# -- one by one --------------------------------------------------------------------------------------------------------

QUESTIONS: dict[str, Callable[[Packed, datetime], object]] = {
    "at": Packed.at,
    "answer": Packed.answer,
    "valid_until": Packed.valid_until,
    "between, start": lambda packed, naive: packed.between(Interval(naive, ZERO)),
    "between, end": lambda packed, naive: packed.between(Interval(ZERO, naive)),
    "person_shifts": lambda packed, naive: packed.person_shifts("a", naive),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_naive_instants_are_refused_even_where_there_is_nothing(question: Callable[[Packed, datetime], object]) -> None:
    for holdings in ([held("a", 0, 9)], []):
        with pytest.raises(ValueError, match="offset"):
            question(pack(resolve(holdings)), ZERO.replace(tzinfo=None))


def test_any_offset_will_do() -> None:
    packed = pack(resolve([held("a", 0, 9), held("b", 9, 12)]))
    there = datetime.fromisoformat("2027-01-04T08:09:00+08:00")
    assert [h.person for h in packed.at(there)] == ["b"]
    assert packed.valid_until(there) == minute(12)


def test_bounds_are_kept_to_the_microsecond_in_any_year() -> None:
    first, last = datetime(1900, 1, 1, 0, 0, 0, 1, UTC), datetime.max.replace(tzinfo=UTC)
    odd = Holding("standby", 1, "a", Interval(first, last))
    packed = pack(resolve([odd]))
    assert packed.at(first) == packed.at(last - TICK) == (odd,)
    assert packed.at(first - TICK) == packed.at(last) == ()


def test_more_holdings_than_two_bytes_can_count_are_kept_apart() -> None:
    count = 2**16 + 2
    packed = pack(FinalSchedule(tuple(held("a", n, n + 1, shift=f"s{n}") for n in range(count)), frozenset()))
    assert [packed.at(minute(n))[0].shift for n in (0, 255, 256, count - 1)] == ["s0", "s255", "s256", f"s{count - 1}"]


def test_of_several_holdings_at_once_the_one_that_began_first_is_named() -> None:
    two = [held("a", 3, 9, site="dub", revision=2), held("a", 1, 8, site="sin", revision=1)]
    packed = pack(resolve([*two, held("b", 9, 12, site="dub"), held("c", 10, 12, site="sin")]))
    assert packed.at(minute(4)) == (two[1], two[0])
    assert packed.answer(minute(4)) == (
        Answer(*two[0].track, "a", minute(1), minute(9), Next("c", minute(10)), Source.REVISION, True, "sin", None, 1),
    )


def test_a_holding_of_no_length_is_nothing() -> None:
    packed = pack(FinalSchedule((held("b", 0, 9), held("a", 3, 3)), frozenset()))
    assert packed.person_shifts("a", ZERO) == ()
    assert packed.valid_until(ZERO) == minute(9)
    assert [a.next for a in packed.answer(ZERO)] == [None]


def test_a_schedule_without_tracks_answers_nothing_and_stays_so() -> None:
    packed = pack(resolve([]))
    assert (packed.answer(ZERO), packed.valid_until(ZERO), packed.tracks) == ((), None, frozenset())


def test_what_is_held_is_answered_also_when_nobody_said_that_it_is_asked_for() -> None:
    packed = pack(FinalSchedule((held("a", 0, 9),), frozenset()))
    assert [a.person for a in packed.answer(ZERO)] == ["a"]


def test_a_year_of_shifts_takes_less_than_sixty_bytes_a_holding() -> None:
    sites = ("sin", "dub", "sfo")
    year = FinalSchedule(
        tuple(
            held(
                f"{site}-{(n + k) % 12:02}",
                480 * n,
                480 * n + 510,
                site=site,
                shift=f"night-{site}@{n:010}",
                revision=4,
            )
            for n in range(3 * 365)
            for site in [sites[n % 3]]
            for k in range(3)
        ),
        frozenset(),
    )
    pack(year)  # whatever is loaded or kept by the first
    tracemalloc.start()
    packed = pack(year)
    gc.collect()  # Python's own free lists too
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(packed.between(Interval(minute(0), minute(480 * 3 * 365)))) == len(year.holdings)
    assert size < 60 * len(year.holdings)
