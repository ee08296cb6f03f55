"""What could be read of a document, part by part, so that the rest is checked although some of it is broken."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from api.documents.advice import maybe, shown
from api.documents.fields import Id
from api.documents.model import TeamDocument
from api.documents.places import joined
from api.documents.rows import (
    CallOutRow,
    CarryOverRow,
    CoverageRow,
    HolidayWorkedRow,
    LeaveRow,
    LedgerRow,
    PeriodRow,
    PersonRow,
    PinRow,
    PointsRow,
    PreviousRow,
    PublishedRow,
    ShiftRow,
    SiteRow,
    WishRow,
)
from api.documents.sections import M, Section, SectionReader
from api.errors import Issue
from constraints.base import Rule
from constraints.catalog import RULES
from constraints.packs.reading import numbers


@dataclass(frozen=True)
class Draft:
    """A document in parts; `issues` says what could not be read. `assignments` are those of `published`."""

    issues: tuple[Issue, ...]
    period: PeriodRow | None
    sites: Section[SiteRow]
    shifts: Section[ShiftRow]
    coverage: Section[CoverageRow]
    people: Section[PersonRow]
    leave: Section[LeaveRow]
    wishes: Section[WishRow]
    ledger: Section[LedgerRow]
    holidays_worked: Section[HolidayWorkedRow]
    previous: Section[PreviousRow]
    callouts: Section[CallOutRow]
    pins: Section[PinRow]
    published: PublishedRow | None
    assignments: Section[PinRow]
    rules: tuple[tuple[str, Rule], ...]

    def zone_of(self, site: str | None) -> str | None:
        """The time zone of a site, if its row could be read."""
        row = self.sites.get(site)
        return row.timezone if row else None


class _Title(BaseModel):
    team: Id


def draft_of(raw: Mapping[str, Any]) -> Draft:
    """Everything in `raw` that can be understood."""
    reader = SectionReader(raw)
    reader.issues += _top_level(raw)
    if raw.get("team") is not None:
        reader.value(_Title, {"team": raw["team"]}, "")
    parts: dict[str, Any] = {
        "period": _only(reader, "period", PeriodRow),
        "sites": reader.section("sites", SiteRow, least=1),
        "shifts": reader.section("shifts", ShiftRow, least=1),
        "coverage": reader.section("coverage", CoverageRow),
        "people": reader.section("people", PersonRow, least=1),
        "leave": reader.section("leave", LeaveRow),
        "wishes": reader.section("wishes", WishRow),
        "ledger": reader.section("ledger", LedgerRow),
        "holidays_worked": reader.section("holidays_worked", HolidayWorkedRow),
        "previous": reader.section("previous", PreviousRow),
        "callouts": reader.section("callouts", CallOutRow),
        "pins": reader.section("pins", PinRow),
        "published": None,
        "assignments": Section(),
        "rules": tuple(_rules(raw.get("rules"), reader)),
    }
    parts |= _published(raw.get("published"), reader)
    _only(reader, "points", PointsRow)
    _only(reader, "carry_over", CarryOverRow)
    return Draft(issues=tuple(reader.issues), **parts)


def _only(reader: SectionReader, name: str, kind: type[M]) -> M | None:
    """The section `name`, which is one row; None when it is left out or cannot be read."""
    return None if reader.raw.get(name) is None else reader.value(kind, reader.raw[name], name)


def _top_level(raw: Mapping[str, Any]) -> Iterator[Issue]:
    fields = TeamDocument.model_fields
    for name in raw:
        if name not in fields:
            yield Issue(name, "", "is not known here", f"one of {', '.join(fields)}", maybe(name, fields))
    for name, about in fields.items():
        if about.is_required() and raw.get(name) is None:
            yield Issue(name, "", "is missing", about.description or "")


def _published(raw: object, reader: SectionReader) -> dict[str, Any]:
    """Its rows are read one by one, as those of other sections."""
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        return {"published": reader.value(PublishedRow, raw, "published")}
    rows = SectionReader(raw, reader.issues, "published").section("assignments", PinRow)
    return {"published": reader.value(PublishedRow, {**raw, "assignments": []}, "published"), "assignments": rows}


def _rules(raw: object, reader: SectionReader) -> Iterator[tuple[str, Rule]]:
    """The rules that the document names, each with its path."""
    if not isinstance(raw, dict):
        if raw is not None:
            reader.issues.append(Issue("rules", shown(raw), "is not valid", "rules by name"))
        return
    kinds = {kind.name: kind for kind in RULES}
    for name, said in raw.items():
        path = joined("rules", name)
        if name not in kinds:
            reader.issues.append(_no_rule(name, path, kinds))
        else:
            yield from _variants(kinds[name], said, path, reader)


def _no_rule(name: str, path: str, kinds: Collection[str]) -> Issue:
    """A number of a rule pack is none either: people's sites bring it."""
    expected = f"one of {', '.join(kinds)}"
    number = numbers().get(name)
    if number is None:
        return Issue(path, shown(name), "is not the name of a rule", expected, maybe(name, kinds))
    if number.rule is None:
        problem = f"is for information only, so that no weight is of use: {number.left_out}"
        return Issue(path, shown(name), problem, "a rule that judges rosters", "Maybe leave it out?")
    return Issue(path, shown(name), "is a number of a rule pack, not a rule", expected, f"Maybe {number.rule}?")


def _variants(kind: type[Rule], said: object, path: str, reader: SectionReader) -> Iterator[tuple[str, Rule]]:
    """A rule applies once, or once for each entry of a list."""
    if said is None or said is False:
        return
    if not isinstance(said, list | dict):
        expected = "its parameters such as {weight: 5}, a list of such, or false to switch it off"
        reader.issues.append(Issue(path, shown(said), "is not valid", expected))
        return
    entries = [(joined(path, n), entry) for n, entry in enumerate(said)] if isinstance(said, list) else [(path, said)]
    for place, entry in entries:
        rule = reader.value(kind, entry, place)
        if rule is not None:
            yield place, rule
