"""What a team chooses for itself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.documents.oncall.model import MOST_SCHEDULES, FallbackRow
from api.store.tables import TeamRow
from api.web.values import Line
from scheduler.oncall.values import Track

Name = Annotated[Line, Field(examples=["Global safety response"])]


class TeamOptions(BaseModel):
    """A team's options. `name` is kept beside the others, where lists of teams find it."""

    model_config = ConfigDict(extra="forbid")

    name: Name = Field("", description="What people call the team; empty: its id.")
    notice_days: int = Field(
        0,
        ge=0,
        le=366,
        description="A published shift that is changed fewer days than this before it begins needs the consent of its "
        "person; 0: no notice is owed.",
        examples=[14],
    )
    swap_approval: Literal["automatic", "always"] = Field(
        "automatic",
        description="automatic: a swap that breaks no hard rule counts once all have agreed, others need a manager. "
        "always: every swap needs a manager.",
        examples=["automatic"],
    )
    fallback: tuple[FallbackRow, ...] = Field(
        (),
        max_length=MOST_SCHEDULES,
        description="Who is named where nobody is on call. An on-call document that says it for itself goes first.",
        examples=[[{"person": "sin-01"}]],
    )


def options_of(row: TeamRow) -> TeamOptions:
    """The team's options; its defaults where nothing was chosen."""
    return TeamOptions.model_validate({**row.options, "name": row.name})


def fallback_by(options: TeamOptions, track: Track) -> str | None:
    """Whom the options name where nobody holds `track`: by duty and level, else by duty, else by level."""
    duty, level = track
    fitting = [row for row in options.fallback if row.duty in (None, duty) and row.level in (None, level)]
    best = max(fitting, key=lambda row: (row.duty is not None, row.level is not None), default=None)
    return best.person if best else None
