"""How a search ended: status, roster, and the proof of how good it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Event

from scheduler.domain.roster import Roster, Tier


class Status(StrEnum):
    """What is known when the search ends."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TierResult:
    """One tier's penalty in the roster, and what no roster can beat that is as good in all tiers above."""

    tier: Tier
    penalty: int
    lower_bound: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search is: told whenever a better roster or bound is found. `penalty` is None before the first roster.

    It is summed over all tiers, so it may rise where a more important tier gets better; `stage` is that tier.
    """

    seconds: float
    stage: str
    penalty: int | None
    lower_bound: int


@dataclass(frozen=True, slots=True)
class Budget:
    """How long and with what to search.

    `seconds` is wall time; in a `repeatable` search, which has one worker and gives the same roster for the same seed,
    it is work done, counted in CP-SAT's deterministic seconds. `cancel`, once set, ends the search with the best so
    far. `start` is a roster to go on from; it need not keep the rules. `keep` gets each better roster as a function
    that makes it: only whoever wants it pays for it. Threads of the search call `tell` and `keep`.
    """

    seconds: float = 60.0
    workers: int = 2
    seed: int = 1
    cancel: Event = field(default_factory=Event)
    tell: Callable[[Progress], None] = lambda _: None
    start: Roster | None = None
    keep: Callable[[Callable[[], Roster]], None] = lambda _: None
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """`tiers` is empty unless there is a roster. `seconds` is the wall time of the search."""

    status: Status
    roster: Roster | None = None
    tiers: tuple[TierResult, ...] = ()
    seconds: float = 0.0
    seed: int = 1
    first_roster_seconds: float | None = None

    @property
    def penalty(self) -> int | None:
        """The solver's own sum over all tiers."""
        return None if self.roster is None else sum(t.penalty for t in self.tiers)

    @property
    def lower_bound(self) -> int:
        return sum(t.lower_bound for t in self.tiers)
