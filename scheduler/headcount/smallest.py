"""What the search for the smallest team found: values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SitePeople:
    """One site: how many people count there now, and how many of the smallest team found are there."""

    site: str
    people: int
    fewest: int


@dataclass(frozen=True, slots=True)
class SmallestTeam:
    """The fewest people for whom a roster exists that keeps the hard rules, and what of that is proven.

    `exists`: whether the team as it is has a roster; None: not decided in time. Where it has, `fewest` is how many of
    its people are enough, and `not_needed` names the others. Where it has none, `fewest` is how many newcomers beside
    all of them are enough; up to `most_tried` at each site were tried. None: no such team was found. In both cases no
    roster exists with fewer than `at_least`: that is proven. `sites` are those of the team found, in order of the
    document; other teams as small may have other people.
    """

    exists: bool | None
    fewest: int | None
    at_least: int
    sites: tuple[SitePeople, ...] = ()
    not_needed: tuple[str, ...] = ()
    most_tried: int = 0

    @property
    def proven(self) -> bool:
        """Whether nothing smaller is possible."""
        return self.fewest is not None and self.at_least >= self.fewest
