"""Revisions that are not what was published are not served."""

from __future__ import annotations

from collections.abc import Iterable

from api.schedule.content import intact
from api.store.tables import RevisionRow
from scheduler.errors import WatchbillError


class RevisionChanged(WatchbillError):
    """The database holds a revision that differs from what the checker confirmed and somebody published."""


def refuse_changed(revisions: Iterable[RevisionRow]) -> None:
    """Raises RevisionChanged when any of them is not what was published."""
    changed = [f"{r.team_id} revision {r.number}" for r in revisions if not intact(r)]
    if changed:
        raise RevisionChanged(f"Changed since it was published: {', '.join(changed)}. Restore it from a backup.")
