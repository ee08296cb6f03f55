"""Calendar programs as fixtures: what is not installed skips its tests, or fails them where all are required."""

from __future__ import annotations

import os
from functools import cache

import pytest

from tests.calendar_readers.readers import READERS, Reader

installed = cache(Reader.installed)


@pytest.fixture(params=READERS, ids=lambda reader: reader.name)
def reader(request: pytest.FixtureRequest) -> Reader:
    """Each calendar program."""
    found: Reader = request.param
    if not installed(found):
        required = os.environ.get("WATCHBILL_READERS") == "required"
        (pytest.fail if required else pytest.skip)(f"{found.name} is not installed: {found.install}")
    return found
