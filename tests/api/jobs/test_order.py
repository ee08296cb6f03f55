"""Whose turn it is."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.jobs.order import Waiting, next_run

START = datetime(2027, 1, 1, tzinfo=UTC)


def test_the_oldest_run_comes_first() -> None:
    assert next_run([Waiting(2, "a"), Waiting(1, "b"), Waiting(3, "c")], {}, {}, 1) == 1


def test_a_team_with_much_to_do_waits_for_one_whose_turn_is_longer_ago() -> None:
    waiting = [Waiting(2, "busy"), Waiting(30, "rare"), Waiting(40, "new")]
    last = {"busy": START + timedelta(hours=2), "rare": START}
    assert next_run(waiting, {}, last, 1) == 40
    assert next_run(waiting[:2], {}, last, 1) == 30


def test_a_team_has_only_so_many_at_once() -> None:
    waiting = [Waiting(1, "a"), Waiting(2, "b")]
    assert next_run(waiting, {"a": 1}, {}, 1) == 2
    assert next_run(waiting, {"a": 1, "b": 1}, {}, 1) is None
    assert next_run(waiting, {"a": 1, "b": 1}, {}, 2) == 1


def test_the_team_with_fewer_under_way_comes_first() -> None:
    assert next_run([Waiting(1, "a"), Waiting(2, "b")], {"a": 1}, {"b": START}, 3) == 2


def test_what_was_begun_comes_before_what_was_not() -> None:
    assert next_run([Waiting(1, "a"), Waiting(2, "b", again=True)], {}, {"b": START}, 1) == 2


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=24), st.integers(1, 3))
def test_no_team_is_served_twice_while_another_waits_that_was_not_served_since(teams: list[str], at_once: int) -> None:
    """One worker, all runs there from the start: teams take turns until they have no more."""
    left = [Waiting(n, team) for n, team in enumerate(teams)]
    last: dict[str, datetime] = {}
    served: list[str] = []
    while left:
        run = next_run(left, {}, last, at_once)
        (turn,) = (w for w in left if w.run == run)
        assert run == min(w.run for w in left if w.team == turn.team)
        others = {w.team for w in left} - {turn.team}
        counts = Counter(served)
        assert all(counts[turn.team] <= counts[other] for other in others)
        left.remove(turn)
        served.append(turn.team)
        last[turn.team] = START + timedelta(minutes=len(served))
