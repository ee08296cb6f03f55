"""The installation's own key, from which the secrets of all receivers of webhooks are derived."""

from __future__ import annotations

import secrets

from api.store.adding import add_missing
from api.store.engine import Store
from api.store.tables import InstanceValue

NAME = "webhook_key"


def installation_key(store: Store) -> bytes:
    """The key; made when it is first asked for, once, however many ask at the same time."""
    found = _read(store)
    if found is None:
        with store.writing() as session:
            add_missing(session, [InstanceValue(name=NAME, value=secrets.token_hex(32))])
        found = _read(store)
    assert found is not None
    return bytes.fromhex(found)


def _read(store: Store) -> str | None:
    with store.reading() as session:
        row = session.get(InstanceValue, NAME)
        return row.value if row else None
