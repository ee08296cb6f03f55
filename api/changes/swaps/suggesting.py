"""With whom somebody could swap a shift."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.changes.laid import Laid, laid_ahead
from api.changes.names import Names
from api.changes.swaps.moves import Row, obstacle
from api.changes.swaps.schemas import SuggestionsBody
from api.errors import BadInput
from api.store.tables import TeamRow
from api.web.problems import conflict
from scheduler.domain.roster import Assignment
from scheduler.exchange import Exchange, exchanges
from scheduler.report import plain


def suggestions(session: Session, team: str, person: str, shift: str, now: datetime) -> SuggestionsBody:
    """Swaps of two and of three people that break no hard rule, the best first.

    Raises BadInput for names that the team does not know, a problem when the person cannot give the shift away.
    """
    laid = laid_ahead(session, team, now)
    names = Names(session.get_one(TeamRow, team), laid)
    issues = [*names.holder(person, "person"), *names.shift(shift, "shift")]
    if issues:
        raise BadInput(issues)
    given: Row = {"person": person, "shift": shift, "to": None}
    refused = obstacle(laid, [given], now)
    if refused is not None:
        raise conflict(*refused)
    found = [_told(exchange) for exchange in _exchanges(laid, Assignment(person, shift), now)]
    fits = [told for told in found if not obstacle(laid, told["moves"], now) and _there(told, names)]
    return SuggestionsBody.model_validate({"person": person, "shift": shift, "suggestions": fits})


def _exchanges(laid: Laid, given: Assignment, now: datetime) -> tuple[Exchange, ...]:
    """None for a shift of a rotation, and for one of which the person has the smaller part."""
    standing = laid.standings.of(given.shift)
    if standing is None or given not in standing.roster.assignments:
        return ()
    return exchanges(standing.problem, standing.checked, given, now)


def _told(exchange: Exchange) -> dict[str, Any]:
    moves = [{"person": m.assignment.person, "shift": m.assignment.shift, "to": m.to} for m in exchange.swap.moves]
    return {"moves": moves, "effect": plain(exchange.effect)}


def _there(told: dict[str, Any], names: Names) -> bool:
    """Whether all of them are still in the team."""
    return all(move["person"] in names.people for move in told["moves"])
