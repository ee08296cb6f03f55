"""Whether standby counts as work, and who says so: the document, a number of a rule pack, or nobody."""

from __future__ import annotations

from dataclasses import dataclass

from api.documents.model import TeamDocument
from api.documents.rows import ShiftRow
from constraints.packs.reading import Number
from constraints.packs.standby import counting_as_work
from scheduler.domain.shift import Duty


@dataclass(frozen=True)
class Standby:
    """How a standby shift counts: as work, or as rest.

    `numbers` of rule packs say that it is work; `because` is why the document decides, which holds whatever they say.
    """

    shift: str
    counts_as_work: bool
    numbers: tuple[Number, ...]
    because: str


def standbys(document: TeamDocument) -> tuple[Standby, ...]:
    """One for each standby shift, in the order of the document."""
    return tuple(_standby(row, document) for row in document.shifts if row.kind is Duty.STANDBY)


def _standby(row: ShiftRow, document: TeamDocument) -> Standby:
    """What the document says of it; else what the packs of its site and the company's policy do."""
    pack = next((site.rule_pack for site in document.sites if site.id == row.site), None)
    period = document.period
    numbers = counting_as_work(pack, period.first_day, period.last_day, row.response_minutes, confined=row.confined)
    said = row.counts_as_work
    return Standby(row.id, bool(numbers) if said is None else said, numbers, row.counts_because)
