"""What `examples/` and docs/running.md tell people to type and to set exists."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from ruamel.yaml import YAML

from api.app import application
from api.cli.app import app
from api.health.collecting import TeamMetrics
from api.services import Services
from api.settings import Settings
from api.start import services_of

ROOT = Path(__file__).parents[1]
COMPOSE = ROOT / "examples" / "docker-compose.yml"
DOCKERFILE = (ROOT / "examples" / "Dockerfile").read_text(encoding="utf-8")
IGNORED = (ROOT / "examples" / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
MANUAL = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OURS = "WATCHBILL_"
SETTINGS = {f"{OURS}{name.upper()}" for name in Settings.model_fields}
SERVICES: dict[str, dict[str, Any]] = YAML(typ="safe", pure=True).load(COMPOSE)["services"]
IMAGE = {name: service for name, service in SERVICES.items() if "build" in service}


def commands() -> set[str]:
    """Of the command line, without loading what they need."""
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    return set(group.commands)


def instructions(name: str) -> Iterator[str]:
    """What follows `name` in the Dockerfile, continued lines joined."""
    for line in DOCKERFILE.replace("\\\n", " ").splitlines():
        word, _, rest = line.partition(" ")
        if word == name:
            yield rest.strip()


def image_environment() -> dict[str, str]:
    words = [word.partition("=") for line in instructions("ENV") for word in line.split()]
    return {name: value for name, _, value in words}


def settings_of(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in [name for name in os.environ if name.startswith(OURS)]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, re.sub(r"\$\{\w+:-(.*)\}", r"\1", value))
    return Settings.model_validate({})


def test_there_are_an_api_a_worker_and_a_database() -> None:
    assert {name: service["command"] for name, service in IMAGE.items()} == {
        "migrate": ["migrate"],
        "api": ["serve"],
        "worker": ["worker"],
    }
    assert SERVICES["database"]["image"].startswith("postgres:")


def test_every_command_that_is_started_exists() -> None:
    started = {service["command"][0] for service in IMAGE.values()} | {*re.findall(r"\[\"(\w+)\"\]$", DOCKERFILE, re.M)}
    assert started - {"watchbill"} <= commands()
    assert list(instructions("ENTRYPOINT")) == ['["watchbill"]']


@pytest.mark.parametrize("name", IMAGE)
def test_every_setting_of_a_container_exists_and_is_valid(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = image_environment() | IMAGE[name]["environment"]
    ours = {variable: value for variable, value in environment.items() if variable.startswith(OURS)}
    assert ours.keys() <= SETTINGS
    found = settings_of(ours, monkeypatch)
    assert not found.sqlite
    assert not found.migrate
    assert found.host == "0.0.0.0"


def test_the_image_alone_keeps_its_data_in_the_volume(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = {name: value for name, value in image_environment().items() if name.startswith(OURS)}
    assert ours.keys() <= SETTINGS
    file = settings_of(ours, monkeypatch).sqlite_file
    assert file is not None
    assert [str(file.parent)] == list(instructions("VOLUME")) == list(instructions("WORKDIR"))[-1:]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    services = services_of(Settings.model_validate({"database_url": f"sqlite:///{tmp_path}/none.db"}))
    yield services
    services.store.close()


def test_the_health_check_asks_what_the_service_answers(services: Services) -> None:
    (check,) = instructions("HEALTHCHECK")
    (port, path) = re.findall(r"http://127\.0\.0\.1:(\d+)(/\w+)", check)[0]
    assert path in application(services).openapi()["paths"]
    assert port == image_environment()["WATCHBILL_PORT"] == next(instructions("EXPOSE"))


def test_images_are_plain_names() -> None:
    names = [line.split()[0] for line in instructions("FROM")] + [service["image"] for service in SERVICES.values()]
    assert all(re.fullmatch(r"[a-z]+(:[\w.-]+)?", name) for name in names), names


def test_the_image_is_built_from_pinned_packages_and_what_the_wheel_needs() -> None:
    assert "pip install --require-hashes -r requirements.lock" in list(instructions("RUN"))
    copied = {word for line in instructions("COPY") if "--from" not in line for word in line.split()[:-1]}
    metadata = {PROJECT["project"]["readme"], *PROJECT["project"]["license-files"], "pyproject.toml"}
    packages = set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert copied == metadata | packages | {"requirements.lock"}
    assert copied == {line.removeprefix("!") for line in IGNORED if line.startswith("!")}
    assert all((ROOT / name).exists() for name in copied)


def test_the_image_runs_without_rights_and_by_the_oldest_python() -> None:
    (made,) = [line for line in instructions("RUN") if line.startswith("useradd")]
    assert list(instructions("USER")) == [made.split()[-1]]
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert {line.split()[0] for line in instructions("FROM")} == {f"python:{oldest}-slim"}


def test_the_manual_names_only_settings_and_commands_that_exist() -> None:
    assert set(re.findall(rf"{OURS}[A-Z_]+", MANUAL)) <= SETTINGS
    typed = set(re.findall(r"^watchbill (\w+)|`watchbill (\w+)|/watchbill (\w+)$", MANUAL, re.M))
    words = {word for found in typed for word in found if word}
    assert {"serve", "migrate", "backup", "restore", "settings", "token"} <= words
    assert words <= commands()


def test_the_manual_names_only_metrics_that_exist(services: Services) -> None:
    named = set(re.findall(r"`((?:oncall|watchbill)_\w+)", MANUAL))
    assert len(named) >= 5
    assert named <= {metric.name for metric in TeamMetrics(services).collect()}


def test_the_manual_names_only_files_that_exist() -> None:
    linked = re.findall(r"\]\(([^)#]+)\)", MANUAL)
    assert linked
    assert all((ROOT / "docs" / link).exists() for link in linked)
