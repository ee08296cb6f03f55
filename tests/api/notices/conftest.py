"""A receiver of webhooks for every test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.notices.receivers import Hook, http_server


@pytest.fixture
def hook() -> Iterator[Hook]:
    with http_server() as found:
        yield found
