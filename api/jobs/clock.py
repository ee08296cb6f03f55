"""The database's own clock, by which leases are kept: the clocks of the hosts need not agree."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from scheduler.intervals import parse_instant

_SQLITE = sa.text("select strftime('%Y-%m-%dT%H:%M:%fZ', 'now')")
_POSTGRESQL = sa.text("select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")


def database_now(session: Session) -> datetime:
    """This instant, also where the transaction began long ago; in UTC."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    return parse_instant(str(session.scalar(_SQLITE if sqlite else _POSTGRESQL)))
