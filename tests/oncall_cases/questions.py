"""What to ask of a document, and what must come back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduler.intervals import Interval, minutes_between, utc_text
from scheduler.oncall.values import Holding, Override, Source, Swap

Raw = dict[str, Any]
DUTY, TRACK = "standby", ("standby", 1)


@dataclass(frozen=True)
class Expected:
    """A holding that must come back. None: whoever it is; a bound that does not lie inside of the window; unsaid."""

    person: str | None
    start: datetime | None
    end: datetime | None
    changed: bool | None = None

    def fits(self, found: Holding, window: Interval) -> bool:
        """True when `found`, of an answer for `window`, is what was expected."""
        return (
            self.person in (None, found.person)
            and (found.start <= window.start if self.start is None else found.start == self.start)
            and (found.end >= window.end if self.end is None else found.end == self.end)
            and self.changed in (None, found.source in (Source.OVERRIDE, Source.SWAP))
        )


@dataclass(frozen=True)
class Question:
    """Send `document`, make `overrides` and `swaps`, and ask who holds `TRACK` in `window`.

    `expected` are all who do, by start and person. `gaps`: where nobody does; `hours`: how long each one does. Both are
    None where the case does not say. A window of no length asks for its instant.
    """

    document: Raw
    window: Interval
    expected: tuple[Expected, ...] | None
    overrides: tuple[Override, ...] = ()
    swaps: tuple[Swap, ...] = ()
    gaps: tuple[Interval, ...] | None = None
    hours: dict[str, int] | None = None

    def differences(self, found: Iterable[Holding]) -> list[str]:
        """What is wrong with the answer, in words."""
        holdings = sorted(found, key=lambda h: (h.start, h.person))
        wrong = []
        if self.expected is not None:
            fits = len(holdings) == len(self.expected) and all(
                one.fits(h, self.window) for one, h in zip(self.expected, holdings, strict=True)
            )
            wrong += [] if fits else [f"expected {self.expected}, found {[_told(h) for h in holdings]}"]
        if self.hours is not None and _hours(holdings) != self.hours:
            wrong.append(f"expected {self.hours} hours, found {_hours(holdings)}")
        return wrong


def _hours(holdings: Iterable[Holding]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for h in holdings:
        found[h.person] += minutes_between(h.start, h.end)
    return {person: minutes // 60 for person, minutes in found.items()}


def _told(h: Holding) -> str:
    return f"{h.person} {utc_text(h.start)}..{utc_text(h.end)} {h.source}"
