"""Which versions made a plan."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

NOT_INSTALLED = "not installed"


def versions() -> dict[str, str]:
    """Of Watchbill, the solver and the time-zone data: what a plan depends on apart from its document."""
    return {name: version_of(name) for name in ("watchbill", "ortools", "tzdata")}


def version_of(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return NOT_INSTALLED
