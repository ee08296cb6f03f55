"""YAML that can surprise is refused, with line and column; everything wrong comes at once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from api.documents.files import LARGEST_BYTES
from api.documents.reading import document_of, parse_team, read_team
from api.documents.yaml_text import YamlText
from api.errors import BadInput
from tests.api.documents.samples import team

TEAM = """\
team: harbour
period: {first_day: 2027-01-04, last_day: 2027-01-31,
         coverage_from: 2027-01-04T12:00:00Z, coverage_until: 2027-01-31T12:00:00Z}
sites: [{id: sin, timezone: Asia/Singapore}]
shifts: [{id: day, site: sin, start: "07:00", end: "15:30"}]
people:
  - {id: ana, site: sin, contract_hours_per_week: 40}
"""


def fault(text: str) -> str:
    with pytest.raises(BadInput) as caught:
        parse_team(text)
    return str(caught.value)


def test_scalars_follow_yaml_1_2_so_that_off_and_times_and_days_stay_text() -> None:
    text = "{a: 23:00, b: off, c: 2027-01-04, d: 1.0, e: 7, f: ~, g: true, h: '1', i: no, j: 1e3, k: 0x10, l: }"
    assert YamlText("x").read(text) == {
        "a": "23:00",
        "b": "off",
        "c": "2027-01-04",
        "d": 1.0,
        "e": 7,
        "f": None,
        "g": True,
        "h": "1",
        "i": "no",
        "j": 1000.0,
        "k": "0x10",
        "l": None,
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEAM + "team: again\n", "team.yaml:8:1 team: is said twice"),
        (
            TEAM + "  - {id: bob, site: sin, id: bo, contract_hours_per_week: 40}\n",
            "team.yaml:8:26 people[1].id: is said tw",
        ),
        (TEAM + "leave: &days []\n", "team.yaml:8:8 leave: has an anchor, &days"),
        (TEAM + "leave: *days\n", "team.yaml:8:8 leave: is an alias, *days"),
        (TEAM + "leave: !!set {}\n", "team.yaml:8:8 leave: has a tag"),
        (TEAM + "leave: !!python/object/apply:os.system [ls]\n", "has a tag"),
        (TEAM + "---\nteam: other\n", "team.yaml:8:1: begins a second document"),
        (TEAM + "? [a]\n: b\n", "has a key that is not plain text"),
        (TEAM + "leave:\n\t- 1\n", "team.yaml:9:1: is not YAML"),
        (TEAM + "leave:\n\t- 1\n", "spaces, not tabs"),
        (TEAM + "leave: [\n", "is not YAML"),
        (TEAM + "leave: \x07\n", "team.yaml:8: holds a control character"),
        (TEAM + "leave: " + "[" * 50_000, "is nested more than 20 deep"),
        ("", "is not a team document"),
        ("- a\n", "is not a team document"),
        ("just text\n", "is not a team document"),
    ],
)
def test_what_can_surprise_is_refused_with_its_place(text: str, words: str) -> None:
    assert words in fault(text)


def test_a_bomb_of_anchors_costs_nothing() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    before = time.perf_counter()
    assert "is an alias" in fault("\n".join(lines))
    assert time.perf_counter() - before < 2


def test_a_doubled_key_comes_together_with_the_other_faults() -> None:
    text = fault(TEAM + "leave: [{person: bob, first_day: 2027-01-05, last_day: 2027-01-05}]\nteam: again\n")
    assert "leave[0].person" in text
    assert "is said twice" in text


def test_every_issue_has_the_line_and_column_of_its_value() -> None:
    text = fault(TEAM.replace("sin, contract", "sni, contract"))
    assert "team.yaml:7:21 people[0].site: 'sni' is not a site of this team" in text


def test_something_missing_has_the_place_of_what_lacks_it() -> None:
    assert "team.yaml:7:5 people[0].site: is missing" in fault(TEAM.replace(" site: sin, contract", " contract"))


def test_issues_come_in_the_order_of_the_file() -> None:
    text = fault(TEAM.replace("Singapore", "Singapur").replace("ana, site: sin", "ana, site: sni") + "extra: 1\n")
    assert [line.split(":")[1] for line in text.splitlines()[1:]] == ["4", "7", "8"]


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "team.yaml"
    with path.open("wb") as file:
        file.truncate(50 * LARGEST_BYTES)
    with pytest.raises(BadInput, match="are too many"):
        read_team(path)


def test_bytes_that_are_not_utf_8_are_reported_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "team.yaml"
    path.write_bytes(TEAM.encode() + "# Zoë\n".encode("latin-1"))
    with pytest.raises(BadInput, match=r"team.yaml:8: is not UTF-8: byte 0xeb"):
        read_team(path)


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "team.yaml"
    path.write_bytes(TEAM.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read_team(path) == parse_team(TEAM)


def test_a_file_that_is_absent_is_missed_by_name(tmp_path: Path) -> None:
    (tmp_path / "team.yaml").write_text(TEAM)
    with pytest.raises(BadInput, match=r"taem\.yaml: does not exist.*Maybe team\.yaml\?"):
        read_team(tmp_path / "taem.yaml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_team(tmp_path)


def test_plain_values_need_no_file() -> None:
    assert document_of(team()).team == "harbour"
