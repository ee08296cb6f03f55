"""Tokens of services that the command line asks, and the addresses that they may be sent to."""

from __future__ import annotations

import os
from ipaddress import ip_address
from urllib.parse import urlsplit

from httpx2 import URL, InvalidURL

from api.documents.advice import shown
from api.errors import BadInput, Issue


def token_in(variable: str) -> str:
    """The token that the environment has under that name. Raises BadInput for none, and for one that no header can say.

    It is never told, not even where it is wrong.
    """
    token = os.environ.get(variable, "").strip()
    if not token:
        raise BadInput([Issue(variable, "", "is not set", "the token, in the environment")])
    if not (token.isascii() and token.isprintable()):
        raise BadInput([Issue(variable, "", "is no token: it has characters that none has", "printable ASCII")])
    return token


def checked_url(url: str, option: str = "--url") -> str:
    """The address without a slash at its end. Raises BadInput unless it is https, or http to this very machine."""
    parsed = _parsed(url)
    if parsed is None or parsed.userinfo or parsed.query or parsed.fragment:
        told = "" if "@" in url or "?" in url else shown(url)  # there may be a password in it
        raise BadInput([Issue(option, told, "is no address of a service", "such as https://rota.example.org")])
    if parsed.scheme != "https" and not (parsed.scheme == "http" and _is_here(parsed.host)):
        raise BadInput([Issue(option, shown(url), "would send the token in the clear", "an https address")])
    return url.rstrip("/")


def _parsed(url: str) -> URL | None:
    """The address as the client understands it, which is less strict than the standard library; None for none."""
    try:
        parsed, port = URL(url), urlsplit(url).port
    except (InvalidURL, ValueError):
        return None
    return parsed if parsed.host and "%" not in parsed.host and port != 0 else None


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
