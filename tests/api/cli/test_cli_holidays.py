"""`watchbill holidays`: listing a calendar, and importing one; and where commands speak of doubtful dates."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from api.documents.calendars import FOLDER, SHIPPED, read_table, table_text
from tests.api.cli.conftest import Run

IN_SINGAPORE = "- {id: hub, timezone: Asia/Singapore}"
AUTUMN = """{id: hub, timezone: Asia/Singapore, holiday_calendar: SG}"""


def test_a_calendar_is_listed_with_its_doubts(run: Run) -> None:
    done = run("holidays", "SG", "--year", 2028)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "SG, 2024 to 2030: confirmed until 2027-12-31; holidays 0.109"
    assert [line.split()[0] for line in lines if "sg-deepavali-2028" in line] == ["2028-10-17", "2028-11-15"]
    assert all("disputed" in line for line in lines if "sg-deepavali-2028" in line)
    assert run("holidays", "list", "SG", "--year", 2028).stdout == done.stdout


def test_programs_get_rows_in_the_language_they_ask_for(run: Run) -> None:
    rows = json.loads(run("holidays", "SG", "--year", 2027, "--lang", "zh", "--json").stdout)
    assert len(rows) == 11
    assert list(rows[0]) == ["id", "day", "name", "status", "source"]
    assert [row["name"] for row in rows if row["id"] == "sg-deepavali-2027"] == ["屠妖节"]
    assert [row["day"] for row in rows if row["id"] == "sg-deepavali-2027"] == ["2027-10-28"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("US-C",), "Maybe US-CA?"),
        (("DE",), "watchbill holidays import DE --years"),
        (("SG", "--lang", "fr"), "one of en, ms, ta, zh"),
        (("import", "Narnia", "--years", "2027"), "is not known to the package"),
        (("import", "GB-ENGL", "--years", "2027"), "Maybe GB-ENG?"),
        (("import", "DE", "--years", "soon"), "such as 2026-2030"),
        (("import", "DE", "--years", "2030-2026"), "such as 2026-2030"),
        (("import", "DE", "--years", "1900-2030"), "at most 30"),
        (("import", "DE", "--years", "2027", "--write"), "WATCHBILL_HOLIDAY_TABLES"),
    ],
)
def test_what_cannot_be_done_is_told(run: Run, words: tuple[str, ...], said: str) -> None:
    done = run("holidays", *words)
    assert done.exit_code == 1
    assert said in done.stderr


def test_an_import_shows_what_differs_and_writes_nothing_unless_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    shown = run("holidays", "import", "DE", "--years", "2027")
    assert "  added    de-german-unity-day-2027  2027-10-03 German Unity Day" in shown.stdout.splitlines()
    assert "Nothing is written without --write." in shown.stdout
    assert list(tmp_path.iterdir()) == []
    assert run("holidays", "import", "DE", "--years", "2027", "--write").exit_code == 0
    assert "German Unity Day" in run("holidays", "DE", "--year", 2027).stdout
    assert "0 differences." in run("holidays", "import", "DE", "--years", "2027").stdout


def test_a_second_import_shows_what_moved_and_keeps_what_was_reviewed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    singapore = read_table(SHIPPED / "SG.json")
    moved = [
        row.model_copy(update={"day": row.day.replace(day=9)}) if "haji-2027" in row.id else row
        for row in singapore.holidays
    ]
    (tmp_path / "SG.json").write_text(table_text(singapore.but(holidays=tuple(moved))), encoding="utf-8")
    done = run("holidays", "import", "SG", "--years", "2024-2030", "--write")
    assert "  moved    sg-hari-raya-haji-2027  2027-05-09 -> 2027-05-17" in done.stdout.splitlines()
    assert "1 difference." in done.stdout
    again = read_table(tmp_path / "SG.json")
    assert (again.holidays, again.overrides, again.names) == (singapore.holidays, singapore.overrides, singapore.names)


def test_a_document_can_name_a_calendar_of_ones_own(
    run: Run, edited: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = edited(IN_SINGAPORE, "- {id: hub, timezone: Asia/Singapore, holiday_calendar: DE-BY}")
    refused = run("check", team)
    assert refused.exit_code == 1
    assert "watchbill holidays import" in refused.stderr
    own = tmp_path / "tables"
    monkeypatch.setenv(FOLDER, str(own))
    assert run("holidays", "import", "DE-BY", "--years", "2027", "--folder", own, "--write").exit_code == 0


def test_check_says_that_a_period_lies_beyond_what_is_confirmed(
    run: Run, team: Path, edited: Callable[[str, str], Path]
) -> None:
    assert "Holidays that may change" not in run("check", team).stdout
    late = edited(IN_SINGAPORE, f"- {AUTUMN}")
    late.write_text(late.read_text().replace("2027-02", "2028-02").replace("2028-02-21", "2028-02-27"))
    done = run("check", late)
    assert done.exit_code == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert "Holidays of SG are confirmed until 2027-12-31; the period ends on 2028-02-27" in said
    assert "Estimated in SG: Hari Raya Puasa 2028-02-27." in said


def test_a_wrong_override_is_told_by_its_line(run: Run, edited: Callable[[str, str], Path]) -> None:
    wrong = "{do: remove, holiday: sg-depavali-2027, who: mia, why: x}"
    team = edited(
        IN_SINGAPORE,
        f"- {{id: hub, timezone: Asia/Singapore, holiday_calendar: SG, holiday_overrides: [{wrong}]}}",
    )
    done = run("check", team)
    assert done.exit_code == 1
    assert "'sg-depavali-2027' is not a holiday of SG" in done.stderr
    assert "Maybe sg-deepavali-2027?" in done.stderr
