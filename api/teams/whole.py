"""A team as one value: its team document, its on-call document and its name, read and checked together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel, Field, ValidationError
from sqlmodel import Session, col, select

from api.documents.advice import shown
from api.documents.fields import Id, Name
from api.documents.model import TeamDocument
from api.documents.oncall import OncallDocument, oncall_of
from api.documents.places import joined
from api.documents.reading import document_of
from api.documents.rows import Row
from api.documents.translate import issues_of
from api.errors import BadInput, Issue
from api.store.tables import OncallVersion, TeamRow
from constraints.base import Rule
from constraints.catalog import RULES

Raw = dict[str, Any]
T = TypeVar("T")

BESIDES = frozenset({"team", "name", "oncall"})


class PlannedTeam(TeamDocument):
    """A team document, and beside it what people call the team and who is on call by rotation."""

    name: Name | None = Field(None, description="What people call the team.", examples=["Global safety response"])
    oncall: OncallDocument | None = Field(None, description="Who is on call by rotation.")


class RotationTeam(Row):
    """A team that is never planned: it has rotations only."""

    team: Id = Field(description="Short name of the team.", examples=["sre"])
    name: Name | None = Field(None, description="What people call the team.", examples=["Site reliability"])
    oncall: OncallDocument = Field(description="Who is on call by rotation.")


@dataclass(frozen=True)
class Whole:
    """A team; `document` is None for one that has only rotations, `oncall` for one that has none."""

    team: str
    name: str
    document: TeamDocument | None
    oncall: OncallDocument | None

    @property
    def raw(self) -> Raw:
        """The same as plain values, from which `whole_of` makes it again."""
        raw: Raw = {"team": self.team} | (told(self.document) or {})
        if self.name:
            raw["name"] = self.name
        if self.oncall is not None:
            raw["oncall"] = oncall_told(self.oncall)
        return raw


class _Head(BaseModel):
    team: Id
    name: Name | None = None


def whole_of(raw: Any, team: str | None = None) -> Whole:
    """The team that plain values make; `team` is the id that it must have. Raises BadInput with every issue."""
    if not isinstance(raw, dict):
        wanted = "a team document, or {team, oncall} for a team that has only rotations"
        raise BadInput([Issue("", shown(raw), "is not a team", wanted)])
    issues = list(_other_team(raw, team))
    head = _tried(lambda: _head(raw), issues)
    document = _tried(lambda: _planned(raw), issues)
    oncall = _tried(lambda: _rotating(raw), issues)
    if issues or head is None:
        raise BadInput(dict.fromkeys(issues))
    return Whole(head.team, head.name or "", document, oncall)


def whole_now(session: Session, row: TeamRow) -> Whole:
    """The team as the database has it."""
    document = None if row.document is None else TeamDocument.model_validate(row.document)
    version = oncall_in_force(session, row.id)
    oncall = None if version is None else OncallDocument.model_validate(version.document)
    return Whole(row.id, row.name, document, oncall)


def oncall_in_force(session: Session, team: str) -> OncallVersion | None:
    """The newest version of the team's on-call document, if it has one."""
    versions = select(OncallVersion).where(OncallVersion.team_id == team)
    return session.exec(versions.order_by(col(OncallVersion.number).desc()).limit(1)).first()


def is_planned(raw: Raw) -> bool:
    """Whether plain values speak of anything beyond name and rotations."""
    return any(name not in BESIDES for name in raw)


def told(document: TeamDocument | None) -> Raw | None:
    """A team document as plain values: what was said in it, always in the same order."""
    if document is None:
        return None
    raw = document.model_dump(mode="json", exclude_unset=True, exclude={"rules"})
    if "rules" in document.model_fields_set:
        said = document.rules.model_fields_set
        raw["rules"] = {kind.name: _said(getattr(document.rules, kind.name)) for kind in RULES if kind.name in said}
    return raw


def oncall_told(document: OncallDocument) -> Raw:
    """An on-call document as plain values."""
    return document.model_dump(mode="json", exclude_unset=True)


def _said(value: Any) -> Any:
    """Sets come out in any order: sorted, the same rule is the same value."""
    if isinstance(value, list):
        return [_said(entry) for entry in value]
    if not isinstance(value, Rule):
        return value
    raw = value.model_dump(mode="json", exclude_unset=True)
    return {name: sorted(v) if isinstance(getattr(value, name), frozenset) else v for name, v in raw.items()}


def _other_team(raw: Raw, team: str | None) -> Iterator[Issue]:
    if team is not None and raw.get("team") not in (None, team):
        yield Issue("team", shown(raw["team"]), "is another team than the one of this address", team)


def _head(raw: Raw) -> _Head:
    said = {name: raw[name] for name in ("team", "name") if raw.get(name) is not None}
    try:
        return _Head.model_validate(said)
    except ValidationError as error:
        raise BadInput(issues_of(error, said, "", _Head.model_fields)) from None


def _planned(raw: Raw) -> TeamDocument | None:
    """A body with neither sections nor rotations is a team document that lacks everything."""
    if not is_planned(raw) and raw.get("oncall") is not None:
        return None
    return document_of({name: part for name, part in raw.items() if name not in ("name", "oncall")})


def _rotating(raw: Raw) -> OncallDocument | None:
    if raw.get("oncall") is None:
        return None
    sites = _ids(raw.get("sites")) if is_planned(raw) else None
    try:
        return oncall_of(raw["oncall"], _ids(raw.get("people")), sites)
    except BadInput as bad:
        raise BadInput(replace(issue, path=_below("oncall", issue.path)) for issue in bad.issues) from None


def _ids(rows: object) -> frozenset[str]:
    """Those of all rows, also of rows that cannot be read: whoever names them is not wrong."""
    found = (row.get("id") for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()
    return frozenset(id for id in found if isinstance(id, str))


def _below(path: str, rest: str) -> str:
    return f"{path}{rest}" if rest.startswith("[") else joined(path, rest) if rest else path


def _tried(read: Callable[[], T], issues: list[Issue]) -> T | None:
    """What `read` gives; where it fails, what is wrong is added to `issues`."""
    try:
        return read()
    except BadInput as bad:
        issues += bad.issues
        return None
