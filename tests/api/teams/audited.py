"""What the audit log has."""

from __future__ import annotations

from sqlmodel import col, select

from api.store.tables import AuditEntry
from tests.service import Service


def audited(service: Service, action: str) -> list[AuditEntry]:
    """The entries of one action, in order."""
    with service.services.store.reading() as session:
        entries = select(AuditEntry).where(AuditEntry.action == action).order_by(col(AuditEntry.id))
        return list(session.exec(entries).all())
