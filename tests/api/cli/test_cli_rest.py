"""The rest of the command line: import, schema, demo, doctor, help; what is loaded, and what is left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import demo, doctor
from api.documents.reading import read_team
from tests.api.cli.conftest import Planned, Run

ROOT = Path(__file__).resolve().parents[3]
CALL = "from api.cli import main; main()"


def python(code: str, *words: str | Path, path: str = str(ROOT), cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, words)]
    environment = os.environ | {"PYTHONPATH": path}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment)


def test_import_writes_a_document_and_its_schema(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("import", folder, "-o", tmp_path / "mine.yaml")
    assert (done.exit_code, done.stdout) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.yaml", "team.schema.json"]
    assert len(read_team(tmp_path / "mine.yaml").people) == 6
    assert (tmp_path / "team.schema.json").read_text() == run("schema").stdout
    assert json.loads(run("schema").stdout)["$schema"].startswith("https://json-schema.org/")


@pytest.mark.parametrize("command", ["import", "check", "plan", "verify", "fatigue", "export", "oncall"])
def test_what_does_not_exist_is_told_and_nothing_is_left_behind(run: Run, tmp_path: Path, command: str) -> None:
    more = {
        "import": ("-o", tmp_path / "team.yaml"),
        "plan": ("-o", tmp_path / "plan.json"),
        "verify": (tmp_path / "roster.csv",),
        "fatigue": (tmp_path / "roster.csv",),
        "export": ("--to", "csv", "-o", tmp_path / "roster.csv"),
    }
    done = run(command, tmp_path / "absent", *more.get(command, ()))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "absent" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_bad_input_leaves_an_old_file_as_it_was(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("team: 5\n")
    (tmp_path / "plan.json").write_text("old")
    assert run("plan", tmp_path / "bad.yaml", "-o", tmp_path / "plan.json").exit_code == 1
    assert (tmp_path / "plan.json").read_text() == "old"


def test_the_demo_makes_everything(run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "example_folder", lambda: folder)
    out = tmp_path / "a" / "demo"
    done = run("demo", "--out", out, "--time-limit", 4, "--workers", 1)
    assert done.exit_code == 0, done.output
    files = {"team.yaml", "team.schema.json", "roster.csv", "roster.xlsx", "wall-chart.pdf", "plan.json", "feeds"}
    assert {path.name for path in out.iterdir()} == files
    feeds = {"team.ics", *(f"{p}.ics" for p in ("ana", "ben", "cyd", "dot", "eli", "fay"))}
    assert {path.name for path in (out / "feeds").iterdir()} == feeds
    assert "On call at 2027-02-14T15:10:00Z" in done.stdout
    assert run("verify", out / "team.yaml", out / "roster.csv").exit_code == 0
    assert run("verify", out / "team.yaml", out / "plan.json").exit_code == 0


def test_the_demo_cannot_write_into_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("")
    done = run("demo", "--out", tmp_path / "demo")
    assert done.exit_code == 1
    assert "is not a folder" in done.stderr


# -- what is loaded ----------------------------------------------------------------------------------------------------

LOADED = """\
import sys
from api.cli.app import app
try:
    app()
except SystemExit as done:
    assert not done.code, done.code
print("LOADED", *(m for m in {unwanted} if m in sys.modules), file=sys.stderr)
"""


def loaded(unwanted: list[str], *words: str | Path) -> list[str]:
    done = python(LOADED.format(unwanted=unwanted), *words)
    assert done.returncode == 0, done.stderr
    return done.stderr.splitlines()[-1].split()[1:]


def test_answering_never_loads_the_solver(planned: Planned) -> None:
    assert loaded(["ortools"], "oncall", planned.plan) == []
    assert loaded(["ortools"], "export", planned.plan, "--to", "csv") == []
    assert loaded(["ortools"], "verify", planned.team, planned.plan) == []
    assert loaded(["ortools"], "check", planned.team) == []
    assert loaded(["ortools"], "fatigue", planned.team, planned.plan) == []


def test_help_loads_next_to_nothing() -> None:
    heavy = ["ortools", "pendulum", "holidays", "icalendar", "scheduler.problem"]
    assert loaded(heavy, "--help") == []
    assert loaded(heavy, "plan", "--help") == []


# -- doctor ------------------------------------------------------------------------------------------------------------


def test_the_doctor_finds_this_checkout_sound(run: Run) -> None:
    done = run("doctor")
    assert done.exit_code == 0, done.output
    for words in ("ortools", "tzdata", "IANA 20", "SG", "All is well."):
        assert words in done.output


def test_the_doctor_names_a_package_that_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "scheduler").mkdir()
    (tmp_path / "scheduler" / "__init__.py").write_text("raise ImportError('not ours')\n")
    done = python(CALL, "doctor", path=f"{tmp_path}{os.pathsep}{ROOT}", cwd=tmp_path)
    assert done.returncode == 1
    assert f"Python finds the package scheduler in {tmp_path / 'scheduler'}" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("url", "sound"), [(ROOT.as_uri(), True), ("file:///elsewhere", False), ("https://x.org", False)]
)
def test_an_editable_install_says_where_it_comes_from(monkeypatch: pytest.MonkeyPatch, url: str, sound: bool) -> None:
    class Installed:
        def locate_file(self, path: str) -> Path:
            return Path("/site-packages") / path

        def read_text(self, name: str) -> str:
            return json.dumps({"url": url, "dir_info": {"editable": True}})

    monkeypatch.setattr(doctor, "distribution", lambda name: Installed())
    assert doctor._is_installed(ROOT) is sound


def test_the_doctor_misses_what_is_not_installed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "DISTRIBUTIONS", ("watchbill", "no-such-thing"))
    done = run("doctor")
    assert done.exit_code == 1
    assert "WRONG: no-such-thing is not installed" in done.output


def test_packages_elsewhere_are_neither_a_checkout_nor_installed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_root", lambda: tmp_path)
    done = run("doctor")
    assert done.exit_code == 1
    assert "neither a checkout of watchbill nor" in done.output
