"""Standby in three states: work is a shift on duty; standby itself counts as work, or it is rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from constraints.packs.reading import COMPANY_POLICY, Number, packs, with_included


def counting_as_work(
    pack: str | None, first_day: date, last_day: date, response_minutes: int | None, *, confined: bool
) -> tuple[Number, ...]:
    """The numbers in force by which such standby counts as work: those of the site's pack, then the company's policy.

    Without any it is rest. Where nothing is said of the response, only a place can make it work.
    """
    return tuple(
        number
        for number in _in_force(pack, first_day, last_day)
        if number.standby and number.standby.holds(response_minutes, confined=confined)
    )


def _in_force(pack: str | None, first_day: date, last_day: date) -> Iterator[Number]:
    for id in (pack, COMPANY_POLICY):
        for known in with_included(id) if id in packs() else ():
            yield from (n for n in known.numbers if n.holds_within(first_day, last_day))
