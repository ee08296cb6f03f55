"""Writing the audit log: in the transaction of what it speaks of."""

from __future__ import annotations

from typing import Any

from api.security.principal import Principal
from api.store.tables import AuditEntry
from api.store.transaction import Transaction


def record(
    transaction: Transaction,
    principal: Principal,
    action: str,
    *,
    team: str | None = None,
    subject: object = "",
    before: Any = None,
    after: Any = None,
    reason: str = "",
) -> None:
    """Note who did what, when, from where: `action` such as "plan.publish" to `subject`, from `before` to `after`."""
    transaction.session.add(
        AuditEntry(
            at=transaction.now,
            actor=principal.login,
            account_id=principal.account,
            token_hint=principal.hint,
            address=principal.address,
            request_id=principal.request_id,
            team_id=team,
            action=action,
            subject=str(subject),
            reason=reason,
            before=before,
            after=after,
        )
    )
