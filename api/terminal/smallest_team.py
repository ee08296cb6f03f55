"""The smallest team for which a roster exists, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from api.terminal.tables import section, table
from api.terminal.words import count
from scheduler.headcount import SmallestTeam

ASSUMED = (
    "Hard rules only: wishes, fairness and coverage targets are not asked for, and sickness is not foreseen, so plan "
    "with more people than that. Whom a pin or another hard rule obliges to work counts as needed."
)
NEWCOMERS = (
    "Newcomers have the usual full-time contract of their site, every skill that anybody has or coverage asks for, and "
    "no leave: with fewer skills it may take more of them."
)


def print_smallest(console: Console, found: SmallestTeam) -> None:
    """The team found, in words and by site."""
    by_site = [_sites(found)] if found.sites else []
    notes = [ASSUMED] if found.exists else [ASSUMED, NEWCOMERS]
    section(console, "The smallest team for which a roster exists", *_said(found), *by_site, *notes)


def _said(found: SmallestTeam) -> Iterator[str]:
    if found.exists is None:
        yield "Not decided in time: no roster was found for the team as it is, and none was ruled out."
    elif found.exists:
        yield from _of_team(found)
    else:
        yield from _with_newcomers(found)


def _of_team(found: SmallestTeam) -> Iterator[str]:
    now = sum(site.people for site in found.sites)
    yield f"{found.fewest} of the {count(now, 'person', 'people')} are enough. {_bound(found, 'of them')}"
    if found.not_needed:
        yield f"In the roster found these have no shift: {', '.join(found.not_needed)}. Others may do as well."


def _with_newcomers(found: SmallestTeam) -> Iterator[str]:
    yield "Proven: the team as it is has no roster."
    if found.fewest is not None:
        more = count(found.fewest, "newcomer", "newcomers")
        yield f"With {more} there is one. {_bound(found, 'newcomers')}"
    elif found.at_least > found.most_tried:
        yield (
            f"Proven: nor has it with up to {found.most_tried} newcomers at each site. So it is not for lack of "
            f"people: `watchbill plan` names the rules that clash."
        )
    else:
        yield (
            f"With up to {count(found.most_tried, 'newcomer', 'newcomers')} at each site none was found in time; "
            f"proven is only that it takes {found.at_least} or more."
        )


def _bound(found: SmallestTeam, whom: str) -> str:
    if found.proven:
        return f"Proven: with fewer {whom} there is none."
    return f"Proven: with fewer than {found.at_least} {whom} there is none; between the two it was not decided in time."


def _sites(found: SmallestTeam) -> Table:
    last = "enough" if found.exists else "newcomers"
    made = table("site", "people", last, right=("people", last))
    for site in found.sites:
        made.add_row(site.site, str(site.people), str(site.fewest))
    return made
