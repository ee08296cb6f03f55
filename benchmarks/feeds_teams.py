"""A team whose feeds are measured: so many people, a shift a day each for so many days, published at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from api.schedule.content import digest_of
from api.security.tokens import add_token
from api.store.engine import Store
from api.store.migrate import upgrade
from api.store.tables import Account, RevisionRow, TeamRow

TEAM = "harbour"
ZONE, SITES = "Asia/Singapore", ("north", "south", "east")
STARTS = {"early": 7, "late": 15, "night": 23}


def made(file: Path, people: int, days: int, now: datetime, worked: int | None = None) -> str:
    """Write the database to `file`; the secret of a token of its administrator.

    Of the `days` everybody works `worked` ones, or all of them.
    """
    store = Store(f"sqlite:///{file}")
    upgrade(store)
    document, revision = _planned(people, days, now, worked or days)
    with store.engine.begin() as connection:
        row = TeamRow(id=TEAM, name="Harbour", document=document, created_at=now, updated_at=now)
        connection.execute(sa.insert(TeamRow), [row.model_dump()])
        connection.execute(sa.insert(RevisionRow), [revision])
    with store.writing() as session:
        account = Account(login="benchmark", administrator=True, created_at=now)
        session.add(account)
        session.flush()
        assert account.id is not None
        _, secret = add_token(session, account.id, "benchmark", now)
    store.close()
    return secret


def _planned(people: int, days: int, now: datetime, worked: int) -> tuple[dict[str, Any], dict[str, Any]]:
    first = now.date() - timedelta(days=30)
    last = first + timedelta(days=days - 1)
    staff = [f"p-{n:03}" for n in range(people)]
    shifts = {s["id"]: s for n in range(days) for s in _shifts(first + timedelta(days=n))}
    rows = sorted([person, _on(n, day)] for n, person in enumerate(staff) for day in _days(first, days, worked, n))
    document = {
        "team": TEAM,
        "sites": [{"id": site, "timezone": ZONE} for site in SITES],
        "people": [
            {"id": id, "name": f"{id.title()} Tan, Wei", "site": SITES[n % 3], "contract_hours_per_week": 40}
            for n, id in enumerate(staff)
        ],
        "period": {
            "first_day": first.isoformat(),
            "last_day": last.isoformat(),
            "coverage_from": f"{first.isoformat()}T00:00:00Z",
            "coverage_until": f"{last.isoformat()}T00:00:00Z",
        },
        "shifts": [{"id": f"{site}-{name}", "kind": "on-duty"} for site in SITES for name in STARTS],
    }
    return document, {
        "team_id": TEAM,
        "number": 1,
        "plan_id": "0" * 32,
        "document": document,
        "first_day": first,
        "last_day": last,
        "assignments": rows,
        "shifts": shifts,
        "accepted": [],
        "consents": [],
        "report": {},
        "digest": digest_of(document, rows, shifts),
        "note": "",
        "published_by": "benchmark",
        "published_at": now - timedelta(days=40),
    }


def _days(first: date, days: int, worked: int, person: int) -> list[date]:
    """The days of a person, spread evenly; not the same ones for all."""
    return [
        first + timedelta(days=n)
        for n in range(days)
        if (n + person) * worked // days != (n + person + 1) * worked // days
    ]


def _on(person: int, day: date) -> str:
    """People change from early to late to night by the week."""
    turn = list(STARTS)[(person // 3 + day.toordinal() // 7) % 3]
    return f"{SITES[person % 3]}-{turn}@{day.isoformat()}"


def _shifts(day: date) -> list[dict[str, Any]]:
    found = []
    for site in SITES:
        for name, hour in STARTS.items():
            start = datetime.fromisoformat(f"{day.isoformat()}T{hour:02}:00:00+08:00")
            found.append(
                {
                    "id": f"{site}-{name}@{day.isoformat()}",
                    "template": f"{site}-{name}",
                    "site": site,
                    "duty": "on-duty",
                    "day": day.isoformat(),
                    "start": start.isoformat(),
                    "end": (start + timedelta(hours=8, minutes=30)).isoformat(),
                    "skill": None,
                    "night": name == "night",
                    "paid_minutes": 480,
                }
            )
    return found
