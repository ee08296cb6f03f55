"""Files in and out: bounded and in UTF-8 on the way in, whole or not at all on the way out."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from api.documents.advice import maybe
from api.errors import BadInput, Issue

LARGEST_BYTES = 5_000_000


def read_text(path: Path, subject: str = "", largest: int = LARGEST_BYTES) -> str:
    """The text of an untrusted file. Raises BadInput when it is absent, too large or not UTF-8.

    `subject` is what it holds of a document; the issue has it as its path.
    """
    try:
        size = path.stat().st_size
        if size > largest:
            expected = f"at most {largest:,} bytes"
            raise BadInput([Issue(subject, f"{size:,} bytes", "are too many", expected, place=path.name)])
        return _decoded(path.read_bytes(), path, subject)
    except FileNotFoundError:
        raise BadInput([_absent(path, subject)]) from None
    except OSError as error:
        raise BadInput([Issue(subject, "", f"cannot be read: {error.strerror}", place=str(path))]) from None


def write_atomically(path: Path, content: str | bytes) -> None:
    """Writes beside the file and then takes its place: a reader sees the old content or the new, never a part.

    What is no file, such as /dev/stdout, is written to as it is.
    """
    with written_atomically(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def written_atomically(path: Path) -> Iterator[BinaryIO]:
    """The same for what comes in pieces; when anything is raised meanwhile, nothing is written."""
    target = path.resolve()
    if target.exists() and not target.is_file():
        with path.open("wb") as file:
            yield file
        return
    part = target.with_name(f".{target.name[:200]}.{secrets.token_hex(6)}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            part.chmod(target.stat().st_mode & 0o777)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _decoded(content: bytes, path: Path, subject: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = f"is not UTF-8: byte 0x{content[error.start]:02x}"
        advice = 'Maybe it was saved by a spreadsheet? Save it as "CSV UTF-8".' if path.suffix == ".csv" else ""
        raise BadInput([Issue(subject, "", problem, "text in UTF-8", advice, f"{path.name}:{line}")]) from None


def _absent(path: Path, subject: str) -> Issue:
    beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    place = path.name if subject else str(path)
    return Issue(subject, "", "does not exist", "a file", maybe(path.name, beside), place)
