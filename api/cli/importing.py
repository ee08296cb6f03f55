"""`watchbill import`: a folder of CSV files becomes one team document; and the document's JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path

from api.cli.outputs import ready
from api.documents.files import write_atomically
from api.documents.model import SCHEMA_FILE, TeamDocument, schema
from api.documents.reading import read_folder
from api.documents.writing import to_yaml
from api.terminal.console import messages
from api.terminal.words import count


def run(folder: Path, out: Path) -> None:
    """Write the document, and beside it the schema that its first line names."""
    ready(out)
    document = read_folder(folder)
    write_document(document, out)
    people = count(len(document.people), "person", "people")
    messages().print(
        f"{out}: {people}, {document.period.first_day} to {document.period.last_day}; beside it {SCHEMA_FILE}"
    )


def write_document(document: TeamDocument, out: Path) -> None:
    """The document as YAML with its schema beside it."""
    write_atomically(out, to_yaml(document))
    write_atomically(out.with_name(SCHEMA_FILE), schema_text())


def schema_text() -> str:
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
