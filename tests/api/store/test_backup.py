"""A backup holds everything, and either engine restores it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from api.errors import BadInput
from api.store.backup import backup, restore
from api.store.engine import Store
from tests.api.conftest import Databases
from tests.api.documents.samples import team
from tests.service import EPOCH, Service, serving


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row but the audit log's numbers, and the versions that a restore raises."""
    with store.engine.connect() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    sa.select(*(c for c in table.columns if c.name != "schedule_version")).order_by(
                        *table.primary_key.columns
                    )
                )
            ]
            for table in SQLModel.metadata.sorted_tables
        }


@pytest.fixture
def filled(service: Service) -> Service:
    service.admin.post("/v1/teams", json=team(), headers={"Idempotency-Key": "k"}).raise_for_status()
    service.asking("mia", "manager", "harbour", "sin-01", abilities=["roster:read"])
    return service


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_what_is_restored_is_what_was_there(filled: Service, databases: Databases, engine: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.gz"
    count = backup(filled.services.store, file, EPOCH)
    other = Store(databases.new(engine))
    assert restore(other, file, replace=False) == count
    assert contents(other) == contents(filled.services.store)
    other.close()


def test_what_was_restored_can_be_added_to(filled: Service, databases: Databases, tmp_path: Path) -> None:
    backup(filled.services.store, tmp_path / "backup.gz", EPOCH)
    url = databases.new("postgresql")
    store = Store(url)
    restore(store, tmp_path / "backup.gz", replace=False)
    store.close()
    with serving(url, root="another root") as restored:
        restored.admin.post("/v1/accounts", json={"login": "new"}).raise_for_status()


def test_a_service_goes_on_while_it_is_restored(filled: Service, tmp_path: Path) -> None:
    backup(filled.services.store, tmp_path / "backup.gz", EPOCH)
    filled.admin.post("/v1/accounts", json={"login": "late"}).raise_for_status()
    before = len(contents(filled.services.store)["audit_entry"])
    restore(filled.services.store, tmp_path / "backup.gz", replace=True)
    assert filled.admin.get("/v1/teams/harbour").status_code == 200
    assert len(contents(filled.services.store)["audit_entry"]) == before  # it only grows, and nothing is doubled


def test_nothing_is_replaced_unasked(filled: Service, tmp_path: Path) -> None:
    backup(filled.services.store, tmp_path / "backup.gz", EPOCH)
    with pytest.raises(BadInput, match="--replace"):
        restore(filled.services.store, tmp_path / "backup.gz", replace=False)


@pytest.mark.parametrize("damage", ["cut", "a line lost", "another schema", "not gzip"])
def test_a_damaged_file_changes_nothing(filled: Service, tmp_path: Path, damage: str) -> None:
    file = tmp_path / "backup.gz"
    backup(filled.services.store, file, EPOCH)
    whole, lines = file.read_bytes(), gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    file.write_bytes(
        {
            "cut": whole[: len(whole) // 2],
            "a line lost": gzip.compress(b"".join(lines[:2] + lines[3:])),
            "another schema": gzip.compress(lines[0].replace(b'"schema":"', b'"schema":"9') + b"".join(lines[1:])),
            "not gzip": b"hello",
        }[damage]
    )
    before = contents(filled.services.store)
    with pytest.raises(BadInput):
        restore(filled.services.store, file, replace=True)
    assert contents(filled.services.store) == before
