"""What holidays mean to a team: which dates are in doubt, and what a moved one means to what is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from api.documents.holidays import holidays_at, site_of
from api.documents.rows import PeriodRow, SiteRow
from api.store.tables import RevisionRow
from api.teams.difference import Raw
from api.teams.published import Published
from scheduler.domain.team import Period, Site
from scheduler.intervals import next_day
from scheduler.problem import Problem
from scheduler.report import holiday_notices

Moved = tuple[tuple[str, ...], datetime, str]  # shifts, when the first begins, what is said


def holiday_doubts(document: Raw) -> list[str]:
    """A sentence for each doubt about holidays in the period of a stored team document."""
    row = PeriodRow.model_validate(document["period"])
    period = Period(row.first_day, row.last_day, row.coverage_from, row.coverage_until)
    rows = (SiteRow.model_validate(site) for site in document["sites"])
    return list(holiday_notices(period, (site_of(site, row.first_day, next_day(row.last_day)) for site in rows)))


def changed_since_published(session: Session, team: str, document: Raw, today: date) -> list[str]:
    """How holidays differ today from those with which the newest revision that is not over was planned.

    Documents change, and so do tables, with an import or a new version of ours: then nobody was told at the time.
    """
    ahead = select(RevisionRow.number, RevisionRow.document).where(RevisionRow.team_id == team)
    ahead = ahead.where(RevisionRow.last_day >= today).order_by(col(RevisionRow.number).desc()).limit(1)
    newest = session.exec(ahead).first()
    return list(_differing(newest[0], newest[1], document)) if newest else []


def _differing(number: int, planned: Mapping[str, Any], document: Raw) -> Iterator[str]:
    period = PeriodRow.model_validate(planned["period"])
    same_period = document["period"] == planned["period"]
    before = {site["id"]: SiteRow.model_validate(site) for site in planned["sites"]}
    for site in map(SiteRow.model_validate, document["sites"]):
        if site.id not in before or (site.holidays is not None and not same_period):
            continue  # what it lists is of another period
        was, now = _in_period(before[site.id], period), _in_period(site, period)
        parts = [f"{day} {now[day]} is new" for day in sorted(now.keys() - was.keys())]
        parts += [f"{day} {was[day]} is none any more" for day in sorted(was.keys() - now.keys())]
        if parts:
            yield f"Revision {number} was planned with other holidays at {site.id}: {', '.join(parts)}."


def _in_period(site: SiteRow, period: PeriodRow) -> dict[date, str]:
    days = holidays_at(site, period.first_day, period.last_day)
    return {holiday.day: holiday.name for holiday in days if period.first_day <= holiday.day <= period.last_day}


def moved_holidays(published: Published, old: Problem, new: Problem, now: datetime) -> Iterator[Moved]:
    """The days that became holidays, or are none any more, and have published shifts that have not begun."""
    was = {site.id: site for site in old.team.sites}
    for site in new.team.sites:
        before, after = _days(was.get(site.id)), _days(site)
        for day in sorted(before.keys() ^ after.keys()):
            shifts = _shifts_on(published, new, site.id, day, now)
            if shifts:
                is_now = "a" if day in after else "no"
                name = after.get(day) or before[day]
                people = len({a.person for a in published.roster if a.shift in shifts})
                said = (
                    f"{day} is {is_now} public holiday at {site.id} now ({name}): {_people(people)} on shift that day"
                )
                yield shifts, published.interval(shifts[0]).start, said


def _days(site: Site | None) -> dict[date, str]:
    return {holiday.day: holiday.name for holiday in site.holidays} if site else {}


def _shifts_on(published: Published, problem: Problem, site: str, day: date, now: datetime) -> tuple[str, ...]:
    ids = {shift.id for shift in problem.shifts if shift.day == day and shift.site == site}
    ahead = {a.shift for a in published.roster if a.shift in ids and published.interval(a.shift).start >= now}
    return tuple(sorted(ahead, key=lambda id: (published.interval(id).start, id)))


def _people(number: int) -> str:
    return "1 person is" if number == 1 else f"{number} people are"
