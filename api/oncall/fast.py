"""The quick way to an answer: `GET /v1/oncall` with a token, as plain as it mostly is, from memory alone.

So are answers in other forms, which say in other words what that one says.

Whatever is unusual goes the ordinary way, through the whole application; both say the same (`api.oncall.telling`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from time import perf_counter

from starlette.types import ASGIApp, Receive, Scope, Send

from api.limiter import TooManyRequests
from api.oncall.question import Question, plain_question, teams_to_tell
from api.oncall.telling import LONGEST_TAGS, Told, tell
from api.schedule.posted import Posted
from api.security.abilities import Ability
from api.security.door import Door
from api.security.principal import Principal
from api.services import Services
from api.web.context import HEADER, id_of

PATH = "/v1/oncall"
_BEARER = b"Bearer "
_REQUEST_ID = HEADER.lower().encode()
_READ = frozenset({b"authorization", b"if-none-match", _REQUEST_ID})
_MOST_QUESTIONS = 10_000
_STATUSES = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)

Retell = Callable[[Told], Told | None]  # in other words; None for what is not to be said here


@dataclass(frozen=True, slots=True)
class Form:
    """What a query string of `path` asks, and how the answer to it is retold; `read` says None for anything unusual."""

    path: str
    media_type: bytes
    read: Callable[[bytes], tuple[Question, Retell | None] | None]


def _as_json(query: bytes) -> tuple[Question, None] | None:
    question = plain_question(query)
    return None if question is None else (question, None)


AS_JSON = Form(PATH, b"application/json", _as_json)


class FastOncall:
    """Stands before everything else. It waits for nothing: no thread, no database, no lock that is held for long."""

    def __init__(self, app: ASGIApp, services: Services, door: Door, others: Iterable[Form] = ()) -> None:
        self._app, self._services, self._door = app, services, door
        self._forms = {form.path: form for form in (AS_JSON, *others)}
        self._questions: dict[tuple[str, bytes], tuple[Question, Retell | None]] = {}
        noting = services.requests.noting
        self._note = {(path, status): noting("GET", path, status) for path in self._forms for status in _STATUSES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in self._forms and scope["method"] == "GET":
            begun, form = perf_counter(), self._forms[scope["path"]]
            sent = {name: value for name, value in reversed(scope["headers"]) if name in _READ}
            usual = len(sent.get(b"if-none-match", b"")) <= LONGEST_TAGS
            told = self._told(form, sent.get(b"authorization", b""), scope["query_string"]) if usual else None
            if told is not None:
                await self._answer(form, told, sent, send, begun)
                return
        await self._app(scope, receive, send)

    def _told(self, form: Form, authorization: bytes, query: bytes) -> Told | None:
        """The answer; None for whom it is not to be given here."""
        if not authorization.startswith(_BEARER):
            return None
        principal = self._door.principal(authorization[len(_BEARER) :])
        asked = self._asked(form, query) if principal is not None else None
        if principal is None or asked is None:
            return None
        question, retell = asked
        board, now = self._services.board, self._services.clock()
        at = question.at or now
        schedules = self._schedules(question, principal)
        if schedules is None or (question.at and not all(posted.window.holds(at) for posted in schedules)):
            return None
        try:
            self._services.limiter.count(f"account:{principal.account}", self._services.settings.requests_a_minute)
        except TooManyRequests:
            return None
        self._services.uses.note(principal.token, now)
        told = tell(question, schedules, at, board.stale_since)
        return told if retell is None else retell(told)

    def _asked(self, form: Form, query: bytes) -> tuple[Question, Retell | None] | None:
        known = self._questions.get((form.path, query))
        if known is not None:
            return known
        asked = form.read(query)
        if asked is not None and asked[0].at is None:
            if len(self._questions) >= _MOST_QUESTIONS:
                self._questions.clear()
            self._questions[form.path, query] = asked
        return asked

    def _schedules(self, question: Question, principal: Principal) -> list[Posted] | None:
        """Those of all teams asked about; None when one of them is not there, or not for who asks."""
        if principal.abilities is not None and Ability.ONCALL_READ not in principal.abilities:
            return None
        found = []
        for team in teams_to_tell(question, principal, self._services.board):
            posted = self._services.board.of(team)
            if posted is None or not principal.may(Ability.ONCALL_READ, team):
                return None
            found.append(posted)
        return found

    async def _answer(self, form: Form, told: Told, sent: dict[bytes, bytes], send: Send, begun: float) -> None:
        known = sent.get(b"if-none-match")
        same = known is not None and told.known_by(known.decode("latin-1"))
        status, body = (HTTPStatus.NOT_MODIFIED, b"") if same else (HTTPStatus.OK, told.body)
        id = id_of(sent[_REQUEST_ID].decode("latin-1") if _REQUEST_ID in sent else None)
        headers = [
            (b"etag", told.etag.encode()),
            (b"cache-control", told.cache_control.encode()),
            (_REQUEST_ID, id.encode()),
            *((name.encode(), value.encode()) for name, value in told.headers),
        ]
        if not same:
            headers += [(b"content-type", form.media_type), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status.value, "headers": headers})
        await send({"type": "http.response.body", "body": body})
        self._note[form.path, status](perf_counter() - begun)
