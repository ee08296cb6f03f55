"""The examples of docs/tools.md, run as they are written."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import anyio
import httpx2
import pytest

from api.mcp.asking import Service
from api.mcp.server import tools_of
from tests.api.notices.receivers import http_server
from tests.processes import until
from tests.watchbill_process import PATIENCE, command, serving

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "docs" / "tools.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)


def free_port() -> int:
    with http_server() as hook:
        return hook.port


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
def test_the_examples_do_what_the_document_says(tmp_path: Path) -> None:
    """All of them on one service; the script for Slack really receives what the service posts."""
    port = free_port()
    hook = f"http://127.0.0.1:{port}/"
    script = tmp_path / "slack_sync.py"
    (receiver,) = blocks("python")
    script.write_text(receiver)
    service = tmp_path / "service"
    service.mkdir()
    with (
        serving(service, solver_jobs=0, webhooks_to_private_addresses="true") as running,
        http_server() as slack,
    ):
        slack.body = b'{"ok": true}'
        environment = os.environ | {"WATCHBILL": running.address, "TOKEN": running.token, "HOOK": hook}
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", "\n".join(blocks("sh"))],
            cwd=tmp_path,
            env=environment | {"ALERTMANAGER": "http://127.0.0.1:1"},
            text=True,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        headers = {"Authorization": f"Bearer {running.token}"}
        asked = f"{running.address}/v1/teams/sre/slack/primary"
        secret = httpx2.get(f"{asked}/secret", headers=headers).json()["secret"]
        known = {"SECRET": secret, "SLACK_TOKEN": "xoxb-x", "SLACK_API": f"http://127.0.0.1:{slack.port}"}
        with subprocess.Popen(
            [sys.executable, str(script), str(port)], env=os.environ | known, stderr=subprocess.DEVNULL
        ) as receiving:
            try:
                until(lambda: answers(hook))
                httpx2.post(f"{asked}/send", headers=headers).raise_for_status()
                until(lambda: len(slack.seen) >= 2)
            finally:
                receiving.terminate()
    person = done.stdout.splitlines()[0]
    assert person in {"ana", "ben"}
    assert f"would mail {person}@example.org" in done.stdout
    assert len((tmp_path / "oncall.txt").read_text().splitlines()) == 2
    written = (tmp_path / "alertmanager.yml").read_text()
    assert f'  - name: "sre/standby/1"\n    email_configs:\n      - to: "{person}@example.org"\n' in written
    assert f'{{{{ define "sre/standby/1" }}}}{person}@example.org' in (tmp_path / "watchbill.tmpl").read_text()
    calls = {path: json.loads(body) for path, _, body in slack.seen}
    first, second = ("U0000ANA", "U0000BEN") if person == "ana" else ("U0000BEN", "U0000ANA")
    assert calls["/usergroups.users.update"] == {"usergroup": "S0604QSJC", "users": [first, second]}
    assert calls["/conversations.setTopic"]["topic"].startswith(f"On call: <@{first}>, then <@{second}>, until ")


def answers(address: str) -> bool:
    """Whether anything listens there."""
    try:
        httpx2.get(address, timeout=1)
    except httpx2.TransportError:
        return False
    return True


@pytest.mark.slow
def test_the_configuration_for_assistants_starts_the_server(tmp_path: Path) -> None:
    (block,) = blocks("json")
    (configured,) = json.loads(block)["mcpServers"].values()
    assert configured["command"] == "watchbill"
    environment = configured["env"] | {"WATCHBILL_URL": "http://127.0.0.1:1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command(*configured["args"]),
        cwd=tmp_path,
        env=os.environ | environment,
        text=True,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "http://127.0.0.1:1 cannot be reached" in done.stderr


def test_the_table_has_every_tool() -> None:
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|.*\| (?:`(\S+)`)? ?\|$", DOCUMENT, re.MULTILINE)
    told = {name: needs or None for names, needs in rows for name in re.findall(r"`(\w+)`", names)}
    client = httpx2.AsyncClient()
    tools = {tool.call.__name__: tool.ability for tool in tools_of(Service(client))}
    anyio.run(client.aclose)
    assert {name: needs for name, needs in told.items() if name in tools} == tools
