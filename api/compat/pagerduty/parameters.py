"""What PagerDuty's clients send along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Query

from api.documents.advice import shown
from api.errors import Issue
from api.web.problems import bad_input

MOST_ITEMS, MOST_REACHED = 100, 10_000

_WHEN = "an instant; a bare date or a time without an offset is meant by the clock of time_zone"
TimeZone = Annotated[
    str | None, Query(max_length=60, description="In which times are shown: an IANA name, or one of Rails'.")
]
Since = Annotated[str | None, Query(max_length=60, description=f"From when: {_WHEN}.")]
Until = Annotated[str | None, Query(max_length=60, description=f"Until when, not included: {_WHEN}.")]
Named = Annotated[str | None, Query(alias="query", max_length=200, description="Only what has this in its name.")]
UserIds = Annotated[list[str], Query(alias="user_ids[]", description="Only these users.")]
PolicyIds = Annotated[list[str], Query(alias="escalation_policy_ids[]", description="Only these policies.")]
ScheduleIds = Annotated[
    list[str], Query(alias="schedule_ids[]", description="Only these schedules; those of single sites only so.")
]
TeamIds = Annotated[list[str], Query(alias="team_ids[]", description="Only those of these teams.")]
Include = Annotated[list[str], Query(alias="include[]", description="What to tell in full.")]
NextFor = Annotated[
    str | None,
    Query(alias="include_next_oncall_for_user", max_length=60, description="Tell when this user is next."),
]
Overflow = Annotated[bool, Query(description="Leave bounds as they are, also outside of the time asked for.")]
IfNoneMatch = Annotated[
    str | None, Header(max_length=500, description="The ETag of what you have: 304 while it still is so.")
]


@dataclass(frozen=True)
class Paging:
    """Which part of a list is asked for."""

    limit: int
    offset: int
    total: bool


def _paging(
    limit: Annotated[int, Query(ge=1, description="Most items of a page; more than 100 count as 100.")] = 25,
    offset: Annotated[int, Query(ge=0, description="How many items to leave out first.")] = 0,
    total: Annotated[bool, Query(description="Say how many items there are.")] = False,
) -> Paging:
    most = min(limit, MOST_ITEMS)
    if offset + most > MOST_REACHED:
        issue = Issue("offset", shown(offset), "is too large", f"at most {MOST_REACHED} together with limit")
        raise bad_input(issue)
    return Paging(most, offset, total)


Paged = Annotated[Paging, Depends(_paging)]


def chosen(ids: list[str]) -> frozenset[str] | None:
    """What a list parameter names, repeated or with commas; None where it is left out: all."""
    return frozenset(part.strip() for id in ids for part in id.split(",")) if ids else None


def lacks(wanted: frozenset[str] | None, id: str) -> bool:
    """Whether what is asked for leaves `id` out."""
    return wanted is not None and id not in wanted
