"""Passwords: argon2id, by way of pwdlib."""

from __future__ import annotations

from functools import lru_cache

from pwdlib import PasswordHash

SHORTEST, LONGEST = 12, 200


def hashed(password: str) -> str:
    """What is kept of a password. Takes a fifth of a second, as it should."""
    return _hash().hash(password)


def verified(password: str, known: str | None) -> bool:
    """Whether it is the password; takes as long where there is none, so that nobody learns which logins exist."""
    matches = _hash().verify(password, known or _anybody())
    return matches and known is not None


@lru_cache(maxsize=1)
def _hash() -> PasswordHash:
    return PasswordHash.recommended()


@lru_cache(maxsize=1)
def _anybody() -> str:
    return hashed("nobody has this password")
