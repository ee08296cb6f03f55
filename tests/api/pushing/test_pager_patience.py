"""How long a pager is waited for, whatever it asks for."""

from __future__ import annotations

import pytest
from httpx2 import Client, MockTransport, Response
from hypothesis import given
from hypothesis import strategies as st

from api.pushing.connection import LONGEST_WAIT, TRIES, Connection, Refused

PAUSES = [1.0, 2.0, 4.0, 8.0]


def waited(asked: str) -> list[float]:
    """For how many seconds in turn, where the pager is busy for good and asks for so much."""
    pauses: list[float] = []
    connection = Connection("http://pager", {}, pauses.append)
    connection._client.close()
    busy = MockTransport(lambda request: Response(429, headers=[(b"Retry-After", asked.encode("latin-1"))]))
    connection._client = Client(transport=busy, base_url="http://pager")
    with connection, pytest.raises(Refused, match="429"):
        connection.ask("POST", "/x", twice=False)
    return pauses


@pytest.mark.parametrize(
    ("asked", "pauses"),
    [
        ("0", [0.0] * 4),
        ("2.5", [2.5] * 4),
        ("86400", [LONGEST_WAIT] * 4),
        ("inf", [LONGEST_WAIT] * 4),
        ("-1", PAUSES),
        ("-inf", PAUSES),
        ("nan", PAUSES),
        ("", PAUSES),
        ("soon", PAUSES),
        ("Wed, 21 Oct 2026 07:28:00 GMT", PAUSES),
    ],
)
def test_it_is_waited_as_long_as_is_asked_for_within_reason(asked: str, pauses: list[float]) -> None:
    assert waited(asked) == pauses


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF)) | st.floats().map(str))
def test_whatever_is_asked_for_the_wait_is_one_that_ends(asked: str) -> None:
    pauses = waited(asked)
    assert len(pauses) == TRIES - 1
    assert all(0 <= pause <= LONGEST_WAIT for pause in pauses)
