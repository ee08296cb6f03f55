"""What is asked of `/v1/oncall`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Query
from pydantic import Field, TypeAdapter

from api.documents.oncall.model import HIGHEST_LEVEL
from api.schedule.board import Board
from api.security.abilities import Ability
from api.security.principal import Principal
from api.web.values import Instant, Zone
from scheduler.domain.shift import Duty

MOST_TEAMS = 500

AskedDuty = Annotated[Duty | None, Query(description="Only this duty.", examples=["standby"])]
Level = Annotated[int, Field(ge=1, le=HIGHEST_LEVEL)]
AskedLevel = Annotated[Level | None, Query(description="Only this level; 1 is primary.", examples=[1])]


@dataclass(frozen=True, slots=True)
class Question:
    """Who is on call in `teams` (none: in all that may be asked about) `at` an instant (None: now).

    Only for `duty` and `level` where they are given; times are to be shown in `zone`, None: in UTC.
    """

    teams: tuple[str, ...] = ()
    duty: Duty | None = None
    level: int | None = None
    at: datetime | None = None
    zone: str | None = None


def teams_to_tell(question: Question, principal: Principal, board: Board) -> list[str]:
    """The teams to answer for: those that are named, each once; else all of which who asks may know."""
    if question.teams:
        return list(dict.fromkeys(question.teams))
    known = board.teams() if principal.administrator else sorted(principal.members)
    return [team for team in known if principal.may(Ability.ONCALL_READ, team)]


def plain_question(query: bytes) -> Question | None:
    """The question of a query string that is in order and holds nothing unusual; None for any other."""
    try:
        said = parse_qsl(query.decode("ascii"), keep_blank_values=True, strict_parsing=bool(query))
        teams = tuple(value for name, value in said if name == "team")
        others = [(name, _KINDS[name].validate_python(value)) for name, value in said if name != "team"]
    except (ValueError, KeyError):  # pydantic's errors are ValueErrors
        return None
    known: dict[str, Any] = dict(others)
    if len(known) < len(others) or len(teams) > MOST_TEAMS:
        return None
    return Question(teams, known.get("duty"), known.get("level"), known.get("at"), known.get("tz"))


_KINDS: dict[str, TypeAdapter[Any]] = {
    "duty": TypeAdapter(Duty),
    "level": TypeAdapter(Level),
    "at": TypeAdapter(Instant),
    "tz": TypeAdapter(Zone),
}
