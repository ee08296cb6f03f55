"""When to try again."""

from __future__ import annotations

FIRST_PAUSE, LONGEST_PAUSE = 60.0, 2 * 3600.0
MOST_ATTEMPTS = 19  # after the pauses of 1, 2, 4 .. 64 minutes eleven of two hours: about a day in all


def pause(attempt: int, jitter: float, asked: float | None = None) -> float | None:
    """Seconds to wait after attempt number `attempt`, from 1 on, has failed; None: that was the last one.

    `jitter` in [0, 1) spreads the pauses of many messages over a quarter below and above the plain one. `asked` is the
    least that the other side wants, which counts up to the longest pause.
    """
    if attempt >= MOST_ATTEMPTS:
        return None
    plain = min(FIRST_PAUSE * 2.0 ** (attempt - 1), LONGEST_PAUSE)
    return max(plain * (0.75 + 0.5 * jitter), min(asked or 0.0, LONGEST_PAUSE))
