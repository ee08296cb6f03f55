"""Who may ask for lists, and of which teams they tell; and which team an id belongs to."""

from __future__ import annotations

from fastapi import Request
from sqlmodel import Session

from api.compat.seats import Seat, seat_of, team_of, user_of
from api.schedule.board import Board
from api.schedule.posted import Posted
from api.security.abilities import Ability
from api.security.guard import Asking
from api.security.principal import Principal
from api.services import services
from api.web.problems import forbidden, not_found


class AsksFor:
    """A dependency that lets through who may have `ability` in some team; the list then tells of those teams only."""

    def __init__(self, ability: Ability) -> None:
        self.ability = ability

    def __call__(self, principal: Asking) -> Principal:
        if principal.abilities is not None and self.ability not in principal.abilities:
            raise forbidden(f"It needs the ability {self.ability}.")
        return principal


def seen(board: Board, principal: Principal, ability: Ability) -> list[Posted]:
    """What is posted of the teams in which `principal` has `ability`, in order of team."""
    known = board.teams() if principal.administrator else sorted(principal.members)
    found = (board.of(team) for team in known if principal.may(ability, team))
    return [posted for posted in found if posted is not None]


def team_of_schedule(session: Session, request: Request) -> str | None:
    """The team whose seat the address names by ``schedule_id``."""
    seat = seat_of(services(request).board, str(request.path_params["schedule_id"]))
    return seat.team if seat else None


def team_of_user(session: Session, request: Request) -> str | None:
    """The team whose person the address names by ``user_id``."""
    found = user_of(services(request).board, str(request.path_params["user_id"]))
    return found[0] if found else None


def team_of_policy(session: Session, request: Request) -> str | None:
    """The team whose escalation policy the address names by ``policy_id``."""
    return team_of(services(request).board, "escalation_policy", str(request.path_params["policy_id"]))


def team_of_team(session: Session, request: Request) -> str | None:
    """The team that the address names by ``team_id``."""
    return team_of(services(request).board, "team", str(request.path_params["team_id"]))


def seat_named(board: Board, id: str) -> Seat:
    """The seat. Raises a problem when it is gone at this moment."""
    seat = seat_of(board, id)
    if seat is None:
        raise not_found(id)
    return seat
