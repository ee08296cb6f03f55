"""`watchbill mcp`: tools for assistants, over stdin and stdout."""

from __future__ import annotations

import os

import anyio
import httpx2
from mcp.server.mcpserver.exceptions import ToolError

from api.cli.credentials import checked_url, token_in
from api.cli.versions import version_of
from api.mcp.asking import Service, client_of
from api.mcp.server import server_of
from scheduler.errors import WatchbillError

ADDRESS, TOKEN = "WATCHBILL_URL", "WATCHBILL_TOKEN"
USUAL = "http://127.0.0.1:8000"


class NotReached(WatchbillError):
    """The service does not answer, or not to this token."""


def run(address: str | None) -> None:
    """Serve until stdin ends. Raises BadInput without a token, and for an address that it must not be sent to;
    NotReached where they lead nowhere.
    """
    token, url = token_in(TOKEN), checked_url(address or os.environ.get(ADDRESS) or USUAL, ADDRESS)
    anyio.run(_serve, client_of(url, token))


async def _serve(client: httpx2.AsyncClient) -> None:
    async with client:
        service = Service(client)
        try:
            me = await service.get("/me")
        except ToolError as error:
            raise NotReached(str(error)) from None
        await server_of(service, me, version_of("watchbill")).run_stdio_async()
