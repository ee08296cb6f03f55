"""Who is on call, for scripts: lines of text, and files for Alertmanager."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request, Response

from api.notices.channels.mail import MAIL_ADDRESS
from api.oncall import service
from api.oncall.asked import MayAsk, asked_teams
from api.oncall.endpoints import IfNoneMatch, Teams
from api.oncall.question import AskedDuty, AskedLevel, Question
from api.oncall.telling import Told
from api.scripts.alertmanager import configuration, receivers, templates
from api.scripts.asked import Answered, answered, mailboxes, retold
from api.scripts.plain import Column, Nobody, text
from api.security.guard import Access
from api.services import services
from api.web.problems import Problem, documented
from api.web.requests import Tx
from api.web.router import router
from api.web.values import At, InZone

scripts = router("scripts")

PLAIN, YAML = "text/plain", "application/yaml"

Asked = Annotated[Access, Depends(MayAsk())]
Show = Annotated[Column | None, Query(description="Only this column, each value once. Left out: all but email.")]
WhenNobody = Annotated[
    Nobody,
    Query(
        description="Where nobody is on call. omit: no line. fallback: a line with the fallback person. error: 404, "
        "where nobody is on call for anything that is asked about."
    ),
]
Otherwise = Annotated[
    str | None,
    Query(
        max_length=254,
        pattern=MAIL_ADDRESS,
        description="Where mail goes when nobody is on call whose address is known. Left out: nowhere.",
        examples=["operations@example.org"],
    ),
]


_TEXT: dict[str, Any] = {"schema": {"type": "string"}}
_RECEIVERS: dict[str, Any] = {"schema": {"type": "object", "required": ["receivers"]}}


def _responses(content: dict[str, dict[str, Any]]) -> dict[int | str, dict[str, Any]]:
    told: dict[int | str, dict[str, Any]] = {200: {"content": content}, 304: {"description": "What you have is so."}}
    return told | documented(409)


@scripts.get("/oncall.txt", response_class=Response, responses=_responses({PLAIN: _TEXT}))
def who_is_on_call_in_lines(
    request: Request,
    transaction: Tx,
    access: Asked,
    teams: Teams = [],  # noqa: B006 - FastAPI copies it
    duty: AskedDuty = None,
    level: AskedLevel = None,
    at: At = None,
    zone: InZone = None,
    show: Show = None,
    nobody: WhenNobody = Nobody.OMIT,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Who is on call: one line a person with team, duty, level, person, name, since, until, apart by tabs.

    The header Watchbill-Uncovered says for how many duties and levels nobody is. Mail addresses need `team:read`.
    """
    found = _answered(request, transaction, access, Question(tuple(asked_teams(request)), duty, level, at, zone))
    mail = mailboxes(transaction.session, access.principal, _teams(found)) if show is Column.EMAIL else {}
    told = text(found, show, nobody, mail)
    if told is None:
        raise Problem(HTTPStatus.NOT_FOUND, "nobody-on-call", "Nobody is on call", headers=dict(found.headers))
    return _told(told, if_none_match, PLAIN)


@scripts.get(
    "/oncall/alertmanager.{form}", response_class=Response, responses=_responses({YAML: _RECEIVERS, PLAIN: _TEXT})
)
def who_is_on_call_for_alertmanager(
    form: Literal["yml", "tmpl"],
    request: Request,
    transaction: Tx,
    access: Asked,
    teams: Teams = [],  # noqa: B006 - FastAPI copies it
    duty: AskedDuty = None,
    level: AskedLevel = None,
    at: At = None,
    otherwise: Otherwise = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Who is on call, for Prometheus Alertmanager: mail addresses by team, duty and level. It needs `team:read`.

    yml: the part `receivers:` of its configuration. tmpl: a file of templates, for `to` of receivers of one's own. The
    bytes change at handovers and when the schedule does, and at no other time.
    """
    found = _answered(request, transaction, access, Question(tuple(asked_teams(request)), duty, level, at))
    mail = mailboxes(transaction.session, access.principal, _teams(found))
    written = receivers(found.rows, mail, otherwise)
    told = retold(found, configuration(written) if form == "yml" else templates(written))
    return _told(told, if_none_match, YAML if form == "yml" else PLAIN)


def _answered(request: Request, transaction: Tx, access: Access, question: Question) -> Answered:
    return answered(service.told(question, access.principal, services(request).board, transaction.now))


def _teams(found: Answered) -> list[str]:
    return list(dict.fromkeys(row["team"] for row in found.rows))


def _told(told: Told, if_none_match: str | None, media_type: str) -> Response:
    headers = {"ETag": told.etag, "Cache-Control": told.cache_control, **dict(told.headers)}
    if told.known_by(if_none_match):
        return Response(status_code=304, headers=headers)
    return Response(told.body, headers=headers, media_type=media_type)
