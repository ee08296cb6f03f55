"""The harbour with its people, who change what is published."""

from __future__ import annotations

from tests.api.changes.conftest import crew, postgres_harbour, sqlite_harbour

__all__ = ["crew", "postgres_harbour", "sqlite_harbour"]
