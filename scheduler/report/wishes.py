"""Wishes as the report says them: how many were granted, to whom, and which were not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduler.domain.people import Wish
from scheduler.domain.roster import Roster
from scheduler.intervals import day_interval
from scheduler.problem import Problem

OFF = "off"


@dataclass(frozen=True, slots=True)
class Granted:
    """How many wishes there are and were granted, and what they weigh; `share` is of the weight, None without any."""

    wishes: int
    granted: int
    weight: int
    granted_weight: int
    share: float | None


@dataclass(frozen=True, slots=True)
class PersonsWishes:
    """The wishes of one person."""

    person: str
    granted: Granted


@dataclass(frozen=True, slots=True)
class UnmetWish:
    """A wish that was not granted, and what the person `works` in its stead.

    `wish` is ``off``, the shift wanted, or ``not`` and the one to avoid.
    """

    person: str
    day: date
    wish: str
    weight: int
    works: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WishReport:
    """All wishes, those of each person who has any, and those not granted: by weight, the heaviest first, then day."""

    total: Granted
    people: tuple[PersonsWishes, ...]
    unmet: tuple[UnmetWish, ...]


def wish_report(problem: Problem, roster: Roster) -> WishReport:
    """Decides for itself what was granted: whichever rules apply, the manager sees the wishes."""
    wishes = problem.team.wishes
    refused = {wish: works for wish in wishes if (works := _in_its_stead(problem, roster, wish)) is not None}
    people = [p.id for p in problem.people if any(w.person == p.id for w in wishes)]
    unmet = (UnmetWish(w.person, w.day, _said(w), w.weight, works) for w, works in refused.items())
    return WishReport(
        _granted(wishes, refused),
        tuple(PersonsWishes(id, _granted([w for w in wishes if w.person == id], refused)) for id in people),
        tuple(sorted(unmet, key=lambda u: (-u.weight, u.day, u.person, u.wish))),
    )


def _said(wish: Wish) -> str:
    return f"not {wish.template}" if wish.avoid else wish.template or OFF


def _granted(wishes: Iterable[Wish], refused: dict[Wish, tuple[str, ...]]) -> Granted:
    asked = list(wishes)
    granted = [wish for wish in asked if wish not in refused]
    weight, granted_weight = (sum(wish.weight for wish in some) for some in (asked, granted))
    share = round(granted_weight / weight, 4) if weight else None
    return Granted(len(asked), len(granted), weight, granted_weight, share)


def _in_its_stead(problem: Problem, roster: Roster, wish: Wish) -> tuple[str, ...] | None:
    """The on-duty shifts that the person has on the day; None when the wish is granted.

    A day off is granted when no work falls into the local day: a night of the eve does.
    """
    person = problem.person(wish.person)
    off = day_interval(wish.day, problem.site(person.site).zone)
    worked = [s for s in problem.worked(person, roster) if s.interval.overlaps(off)]
    if wish.template is None:
        return tuple(s.id for s in worked) or None
    starting = [s for s in worked if s.day == wish.day]
    has_it = any(s.template == wish.template for s in starting)
    return tuple(s.id for s in starting) if has_it == wish.avoid else None
