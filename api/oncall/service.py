"""The answer to "who is on call?" over HTTP, from one plan in memory."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query

from api.documents.plan_file import PlanFile
from exports.document import answer_rows
from scheduler.intervals import parse_instant

At = Annotated[
    str | None,
    Query(description="An instant with an offset; left out: now.", examples=["2027-02-14T15:10:00Z"]),
]


def application(plan: PlanFile) -> FastAPI:
    """The service for one plan, as read: a plan that is written anew is served after a restart."""
    app = FastAPI(title="Watchbill", summary="Who is on call, from a published plan.")

    @app.get("/v1/oncall", responses={400: {"description": "`at` is not an instant"}})
    def oncall(at: At = None) -> list[dict[str, Any]]:
        """Per duty and level: person, since, until, who is next; `covered` is false where nobody is."""
        return answer_rows(plan.schedule.answer(_instant(at)))

    @app.get("/v1/health")
    def health() -> dict[str, str]:
        """Which plan is served."""
        return {"team": plan.problem.team.id, "status": plan.status, "last_day": str(plan.problem.last_day)}

    return app


def _instant(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        return parse_instant(text)
    except (ValueError, OverflowError) as error:
        raise HTTPException(400, f"at: {text!r} is not an instant such as 2027-02-14T15:10:00Z. {error}") from None
