"""What is published, written into a team document for the rules that hold a new plan against it."""

from __future__ import annotations

from datetime import date, datetime

from api.documents.model import TeamDocument
from api.documents.rows import PinRow, PublishedRow
from scheduler.domain.roster import Roster
from scheduler.problem import Problem


def asks_for_published(document: TeamDocument) -> bool:
    """Whether a rule of the document holds a plan against what is published."""
    return any(rule.against_published for rule in document.rules.rules())


def with_published(
    document: TeamDocument, problem: Problem, roster: Roster, days: tuple[date, date], as_of: datetime
) -> TeamDocument:
    """The document with what `roster` says of the first to the last of `days`; `problem` knows its shifts.

    `as_of` is rounded down to the minute, as a document has it.
    """
    first, last = days
    shifts = ((person, problem.shift(id)) for id, people in sorted(roster.by_shift.items()) for person in people)
    rows = [PinRow(person=person, day=s.day, shift=s.template) for person, s in shifts if first <= s.day <= last]
    minute = as_of.replace(second=0, microsecond=0)
    row = PublishedRow(as_of=minute, first_day=first, last_day=last, assignments=tuple(rows))
    return document.model_copy(update={"published": row})
