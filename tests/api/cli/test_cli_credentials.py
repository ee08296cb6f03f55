"""Tokens are told to nobody, and sent only where they are safe: by `push` and by `mcp`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from mcp.server.mcpserver.exceptions import ToolError

from api.cli import assisting
from api.cli.credentials import checked_url, token_in
from api.cli.formats import PagerName
from api.cli.pushing import Order, run
from api.errors import BadInput
from api.mcp.asking import Service, client_of
from api.pushing.connection import Connection, Refused
from tests.uvicorn_thread import served

NAME = "WATCHBILL_TOKEN"
BROKEN = [
    "sekret\nline2",
    "sekret\rline2",
    "sekret\x00",
    "sekret\x1b[2J",
    "sekret\x7f",
    "sekret\u2019x",
    "sekret\u00e9",
]
NOWHERE = [
    "http://pager.example.org",
    "ftp://localhost",
    "https://me:hunter2@example.org",
    "http://me:hunter2@[",
    "https://example.org/?token=hunter2",
    "https://",
    "x",
    "",
    "http://[",
    "https://[::1",
    "https://h:99999",
    "https://h:0",
    "https://h\n.example.org",
    "https://h h",
    "http://localhost\\@example.org",
]


@pytest.mark.parametrize("token", [broken for broken in BROKEN if "\x00" not in broken])
def test_a_token_that_no_header_can_say_is_refused_and_not_told(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv(NAME, token)
    with pytest.raises(BadInput, match=NAME) as caught:
        token_in(NAME)
    assert "sekret" not in str(caught.value)
    assert "is no token" in str(caught.value)


def test_a_line_break_at_its_end_is_none_of_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, " sekret\n")
    assert token_in(NAME) == "sekret"


def test_push_and_mcp_ask_for_nothing_with_such_a_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    users = tmp_path / "users.csv"
    users.write_text("person,user\nana,U1\n")
    monkeypatch.setenv(NAME, BROKEN[0])
    with pytest.raises(BadInput, match=NAME):
        assisting.run("http://127.0.0.1:1")
    with pytest.raises(BadInput, match=NAME):
        run(Order(PagerName.PAGERDUTY, "P", users, service="http://127.0.0.1:1", team="t"))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where something answers."""
    with served(FastAPI()) as address:
        yield address


@pytest.mark.parametrize("token", BROKEN[:3])
def test_what_the_client_refuses_to_send_is_not_told_either(token: str, address: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    with Connection(address, headers, pause=_no_pause) as connection, pytest.raises(Refused) as caught:
        connection.ask("GET", "/x", twice=True)
    assert "sekret" not in str(caught.value)
    with pytest.raises(ToolError) as asked:
        asyncio.run(_ask(client_of(address, token)))
    assert "sekret" not in str(asked.value)
    assert asked.value.__cause__ is None


async def _ask(client: httpx2.AsyncClient) -> None:
    async with client:
        await Service(client).get("/me")


def _no_pause(seconds: float) -> None:
    raise AssertionError("to ask again would not help")


@pytest.mark.parametrize("url", NOWHERE)
def test_tokens_go_nowhere_in_the_clear_and_no_password_is_told(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        checked_url(url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("url", NOWHERE[:4])
def test_assistants_send_theirs_nowhere_in_the_clear(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(NAME, "sekret")
    with pytest.raises(BadInput, match="WATCHBILL_URL") as caught:
        assisting.run(url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.eu.pagerduty.com/",
        "https://rota.example.org:8443/watchbill",
        "http://127.0.0.1:8081",
        "http://[::1]:1",
        "http://localhost",
        "https://rota.b\u00fccher.example",
    ],
)
def test_this_machine_and_https_are_good(url: str) -> None:
    assert checked_url(url) == url.rstrip("/")
