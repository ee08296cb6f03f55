#!/usr/bin/env python3
"""Set Watchbill up, and run it. Needs Python 3.11 or newer and nothing else.

    python3 dev.py demo            plan the reference quarter
    python3 dev.py test [ARGS]     the fast tests; ARGS go to pytest
    python3 dev.py check [STEP..]  all that CI runs: lint, format, spelling, types, imports, tests, slow-tests
    python3 dev.py serve           the service
    python3 dev.py lock [ARGS]     pin the dependencies anew; ARGS go to uv, for example --upgrade
    python3 dev.py WORD [ARGS]     any other word is a command of watchbill: plan, verify, oncall, ...

The first run makes `.venv` from the pinned, hashed lock file; WATCHBILL_VENV names another place. To check a team
document, which is not what `dev.py check` does: .venv/bin/watchbill check team.yaml

Tests of calendar feeds ask the calendar programs that are on the machine, and skip the others: docs/feeds-by-hand.md
"""

import sys

if sys.version_info < (3, 11):  # before the imports: an older Python has not all of them
    sys.exit("Watchbill needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info))

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
import tomllib
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("WATCHBILL_VENV") or ROOT / ".venv").absolute()
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
RUNTIME, DEV = "requirements.lock", "requirements-dev.lock"  # what RUNTIME pins, DEV pins too
UV = "uv==0.13.9"

COVERAGE = ["--cov", "--cov-report="]
CHECKS = {
    "lint": ["ruff", "check"],
    "format": ["ruff", "format", "--check"],
    "spelling": ["codespell"],
    "types": ["mypy"],
    "imports": ["lint-imports"],
    "tests": ["pytest", "-q", *COVERAGE],
    # A file stays with one worker: the quarter that its fixture plans is planned once.
    "slow-tests": ["pytest", "-q", "-m", "slow", "--dist=loadfile", *COVERAGE, "--cov-append", "--cov-report=term"],
}


def main(words: Sequence[str]) -> int:
    command, *rest = words or ["--help"]
    if command in {"-h", "--help", "help"}:
        print(__doc__)
        return 0
    if command == "lock":
        return lock(rest)
    if command == "check":
        set_up(DEV)
        return check(rest or list(CHECKS))
    if command == "test":
        set_up(DEV)
        return become("pytest", rest, ROOT)
    set_up(RUNTIME)
    return become("watchbill", [command, *rest], Path.cwd())


# -- the commands ------------------------------------------------------------------------------------------------------


def check(steps: Sequence[str]) -> int:
    """Run the named steps, all of them even when one fails; say which failed."""
    unknown = [step for step in steps if step not in CHECKS]
    if unknown:
        print(f"No such step: {', '.join(unknown)}. There are: {', '.join(CHECKS)}.", file=sys.stderr)
        return 2
    failed = [step for step in steps if not passes(step)]
    print(f"\nFailed: {', '.join(failed)}" if failed else f"\nPassed: {', '.join(steps)}", flush=True)
    return 1 if failed else 0


def passes(step: str) -> bool:
    tool, *arguments = CHECKS[step]
    print(f"\n== {step}: {' '.join(CHECKS[step])}", flush=True)
    return subprocess.run([BIN / tool, *arguments], cwd=ROOT, env=environment()).returncode == 0


def lock(arguments: Sequence[str]) -> int:
    """Write both lock files anew: all platforms, with hashes, without the address of any registry."""
    pin = ["pip", "compile", "--quiet", "--no-header", "--universal", "--python-version=3.11", "--generate-hashes"]
    pin.append("--no-strip-extras")  # pip before 23.3 asks for the newest of name[extra] where only the name is pinned
    wanted = ["pyproject.toml", "build.in"]
    with tempfile.TemporaryDirectory() as scratch:
        make_venv(Path(scratch))
        subprocess.run([*pip(Path(scratch)), "install", UV], check=True)
        uv = [str(Path(scratch) / BIN.name / "uv"), *pin, *arguments, *wanted]
        subprocess.run([*uv, "-o", RUNTIME], cwd=ROOT, check=True)
        subprocess.run([*uv, "--group=dev", f"--constraint={RUNTIME}", "-o", DEV], cwd=ROOT, check=True)
    return 0


def become(tool: str, arguments: Sequence[str], folder: Path) -> int:
    """Run a program of the environment in place of this one, so that signals reach it."""
    os.chdir(folder)
    command = [str(BIN / tool), *arguments]
    if os.name != "nt":
        os.execve(command[0], command, environment())
    return subprocess.run(command, env=environment()).returncode


def environment() -> dict[str, str]:
    """Ours, but with no time zones except those of the pinned tzdata."""
    return os.environ | {"PYTHONTZPATH": ""}


# -- the virtual environment -------------------------------------------------------------------------------------------


def set_up(lock_file: str) -> None:
    """Make the virtual environment fit `lock_file`, unless its stamp says that it does."""
    if stamped(lock_file):
        return
    duration = "a minute" if lock_file == DEV else "half a minute"
    print(f"Setting up {VENV.name} (once, about {duration}) ...", file=sys.stderr)
    if not stamped(RUNTIME):  # new, outdated, or interrupted half-way: begin again
        make_venv(VENV)
    install = [*pip(VENV), "install", "--no-compile"]
    subprocess.run([*install, "--require-hashes", "-r", ROOT / lock_file], check=True)
    subprocess.run([*install, "--no-deps", "--no-build-isolation", "-e", ROOT], check=True)
    for done in {RUNTIME, lock_file}:
        stamp(done).write_text(fingerprint(done), encoding="utf-8")


def stamped(lock_file: str) -> bool:
    mark = stamp(lock_file)
    return mark.is_file() and mark.read_text(encoding="utf-8") == fingerprint(lock_file)


def stamp(lock_file: str) -> Path:
    """Where the environment says what it was made from; written last."""
    return VENV / f"made-from-{lock_file}"


def fingerprint(lock_file: str) -> str:
    """Changes with whatever the environment depends on; not with the settings of a linter."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [project["project"], project["build-system"], project["tool"]["hatch"], str(ROOT), sys.version]
    lock_text = (ROOT / lock_file).read_bytes()
    return hashlib.sha256(lock_text + json.dumps(parts, sort_keys=True).encode()).hexdigest()


def make_venv(folder: Path) -> None:
    """A new, empty environment; without pip of its own where Python came without ensurepip, as on Debian."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").exists():
        sys.exit(f"{folder} holds something that is not a virtual environment; it is left alone.")
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    venv.create(folder, clear=True, symlinks=os.name != "nt", with_pip=has_ensurepip)


def pip(folder: Path) -> list[str]:
    """How to call pip for the environment in `folder`: its own, or the one beside this Python."""
    python = str(folder / BIN.name / "python")
    options = ["-qq", "--disable-pip-version-check"]  # errors only
    if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return [python, "-m", "pip", *options]
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return [sys.executable, "-m", "pip", *options, "--python", python]
    shutil.rmtree(folder, ignore_errors=True)
    sys.exit("This Python has neither ensurepip nor pip. On Debian and Ubuntu: apt install python3-venv")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as failure:
        sys.exit(f"Failed: {' '.join(map(str, failure.cmd))}")
    except KeyboardInterrupt:
        sys.exit("Interrupted; the next run begins again.")
