"""The service, asked with a token; its refusals become errors that an assistant can read and act on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import httpx2
from mcp.server.mcpserver.exceptions import ToolError

TIMEOUT_SECONDS = 60.0  # who may cover a shift of a large team takes a while
Body = dict[str, Any]


class Service:
    """A running Watchbill, by a client that knows its address and sends the token."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client

    async def get(self, path: str, **query: Any) -> Body:
        """What `path` below ``/v1`` answers; what is None in `query` is left out. Raises ToolError."""
        return await self._asked("GET", path, params=_known(query))

    async def post(self, path: str, body: Mapping[str, Any], **query: Any) -> Body:
        """The same for what changes something; what is None in `body` is left out too."""
        return await self._asked("POST", path, params=_known(query), json=_known(body))

    async def _asked(self, method: str, path: str, **parts: Any) -> Body:
        try:
            answer = await self._client.request(method, f"/v1{path}", **parts)
        except httpx2.LocalProtocolError:  # its text may be a header, and so the token
            raise ToolError(f"The service at {self._client.base_url} cannot be asked so.") from None
        except httpx2.TransportError as error:
            raise ToolError(f"The service at {self._client.base_url} cannot be reached: {error}") from error
        if not answer.is_success:
            raise ToolError(refusal(answer.status_code, _json(answer)))
        found = _json(answer)
        if not isinstance(found, dict):
            raise ToolError(f"What answers at {self._client.base_url} is no Watchbill.")
        return found


def client_of(address: str, token: str) -> httpx2.AsyncClient:
    """A client for the service at `address`. It follows no redirect: the token is for that address alone."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    return httpx2.AsyncClient(base_url=address.rstrip("/"), headers=headers, timeout=TIMEOUT_SECONDS)


def refusal(status: int, problem: Any) -> str:
    """What a problem document says, in lines: the title, the detail, and every issue with what was expected."""
    if not isinstance(problem, dict):
        return f"HTTP {status}"
    said = ": ".join(part for part in (problem.get("title"), problem.get("detail")) if part)
    return "\n".join([f"HTTP {status} {said}", *_issues(problem.get("issues") or ())])


def _issues(issues: Iterable[Mapping[str, str]]) -> Iterator[str]:
    for issue in issues:
        expected = f"; expected {issue['expected']}" if issue.get("expected") else ""
        advice = f". {issue['advice']}" if issue.get("advice") else ""
        yield f"- {issue['path']}: {issue.get('value', '')} {issue['problem']}{expected}{advice}"


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _json(answer: httpx2.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None
