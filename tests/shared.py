"""The folder of research notes beside the project: what reads it is skipped where it is absent."""

from __future__ import annotations

from pathlib import Path

import pytest

_BENCHMARKS = Path(__file__).parents[2] / "shared" / "benchmarks"
CURTOIS_QU, INRC2 = _BENCHMARKS / "curtois-qu", _BENCHMARKS / "inrc2"
REFERENCE = Path(__file__).parents[2] / "shared" / "reference"
needs_shared = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the research notes beside the project are absent")
needs_benchmarks = pytest.mark.skipif(
    not _BENCHMARKS.is_dir(), reason="the public instances beside the project are absent"
)
