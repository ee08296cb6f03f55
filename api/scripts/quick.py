"""Lines by the quick way: from memory alone, so that scripts have an answer also while the database is away."""

from __future__ import annotations

from collections.abc import Sequence

from api.oncall.fast import Form, Retell
from api.oncall.question import Question, plain_question
from api.oncall.telling import Told
from api.scripts.asked import answered
from api.scripts.plain import Column, Nobody, text

_SHOW, _NOBODY = b"show=", b"nobody="


def _read(query: bytes) -> tuple[Question, Retell] | None:
    parts = query.split(b"&") if query else []
    question = plain_question(b"&".join(part for part in parts if not part.startswith((_SHOW, _NOBODY))))
    try:
        show = _said(parts, _SHOW)
        column = Column(show) if show is not None else None
        said = _said(parts, _NOBODY)
        nobody = Nobody.OMIT if said is None else Nobody(said)
    except ValueError:
        return None
    if question is None or column is Column.EMAIL:  # addresses are in the database
        return None

    def retell(told: Told) -> Told | None:
        return text(answered(told), column, nobody, {})

    return question, retell


def _said(parts: Sequence[bytes], name: bytes) -> str | None:
    """The value of what is said once; None for what is not said. Raises ValueError for what is said twice."""
    found = [part.removeprefix(name).decode("ascii") for part in parts if part.startswith(name)]
    if len(found) > 1:
        raise ValueError(name)
    return found[0] if found else None


AS_LINES = Form("/v1/oncall.txt", b"text/plain; charset=utf-8", _read)
