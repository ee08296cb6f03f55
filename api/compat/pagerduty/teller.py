"""PagerDuty's objects, made of what is posted of a team and of its documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlmodel import Session

from api.compat.asking import seen
from api.compat.ids import opaque
from api.compat.pagerduty.links import Links, links, name_of
from api.compat.pagerduty.schemas import EscalationPolicy, EscalationRule, Reference, Schedule, Team, User
from api.compat.papers import Papers, papers_of
from api.compat.seats import Seat, cards_of
from api.compat.surroundings import Surroundings
from api.schedule.board import Board
from api.schedule.posted import Posted
from api.security.abilities import Ability
from api.security.guard import Asking
from api.security.principal import Principal
from api.services import services
from api.web.problems import not_found
from api.web.requests import Tx
from scheduler.intervals import Interval

DELAY_MINUTES = 30
NO_MAIL = "watchbill.invalid"  # a name that no mail server will ever have (RFC 6761)


@dataclass(frozen=True)
class Teller:
    """Tells one who asks. `now` is when."""

    session: Session
    principal: Principal
    board: Board
    links: Links
    now: datetime
    surroundings: Surroundings
    _papers: dict[str, Papers] = field(default_factory=dict)

    def seen(self, ability: Ability = Ability.ONCALL_READ) -> list[Posted]:
        """The teams to tell of."""
        return seen(self.board, self.principal, ability)

    def around(self, team: str, window: Interval) -> Posted:
        """What is good for `window`. Raises a problem for a team that was deleted at this moment."""
        return self.surroundings.of(team, window)

    def posted(self, team: str) -> Posted:
        """What is in memory of a team. Raises a problem for one that was deleted at this moment."""
        posted = self.board.of(team)
        if posted is None:
            raise not_found(team)
        return posted

    def papers(self, team: str) -> Papers:
        """What the team's documents say; read once."""
        if team not in self._papers:
            self._papers[team] = papers_of(self.session, team, self.principal)
        return self._papers[team]

    def zone(self, seat: Seat) -> str:
        """The time zone of a schedule."""
        return self.papers(seat.team).zone_at(seat.site)

    def holders(self, posted: Posted, seat: Seat) -> list[Reference]:
        """Who ever has a schedule."""
        return [self.links.user(posted, person) for person in cards_of(posted).holders.get(seat.id, ())]

    def user(self, posted: Posted, person: str) -> User:
        """A user in full."""
        known, papers = self.links.user(posted, person), self.papers(posted.team)
        return User(
            **_in_full(known, "user"),
            name=name_of(posted, person),
            email=papers.mail.get(person) or f"{known.id.lower()}@{NO_MAIL}",
            time_zone=papers.zone_of(person),
            color="purple",
            role="user",
            job_title="",
            teams=[self.links.team(posted.team)],
            contact_methods=[],
            notification_rules=[],
        )

    def schedule(self, posted: Posted, seat: Seat) -> Schedule:
        """A schedule, without who has it when."""
        where = f" at {seat.site}" if seat.site else ""
        return Schedule(
            **_in_full(self.links.schedule(seat), "schedule"),
            name=seat.name,
            time_zone=self.zone(seat),
            description=f"{seat.duty} of {seat.team}, level {seat.level}{where}",
            escalation_policies=[] if seat.site else [self.links.policy(seat.team)],
            users=self.holders(posted, seat),
            teams=[self.links.team(seat.team)],
        )

    def policy(self, posted: Posted) -> EscalationPolicy:
        """An escalation policy in full."""
        rules = [
            EscalationRule(
                id=opaque("escalation_rule", seat.id),
                escalation_delay_in_minutes=DELAY_MINUTES,
                targets=[self.links.schedule(seat)],
            )
            for seat in cards_of(posted).escalation
        ]
        return EscalationPolicy(
            **_in_full(self.links.policy(posted.team), "escalation_policy"),
            name=posted.team,
            description=f"Who answers for {posted.team}",
            escalation_rules=rules,
            services=[],
            teams=[self.links.team(posted.team)],
        )

    def team(self, posted: Posted) -> Team:
        """A team in full."""
        return Team(**_in_full(self.links.team(posted.team), "team"), name=posted.team, description="")


def _in_full(reference: Reference, kind: str) -> dict[str, Any]:
    return reference.model_dump(by_alias=False) | {"type": kind}


def telling(request: Request, transaction: Tx, principal: Asking) -> Teller:
    """The teller of a request."""
    board = services(request).board
    return Teller(transaction.session, principal, board, links(request), transaction.now, Surroundings(board))


Telling = Annotated[Teller, Depends(telling)]
