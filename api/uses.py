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
        self._last: dict[int, dict[str, object]] = {}
        self._lock = Lock()

    def note(self, id: int | None, instant: datetime, **more: str) -> None:
        """A use of the row `id`; `more` are other columns that tell of it."""
        if id is not None:
            self._last[id] = {"last_used_at": instant, **more}

    def write(self, store: Store) -> None:
        """Hand the uses over to the database."""
        with self._lock:
            last, self._last = self._last, {}
        if not last:
            return
        with store.writing() as session:
            for id, told in sorted(last.items()):
                session.execute(sa.update(self._table).where(col(self._table.id) == id).values(told))
