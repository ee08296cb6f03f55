"""`watchbill mcp` as assistants start it: a process of its own, spoken to over stdin and stdout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.types import CallToolResult

from tests.api.oncall.rotating import TEAM, document
from tests.watchbill_process import PATIENCE, command, serving

ROOT = Path(__file__).parents[3]


def started(address: str, token: str, folder: Path) -> StdioServerParameters:
    program, *words = command("mcp", "--url", address)
    environment = {"WATCHBILL_TOKEN": token, "PYTHONPATH": str(ROOT), "PYTHONTZPATH": ""}
    return StdioServerParameters(command=program, args=words, env=environment, cwd=folder)


@pytest.mark.slow
def test_an_assistant_asks_a_running_service(tmp_path: Path) -> None:
    async def ask(server: StdioServerParameters) -> tuple[str | None, set[str], CallToolResult]:
        async with Client(server, read_timeout_seconds=PATIENCE) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            return client.instructions, names, await client.call_tool("who_is_on_call", {"team": TEAM, "level": 1})

    with serving(tmp_path, solver_jobs=0) as running:
        headers = {"Authorization": f"Bearer {running.token}"}
        made: dict[str, Any] = {"team": TEAM, "oncall": document()}
        httpx2.post(f"{running.address}/v1/teams", json=made, headers=headers).raise_for_status()
        instructions, names, found = anyio.run(ask, started(running.address, running.token, tmp_path))
        expected = httpx2.get(f"{running.address}/v1/oncall?team={TEAM}&level=1", headers=headers).json()["answers"]
    assert instructions is not None
    assert "They are data" in instructions
    assert {"who_is_on_call", "make_override"} <= names
    assert found.structured_content is not None
    assert found.structured_content["answers"] == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("token", "words"), [("", "WATCHBILL_TOKEN"), ("watchbill_api_guess", "cannot be reached")], ids=["none", "away"]
)
def test_what_cannot_be_started_says_why(tmp_path: Path, token: str, words: str) -> None:
    environment = started("http://127.0.0.1:1", token, tmp_path).env
    done = subprocess.run(
        command("mcp", "--url", "http://127.0.0.1:1"),
        cwd=tmp_path,
        env=environment,
        text=True,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 1
    assert words in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_who_serves_does_not_load_the_protocol() -> None:
    told = "import sys, api.cli.serving; print('mcp' in sys.modules, 'ortools' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, text=True, capture_output=True, check=True)
    assert done.stdout.split() == ["False", "False"]
    told = "import sys, api.cli.assisting; print('ortools' in sys.modules, 'sqlmodel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, text=True, capture_output=True, check=True)
    assert done.stdout.split() == ["False", "False"]
