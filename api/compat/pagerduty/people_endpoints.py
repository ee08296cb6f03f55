"""Users, escalation policies and teams, in PagerDuty's shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Path, Response
from fastapi.responses import JSONResponse

from api.compat.asking import AsksFor, team_of_policy, team_of_team, team_of_user
from api.compat.ids import opaque
from api.compat.pagerduty.answers import answered, page, part, plain
from api.compat.pagerduty.envelopes import (
    UNCHANGED,
    OnePolicy,
    OneTeam,
    OneUser,
    PlainRefusal,
    Policies,
    Refusal,
    Teams,
    Users,
)
from api.compat.pagerduty.links import name_of
from api.compat.pagerduty.parameters import IfNoneMatch, Named, Paged, TeamIds, chosen, lacks
from api.compat.pagerduty.router import pagerduty_router
from api.compat.pagerduty.teller import Teller, Telling
from api.compat.seats import cards_of
from api.schedule.posted import Posted
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.web.problems import not_found

pagerduty_people = pagerduty_router()

UserId = Annotated[str, Path(max_length=60, description="Id of the user.", examples=["PQ4SYZ2DYFMPXG"])]
PolicyId = Annotated[str, Path(max_length=60, description="Id of the policy.", examples=["PQ4SYZ2DYFMPXG"])]
TeamId = Annotated[str, Path(max_length=60, description="Id of the team.", examples=["PQ4SYZ2DYFMPXG"])]
NO_PERSON = "This is an account-level access token: its account is nobody of any team's documents."
_READS = [Depends(AsksFor(Ability.ONCALL_READ))]


@pagerduty_people.get(
    "/users", dependencies=[Depends(AsksFor(Ability.ROSTER_READ))], response_model=Users, responses=UNCHANGED
)
def list_users(
    teller: Telling,
    paging: Paged,
    query: Named = None,
    team_ids: TeamIds = [],  # noqa: B006 - FastAPI copies it
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The people of teams. `query` is a part of a name, or of a mail address if it has an @."""
    posts = _of_teams(teller.seen(Ability.ROSTER_READ), team_ids)
    found = sorted(_people(teller, posts, query or ""), key=lambda pair: (name_of(*pair), pair[0].team, pair[1]))
    told = [teller.user(posted, person) for posted, person in part(found, paging)]
    return answered(page("users", told, len(found), paging), posts, teller.now, if_none_match)


@pagerduty_people.get("/users/me", response_model=OneUser, responses={400: {"model": Refusal | PlainRefusal}})
def read_own_user(teller: Telling) -> Response:
    """Who asks; refused (400) where the account is nobody of any team's documents."""
    for team in sorted(teller.principal.members):
        person, posted = teller.principal.person_in(team), teller.board.of(team)
        if person is not None and posted is not None and teller.principal.may(Ability.ROSTER_READ, team):
            return answered({"user": plain(teller.user(posted, person))}, [posted], teller.now)
    return JSONResponse({"error": NO_PERSON}, 400)


@pagerduty_people.get("/users/{user_id}", response_model=OneUser, responses=UNCHANGED)
def read_user(
    user_id: UserId,
    access: Annotated[Access, Depends(May(Ability.ROSTER_READ, of=team_of_user))],
    teller: Telling,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """A user."""
    posted = teller.posted(access.team)
    person = cards_of(posted).users.get(user_id)
    if person is None:
        raise not_found(user_id)
    return answered({"user": plain(teller.user(posted, person))}, [posted], teller.now, if_none_match)


@pagerduty_people.get("/escalation_policies", dependencies=_READS, response_model=Policies, responses=UNCHANGED)
def list_policies(
    teller: Telling,
    paging: Paged,
    query: Named = None,
    team_ids: TeamIds = [],  # noqa: B006
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Escalation policies: one of each team."""
    posts = _of_teams(_called(teller.seen(), query), team_ids)
    told = [teller.policy(posted) for posted in part(posts, paging)]
    return answered(page("escalation_policies", told, len(posts), paging), posts, teller.now, if_none_match)


@pagerduty_people.get("/escalation_policies/{policy_id}", response_model=OnePolicy, responses=UNCHANGED)
def read_policy(
    policy_id: PolicyId,
    access: Annotated[Access, Depends(May(Ability.ONCALL_READ, of=team_of_policy))],
    teller: Telling,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """An escalation policy."""
    posted = teller.posted(access.team)
    told = {"escalation_policy": plain(teller.policy(posted))}
    return answered(told, [posted], teller.now, if_none_match)


@pagerduty_people.get("/teams", dependencies=_READS, response_model=Teams, responses=UNCHANGED)
def list_teams(teller: Telling, paging: Paged, query: Named = None, if_none_match: IfNoneMatch = None) -> Response:
    """Teams."""
    posts = _called(teller.seen(), query)
    told = [teller.team(posted) for posted in part(posts, paging)]
    return answered(page("teams", told, len(posts), paging), posts, teller.now, if_none_match)


@pagerduty_people.get("/teams/{team_id}", response_model=OneTeam, responses=UNCHANGED)
def read_team(
    team_id: TeamId,
    access: Annotated[Access, Depends(May(Ability.ONCALL_READ, of=team_of_team))],
    teller: Telling,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """A team."""
    posted = teller.posted(access.team)
    return answered({"team": plain(teller.team(posted))}, [posted], teller.now, if_none_match)


def _of_teams(posts: list[Posted], team_ids: list[str]) -> list[Posted]:
    wanted = chosen(team_ids)
    return [posted for posted in posts if not lacks(wanted, opaque("team", posted.team))]


def _called(posts: list[Posted], query: str | None) -> list[Posted]:
    return [posted for posted in posts if (query or "").casefold() in posted.team.casefold()]


def _people(teller: Teller, posts: list[Posted], query: str) -> Iterator[tuple[Posted, str]]:
    wanted = query.casefold()
    for posted in posts:
        mail = teller.papers(posted.team).mail if "@" in wanted else {}
        for person in cards_of(posted).users.values():
            if wanted in name_of(posted, person).casefold() or wanted in mail.get(person, "").casefold():
                yield posted, person
