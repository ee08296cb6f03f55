"""What holds now of the days to plan, for rules that hold a new plan against it."""

from __future__ import annotations

from datetime import date, datetime
from itertools import dropwhile, takewhile

from sqlmodel import Session

from api.documents.domain import team_of
from api.documents.model import TeamDocument
from api.documents.published import asks_for_published, with_published
from api.revisions.published import Published, revisions_of
from api.schedule.final import final_schedule
from api.schedule.standing import holders
from scheduler.intervals import Interval, each_day
from scheduler.problem import Problem


def against_published(session: Session, team: str, document: TeamDocument, now: datetime) -> TeamDocument:
    """The document with who has its shifts at `now`, by revisions, swaps and overrides, where a rule of it asks.

    As it is where nothing is published of its days. Of published days with a gap in them the first ones count.
    """
    if not asks_for_published(document):
        return document
    days = _days(document, Published.by(revisions_of(session, team)))
    if not days:
        return document
    problem = Problem(team_of(document))
    roster = holders(problem, final_schedule(session, team, Interval(now, now)).holdings)
    return with_published(document, problem, roster, (days[0], days[-1]), now)


def _days(document: TeamDocument, published: Published) -> list[date]:
    """The first days in a row of the period of which something is published."""
    period = each_day(document.period.first_day, document.period.last_day)
    begun = dropwhile(lambda day: not published.speaks_of(day), period)
    return list(takewhile(published.speaks_of, begun))
