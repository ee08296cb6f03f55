"""When tokens were last used: noted in memory, written now and then, so that no question writes."""

from __future__ import annotations

from datetime import datetime
from threading import Lock

import sqlalchemy as sa
from sqlmodel import col

from api.store.engine import Store
from api.store.tables import Token


class Uses:
    """The last use of each token since the last `write`."""

    def __init__(self) -> None:
        self._last: dict[int, datetime] = {}
        self._lock = Lock()

    def note(self, token: int | None, instant: datetime) -> None:
        if token is not None:
            self._last[token] = instant

    def write(self, store: Store) -> None:
        """Hand the uses over to the database."""
        with self._lock:
            last, self._last = self._last, {}
        if not last:
            return
        with store.writing() as session:
            for token, instant in sorted(last.items()):
                session.execute(sa.update(Token).where(col(Token.id) == token).values(last_used_at=instant))
