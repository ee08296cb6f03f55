"""Publishing a plan: from then on it says who has which shift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from api.audit.recording import record
from api.documents.advice import counted, shown
from api.errors import Issue
from api.notices.swapping import swap_step
from api.notices.swaps import Step
from api.notices.telling import revision_published, schedule_ahead
from api.revisions.draft import Draft, draft_of
from api.revisions.schemas import Publishing
from api.revisions.withdrawing import Withdrawal, withdrawals
from api.security.guard import Access
from api.store.tables import PlanRow, RevisionRow, SwapRow
from api.store.transaction import Transaction
from api.web.etags import must_match
from api.web.problems import bad_input, conflict


@dataclass(frozen=True)
class Publication:
    """A new revision, with the draft that it was made of and the swaps that it leaves no place for."""

    revision: RevisionRow
    draft: Draft
    withdrawn: Sequence[Withdrawal]


def publish(
    transaction: Transaction, access: Access, plan: str, wanted: Publishing, if_match: str | None
) -> Publication:
    """Publish the plan of that id as the team's next revision; whoever publishes at the same time waits.

    Raises a problem with status 409 when it has no sound roster, or hard violations and changes at short notice that
    nobody accepted and agreed to; 412 when the plan is not at the version of `if_match`; BadInput for the acceptance of
    what is no violation.
    """
    transaction.lock(access.team)
    row = transaction.session.get_one(PlanRow, plan, populate_existing=True)
    must_match(if_match, row.version)
    draft = draft_of(transaction.session, row, transaction.now)
    _refuse_unknown(wanted, draft)
    _refuse_unaccepted(wanted, draft)
    revision, before = _revision(wanted, draft, access), schedule_ahead(transaction, access.team)
    transaction.session.add(revision)
    withdrawn = withdrawals(transaction.session, access.team, draft.after, transaction.now)
    _record(transaction, access, Publication(revision, draft, withdrawn))
    transaction.schedule_changed(access.team)
    revision_published(transaction, revision, before)
    return Publication(revision, draft, withdrawn)


def _revision(wanted: Publishing, draft: Draft, access: Access) -> RevisionRow:
    reasons = {accepted.violation: accepted.reason for accepted in wanted.accept}
    due = {late["person"] for late in draft.late}
    revision = draft.revision
    revision.note, revision.published_by = wanted.note, access.principal.login
    revision.accepted = [{**v, "reason": reasons[v["id"]]} for v in draft.violations if v["id"] in reasons]
    revision.consents = [consent.model_dump() for consent in wanted.consents if consent.person in due]
    return revision


def _refuse_unknown(wanted: Publishing, draft: Draft) -> None:
    """To accept what is no violation is a slip of whoever publishes, and maybe of the pen."""
    known = {violation["id"] for violation in draft.violations}
    expected = f"the id of one of {counted(len(known), 'violation', 'violations')}"
    issues = [
        Issue(f"accept[{n}].violation", shown(a.violation), "is no hard violation of this plan", expected)
        for n, a in enumerate(wanted.accept)
        if a.violation not in known
    ]
    if issues:
        raise bad_input(*issues)


def _refuse_unaccepted(wanted: Publishing, draft: Draft) -> None:
    accepted, agreed = {a.violation for a in wanted.accept}, {c.person for c in wanted.consents}
    broken = [v for v in draft.violations if not v["past"] and v["id"] not in accepted]
    late = [change for change in draft.late if change["person"] not in agreed]
    if not broken and not late:
        return
    said = [f"{counted(len(broken), 'hard violation is', 'hard violations are')} not accepted."] if broken else []
    people = len({change["person"] for change in late})
    said += [f"{counted(people, 'person has', 'people have')} not agreed to changes at short notice."] if late else []
    raise conflict("violations" if broken else "notice", " ".join(said), violations=broken, notice=late)


def _record(transaction: Transaction, access: Access, made: Publication) -> None:
    """The revision; then what was accepted, who agreed, and what was withdrawn, each by itself."""
    note = partial(record, transaction, access.principal, team=access.team)
    revision, draft = made.revision, made.draft
    told = {"plan": revision.plan_id, "digest": revision.digest, "kept": list(draft.kept)}
    note("plan.publish", subject=f"revision {revision.number}", after=told, reason=revision.note)
    for accepted in revision.accepted:
        note("violation.accept", subject=accepted["id"], after=accepted, reason=accepted["reason"])
    for consent in revision.consents:
        late = [change for change in draft.late if change["person"] == consent["person"]]
        note("notice.consent", subject=consent["person"], after=late, reason=consent["reason"])
    for withdrawal in made.withdrawn:
        before = _told(withdrawal.swap)
        withdrawal.carry_out(revision.number, transaction.now)
        after = _told(withdrawal.swap)
        note("swap.withdraw", subject=withdrawal.swap.id, before=before, after=after, reason=withdrawal.swap.why)
        by, moves = f"revision {revision.number}", before["moves"]
        swap_step(transaction, withdrawal.swap, Step.WITHDRAWN, by, withdrawal.swap.why, moves)


def _told(swap: SwapRow) -> dict[str, Any]:
    return {"state": swap.state, "moves": swap.moves}
