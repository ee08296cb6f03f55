"""How a team weighs burden."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Points:
    """What a duty weighs beyond an ordinary day's, in hundredths of a point, by the day on which it starts.

    A duty is of the night, of the evening, or neither; to that come the weekend and the holiday. `observance` is in
    place of `holiday` for a day that the person chose to keep. A day of standby weighs `standby` percent of what a duty
    of the same hours would.
    """

    evening: int = 100
    weekend: int = 200
    night: int = 300
    holiday: int = 400
    observance: int = 800
    standby: int = 25


@dataclass(frozen=True, slots=True)
class CarryOver:
    """How much of what people are ahead of a fair share, or behind it, goes on into the next quarter.

    `keep` is the share of it; `most` the cap, in duties either way, None: without.
    """

    keep: float = 1.0
    most: float | None = None
