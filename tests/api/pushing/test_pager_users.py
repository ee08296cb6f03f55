from __future__ import annotations

from pathlib import Path

import pytest

from api.errors import BadInput
from api.pushing.users import read_users


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("users.csv", "person,user\nana,U1\nben,U2\n"),
        ("users.csv", "\ufeffuser,name,person\nU1,Ana,ana\nU2,Ben,ben\n"),
        ("users.yaml", "ana: U1\nben: U2\n"),
        ("users.json", '{"ana": "U1", "ben": "U2"}'),
    ],
)
def test_who_is_who_is_read_from_each_kind_of_file(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert read_users(tmp_path / name) == {"ana": "U1", "ben": "U2"}


@pytest.mark.parametrize(
    ("name", "text", "faults"),
    [
        (
            "users.csv",
            "person,user\nana,\n,U2\nben,U1\nben,U2\n",
            ["is not a user", "is not a user", "is a second user"],
        ),
        ("users.csv", "who,what\n", ["are not the columns"]),
        ("users.csv", "", ["are not the columns"]),
        ("users.yaml", "- ana\n", ["is not a mapping"]),
        ("users.yaml", "ana: [1]\nben: 5\n", ["is not a user", "is not a user"]),
        ("users.json", "{", ["is not JSON"]),
        ("users.json", '{"ana": null}', ["is not a user"]),
    ],
)
def test_every_fault_is_told_at_once(tmp_path: Path, name: str, text: str, faults: list[str]) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(BadInput) as caught:
        read_users(tmp_path / name)
    found = [issue.problem for issue in caught.value.issues]
    assert len(found) == len(faults)
    assert all(fault in problem for fault, problem in zip(faults, found, strict=True))
