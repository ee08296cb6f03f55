from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Duty, Shift
from scheduler.intervals import Interval
from scheduler.oncall.gaps import gaps
from scheduler.oncall.layers import Layer, layered
from scheduler.oncall.resolve import FinalSchedule, holdings_of, resolve
from scheduler.oncall.values import Answer, Holding, Move, Next, Override, Source, Swap

ZERO = datetime(2027, 1, 4, tzinfo=UTC)
END = 12  # the little world of these tests lasts so many minutes
TRACK = ("standby", 1)


def minute(n: float) -> datetime:
    return ZERO + timedelta(minutes=n)


def span(start: float, end: float) -> Interval:
    return Interval(minute(start), minute(end))


def held(
    person: str, start: int, end: int, shift: str | None = None, level: int = 1, site: str | None = None
) -> Holding:
    return Holding("standby", level, person, span(start, end), site=site, shift=shift)


def override(start: int, end: int, created: int = 0, **changes: Any) -> Override:
    return Override(span(start, end), "standby", created=created, **changes)


def people(schedule: FinalSchedule, at: float) -> list[str]:
    return [h.person for h in schedule.at(minute(at))]


# -- against an evaluation of every minute by itself -------------------------------------------------------------------

PEOPLE = st.sampled_from("abcd")
SPANS = st.tuples(st.integers(0, END), st.integers(0, END)).map(lambda pair: (min(pair), max(pair)))


@st.composite
def holdings(draw: st.DrawFn) -> list[Holding]:
    rows = draw(st.lists(st.tuples(PEOPLE, SPANS, st.integers(1, 2)), max_size=6))
    return [held(who, *bounds, shift=f"s{n}", level=level) for n, (who, bounds, level) in enumerate(rows)]


@st.composite
def overrides(draw: st.DrawFn) -> list[Override]:
    effects: st.SearchStrategy[dict[str, Any]] = st.one_of(
        PEOPLE.map(lambda p: {"add": p}),
        PEOPLE.map(lambda p: {"remove": p}),
        st.tuples(PEOPLE, PEOPLE).map(lambda p: {"add": p[0], "remove": p[1]}),
        PEOPLE.map(lambda p: {"add": p, "everybody": True}),
        st.just({"everybody": True}),
    )
    scopes: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
        {}, optional={"level": st.just(2), "shift": st.sampled_from(["s0", "s1"])}
    )
    rows = draw(st.lists(st.tuples(SPANS, effects, scopes, st.integers(0, 3)), max_size=4))
    return [Override(span(*bounds), "standby", created=n, **effect, **scope) for bounds, effect, scope, n in rows]


@st.composite
def swaps(draw: st.DrawFn) -> list[Swap]:
    moves = st.tuples(PEOPLE, st.sampled_from(["s0", "s1", "s2"]), PEOPLE, st.none() | SPANS)
    rows = draw(st.lists(st.lists(moves, min_size=1, max_size=2), max_size=3))
    return [
        Swap(tuple(Move(Assignment(who, shift), to, span(*part) if part else None) for who, shift, to, part in row))
        for row in rows
    ]


def expected(base: list[Holding], changes: list[Override], exchanges: list[Swap], at: datetime) -> set[tuple[int, str]]:
    """Who holds which level at one instant, worked out for this instant alone."""
    there = [(h, h.person) for h in after_swaps(base, exchanges) if h.interval.holds(at)]
    posts: list[tuple[int, str | None, list[str | None]]] = [(h.level, who, [h.shift]) for h, who in there]
    before: list[set[str | None]] = [set() for _ in posts]
    for o in sorted(changes, key=lambda o: o.created):
        if not o.interval.holds(at):
            continue
        scope = [n for n, p in enumerate(posts) if p[0] == o.level and o.shift in (None, p[2][0])]
        hit = scope if o.everybody else [n for n in scope if o.remove is not None and posts[n][1] == o.remove]
        if not hit and o.add and o.remove:
            hit = [n for n in scope if o.remove in before[n]]
        if o.add and not o.remove and not hit:
            posts.append((o.level, o.add, [o.shift]))
            before.append(set())
        for n in hit:
            before[n].add(posts[n][1])
            posts[n] = (posts[n][0], o.add, posts[n][2])
    return {(level, who) for level, who, _ in posts if who is not None}


def after_swaps(base: list[Holding], exchanges: list[Swap]) -> list[Holding]:
    """Minute by minute, for the moves are bound to whole assignments."""
    cells = [(h, n, h.person) for h in base for n in range(END) if h.interval.holds(minute(n))]
    for swap in exchanges:
        there = {(who, h.shift) for h, _, who in cells}
        if not all((move.assignment.person, move.assignment.shift) in there for move in swap.moves):
            continue
        cells = [(h, n, moved(h, n, who, swap.moves)) for h, n, who in cells]
    return [held(who, n, n + 1, shift=h.shift, level=h.level) for h, n, who in cells]


def moved(h: Holding, n: int, who: str, moves: Iterable[Move]) -> str:
    for move in moves:
        if move.assignment == Assignment(who, h.shift or "") and (move.part is None or move.part.holds(minute(n))):
            return move.to
    return who


@given(holdings(), overrides(), swaps())
def test_the_schedule_says_at_every_minute_what_that_minute_alone_says(
    base: list[Holding], changes: list[Override], exchanges: list[Swap]
) -> None:
    schedule = resolve(base, changes, exchanges)
    for n in range(-1, END + 1):
        for instant in (minute(n), minute(n + 0.5)):
            found = schedule.at(instant)
            assert {(h.level, h.person) for h in found} == expected(base, changes, exchanges, instant)
            assert all(h.interval.holds(instant) for h in found)
            assert set(found) == {h for h in schedule.holdings if h.interval.holds(instant)}


@given(holdings(), overrides())
def test_answers_agree_with_the_holdings_and_with_their_own_bounds(
    base: list[Holding], changes: list[Override]
) -> None:
    schedule = resolve(base, changes)
    for n in range(-1, END + 2):
        answers = schedule.answer(minute(n))
        assert {(a.duty, a.level) for a in answers} == schedule.tracks
        assert [(a.level, a.person) for a in answers if a.covered] == sorted(
            {(h.level, h.person) for h in schedule.at(minute(n))}
        )
        for answer in answers:
            last = answer.until - timedelta(seconds=1) if answer.until else minute(END + 9)
            for instant in (answer.since or minute(-9), last):
                same = [a.person for a in schedule.answer(instant) if a.level == answer.level]
                assert answer.person in same


@given(holdings(), st.integers(1, 3))
def test_gaps_are_the_minutes_with_too_few(base: list[Holding], needed: int) -> None:
    found = gaps(base, span(0, END), TRACK, needed)
    for n in range(END):
        there = {h.person for h in base if h.level == 1 and h.interval.holds(minute(n))}
        assert any(gap.holds(minute(n)) for gap in found) == (len(there) < needed)
    assert all(one.end < other.start for one, other in pairwise(found)), "neighbouring gaps are one"


@given(holdings(), holdings())
def test_an_upper_layer_hides_the_lower_one(lower: list[Holding], upper: list[Holding]) -> None:
    seen = layered([Layer(tuple(lower)), Layer(tuple(upper), (span(3, 5),))])
    for n in range(END):
        over = {h.person for h in upper if h.interval.holds(minute(n))}
        under = set() if over or 3 <= n < 5 else {h.person for h in lower if h.interval.holds(minute(n))}
        assert {h.person for h in seen if h.interval.holds(minute(n))} == over | under


# -- one by one --------------------------------------------------------------------------------------------------------


def test_a_later_override_beats_an_earlier_one_whatever_the_order_of_the_list() -> None:
    earlier, later = override(0, 6, 1, add="b", remove="a"), override(3, 9, 2, add="c", remove="a")
    for changes in ([earlier, later], [later, earlier]):
        assert [people(resolve([held("a", 0, 9)], changes), n) for n in (0, 3, 6)] == [["b"], ["c"], ["c"]]


def test_who_stands_in_can_be_replaced_too() -> None:
    changes = [override(0, 9, 1, add="b", remove="a"), override(2, 4, 2, add="c", remove="b")]
    schedule = resolve([held("a", 0, 9)], changes)
    assert [people(schedule, n) for n in (0, 2, 4)] == [["b"], ["c"], ["b"]]


def test_removing_a_person_who_is_replaced_already_leaves_the_stand_in() -> None:
    changes = [override(0, 9, 1, add="b", remove="a"), override(0, 9, 2, remove="a")]
    assert people(resolve([held("a", 0, 9)], changes), 4) == ["b"]


def test_a_stand_in_keeps_the_shift_and_site_of_whom_it_stands_in_for() -> None:
    schedule = resolve([held("a", 0, 9, shift="s", site="sin")], [override(3, 5, add="b", remove="a")])
    assert schedule.at(minute(4)) == (
        Holding("standby", 1, "b", span(3, 5), site="sin", shift="s", source=Source.OVERRIDE),
    )


def test_an_override_of_one_shift_leaves_the_others_alone() -> None:
    base = [held("a", 0, 9, shift="s"), held("a", 0, 9, shift="t")]
    found = resolve(base, [override(0, 9, remove="a", shift="s")]).at(minute(1))
    assert [h.shift for h in found] == ["t"]


def test_an_override_of_one_site_leaves_the_others_alone() -> None:
    base = [held("a", 0, 9, site="sin"), held("a", 0, 9, site="dub")]
    found = resolve(base, [override(0, 9, remove="a", site="sin")]).at(minute(1))
    assert [h.site for h in found] == ["dub"]


def test_a_gap_can_be_asked_for_of_one_site() -> None:
    base = [held("a", 0, 9, site="sin"), held("b", 0, 4, site="dub")]
    assert gaps(base, span(0, 9), TRACK) == []
    assert gaps(base, span(0, 9), TRACK, site="dub") == [span(4, 9)]


def test_what_happens_in_a_window_keeps_its_true_bounds() -> None:
    schedule = resolve([held("a", 0, 4), held("b", 4, 8)])
    assert schedule.between(span(1, 4)) == schedule.holdings[:1]
    assert schedule.between(span(3, 5)) == schedule.holdings
    assert schedule.between(span(4, 4)) == schedule.at(minute(4)) == schedule.holdings[1:]


@pytest.mark.parametrize("changes", [{}, {"remove": "a", "everybody": True}])
def test_an_override_that_makes_no_sense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="override"):
        override(0, 1, **changes)


def test_an_exchange_happens_altogether_or_not_at_all() -> None:
    base = [held("a", 0, 4, shift="s"), held("b", 6, 9, shift="t")]
    exchange = Swap.exchange(Assignment("a", "s"), Assignment("b", "t"))
    done = resolve(base, swaps=[exchange])
    assert [(h.person, h.shift, h.source) for h in done.holdings] == [
        ("b", "s", Source.SWAP),
        ("a", "t", Source.SWAP),
    ]
    assert resolve(base[:1], swaps=[exchange]).holdings == tuple(base[:1])


def test_a_swap_follows_its_shift_when_the_shift_moves() -> None:
    cover = Swap((Move(Assignment("a", "s"), "b"),))
    assert people(resolve([held("a", 5, 8, shift="s")], swaps=[cover]), 7) == ["b"]


def test_an_override_lies_over_a_swap() -> None:
    cover = Swap((Move(Assignment("a", "s"), "b"),))
    schedule = resolve([held("a", 0, 9, shift="s")], [override(2, 4, add="c", remove="b")], [cover])
    assert [people(schedule, n) for n in (0, 2, 4)] == [["b"], ["c"], ["b"]]


def test_the_answer_says_since_until_next_and_source() -> None:
    base = [held("a", 0, 4, site="sin"), held("b", 4, 8, site="sin"), held("c", 2, 8, site="dub")]
    assert resolve(base).answer(minute(1)) == (
        Answer("standby", 1, "a", minute(0), minute(4), Next("b", minute(4)), Source.REVISION, True, "sin"),
    )


def test_who_is_next_comes_to_the_same_duty_level_and_site_and_of_two_the_first_by_name() -> None:
    base = [held("a", 0, 4), held("z", 4, 8), held("y", 4, 8), held("b", 2, 8, level=2)]
    assert [a.next for a in resolve(base).answer(minute(1)) if a.level == 1] == [Next("y", minute(4))]
    assert [a.next for a in resolve(base).answer(minute(4)) if a.level == 1] == [None, None]


def test_a_gap_is_answered_with_its_bounds_and_who_comes_next() -> None:
    schedule = resolve([held("a", 2, 4), held("b", 6, 8)])
    b = Next("b", minute(6))
    assert schedule.answer(minute(5)) == (Answer("standby", 1, None, minute(4), minute(6), b, None, False),)
    first = Next("a", minute(2))
    assert schedule.answer(minute(0)) == (Answer("standby", 1, None, None, minute(2), first, None, False),)
    assert schedule.answer(minute(8)) == (Answer("standby", 1, None, minute(8), None, None, None, False),)


def test_a_duty_that_lost_everybody_is_still_answered() -> None:
    schedule = resolve([held("a", 0, 9)], [override(-1, 10, remove="a")])
    assert schedule.answer(minute(5)) == (Answer("standby", 1, None, None, None, None, None, False),)


def test_a_person_with_two_shifts_at_once_gets_one_answer() -> None:
    schedule = resolve([held("a", 0, 4, shift="s"), held("a", 2, 6, shift="t"), held("b", 0, 9)])
    answers = schedule.answer(minute(3))
    assert [(a.person, a.since, a.until, a.shift) for a in answers] == [
        ("a", minute(0), minute(6), "s"),
        ("b", minute(0), minute(9), None),
    ]


def test_an_empty_schedule_has_no_answers() -> None:
    assert resolve([]).answer(ZERO) == ()
    assert resolve([]).at(ZERO) == ()


def test_naive_instants_are_refused() -> None:
    schedule = resolve([held("a", 0, 9)])
    with pytest.raises(ValueError, match="offset"):
        schedule.at(ZERO.replace(tzinfo=None))


def test_any_offset_will_do() -> None:
    schedule = resolve([held("a", 0, 9), held("b", 9, 12)])
    assert [h.person for h in schedule.at(datetime.fromisoformat("2027-01-04T08:09:00+08:00"))] == ["b"]


def test_a_roster_becomes_holdings_one_an_assignment() -> None:
    shifts = {
        "n@1": Shift("n@1", "n", "sin", ZERO.date(), minute(0), minute(4)),
        "w@1": Shift("w@1", "w", "sin", ZERO.date(), minute(0), minute(9), duty=Duty.STANDBY),
    }

    class Known:
        def shift(self, id: str) -> Shift:
            return shifts[id]

    found = holdings_of(Known(), Roster.of([("a", "n@1"), ("b", "n@1"), ("c", "w@1")]))
    assert found == [
        Holding("on-duty", 1, "a", span(0, 4), "sin", "n@1"),
        Holding("on-duty", 1, "b", span(0, 4), "sin", "n@1"),
        Holding("standby", 1, "c", span(0, 9), "sin", "w@1"),
    ]
