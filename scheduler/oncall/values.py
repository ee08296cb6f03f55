"""The words of on call as frozen values: who holds a duty, what changes it, and the answer to "who"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.domain.roster import Assignment
from scheduler.intervals import Interval

Track = tuple[str, int]  # a duty and its level, 1 for primary: people of one track answer for the same thing


class Source(StrEnum):
    """Where an answer comes from."""

    REVISION = "revision"
    ROTATION = "rotation"
    SWAP = "swap"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Holding:
    """`person` answers for `duty` at `level` during `interval`, ``[start, end)`` in UTC.

    `shift` is the id of the dated shift it comes from, `revision` the number of the revision that says so; None for a
    turn of a rotation, or for somebody added. A change to a holding leaves both as they are.
    """

    duty: str
    level: int
    person: str
    interval: Interval
    site: str | None = None
    shift: str | None = None
    source: Source = Source.REVISION
    revision: int | None = None

    @property
    def start(self) -> datetime:
        return self.interval.start

    @property
    def end(self) -> datetime:
        return self.interval.end

    @property
    def track(self) -> Track:
        return self.duty, self.level


@dataclass(frozen=True, slots=True)
class Override:
    """For `interval`, `add` comes and `remove` goes, of those who hold `duty` at `level`.

    Only `add`: one more person. Both: `add` stands in, exactly while `remove` would have been there. Only `remove`:
    nobody stands in. With `everybody`, all who are there go, and `add` is there for the whole interval, gaps included.
    `shift` and `site` narrow it to the holdings of one dated shift, of one site. Of two overrides that contradict each
    other the one `created` later holds. Raises ValueError when it changes nothing, and for `remove` with `everybody`.
    """

    interval: Interval
    duty: str
    level: int = 1
    add: str | None = None
    remove: str | None = None
    everybody: bool = False
    shift: str | None = None
    site: str | None = None
    created: int = 0

    def __post_init__(self) -> None:
        if self.add is None and self.remove is None and not self.everybody:
            raise ValueError("an override adds or removes somebody")
        if self.remove is not None and self.everybody:
            raise ValueError(f"an override removes either {self.remove} or everybody")

    def concerns(self, holding: Holding) -> bool:
        """True for the holdings that it may change: of its duty and level, its shift and its site."""
        return (
            (holding.duty, holding.level) == (self.duty, self.level)
            and self.shift in (None, holding.shift)
            and self.site in (None, holding.site)
        )


@dataclass(frozen=True, slots=True)
class Move:
    """`assignment` goes over to the person `to`; only the `part` of it, where one is named."""

    assignment: Assignment
    to: str
    part: Interval | None = None


@dataclass(frozen=True, slots=True)
class Swap:
    """Assignments that change hands by consent, all at once or, when one of them does not exist, not at all.

    It names assignments, not clock times: when a new revision moves a shift, the swap moves with it.
    """

    moves: tuple[Move, ...]

    @classmethod
    def exchange(cls, one: Assignment, other: Assignment) -> Swap:
        """Two people take each other's shift."""
        return cls((Move(one, other.person), Move(other, one.person)))


@dataclass(frozen=True, slots=True)
class Next:
    """Who comes next, and when."""

    person: str
    start: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers for `duty` at `level`, from `since` until just before `until`.

    Nobody does when `person` is None: then `covered` is False, `since` and `until` bound the gap (None: it has no
    bound), and there is no `source`. `next` is None when nobody comes any more. Of several holdings of one person at
    once, `source`, `site`, `shift` and `revision` are those of the one that began first.
    """

    duty: str
    level: int
    person: str | None
    since: datetime | None
    until: datetime | None
    next: Next | None
    source: Source | None
    covered: bool
    site: str | None = None
    shift: str | None = None
    revision: int | None = None
