"""The team document: everything that a manager brings, in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from api.documents.fields import Id
from api.documents.rows import (
    CallOutRow,
    CarryOverRow,
    CoverageRow,
    HolidayWorkedRow,
    LeaveRow,
    LedgerRow,
    PeriodRow,
    PersonRow,
    PinRow,
    PointsRow,
    PreviousRow,
    PublishedRow,
    ShiftRow,
    SiteRow,
    WishRow,
)

if TYPE_CHECKING:
    from constraints.catalog import _RuleBook as RuleBook
else:
    from constraints.catalog import RuleBook

SCHEMA_FILE = "team.schema.json"


class TeamDocument(BaseModel):
    """A team, the period to plan, and what is known of it. Read one by `read_team`, which checks what it says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    team: Id = Field(description="Short name of the plan's team.")
    period: PeriodRow = Field(description="The period to plan.")
    sites: tuple[SiteRow, ...] = Field(min_length=1, description="Where people are.")
    shifts: tuple[ShiftRow, ...] = Field(min_length=1, description="The shifts that can start on any day.")
    coverage: tuple[CoverageRow, ...] = Field((), description="How many people are owed, and when.")
    people: tuple[PersonRow, ...] = Field(min_length=1, description="Who can work.")
    leave: tuple[LeaveRow, ...] = Field((), description="Approved absence.")
    wishes: tuple[WishRow, ...] = Field((), description="Preferences, which may go unmet.")
    ledger: tuple[LedgerRow, ...] = Field((), description="What each person did in the quarter before.")
    holidays_worked: tuple[HolidayWorkedRow, ...] = Field((), description="Who worked which holiday in earlier years.")
    previous: tuple[PreviousRow, ...] = Field((), description="The fortnight before the first day, as worked.")
    callouts: tuple[CallOutRow, ...] = Field((), description="Call-outs from standby, before the period and in it.")
    pins: tuple[PinRow, ...] = Field((), description="Assignments that the solver may not change.")
    published: PublishedRow | None = Field(None, description="What is published already of the days to plan.")
    points: PointsRow | None = Field(
        None, description="What duties weigh as burden. Left out: they are not weighed on one scale."
    )
    carry_over: CarryOverRow | None = Field(
        None, description="How much is carried over from quarter to quarter. Left out: all, without a cap."
    )
    rules: RuleBook = Field(
        default_factory=RuleBook,
        description="Rules by name with their parameters; false switches one off. Not named: its defaults.",
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of a team document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_FILE,
        **TeamDocument.model_json_schema(mode="validation"),
    }
