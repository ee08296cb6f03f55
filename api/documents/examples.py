"""The example that is shipped: the reference quarter of a safety-response team."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

EXAMPLE = "gsr-2027q1"


def example_folder() -> Path:
    """The CSV folder of the example."""
    return Path(str(files("api"))) / "examples" / EXAMPLE
