"""Answers that are tables: JSON, or CSV for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import Query, Response
from fastapi.responses import StreamingResponse

from exports.table import csv_lines

Format = Annotated[Literal["json", "csv"], Query(alias="format", description="JSON, or CSV with a header.")]


def documented_as(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an endpoint that may answer with these kinds of text, besides JSON."""
    return {200: {"content": {media_type: {"schema": {"type": "string"}} for media_type in media_types}}}


CSV = documented_as("text/csv")


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Response:
    """The rows as a file called `name`, ``.csv`` added."""
    return Response("".join(csv_lines(columns, rows)), media_type="text/csv", headers=as_file(f"{name}.csv"))


def streamed(name: str, lines: Iterable[str], media_type: str) -> Response:
    """The lines as a file of that `name`, sent while they are made: they outlive the request's transaction."""
    return StreamingResponse(lines, media_type=media_type, headers=as_file(name))


def as_file(name: str) -> dict[str, str]:
    """Headers that make browsers save the answer."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}
