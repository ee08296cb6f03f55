"""`watchbill serve` and what belongs to running it."""

from __future__ import annotations

import signal
from pathlib import Path

import httpx2
import pytest

from tests.api.cli.conftest import Run
from tests.watchbill_process import PATIENCE, serving


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "watchbill.db"
    monkeypatch.setenv("WATCHBILL_DATABASE_URL", f"sqlite:///{file}")
    return file


@pytest.mark.slow
def test_the_first_start_prints_an_administrators_token_once(tmp_path: Path) -> None:
    with serving(tmp_path) as first:
        answer = httpx2.get(f"{first.address}/v1/me", headers={"Authorization": f"Bearer {first.token}"})
        assert answer.json()["administrator"] is True
        first.process.send_signal(signal.SIGTERM)
        assert first.process.wait(PATIENCE) in {0, -signal.SIGTERM}
    with serving(tmp_path) as second:
        assert not second.token
        assert httpx2.get(f"{second.address}/readyz").status_code == 200


def test_settings_are_listed_with_their_secrets_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHBILL_SMTP_PASSWORD", "hunter2")
    monkeypatch.setenv("WATCHBILL_DATABASE_URL", "postgresql://rota:hunter2@db/rota")
    told = run("settings").stdout
    assert "WATCHBILL_SOLVER_SECONDS" in told
    assert "hunter2" not in told


@pytest.mark.parametrize(
    ("word", "said"), [("port=http", "port"), ("prot=1", "prot"), ("team_jobs=0", "team_jobs"), ("nothing", "nothing")]
)
def test_settings_that_are_wrong_are_refused(run: Run, word: str, said: str) -> None:
    result = run("settings", "--set", word)
    assert result.exit_code == 1
    assert said in result.stderr


def test_a_database_that_is_none_is_refused(run: Run) -> None:
    result = run("migrate", "--database-url", "hello")
    assert result.exit_code == 1
    assert "database_url" in result.stderr


def test_backup_and_restore(run: Run, database: Path, tmp_path: Path) -> None:
    assert run("migrate").exit_code == 0
    assert run("backup", tmp_path / "backup.gz").exit_code == 0
    assert run("restore", tmp_path / "backup.gz").exit_code == 0
    assert database.exists()


def test_a_token_is_made_for_accounts_only(run: Run, database: Path) -> None:
    result = run("token", "nobody")
    assert result.exit_code == 1
    assert "nobody" in result.stderr


def test_an_old_schema_is_not_backed_up(run: Run, database: Path, tmp_path: Path) -> None:
    result = run("backup", tmp_path / "backup.gz")
    assert result.exit_code == 1
    assert "watchbill migrate" in result.stderr
    assert not (tmp_path / "backup.gz").exists()
