"""A file is replaced whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from api.documents.files import write_atomically


def test_text_and_bytes_are_written(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", "Zoë\n")
    write_atomically(tmp_path / "b", b"\x00\xff")
    assert (tmp_path / "a").read_bytes() == "Zoë\n".encode()
    assert (tmp_path / "b").read_bytes() == b"\x00\xff"


def test_a_failure_keeps_the_old_content_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "team.yaml"
    path.write_text("old")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_content_appears_under_the_name_only_when_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "team.yaml"
    seen: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda _: seen.append(path.exists()))
    write_atomically(path, "new")
    assert seen == [False]
    assert path.read_text() == "new"


def test_a_replaced_file_keeps_its_permissions_and_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "team.yaml", tmp_path / "link.yaml"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_what_is_no_file_is_written_to_and_not_replaced() -> None:
    write_atomically(Path(os.devnull), "lost")
    assert Path(os.devnull).is_char_device()


def test_a_folder_that_is_absent_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "absent" / "a", "text")
    assert list(tmp_path.iterdir()) == []


def test_a_name_as_long_as_names_may_be_is_no_obstacle(tmp_path: Path) -> None:
    write_atomically(tmp_path / ("n" * 255), "long")
    assert [p.read_text() for p in tmp_path.iterdir()] == ["long"]
