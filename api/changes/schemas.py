"""What every change of a published roster is answered with."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.changes.weighing import Weighed
from api.plans.edit_schemas import EffectBody
from api.web.values import Instant
from scheduler.effect import Change
from scheduler.oncall.values import Holding
from scheduler.report import plain

PERSON, OTHER, SHIFT = "sin-01", "sin-02", "sin-night@2027-01-04"
START, END = "2027-01-04T15:00:00Z", "2027-01-04T23:30:00Z"


class Body(BaseModel):
    """What is sent: nothing that is not known."""

    model_config = ConfigDict(extra="forbid")


class TurnBody(BaseModel):
    """A time in which somebody answers for a duty."""

    person: str = Field(description="Who.", examples=[PERSON])
    duty: str = Field(description="What for.", examples=["on-duty"])
    level: int = Field(description="In which order people are asked: 1 is primary.", examples=[1])
    site: str | None = Field(description="Where.", examples=["sin"])
    shift: str | None = Field(description="In which dated shift; null: in none.", examples=[SHIFT])
    start: Instant = Field(description="From when on.", examples=[START])
    end: Instant = Field(description="Until when, not included.", examples=[END])


class OpenedBody(BaseModel):
    """A time in which nobody answers for a duty and level."""

    duty: str = Field(description="What for.", examples=["on-duty"])
    level: int = Field(description="Of which level.", examples=[1])
    start: Instant = Field(description="From when on.", examples=[START])
    end: Instant = Field(description="Until when, not included.", examples=[END])


class RevisionEffectBody(EffectBody):
    """What a change does to the roster of one revision, as it is now."""

    revision: int = Field(description="Which.", examples=[2])


class ConsequencesBody(BaseModel):
    """What a change does to who is on call, and to published rosters."""

    lost: list[TurnBody] = Field(description="The time that people lose, in order of start.")
    gained: list[TurnBody] = Field(description="The time that people gain.")
    gaps: list[OpenedBody] = Field(description="Where nobody answers any more.")
    effects: list[RevisionEffectBody] = Field(
        description="What it does to rules and burden, for each revision that it touches; turns of rotations have none."
    )
    partial: list[str] = Field(
        description="Shifts of which only a part changes hands: `effects` say what it were if all of it did.",
        examples=[[SHIFT]],
    )


def consequences(weighed: Weighed) -> ConsequencesBody:
    """What is told of it."""
    opened = [{"duty": duty, "level": level, "start": gap.start, "end": gap.end} for (duty, level), gap in weighed.gaps]
    return ConsequencesBody.model_validate(
        {
            "lost": [_turn(h) for h in weighed.lost],
            "gained": [_turn(h) for h in weighed.gained],
            "gaps": opened,
            "effects": [plain(effect) | {"revision": number} for number, effect in weighed.effects],
            "partial": weighed.partial,
        }
    )


def told(changes: list[Change]) -> list[dict[str, Any]]:
    """Violations as plain rows."""
    return [plain(change.finding) for change in changes]


def _turn(h: Holding) -> dict[str, Any]:
    known = ("person", "duty", "level", "site", "shift", "start", "end")
    return {name: getattr(h, name) for name in known}
