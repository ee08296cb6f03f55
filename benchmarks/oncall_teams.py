"""A database with many teams, each with a year's published shifts: what `benchmarks.oncall` asks about.

Every team has three sites that follow the sun, some people at once, a week of standby, and four quarters published one
after the other, the first two months before today. The rows are what publishing writes, digests included.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from api.documents.domain import problem_of
from api.documents.model import TeamDocument
from api.schedule.content import digest_of, rows_of, shifts_of
from api.security.tokens import add_token
from api.store.engine import Store
from api.store.migrate import upgrade
from api.store.tables import Account, RevisionRow, TeamRow
from scheduler.domain.roster import Assignment
from scheduler.intervals import monday_of, next_day
from scheduler.problem import Problem

Raw = dict[str, Any]

SITES = {"sin": "Asia/Singapore", "dub": "Europe/Dublin", "sfo": "America/Los_Angeles"}
SHIFTS = {"sin": ("07:00", "15:30"), "dub": ("07:00", "15:30"), "sfo": ("07:00", "15:30")}
PEOPLE_A_SITE, WEEKS_A_QUARTER, QUARTERS, PAST_WEEKS = 10, 13, 4, 9
BATCH = 50
AT_ONCE = 3
SEED = 20270104


def made(file: Path, teams: int, at_once: int, now: datetime) -> str:
    """Write the database to `file`; the secret of a token that may ask about all teams."""
    store = Store(f"sqlite:///{file}")
    upgrade(store)
    quarters = [_planned(day) for day in _first_days(now)]
    for start in range(0, teams, BATCH):
        numbers = range(start, min(start + BATCH, teams))
        with store.engine.begin() as connection:
            connection.execute(sa.insert(TeamRow), [_team(n, quarters[0], now) for n in numbers])
            rows = [row for n in numbers for row in _revisions(n, quarters, at_once, now)]
            connection.execute(sa.insert(RevisionRow), rows)
    with store.writing() as session:
        account = Account(login="benchmark", administrator=True, created_at=now)
        session.add(account)
        session.flush()
        assert account.id is not None
        _, secret = add_token(session, account.id, "benchmark", now)
    store.close()
    return secret


def name(team: int) -> str:
    return f"team-{team:04}"


def _first_days(now: datetime) -> list[date]:
    first = next_day(monday_of(now.date()), -7 * PAST_WEEKS)
    return [next_day(first, 7 * WEEKS_A_QUARTER * n) for n in range(QUARTERS)]


def _planned(first: date) -> tuple[Raw, Problem]:
    """The document of any team for the quarter that begins on `first`, and what is to be planned."""
    document = _document(0, first)
    return document, problem_of(TeamDocument.model_validate(document))


def _document(team: int, first: date) -> Raw:
    last = next_day(first, 7 * WEEKS_A_QUARTER - 1)
    shifts = [{"id": f"{site}-day", "site": site, "start": start, "end": end} for site, (start, end) in SHIFTS.items()]
    standby = {"id": "standby", "site": "sin", "kind": "standby", "start": "10:00", "end": "10:00"}
    return {
        "team": name(team),
        "period": {
            "first_day": first.isoformat(),
            "last_day": last.isoformat(),
            "coverage_from": f"{first.isoformat()}T00:00:00Z",
            "coverage_until": f"{next_day(last).isoformat()}T00:00:00Z",
        },
        "sites": [{"id": site, "timezone": zone, "holidays": []} for site, zone in SITES.items()],
        "shifts": [*shifts, standby | {"span_days": 7, "weekdays": ["mon"]}],
        "coverage": [{"id": "floor", "minimum": 1, "target": 2}, {"id": "second", "minimum": 1, "shift": "standby"}],
        "people": [_person(team, site, n) for site in SITES for n in range(PEOPLE_A_SITE)],
    }


def _person(team: int, site: str, n: int) -> Raw:
    return {
        "id": f"{site}-{n:02}",
        "name": f"{site.title()} Person {n} of {name(team)}",
        "site": site,
        "contract_hours_per_week": 40,
    }


def _team(number: int, quarter: tuple[Raw, Problem], now: datetime) -> Raw:
    document = quarter[0] | {"team": name(number), "people": _document(number, now.date())["people"]}
    return TeamRow(
        id=name(number), name=f"Team {number}", document=document, created_at=now, updated_at=now
    ).model_dump()


def _revisions(team: int, quarters: list[tuple[Raw, Problem]], at_once: int, now: datetime) -> Iterator[Raw]:
    chosen = random.Random(SEED + team)
    people = _document(team, now.date())["people"]
    for number, (planned, problem) in enumerate(quarters, 1):
        document = planned | {"team": name(team), "people": people}
        roster = [
            Assignment(f"{shift.site}-{n:02}", shift.id)
            for shift in problem.shifts
            for n in chosen.sample(range(PEOPLE_A_SITE), at_once if shift.on_duty else 1)
        ]
        assignments, shifts = rows_of(roster), shifts_of(problem, roster)
        yield {
            "team_id": name(team),
            "number": number,
            "plan_id": f"{number:032}",
            "document": document,
            "first_day": problem.first_day,
            "last_day": problem.last_day,
            "assignments": assignments,
            "shifts": shifts,
            "accepted": [],
            "consents": [],
            "report": {},
            "digest": digest_of(document, assignments, shifts),
            "note": "",
            "published_by": "benchmark",
            "published_at": now,
        }
