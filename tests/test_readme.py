"""The README's calls of the service, run as they are written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.watchbill_process import PATIENCE, serving

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def calls() -> str:
    """The block that asks the service."""
    section = README.partition("## The service")[2].partition("\n## ")[0]
    (block,) = (block for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL) if "api()" in block)
    return str(block)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
def test_the_calls_do_what_the_readme_says(tmp_path: Path) -> None:
    (tmp_path / "api").symlink_to(ROOT / "api")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    service = tmp_path / "service"
    service.mkdir()
    with serving(service) as running:
        environment = os.environ | {"WATCHBILL": running.address, "TOKEN": running.token}
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", calls()],
            cwd=tmp_path,
            env=environment,
            text=True,
            capture_output=True,
            timeout=5 * PATIENCE,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "event: end" in done.stdout
    before, after = re.findall(r'"person":"([^"]+)","name"', done.stdout)
    assert (before != after, after) == (before != "sin-05", "sin-05")
    assert '"state":"applied"' in (tmp_path / "swap.json").read_text()
    csv = done.stdout.partition("person,")[2].splitlines()
    assert any(",swap" in line for line in csv)
