"""What Alertmanager reads: checked by its own amtool, where that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.api.oncall.rotating import HANDOVER, TEAM, rotating
from tests.service import Service

AMTOOL = shutil.which("amtool")
REQUIRED = os.environ.get("WATCHBILL_READERS") == "required"
WITH_AMTOOL = pytest.mark.skipif(
    AMTOOL is None and not REQUIRED, reason="there is no amtool: Debian's prometheus-alertmanager has it"
)

PEOPLE = [
    {"id": "ana", "email": "ana@example.org"},
    {"id": "ben", "email": "ben+o'neil@example.org"},
    {"id": "chi"},
]
FRAME = """global:
  smtp_smarthost: localhost:25
  smtp_from: alertmanager@example.org
templates:
  - "*.tmpl"
route:
  receiver: {receiver}
"""


def written(service: Service, form: str = "yml", **query: Any) -> str:
    answer = service.admin.get(f"/v1/oncall/alertmanager.{form}", params={"team": TEAM} | query)
    assert answer.status_code == 200, answer.text
    return answer.text


def receivers(service: Service, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = YAML(typ="safe").load(written(service, **query))["receivers"]
    return found


def mail(address: str) -> dict[str, Any]:
    return {"to": address, "send_resolved": True}


def test_a_receiver_for_each_duty_and_level(service: Service) -> None:
    rotating(service, people=PEOPLE)
    assert receivers(service) == [
        {"name": "watch/standby/1", "email_configs": [mail("ana@example.org")]},
        {"name": "watch/standby/2", "email_configs": [mail("ben+o'neil@example.org")]},  # the fallback
    ]
    assert "# Nobody is on call: watch/standby/2\n" in written(service)


def test_who_has_no_address_is_named_and_replaced(service: Service) -> None:
    rotating(service, people=PEOPLE)
    asked: dict[str, Any] = {"level": 2, "at": "2026-12-25T00:00:00Z"}
    assert receivers(service, **asked) == [{"name": "watch/standby/2"}]
    assert "# No mail address of chi: watch/standby/2\n" in written(service, **asked)
    (found,) = receivers(service, **asked, otherwise="ops@example.org")
    assert found["email_configs"] == [mail("ops@example.org")]


def test_an_address_that_is_a_template_is_not_passed_on(service: Service) -> None:
    rotating(service, people=[{"id": "ana", "email": "{{x}}@example.org"}, *PEOPLE[1:]])
    assert receivers(service, level=1) == [{"name": "watch/standby/1"}]
    assert "{{x}}" not in written(service, "tmpl")


def test_the_bytes_change_at_handovers_alone(service: Service) -> None:
    rotating(service, people=PEOPLE)
    for form in ("yml", "tmpl"):
        service.clock.set("2026-12-01T09:00:00+00:00")
        first = service.admin.get(f"/v1/oncall/alertmanager.{form}?team=watch")
        service.clock.set("2026-12-07T08:59:59+00:00")
        assert written(service, form) == first.text
        known = {"If-None-Match": first.headers["ETag"]}
        assert service.admin.get(f"/v1/oncall/alertmanager.{form}?team=watch", headers=known).status_code == 304
        service.clock.set(HANDOVER)
        assert "ben+o'neil@example.org" in written(service, form, level=1)


def test_it_needs_team_read(service: Service) -> None:
    rotating(service, people=PEOPLE)
    narrow = service.asking("pager", "manager", TEAM, abilities=["oncall:read"])
    assert narrow.get("/v1/oncall/alertmanager.yml?team=watch").status_code == 403
    enough = service.asking("script", "manager", TEAM, abilities=["oncall:read", "team:read"])
    assert enough.get("/v1/oncall/alertmanager.yml").status_code == 200
    assert service.admin.get("/v1/oncall/alertmanager.json").status_code == 422


@WITH_AMTOOL
def test_alertmanager_takes_the_receivers(service: Service, tmp_path: Path) -> None:
    rotating(service, people=PEOPLE)
    file = tmp_path / "alertmanager.yml"
    file.write_text(FRAME.format(receiver="watch/standby/1") + written(service))
    (tmp_path / "none.tmpl").write_text("")
    said = amtool("check-config", str(file))
    assert " - 2 receivers" in said
    assert amtool("config", "routes", "test", f"--config.file={file}", "severity=page").strip() == "watch/standby/1"


@WITH_AMTOOL
def test_alertmanager_takes_the_templates(service: Service, tmp_path: Path) -> None:
    rotating(service, people=PEOPLE)
    templates = tmp_path / "watchbill.tmpl"
    templates.write_text(written(service, "tmpl"))
    file = tmp_path / "alertmanager.yml"
    to = "'{{ template \"watch/standby/1\" . }}'"
    own = f"receivers:\n  - name: primary\n    email_configs:\n      - to: {to}\n"
    file.write_text(FRAME.format(receiver="primary") + own)
    assert "SUCCESS" in amtool("check-config", str(file))
    rendered = amtool(
        "template", "render", f"--template.glob={templates}", '--template.text={{ template "watch/standby/1" . }}'
    )
    assert rendered.strip() == "ana@example.org"


def amtool(*words: str) -> str:
    assert AMTOOL is not None
    done = subprocess.run([AMTOOL, *words], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
