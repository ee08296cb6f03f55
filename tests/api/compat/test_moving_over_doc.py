"""The examples of docs/moving-over.md, run as they are written, on the team of docs/tools.md."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.watchbill_process import PATIENCE, serving

DOCS = Path(__file__).parents[3] / "docs"


def blocks(name: str) -> list[str]:
    """The examples of a document."""
    return re.findall(r"^```sh\n(.*?)^```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
def test_the_examples_do_what_the_document_says(tmp_path: Path) -> None:
    service = tmp_path / "service"
    service.mkdir()
    script = "\n".join([blocks("tools.md")[0], *blocks("moving-over.md")])
    with serving(service, solver_jobs=0) as running:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            env=os.environ | {"WATCHBILL": running.address, "TOKEN": running.token},
            text=True,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr

    def read(name: str) -> Any:
        return json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))

    (who,) = read("users")["users"]
    assert who["email"] in {"ana@example.org", "ben@example.org"}
    assert [row["user"]["id"] for row in read("oncalls")["oncalls"]] == [who["id"]]
    assert read("on-calls")["data"]["onCallRecipients"] == [who["email"]]
    assert len(read("next")["data"]["nextOnCallRecipients"]) == 1
    (outcome,) = read("outcome")
    assert (outcome["status"], outcome["override"]["user"]["summary"]) == (201, "Chi Okafor")
