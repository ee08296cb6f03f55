"""An assistant in the test's own process: the SDK's client on our server, which asks the service of the test."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import anyio
import httpx2
from mcp import Client
from mcp.types import CallToolResult, TextContent

from api.mcp.asking import Service as Asked
from api.mcp.server import server_of
from tests.service import Service

Raw = dict[str, Any]
T = TypeVar("T")


def assist(service: Service, authorization: str, act: Callable[[Client], Awaitable[T]]) -> T:
    """What `act` comes to with a client whose server has the token of that header."""

    async def run() -> T:
        transport = httpx2.ASGITransport(service.client.app)
        headers = {"Authorization": authorization}
        async with httpx2.AsyncClient(transport=transport, base_url="http://test", headers=headers) as http:
            asked = Asked(http)
            server = server_of(asked, await asked.get("/me"), "1")
            async with Client(server) as client:
                return await act(client)

    return anyio.run(run)


def call(service: Service, authorization: str, tool: str, **arguments: Any) -> CallToolResult:
    """What a tool answers."""
    return assist(service, authorization, lambda client: client.call_tool(tool, arguments))


def said(found: CallToolResult) -> str:
    """Its text."""
    return "\n".join(part.text for part in found.content if isinstance(part, TextContent))


def told(service: Service, authorization: str, tool: str, **arguments: Any) -> Raw:
    """What is structured of the answer of a tool that does not fail."""
    found = call(service, authorization, tool, **arguments)
    assert not found.is_error, said(found)
    content: Raw = found.structured_content
    return content
