"""What an import needs to know, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

from api.documents.oncall.model import OncallDocument, OncallPersonRow
from api.documents.rows import LeaveRow
from scheduler.domain.shift import Duty
from scheduler.intervals import Interval
from scheduler.oncall.values import Override


@dataclass(frozen=True)
class Destination:
    """Where on call is to go: the duty, the level of the first schedule, the site.

    What had ended before `window` begins is left behind, and calendars are expanded inside it. `people` are those whom
    the team has: whoever is recognised among them, by e-mail or name, keeps the id.
    """

    window: Interval
    duty: Duty = Duty.STANDBY
    level: int = 1
    site: str | None = None
    people: tuple[OncallPersonRow, ...] = ()


@dataclass(frozen=True)
class Imported:
    """On call as it was elsewhere. `document` lists the people who were not known before.

    `overrides` are in the order in which they hold, the strongest last. `notes` say, in sentences for a manager, what
    was taken otherwise than it was meant there, and what could not be carried over.
    """

    document: OncallDocument
    overrides: tuple[Override, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[OncallPersonRow, ...]:
        """Who is new."""
        return self.document.people


@dataclass(frozen=True)
class ImportedLeave:
    """Leave from a calendar: `rows` by person and day, none of them touching another; `notes` as in an import."""

    rows: tuple[LeaveRow, ...]
    notes: tuple[str, ...] = ()
