"""Ids as others have them: opaque, upper case, of one kind of thing each, and the same for ever."""

from __future__ import annotations

from base64 import b32encode
from hashlib import blake2b

_BYTES = 8  # as many as 13 letters hold


class IdCollision(AssertionError):
    """Two things have the same id: a chance of one in many millions of millions, and never to be passed over."""


def opaque(kind: str, *key: str) -> str:
    """The id of that `kind` of thing with that `key` of ours: P, and 13 capital letters and digits."""
    digest = blake2b("\0".join((kind, *key)).encode(), digest_size=_BYTES).digest()
    return "P" + b32encode(digest).decode().rstrip("=")
