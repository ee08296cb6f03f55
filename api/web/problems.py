"""Errors as RFC 9457 problem details, with the paths of all issues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from api.documents.advice import shown
from api.documents.places import joined
from api.errors import BadInput, Issue
from api.limiter import TooManyRequests
from api.store.engine import unreachable
from scheduler.errors import WatchbillError

MEDIA_TYPE = "application/problem+json"
_MATCHES = "text of the form that the API's document says"


class IssueBody(BaseModel):
    """One fault of what was sent."""

    path: str = Field(description="Where it is.", examples=["people[3].leave[0].last_day"])
    value: str = Field("", description="What was found there.", examples=['"2027-02-30"'])
    problem: str = Field(description="What is wrong with it.", examples=["is not valid"])
    expected: str = Field("", description="What was expected.", examples=["a day as YYYY-MM-DD"])
    advice: str = Field("", description="How to mend it.", examples=["Maybe 2027-02-28?"])


class ProblemBody(BaseModel):
    """Why a request was refused (RFC 9457)."""

    type: str = Field(description="Which kind of problem, as a URN.", examples=["urn:watchbill:problem:bad-input"])
    title: str = Field(description="The kind in words.", examples=["What was sent has faults"])
    status: int = Field(description="The status of the answer.", examples=[422])
    detail: str = Field("", description="What went wrong here.", examples=["1 problem"])
    instance: str = Field("", description="The id of the request, as in the logs.", examples=["urn:request:01J8Z0"])
    issues: list[IssueBody] = Field([], description="Everything that is wrong with what was sent, at once.")


class Problem(Exception):
    """A request that is refused. `kind` ends the URN of its type; `extra` holds further members of the body."""

    def __init__(
        self,
        status: HTTPStatus,
        kind: str,
        title: str,
        detail: str = "",
        issues: Iterable[Issue] = (),
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(f"{title}. {detail}".strip())
        self.status, self.kind, self.title, self.detail = status, kind, title, detail
        self.issues, self.headers, self.extra = tuple(issues), dict(headers or {}), extra


def unauthorized(detail: str) -> Problem:
    challenge = {"WWW-Authenticate": "Bearer"}
    return Problem(HTTPStatus.UNAUTHORIZED, "unauthorized", "Log in or send a token", detail, headers=challenge)


def forbidden(detail: str) -> Problem:
    return Problem(HTTPStatus.FORBIDDEN, "forbidden", "This is not allowed", detail)


def not_found(what: str) -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "not-found", "There is no such thing, or it is not yours to see", what)


def conflict(kind: str, detail: str, **extra: Any) -> Problem:
    return Problem(HTTPStatus.CONFLICT, kind, "This does not go together with what is there", detail, **extra)


def bad_input(*issues: Issue) -> BadInput:
    """The error of a value that is wrong for more than its shape."""
    return BadInput(issues)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an endpoint that may refuse with these statuses."""
    schema = {"schema": {"$ref": "#/components/schemas/ProblemBody"}}
    return {n: {"description": HTTPStatus(n).phrase, "content": {MEDIA_TYPE: schema}} for n in statuses}


def install(app: FastAPI) -> None:
    """Let every failure of `app` be answered with a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(BadInput, _bad_input)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(TooManyRequests, _too_many)
    app.add_exception_handler(WatchbillError, _domain)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(Exception, _bug)


def answer(request: Request, problem: Problem) -> Response:
    """The response that says `problem`."""
    body = ProblemBody(
        type=f"urn:watchbill:problem:{problem.kind}",
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        instance=f"urn:request:{getattr(request.state, 'request_id', '')}",
        issues=[_body(issue) for issue in problem.issues],
    )
    told = body.model_dump() | problem.extra
    return JSONResponse(told, int(problem.status), headers=problem.headers, media_type=MEDIA_TYPE)


def _body(issue: Issue) -> IssueBody:
    return IssueBody(
        path=issue.path, value=issue.value, problem=issue.problem, expected=issue.expected, advice=issue.advice
    )


def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return answer(request, error)


def _bad_input(request: Request, error: Exception) -> Response:
    assert isinstance(error, BadInput)
    return answer(request, _faults(error.issues))


def _faults(issues: tuple[Issue, ...]) -> Problem:
    counted = f"{len(issues)} problem{'s' if len(issues) != 1 else ''}"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return Problem(status, "bad-input", "What was sent has faults", counted, issues)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return answer(request, _faults(tuple(_issue(fault) for fault in error.errors())))


def _issue(fault: Any) -> Issue:
    where, *parts = fault["loc"]
    path = ""
    for part in parts:
        path = joined(path, part)
    if fault["type"] == "missing":
        return Issue(path or str(where), "", "is missing")
    context = fault.get("ctx") or {}
    expected = _MATCHES if fault["type"] == "string_pattern_mismatch" else context.get("expected") or fault["msg"]
    return Issue(path or str(where), shown(fault.get("input")), "is not valid", expected, context.get("advice", ""))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
    detail = "" if error.detail == HTTPStatus(error.status_code).phrase else str(error.detail)
    problem = Problem(
        HTTPStatus(error.status_code), kind, HTTPStatus(error.status_code).phrase, detail, headers=error.headers
    )
    return answer(request, problem)


def _too_many(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooManyRequests)
    status, wait = HTTPStatus.TOO_MANY_REQUESTS, str(error.seconds)
    return answer(
        request, Problem(status, "too-many", "Too many requests", f"Wait {wait} s.", headers={"Retry-After": wait})
    )


def _domain(request: Request, error: Exception) -> Response:
    return answer(request, conflict("refused", str(error)))


def _database(request: Request, error: Exception) -> Response:
    assert isinstance(error, DBAPIError)
    if not unreachable(error):
        raise error
    unavailable = HTTPStatus.SERVICE_UNAVAILABLE
    detail = "The database cannot be reached. Nothing was changed; try again."
    return answer(
        request, Problem(unavailable, "database-away", "Not available now", detail, headers={"Retry-After": "2"})
    )


def _bug(request: Request, error: Exception) -> Response:
    """A bug in us: the log has the traceback, the answer only the request's id."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return answer(request, Problem(status, "bug", "A bug in Watchbill", "The log says more under this request's id."))
