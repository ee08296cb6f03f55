"""Making feeds, giving them new addresses, revoking them."""

from __future__ import annotations

from sqlmodel import col, select

from api.audit.recording import record
from api.documents.advice import maybe, shown
from api.errors import BadInput, Issue
from api.feeds.schemas import FeedBody, NewFeed
from api.security.abilities import Ability
from api.security.guard import Access
from api.security.tokens import digest, hint, new_secret
from api.store.tables import FeedSecret, FormerSecret, TeamRow
from api.store.transaction import Transaction
from api.teams.people import people_of, unknown_person
from api.web.problems import conflict, forbidden, not_found

SHOWN = (Ability.ONCALL_READ, Ability.ROSTER_READ, Ability.TEAM_READ)  # what is in feeds: shifts, handover notes, leave


def create(transaction: Transaction, access: Access, wanted: NewFeed) -> tuple[FeedSecret, str]:
    """A new feed and its secret. Raises a problem with status 403 for who may not see what feeds show, and for a feed
    of another, where only managers may; BadInput for a person or a site that the team does not have."""
    _refuse_blind(access)
    if wanted.person not in (None, access.person) and not access.may(Ability.TEAM_WRITE):
        raise forbidden("Only managers make feeds of others.")
    _refuse_unknown(transaction, access.team, wanted)
    secret = new_secret("feed")
    row = FeedSecret(
        **wanted.model_dump(mode="json"),
        digest=digest(secret),
        hint=hint(secret),
        team_id=access.team,
        account_id=access.principal.account,
        created_at=transaction.now,
    )
    transaction.session.add(row)
    transaction.session.flush()
    after = wanted.model_dump(mode="json", exclude_defaults=True) | {"person": row.person}
    record(transaction, access.principal, "feed.create", team=access.team, subject=row.hint, after=after)
    return row, secret


def rotate(transaction: Transaction, access: Access, id: int) -> tuple[FeedSecret, str]:
    """The feed and its new secret; the old one says for a while that it has changed. Raises a problem with status 404
    for a feed that is not one's own, 409 for one that is revoked, 403 for who may not see what feeds show."""
    _refuse_blind(access)
    row = find(transaction, access, id)
    if row.revoked_at is not None:
        raise conflict("revoked", "The feed is revoked: make a new one.")
    before, secret = row.hint, new_secret("feed")
    transaction.session.add(FormerSecret(digest=row.digest, feed_id=id, retired_at=transaction.now))
    row.digest, row.hint = digest(secret), hint(secret)
    row.last_used_at = row.last_program = None
    transaction.session.flush()
    record(
        transaction,
        access.principal,
        "feed.rotate",
        team=access.team,
        subject=row.hint,
        before={"hint": before},
        after={"hint": row.hint},
    )
    return row, secret


def revoke(transaction: Transaction, access: Access, id: int) -> None:
    """From now on nothing is found at any of its addresses. Raises a problem with status 404 likewise."""
    row = find(transaction, access, id)
    row.revoked_at = row.revoked_at or transaction.now
    record(transaction, access.principal, "feed.revoke", team=access.team, subject=row.hint)


def find(transaction: Transaction, access: Access, id: int) -> FeedSecret:
    """One's own feed, for managers any of the team. Raises a problem with status 404."""
    query = select(FeedSecret).where(FeedSecret.team_id == access.team, col(FeedSecret.id) == id).with_for_update()
    row = transaction.session.exec(query).first()
    own = row is not None and row.account_id == access.principal.account
    if row is None or not (own or access.may(Ability.TEAM_WRITE)):
        raise not_found(f"feed {id}")
    return row


def body(row: FeedSecret) -> FeedBody:
    return FeedBody(**row.model_dump(exclude={"digest", "team_id", "account_id"}), team=row.team_id)


def _refuse_blind(access: Access) -> None:
    """A feed shows what its account may see: nobody gets around the limits of a token by making one."""
    lacking = [ability for ability in SHOWN if not access.may(ability)]
    if lacking:
        raise forbidden(f"A feed shows what needs {', '.join(lacking)} too.")


def _refuse_unknown(transaction: Transaction, team: str, wanted: NewFeed) -> None:
    row = transaction.session.get_one(TeamRow, team)
    issues: list[Issue] = []
    if wanted.person is not None:
        issues += unknown_person(wanted.person, people_of(transaction.session, row), "person")
    sites = [site["id"] for site in (row.document or {}).get("sites", ())]
    if wanted.site is not None and wanted.site not in sites:
        known = ", ".join(sites) or "none: the team has no sites"
        issues.append(Issue("site", shown(wanted.site), "is no site of the team", known, maybe(wanted.site, sites)))
    if issues:
        raise BadInput(issues)
