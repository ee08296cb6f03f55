"""Where results are written: asked before the work, so that no plan of two minutes is lost to a wrong path."""

from __future__ import annotations

from pathlib import Path

from api.errors import BadInput, Issue


def ready(target: Path, option: str = "--out") -> Path:
    """`target`, when a file can be written there. Raises BadInput, which names the `option`, when not."""
    if target.is_dir():
        raise BadInput([Issue(option, "", "is a folder", "the name of a file", place=str(target))])
    if not target.resolve().parent.is_dir():
        raise BadInput([Issue(option, "", "lies in a folder that does not exist", place=str(target))])
    return target


def ready_folder(target: Path) -> Path:
    """`target` as a folder, made if it is not there. Raises BadInput when it cannot be."""
    try:
        target.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise BadInput([Issue("--out", "", "is not a folder", "a folder", place=str(target))]) from None
    return target
