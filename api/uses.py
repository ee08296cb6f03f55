"""When secrets were last used: noted in memory, written now and then, so that no question writes."""

from __future__ import annotations

from datetime import datetime
from threading import Lock

import sqlalchemy as sa
from sqlmodel import col

from api.store.engine import Store
from api.store.tables import FeedSecret, Token


class Uses:
    """The last use of each row of `table` since the last `write`."""

    def __init__(self, table: type[Token] | type[FeedSecret]) -> None:
        self._table = table
        self._last: dict[int, datetime] = {}
        self._lock = Lock()

    def note(self, id: int | None, instant: datetime) -> None:
        if id is not None:
            self._last[id] = instant

    def write(self, store: Store) -> None:
        """Hand the uses over to the database."""
        with self._lock:
            last, self._last = self._last, {}
        if not last:
            return
        with store.writing() as session:
            for id, instant in sorted(last.items()):
                session.execute(sa.update(self._table).where(col(self._table.id) == id).values(last_used_at=instant))
