"""So many questions a minute, counted over a window that slides."""

from __future__ import annotations

import pytest

from api.limiter import Limiter, TooManyRequests


class Seconds:
    now = 6000.0

    def __call__(self) -> float:
        return self.now


def allowed(limiter: Limiter, key: str, tries: int, a_minute: int = 10) -> int:
    """How many of so many tries are let through."""
    count = 0
    for _ in range(tries):
        try:
            limiter.count(key, a_minute)
        except TooManyRequests:
            continue
        count += 1
    return count


def test_no_more_than_allowed_and_each_for_itself() -> None:
    limiter = Limiter(Seconds())
    assert [allowed(limiter, key, 15) for key in ("ana", "ben")] == [10, 10]


def test_the_minute_before_counts_as_far_as_it_lies_within_the_last_sixty_seconds() -> None:
    seconds = Seconds()
    limiter = Limiter(seconds)
    assert allowed(limiter, "ana", 10) == 10
    seconds.now += 90  # half of the minute before
    assert allowed(limiter, "ana", 10) == 5
    seconds.now += 120
    assert allowed(limiter, "ana", 15) == 10


@pytest.mark.parametrize("begun", [0, 20, 59.5])
def test_after_the_seconds_that_it_says_one_more_is_let_through(begun: float) -> None:
    seconds = Seconds()
    limiter = Limiter(seconds)
    seconds.now += begun
    assert allowed(limiter, "ana", 10) == 10
    with pytest.raises(TooManyRequests) as refused:
        limiter.count("ana", 10)
    seconds.now += refused.value.seconds
    limiter.count("ana", 10)
