"""From untrusted text to a team document that holds together, or to everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from api.documents.advice import shown
from api.documents.checks import check
from api.documents.csv_folder import CsvFolder
from api.documents.draft import draft_of
from api.documents.files import read_text
from api.documents.holidays import written_out
from api.documents.model import TeamDocument
from api.documents.places import Places
from api.documents.yaml_text import YamlText
from api.errors import BadInput, Issue
from scheduler.intervals import next_day


def read_team(path: Path) -> TeamDocument:
    """The team document at `path`. Raises BadInput with every issue."""
    return parse_team(read_text(path), path.name)


def parse_team(text: str, file: str = "team.yaml") -> TeamDocument:
    """The team document that `text` is. Raises BadInput with every issue."""
    reader = YamlText(file)
    raw = reader.read(text)
    return document_of(raw, reader.places, reader.issues)


def read_folder(folder: Path) -> TeamDocument:
    """The team document of a folder of CSV files, with the public holidays of its sites written out."""
    reader = CsvFolder(folder)
    raw = reader.read()
    return with_holidays(document_of(raw, reader.places, reader.issues))


def document_of(raw: Any, places: Places | None = None, found: list[Issue] | None = None) -> TeamDocument:
    """The document that plain values make. Raises BadInput with `found` and every further issue."""
    places = places or Places()
    if not isinstance(raw, dict):
        wrong = Issue("", shown(raw), "is not a team document", "a mapping with team, period, sites, shifts and people")
        raise BadInput(places.located([*(found or []), wrong]))
    draft = draft_of(raw)
    issues = places.located([*(found or []), *draft.issues, *check(draft)])
    if issues:
        raise BadInput(issues)
    return TeamDocument.model_validate({name: part for name, part in raw.items() if part is not None})


def with_holidays(document: TeamDocument) -> TeamDocument:
    """The document with the holidays of each site that lists none, so that a manager can see and edit them."""
    period = document.period
    # The last night runs into the day after the period.
    sites = tuple(written_out(site, period.first_day, next_day(period.last_day)) for site in document.sites)
    return document.model_copy(update={"sites": sites})
