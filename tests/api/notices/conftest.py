"""Receivers, and a service whose notices arrive there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.notices.office import Office, open_office
from tests.api.notices.receivers import Hook, Mailbox, http_server, mail_server
from tests.api.plans_at_hand import publish


@pytest.fixture
def hook() -> Iterator[Hook]:
    with http_server() as found:
        yield found


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


@pytest.fixture
def office(database_url: str, box: Mailbox, hook: Hook) -> Iterator[Office]:
    """With the harbour, in December 2026."""
    with open_office(database_url, box, hook) as found:
        yield found


@pytest.fixture
def rostered(office: Office) -> Office:
    """The same with the harbour's roster of January published."""
    publish(office.service)
    return office
