"""Who is on call as lines of text: one line a person, columns apart by tabs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from api.oncall.telling import Told
from api.scripts.asked import Answered, Mailboxes, Row, retold
from exports.wording import one_line

NOTHING = "-"  # shells take two tabs in a row for one: no column is empty


class Column(StrEnum):
    """The columns of a line, in their order; `email` is there only when it is asked for alone."""

    TEAM = "team"
    DUTY = "duty"
    LEVEL = "level"
    PERSON = "person"
    NAME = "name"
    SINCE = "since"
    UNTIL = "until"
    EMAIL = "email"


class Nobody(StrEnum):
    """What is said where nobody is on call."""

    OMIT = "omit"
    FALLBACK = "fallback"
    ERROR = "error"


def text(found: Answered, show: Column | None, nobody: Nobody, mail: Mailboxes) -> Told | None:
    """The lines, each with its end; None where nobody is on call at all, and that is to be an error.

    Somebody of whom what is asked for is not known has no line, and is on call all the same.
    """
    if nobody is Nobody.ERROR and not any(row["covered"] for row in found.rows):
        return None
    return retold(found, "".join(f"{line}\n" for line in lines(found.rows, show, nobody, mail)))


def lines(rows: Iterable[Row], show: Column | None, nobody: Nobody, mail: Mailboxes) -> list[str]:
    """The lines without their ends. Of one column each value is there once, and what is not known is not."""
    found = [_values(row, mail) for row in _with_somebody(rows, nobody)]
    if show is None:
        return ["\t".join(values[column] for column in Column if column is not Column.EMAIL) for values in found]
    return list(dict.fromkeys(values[show] for values in found if values[show] != NOTHING))


def _with_somebody(rows: Iterable[Row], nobody: Nobody) -> Iterator[Row]:
    for row in rows:
        if row["covered"]:
            yield row
        elif nobody is Nobody.FALLBACK and row["fallback"]:
            yield {**row, "person": row["fallback"], "name": None}


def _values(row: Row, mail: Mailboxes) -> Mapping[Column, str]:
    said: dict[str, Any] = {**row, "name": row["name"] or row["person"]}
    said["email"] = mail.get((row["team"], row["person"]))
    return {column: one_line(str(said[column] or "")) or NOTHING for column in Column}
