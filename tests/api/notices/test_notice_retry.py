"""When a notice is tried again."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from api.notices.retry import FIRST_PAUSE, LONGEST_PAUSE, MOST_ATTEMPTS, pause

ATTEMPTS = st.integers(1, MOST_ATTEMPTS - 1)
JITTER = st.floats(0, 1, exclude_max=True)


def plain(attempt: int) -> float:
    found = pause(attempt, 0.5)
    assert found is not None
    return found


def test_it_is_tried_for_about_a_day() -> None:
    pauses = [plain(attempt) for attempt in range(1, MOST_ATTEMPTS)]
    assert pauses[:4] == [60, 120, 240, 480]
    assert 23 * 3600 < sum(pauses) < 25 * 3600
    assert all(one <= other for one, other in pairwise(pauses))


def test_after_the_last_attempt_nothing_comes() -> None:
    assert pause(MOST_ATTEMPTS - 1, 0.0) is not None
    assert pause(MOST_ATTEMPTS, 0.0) is None
    assert pause(MOST_ATTEMPTS + 1, 0.0, asked=1) is None


@settings(deadline=None)
@given(ATTEMPTS, JITTER)
def test_jitter_spreads_by_a_quarter(attempt: int, jitter: float) -> None:
    found = pause(attempt, jitter)
    assert found is not None
    assert 0.75 * plain(attempt) <= found <= 1.25 * plain(attempt)
    assert FIRST_PAUSE * 0.75 <= found <= LONGEST_PAUSE * 1.25


def test_jitter_tells_two_messages_apart() -> None:
    assert pause(3, 0.0) != pause(3, 0.9)


@settings(deadline=None)
@given(ATTEMPTS, JITTER, st.floats(0, 1e9))
def test_the_other_side_is_given_the_time_it_asks_for(attempt: int, jitter: float, asked: float) -> None:
    found, without = pause(attempt, jitter, asked), pause(attempt, jitter)
    assert found is not None
    assert without is not None
    assert found == max(without, min(asked, LONGEST_PAUSE))
