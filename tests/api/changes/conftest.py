"""The service of these tests is that of the crew."""

from __future__ import annotations

import pytest

from tests.api.changes.crew import Crew
from tests.service import Service


@pytest.fixture
def service(crew: Crew) -> Service:
    """That of the crew."""
    return crew.service
