"""Long lists in pages: each page names where the next one begins."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar, cast

import sqlalchemy as sa
from fastapi import Query
from pydantic import BaseModel, Field
from sqlalchemy.orm import InstrumentedAttribute, Mapped
from sqlmodel import Session
from sqlmodel.sql.expression import SelectOfScalar

from api.errors import BadInput, Issue

T = TypeVar("T")
R = TypeVar("R")

Limit = Annotated[int, Query(ge=1, le=500, description="Most items of a page.")]
Cursor = Annotated[
    str | None, Query(max_length=400, description="`next` of the page before. Left out: the first page.")
]


class Page(BaseModel, Generic[T]):
    """Part of a list. Ask again with `cursor` set to `next` for what follows; null: this was the last part."""

    items: list[T] = Field(description="The items, in their order.")
    next: str | None = Field(None, description="Where the next page begins.", examples=["WzQyXQ"])


def page_of(
    session: Session,
    query: SelectOfScalar[R],
    key: Mapped[Any],
    shown: Callable[[R], T],
    *,
    limit: int,
    cursor: str | None,
    descending: bool = False,
) -> Page[T]:
    """The rows of `query` in order of `key`, which is unique among them and the name of an attribute of a row."""
    column = cast("InstrumentedAttribute[Any]", key)
    if cursor is not None:
        last = _value(cursor, int if isinstance(column.type, sa.Integer) else str)
        query = query.where(column < last if descending else column > last)
    rows = session.exec(query.order_by(column.desc() if descending else column).limit(limit + 1)).all()
    kept = rows[:limit]
    more = len(rows) > limit
    return Page(items=[shown(row) for row in kept], next=_encoded(getattr(kept[-1], column.key)) if more else None)


def slice_of(items: Sequence[T], *, limit: int, cursor: str | None) -> Page[T]:
    """The same of a list that is at hand; the cursor is a position in it."""
    start = int(_value(cursor, int)) if cursor is not None else 0
    end = start + limit
    return Page(items=list(items[start:end]), next=_encoded(end) if end < len(items) else None)


def _encoded(value: int | str) -> str:
    return base64.urlsafe_b64encode(json.dumps([value]).encode()).decode().rstrip("=")


def _value(cursor: str, kind: type[int] | type[str]) -> int | str:
    try:
        (value,) = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        value = None
    too_large = isinstance(value, int) and not 0 <= value <= 2**31 - 1
    if type(value) is not kind or too_large or not str(value).isprintable():
        raise BadInput([Issue("cursor", "", "is not valid", "`next` of the page before")])
    return value
