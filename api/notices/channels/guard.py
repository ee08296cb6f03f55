"""Keeps requests to addresses that people enter away from our own network.

A name is looked up once, every address it leads to is judged, and the connection goes to one of those very addresses:
a name server that answers differently a moment later changes nothing.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv6Address, IPv6Network, ip_address

import httpx2

from api.notices.channels.channel import Unavailable, Undeliverable

# The others hold addresses of one machine or one network, or wrap an IPv4 address.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_PORTS = {"http": 80, "https": 443}

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]


def is_public(address: str) -> bool:
    """Whether the IP `address` belongs to a host of the public internet."""
    found = ip_address(address)
    if isinstance(found, IPv6Address) and (found not in _GLOBAL_UNICAST or found in _SIX_TO_FOUR):
        return False
    return found.is_global and not found.is_multicast


async def addresses_of(host: str, port: int) -> Sequence[str]:
    """The IP addresses of `host`, best first. Raises Unavailable, and Undeliverable for what is no name at all."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise Undeliverable(f"{host} is no name of a host") from None
    except OSError as error:
        raise Unavailable(f"{host}: {error.strerror}") from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Guarded(httpx2.AsyncBaseTransport):
    """Sends by `transport`, to public addresses only unless `private` ones are allowed."""

    def __init__(
        self, transport: httpx2.AsyncBaseTransport, *, private: bool = False, lookup: Lookup = addresses_of
    ) -> None:
        self._transport, self._private, self._lookup = transport, private, lookup

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer of the first address that can be reached. Raises Undeliverable when any of them is private."""
        host, scheme = request.url.raw_host.decode("ascii"), request.url.scheme
        if scheme not in _PORTS:
            raise Undeliverable("not an http or https address")
        addresses = await self._lookup(host, request.url.port or _PORTS[scheme])
        if not self._private and not all(is_public(address) for address in addresses):
            raise Undeliverable(f"{host} leads to an address that is not public")
        failed: httpx2.TransportError = httpx2.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                return await self._transport.handle_async_request(_pinned(request, host, address))
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                failed = error
        raise failed

    async def aclose(self) -> None:
        await self._transport.aclose()


def _pinned(request: httpx2.Request, host: str, address: str) -> httpx2.Request:
    """The same request to one address: its Host header, and the name on the certificate, stay those of `host`."""
    return httpx2.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": host},
    )
