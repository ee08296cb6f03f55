"""Rosters as files: the final schedule, a revision, a candidate."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Header, Query, Request, Response
from pydantic import Field

from api.documents.advice import counted, maybe, shown
from api.errors import Issue
from api.exporting.final import of_schedule
from api.exporting.formats import Format
from api.exporting.gathering import of_plan, of_revision
from api.exporting.rendering import Material, Wanted, rendered
from api.oncall.question import AskedDuty, AskedLevel
from api.revisions.endpoints import PlanId, team_of_plan
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.services import services
from api.statistics.service import asked_window
from api.store.tables import PlanRow, TeamRow
from api.web.problems import bad_input, documented
from api.web.requests import Tx
from api.web.router import router
from api.web.values import From, Line, RowId, TeamId, Until
from exports.paper import Paper

exporting = router("exports")

MOST_USERS = 500
_SHAPES: dict[str, str | list[str]] = {"application/json": ["array", "object"]}
_KINDS = sorted({format.media_type.partition(";")[0] for format in Format})
_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {kind: {"schema": {"type": _SHAPES.get(kind, "string")}} for kind in _KINDS},
    },
    304: {"description": "What you have is still so."},
}
Answers: dict[int | str, dict[str, Any]] = {**_FILES, **documented(409)}
User = Annotated[str, Field(pattern=r"^[^:\x00]{1,64}:[^\x00]{1,100}$")]
MayRead = Annotated[Access, Depends(May(Ability.ROSTER_READ))]
OfPlan = Annotated[Access, Depends(May(Ability.PLANS, of=team_of_plan))]
# What a page of ours holds is shown and nothing else, wherever it is opened from.
_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@dataclass(frozen=True)
class Asked:
    """What is asked of an export; `known` is the ETag of what is there already."""

    format: Format
    wanted: Wanted
    known: str | None


def _asked(
    request: Request,
    format: Annotated[Format, Query(description="Which kind of file.")] = Format.JSON,
    person: Annotated[Line | None, Query(description="Only this person's.", examples=["sin-01"])] = None,
    paper: Annotated[Paper, Query(description="Of printed charts.")] = Paper.A4,
    duty: AskedDuty = None,
    level: AskedLevel = None,
    users: Annotated[
        list[User],
        Query(alias="user", max_length=MOST_USERS, description="For a pager: person:user.", examples=[["sin-01:PD7"]]),
    ] = [],  # noqa: B006 - FastAPI copies it
    gaps: Annotated[bool, Query(description="For PagerDuty: say so where nobody is on call.")] = False,
    known: Annotated[
        str | None, Header(alias="If-None-Match", max_length=500, description="The ETag of what you have.")
    ] = None,
) -> Asked:
    fonts = tuple(Path(name) for name in services(request).settings.fonts.split(os.pathsep) if name)
    pairs = dict(user.split(":", 1) for user in users)
    return Asked(format, Wanted(person, paper, fonts, duty, level, pairs, gaps), known)


How = Annotated[Asked, Depends(_asked)]


@exporting.get("/teams/{team}/export", responses=Answers, response_class=Response)
def export_schedule(
    team: TeamId,
    request: Request,
    transaction: Tx,
    access: MayRead,
    asked: How,
    start: From = None,
    until: Until = None,
) -> Response:
    """The final schedule as a file: what was published, with all swaps and overrides, and the turns of rotations.

    Whole days, in UTC, from `from` until `until`; left out, the period of the team's document. Leave is shown without
    its reason, to whoever may read the team's document; hours and totals to whoever may read statistics.
    """
    row = transaction.session.get_one(TeamRow, team)
    window = asked_window(row, start, until, transaction.now)
    return _file(of_schedule(transaction.session, services(request).board, row, window, access), asked)


@exporting.get("/teams/{team}/revisions/{number}/export", responses=Answers, response_class=Response)
def export_revision(team: TeamId, number: RowId, transaction: Tx, access: MayRead, asked: How) -> Response:
    """A revision as it was published, as a file."""
    return _file(of_revision(transaction.session, number, access), asked)


@exporting.get("/plans/{plan}/export", responses=Answers, response_class=Response)
def export_plan(plan: PlanId, transaction: Tx, access: OfPlan, asked: How) -> Response:
    """A candidate as a file. Refused (409) while the plan has no roster that the checker confirmed."""
    return _file(of_plan(transaction.session.get_one(PlanRow, plan), access), asked)


def _file(material: Material, asked: Asked) -> Response:
    _known(material, asked.wanted.person)
    body = rendered(material, asked.format, asked.wanted)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
    if asked.known and tag in asked.known:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if asked.format is Format.HTML:
        headers["Content-Security-Policy"] = _SANDBOX
    headers["Content-Disposition"] = _disposition(material, asked)
    return Response(body, media_type=asked.format.media_type, headers=headers)


def _known(material: Material, person: str | None) -> None:
    people = {p.id for p in material.shown.team.people} | {h.person for h in material.shown.holdings}
    if person is not None and person not in people:
        expected = f"the id of one of {counted(len(people), 'person', 'people')}"
        raise bad_input(Issue("person", shown(person), "is not in it", expected, maybe(person, people)))


def _disposition(material: Material, asked: Asked) -> str:
    """A name in ASCII for old browsers, and the whole one (RFC 6266)."""
    whole = material.shown
    parts = [material.heading.title, asked.wanted.person or "", whole.first.isoformat(), whole.last.isoformat()]
    name = "-".join(part for part in parts if part) + asked.format.ending
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
