"""A team whose roster is written by hand, so that tests can publish without a search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

from httpx2 import Response

from api.documents.domain import problem_of
from api.documents.reading import document_of
from api.schedule.content import digest_of
from api.store.tables import OncallVersion, PlanRow, TeamRow
from scheduler.domain.roster import Roster
from scheduler.domain.shift import shift_id
from scheduler.intervals import each_day
from scheduler.verify import verify
from tests.api.documents.samples import Raw, team
from tests.service import Service

Rows = list[list[str]]
TEAM = "harbour"
_numbers = count(1)


def harbour() -> Raw:
    """The sample team in January 2027 with people enough: sin-01 to sin-04, of whom two manage; dub-01 and dub-02."""
    raw = team() | {"previous": [], "pins": [], "ledger": [], "wishes": []}
    raw["people"] = [_person(f"sin-0{n}", skills=["manager"] if n < 3 else []) for n in range(1, 5)]
    raw["people"] += [_person(f"dub-0{n}") for n in (1, 2)]
    raw["coverage"] = [
        {"id": "office", "minimum": 1, "site": "sin", "when": "mon-fri 08:00-15:00"},
        {"id": "second", "minimum": 1, "shift": "standby"},
    ]
    raw["leave"] = [{"person": "sin-03", "first_day": "2027-01-12", "last_day": "2027-01-14", "kind": "medical"}]
    return raw


def legal(raw: Raw) -> Rows:
    """A roster of the harbour's period that breaks no hard rule. The weeks are worked in turns.

    In the first and third week sin-03 has the days (Monday to Friday), sin-01 is on standby, sin-02 has the nights that
    begin on Monday and Tuesday, and dub-01 the days in Dublin; in the others sin-04, sin-02, sin-01 and dub-02.
    """
    first, last = (date.fromisoformat(raw["period"][name]) for name in ("first_day", "last_day"))
    rows = sorted(row for n, day in enumerate(each_day(first, last)) for row in _on(day, n // 7 % 2))
    assert not broken(raw, rows)
    return rows


def broken(raw: Raw, rows: Rows) -> tuple[object, ...]:
    """What the checker finds against the hard rules."""
    return verify(problem_of(document_of(raw)), Roster.of((person, shift) for person, shift in rows)).hard


def another(rows: Rows, *gone: str, new: str = "") -> Rows:
    """The roster without and with some assignments, written ``sin-03 sin-day@2027-01-05, ...``."""
    added = [row.split() for row in new.split(", ") if row]
    return sorted([row for row in rows if " ".join(row) not in gone] + added)


def planned(service: Service, rows: Rows | None = None, raw: Raw | None = None, **fields: Any) -> str:
    """The id of a new plan, solved and confirmed, of a team that is made where it is not there; `fields` of the row."""
    document = raw or harbour()
    rows = legal(document) if rows is None else rows
    told = document_of(document).model_dump(mode="json", exclude_unset=True)
    now, id = service.clock(), f"plan-{next(_numbers)}"
    values: dict[str, Any] = {"id": id, "team_id": document["team"], "document": told, "roster": rows}
    values |= {"state": "done", "status": "feasible", "digest": digest_of(told, rows), "created_at": now}
    with service.services.store.writing() as session:
        if session.get(TeamRow, document["team"]) is None:
            session.add(TeamRow(id=document["team"], document=told, created_at=now, updated_at=now))
            session.flush()
        session.add(PlanRow(**values | {"finished_at": now} | fields))
    return id


def published(service: Service, rows: Rows | None = None, raw: Raw | None = None, **body: Any) -> Response:
    """The answer to publishing a new plan; `body` is what is sent with it."""
    return service.admin.post(f"/v1/plans/{planned(service, rows, raw)}/publish", json=body)


def publish(service: Service, rows: Rows | None = None, raw: Raw | None = None, **body: Any) -> int:
    """The number of a new revision: of the harbour and its legal roster, unless others are given."""
    answer = published(service, rows, raw, **body)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["revision"]["number"])


def rotating(service: Service, *people: str, timezone: str = "Asia/Singapore", **turns: Any) -> None:
    """Let these people have the standby by turns, of a week from Monday 9:00 on unless `turns` says otherwise.

    The team is made where it is not there: then it has rotations only.
    """
    rotation = {"people": list(people), "start": "2027-01-04T09:00"} | turns
    schedule = {"duty": "standby", "layers": [{"rotations": [rotation]}]}
    document = {"timezone": timezone, "people": [{"id": id} for id in people], "schedules": [schedule]}
    now = service.clock()
    version = OncallVersion(team_id=TEAM, number=1, document=document, effective_from=now, created_at=now)
    with service.services.store.writing() as session:
        if session.get(TeamRow, TEAM) is None:
            session.add(TeamRow(id=TEAM, created_at=now, updated_at=now))
            session.flush()
        session.add(version)
    service.services.board.refresh([TEAM])


def _person(id: str, **fields: Any) -> Raw:
    return {"id": id, "site": id[:3], "contract_hours_per_week": 40} | fields


def _on(day: date, week: int) -> Iterator[list[str]]:
    """Who is on which shift that starts on `day`."""
    if day.weekday() < 5:
        yield [("sin-03", "sin-04")[week], shift_id("sin-day", day)]
    if day.weekday() < 2:
        yield [("sin-02", "sin-01")[week], shift_id("sin-night", day)]
        yield [("dub-01", "dub-02")[week], shift_id("dub-day", day)]
    if day.weekday() == 0:
        yield [("sin-01", "sin-02")[week], shift_id("standby", day)]
