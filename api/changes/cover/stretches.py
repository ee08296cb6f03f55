"""Who may cover a stretch of on-call time, where people and turns are all that is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from api.changes.cover.schemas import CoversBody
from api.changes.laid import laid_of
from api.documents.model import TeamDocument
from api.store.tables import TeamRow
from api.teams.whole import oncall_in_force
from scheduler.cover import Candidate, candidates
from scheduler.intervals import MINUTES_A_DAY, Interval, days_interval, shift_by
from scheduler.oncall.values import Holding

AROUND_DAYS = 60

Away = dict[str, list[Interval]]


def of_stretch(session: Session, team: TeamRow, wanted: Holding, without: str | None, *, running: bool) -> CoversBody:
    """Everybody whom the team knows today, for the time of `wanted`; `without` falls out.

    Nobody may who holds anything in that time or is on leave; the best is who is farthest from the own turns.
    """
    around = AROUND_DAYS * MINUTES_A_DAY
    window = Interval(shift_by(wanted.start, minutes=-around), shift_by(wanted.end, minutes=around))
    away = _away(team)
    if without is not None:
        away[without] += [wanted.interval]
    holdings = laid_of(session, team.id, window).final.holdings
    found = candidates(holdings, _people(session, team), wanted.interval, away)
    known = ("shift", "duty", "level", "site", "start", "end")
    told = {name: getattr(wanted, name) for name in known}
    return CoversBody.model_validate(told | {"running": running, "people": [_told(c) for c in found]})


def _people(session: Session, team: TeamRow) -> Sequence[str]:
    """In the order of the documents."""
    oncall = oncall_in_force(session, team.id)
    documents = [team.document or {}, oncall.document if oncall else {}]
    return list(dict.fromkeys(person["id"] for document in documents for person in document.get("people") or ()))


def _away(team: TeamRow) -> Away:
    """The leave of each person, in the days of the person's site."""
    found: Away = defaultdict(list)
    if team.document is not None:
        document = TeamDocument.model_validate(team.document)
        zones = {site.id: site.timezone for site in document.sites}
        homes = {person.id: zones[person.site] for person in document.people}
        for row in document.leave:
            found[row.person].append(days_interval(row.first_day, row.last_day, homes[row.person]))
    return found


def _told(candidate: Candidate) -> dict[str, Any]:
    unknown = ("week_hours", "contract_hours", "period_hours", "target_hours", "ahead", "effect")
    return {
        **dict.fromkeys(unknown),
        "person": candidate.person,
        "may": candidate.may,
        "able": candidate.may,
        "reasons": candidate.reasons,
        "rest_before": candidate.rest.before,
        "rest_after": candidate.rest.after,
    }
