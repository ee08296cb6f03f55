"""Taking somebody's time over: an override for who asks, or for whom a manager names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from api.changes.access import acting_for, manages
from api.changes.laid import Laid, laid_ahead
from api.changes.names import Names
from api.changes.overrides.making import Made, store, weigh
from api.changes.overrides.schemas import TakeOver
from api.changes.schemas import told
from api.errors import BadInput, Issue
from api.security.guard import Access
from api.store.tables import OverrideRow
from api.store.transaction import Transaction
from api.teams.changing import locked
from api.web.problems import conflict, forbidden
from scheduler.intervals import utc_text, whole_second
from scheduler.oncall.values import Holding


def take_over(transaction: Transaction, access: Access, wanted: TakeOver, *, dry_run: bool = False) -> Made:
    """From now on, to the whole second, or from the start of the shift that is named, until its end.

    Raises BadInput for names that the team does not know; a problem when there is nothing, or more than one thing, that
    could be meant, and when it breaks a hard rule, unless a manager takes that upon himself.
    """
    person = acting_for(access, wanted.person)
    if wanted.even_so and not manages(access):
        raise forbidden("Only managers take a broken rule upon themselves.")
    team, now = locked(transaction, access.team), whole_second(transaction.now)
    laid = laid_ahead(transaction.session, access.team, now)
    _refuse_unknown(Names(team, laid), wanted, person)
    row = _row(transaction, access, wanted, person, _taken(laid, wanted, person, now), now)
    made = weigh(transaction, laid, row)
    if made.weighed.broken and not wanted.even_so:
        detail = f"It breaks a rule: {made.weighed.broken[0].finding.because}."
        raise conflict("breaks-rules", detail, breaks=told(made.weighed.broken))
    if not dry_run:
        store(transaction, access, made, "override.take-over")
    return made


def _refuse_unknown(names: Names, wanted: TakeOver, person: str) -> None:
    issues = [
        *names.person(person, "person"),
        *names.holder(wanted.instead_of, "instead_of"),
        *names.track(wanted.duty, wanted.level, "level"),
        *names.site(wanted.site, "site"),
        *names.shift(wanted.shift, "shift"),
    ]
    if issues:
        raise BadInput(issues)


def _taken(laid: Laid, wanted: TakeOver, person: str, now: datetime) -> Holding:
    """The one holding that is meant."""
    found = [h for h in _meant(laid, wanted, now) if wanted.instead_of in (None, h.person)]
    others = [h for h in found if h.person != person]
    if len(others) == 1:
        return others[0]
    what = wanted.shift or f"{wanted.duty}, level {wanted.level}"
    if others:
        people = sorted({h.person for h in others})
        raise conflict("several", f"{what} has several: say instead_of, or the shift.", people=people)
    raise conflict("nobody", f"{person} has {what} already." if found else f"Nobody has {what} to take over.")


def _meant(laid: Laid, wanted: TakeOver, now: datetime) -> Iterator[Holding]:
    for h in laid.final.holdings:
        fits = h.track == (wanted.duty, wanted.level) and wanted.site in (None, h.site)
        when = h.end > now if wanted.shift else h.interval.holds(now)
        if fits and when and wanted.shift in (None, h.shift):
            yield h


def _row(
    transaction: Transaction, access: Access, wanted: TakeOver, person: str, taken: Holding, now: datetime
) -> OverrideRow:
    start, end = max(taken.start, now), whole_second(min(taken.end, wanted.until or taken.end))
    if end <= start:
        expected = f"an instant after {utc_text(start)}"
        raise BadInput([Issue("until", utc_text(end), "leaves nothing to take over", expected)])
    return OverrideRow(
        team_id=access.team,
        duty=wanted.duty.value,
        level=wanted.level,
        start=start,
        end=end,
        add=person,
        remove=taken.person,
        shift=taken.shift,
        site=taken.site,
        reason=wanted.reason,
        created_by=access.principal.login,
        created_at=transaction.now,
    )
